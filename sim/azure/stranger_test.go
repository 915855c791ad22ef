package azure_test

import (
	"slices"
	"strings"
	"testing"

	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/topology"
)

// clustered has a cluster in one of two subnets, and a machine in both.
const clustered = `
virtualNetworks:
  net:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      nodes: {addressPrefix: 10.1.1.0/24}
      web: {addressPrefix: 10.1.2.0/24}
virtualMachines:
  web1: {nics: [{subnet: net/web, privateIPAddress: 10.1.2.4}]}
  jump: {nics: [{subnet: net/nodes, privateIPAddress: 10.1.1.9}]}
otherResources:
  aks: {type: Microsoft.ContainerService/managedClusters, properties: {networkProfile: {networkPlugin: azure, networkPluginMode: overlay, podCidr: 10.244.0.0/16},
    agentPoolProfiles: [{name: pool, vnetSubnetID: /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/net/subnets/nodes}]}}
`

// names tells whether a line ends inconclusive because of a resource's property.
func (w world) names(line, resource, because string) bool {
	w.t.Helper()
	tr := w.trace(line)
	named := slices.ContainsFunc(tr.Gaps, func(g *pipeline.Gap) bool {
		if because != "" && !slices.ContainsFunc(g.Rules, func(r rule.ID) bool { return string(r) == because }) {
			return false
		}
		return topology.ID(g.Resource.Name()).Equal(topology.ID(resource)) || strings.Contains(g.Why, resource)
	})
	if tr.Verdict.String() != "inconclusive" || !named {
		w.t.Errorf("%s: %s, not inconclusive for %s\n%s", line, w.told(tr), resource, w.story(tr))
		return false
	}
	return true
}

func TestPE10_NodesAndPodsOfAClusterAreNotKnown(t *testing.T) {
	w := compile(t, clustered)
	w.names("web1 10.1.1.4 tcp/443", "aks", "PE-10")
	w.check(
		want{"a machine beside the nodes", "web1 10.1.1.9 tcp/443", "delivered by route 10.1.0.0/16"},
		want{"a subnet without nodes", "jump 10.1.2.9 tcp/443", "delivered by route 10.1.0.0/16"},
		want{"a node's own flows", "net/nodes 10.1.2.4 tcp/443", "delivered by route 10.1.0.0/16"},
		want{"pods of an overlay are nowhere", "web1 10.244.0.9 tcp/443", "dropped by route 10.0.0.0/8"},
	)
}
