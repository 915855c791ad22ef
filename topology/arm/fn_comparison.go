package arm

import (
	"strings"
	"unicode"

	"vnetproof/topology/tree"
)

var comparisonFunctions = map[string]function{
	"coalesce":        {min: 1, max: -1, lazy: true, run: coalesce},
	"equals":          {min: 2, max: 2, open: true, run: equals},
	"greater":         {min: 2, max: 2, run: ordered(func(n int) bool { return n > 0 })},
	"greaterOrEquals": {min: 2, max: 2, run: ordered(func(n int) bool { return n >= 0 })},
	"less":            {min: 2, max: 2, run: ordered(func(n int) bool { return n < 0 })},
	"lessOrEquals":    {min: 2, max: 2, run: ordered(func(n int) bool { return n <= 0 })},
}

// coalesce returns the first value that is not null.
func coalesce(c *call) (*tree.Node, error) {
	for _, x := range c.x.Args {
		if v := c.expr(x); !v.Is(tree.Null) {
			return v, nil
		}
	}
	return tree.NewNull(c.src.Pos), nil
}

func equals(c *call) (*tree.Node, error) {
	same, u := c.r.equal(c.args[0], c.args[1])
	if u != nil {
		return u, nil
	}
	return c.boolResult(same)
}

// ordered makes a comparison of two numbers or two texts.
func ordered(wanted func(int) bool) func(*call) (*tree.Node, error) {
	return func(c *call) (*tree.Node, error) {
		a, b := c.args[0], c.args[1]
		switch {
		case a.Is(tree.Number) && b.Is(tree.Number):
			return c.boolResult(wanted(compareNumbers(a, b)))
		case a.Is(tree.String) && b.Is(tree.String):
			return c.boolResult(wanted(compareText(a.Text, b.Text)))
		case a.Is(tree.Number) || a.Is(tree.String):
			return nil, c.wrong(1, a.Kind.String())
		}
		return nil, c.wrong(0, "a number or text")
	}
}

// compareText orders texts as a dictionary does: by letters first, and where
// these are equal small letters before capitals.
func compareText(a, b string) int {
	if n := strings.Compare(foldText(a), foldText(b)); n != 0 {
		return n
	}
	x, y := []rune(a), []rune(b)
	for i := range min(len(x), len(y)) {
		switch {
		case x[i] == y[i]:
		case unicode.IsLower(x[i]):
			return -1
		default:
			return 1
		}
	}
	return len(x) - len(y)
}
