package arm

import (
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// template is one template that is deployed: the root, or a nested or linked one.
type template struct {
	r     *reader
	root  *tree.Node
	at    *place // of root in its file
	file  string // relative to the root template's folder
	scope scope
	name  string // of the deployment
	depth int    // 0 for the root template
	// outer is where expressions are evaluated in a nested template of outer
	// scope; else nil.
	outer *env

	params    map[string]*parameter // by lower-case name
	variables map[string]*variable
	functions map[string]*userFunction // by lower-case namespace.name

	declared []*declaration // its resources, in order
	symbols  map[string]*declaration
	outputs  map[string]*tree.Node // by lower-case name, once evaluated
	expanded bool
}

// newTemplate reads the declarations of a template.
func (r *reader) newTemplate(root *tree.Node, file string, at *place) *template {
	t := &template{
		r: r, root: root, file: file, at: at,
		params: map[string]*parameter{}, variables: map[string]*variable{}, functions: map[string]*userFunction{},
		symbols: map[string]*declaration{}, outputs: map[string]*tree.Node{},
	}
	for _, m := range t.section("parameters") {
		t.params[strings.ToLower(m.Key)] = &parameter{name: m.Key, decl: m.Value, pos: m.KeyPos}
	}
	r.spend(len(t.params))
	t.declareVariables()
	t.declareFunctions()
	return t
}

// section returns the members of a section of the template.
func (t *template) section(name string) []tree.Member {
	n := t.root.Get(name)
	if n.IsAbsent() {
		return nil
	}
	if !n.Is(tree.Object) {
		t.r.add(source.Diagnostic{Severity: source.Error, Code: "wrong-type", Pos: n.Pos, Width: n.Width,
			Path: t.at.member(name).String(), Message: "expected an object of " + name + ", found " + n.Kind.String()})
		return nil
	}
	return n.Members
}

// env returns what names mean in the template.
func (t *template) env() env {
	if t.outer != nil {
		e := *t.outer
		e.in = t
		return e
	}
	return env{r: t.r, t: t, in: t}
}

// cycle is the state of a value that is evaluated when first asked for.
type cycle uint8

const (
	notAsked cycle = iota
	asked          // is being evaluated: asking again goes in a circle
	answered
)
