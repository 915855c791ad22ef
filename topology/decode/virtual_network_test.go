package decode

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology"
)

// comparePlaces leaves positions out of comparisons; tests of diagnostics look at them.
func sameValue[T any](t *testing.T, what string, got topology.Property[T], want T) {
	t.Helper()
	v, ok := got.Get()
	if !ok {
		t.Errorf("%s is not known", what)
		return
	}
	if diff := cmp.Diff(want, v, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b }),
		cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func prefixesOf(texts ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(texts))
	for i, s := range texts {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

func TestVirtualNetworkWithNestedChildren(t *testing.T) {
	design := decodeClean(t,
		resource("virtualNetworks", "hub", `
			"addressSpace": {"addressPrefixes": ["10.0.0.0/16", "fd00::/48"]},
			"dhcpOptions": {"dnsServers": ["10.0.0.4"]},
			"subnets": [{"name": "app", "properties": {"addressPrefix": "10.0.1.0/24",
				"networkSecurityGroup": `+to("networkSecurityGroups/web")+`,
				"serviceEndpoints": [{"service": "Microsoft.Storage", "locations": ["*"]}],
				"delegations": [{"name": "d", "properties": {"serviceName": "Microsoft.Web/serverFarms"}}],
				"privateEndpointNetworkPolicies": "routetableenabled"}}],
			"virtualNetworkPeerings": [{"name": "to-spoke", "properties": {
				"remoteVirtualNetwork": `+to("virtualNetworks/spoke")+`, "allowForwardedTraffic": true}}]`),
		resource("virtualNetworks", "spoke", `
			"addressSpace": {"addressPrefixes": ["10.1.0.0/16"]},
			"virtualNetworkPeerings": [{"name": "to-hub", "properties": {"remoteVirtualNetwork": `+to("virtualNetworks/HUB")+`}}]`),
		resource("networkSecurityGroups", "web", ""))
	hub, spoke := design.VirtualNetworks[0], design.VirtualNetworks[1]
	sameValue(t, "address prefixes", hub.AddressPrefixes, prefixesOf("10.0.0.0/16", "fd00::/48"))
	sameValue(t, "DNS servers", hub.DNSServers, []netip.Addr{netip.MustParseAddr("10.0.0.4")})
	app := hub.Subnets[0]
	if app.VirtualNetwork != hub || app.NetworkSecurityGroup.Target != design.NetworkSecurityGroups[0] {
		t.Errorf("subnet app is not linked to its virtual network and group: %+v", app)
	}
	sameValue(t, "policies", app.PrivateEndpointNetworkPolicies, topology.RouteTableEnabled)
	if app.ServiceEndpoints[0].Service != "Microsoft.Storage" || app.Delegations[0] != "Microsoft.Web/serverFarms" {
		t.Errorf("service endpoints %v, delegations %v", app.ServiceEndpoints, app.Delegations)
	}
	if hub.Peerings[0].Other != spoke.Peerings[0] || spoke.Peerings[0].Other != hub.Peerings[0] || spoke.Peerings[0].Local != spoke {
		t.Errorf("the halves of the peering do not find each other")
	}
	if hub.Location != "westeurope" {
		t.Errorf("location is %q", hub.Location)
	}
}

func TestChildrenApartJoinTheirParents(t *testing.T) {
	design := decodeClean(t,
		resource("virtualNetworks/subnets", "hub/app", `"addressPrefixes": ["10.0.1.0/24"]`),
		resource("networkSecurityGroups/securityRules", "web/https", `"priority": 100, "direction": "Inbound", "access": "Allow",
			"protocol": "TCP", "sourceAddressPrefix": "Internet", "sourcePortRange": "*", "destinationAddressPrefix": "*",
			"destinationPortRanges": ["443", "8000-8100"]`),
		resource("virtualNetworks", "hub", `"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}`),
		resource("networkSecurityGroups", "web", ""))
	if got := design.VirtualNetworks[0].Subnets; len(got) != 1 || got[0].Name != "app" || got[0].VirtualNetwork == nil {
		t.Fatalf("subnets of hub: %v", got)
	}
	rule := design.NetworkSecurityGroups[0].SecurityRules[0]
	sameValue(t, "ports", rule.DestinationPorts, []topology.PortTerm{{Low: 443, High: 443}, {Low: 8000, High: 8100}})
	sameValue(t, "protocol", rule.Protocol, topology.TCP)
	if design.ByID(topology.ID(network("networkSecurityGroups/web/securityRules/HTTPS"))) != rule {
		t.Errorf("the rule is not found by its ID")
	}
}

func TestAzCommandLineShapeHasNoProperties(t *testing.T) {
	design := decodeClean(t, `{"id": "`+network("virtualNetworks/hub")+`", "type": "Microsoft.Network/virtualNetworks", "name": "hub",
		"resourceGroup": "rg", "etag": "W/1", "location": "westeurope", "tags": {"env": "prod"},
		"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "enableDdosProtection": false,
		"subnets": [{"id": "x", "name": "app", "resourceGroup": "rg", "addressPrefix": "10.0.1.0/24", "type": "Microsoft.Network/virtualNetworks/subnets"}]}`)
	hub := design.VirtualNetworks[0]
	sameValue(t, "subnet", hub.Subnets[0].AddressPrefixes, prefixesOf("10.0.1.0/24"))
	if v, _ := hub.Tag("ENV"); v != "prod" || len(design.Ignored) != 0 {
		t.Errorf("tag %q, ignored %v", v, design.Ignored)
	}
}
