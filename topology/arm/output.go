package arm

import (
	"fmt"
	"strings"

	"vnetproof/topology/arm/expression"
	"vnetproof/topology/tree"
)

// fetchOutput fetches an output of a nested deployment, or all of them.
func (e env) fetchOutput(i *instance, path []*tree.Node, x *expression.Expr) *tree.Node {
	t := i.nested()
	if t == nil {
		return e.unknown("an output of a nested deployment is not known: "+i.innerWhy, i.innerSupply)
	}
	t.expand()
	if len(path) == 0 {
		return t.allOutputs()
	}
	out := t.root.Get("outputs").Get(path[0].Text)
	if !out.Is(tree.Object) {
		return e.failAt(x, "no-output", fmt.Sprintf("%s has no output %q%s", i.label(), path[0].Text, nearest(path[0].Text, outputsOf(t))))
	}
	if len(path) > 1 && !strings.EqualFold(path[1].Text, "value") {
		return t.outputObject(path[0].Text, out)
	}
	if len(path) == 1 {
		return t.outputObject(path[0].Text, out)
	}
	v := t.output(path[0].Text, out)
	for _, key := range path[2:] {
		if v.Is(tree.Unknown) {
			return v
		}
		v = e.fetch(v, key, x)
	}
	return v
}

// outputsOf returns the outputs section, or an empty object.
func outputsOf(t *template) *tree.Node {
	if out := t.root.Get("outputs"); out != nil {
		return out
	}
	return &tree.Node{Kind: tree.Object}
}

// output evaluates one output, once.
func (t *template) output(name string, out *tree.Node) *tree.Node {
	key := strings.ToLower(name)
	if v := t.outputs[key]; v != nil {
		return v
	}
	e, at := t.env(), t.at.member("outputs").member(name)
	var v *tree.Node
	if c := out.Get("copy"); c.Is(tree.Object) {
		v = e.outputCopy(c, at.member("copy"))
	} else {
		v = e.node(out.Get("value"), at.member("value"))
	}
	if v == nil {
		v = tree.NewNull(out.Pos)
	}
	t.outputs[key] = v
	return v
}

// outputCopy returns the list that the loop of an output makes.
func (e env) outputCopy(c *tree.Node, at *place) *tree.Node {
	count, unknown := e.count(c, at)
	if unknown != nil {
		return unknown
	}
	list := &tree.Node{Kind: tree.List, Pos: c.Pos, Width: c.Width}
	for i := range count {
		inner := e
		inner.loop = &loop{outer: e.loop, index: i, resource: true}
		list.Items = append(list.Items, inner.node(c.Get("input"), at.member("input")))
	}
	return list
}

// outputObject returns {type, value} of an output.
func (t *template) outputObject(name string, out *tree.Node) *tree.Node {
	return tree.NewObject(out.Pos,
		tree.Member{Key: "type", KeyPos: out.Pos, Value: tree.NewString(out.Get("type").Where(), out.Get("type").Str())},
		tree.Member{Key: "value", KeyPos: out.Pos, Value: t.output(name, out)})
}

// allOutputs returns the outputs section with all values.
func (t *template) allOutputs() *tree.Node {
	out := tree.NewObject(t.root.Get("outputs").Where())
	for _, m := range t.section("outputs") {
		out.Members = append(out.Members, tree.Member{Key: m.Key, KeyPos: m.KeyPos, Value: t.outputObject(m.Key, m.Value)})
	}
	return out
}
