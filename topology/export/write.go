package export

import (
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// Resources returns a design as resources in ARM's shape, and what these cannot
// say: values that are not known, and facts, which Azure does not keep.
func Resources(d *topology.Design) (resources []*tree.Node, lost []source.Diagnostic) {
	w := &writer{}
	writeNetworks(w, d)
	writeMachines(w, d)
	writeBalancers(w, d)
	writeFrontDoors(w, d)
	writeFirewalls(w, d)
	writeGateways(w, d)
	writeWANs(w, d)
	writePrivateAccess(w, d)
	writeDNS(w, d)
	writeManagers(w, d)
	for _, o := range d.Others {
		if !o.Irrelevant {
			w.lose(&o.Resource, "all of it", "its type is not simulated", o.Pos)
		}
	}
	for _, s := range d.Facts.Sites {
		w.lose(&s.Resource, "all of it", "Azure keeps no facts; write them to a facts file", s.Pos)
	}
	return w.out, w.lost.Sorted()
}

// writer makes the resources of one design.
type writer struct {
	out  []*tree.Node
	lost source.Diagnostics
}

// lose says that something cannot be written.
func (w *writer) lose(of *topology.Resource, what, why string, pos source.Pos) {
	w.lost.Add(source.Diagnostic{Severity: source.Unknown, Code: "not-written", Pos: pos,
		Message: of.ID.Path() + ": " + what + " is left out: " + why})
}

// body is one resource while it is written: the object and its properties.
type body struct {
	w          *writer
	of         *topology.Resource
	node       *tree.Node // the resource
	properties *tree.Node
}

// resource begins a resource that stands by itself, and adds it.
func (w *writer) resource(r *topology.Resource) *body {
	if r.ID.Type() == "" || r.ID.ResourceGroup() == "" && !strings.HasPrefix(string(r.ID), "/providers/Microsoft.Management/") {
		w.lose(r, "all of it", "it is in no resource group", r.Pos)
		return w.begin(r)
	}
	b := w.begin(r)
	w.out = append(w.out, b.node)
	return b
}

// begin begins a resource with what every one has.
func (w *writer) begin(r *topology.Resource) *body {
	b := &body{w: w, of: r, node: object(), properties: object()}
	put(b.node, "id", str(string(r.ID)))
	put(b.node, "type", str(r.Type))
	if r.APIVersion != "" {
		put(b.node, "apiVersion", str(r.APIVersion))
	}
	put(b.node, "name", str(r.ID.Path()))
	if r.Location != "" {
		put(b.node, "location", str(r.Location))
	}
	tags := object()
	for _, t := range r.Tags {
		put(tags, t.Key, str(t.Value))
	}
	putSome(b.node, "tags", tags)
	put(b.node, "properties", b.properties)
	b.incomplete()
	return b
}

// incomplete tells what of a resource is not known.
func (b *body) incomplete() {
	for _, i := range b.of.Incomplete {
		b.w.lose(b.of, i.Property, i.Unknown.Why, i.Pos)
	}
	if b.of.Maybe != nil {
		b.w.lose(b.of, "its condition", b.of.Maybe.Why, b.of.Pos)
	}
}

// child begins a child that stands inside of its parent.
func (b *body) child(r *topology.Resource) *body {
	c := &body{w: b.w, of: r, node: object(), properties: object()}
	put(c.node, "name", str(r.ID.Name()))
	put(c.node, "properties", c.properties)
	c.incomplete()
	return c
}

// inner begins an object inside of the properties, which has a name where it is
// one of a list.
func (b *body) inner(name string) *body {
	c := &body{w: b.w, of: b.of, node: object(), properties: object()}
	if name != "" {
		put(c.node, "name", str(name))
	}
	put(c.node, "properties", c.properties)
	return c
}

// flat begins an object without properties of its own.
func (b *body) flat() *body {
	n := object()
	return &body{w: b.w, of: b.of, node: n, properties: n}
}

// childrenOf writes the children of one kind as a list.
func childrenOf[T topology.Node](b *body, key string, list []T, write func(*body, T)) {
	all := tree.NewList(source.Pos{})
	for _, c := range list {
		child := b.child(c.Base())
		write(child, c)
		all.Items = append(all.Items, child.node)
	}
	if len(all.Items) > 0 {
		put(b.properties, key, all)
	}
}

func object() *tree.Node { return tree.NewObject(source.Pos{}) }

func str(s string) *tree.Node { return tree.NewString(source.Pos{}, s) }

func put(n *tree.Node, key string, value *tree.Node) {
	if value != nil {
		n.Members = append(n.Members, tree.Member{Key: key, Value: value})
	}
}

// putSome puts an object that holds anything.
func putSome(n *tree.Node, key string, value *tree.Node) {
	if len(value.Members) > 0 || len(value.Items) > 0 {
		put(n, key, value)
	}
}
