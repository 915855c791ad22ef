package arm

import (
	"errors"
	"strings"

	"vnetproof/topology/tree"
)

var logicalFunctions = map[string]function{
	"and":   {min: 2, max: -1, lazy: true, run: func(c *call) (*tree.Node, error) { return c.allOrAny(false) }},
	"bool":  {min: 1, max: 1, run: toBool},
	"fail":  {min: 1, max: 1, run: fail},
	"false": {min: 0, max: 0, run: func(c *call) (*tree.Node, error) { return c.boolResult(false) }},
	"if":    {min: 3, max: 3, lazy: true, run: choose},
	"not":   {min: 1, max: 1, run: not},
	"or":    {min: 2, max: -1, lazy: true, run: func(c *call) (*tree.Node, error) { return c.allOrAny(true) }},
	"true":  {min: 0, max: 0, run: func(c *call) (*tree.Node, error) { return c.boolResult(true) }},
}

// allOrAny is or (decisive true) and and (decisive false): one decisive value
// decides, whatever the unknown ones are.
func (c *call) allOrAny(decisive bool) (*tree.Node, error) {
	var unknown *tree.Node
	for i, x := range c.x.Args {
		v := c.expr(x)
		c.args = append(c.args, v)
		if v.Is(tree.Unknown) {
			if unknown == nil {
				unknown = v
			}
			continue
		}
		b, err := c.boolArg(i)
		if err != nil {
			return nil, err
		}
		if b == decisive {
			return c.boolResult(decisive)
		}
	}
	if unknown != nil {
		return unknown, nil
	}
	return c.boolResult(!decisive)
}

func toBool(c *call) (*tree.Node, error) {
	switch n := c.args[0]; {
	case n.Is(tree.Bool):
		return n, nil
	case n.Is(tree.Number):
		return c.boolResult(strings.Trim(n.Text, "0.-+") != "")
	case n.Is(tree.String) && strings.EqualFold(n.Text, "true"), n.Is(tree.String) && n.Text == "1":
		return c.boolResult(true)
	case n.Is(tree.String) && strings.EqualFold(n.Text, "false"), n.Is(tree.String) && n.Text == "0":
		return c.boolResult(false)
	}
	return nil, c.wrong(0, "true or false")
}

// fail is the template's own error.
func fail(c *call) (*tree.Node, error) {
	s, err := c.textArg(0)
	if err != nil {
		return nil, err
	}
	return nil, errors.New("says: " + shorten(s))
}

func not(c *call) (*tree.Node, error) {
	b, err := c.boolArg(0)
	if err != nil {
		return nil, err
	}
	return c.boolResult(!b)
}

// choose is if(): only the branch that is taken is evaluated. Where the
// condition is not known, equal branches still give a value.
func choose(c *call) (*tree.Node, error) {
	condition := c.expr(c.x.Args[0])
	c.args = []*tree.Node{condition}
	if condition.Is(tree.Unknown) {
		return c.eitherWay(condition), nil
	}
	b, err := c.boolArg(0)
	if err != nil {
		return nil, err
	}
	if b {
		return c.expr(c.x.Args[1]), nil
	}
	return c.expr(c.x.Args[2]), nil
}

// eitherWay returns the value that both branches of an if agree on, or unknown.
// Only literals are compared: a branch that is not taken may have an error.
func (c *call) eitherWay(unknown *tree.Node) *tree.Node {
	a, b := c.x.Args[1], c.x.Args[2]
	if len(a.Args)+len(b.Args) == 0 && a.Kind == b.Kind && a.Text == b.Text {
		return c.expr(a)
	}
	return unknown
}
