package azure_test

import (
	"strings"
	"testing"

	"vnetproof/topology"
)

func TestRT29_RoutingAppliancesAreUnknownNextHops(t *testing.T) {
	design := routed("10.1.0.0/16", "far 10.9.0.0/16 VirtualAppliance 10.1.2.77")
	const kind = "Microsoft.Network/virtualNetworkAppliances"
	w := changed(t, design, func(d *topology.Design) {
		d.Others = append(d.Others, &topology.Other{Resource: topology.Resource{ID: base + kind + "/nva", Name: "nva", Type: kind},
			References: []topology.ID{d.VirtualNetworks[0].Subnets[1].ID}})
	})
	w.check(want{"it may forward", "app1 10.9.0.4 tcp/443", "inconclusive by route rt/far"})
	compile(t, design).check(want{"near miss: nothing in the subnet", "app1 10.9.0.4 tcp/443", "dropped by route rt/far"})
}

func TestADM02_GroupsOfSubnetsAreAGap(t *testing.T) {
	ofSubnets := func(vnet int) func(d *topology.Design) {
		return func(d *topology.Design) {
			s := d.VirtualNetworks[vnet].Subnets[0]
			g := d.NetworkManagers[0].Groups[0]
			g.OfSubnets, g.Members, g.Subnets = true, nil, []topology.Ref[topology.Subnet]{{ID: s.ID, Target: s}}
		}
	}
	lone := managed[:strings.Index(managed, "    connectivityConfigurations")] + managed[strings.Index(managed, "    securityAdminConfigurations"):]
	peered := with(lone, "a: {addressPrefixes: [10.1.0.0/16], ", "a: {addressPrefixes: [10.1.0.0/16], peerings: {x: {remoteVirtualNetwork: hub}}, ")
	peered = with(peered, "hub: {addressPrefixes: [10.0.0.0/16], ", "hub: {addressPrefixes: [10.0.0.0/16], peerings: {x: {remoteVirtualNetwork: a}}, ")
	changed(t, peered, ofSubnets(1)).check(want{"subnets of the VNet", "h1 10.1.0.4 tcp/9100", "inconclusive by adminRule monitor of company"})
	changed(t, peered, ofSubnets(2)).check(want{"near miss: of another VNet", "h1 10.1.0.4 tcp/9100", "denied by nsgRule deny-all of closed"})
}

func TestFW07_URLsAreNotInPackets(t *testing.T) {
	urls := with(hubFirewall, `protocols: ["Https:443"], targetFqdns: ["*"]}`, `protocols: ["Https:443"], terminateTLS: true, targetUrls: [www.contoso.com/app]}`)
	compile(t, urls).check(want{"which URL is asked for", "x1 203.0.113.10 tcp/443", "inconclusive by firewallRule late/web/https of child"})
	compile(t, hubFirewall).check(want{"near miss: any name", "x1 203.0.113.10 tcp/443", "delivered by firewallRule late/web/https of child"})
}
