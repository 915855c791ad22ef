package arm

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"vnetproof/topology/arm/expression"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// function is one function of the template language.
type function struct {
	min, max int // number of arguments; max -1 for any number
	// lazy functions evaluate their arguments themselves.
	lazy bool
	// open functions take arguments that are unknown; the result of the others
	// is then the unknown argument.
	open bool
	// gentle functions take objects of which only a part is known.
	gentle bool
	run    func(c *call) (*tree.Node, error)
}

// call is one call of a function.
type call struct {
	env
	name string // as documented
	x    *expression.Expr
	args []*tree.Node // evaluated, unless the function is lazy
}

// functions are all functions by their lower-case names, filled at start since
// some of them evaluate expressions themselves.
var functions = map[string]function{}

// functionNames are the documented spellings, for suggestions.
var functionNames []string

func init() {
	for _, family := range []map[string]function{
		stringFunctions, encodingFunctions, arrayFunctions, sliceFunctions, objectFunctions, numericFunctions, logicalFunctions,
		comparisonFunctions, cidrFunctions, dateFunctions, lambdaFunctions(), deploymentFunctions(), resourceFunctions(), scopeFunctions(),
	} {
		for name, f := range family {
			functions[strings.ToLower(name)] = f
			functionNames = append(functionNames, name)
		}
	}
	slices.Sort(functionNames)
}

// call evaluates a function call.
func (e env) call(x *expression.Expr) *tree.Node {
	if x.Namespace != "" {
		return e.callUser(x)
	}
	f, ok := functions[strings.ToLower(x.Text)]
	if !ok {
		return e.noFunction(x)
	}
	if len(x.Args) < f.min || f.max >= 0 && len(x.Args) > f.max {
		return e.failAt(x, "wrong-arguments", fmt.Sprintf("%s takes %s, found %d", x.Text, counted(f), len(x.Args)))
	}
	c := &call{env: e, name: x.Text, x: x}
	if !f.lazy {
		for _, a := range x.Args {
			v := e.expr(a)
			if v.Is(tree.Unknown) && !f.open {
				return v
			}
			if v.Is(tree.Object) && v.Ref != nil && !f.open && !f.gentle {
				return e.unknown("the whole of a resource is known only after deployment", "")
			}
			c.args = append(c.args, v)
		}
	}
	v, err := f.run(c)
	if e.r.spentBy != "" {
		return e.exhausted(e.src)
	}
	if errors.Is(err, errEmptyName) {
		if u := e.placeholder(e.src, e.src); u != nil {
			return u
		}
	}
	if err != nil {
		return e.failAt(x, "bad-call", x.Text+" "+err.Error(), e.origin(c.args...)...)
	}
	return v
}

// counted says how many arguments a function takes.
func counted(f function) string {
	plural := func(n int) string {
		if n == 1 {
			return "1 argument"
		}
		return strconv.Itoa(n) + " arguments"
	}
	switch {
	case f.max < 0:
		return "at least " + plural(f.min)
	case f.min == f.max:
		return plural(f.min)
	}
	return fmt.Sprintf("%d to %s", f.min, plural(f.max))
}

// noFunction handles a name that is no function of the table: list… functions
// ask Azure, all others do not exist.
func (e env) noFunction(x *expression.Expr) *tree.Node {
	if len(x.Text) >= 4 && strings.EqualFold(x.Text[:4], "list") {
		return e.unknown(x.Text+" asks the resource itself, which only a deployment can", "")
	}
	message := fmt.Sprintf("there is no function %s", x.Text)
	if s := source.Suggest(x.Text, functionNames); s != "" {
		message += "; did you mean " + s + "?"
	}
	return e.failAt(x, "unknown-function", message)
}

// textArg returns an argument that must be text.
func (c *call) textArg(i int) (string, error) {
	if !c.args[i].Is(tree.String) {
		return "", c.wrong(i, "text")
	}
	return c.args[i].Text, nil
}

// intArg returns an argument that must be a whole number.
func (c *call) intArg(i int) (int64, error) {
	if n, ok := wholeNumber(c.args[i]); ok {
		return n, nil
	}
	return 0, c.wrong(i, "a whole number")
}

// boolArg returns an argument that must be true or false.
func (c *call) boolArg(i int) (bool, error) {
	if !c.args[i].Is(tree.Bool) {
		return false, c.wrong(i, "true or false")
	}
	return c.args[i].Text == "true", nil
}

// listArg returns an argument that must be a list.
func (c *call) listArg(i int) ([]*tree.Node, error) {
	if !c.args[i].Is(tree.List) {
		return nil, c.wrong(i, "a list")
	}
	return itemsOf(c.args[i]), nil
}

// objectArg returns an argument that must be an object.
func (c *call) objectArg(i int) (*tree.Node, error) {
	if !c.args[i].Is(tree.Object) {
		return nil, c.wrong(i, "an object")
	}
	return c.args[i], nil
}

// wrong says that an argument is of the wrong kind.
func (c *call) wrong(i int, want string) error {
	return fmt.Errorf("wants %s as %s argument, found %s", want, ordinal(i), describe(c.args[i]))
}

// ordinal writes the place of an argument.
func ordinal(i int) string {
	if i < 4 {
		return [...]string{"first", "second", "third", "fourth"}[i]
	}
	return strconv.Itoa(i+1) + "th"
}

// textResult returns a text, within the budget.
func (c *call) textResult(s string) (*tree.Node, error) {
	if err := c.r.makeText(len(s)); err != nil {
		return nil, err
	}
	return c.newText(s), nil
}

// intResult returns a whole number.
func (c *call) intResult(n int64) (*tree.Node, error) {
	return tree.NewNumber(c.src.Pos, strconv.FormatInt(n, 10)), nil
}

// boolResult returns true or false.
func (c *call) boolResult(v bool) (*tree.Node, error) {
	return tree.NewBool(c.src.Pos, v), nil
}

// listResult returns a list, within the budget.
func (c *call) listResult(items []*tree.Node) (*tree.Node, error) {
	c.r.spend(len(items))
	return &tree.Node{Kind: tree.List, Pos: c.src.Pos, Width: c.src.Width, Items: items}, nil
}

// objectResult returns an object, within the budget.
func (c *call) objectResult(members []tree.Member) (*tree.Node, error) {
	c.r.spend(len(members))
	return &tree.Node{Kind: tree.Object, Pos: c.src.Pos, Width: c.src.Width, Members: members}, nil
}

// newMember returns a member made by the expression.
func (c *call) newMember(key string, value *tree.Node) tree.Member {
	return tree.Member{Key: key, KeyPos: c.src.Pos, Value: value}
}

// textMember is newMember for a text.
func (c *call) textMember(key, value string) tree.Member {
	return c.newMember(key, c.newText(value))
}
