package arm

import (
	"errors"

	"vnetproof/topology/tree"
)

// sliceFunctions take parts of lists and texts.
var sliceFunctions = map[string]function{
	"first":           {min: 1, max: 1, run: oneOf(func(int) int { return 0 })},
	"indexFromEnd":    {min: 2, max: 2, run: fromEnd(true)},
	"last":            {min: 1, max: 1, run: oneOf(func(n int) int { return n - 1 })},
	"skip":            {min: 2, max: 2, run: part(func(n, k int64) (int64, int64) { return min(max(k, 0), n), n })},
	"take":            {min: 2, max: 2, run: part(func(n, k int64) (int64, int64) { return 0, min(max(k, 0), n) })},
	"tryGet":          {min: 2, max: -1, gentle: true, run: tryGet},
	"tryIndexFromEnd": {min: 2, max: 2, run: fromEnd(false)},
}

// oneOf makes first or last. Of an empty text it is "", of an empty list null.
func oneOf(pick func(size int) int) func(*call) (*tree.Node, error) {
	return func(c *call) (*tree.Node, error) {
		n := c.args[0]
		switch {
		case n.Is(tree.List) && len(n.Items) == 0:
			return tree.NewNull(c.src.Pos), nil
		case n.Is(tree.List):
			return itemOf(n, pick(len(n.Items))), nil
		case n.Is(tree.String) && n.Text == "":
			return n, nil
		case n.Is(tree.String):
			runes := []rune(n.Text)
			return c.textResult(string(runes[pick(len(runes))]))
		}
		return nil, c.wrong(0, "text or a list")
	}
}

// part makes take or skip, from the bounds that a size and a number give.
func part(bounds func(size, n int64) (from, to int64)) func(*call) (*tree.Node, error) {
	return func(c *call) (*tree.Node, error) {
		k, err := c.intArg(1)
		if err != nil {
			return nil, err
		}
		switch n := c.args[0]; n.Kind {
		case tree.List:
			from, to := bounds(int64(len(n.Items)), k)
			return c.listResult(itemsOf(n)[from:to:to])
		case tree.String:
			runes := []rune(n.Text)
			from, to := bounds(int64(len(runes)), k)
			return c.textResult(string(runes[from:to]))
		}
		return nil, c.wrong(0, "text or a list")
	}
}

// fromEnd makes indexFromEnd, which counts from one at the end, or its gentle form.
func fromEnd(must bool) func(*call) (*tree.Node, error) {
	return func(c *call) (*tree.Node, error) {
		items, err := c.listArg(0)
		if err != nil {
			return nil, err
		}
		k, err := c.intArg(1)
		if err != nil {
			return nil, err
		}
		if k >= 1 && k <= int64(len(items)) {
			return items[int64(len(items))-k], nil
		}
		if must {
			return nil, errors.New("reaches outside of the list")
		}
		return tree.NewNull(c.src.Pos), nil
	}
}

// tryGet fetches a member or item, step by step, or null where there is none.
func tryGet(c *call) (*tree.Node, error) {
	v := c.args[0]
	for i, key := range c.args[1:] {
		var next *tree.Node
		switch {
		case v.Is(tree.Unknown):
			return v, nil
		case v.Is(tree.Object) && key.Is(tree.String):
			next = c.get(v, key.Text)
		case v.Is(tree.List) && key.Is(tree.Number):
			if k, err := c.intArg(i + 1); err == nil && k >= 0 && k < int64(len(v.Items)) {
				next = itemOf(v, int(k))
			}
		}
		if next == nil {
			return tree.NewNull(c.src.Pos), nil
		}
		v = next
	}
	return v, nil
}
