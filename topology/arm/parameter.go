package arm

import (
	"fmt"
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// parameter is a declared parameter of a template.
type parameter struct {
	name  string
	pos   source.Pos
	decl  *tree.Node
	given *tree.Node // value from outside; nil if none
	from  *env       // where given is evaluated; nil for a value as it is
	at    *place     // of given
	why   string     // why the given value is not known; empty if it is
	value *tree.Node
	state cycle
}

// parameter returns the value of a parameter.
func (e env) parameter(c *call, name string) (*tree.Node, error) {
	for l := e.args; l != nil; l = l.outer {
		if strings.EqualFold(l.name, name) {
			return l.value, nil
		}
	}
	p := e.t.params[strings.ToLower(name)]
	if p == nil || e.inFunc {
		return nil, fmt.Errorf("finds no parameter %q%s", name, suggestion(name, e.parameterNames()))
	}
	switch p.state {
	case asked:
		return nil, fmt.Errorf("goes in a circle: parameter %q needs its own value", p.name)
	case notAsked:
		p.state = asked
		p.value = e.t.evaluate(p)
		p.state = answered
	}
	return p.value, nil
}

// parameterNames returns the names that could be meant, in order.
func (e env) parameterNames() []string {
	var names []string
	for l := e.args; l != nil; l = l.outer {
		names = append(names, l.name)
	}
	if e.inFunc {
		return names
	}
	for _, m := range e.t.section("parameters") {
		names = append(names, m.Key)
	}
	return names
}

// suggestion is the tail of a message about a misspelt name.
func suggestion(name string, known []string) string {
	if s := source.Suggest(name, known); s != "" {
		return "; did you mean " + s + "?"
	}
	return ""
}

// evaluate finds the value of a parameter: given, default, null or unknown.
func (t *template) evaluate(p *parameter) *tree.Node {
	e := env{r: t.r, t: t, in: t}
	if p.why != "" {
		return tree.NewUnknown(p.pos, p.why, p.supply(t))
	}
	v := p.given
	if v != nil && p.from != nil {
		v = p.from.node(v, p.at)
	}
	fallback := p.decl.Get("defaultValue")
	switch {
	case v != nil && !(v.Is(tree.Null) && fallback != nil):
	case fallback != nil:
		return e.node(fallback, t.at.member("parameters").member(p.name).member("defaultValue"))
	case p.decl.Get("nullable").Is(tree.Bool) && p.decl.Get("nullable").Text == "true":
		return tree.NewNull(p.pos)
	default:
		return tree.NewUnknown(p.pos, fmt.Sprintf("parameter %q has no value", p.name), p.supply(t))
	}
	t.check(p, v)
	return v
}

// supply says how the value of a parameter can be given.
func (p *parameter) supply(t *template) string {
	if t.depth == 0 {
		return fmt.Sprintf("--set %s=VALUE, or a parameters file", p.name)
	}
	return fmt.Sprintf("a value for %s among the parameters of the nested deployment", p.name)
}

// check reports a given value that the declaration does not allow.
func (t *template) check(p *parameter, v *tree.Node) {
	if v.Is(tree.Unknown) || v.Is(tree.Null) {
		return
	}
	d := source.Diagnostic{Severity: source.Error, Code: "bad-parameter", Pos: v.Pos, Width: v.Width, Path: p.at.String(),
		Related: []source.Related{{Pos: p.pos, Message: "declared here"}}}
	if want := t.typeOf(p.decl); want != tree.Absent && v.Kind != want {
		d.Message = fmt.Sprintf("parameter %q wants %s, found %s", p.name, want, describe(v))
		t.r.add(d)
		return
	}
	allowed := p.decl.Get("allowedValues").List()
	if allowed == nil {
		return
	}
	values := []*tree.Node{v}
	if v.Is(tree.List) {
		values = v.Items
	}
	for _, v := range values {
		if !isAllowed(v, allowed) {
			d.Message = fmt.Sprintf("parameter %q does not allow %s", p.name, describe(v))
			d.Hint = "one of " + shorten(listed(allowed))
			t.r.add(d)
		}
	}
}

// isAllowed tells whether v is among the allowed values; text without regard to case.
func isAllowed(v *tree.Node, allowed []*tree.Node) bool {
	for _, a := range allowed {
		if a.Kind != v.Kind || v.Is(tree.List) || v.Is(tree.Object) || strings.EqualFold(a.Text, v.Text) {
			return true
		}
	}
	return len(allowed) == 0
}

// listed joins values for a message.
func listed(values []*tree.Node) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = describe(v)
	}
	return strings.Join(parts, ", ")
}

// typeOf returns the kind that a declaration asks for, following references to
// user-defined types; Absent for any.
func (t *template) typeOf(decl *tree.Node) tree.Kind {
	for range 20 {
		if kind, ok := kindOfType[strings.ToLower(decl.Get("type").Str())]; ok {
			return kind
		}
		name, ok := strings.CutPrefix(decl.Get("$ref").Str(), "#/definitions/")
		if !ok {
			return tree.Absent
		}
		decl = t.root.At("definitions", name)
	}
	return tree.Absent
}

var kindOfType = map[string]tree.Kind{
	"string": tree.String, "securestring": tree.String, "int": tree.Number, "bool": tree.Bool,
	"array": tree.List, "object": tree.Object, "secureobject": tree.Object,
}
