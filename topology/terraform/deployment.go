package terraform

import (
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// deploymentTables are ARM templates that Terraform deploys.
func deploymentTables() map[string]*table {
	deployment := func() *table {
		return &table{kind: "Microsoft.Resources/deployments", nameless: true, fields: []field{{attribute: "template_content", put: deployedTemplate},
			{attribute: "template_spec_version_id", put: deployedTemplate}, {attribute: "template_body", put: deployedTemplate}},
			ignored: "debug_level deployment_mode parameters_content parameters parameters_body output_content outputs management_group_id"}
	}
	return map[string]*table{
		"azurerm_resource_group_template_deployment":   deployment(),
		"azurerm_subscription_template_deployment":     deployment(),
		"azurerm_management_group_template_deployment": deployment(),
		"azurerm_tenant_template_deployment":           deployment(),
		"azurerm_template_deployment":                  deployment(),
	}
}

// deployedTemplate makes what a template deploys unknown, unless it deploys nothing.
func deployedTemplate(c *converter, o *object, v *tree.Node) {
	if v.Is(tree.String) {
		root := tree.ParseJSON(source.NewFile(v.Pos.File(), []byte(v.Text)), []byte(v.Text), &source.Diagnostics{})
		if resources := root.Get("resources"); resources.Is(tree.List) && len(resources.Items) == 0 {
			return
		}
	}
	const why = "templates inside of a Terraform configuration are not read"
	o.set("/properties", unlike(v, why, "give the template itself, too"))
	c.tell(source.Diagnostic{Severity: source.Unknown, Code: "unknown-template", Pos: v.Pos, Width: v.Width,
		Message: "what " + c.i.address + " deploys is not known: " + why, Hint: "give the template itself, too"})
}
