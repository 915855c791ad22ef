package arm

import (
	"fmt"
	"path"
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

// linkBase is the address under which the folder of the root template is known
// to templates, so that links built from the parent's address can be followed.
const linkBase = "file:///"

// linkedTemplate reads a template from another file.
func (i *instance) linkedTemplate(properties *tree.Node, at *place) *template {
	link := i.e.node(properties.Get("templateLink"), at.member("templateLink"))
	if link.IsAbsent() {
		i.innerWhy = "it has neither a template nor a templateLink"
		return nil
	}
	name, why := i.d.t.linked(link)
	if why != "" {
		i.innerWhy = why
		return nil
	}
	root, why := i.d.t.r.readTemplate(name)
	if why != "" {
		i.innerWhy = why
		return nil
	}
	t := i.newInner(root, name, nil)
	i.giveParameters(t, properties, at)
	if p := properties.Get("parametersLink"); !p.IsAbsent() {
		i.linkParameters(t, i.e.node(p, at.member("parametersLink")))
	}
	return t
}

// linkParameters gives a linked template the values of a linked parameters file.
func (i *instance) linkParameters(t *template, link *tree.Node) {
	name, why := i.d.t.linked(link)
	var doc *tree.Node
	if why == "" {
		doc, why = t.r.readDocument(name)
	}
	for _, p := range t.section("parameters") {
		given := doc.At("parameters", p.Key)
		switch {
		case why != "":
			t.params[strings.ToLower(p.Key)].why = why
		case given != nil:
			t.give(tree.Member{Key: p.Key, KeyPos: given.Pos, Value: given}, nil, (*place)(nil).member("parameters").member(p.Key))
		}
	}
}

// linked returns the name of a linked file relative to the root template's
// folder, or why it is not read.
func (t *template) linked(link *tree.Node) (name, why string) {
	if u := t.r.firstUnknown(link); u != nil {
		return "", "its link is not known: " + u.Why
	}
	switch uri, relative := link.Get("uri").Str(), link.Get("relativePath").Str(); {
	case relative != "":
		return t.r.inFolder(path.Join(path.Dir(t.file), strings.ReplaceAll(relative, `\`, "/")), relative)
	case strings.HasPrefix(uri, linkBase):
		file, _, _ := strings.Cut(strings.TrimPrefix(uri, linkBase), "?")
		return t.r.inFolder(path.Clean(file), file)
	case uri != "":
		return "", fmt.Sprintf("its template %s is on the network, which is not read", shorten(uri))
	case link.Get("id").Str() != "":
		return "", "its template is the template spec " + link.Get("id").Str() + ", which is in Azure"
	}
	return "", "its templateLink has no relativePath"
}

// inFolder refuses names outside of the root template's folder.
func (r *reader) inFolder(name, asWritten string) (string, string) {
	if path.IsAbs(name) || name == ".." || strings.HasPrefix(name, "../") && !r.opts.AllowParent {
		return "", fmt.Sprintf("its template %q lies outside of the folder of the template", asWritten)
	}
	return name, ""
}

// readTemplate reads a linked template, or says why not.
func (r *reader) readTemplate(name string) (*tree.Node, string) {
	root, why := r.readDocument(name)
	if why == "" && !root.Is(tree.Object) {
		return nil, name + " is no template"
	}
	return root, why
}

// readDocument reads a JSON file beside the root template.
func (r *reader) readDocument(name string) (*tree.Node, string) {
	if root := r.linked[name]; root != nil {
		return root, ""
	}
	if r.opts.ReadFile == nil {
		return nil, fmt.Sprintf("linked files such as %s are not read", name)
	}
	text, err := r.opts.ReadFile(name)
	if err != nil {
		return nil, fmt.Sprintf("its template %s cannot be read: %v", name, err)
	}
	file := source.NewFile(path.Join(r.folder, name), text)
	root := tree.ParseJSON(file, text, r.diags)
	if root == nil {
		return nil, name + " is no JSON"
	}
	r.linked[name] = root
	return root, ""
}
