package arm

import (
	"errors"
	"slices"
	"strings"

	"vnetproof/topology/tree"
)

var objectFunctions = map[string]function{
	"createObject": {min: 0, max: -1, open: true, run: createObject},
	"items":        {min: 1, max: 1, run: items},
	"null":         {min: 0, max: 0, run: func(c *call) (*tree.Node, error) { return tree.NewNull(c.src.Pos), nil }},
	"objectKeys":   {min: 1, max: 1, run: objectKeys},
	"shallowMerge": {min: 1, max: 1, run: shallowMerge},
}

func createObject(c *call) (*tree.Node, error) {
	if len(c.args)%2 != 0 {
		return nil, errors.New("wants pairs of a name and a value, found a name without a value")
	}
	var members []tree.Member
	index := map[string]int{}
	for i := 0; i < len(c.args); i += 2 {
		if c.args[i].Is(tree.Unknown) {
			return c.args[i], nil
		}
		key, err := c.textArg(i)
		if err != nil {
			return nil, err
		}
		m := c.newMember(key, c.args[i+1])
		if at, ok := index[strings.ToLower(key)]; ok {
			members[at] = m
			continue
		}
		index[strings.ToLower(key)] = len(members)
		members = append(members, m)
	}
	return c.objectResult(members)
}

// sortedMembers returns the members of an object in the order of their names,
// in which Azure lists them.
func sortedMembers(n *tree.Node) []tree.Member {
	members := slices.Clone(n.Members)
	slices.SortStableFunc(members, func(a, b tree.Member) int { return compareText(a.Key, b.Key) })
	return members
}

// items makes a list of {key, value} of an object.
func items(c *call) (*tree.Node, error) {
	n, err := c.objectArg(0)
	if err != nil {
		return nil, err
	}
	var out []*tree.Node
	for _, m := range sortedMembers(n) {
		item, _ := c.objectResult([]tree.Member{c.textMember("key", m.Key), c.newMember("value", m.Value)})
		out = append(out, item)
	}
	return c.listResult(out)
}

func objectKeys(c *call) (*tree.Node, error) {
	n, err := c.objectArg(0)
	if err != nil {
		return nil, err
	}
	var out []*tree.Node
	for _, m := range sortedMembers(n) {
		out = append(out, c.newText(m.Key))
	}
	return c.listResult(out)
}

// shallowMerge joins objects; the members of later ones win as a whole.
func shallowMerge(c *call) (*tree.Node, error) {
	list, err := c.listArg(0)
	if err != nil {
		return nil, err
	}
	out, _ := c.objectResult(nil)
	for _, n := range list {
		if n.Is(tree.Unknown) {
			return n, nil
		}
		if !n.Is(tree.Object) {
			return nil, c.wrong(0, "a list of objects")
		}
		out = c.merged(out, n, false)
	}
	return out, nil
}
