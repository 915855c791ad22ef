package arm

import (
	"errors"
	"fmt"
	"sort"
	"strings"

	"vnetproof/topology/arm/expression"
	"vnetproof/topology/tree"
)

// lambdaFunctions evaluate an expression for each item.
func lambdaFunctions() map[string]function {
	return map[string]function{
		"filter":          {min: 2, max: 2, lazy: true, run: filter},
		"groupBy":         {min: 2, max: 2, lazy: true, run: groupBy},
		"lambda":          {min: 1, max: -1, lazy: true, run: strayLambda},
		"lambdaVariables": {min: 1, max: 1, run: lambdaVariable},
		"map":             {min: 2, max: 2, lazy: true, run: mapItems},
		"mapValues":       {min: 2, max: 2, lazy: true, run: mapValues},
		"reduce":          {min: 3, max: 3, lazy: true, run: reduce},
		"sort":            {min: 2, max: 2, lazy: true, run: sortItems},
		"toObject":        {min: 2, max: 3, lazy: true, run: toObject},
	}
}

// lambda is a lambda(…) argument.
type lambda struct {
	names []string
	body  *expression.Expr
}

// lambdaArg reads an argument that must be a lambda of min to max variables.
func (c *call) lambdaArg(i, min, max int) (lambda, error) {
	x := c.x.Args[i]
	if x.Kind != expression.Call || !strings.EqualFold(x.Text, "lambda") || x.Namespace != "" {
		return lambda{}, fmt.Errorf("wants lambda(…) as %s argument", ordinal(i))
	}
	n := len(x.Args) - 1
	if n < min || n > max {
		return lambda{}, fmt.Errorf("wants a lambda of %d to %d variables, found %d", min, max, n)
	}
	l := lambda{body: x.Args[n]}
	for _, a := range x.Args[:n] {
		if a.Kind != expression.Text {
			return lambda{}, errors.New("wants the names of a lambda's variables in quotes")
		}
		l.names = append(l.names, a.Text)
	}
	return l, nil
}

// apply evaluates a lambda with values for its variables; those that it does
// not name, such as the index, are left out.
func (c *call) apply(l lambda, values ...*tree.Node) *tree.Node {
	e := c.env
	for i, name := range l.names {
		e.lambda = &local{e.lambda, name, values[i]}
	}
	return e.expr(l.body)
}

// number returns a whole number as a value.
func (c *call) number(i int) *tree.Node {
	n, _ := c.intResult(int64(i))
	return n
}

// firstList evaluates the first argument, which must be a list. The second
// result is the Unknown that it is instead.
func (c *call) firstList() ([]*tree.Node, *tree.Node, error) {
	c.args = []*tree.Node{c.expr(c.x.Args[0])}
	if c.args[0].Is(tree.Unknown) {
		return nil, c.args[0], nil
	}
	items, err := c.listArg(0)
	return items, nil, err
}

func strayLambda(*call) (*tree.Node, error) {
	return nil, errors.New("stands only as an argument of filter, map, reduce, sort and the like")
}

func lambdaVariable(c *call) (*tree.Node, error) {
	name, err := c.textArg(0)
	if err != nil {
		return nil, err
	}
	for l := c.lambda; l != nil; l = l.outer {
		if strings.EqualFold(l.name, name) {
			return l.value, nil
		}
	}
	return nil, fmt.Errorf("finds no lambda variable %q here", name)
}

// isTrue tells whether a lambda's answer is true; it may also be unknown or no answer.
func isTrue(v *tree.Node) (bool, error) {
	if !v.Is(tree.Bool) {
		return false, fmt.Errorf("wants a lambda that is true or false, found %s", describe(v))
	}
	return v.Text == "true", nil
}

func filter(c *call) (*tree.Node, error) {
	items, unknown, err := c.firstList()
	if err != nil || unknown != nil {
		return unknown, err
	}
	l, err := c.lambdaArg(1, 1, 2)
	if err != nil {
		return nil, err
	}
	var out []*tree.Node
	for i, item := range items {
		v := c.apply(l, item, c.number(i))
		if v.Is(tree.Unknown) {
			return v, nil
		}
		ok, err := isTrue(v)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, item)
		}
	}
	return c.listResult(out)
}

func mapItems(c *call) (*tree.Node, error) {
	items, unknown, err := c.firstList()
	if err != nil || unknown != nil {
		return unknown, err
	}
	l, err := c.lambdaArg(1, 1, 2)
	if err != nil {
		return nil, err
	}
	out := make([]*tree.Node, len(items))
	for i, item := range items {
		out[i] = c.apply(l, item, c.number(i))
	}
	return c.listResult(out)
}

func reduce(c *call) (*tree.Node, error) {
	items, unknown, err := c.firstList()
	if err != nil || unknown != nil {
		return unknown, err
	}
	l, err := c.lambdaArg(2, 2, 3)
	if err != nil {
		return nil, err
	}
	value := c.expr(c.x.Args[1])
	for i, item := range items {
		value = c.apply(l, value, item, c.number(i))
	}
	return value, nil
}

// sortItems sorts by a lambda that tells whether its first item comes first.
func sortItems(c *call) (*tree.Node, error) {
	items, unknown, err := c.firstList()
	if err != nil || unknown != nil {
		return unknown, err
	}
	l, err := c.lambdaArg(1, 2, 2)
	if err != nil {
		return nil, err
	}
	out := append([]*tree.Node(nil), items...)
	sort.SliceStable(out, func(i, j int) bool {
		if err != nil || unknown != nil {
			return false
		}
		v := c.apply(l, out[i], out[j])
		if v.Is(tree.Unknown) {
			unknown = v
			return false
		}
		var less bool
		less, err = isTrue(v)
		return less
	})
	if err != nil || unknown != nil {
		return unknown, err
	}
	return c.listResult(out)
}

// keyOf evaluates a lambda that must give text.
func (c *call) keyOf(l lambda, values ...*tree.Node) (key string, unknown *tree.Node, err error) {
	v := c.apply(l, values...)
	switch {
	case v.Is(tree.Unknown):
		return "", v, nil
	case v.Is(tree.String) || v.Is(tree.Number):
		return v.Text, nil, nil
	}
	return "", nil, fmt.Errorf("wants a lambda that gives text, found %s", describe(v))
}

func toObject(c *call) (*tree.Node, error) {
	items, unknown, err := c.firstList()
	if err != nil || unknown != nil {
		return unknown, err
	}
	keys, err := c.lambdaArg(1, 1, 2)
	if err != nil {
		return nil, err
	}
	var values lambda
	if len(c.x.Args) > 2 {
		if values, err = c.lambdaArg(2, 1, 2); err != nil {
			return nil, err
		}
	}
	var members membersByKey
	for i, item := range items {
		key, unknown, err := c.keyOf(keys, item, c.number(i))
		if err != nil || unknown != nil {
			return unknown, err
		}
		value := item
		if values.body != nil {
			value = c.apply(values, item, c.number(i))
		}
		members.at(c, key).Value = value
	}
	return c.objectResult(members.list)
}

func groupBy(c *call) (*tree.Node, error) {
	items, unknown, err := c.firstList()
	if err != nil || unknown != nil {
		return unknown, err
	}
	keys, err := c.lambdaArg(1, 1, 2)
	if err != nil {
		return nil, err
	}
	var members membersByKey
	for i, item := range items {
		key, unknown, err := c.keyOf(keys, item, c.number(i))
		if err != nil || unknown != nil {
			return unknown, err
		}
		m := members.at(c, key)
		if m.Value == nil {
			m.Value, _ = c.listResult(nil)
		}
		m.Value.Items = append(m.Value.Items, item)
	}
	return c.objectResult(members.list)
}

// membersByKey are members that are found by their keys without regard to case.
type membersByKey struct {
	list  []tree.Member
	index map[string]int
}

// at returns the member of that key, which is made if it is not there.
func (ms *membersByKey) at(c *call, key string) *tree.Member {
	i, ok := ms.index[strings.ToLower(key)]
	if !ok {
		if ms.index == nil {
			ms.index = map[string]int{}
		}
		i = len(ms.list)
		ms.index[strings.ToLower(key)] = i
		ms.list = append(ms.list, c.newMember(key, nil))
	}
	return &ms.list[i]
}

func mapValues(c *call) (*tree.Node, error) {
	c.args = []*tree.Node{c.expr(c.x.Args[0])}
	if c.args[0].Is(tree.Unknown) {
		return c.args[0], nil
	}
	n, err := c.objectArg(0)
	if err != nil {
		return nil, err
	}
	l, err := c.lambdaArg(1, 1, 1)
	if err != nil {
		return nil, err
	}
	members := make([]tree.Member, len(n.Members))
	for i, m := range n.Members {
		members[i] = c.newMember(m.Key, c.apply(l, m.Value))
	}
	return c.objectResult(members)
}
