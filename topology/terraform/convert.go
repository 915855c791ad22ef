package terraform

import (
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// converter makes an ARM resource of one instance.
type converter struct {
	r       *reader
	i       *instance
	owner   string // ID of the resource whose parts are named
	ignored map[string]bool
	service bool
}

// convert makes the resources of all instances: those that stand alone first,
// then what changes them.
func (r *reader) convert() []Resource {
	for _, i := range r.instances {
		if t := r.tableOf(i); !i.data && t.kind != "" && isAzure(i.kind) {
			r.byID[strings.ToLower(r.id(i))] = i
		}
	}
	for _, i := range r.instances {
		r.alone(i)
	}
	for _, i := range r.instances {
		if t := r.tableOf(i); !i.data && t.onto != "" {
			r.change(i, t)
		}
	}
	out := make([]Resource, len(r.order))
	for k, o := range r.order {
		out[k] = Resource{Node: o.node, Address: o.from.address}
	}
	return out
}

// alone makes the resource of an instance that changes no other. What data
// sources read is a resource where they tell as much as a resource does, and
// nothing else of the document defines it.
func (r *reader) alone(i *instance) {
	t := r.tableOf(i)
	switch {
	case i.data && (!t.read || r.byID[strings.ToLower(r.id(i))] != nil):
		return
	case !isAzure(i.kind):
		r.foreign = append(r.foreign, Foreign{Type: i.kind, Pos: i.pos})
		return
	case t.onto != "":
		return
	}
	r.build(i, t)
}

// build makes the resource of an instance.
func (r *reader) build(i *instance, t *table) {
	c := &converter{r: r, i: i, owner: r.id(i), ignored: words(t.ignored), service: t.service}
	o := c.envelope(t, r.id(i), r.name(i, t))
	if r.objects[strings.ToLower(c.owner)] == nil {
		r.objects[strings.ToLower(c.owner)] = o
	}
	r.order = append(r.order, o)
	if t.fields == nil {
		c.whole(o)
		return
	}
	c.apply(t.fields, i.values, o)
}

// envelope makes an object with what every resource has.
func (c *converter) envelope(t *table, id, name string) *object {
	at := &tree.Node{Pos: c.i.pos, Width: c.i.width}
	o := newItem(at, "properties")
	o.from, o.kind = c.i, t.kind
	o.set("/id", text(at, id))
	o.set("/type", text(at, t.kind))
	o.set("/name", text(at, name))
	o.set("/apiVersion", c.apiVersion(at))
	if v := present(c.i.values.Get("location")); v != nil {
		o.set("/location", c.value(v, "location"))
	}
	if v := present(c.i.values.Get("tags")); v != nil {
		o.set("/tags", v)
	}
	o.set("/properties", &tree.Node{Kind: tree.Object, Pos: at.Pos, Width: at.Width})
	return o
}

// apply puts the attributes of a resource or block where its fields say. One
// that no field takes stands under its own name, so that it is told.
func (c *converter) apply(fields []field, from *tree.Node, o *object) {
	taken := map[string]bool{}
	for _, f := range fields {
		taken[f.attribute] = true
		v := present(from.Get(f.attribute))
		switch {
		case f.attribute == "":
			f.put(c, o, from)
		case v != nil:
			f.put(c, o, v)
		case f.isMissing(from):
			f.put(c, o, c.unknownValue(from, "this file does not tell "+f.attribute+" of "+c.i.address))
		}
	}
	if !from.Is(tree.Object) || c.service {
		return
	}
	for _, m := range from.Members {
		if !taken[m.Key] && !c.ignored[m.Key] && !ignoredAlways[m.Key] && !saysNothing(m.Value) {
			o.set(m.Key, c.value(m.Value, m.Key))
		}
	}
}

// ignoredAlways are attributes that say nothing of what reaches what.
var ignoredAlways = words(`id name resource_group_name location tags tags_all timeouts zones zone edge_zone availability_zone
	extended_location etag resource_guid guid description identity provisioning_state reverse_fqdn ip_tags`)

// saysNothing tells whether an attribute has no value, or one that switches
// nothing on.
func saysNothing(n *tree.Node) bool {
	switch {
	case present(n) == nil, n.Is(tree.Bool) && n.Text == "false", n.Is(tree.Number) && n.Text == "0":
		return true
	case n.Is(tree.List):
		for _, item := range n.Items {
			if !saysNothing(item) {
				return false
			}
		}
		return true
	case n.Is(tree.Object):
		for _, m := range n.Members {
			if !saysNothing(m.Value) {
				return false
			}
		}
		return true
	}
	return false
}

// whole puts all attributes into a resource that no table describes, so that
// what they name is seen.
func (c *converter) whole(o *object) {
	if !c.i.values.Is(tree.Object) {
		return
	}
	for _, m := range c.i.values.Members {
		if !ignoredAlways[m.Key] && !saysNothing(m.Value) {
			o.set(m.Key, c.resolved(m.Value, m.Key))
		}
	}
}

// child makes a child resource inside of its parent.
func (c *converter) child(o *object, path string, item *tree.Node, fields []field) {
	if item.Is(tree.Unknown) {
		o.add(path, item)
		return
	}
	name := item.Get("name")
	id := c.owner + "/" + path[strings.LastIndexByte(path, '.')+1:] + "/" + name.Str()
	if other := c.r.byID[strings.ToLower(id)]; other != nil && other != c.i {
		return
	}
	sub := newItem(item, "properties")
	sub.set("/name", present(name))
	c.apply(fields, item, sub)
	o.add(path, sub.node)
	o.parts = append(o.parts, part{path, name.Str(), sub})
	if name.Is(tree.String) {
		c.r.nested[strings.ToLower(id)] = sub
	}
}

// unknownValue tells of a value that is not known before apply, where nothing
// better can be said.
func (c *converter) unknownValue(at *tree.Node, why string) *tree.Node {
	return unlike(at, why, c.r.supply)
}

// tell adds a diagnostic about the instance.
func (c *converter) tell(d source.Diagnostic) {
	d.Path = c.i.address
	if !d.Pos.IsValid() {
		d.Pos, d.Width = c.i.pos, c.i.width
	}
	c.r.diags.Add(d)
}
