package decode

import (
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

// other keeps a resource whose type the model does not have, with the IDs that
// it names, to see what it is attached to.
func other(d *Decoder, o *object, r topology.Resource) {
	x := &topology.Other{Resource: r, Irrelevant: isIrrelevant(r.Type) && !isUnknownDeployment(r.Type, o.node)}
	if !x.Irrelevant {
		x.References = d.referencesIn(o.node.Get("properties"), nil)
	}
	if d.enter(x) {
		d.design.Others = append(d.design.Others, x)
	}
	publicRecord(d, o, r)
	if strings.EqualFold(r.Type, "Microsoft.Authorization/policyDefinitions") {
		policyDefinition(d, o)
	}
}

// isUnknownDeployment tells whether a resource is a nested deployment of which
// the reader could not tell what it deploys.
func isUnknownDeployment(resourceType string, n *tree.Node) bool {
	return strings.EqualFold(resourceType, "Microsoft.Resources/deployments") && n.Get("properties").Is(tree.Unknown)
}

// policyDefinition notes a policy that adds members to a network group: which
// ones, only Azure Policy knows.
func policyDefinition(d *Decoder, o *object) {
	then := o.node.Get("properties").At("policyRule", "then")
	group := d.kept(then.At("details", "networkGroupId").Str())
	if strings.EqualFold(then.Get("effect").Str(), "addToNetworkGroup") && group != "" {
		d.policyGroups[topology.ID(group).Key()] = &topology.Unknown{
			Why: "Azure Policy adds members that the input does not list", Supply: "list them as static members"}
	}
}

// referencesIn collects the resource IDs below a node.
func (d *Decoder) referencesIn(n *tree.Node, found []topology.ID) []topology.ID {
	switch {
	case n.Is(tree.String):
		if strings.HasPrefix(n.Text, "/subscriptions/") {
			found = append(found, topology.ID(d.kept(n.Text)))
		}
	case n.Is(tree.List):
		for _, item := range n.Items {
			found = d.referencesIn(item, found)
		}
	case n.Is(tree.Object):
		for _, m := range n.Members {
			found = d.referencesIn(m.Value, found)
		}
	}
	return found
}
