package decode

import (
	"fmt"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// link is a reference that waits for all resources to be known.
type link interface {
	from() *topology.Resource
	resolve(d *Decoder)
}

// linkTo is a link to a resource of one type.
type linkTo[T any] struct {
	ref   *topology.Ref[T]
	owner *topology.Resource
	path  string
	width int
}

func (l *linkTo[T]) from() *topology.Resource { return l.owner }

// ref reads a reference: an object with an "id", or the id itself. It must be
// given the place where the reference will stay.
func ref[T any](o *object, key string, into *topology.Ref[T]) {
	n := o.get(key)
	if n == nil {
		return
	}
	idOf(o, n, key, into)
}

// refs reads a list of references.
func refs[T any](o *object, key string) []topology.Ref[T] {
	n := o.get(key)
	if n == nil {
		return nil
	}
	if n.Kind == tree.Unknown {
		o.incomplete(n, key)
		return nil
	}
	if n.Kind != tree.List {
		o.wrongType(n, key, "a list")
		return nil
	}
	out := make([]topology.Ref[T], len(n.Items))
	kept := out[:0]
	for _, item := range n.Items {
		if item = present(item); item != nil {
			kept = kept[:len(kept)+1]
			idOf(o, item, key, &kept[len(kept)-1])
		}
	}
	return kept
}

// idOf reads the ID of a reference and enters the link.
func idOf[T any](o *object, n *tree.Node, key string, into *topology.Ref[T]) {
	id := present(n)
	if id.Is(tree.Object) {
		id = present(id.Get("id"))
	}
	if id == nil {
		return
	}
	into.Pos = id.Pos
	switch {
	case id.Kind == tree.Unknown:
		into.Why = &topology.Unknown{Why: id.Why, Supply: id.Supply}
		o.notKnown(id, key)
		return
	case id.Kind != tree.String:
		o.wrongType(id, key, "a resource ID or a name")
		return
	case id.Text == "":
		return
	}
	into.ID = topology.ID(o.d.kept(strings.TrimSuffix(id.Text, "/")))
	enterLink(o, key, id.Width, into)
}

// enterLink has a reference resolved in Finish.
func enterLink[T any](o *object, key string, width int, into *topology.Ref[T]) {
	o.d.links = append(o.d.links, &linkTo[T]{ref: into, owner: o.owner, path: o.at(key), width: width})
}

// resolve looks up every link and reports those that lead nowhere.
func (d *Decoder) resolve() {
	for _, l := range d.links {
		if !d.replaced[l.from()] {
			l.resolve(d)
		}
	}
	d.links = nil
}

func (l *linkTo[T]) resolve(d *Decoder) {
	if isShort(l.ref.ID) {
		l.byName(d)
		return
	}
	if !topology.Link(d.design, l.ref) {
		l.wrongTarget(d)
		return
	}
	if l.ref.Target != nil {
		return
	}
	if u := d.mayBeUnnamed(l.ref.ID); u != nil {
		l.ref.Why = u
		d.design.Unsettled = append(d.design.Unsettled, topology.Unsettled{Resource: l.owner.ID, Type: l.owner.Type, Property: l.path, Pos: l.ref.Pos, Unknown: *u})
		l.report(d, source.Unknown, "unknown-name", u.Why, u.Supply)
	} else {
		l.report(d, source.Unknown, "outside-input", fmt.Sprintf("%s %s is not in the input", nounOf(l.ref.ID.Type()), l.ref.ID.Path()),
			"add it, or its export, to the topology")
	}
}

// wrongTarget reports a link that leads to a resource of another type: one
// that is not simulated is only unknown.
func (l *linkTo[T]) wrongTarget(d *Decoder) {
	target := d.design.ByID(l.ref.ID)
	if _, isOther := target.(*topology.Other); isOther {
		l.report(d, source.Unknown, "unsupported-target", label(target.Base())+" is not simulated", "")
		return
	}
	l.report(d, source.Error, "wrong-link", fmt.Sprintf("names %s, which is of another type than %s wants", label(target.Base()), l.path), "")
}

// report tells what is wrong with the link; one out of the input is only unknown.
func (l *linkTo[T]) report(d *Decoder, s source.Severity, code, message, hint string) {
	f := source.Diagnostic{Severity: s, Code: code, Pos: l.ref.Pos, Width: l.width, Path: l.path,
		Message: fmt.Sprintf("%s: %s: %s", label(l.owner), l.path, message), Hint: hint}
	if s == source.Unknown {
		d.unknown(f)
		return
	}
	d.diags.Add(f)
}

// isShort tells whether an ID is a name, as native designs link.
func isShort(id topology.ID) bool { return !strings.HasPrefix(string(id), "/") }

// byName resolves a name, as in "hub", "hub/app" or "RG/hub/app", among the
// resources of the link's type.
func (l *linkTo[T]) byName(d *Decoder) {
	found, names := candidates[T](d, string(l.ref.ID))
	switch len(found) {
	case 1:
		l.ref.ID = found[0].Base().ID
		topology.Link(d.design, l.ref)
	case 0:
		hint := "name a resource of the design, or give a full resource ID"
		if s := source.Suggest(string(l.ref.ID), names); s != "" {
			hint = "did you mean " + s + "?"
		}
		l.report(d, source.Error, "unknown-name", fmt.Sprintf("nothing in the design bears the name %q", l.ref.ID), hint)
	default:
		l.report(d, source.Error, "ambiguous-name", fmt.Sprintf("%q names several resources", l.ref.ID),
			"write the resource group before the name: "+orList(longNames(found)))
	}
}

// candidates returns the resources of a type that bear a name, and the names
// of all of that type.
func candidates[T any](d *Decoder, name string) (found []topology.Node, names []string) {
	for _, n := range d.design.All {
		if _, ok := n.(any).(*T); !ok {
			continue
		}
		id := n.Base().ID
		path := id.Path()
		names = append(names, path)
		if bears(id, path, name) {
			found = append(found, n)
		}
	}
	return found, names
}

// bears tells whether a resource is called by name: its path, with resource
// group and subscription before it where the name has them.
func bears(id topology.ID, path, name string) bool {
	group := id.ResourceGroup() + "/" + path
	return strings.EqualFold(path, name) || strings.EqualFold(group, name) ||
		strings.EqualFold(id.Subscription()+"/"+group, name)
}

// longNames returns names with their groups, and with their subscriptions where
// the groups are called alike.
func longNames(nodes []topology.Node) []string {
	out, times := make([]string, len(nodes)), map[string]int{}
	for i, n := range nodes {
		id := n.Base().ID
		out[i] = id.ResourceGroup() + "/" + id.Path()
		times[strings.ToLower(out[i])]++
	}
	for i, n := range nodes {
		if times[strings.ToLower(out[i])] > 1 {
			out[i] = n.Base().ID.Subscription() + "/" + out[i]
		}
	}
	return out
}
