package native

import (
	"fmt"
	"slices"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// target is a type that links lead to.
type target struct {
	typ  string
	noun string // "route table"
}

// link is a short name that is waiting for all files to be read.
type link struct {
	node     *tree.Node // gets the ID
	short    string
	targets  []target
	from     place
	declares bool // an ASG that a member names exists by that
}

// linkID is a short name or resource ID, given to ARM as a resource ID.
func linkID(targets ...target) shape {
	return shape{
		name: "link",
		read: func(p place, n *tree.Node) *tree.Node { return p.link(n, targets...) },
		schema: func(*definitions) *schema {
			return &schema{Type: "string", MinLength: new(uint64(1))}
		},
	}
}

// linkTo is a link as most of ARM's are: {"id": ...}.
func linkTo(targets ...target) shape { return wrap("id", linkID(targets...)) }

// links are several links.
func links(targets ...target) shape { return many(linkTo(targets...)) }

// link reads a short name or resource ID.
func (p place) link(n *tree.Node, targets ...target) *tree.Node {
	if !n.Is(tree.String) || n.Text == "" {
		return p.reader.wrongKind(n, p.path, "the name of "+nounsOf(targets)+", or a resource ID")
	}
	out := &tree.Node{Kind: tree.String, Pos: n.Pos, Width: n.Width, Text: n.Text}
	if strings.HasPrefix(n.Text, "/") {
		return out
	}
	p.reader.links = append(p.reader.links, link{node: out, short: n.Text, targets: targets, from: p})
	return out
}

// resolve gives each waiting link its ID and reports those that lead nowhere.
func (r *Reader) resolve() {
	for _, l := range r.links {
		found := r.lookUp(l)
		switch len(found) {
		case 1:
			l.node.Text = string(found[0])
		case 0:
			r.unknownName(l)
		default:
			r.ambiguousName(l, found)
		}
	}
}

// lookUp returns what a link may mean. A name inside the resource around comes
// first, as a front end of the same load balancer; of several resources those
// of the same group.
func (r *Reader) lookUp(l link) []topology.ID {
	var found []topology.ID
	for _, t := range l.targets {
		if near := r.inside(l, t); near != nil {
			return near
		}
		found = append(found, r.names.find(t.typ, l.short)...)
	}
	if len(found) < 2 {
		return found
	}
	same := slices.DeleteFunc(slices.Clone(found), func(id topology.ID) bool {
		return !inScope(id, []string{l.from.subscription, l.from.group})
	})
	if len(same) == 1 {
		return same
	}
	return found
}

// inside looks for a child of the resource around the link, or of one around that.
func (r *Reader) inside(l link, t target) []topology.ID {
	scope := []string{l.from.subscription, l.from.group}
	for typ, name := l.from.typ, l.from.name; name != ""; typ, name = upTo(typ), upTo(name) {
		if !strings.HasPrefix(strings.ToLower(t.typ), strings.ToLower(typ)+"/") {
			continue
		}
		for _, id := range r.names[nameKey(t.typ, name+"/"+l.short)] {
			if inScope(id, scope) {
				return []topology.ID{id}
			}
		}
	}
	return nil
}

// upTo cuts the last step off a path.
func upTo(path string) string { return path[:max(0, strings.LastIndexByte(path, '/'))] }

func (r *Reader) unknownName(l link) {
	d := source.Diagnostic{
		Severity: source.Error, Code: "unknown-name", Pos: l.node.Pos, Width: l.node.Width, Path: l.from.path,
		Message: fmt.Sprintf("no %s is named %q", alternatives(l.targets), l.short),
	}
	if s := r.suggest(l); s != "" {
		d.Hint = "did you mean " + s + "?"
	} else {
		d.Hint = "add it, or give the full resource ID of one outside the design"
	}
	*l.node = *invalid(l.node)
	r.diags.Add(d)
}

// maxSuggestions bounds the names for which a near one is looked for, since
// each is compared with all names of the design.
const maxSuggestions = 50

// suggest returns the name that a link may have meant, or "".
func (r *Reader) suggest(l link) string {
	r.suggested++
	if r.suggested > maxSuggestions {
		return ""
	}
	return source.Suggest(l.short, r.namesOf(l.targets))
}

func (r *Reader) ambiguousName(l link, found []topology.ID) {
	var all []string
	for _, id := range found {
		all = append(all, id.ResourceGroup()+"/"+id.Path())
	}
	slices.Sort(all)
	r.diags.Add(source.Diagnostic{
		Severity: source.Error, Code: "ambiguous-name", Pos: l.node.Pos, Width: l.node.Width, Path: l.from.path,
		Message: fmt.Sprintf("%q may mean %s", l.short, strings.Join(all, " or ")),
		Hint:    "write the group before the name, or the full resource ID",
	})
	*l.node = *invalid(l.node)
}

// namesOf lists the names of all resources of the types, sorted.
func (r *Reader) namesOf(targets []target) []string {
	var all []string
	for _, ids := range r.names {
		for _, id := range ids {
			if slices.ContainsFunc(targets, func(t target) bool { return strings.EqualFold(t.typ, id.Type()) }) {
				all = append(all, id.Path())
			}
		}
	}
	slices.Sort(all)
	return all
}

// nounsOf lists what a link may lead to: "a route table".
func nounsOf(targets []target) string {
	noun := alternatives(targets)
	if strings.ContainsRune("aeio", rune(noun[0]|0x20)) {
		return "an " + noun
	}
	return "a " + noun
}

func alternatives(targets []target) string {
	var nouns []string
	for _, t := range targets {
		if !slices.Contains(nouns, t.noun) {
			nouns = append(nouns, t.noun)
		}
	}
	return strings.Join(nouns, " or ")
}
