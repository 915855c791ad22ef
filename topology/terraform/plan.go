package terraform

import (
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// change is what a plan says of an instance besides its values.
type change struct {
	after, unknown *tree.Node
}

// readPlan gathers the instances of a plan: as they will be, or as they are.
func (r *reader) readPlan(root *tree.Node) {
	r.config = newModule(root.At("configuration", "root_module"), nil, nil, 0)
	r.variables = root.Get("variables")
	prior := root.At("prior_state", "values", "root_module")
	if r.opts.Prior {
		r.readValues(prior, false)
		return
	}
	r.tellPartial(root)
	changes := r.changes(root)
	r.lists(root.At("planned_values", "root_module"), "", 0, func(n *tree.Node, module string) {
		i := r.describe(n, module)
		c, hasChange := changes[i.address]
		if i.values = n.Get("values"); hasChange {
			r.complete(i, c)
		}
		r.enter(i, c.unknown)
	})
	r.readChanges(root)
	r.readValues(prior, true)
}

// changes lists the changes of a plan by address. A deposed object is one that
// goes away.
func (r *reader) changes(root *tree.Node) map[string]change {
	out := map[string]change{}
	for _, n := range root.Get("resource_changes").List() {
		if n.Get("deposed") == nil {
			c := n.Get("change")
			out[n.Get("address").Str()] = change{after: c.Get("after"), unknown: c.Get("after_unknown")}
		}
	}
	return out
}

// complete takes from a change what planned values do not say.
func (r *reader) complete(i *instance, c change) {
	i.whole = true
	if !i.values.Is(tree.Object) && c.after.Is(tree.Object) {
		i.values = c.after
	}
}

// readChanges adds what only the changes list: in a plan without planned values.
func (r *reader) readChanges(root *tree.Node) {
	for _, n := range root.Get("resource_changes").List() {
		after := n.At("change", "after")
		if !after.Is(tree.Object) || n.Get("deposed") != nil {
			continue
		}
		i := r.describe(n, n.Get("module_address").Str())
		i.values, i.whole = after, true
		r.enter(i, n.At("change", "after_unknown"))
	}
}

// readValues adds the instances of a state; only those of data sources where
// dataOnly is set, which a plan has read and does not list again.
func (r *reader) readValues(module *tree.Node, dataOnly bool) {
	r.lists(module, "", 0, func(n *tree.Node, module string) {
		i := r.describe(n, module)
		i.values, i.whole = n.Get("values"), true
		if i.data || !dataOnly {
			r.enter(i, nil)
		}
	})
}

// enter gives an instance its values, with places and unknowns, and adds it.
func (r *reader) enter(i *instance, unknown *tree.Node) {
	block := r.places.resource(i)
	if block != nil {
		i.pos, i.width = block.pos, block.width
	}
	m := merger{r: r, i: i, top: i.config.Get("expressions")}
	i.values = m.body(i.values, unknown, m.top, block)
	r.add(i)
}

// tellPartial tells that a plan does not say all that will be.
func (r *reader) tellPartial(root *tree.Node) {
	partial := func(n *tree.Node, why string) {
		r.diags.Add(source.Diagnostic{Severity: source.Unknown, Code: "partial-plan", Pos: n.Pos, Width: n.Width,
			Message: "this plan is not complete: " + why, Hint: "plan without -target, and until nothing is deferred"})
	}
	if n := root.Get("errored"); n.Is(tree.Bool) && n.Text == "true" {
		partial(n, "planning ended with an error")
	}
	if n := root.Get("complete"); n.Is(tree.Bool) && n.Text == "false" {
		partial(n, "applying it leaves changes to be made")
	}
	if n := root.Get("deferred_changes"); len(n.List()) > 0 {
		partial(n, "changes are deferred")
	}
}
