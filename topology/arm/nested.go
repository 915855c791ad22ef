package arm

import (
	"fmt"
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// nested returns the template that a deployment deploys, or nil; innerWhy then
// says why.
func (i *instance) nested() *template {
	if i.innerGot || !isDeployment(i.kind) {
		return i.inner
	}
	i.innerGot = true
	outer := i.d.t
	if outer.depth >= maxNested {
		i.innerWhy = fmt.Sprintf("templates are nested deeper than %d levels", maxNested)
		outer.r.add(source.Diagnostic{Severity: source.Error, Code: "too-deep", Pos: i.d.node.Pos, Path: i.d.at.String(), Message: i.innerWhy})
		return nil
	}
	properties := i.d.node.Get("properties")
	at := i.d.at.member("properties")
	if t := properties.Get("template"); !t.IsAbsent() {
		i.inner = i.inlineTemplate(properties, t, at)
	} else {
		i.inner = i.linkedTemplate(properties, at)
	}
	return i.inner
}

// inlineTemplate reads a template that stands inside of its parent.
func (i *instance) inlineTemplate(properties, root *tree.Node, at *place) *template {
	if root.Is(tree.String) {
		root = i.e.node(root, at.member("template"))
	}
	if !root.Is(tree.Object) {
		i.innerWhy = "its template is " + root.Kind.String()
		if root.Is(tree.Unknown) {
			i.innerWhy = root.Why
		}
		return nil
	}
	if i.d.t.outer != nil {
		root = unescaped(root)
	}
	t := i.newInner(root, i.d.t.file, at.member("template"))
	options := i.e.node(properties.Get("expressionEvaluationOptions"), at.member("expressionEvaluationOptions"))
	if strings.EqualFold(options.Get("scope").Str(), "inner") {
		i.giveParameters(t, properties, at)
	} else {
		e := i.e
		t.outer = &e
	}
	return t
}

// unescaped returns a template without the brackets that kept its expressions
// from being evaluated with those of the template around it: [[x] becomes [x].
func unescaped(n *tree.Node) *tree.Node {
	out := *n
	switch {
	case n.Is(tree.String) && strings.HasPrefix(n.Text, "[["):
		out.Text = n.Text[1:]
	case n.Is(tree.List):
		out.Items = make([]*tree.Node, len(n.Items))
		for i, item := range n.Items {
			out.Items[i] = unescaped(item)
		}
	case n.Is(tree.Object):
		out.Members = make([]tree.Member, len(n.Members))
		for i, m := range n.Members {
			m.Value = unescaped(m.Value)
			out.Members[i] = m
		}
	default:
		return n
	}
	return &out
}

// newInner makes the template of a deployment.
func (i *instance) newInner(root *tree.Node, file string, at *place) *template {
	t := i.d.t.r.newTemplate(root, file, at)
	t.depth = i.d.t.depth + 1
	t.scope = i.innerScope()
	t.name = i.name.Str()
	if t.name == "" {
		t.name = "nested"
	}
	return t
}

// giveParameters gives an inner template the values that the deployment states.
func (i *instance) giveParameters(t *template, properties *tree.Node, at *place) {
	section := properties.Get("parameters")
	e := i.e
	from := &e
	if section.Is(tree.String) {
		section, from = i.e.node(section, at.member("parameters")), nil
	}
	if section.Is(tree.Unknown) {
		for _, p := range t.section("parameters") {
			t.params[strings.ToLower(p.Key)].why = section.Why
		}
		return
	}
	if !section.Is(tree.Object) {
		return
	}
	for _, m := range section.Members {
		t.give(m, from, at.member("parameters").member(m.Key))
	}
}

// innerScope finds where a deployment deploys to: the parent's scope unless it
// says otherwise.
func (i *instance) innerScope() scope {
	s := i.d.t.scope
	if v := i.standIn("scope"); v != "" {
		return scopeFromID(s.within(v))
	}
	subscription, group := i.standIn("subscriptionId"), i.standIn("resourceGroup")
	if subscription != "" && !strings.EqualFold(subscription, s.subscription) {
		s = scope{subscription: subscription}
	} else if subscription != "" {
		s.resourceGroup = ""
	}
	if group != "" {
		s.resourceGroup = group
		if s.subscription == "" {
			s.subscription = i.d.t.r.opts.Subscription
		}
	}
	if s.subscription != "" {
		s.managementGroup = ""
	}
	return s
}

// standIn returns a member of the deployment as text. Where it is not known the
// expression itself stands in, so that what the nested template deploys is
// still known to be together.
func (i *instance) standIn(member string) string {
	raw := i.d.node.Get(member)
	v := i.e.node(raw, i.d.at.member(member))
	if v.Is(tree.Unknown) {
		return "(" + strings.Trim(strings.ReplaceAll(raw.Str(), "/", ""), "[]") + ")"
	}
	return v.Str()
}
