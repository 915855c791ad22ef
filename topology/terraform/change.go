package terraform

import (
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// change puts an instance that changes another resource, as an association or
// a separate rule, into that.
func (r *reader) change(i *instance, t *table) {
	c := &converter{r: r, i: i, ignored: words(t.ignored + " " + t.onto + " " + t.by)}
	id := c.changed(t)
	if !id.Is(tree.String) {
		r.changeAny(c, t, id)
		return
	}
	o := r.find(id.Text)
	if o == nil {
		r.changeOutside(c, t, id.Text)
		return
	}
	c.owner = id.Text
	c.put(t, o)
}

// changed is the ID of the resource that an instance changes, or an unknown.
func (c *converter) changed(t *table) *tree.Node {
	n := present(c.i.values.Get(t.onto))
	if c.i.kind == "azapi_update_resource" && t.onto == "parent_id" {
		return c.azapiChild(n)
	}
	switch {
	case n == nil:
		return c.unknownValue(c.i.values, "the document does not say what "+c.i.address+" changes")
	case n.Is(tree.Unknown):
		return c.r.idOf(n, []string{t.changes})
	case n.Is(tree.String) && !strings.HasPrefix(n.Text, "/"):
		return text(n, c.r.byGroupAndName(c.i, t.changes, n.Text))
	}
	return n
}

// find returns the object of an ID: a resource or a child inside of one.
func (r *reader) find(id string) *object {
	key := strings.ToLower(strings.TrimSuffix(id, "/"))
	if o := r.objects[key]; o != nil {
		return o
	}
	return r.nested[key]
}

// put puts the fields of an instance into an object.
func (c *converter) put(t *table, o *object) {
	switch {
	case t.into != "":
		c.putItem(t, o)
	case t.among != "":
		for _, p := range o.parts {
			if name := c.i.values.Get(t.by); p.list == t.among && (t.by == "" || !name.Is(tree.String) || name.Text == p.name) {
				c.apply(t.fields, c.i.values, p.object)
			}
		}
	default:
		c.apply(t.fields, c.i.values, o)
	}
}

// putItem appends an instance to a list of the changed resource.
func (c *converter) putItem(t *table, o *object) {
	name := c.r.name(c.i, t)
	item := newItem(&tree.Node{Pos: c.i.pos, Width: c.i.width}, "properties")
	item.set("/name", text(item.node, name))
	item.from = c.i
	c.apply(t.fields, c.i.values, item)
	o.add(t.into, item.node)
	o.parts = append(o.parts, part{t.into, name, item})
	c.r.nested[strings.ToLower(c.owner+"/"+t.into+"/"+name)] = item
}

// changeAny is change where it is not known which resource is changed: it may
// be any of its type. What they have in that place is then not known.
func (r *reader) changeAny(c *converter, t *table, unknown *tree.Node) {
	why := c.i.address + " may change it: which one it changes is known only after apply"
	c.tell(source.Diagnostic{Severity: source.Unknown, Code: "unknown-association", Pos: unknown.Where(), Width: widthOf(unknown),
		Message: "what " + c.i.address + " changes is known only after apply", Hint: r.supply})
	for _, o := range r.order {
		if !strings.EqualFold(o.kind, t.changes) {
			continue
		}
		v := c.unknownValue(o.node, why)
		if t.into != "" {
			o.add(t.into, v)
			continue
		}
		c.obscure(t, o, v)
	}
}

// obscure makes unknown what an association may set.
func (c *converter) obscure(t *table, o *object, v *tree.Node) {
	on := []*object{o}
	if t.among != "" {
		on = nil
		for _, p := range o.parts {
			on = append(on, p.object)
		}
	}
	for _, o := range on {
		for _, f := range t.fields {
			if f.path == "" || o.get(f.path) == nil {
				f.put(c, o, v)
			}
		}
	}
}

// changeOutside keeps a change of a resource that the document does not hold,
// as a part of that which is not read: so much of it is then not known.
func (r *reader) changeOutside(c *converter, t *table, id string) {
	c.tell(source.Diagnostic{Severity: source.Unknown, Code: "outside-input",
		Message: c.i.address + " changes " + topology.ID(id).Path() + ", which is not in this file",
		Hint:    "give the plan or state of the configuration that makes it"})
	kind := topology.ID(id).Type() + "/" + c.i.kind
	name := plainName(c.i.address)
	o := c.envelope(&table{kind: kind}, id+"/"+c.i.kind+"/"+name, name)
	c.whole(o)
	r.order = append(r.order, o)
}
