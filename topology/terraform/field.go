package terraform

import (
	"strings"

	"vnetproof/topology/tree"
)

// table says how the resources of one Terraform type become an ARM resource.
type table struct {
	kind   string // ARM type
	parent string // attribute that names the parent, by ID or by name; "" for a resource of a group
	named  string // attribute that is its name, where that is not "name"
	fixed  string // its name, where it has no other
	fields []field
	// onto is the attribute that names, by ID, a resource that this one changes:
	// its fields go there. It is of the ARM type changes.
	onto, changes string
	// into is the list of the changed resource that gets this one as an item.
	into string
	// among is the list of parts of the changed resource that the fields go to:
	// all parts, or the one that the attribute by names.
	among, by string
	// ignored are attributes without influence, by spaces, beyond those of all.
	ignored  string
	isGroup  bool // a resource group
	nameless bool // its name is of no use to anybody
	read     bool // data sources of this type tell as much
	service  bool // a platform service: what no field takes is not of the network
}

// isBare tells whether a table takes nothing from a resource.
func (t *table) isBare() bool { return len(t.fields) == 0 }

// field says what becomes of one attribute.
type field struct {
	attribute string
	path      string // where its value goes; "" for several places
	put       func(c *converter, o *object, v *tree.Node)
	block     bool    // it holds nested blocks
	children  bool    // which become child resources
	of        []field // what becomes of their attributes
	// needed says that every resource has the attribute, or one of the others.
	// Where a document has not even its name, it is not known.
	needed bool
	others []string
}

// need marks what every resource has; others are attributes that do as well.
func need(f field, others ...string) field {
	f.needed, f.others = true, others
	return f
}

// isMissing tells whether a document leaves out an attribute that every
// resource has. One that is null is known not to be set.
func (f field) isMissing(from *tree.Node) bool {
	if !f.needed || from.Get(f.attribute) != nil {
		return false
	}
	for _, other := range f.others {
		if present(from.Get(other)) != nil {
			return false
		}
	}
	return true
}

// same copies a value.
func same(attribute, path string) field {
	return field{attribute: attribute, path: path, put: func(c *converter, o *object, v *tree.Node) { o.set(path, c.value(v, attribute)) }}
}

// link makes a reference of an ID; wanted are the ARM types that it may have.
func link(attribute, path string, wanted ...string) field {
	return field{attribute: attribute, path: path, put: func(c *converter, o *object, v *tree.Node) { o.set(path, c.link(v, wanted)) }}
}

// links makes a list of references of a list of IDs.
func links(attribute, path string, wanted ...string) field {
	return field{attribute: attribute, path: path, put: func(c *converter, o *object, v *tree.Node) { o.set(path, c.links(v, wanted)) }}
}

// id copies an ID as text.
func id(attribute, path string, wanted ...string) field {
	return field{attribute: attribute, path: path, put: func(c *converter, o *object, v *tree.Node) { o.set(path, c.id(v, wanted)) }}
}

// ids copies a list of IDs as text.
func ids(attribute, path string, wanted ...string) field {
	return field{attribute: attribute, path: path, put: func(c *converter, o *object, v *tree.Node) { o.set(path, c.idList(v, wanted)) }}
}

// addLink appends a reference to the list at a path.
func addLink(attribute, path string, wanted ...string) field {
	return field{attribute: attribute, path: path, put: func(c *converter, o *object, v *tree.Node) { o.add(path, c.link(v, wanted)) }}
}

// not turns true and false around.
func not(attribute, path string) field { return either(attribute, path, "false", "true") }

// either makes one of two words of true and false.
func either(attribute, path, yes, no string) field {
	return field{attribute: attribute, path: path, put: func(c *converter, o *object, v *tree.Node) {
		word := no
		switch {
		case v.Is(tree.Unknown):
			o.set(path, v)
			return
		case strings.EqualFold(v.Text, "true"):
			word = yes
		}
		o.set(path, text(v, word))
	}}
}

// fixed sets a constant where an attribute is there at all.
func fixed(attribute, path, value string) field {
	return field{attribute: attribute, path: path, put: func(c *converter, o *object, v *tree.Node) { o.set(path, text(v, value)) }}
}

// group puts the attributes of a block that stands once into the same object.
func group(attribute string, fields ...field) field {
	return field{attribute: attribute, block: true, of: fields, put: func(c *converter, o *object, v *tree.Node) {
		if v.Is(tree.List) {
			v = v.Items[0]
		}
		c.apply(fields, v, o)
	}}
}

// list makes a list of objects of nested blocks.
func list(attribute, path string, fields ...field) field {
	return field{attribute: attribute, path: path, block: true, of: fields, put: func(c *converter, o *object, v *tree.Node) {
		c.each(v, func(item *tree.Node) {
			if item.Is(tree.Unknown) {
				o.add(path, item)
				return
			}
			sub := newItem(item, "")
			c.apply(fields, item, sub)
			o.add(path, sub.node)
		}, func(unknown *tree.Node) { o.set(path, unknown) })
	}}
}

// children makes child resources inside of their parent of nested blocks that
// have a name. One that is a resource of its own, too, is left to that.
func children(attribute, path string, fields ...field) field {
	return field{attribute: attribute, path: path, block: true, children: true, of: fields, put: func(c *converter, o *object, v *tree.Node) {
		c.each(v, func(item *tree.Node) { c.child(o, path, item, fields) }, func(unknown *tree.Node) { o.set(path, unknown) })
	}}
}

// sibling makes a reference of the name of a part of the same resource, or of
// the resource that this one is a part of.
func sibling(attribute, path, collection string) field {
	return field{attribute: attribute, path: path, put: func(c *converter, o *object, v *tree.Node) {
		o.set(path, c.siblingLink(v, collection))
	}}
}

// each goes through the blocks of an attribute, or takes it whole where it is
// not known how many there are.
func (c *converter) each(v *tree.Node, one, whole func(*tree.Node)) {
	switch {
	case v.Is(tree.Unknown):
		whole(v)
	case v.Is(tree.Object):
		one(v)
	}
	for _, item := range v.List() {
		one(item)
	}
}
