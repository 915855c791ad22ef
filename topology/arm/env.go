package arm

import (
	"strings"

	"vnetproof/topology/arm/expression"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// env is what names mean at one place of a template. It is passed by value:
// a loop or lambda changes its own copy.
type env struct {
	r *reader
	t *template // whose parameters, variables, functions and scope count
	// in is the template whose resources are meant. It differs from t in a
	// nested template of outer scope.
	in     *template
	loop   *loop  // innermost copy loop
	lambda *local // lambda variables
	args   *local // parameters of the user-defined function; nil outside of one
	inFunc bool
	at     *place     // for messages
	src    *tree.Node // the string with the expression, for places and messages
}

// loop is a copy loop that is running.
type loop struct {
	outer    *loop
	name     string
	index    int
	unknown  *tree.Node // the count is not known, and the index neither
	resource bool       // of a resource or output, where copyIndex() needs no name
}

// local is a named value of a lambda or user-defined function.
type local struct {
	outer *local
	name  string
	value *tree.Node
}

// node evaluates what stands in a template: strings that are expressions, and
// lists and objects down to them. Nodes without expressions are returned as
// they are.
func (e env) node(n *tree.Node, at *place) *tree.Node {
	if n == nil {
		return nil
	}
	e.at = at
	e.r.depth++
	defer func() { e.r.depth-- }()
	if !e.r.spend(1) || e.r.depth > maxNesting {
		return e.exhausted(n)
	}
	switch n.Kind {
	case tree.String:
		return e.text(n)
	case tree.List:
		return e.list(n)
	case tree.Object:
		return e.object(n)
	}
	return n
}

// exhausted reports that the template takes too much, and returns an Unknown.
func (e env) exhausted(n *tree.Node) *tree.Node {
	why := e.r.spentBy
	pos := n.Where()
	if why == "" {
		why = "the values of the template depend on each other too deeply, or in a circle"
		e.r.add(source.Diagnostic{Severity: source.Error, Code: "too-deep", Pos: pos, Path: e.at.String(), Message: why})
	} else if !e.r.reported[report{message: why}] {
		e.r.reported[report{message: why}] = true
		e.r.diags.Add(source.Diagnostic{Severity: source.Error, Code: "too-much-work", Pos: pos, Path: e.at.String(), Message: why})
	}
	return tree.NewUnknown(pos, why, "")
}

// text evaluates a string.
func (e env) text(n *tree.Node) *tree.Node {
	if e.in != nil && e.in.outer != nil && strings.HasPrefix(n.Text, "[[") {
		return env{r: e.r, t: e.in, in: e.in, loop: e.loop, at: e.at}.text(unescaped(n))
	}
	if !expression.Is(n.Text) {
		if s := expression.Literal(n.Text); s != n.Text {
			out := *n
			out.Text = s
			return &out
		}
		return n
	}
	p := e.r.parse(n.Text)
	if p.err != nil {
		e.src = n
		e.errorAt(p.err.Offset, "bad-expression", p.err.Message)
		return e.broken()
	}
	e.src = n
	if p.parameters && !e.inFunc {
		e.r.note(n, e.t)
	}
	return standAt(e.expr(p.x), n)
}

// parsed is an expression or what is wrong with it.
type parsed struct {
	x          *expression.Expr
	err        *expression.Error
	parameters bool // it may name parameters
}

// parse reads an expression once, however often a loop comes by.
func (r *reader) parse(s string) parsed {
	p, ok := r.exprs[s]
	if !ok {
		p.x, p.err = expression.Parse(s)
		lower := strings.ToLower(s)
		p.parameters = strings.Contains(lower, "parameters") || strings.Contains(lower, "variables")
		r.exprs[s] = p
	}
	return p
}

// standAt returns v as the value of the expression at n: it stands there, and
// its origin is where it was written.
func standAt(v, n *tree.Node) *tree.Node {
	if v.Pos == n.Pos {
		return v
	}
	out := *v
	if !out.Origin.IsValid() {
		out.Origin = v.Pos
	}
	out.Pos, out.Width = n.Pos, n.Width
	return &out
}

// list evaluates the items of a list.
func (e env) list(n *tree.Node) *tree.Node {
	var out []*tree.Node
	for i, item := range n.Items {
		v := e.node(item, e.at.item(i))
		if out == nil && v != item {
			out = append(make([]*tree.Node, 0, len(n.Items)), n.Items[:i]...)
		}
		if out != nil {
			out = append(out, v)
		}
	}
	if out == nil {
		return n
	}
	list := *n
	list.Items = out
	return &list
}

// object evaluates the members of an object, and its loops.
func (e env) object(n *tree.Node) *tree.Node {
	var out []tree.Member
	for i, m := range n.Members {
		got, changed := e.member(m)
		if out == nil && changed {
			out = append(make([]tree.Member, 0, len(n.Members)), n.Members[:i]...)
		}
		if out != nil {
			out = append(out, got...)
		}
	}
	if out == nil {
		return n
	}
	object := *n
	object.Members = out
	return &object
}

// member evaluates one member, which may be a loop that stands for several. It
// tells whether anything differs from what is written.
func (e env) member(m tree.Member) ([]tree.Member, bool) {
	if isPropertyCopy(m) {
		return e.propertyCopies(m.Value), true
	}
	out := m
	if expression.Is(m.Key) {
		key := e.text(&tree.Node{Kind: tree.String, Text: m.Key, Pos: m.KeyPos})
		if !key.Is(tree.String) {
			e.unknownKey(m, key)
			return nil, true
		}
		out.Key = key.Text
	}
	out.Value = e.node(m.Value, e.at.member(out.Key))
	return []tree.Member{out}, out.Value != m.Value || out.Key != m.Key
}

// unknownKey reports a member whose name is not known: it is left out.
func (e env) unknownKey(m tree.Member, key *tree.Node) {
	d := source.Diagnostic{Severity: source.Unknown, Code: "unknown-key", Pos: m.KeyPos, Path: e.at.String(),
		Message: "the name of this member is not known: " + key.Why, Hint: key.Supply}
	if !key.Is(tree.Unknown) {
		d.Severity, d.Message = source.Error, "the name of this member must be text, found "+key.Kind.String()
	}
	e.r.add(d)
}
