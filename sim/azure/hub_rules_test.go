package azure_test

import "testing"

func TestVWAN01_ATableIsWhereAConnectionLooksUp(t *testing.T) {
	// The red connection propagates to default, too: default then knows it, and red knows nobody else.
	design := with(wan, "associatedRouteTable: h1/red, propagatedRouteTables: [h1/red]", "associatedRouteTable: h1/red, propagatedRouteTables: [h1/red, h1/defaultRouteTable]")
	compile(t, design).check(want{"red has no route back", "a1 10.4.0.4 tcp/443", "dropped by route 10.0.0.0/8"})
	design = with(wan, "associatedRouteTable: h1/red, propagatedRouteTables: [h1/red]", "associatedRouteTable: h1/defaultRouteTable, propagatedLabels: [default]")
	compile(t, design).check(want{"near miss: by label, both ways", "a1 10.4.0.4 tcp/443", "delivered by route 10.4.0.0/16"})
}

func TestVWAN03_NeverInsideTheVNet(t *testing.T) {
	design := with(wan, "hubRouteTables: {red: {labels: []}}", "hubRouteTables: {red: {labels: []}, defaultRouteTable: {labels: [default], routes: {own: {destinations: [10.1.1.0/24, 10.0.0.0/8], nextHop: h1/cb}}}}")
	compile(t, design).check(
		want{"a hub cannot pull what is the VNet's own", "a1 10.1.1.4 tcp/443", "delivered by route 10.1.0.0/16"},
		want{"near miss: what is not", "a1 10.7.0.4 tcp/443", "dropped by route h1"},
	)
}

func TestVWAN04_StaticRoutesToAnAppliance(t *testing.T) {
	design := with(wan, "cb: {remoteVirtualNetwork: b}", "cb: {remoteVirtualNetwork: b, vnetRoutes: {lab: {addressPrefixes: [10.9.0.0/16], nextHopIpAddress: 10.2.0.4}}}")
	design = with(design, "  c: {addressPrefixes: [10.3.0.0/16]", "  lab: {addressPrefixes: [10.9.0.0/16], subnets: {s: {addressPrefix: 10.9.0.0/24, routeTable: back}}, peerings: {to-b: {remoteVirtualNetwork: b, allowForwardedTraffic: true}}}\n  c: {addressPrefixes: [10.3.0.0/16]")
	design = with(design, "b: {addressPrefixes: [10.2.0.0/16], subnets: {s: {addressPrefix: 10.2.0.0/24}}}", "b: {addressPrefixes: [10.2.0.0/16], subnets: {s: {addressPrefix: 10.2.0.0/24}}, peerings: {to-lab: {remoteVirtualNetwork: lab, allowForwardedTraffic: true}}}")
	design = with(design, "routeTables: {off:", "routeTables: {back: {routes: [{name: all, addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliance, nextHopIpAddress: 10.2.0.4}]}, off:")
	design = with(design, "b1: {nics: [{subnet: b/s}]}", "b1: {nics: [{subnet: b/s, privateIPAddress: 10.2.0.4, enableIPForwarding: true}]}\n  l1: {nics: [{subnet: lab/s}]}")
	compile(t, design).check(
		want{"to an indirect spoke by the appliance", "a1 10.9.0.4 tcp/443", "delivered by route 10.9.0.0/16"},
		want{"and back", "l1 10.1.0.4 tcp/443", "delivered by route 10.1.0.0/16"},
	)
	compile(t, with(design, "vnetRoutes: {lab:", "vnetRoutes: {other: {addressPrefixes: [10.10.0.0/16], nextHopIpAddress: 10.2.0.4}, lab:")).check(
		want{"near miss: nobody behind it", "a1 10.10.0.4 tcp/443", "dropped by route 10.0.0.0/8"},
	)
}

func TestVWAN10_LocalBeforeRemote(t *testing.T) {
	// Both hubs have a site with one prefix: each hub takes its own.
	design := with(wan, "s2: {virtualWan: w, addressPrefixes: [192.168.2.0/24]}", "s2: {virtualWan: w, addressPrefixes: [192.168.1.0/24]}")
	w := compile(t, design)
	for _, tc := range []struct{ line, site string }{{"a1 192.168.1.9 tcp/443", "s1"}, {"c1 192.168.1.9 tcp/443", "s2"}} {
		tr := w.trace(tc.line)
		if got := w.Pipeline.Nodes[tr.Forward[len(tr.Forward)-1].Node].Name; got != tc.site {
			t.Errorf("%s ends at %s, want %s", tc.line, got, tc.site)
		}
	}
}

func TestVWAN11_PrivateEndpointsUnderAPrivatePolicy(t *testing.T) {
	design := with(wan, "    hubRouteTables: {red: {labels: []}}", "    routingIntent: {p: {destinations: [PrivateTraffic], nextHop: fw1}}")
	design = with(design, ", associatedRouteTable: h1/red, propagatedRouteTables: [h1/red]", "")
	design = with(design, "a: {addressPrefixes: [10.1.0.0/16], subnets: {", "a: {addressPrefixes: [10.1.0.0/16], subnets: {pe: {addressPrefix: 10.1.9.0/24, privateEndpointNetworkPolicies: POLICY}, ")
	design += secured + "paas: {acct: {type: Microsoft.Storage/storageAccounts}}\nprivateEndpoints: {pe: {subnet: a/pe, privateLinkService: acct, groupIds: [blob], privateIPAddresses: [10.1.9.4]}}\n"
	compile(t, with(design, "POLICY", "Disabled")).check(want{"the answer may go past the firewall", "s1 10.1.9.4 tcp/443", "inconclusive by asymmetry fw1"})
	compile(t, with(design, "POLICY", "RouteTableEnabled")).check(want{"near miss: with the policy", "s1 10.1.9.4 tcp/443", "delivered by firewallRule g/net/https of p"})
}
