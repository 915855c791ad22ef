package arm

import (
	"fmt"
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// setName finds the full type and name of an instance. A child inside of its
// parent gives the last part of both, or both in full.
func (i *instance) setName() {
	d := i.d
	kind := i.e.node(d.node.Get("type"), d.at.member("type"))
	if !kind.Is(tree.String) || kind.Text == "" {
		d.complain(kind, "type", "a resource without a type")
		kind = tree.NewString(d.node.Pos, "")
	}
	i.kind = kind.Text
	i.name = i.e.node(d.node.Get("name"), d.at.member("name"))
	if !i.name.Is(tree.String) && !i.name.Is(tree.Unknown) {
		d.complain(i.name, "name", "a resource without a name")
		i.name = tree.NewUnknown(d.node.Pos, "it is not given", "")
	}
	if p := d.parent; p != nil && !strings.HasPrefix(strings.ToLower(i.kind), strings.ToLower(p.kind)+"/") {
		i.kind = p.kind + "/" + i.kind
		i.name = joinNames(p.name, i.name)
	}
}

// complain reports a type or name that is missing or no text. An entry without
// a type that belongs to an extension of the language is not complained about.
func (d *declaration) complain(n *tree.Node, member, message string) {
	if d.foreign() {
		return
	}
	diag := source.Diagnostic{Severity: source.Error, Code: "no-" + member, Pos: d.node.Pos, Path: d.at.String(), Message: message}
	if n.Is(tree.Unknown) {
		diag.Severity, diag.Pos, diag.Message, diag.Hint = source.Unknown, n.Pos, message+" that is known: "+n.Why, n.Supply
	} else if n != nil {
		diag.Pos, diag.Message = n.Pos, "expected text as "+member+", found "+describe(n)
	}
	d.t.r.add(diag)
}

// foreign tells whether a resource is of another provider than Azure, such as
// Kubernetes or Microsoft Graph.
func (d *declaration) foreign() bool {
	return d.node.Get("import") != nil || d.node.Get("extension") != nil
}

// joinNames returns parent/child; unknown if either is.
func joinNames(parent, child *tree.Node) *tree.Node {
	switch {
	case child.Is(tree.Unknown):
		return child
	case parent.Is(tree.Unknown):
		return parent
	}
	out := *child
	out.Text = parent.Text + "/" + child.Text
	return &out
}

// setID finds the resource ID of an instance.
func (i *instance) setID() {
	if i.name.Is(tree.Unknown) {
		i.id = i.name
		return
	}
	id, err := i.makeID()
	if err != nil {
		i.misnamed(err)
		return
	}
	i.id = &tree.Node{Kind: tree.String, Pos: i.name.Pos, Width: i.name.Width, Origin: i.name.Origin, Text: id}
}

// misnamed takes a name that does not fit its type. One that is made of a
// parameter's default is not known: the default is a placeholder.
func (i *instance) misnamed(err error) {
	for d := i.d; ; d = d.parent.d {
		if u := i.e.placeholder(d.node.Get("name"), i.name); u != nil {
			i.name, i.id = u, u
			return
		}
		if d.parent == nil {
			break
		}
	}
	if !i.d.foreign() && i.kind != "" {
		i.d.t.r.add(source.Diagnostic{Severity: source.Error, Code: "bad-name", Pos: i.name.Pos, Width: i.name.Width,
			Path: i.d.at.String(), Message: "the resource " + err.Error()})
	}
	i.id = tree.NewUnknown(i.name.Pos, "its type and name do not fit", "")
}

// placeholder returns the Unknown that a value is which cannot be used where it
// stands, if it is made of a parameter that was left at its default; else nil.
func (e env) placeholder(raw, where *tree.Node) *tree.Node {
	in, p := e.t.leftAtDefault(raw)
	if p == nil {
		return nil
	}
	return &tree.Node{Kind: tree.Unknown, Pos: where.Pos, Width: where.Width,
		Why: fmt.Sprintf("the default of parameter %q is no value that can be used here", p.name), Supply: p.supply(in)}
}

// makeID joins scope, type and name.
func (i *instance) makeID() (string, error) {
	d := i.d
	names := strings.Split(i.name.Text, "/")
	base := d.t.scope.id()
	switch strings.ToLower(i.kind) {
	case "microsoft.resources/resourcegroups":
		if len(names) == 1 && d.t.scope.subscription != "" {
			return "/subscriptions/" + d.t.scope.subscription + "/resourceGroups/" + names[0], nil
		}
	case "microsoft.management/managementgroups", "microsoft.subscription/aliases":
		base = ""
	}
	if isDeployment(i.kind) || d.node.Get("resourceGroup") != nil || d.node.Get("subscriptionId") != nil {
		base = i.innerScope().id()
	} else if s := d.node.Get("scope"); !s.IsAbsent() {
		if v := i.e.node(s, d.at.member("scope")); v.Is(tree.String) {
			base = d.t.scope.within(v.Text)
		}
	}
	if kind, name, ok := oldExtension(i.kind, i.name.Text); ok {
		return d.t.scope.id() + kind + name, nil
	}
	return resourceID(base, i.kind, names)
}

// oldExtension handles the older spelling of extension resources, with
// /providers/ inside of the type: Microsoft.Network/virtualNetworks/providers/locks
// of the name vnet/Microsoft.Authorization/lock.
func oldExtension(kind, name string) (base, rest string, ok bool) {
	at := strings.Index(strings.ToLower(kind), "/providers/")
	if at < 0 {
		return "", "", false
	}
	outer, inner := kind[:at], kind[at+len("/providers/"):]
	names := strings.Split(name, "/")
	n := strings.Count(outer, "/")
	if len(names) < n+2 {
		return "", "", false
	}
	base, err := resourceID("", outer, names[:n])
	if err != nil {
		return "", "", false
	}
	rest, err = resourceID("", names[n]+"/"+inner, names[n+1:])
	return base, rest, err == nil
}

// enter makes an instance known by its ID. What is deployed goes before what is not.
func (r *reader) enter(i *instance) {
	if !i.id.Is(tree.String) {
		return
	}
	key := strings.ToLower(i.id.Text)
	if old := r.byID[key]; old != nil && (old.state == deployed || old.state == uncertain) {
		return
	}
	r.byID[key] = i
}

// isDeployment tells whether a type is that of nested deployments.
func isDeployment(kind string) bool {
	return strings.EqualFold(kind, "Microsoft.Resources/deployments")
}
