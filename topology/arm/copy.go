package arm

import (
	"fmt"
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// isPropertyCopy tells whether a member is a list of loops that stand for
// members, and no property that happens to be called copy.
func isPropertyCopy(m tree.Member) bool {
	if !strings.EqualFold(m.Key, "copy") || !m.Value.Is(tree.List) {
		return false
	}
	for _, c := range m.Value.Items {
		if c.Get("name") == nil || c.Get("count") == nil || c.Get("input") == nil {
			return false
		}
	}
	return true
}

// propertyCopies returns the members that the loops of an object stand for.
func (e env) propertyCopies(loops *tree.Node) []tree.Member {
	var out []tree.Member
	at := e.at.member("copy")
	for i, c := range loops.Items {
		name := c.Get("name")
		key := e.node(name, at.item(i).member("name"))
		out = append(out, tree.Member{Key: key.Str(), KeyPos: name.Pos, Value: e.propertyCopy(c, at.item(i))})
	}
	return out
}

// propertyCopy returns the list that a loop makes.
func (e env) propertyCopy(c *tree.Node, at *place) *tree.Node {
	count, unknown := e.count(c, at)
	if unknown != nil {
		return unknown
	}
	name := c.Get("name").Str()
	out := &tree.Node{Kind: tree.List, Pos: c.Pos, Width: c.Width}
	for i := range count {
		inner := e
		inner.loop = &loop{outer: e.loop, name: name, index: i}
		out.Items = append(out.Items, inner.node(c.Get("input"), at.member("input")))
	}
	return out
}

// count evaluates how often a loop runs. The second result is the Unknown that
// it is instead.
func (e env) count(c *tree.Node, at *place) (int, *tree.Node) {
	n := e.node(c.Get("count"), at.member("count"))
	if n.Is(tree.Unknown) {
		return 0, n
	}
	count, ok := wholeNumber(n)
	if ok && count >= 0 && count <= maxCopies {
		return int(count), nil
	}
	d := source.Diagnostic{Severity: source.Error, Code: "bad-copy-count", Pos: c.Pos, Path: at.member("count").String(),
		Message: "a loop without a count; expected a whole number"}
	if n != nil {
		d.Pos, d.Width = n.Pos, n.Width
		d.Message = fmt.Sprintf("expected a count from 0 to %d, found %s", maxCopies, describe(n))
		e.src = n
		d.Related = e.origin(n)
	}
	e.r.add(d)
	return 0, tree.NewUnknown(d.Pos, "the count of the loop has an error", "")
}

// copyIndexOf returns the index of a running loop: of the one by that name, or of
// the resource's.
func (e env) copyIndexOf(name string, offset int64) (*tree.Node, error) {
	found := e.loop
	if name == "" {
		for found != nil && !found.resource {
			found = found.outer
		}
		if found == nil {
			found = e.loop
		}
	} else {
		for found != nil && !strings.EqualFold(found.name, name) {
			found = found.outer
		}
	}
	switch {
	case found == nil && name == "":
		return nil, fmt.Errorf("stands outside of a loop")
	case found == nil:
		return nil, fmt.Errorf("finds no loop %q here", name)
	case found.unknown != nil:
		return found.unknown, nil
	}
	return tree.NewNumber(e.src.Pos, fmt.Sprint(int64(found.index)+offset)), nil
}
