package terraform

import (
	"slices"
	"strings"

	"vnetproof/topology/tree"
)

// target is what a reference leads to: an instance, and the path from there.
type target struct {
	i    *instance
	path []string
}

// What following references may cost, so that no document makes it endless.
const (
	maxHops  = 30        // from one reference to the next
	maxSteps = 2_000_000 // in one document
)

// follower follows the references of one expression.
type follower struct {
	r    *reader
	keys []string // indexes that the expression may have: what it names besides resources
	hops int
}

// targets follows a reference. It reports false where the configuration does
// not say what stands there, as for locals, which plans do not show.
func (f follower) targets(ref string, s scope) ([]target, bool) {
	f.hops++
	f.r.steps++
	parts := split(ref)
	if f.hops > maxHops || f.r.steps > maxSteps || len(parts) < 2 {
		return nil, false
	}
	switch parts[0] {
	case "var":
		return f.variable(parts, s)
	case "each":
		return f.each(parts, s)
	case "count", "path", "terraform":
		return nil, true
	case "local", "self":
		return nil, false
	case "module":
		return f.output(parts, s)
	case "data":
		return f.resource(parts, 3, s)
	}
	return f.resource(parts, 2, s)
}

// all follows several references. The indexes of the expression that led here
// may be used here, too: module.net.subnets[each.key] leads to all subnets.
func (f follower) all(refs []string, s scope) ([]target, bool) {
	f.keys = append(f.keys[:len(f.keys):len(f.keys)], f.r.keysIn(refs, s)...)
	var out []target
	for _, ref := range refs {
		found, ok := f.targets(ref, s)
		if !ok {
			return nil, false
		}
		out = append(out, found...)
	}
	return out, true
}

// variable follows a variable to what the call of its module gives it. Those of
// the root module are known when a plan is made.
func (f follower) variable(parts []string, s scope) ([]target, bool) {
	if s.module == "" || len(parts) < 2 {
		return nil, true
	}
	up := s.caller(f.r)
	if up.repeat == nil {
		return nil, false
	}
	found, ok := f.all(references(up.repeat.Get("expressions").Get(parts[1])), up)
	return extended(found, parts[2:]), ok
}

// each follows each.value to the resource whose instances are gone through; a
// key is known.
func (f follower) each(parts []string, s scope) ([]target, bool) {
	if len(parts) < 2 || parts[1] != "value" {
		return nil, true
	}
	refs := references(s.repeat.Get("for_each_expression"))
	found, ok := f.all(refs, s)
	found = slices.DeleteFunc(found, func(t target) bool { return t.i.key != s.key })
	return extended(found, parts[2:]), ok
}

// output follows an output of a module. Behind an index that varies a plan does
// not show which: it may be each of them.
func (f follower) output(parts []string, s scope) ([]target, bool) {
	if s.config == nil || s.config.modules[parts[1]] == nil {
		return nil, false
	}
	sub, rest := s.config.modules[parts[1]], parts[2:]
	index := ""
	if len(rest) > 0 && isIndex(rest[0]) {
		index, rest = rest[0], rest[1:]
	} else {
		index = f.moduleIndex(under(s.module, "module."+parts[1]))
	}
	inside := scope{module: under(s.module, "module."+parts[1]+index), config: sub}
	if !f.r.hasModule(inside.module) {
		return nil, false
	}
	outputs := sub.node.Get("outputs")
	if len(rest) > 0 {
		found, ok := f.all(references(outputs.Get(rest[0]).Get("expression")), inside)
		return extended(found, rest[1:]), ok
	}
	return f.anyOutput(outputs, inside)
}

// anyOutput follows all outputs of a module, as far as they lead.
func (f follower) anyOutput(outputs *tree.Node, inside scope) ([]target, bool) {
	if !outputs.Is(tree.Object) {
		return nil, false
	}
	var out []target
	for _, m := range outputs.Members {
		found, _ := f.all(references(m.Value.Get("expression")), inside)
		out = append(out, found...)
	}
	return out, len(out) > 0
}

// hasModule tells whether a document has instances in a module.
func (r *reader) hasModule(address string) bool {
	return slices.ContainsFunc(r.instances, func(i *instance) bool {
		return i.module == address || strings.HasPrefix(i.module, address+".")
	})
}

// extended goes on from targets. Where they are all instances of a resource, an
// index chooses one; a path that a target has already is not gone further.
func extended(found []target, rest []string) []target {
	if len(rest) > 0 && isIndex(rest[0]) && len(found) > 0 && found[0].i.key != "" {
		chosen := slices.DeleteFunc(slices.Clone(found), func(t target) bool { return t.i.key != rest[0] })
		if len(chosen) > 0 {
			found, rest = chosen, rest[1:]
		}
	}
	for k := range found {
		if len(found[k].path) == 0 {
			found[k].path = rest
		}
	}
	return found
}

// resource finds the instances that a reference names; n parts are the name.
func (f follower) resource(parts []string, n int, s scope) ([]target, bool) {
	if len(parts) < n {
		return nil, false
	}
	name, rest := join(parts[:n]), parts[n:]
	list := f.r.byName[under(s.module, name)]
	if len(list) == 0 { // one of which no instance is made
		return nil, s.config.resource(name) != nil
	}
	index := ""
	if len(rest) > 0 && isIndex(rest[0]) && list[0].key != "" {
		index, rest = rest[0], rest[1:]
	}
	if index == "" {
		index = f.indexAmong(list, len(f.r.byName[s.of]))
	}
	var out []target
	for _, i := range list {
		if index == "" || i.key == index {
			out = append(out, target{i, rest})
		}
	}
	return out, len(out) > 0
}

// follow finds the one thing that an unknown value comes from. Of several, one
// of the wanted ARM types is meant, if there is only one of them.
func (r *reader) follow(n *tree.Node, wanted ...string) (target, bool) {
	found := r.followAll(n)
	if len(wanted) > 0 {
		found = slices.DeleteFunc(found, func(t target) bool { return !slices.ContainsFunc(wanted, r.isOf(t)) })
	}
	found = slices.CompactFunc(found, func(a, b target) bool { return a.i == b.i && slices.Equal(a.path, b.path) })
	if len(found) != 1 {
		return target{}, false
	}
	return found[0], true
}

// followAll finds all that an unknown value may come from; nothing where that
// cannot be told.
func (r *reader) followAll(n *tree.Node) []target {
	o, ok := r.origins[n]
	if !ok {
		return nil
	}
	found, ok := follower{r: r}.all(o.references, o.scope)
	if !ok {
		return nil
	}
	return found
}

// isOf tells whether a target is of an ARM type.
func (r *reader) isOf(t target) func(string) bool {
	kind := r.typeAt(t)
	return func(wanted string) bool { return strings.EqualFold(kind, wanted) }
}
