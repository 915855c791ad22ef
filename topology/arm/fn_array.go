package arm

import (
	"fmt"
	"strconv"
	"strings"

	"vnetproof/topology/tree"
)

var arrayFunctions = map[string]function{
	"array":        {min: 1, max: 1, gentle: true, run: toArray},
	"concat":       {min: 1, max: -1, run: concat},
	"contains":     {min: 2, max: 2, gentle: true, run: contains},
	"createArray":  {min: 0, max: -1, open: true, run: func(c *call) (*tree.Node, error) { return c.listResult(c.args) }},
	"empty":        {min: 1, max: 1, run: empty},
	"flatten":      {min: 1, max: 1, run: flatten},
	"intersection": {min: 1, max: -1, run: intersection},
	"length":       {min: 1, max: 1, run: length},
	"range":        {min: 2, max: 2, run: numbers},
	"union":        {min: 1, max: -1, run: union},
}

func toArray(c *call) (*tree.Node, error) {
	if c.args[0].Is(tree.List) {
		return c.args[0], nil
	}
	return c.listResult(c.args)
}

// concat joins texts, or lists.
func concat(c *call) (*tree.Node, error) {
	if c.args[0].Is(tree.List) {
		var out []*tree.Node
		for i := range c.args {
			items, err := c.listArg(i)
			if err != nil {
				return nil, err
			}
			out = append(out, items...)
			if !c.r.spend(len(items)) {
				break
			}
		}
		return c.listResult(out)
	}
	size := 0
	parts := make([]string, len(c.args))
	for i, a := range c.args {
		if a.Is(tree.List) || a.Is(tree.Object) {
			return nil, c.wrong(i, "text")
		}
		parts[i] = plainText(a)
		size += len(parts[i])
	}
	if err := c.r.makeText(size); err != nil {
		return nil, err
	}
	return c.newText(strings.Join(parts, "")), nil
}

// contains looks for a text in a text, an item in a list or a key in an object.
// Only keys are found without regard to case.
func contains(c *call) (*tree.Node, error) {
	where, what := c.args[0], c.args[1]
	switch where.Kind {
	case tree.String:
		if !what.Is(tree.String) && !what.Is(tree.Number) {
			return nil, c.wrong(1, "text")
		}
		return c.boolResult(strings.Contains(where.Text, what.Text))
	case tree.Object:
		if !what.Is(tree.String) && !what.Is(tree.Number) {
			return nil, c.wrong(1, "text")
		}
		m := c.get(where, what.Text)
		if m.Is(tree.Unknown) && where.Get(what.Text) == nil {
			return m, nil
		}
		return c.boolResult(m != nil)
	case tree.List:
		return c.containsItem(where.Items, what)
	case tree.Null:
		return c.boolResult(false)
	}
	return nil, c.wrong(0, "text, a list or an object")
}

func (c *call) containsItem(items []*tree.Node, what *tree.Node) (*tree.Node, error) {
	var unknown *tree.Node
	for _, item := range items {
		same, u := c.r.equal(item, what)
		if same {
			return c.boolResult(true)
		}
		if unknown == nil {
			unknown = u
		}
	}
	if unknown != nil {
		return unknown, nil
	}
	return c.boolResult(false)
}

func empty(c *call) (*tree.Node, error) {
	switch n := c.args[0]; n.Kind {
	case tree.String:
		return c.boolResult(n.Text == "")
	case tree.List:
		return c.boolResult(len(n.Items) == 0)
	case tree.Object:
		return c.boolResult(len(n.Members) == 0)
	case tree.Null:
		return c.boolResult(true)
	}
	return nil, c.wrong(0, "text, a list or an object")
}

func length(c *call) (*tree.Node, error) {
	switch n := c.args[0]; n.Kind {
	case tree.String:
		return c.intResult(runeCount(n.Text))
	case tree.List:
		return c.intResult(int64(len(n.Items)))
	case tree.Object:
		return c.intResult(int64(len(n.Members)))
	}
	return nil, c.wrong(0, "text, a list or an object")
}

// flatten makes one list of a list of lists.
func flatten(c *call) (*tree.Node, error) {
	lists, err := c.listArg(0)
	if err != nil {
		return nil, err
	}
	var out []*tree.Node
	for i, l := range lists {
		if l.Is(tree.Unknown) {
			return l, nil
		}
		if !l.Is(tree.List) {
			return nil, fmt.Errorf("wants a list of lists; item %d is %s", i, describe(l))
		}
		out = append(out, l.Items...)
		if !c.r.spend(len(l.Items)) {
			break
		}
	}
	return c.listResult(out)
}

// numbers is range(start, count).
func numbers(c *call) (*tree.Node, error) {
	start, err := c.intArg(0)
	if err != nil {
		return nil, err
	}
	count, err := c.intArg(1)
	if err != nil {
		return nil, err
	}
	if count < 0 || count > 10_000 {
		return nil, c.wrong(1, "a count from 0 to 10000")
	}
	out := make([]*tree.Node, count)
	for i := range out {
		out[i] = tree.NewNumber(c.src.Pos, strconv.FormatInt(start+int64(i), 10))
	}
	return c.listResult(out)
}

// union joins lists without repeating items, or objects and the objects inside
// of them.
func union(c *call) (*tree.Node, error) {
	if c.args[0].Is(tree.Object) {
		out := c.args[0]
		for i := range c.args[1:] {
			next, err := c.objectArg(i + 1)
			if err != nil {
				return nil, err
			}
			out = c.merged(out, next, true)
		}
		return out, nil
	}
	var out []*tree.Node
	for i := range c.args {
		items, err := c.listArg(i)
		if err != nil {
			return nil, err
		}
		for _, item := range items {
			found, u := c.indexOf(out, item)
			if u != nil {
				return u, nil
			}
			if found < 0 {
				out = append(out, item)
			}
		}
	}
	return c.listResult(out)
}

// indexOf returns where an equal item is, or -1, or the Unknown that it hangs on.
func (c *call) indexOf(items []*tree.Node, what *tree.Node) (int, *tree.Node) {
	var unknown *tree.Node
	for i, item := range items {
		same, u := c.r.equal(item, what)
		if same {
			return i, nil
		}
		if unknown == nil {
			unknown = u
		}
	}
	return -1, unknown
}

// merged returns a with the members of b, which win; deep merges objects that
// both have.
func (c *call) merged(a, b *tree.Node, deep bool) *tree.Node {
	out := &tree.Node{Kind: tree.Object, Pos: c.src.Pos, Width: c.src.Width}
	out.Members = append(out.Members, a.Members...)
	if !c.r.spend(len(a.Members) + len(b.Members)) {
		return out
	}
	index := make(map[string]int, len(out.Members))
	for i, m := range out.Members {
		index[strings.ToLower(m.Key)] = i
	}
	for _, m := range b.Members {
		i, ok := index[strings.ToLower(m.Key)]
		switch {
		case !ok:
			index[strings.ToLower(m.Key)] = len(out.Members)
			out.Members = append(out.Members, m)
		case deep && out.Members[i].Value.Is(tree.Object) && m.Value.Is(tree.Object):
			out.Members[i].Value = c.merged(out.Members[i].Value, m.Value, true)
		default:
			m.Key = out.Members[i].Key
			out.Members[i] = m
		}
	}
	return out
}

// intersection keeps what all lists, or all objects, have in common.
func intersection(c *call) (*tree.Node, error) {
	object := c.args[0].Is(tree.Object)
	out := c.args[0]
	for i := range c.args {
		if object != c.args[i].Is(tree.Object) || !object && !c.args[i].Is(tree.List) {
			return nil, c.wrong(i, "lists only, or objects only,")
		}
		var u *tree.Node
		if object {
			out, u = c.commonMembers(out, c.args[i])
		} else {
			out, u = c.commonItems(out, c.args[i])
		}
		if u != nil {
			return u, nil
		}
	}
	return out, nil
}

func (c *call) commonItems(a, b *tree.Node) (out, unknown *tree.Node) {
	out = &tree.Node{Kind: tree.List, Pos: c.src.Pos, Width: c.src.Width}
	for _, item := range a.Items {
		in, u := c.indexOf(b.Items, item)
		if u != nil {
			return nil, u
		}
		already, u := c.indexOf(out.Items, item)
		if u != nil {
			return nil, u
		}
		if in >= 0 && already < 0 {
			out.Items = append(out.Items, item)
		}
	}
	return out, nil
}

func (c *call) commonMembers(a, b *tree.Node) (out, unknown *tree.Node) {
	out = &tree.Node{Kind: tree.Object, Pos: c.src.Pos, Width: c.src.Width}
	for _, m := range a.Members {
		other := b.Get(m.Key)
		if other == nil {
			continue
		}
		same, u := c.r.equal(m.Value, other)
		if u != nil {
			return nil, u
		}
		if same {
			out.Members = append(out.Members, m)
		}
	}
	return out, nil
}
