package azure_test

import (
	"net/netip"
	"testing"

	"vnetproof/topology"
)

// statics is the WAN with a static route for 10.77.0.0/16 in the default table.
var statics = with(wan, "hubRouteTables: {red: {labels: []}}",
	"hubRouteTables: {red: {labels: []}, defaultRouteTable: {labels: [default], routes: {lab: {destinations: [10.77.0.0/16], nextHop: h1/cb}}}}") + `
azureFirewalls: {fw2: {virtualHub: h2}}
`

func TestVWAN04_StaticRoutesWhoseNextHopIsNotInTheInput(t *testing.T) {
	gone := topology.ID(base + "Microsoft.Network/virtualHubs/h1/hubVirtualNetworkConnections/gone")
	cases := []struct {
		name   string
		change func(d *topology.Design, r *topology.HubRoute)
		want   string
	}{
		{"near miss: a connection of the input", func(*topology.Design, *topology.HubRoute) {}, "dropped by route h1"},
		{"a connection outside the input", func(_ *topology.Design, r *topology.HubRoute) {
			r.NextHopConnection = topology.Ref[topology.HubConnection]{ID: gone}
		}, "inconclusive by route 10.77.0.0/16"},
		{"a connection of a VNet outside the input", func(d *topology.Design, r *topology.HubRoute) {
			r.NextHopConnection.Target.RemoteVNet.Target = nil
		}, "inconclusive by route 10.77.0.0/16"},
		{"a firewall outside the input", func(_ *topology.Design, r *topology.HubRoute) {
			*r = topology.HubRoute{Name: r.Name, Pos: r.Pos, Destinations: r.Destinations, NextHopFirewall: topology.Ref[topology.AzureFirewall]{ID: base + "Microsoft.Network/azureFirewalls/gone"}}
		}, "inconclusive by route 10.77.0.0/16"},
		{"another hub's firewall", func(d *topology.Design, r *topology.HubRoute) {
			fw := d.AzureFirewalls[0]
			*r = topology.HubRoute{Name: r.Name, Pos: r.Pos, Destinations: r.Destinations, NextHopFirewall: topology.Ref[topology.AzureFirewall]{ID: fw.ID, Target: fw}}
		}, "inconclusive by route 10.77.0.0/16"},
		{"an appliance of the hub itself", func(_ *topology.Design, r *topology.HubRoute) {
			*r = topology.HubRoute{Name: r.Name, Pos: r.Pos, Destinations: r.Destinations, NextHop: topology.Ref[topology.Other]{ID: base + "Microsoft.Network/networkVirtualAppliances/nva"}}
		}, "inconclusive by route 10.77.0.0/16"},
		{"a next hop that is not known", func(_ *topology.Design, r *topology.HubRoute) {
			*r = topology.HubRoute{Name: r.Name, Pos: r.Pos, Destinations: r.Destinations, NextHop: topology.Ref[topology.Other]{Why: &later}}
		}, "inconclusive by route 10.77.0.0/16"},
		{"destinations that are not known", func(_ *topology.Design, r *topology.HubRoute) {
			r.Destinations = notKnown[[]netip.Prefix]()
		}, "inconclusive by route unknown prefixes"},
	}
	for _, tc := range cases {
		w := changed(t, statics, func(d *topology.Design) {
			for _, table := range d.VirtualHubs[0].RouteTables {
				for _, r := range table.Routes {
					tc.change(d, r)
				}
			}
		})
		w.check(want{tc.name, "a1 10.77.0.9 tcp/443", tc.want})
		if tc.want[0] == 'i' {
			if tr := w.trace("a1 10.77.0.9 tcp/443"); len(tr.Gaps) == 0 {
				t.Errorf("%s: no gap is named", tc.name)
			}
		}
	}
}

func TestVWAN04_ConnectionsWhoseStaticRoutesAreNotKnown(t *testing.T) {
	design := with(wan, "cb: {remoteVirtualNetwork: b}", "cb: {remoteVirtualNetwork: b, vnetRoutes: {lab: {addressPrefixes: [10.9.0.0/16], nextHopIpAddress: 10.2.0.77}}}")
	route := func(d *topology.Design) *topology.VNetStaticRoute {
		for _, k := range d.VirtualHubs[0].Connections {
			if len(k.Routing.VNetRoutes) > 0 {
				return &k.Routing.VNetRoutes[0]
			}
		}
		return nil
	}
	changed(t, design, func(*topology.Design) {}).check(want{"near miss: nobody holds it", "a1 10.9.0.9 tcp/443", "dropped by route cb/lab"})
	changed(t, design, func(d *topology.Design) { route(d).NextHopIP = notKnown[netip.Addr]() }).check(
		want{"which appliance", "a1 10.9.0.9 tcp/443", "inconclusive by route cb/lab"})
	unlisted := func(d *topology.Design) { route(d).Prefixes = notKnown[[]netip.Prefix]() }
	changed(t, design, unlisted).check(want{"which prefixes", "a1 10.9.0.9 tcp/443", "inconclusive by route unknown prefixes"},
		want{"they may take the VNet's own addresses", "a1 10.2.0.4 tcp/443", "inconclusive by unmodelled cb"})
	changed(t, with(design, "vnetRoutes:", "vnetLocalRouteOverrideCriteria: Equal, vnetRoutes:"), unlisted).check(
		want{"near miss: they spare them", "a1 10.2.0.4 tcp/443", "delivered by route 10.2.0.0/16"})
}

func TestVWAN02_AssociatedWithATableOutsideTheInput(t *testing.T) {
	gone := topology.Ref[topology.HubRouteTable]{ID: base + "Microsoft.Network/virtualHubs/h1/hubRouteTables/gone"}
	w := changed(t, wan, func(d *topology.Design) {
		for _, k := range d.VirtualHubs[0].Connections {
			if k.Name == "ca" {
				k.Routing.Associated = gone
			}
		}
	})
	w.check(want{"which table is looked up", "a1 10.2.0.4 tcp/443", "inconclusive by route unknown prefixes"},
		want{"near miss: another connection", "b1 192.168.1.9 tcp/443", "delivered by route 192.168.1.0/24"})
}

func TestVWAN04_StaticRoutesTakeTheNetworksOwnAddresses(t *testing.T) {
	over := func(keys string) bool {
		return compile(t, with(wan, "cb: {remoteVirtualNetwork: b}",
			"cb: {remoteVirtualNetwork: b, "+keys+"vnetRoutes: {all: {addressPrefixes: [10.0.0.0/8], nextHopIpAddress: 10.2.0.77}}}")+
			"networkInterfaces: {nva: {subnet: b/s, privateIPAddress: 10.2.0.77, enableIPForwarding: true}}\n").passes("a1 10.2.0.4 tcp/443", "nva")
	}
	if !over("") {
		t.Error("a neighbour of the appliance is not reached over it")
	}
	if over("vnetLocalRouteOverrideCriteria: Equal, ") {
		t.Error("near miss: Equal does not spare the network's own addresses")
	}
}

func TestVWAN08_StaticRoutesToTheFirewallSpareBranches(t *testing.T) {
	const design = `
location: westeurope
virtualWans: {w: {}}
virtualHubs:
  h:
    virtualWan: w
    addressPrefix: 10.100.0.0/23
    hubRouteTables: {defaultRouteTable: {routes: {all: {destinations: [10.0.0.0/8, 192.168.0.0/16], nextHop: fw}}}}
    hubVirtualNetworkConnections: {ca: {remoteVirtualNetwork: a, propagatedRouteTables: [h/noneRouteTable]}}
vpnSites:
  s1: {virtualWan: w, addressPrefixes: [192.168.1.0/24]}
  s2: {virtualWan: w, addressPrefixes: [192.168.2.0/24]}
vpnGateways:
  g:
    virtualHub: h
    connections:
      k1: {remoteVpnSite: s1, propagatedRouteTables: [h/noneRouteTable]}
      k2: {remoteVpnSite: s2, propagatedRouteTables: [h/noneRouteTable]}
azureFirewalls: {fw: {virtualHub: h}}
virtualNetworks: {a: {addressPrefixes: [10.1.0.0/16], subnets: {s: {addressPrefix: 10.1.0.0/24}}}}
virtualMachines: {a1: {nics: [{subnet: a/s}]}}
`
	compile(t, design).check(
		want{"branch to branch", "s1 192.168.2.9 tcp/443", "delivered by route h"},
		want{"near miss: branch to VNet", "s1 10.1.0.4 tcp/443", "denied by firewallRule fw of fw"})
	intent := with(design, "    hubRouteTables: {defaultRouteTable: {routes: {all: {destinations: [10.0.0.0/8, 192.168.0.0/16], nextHop: fw}}}}", "    routingIntent: {p: {destinations: [PrivateTraffic], nextHop: fw}}")
	compile(t, intent).check(want{"near miss: a routing policy takes them", "s1 192.168.2.9 tcp/443", "denied by firewallRule fw of fw"})
}
