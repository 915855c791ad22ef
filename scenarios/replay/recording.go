package replay

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// Kind is what was asked of Azure.
type Kind uint8

const (
	KindUnset Kind = iota
	IPFlowVerify
	NextHop
	ConnectionCheck
	SecurityGroupView
	EffectiveRoutes
	EffectiveRules
)

// String returns the kind in words.
func (k Kind) String() string {
	return [...]string{"unset", "IP flow verify", "next hop", "connection troubleshoot", "security group view", "effective routes", "effective rules"}[k]
}

// Recording is one recorded answer. Request is nil where the file holds the
// answer alone: then the name of the file says whose it is, NIC.json.
type Recording struct {
	Kind    Kind
	File    string
	Request *tree.Node
	Answer  *tree.Node
}

// kinds are the last segments of the calls that are understood.
var kinds = map[string]Kind{"ipflowverify": IPFlowVerify, "nexthop": NextHop, "connectivitycheck": ConnectionCheck,
	"securitygroupview": SecurityGroupView, "effectiveroutetable": EffectiveRoutes, "effectivenetworksecuritygroups": EffectiveRules}

// Read reads the recordings of a folder, in the order of names, and the names
// of files that hold none that is understood.
func Read(dir string) (list []Recording, other []string, err error) {
	var names []string
	err = filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasSuffix(name, ".json") {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	slices.Sort(names)
	for _, name := range names {
		r, ok, err := ReadFile(name)
		if err != nil {
			return nil, nil, err
		}
		if ok {
			list = append(list, r)
		} else {
			other = append(other, filepath.ToSlash(name))
		}
	}
	return list, other, nil
}

// ReadFile reads one recorded answer; it reports false for other files.
func ReadFile(name string) (Recording, bool, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return Recording{}, false, err
	}
	name = filepath.ToSlash(name)
	var diags source.Diagnostics
	root := tree.ParseJSON(source.NewFile(name, text), text, &diags)
	if err := diags.Err(); err != nil {
		return Recording{}, false, fmt.Errorf("%s: %w", name, err)
	}
	r := Recording{File: name, Request: root.At("request", "body"), Answer: root.At("response", "body")}
	if call := root.At("request", "path").Str(); call != "" {
		call, _, _ = strings.Cut(call, "?")
		r.Kind = kinds[strings.ToLower(path.Base(call))]
		return r, r.Kind != KindUnset, nil
	}
	r.Request, r.Answer = nil, root
	r.Kind = answerKind(root)
	return r, r.Kind != KindUnset, nil
}

// answerKind tells lists of effective routes and rules apart by what they hold.
func answerKind(root *tree.Node) Kind {
	list := entries(root)
	switch {
	case len(list) == 0:
		return KindUnset
	case !list[0].Get("nextHopType").IsAbsent() && list[0].Get("addressPrefix").Is(tree.List):
		return EffectiveRoutes
	case list[0].Get("effectiveSecurityRules").Is(tree.List):
		return EffectiveRules
	}
	return KindUnset
}

// entries returns the items of a list, or of the list under "value".
func entries(n *tree.Node) []*tree.Node {
	if n.Is(tree.List) {
		return n.List()
	}
	return n.Get("value").List()
}
