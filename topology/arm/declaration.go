package arm

import (
	"fmt"
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// declaration is one entry of a resources section. A loop makes several
// instances of it.
type declaration struct {
	t      *template
	e      env // with the loops around
	node   *tree.Node
	at     *place
	symbol string // its name in a resources object; empty in a list
	parent *instance

	instances []*instance
	expanded  cycle
}

// state tells whether an instance is deployed.
type state uint8

const (
	deployed  state = iota
	skipped         // its condition is false
	uncertain       // its condition is not known
	existing        // it is only referred to
)

// instance is one resource.
type instance struct {
	d        *declaration
	e        env // with its own loop
	state    state
	maybe    *tree.Node // of an uncertain one: why
	kind     string     // the type in full
	name     *tree.Node // in full; a String or Unknown
	id       *tree.Node // a String or Unknown
	children []*declaration
	inner    *template // of a deployment, once it was asked for
	innerWhy string    // why there is none
	// innerSupply says what would let it be read; may be empty.
	innerSupply string
	innerGot    bool
}

// declare finds the entries of a resources section, which is a list, or an
// object by symbolic names.
func (t *template) declare(section *tree.Node, e env, at *place, parent *instance) []*declaration {
	var out []*declaration
	add := func(n *tree.Node, at *place, symbol string) {
		if !n.Is(tree.Object) {
			t.r.add(source.Diagnostic{Severity: source.Error, Code: "wrong-type", Pos: n.Where(), Path: at.String(),
				Message: "expected a resource object, found " + n.Kind.String()})
			return
		}
		d := &declaration{t: t, e: e, node: n, at: at, symbol: symbol, parent: parent}
		if symbol != "" {
			t.symbols[strings.ToLower(symbol)] = d
		}
		out = append(out, d)
	}
	switch {
	case section.Is(tree.List):
		for i, n := range section.Items {
			add(n, at.item(i), "")
		}
	case section.Is(tree.Object):
		for _, m := range section.Members {
			add(m.Value, at.member(m.Key), m.Key)
		}
	case !section.IsAbsent():
		t.r.add(source.Diagnostic{Severity: source.Error, Code: "wrong-type", Pos: section.Pos, Path: at.String(),
			Message: "expected a list of resources, found " + section.Kind.String()})
	}
	return out
}

// expand makes the instances of all resources, those of nested templates too.
// Resources whose names depend on others come after these.
func (t *template) expand() {
	if t.expanded {
		return
	}
	t.expanded = true
	t.declared = t.declare(t.root.Get("resources"), t.env(), t.at.member("resources"), nil)
	for _, late := range []bool{false, true} {
		for _, d := range t.declared {
			if d.asksOthers() == late {
				d.expand()
			}
		}
	}
	for _, d := range t.declared {
		d.expandInner()
	}
}

// asksOthers tells whether the name or number of a resource depends on what
// another one answers.
func (d *declaration) asksOthers() bool {
	for _, n := range []*tree.Node{d.node.Get("name"), d.node.Get("condition"), d.node.At("copy", "count"), d.node.Get("scope")} {
		if strings.Contains(strings.ToLower(n.Str()), "reference") {
			return true
		}
	}
	return false
}

// expand makes the instances of one resource, and of its children.
func (d *declaration) expand() {
	if d.expanded != notAsked {
		return
	}
	d.expanded = asked
	defer func() { d.expanded = answered }()
	c := d.node.Get("copy")
	if c.IsAbsent() {
		d.instance(d.e)
		return
	}
	at := d.at.member("copy")
	count, unknown := d.e.count(c, at)
	name := c.Get("name").Str()
	if unknown != nil {
		d.unknownCount(name, unknown)
		return
	}
	for i := range count {
		e := d.e
		e.loop = &loop{outer: d.e.loop, name: name, index: i, resource: true}
		d.instance(e)
	}
}

// unknownCount makes one instance that stands for any number.
func (d *declaration) unknownCount(name string, unknown *tree.Node) {
	e := d.e
	e.loop = &loop{outer: d.e.loop, name: name, unknown: unknown, resource: true}
	i := d.instance(e)
	if i == nil || i.state == skipped {
		return
	}
	if i.state == deployed {
		i.state, i.maybe = uncertain, tree.NewUnknown(unknown.Pos, "how many of it there are is not known: "+unknown.Why, unknown.Supply)
	}
	d.t.r.add(source.Diagnostic{Severity: source.Unknown, Code: "unknown-count", Pos: unknown.Pos, Width: unknown.Width, Path: d.at.String(),
		Message: "how many resources this loop makes is not known: " + unknown.Why, Hint: unknown.Supply})
}

// instance makes one instance.
func (d *declaration) instance(e env) *instance {
	if !d.t.r.spend(1) {
		return nil
	}
	if d.t.r.instances++; d.t.r.instances > maxInstance {
		d.t.r.spentBy = fmt.Sprintf("the template makes more than %d resources", maxInstance)
		return nil
	}
	i := &instance{d: d, e: e}
	i.setState()
	if i.state == skipped {
		d.t.r.quiet++ // the names of what is not deployed need not be right
		defer func() { d.t.r.quiet-- }()
	}
	i.setName()
	i.setID()
	d.instances = append(d.instances, i)
	d.t.r.enter(i)
	i.children = d.t.declare(d.node.Get("resources"), e, d.at.member("resources"), i)
	for _, child := range i.children {
		child.expand()
	}
	return i
}

// setState finds out whether the instance is deployed. Children of what is not
// deployed are not either.
func (i *instance) setState() {
	d := i.d
	if d.parent != nil {
		i.state, i.maybe = d.parent.state, d.parent.maybe
	}
	if i.state == existing {
		i.state = deployed // a child that is deployed below an existing parent
	}
	condition := i.e.node(d.node.Get("condition"), d.at.member("condition"))
	switch {
	case condition.IsAbsent() || i.state == skipped:
	case condition.Is(tree.Unknown):
		i.state, i.maybe = uncertain, tree.NewUnknown(condition.Pos, "whether it is deployed is not known: "+condition.Why, condition.Supply)
	case condition.Is(tree.Bool) || condition.Is(tree.String):
		if !strings.EqualFold(condition.Text, "true") {
			i.state = skipped
		}
	default:
		d.t.r.add(source.Diagnostic{Severity: source.Error, Code: "wrong-type", Pos: condition.Pos, Width: condition.Width,
			Path: d.at.member("condition").String(), Message: "expected true or false, found " + describe(condition)})
	}
	if n := d.node.Get("existing"); i.state != skipped && n.Is(tree.Bool) && n.Text == "true" {
		i.state = existing
	}
}

// expandInner expands the nested templates of deployments, of children too.
func (d *declaration) expandInner() {
	for _, i := range d.instances {
		if i.state == deployed || i.state == uncertain {
			if t := i.nested(); t != nil {
				t.expand()
			}
		}
		for _, child := range i.children {
			child.expandInner()
		}
	}
}
