package arm

import (
	"fmt"
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// giveParameters gives the root template the values of files and settings.
func (r *reader) giveParameters(t *template) {
	for _, doc := range r.opts.Parameters {
		r.documents[doc.Pos.File()] = doc
		section := doc.Get("parameters")
		if !section.Is(tree.Object) {
			r.diags.Errorf(doc.Where(), "wrong-type", "expected a parameters file: an object with \"parameters\"")
			continue
		}
		for _, m := range section.Members {
			t.give(m, nil, (*place)(nil).member("parameters").member(m.Key))
		}
	}
	for _, s := range r.opts.Set {
		r.set(t, s)
	}
}

// give gives one parameter what a parameters section says: {"value": …} or a
// reference to a secret.
func (t *template) give(m tree.Member, from *env, at *place) {
	p := t.params[strings.ToLower(m.Key)]
	if p == nil {
		t.r.add(source.Diagnostic{Severity: source.Error, Code: "unknown-parameter", Pos: m.KeyPos, Width: len(m.Key) + 2,
			Path: at.String(), Message: fmt.Sprintf("the template declares no parameter %q%s", m.Key, suggestion(m.Key, t.parameterNames()))})
		return
	}
	p.given, p.from, p.at, p.why = nil, nil, nil, ""
	if from != nil && !isPlain(m.Value) {
		m.Value, from = from.node(m.Value, at), nil
	}
	switch value := m.Value.Get("value"); {
	case m.Value.Is(tree.Unknown):
		p.why = m.Value.Why
	case value != nil:
		p.given, p.from, p.at = value, from, at.member("value")
	case m.Value.Get("reference") != nil:
		p.why = fmt.Sprintf("parameter %q is a secret of a key vault", p.name)
	case m.Value.Get("expression") != nil:
		p.why = fmt.Sprintf("parameter %q comes from an expression of a tool", p.name)
	default:
		t.r.add(source.Diagnostic{Severity: source.Error, Code: "bad-parameter", Pos: m.Value.Where(), Path: at.String(),
			Message: fmt.Sprintf("expected {\"value\": …} for parameter %q", m.Key)})
	}
}

// parameterNames returns the names of declared parameters in order.
func (t *template) parameterNames() []string {
	var names []string
	for _, m := range t.section("parameters") {
		names = append(names, m.Key)
	}
	return names
}

// set gives one parameter the value of a --set, read as the declared type asks.
func (r *reader) set(t *template, s Setting) {
	text := []byte(s.Value)
	file := source.NewFile("--set "+s.Name, text)
	p := t.params[strings.ToLower(s.Name)]
	if p == nil {
		r.diags.Errorf(file.Pos(0), "unknown-parameter", "the template declares no parameter %q%s", s.Name,
			suggestion(s.Name, t.parameterNames()))
		return
	}
	p.from, p.at, p.why = nil, nil, ""
	p.given = tree.NewString(file.Pos(0), s.Value)
	p.given.Width = len(s.Value)
	if want := t.typeOf(p.decl); want == tree.String || want == tree.Absent {
		return
	}
	var diags source.Diagnostics
	if v := tree.ParseJSON(file, text, &diags); v != nil && !diags.HasErrors() {
		p.given = v
	}
}
