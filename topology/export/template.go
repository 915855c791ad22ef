package export

import (
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// defaultVersion is the API version of resources that do not tell theirs: one
// that decides nothing which their properties leave open.
const defaultVersion = "2024-05-01"

const schemas = "https://schema.management.azure.com/schemas/"

// WriteTemplate returns a design as an ARM template, and what that cannot say.
// It is deployed to a subscription; each resource group has a nested deployment.
func WriteTemplate(d *topology.Design) (text []byte, lost []source.Diagnostic) {
	resources, lost := Resources(d)
	var order []string
	groups := map[string]*tree.Node{}
	for _, r := range resources {
		id := topology.ID(r.Get("id").Text)
		scope := id.Subscription() + "/" + id.ResourceGroup()
		key := strings.ToLower(scope)
		if groups[key] == nil {
			groups[key] = tree.NewList(source.Pos{})
			order = append(order, scope)
		}
		groups[key].Items = append(groups[key].Items, inTemplate(r))
	}
	deployments := tree.NewList(source.Pos{})
	for _, scope := range order {
		deployments.Items = append(deployments.Items, deployment(scope, groups[strings.ToLower(scope)]))
	}
	return toJSON(templateOf("2018-05-01/subscriptionDeploymentTemplate.json#", deployments)), lost
}

// templateOf makes a template of resources.
func templateOf(schema string, resources *tree.Node) *tree.Node {
	t := object()
	put(t, "$schema", str(schemas+schema))
	put(t, "contentVersion", str("1.0.0.0"))
	put(t, "resources", resources)
	return t
}

// deployment makes a nested deployment to one resource group.
func deployment(scope string, resources *tree.Node) *tree.Node {
	subscription, group, _ := strings.Cut(scope, "/")
	d := object()
	put(d, "type", str("Microsoft.Resources/deployments"))
	put(d, "apiVersion", str("2022-09-01"))
	put(d, "name", str(escaped(group)))
	put(d, "subscriptionId", str(escaped(subscription)))
	put(d, "resourceGroup", str(escaped(group)))
	p := object()
	put(p, "mode", str("Incremental"))
	put(p, "template", templateOf("2019-04-01/deploymentTemplate.json#", resources))
	put(d, "properties", p)
	return d
}

// inTemplate makes a resource of a template of one that Azure answers: its ID
// follows from type and name, and texts that look like expressions are none.
func inTemplate(r *tree.Node) *tree.Node {
	out := object()
	if r.Get("apiVersion") == nil {
		put(out, "apiVersion", str(defaultVersion))
	}
	for _, m := range r.Members {
		if m.Key != "id" {
			put(out, m.Key, literal(m.Value))
		}
	}
	return out
}

// literal escapes all texts of a value.
func literal(n *tree.Node) *tree.Node {
	out := *n
	out.Text = n.Text
	if n.Is(tree.String) {
		out.Text = escaped(n.Text)
	}
	out.Items, out.Members = nil, nil
	for _, item := range n.Items {
		out.Items = append(out.Items, literal(item))
	}
	for _, m := range n.Members {
		out.Members = append(out.Members, tree.Member{Key: m.Key, Value: literal(m.Value)})
	}
	return &out
}

// escaped doubles the bracket of a text that begins with one.
func escaped(s string) string {
	if strings.HasPrefix(s, "[") {
		return "[" + s
	}
	return s
}
