package native

import "vnetproof/topology/tree"

// unknownSpec is what stands in the place of a value that is not known yet:
// what rests on it is inconclusive, and says why.
var unknownSpec = spec{name: "unknown", doc: "A value that is not known yet: what rests on it is inconclusive.", keys: []key{
	must(key{name: "unknown", shape: text, doc: "why it is not known"}),
	{name: "supply", shape: text, doc: "what would supply it"},
	{name: "addressOf", shape: text, doc: "resource whose first private address it will be, by ID"},
}}

// asUnknown returns the Unknown that an object {unknown: WHY} stands for, or
// nil where n is none. An entry of that name is an object, not a text.
func asUnknown(n *tree.Node) *tree.Node {
	why := n.Get("unknown")
	if !n.Is(tree.Object) || !why.Is(tree.String) {
		return nil
	}
	texts := 1
	for _, key := range []string{"supply", "addressOf"} {
		if n.Get(key).Is(tree.String) {
			texts++
		}
	}
	if len(n.Members) != texts {
		return nil
	}
	out := tree.NewUnknown(n.Pos, why.Text, n.Get("supply").Str())
	out.Width = n.Width
	if id := n.Get("addressOf").Str(); id != "" {
		out.Ref = &tree.Ref{ID: id, Path: "privateIPAddress"}
	}
	return out
}

// orUnknown reads a value that may be not known yet.
func (s shape) orUnknown(p place, n *tree.Node) *tree.Node {
	if u := asUnknown(n); u != nil && !s.free {
		return u
	}
	return s.read(p, n)
}
