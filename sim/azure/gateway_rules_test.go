package azure_test

import "testing"

const twoVNets = `
location: westeurope
virtualNetworks:
  a: {addressPrefixes: [10.1.0.0/16], subnets: {GatewaySubnet: {addressPrefix: 10.1.255.0/27}, s: {addressPrefix: 10.1.0.0/24}}}
  b: {addressPrefixes: [10.2.0.0/16], subnets: {GatewaySubnet: {addressPrefix: 10.2.255.0/27}, s: {addressPrefix: 10.2.0.0/24}}}
virtualNetworkGateways:
  ga: {gatewayType: Vpn, subnet: a/GatewaySubnet}
  gb: {gatewayType: Vpn, subnet: b/GatewaySubnet}
connections:
  ab: {connectionType: Vnet2Vnet, virtualNetworkGateway1: ga, virtualNetworkGateway2: gb}
  ba: {connectionType: Vnet2Vnet, virtualNetworkGateway1: gb, virtualNetworkGateway2: ga}
virtualMachines:
  a1: {nics: [{subnet: a/s}]}
  b1: {nics: [{subnet: b/s}]}
`

func TestGW04_VNetToVNet(t *testing.T) {
	compile(t, twoVNets).check(want{"routes exchanged both ways", "a1 10.2.0.4 tcp/443", "delivered by route 10.2.0.0/16"})
	compile(t, with(twoVNets, "  ba: {connectionType: Vnet2Vnet, virtualNetworkGateway1: gb, virtualNetworkGateway2: ga}\n", "")).check(
		want{"near miss: one half, and the answer has no way", "a1 10.2.0.4 tcp/443", "dropped by route 10.0.0.0/8"})
}

func TestGW15_NotConnected(t *testing.T) {
	down := with(twoVNets, "virtualNetworkGateway2: gb}", "virtualNetworkGateway2: gb, connectionStatus: NotConnected}")
	compile(t, down).check(want{"its prefixes do not appear", "a1 10.2.0.4 tcp/443", "dropped by route 10.0.0.0/8"})
	compile(t, twoVNets, "down: [gw:gb]").check(want{"nor those of a gateway that is down", "b1 10.1.0.4 tcp/443", "dropped by route 10.0.0.0/8"})
	compile(t, with(twoVNets, "virtualNetworkGateway2: gb}", "virtualNetworkGateway2: gb, connectionStatus: Connected}")).check(
		want{"near miss: connected", "a1 10.2.0.4 tcp/443", "delivered by route 10.2.0.0/16"})
}

// oneCircuit is a hub with both gateways, and a second VNet on the same circuit.
const oneCircuit = `
location: westeurope
virtualNetworks:
  hub:
    addressPrefixes: [10.0.0.0/16]
    subnets:
      GatewaySubnet: {addressPrefix: 10.0.1.0/27}
      s: {addressPrefix: 10.0.2.0/24}
      udr: {addressPrefix: 10.0.3.0/24, routeTable: rt}
      AzureFirewallSubnet: {addressPrefix: 10.0.0.0/26}
  far: {addressPrefixes: [10.9.0.0/16], subnets: {GatewaySubnet: {addressPrefix: 10.9.255.0/27}, s: {addressPrefix: 10.9.0.0/24}}}
routeTables: {rt: {routes: [{name: hq, addressPrefix: 10.200.5.0/24, nextHopType: VirtualNetworkGateway}]}}
expressRouteCircuits: {c: {}}
virtualNetworkGateways:
  er: {gatewayType: ExpressRoute, subnet: hub/GatewaySubnet, allowRemoteVnetTraffic: REMOTE}
  er2: {gatewayType: ExpressRoute, subnet: far/GatewaySubnet, allowRemoteVnetTraffic: true}
connections:
  er-c: {connectionType: ExpressRoute, virtualNetworkGateway1: er, peer: c}
  er2-c: {connectionType: ExpressRoute, virtualNetworkGateway1: er2, peer: c}
virtualMachines:
  m1: {nics: [{subnet: hub/s}]}
  u1: {nics: [{subnet: hub/udr}]}
  f1: {nics: [{subnet: far/s}]}
`

const learned = "learnedRoutes: [{gateway: er, prefixes: [10.200.0.0/16EXTRA]}, {gateway: er2, prefixes: [10.200.0.0/16]}]"

func TestGW07_CircuitsBringTheirPrefixes(t *testing.T) {
	compile(t, with(oneCircuit, "REMOTE", "false"), with(learned, "EXTRA", "")).check(
		want{"by BGP", "m1 10.200.5.9 tcp/443", "delivered by route 10.200.0.0/16"},
		want{"a user route does not steer there", "u1 10.200.5.9 tcp/443", "dropped by route rt/hq"},
		want{"near miss: beside it", "u1 10.200.6.9 tcp/443", "delivered by route 10.200.0.0/16"},
	)
}

func TestGW07_PrivatePeeringThatIsDisabled(t *testing.T) {
	for state, expected := range map[string]string{"Disabled": "dropped by route 10.0.0.0/8", "Enabled": "delivered by route 10.200.0.0/16"} {
		design := with(with(oneCircuit, "REMOTE", "false"), "expressRouteCircuits: {c: {}}", "expressRouteCircuits: {c: {peerings: {AzurePrivatePeering: {state: "+state+"}}}}")
		compile(t, design, with(learned, "EXTRA", "")).check(want{state, "m1 10.200.6.9 tcp/443", expected})
	}
}

func TestGW06_ADefaultRouteByBGPReachesAllSubnets(t *testing.T) {
	w := compile(t, with(oneCircuit, "REMOTE", "false"), with(learned, "EXTRA", ", 0.0.0.0/0"))
	w.check(want{"to the site", "m1 203.0.113.10 tcp/443", "delivered by route 0.0.0.0/0"})
	for _, subnet := range []string{"s", "AzureFirewallSubnet"} {
		if got := w.defaultRoute("hub/" + subnet); got != "VirtualNetworkGateway" {
			t.Errorf("%s: the default route leads to %s", subnet, got)
		}
	}
	if got := compile(t, with(oneCircuit, "REMOTE", "false"), with(learned, "EXTRA", "")).defaultRoute("hub/s"); got != "Internet" {
		t.Errorf("near miss: without it, to %s", got)
	}
}

func TestGW09_TwoVNetsOnOneCircuit(t *testing.T) {
	facts := with(learned, "EXTRA", "")
	compile(t, with(oneCircuit, "REMOTE", "true"), facts).check(want{"both allow it", "m1 10.9.0.4 tcp/443", "delivered by route 10.9.0.0/16"})
	compile(t, with(oneCircuit, "REMOTE", "false"), facts).check(want{"near miss: one does not", "m1 10.9.0.4 tcp/443", "dropped by route 10.0.0.0/8"})
}

func TestGW08_ExpressRouteBeforeVPN(t *testing.T) {
	design := with(with(oneCircuit, "REMOTE", "false"), "connections:\n", "  vpn: {gatewayType: Vpn, subnet: hub/GatewaySubnet}\nlocalNetworkGateways: {hq: {addressPrefixes: [10.200.0.0/16, 10.201.0.0/16], gatewayIpAddress: 203.0.113.77}}\nconnections:\n  v: {connectionType: IPsec, virtualNetworkGateway1: vpn, localNetworkGateway2: hq}\n")
	facts := with(learned, "EXTRA", "")
	w := compile(t, design, facts)
	if got := w.passes("m1 10.200.5.9 tcp/443", "er"); !got {
		t.Error("equal prefixes: not by ExpressRoute")
	}
	if got := w.passes("m1 10.201.5.9 tcp/443", "vpn"); !got {
		t.Error("near miss: a prefix that only the VPN has: not by it")
	}
	if got := compile(t, design, facts+"\ndown: [connection:er-c]").passes("m1 10.200.5.9 tcp/443", "vpn"); !got {
		t.Error("the circuit is down: not by the VPN")
	}
}

func TestRT22_AmongGateways(t *testing.T) {
	design := with(with(oneCircuit, "REMOTE", "false"), "connections:\n", "  vpn: {gatewayType: Vpn, subnet: hub/GatewaySubnet}\nlocalNetworkGateways: {hq: {addressPrefixes: [10.200.5.0/24], gatewayIpAddress: 203.0.113.77}}\nconnections:\n  v: {connectionType: IPsec, virtualNetworkGateway1: vpn, localNetworkGateway2: hq}\n")
	w := compile(t, design, with(learned, "EXTRA", ""))
	if !w.passes("m1 10.200.5.9 tcp/443", "vpn") {
		t.Error("the longer prefix does not win regardless of the kind")
	}
	if !w.passes("m1 10.200.6.9 tcp/443", "er") {
		t.Error("near miss: outside of it")
	}
}

func TestGW14_OneDirectionPastTheFirewall(t *testing.T) {
	design := with(hubFirewall, "AzureFirewallSubnet: {addressPrefix: 10.0.0.0/26}", "AzureFirewallSubnet: {addressPrefix: 10.0.0.0/26}\n      GatewaySubnet: {addressPrefix: 10.0.1.0/27, routeTable: from-gateway}")
	design = with(design, "to-a: {remoteVirtualNetwork: a, allowForwardedTraffic: true}", "to-a: {remoteVirtualNetwork: a, allowForwardedTraffic: true, allowGatewayTransit: true}")
	design = with(design, "peerings: {to-hub: {remoteVirtualNetwork: hub, allowForwardedTraffic: true}}", "peerings: {to-hub: {remoteVirtualNetwork: hub, allowForwardedTraffic: true, useRemoteGateways: true}}")
	design = with(design, "routeTables:\n  rt: {routes:", "routeTables:\n  from-gateway: {routes: ROUTES}\n  rt: {disableBgpRoutePropagation: true, routes:")
	design = with(design, "{name: rdp, source: [10.1.0.0/16], destination: [10.2.0.0/16]", "{name: rdp, source: [192.168.0.0/16], destination: [10.1.0.0/16]")
	design += `
virtualNetworkGateways: {vpn: {gatewayType: Vpn, subnet: hub/GatewaySubnet}}
localNetworkGateways: {hq: {addressPrefixes: [192.168.0.0/16], gatewayIpAddress: 203.0.113.77}}
connections: {to-hq: {connectionType: IPsec, virtualNetworkGateway1: vpn, localNetworkGateway2: hq}}
`
	compile(t, with(design, "ROUTES", "[{name: a, addressPrefix: 10.1.0.0/16, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}]")).check(
		want{"both ways through it", "hq 10.1.0.4 tcp/3389", "delivered by firewallRule early/first/rdp of child"})
	compile(t, with(design, "ROUTES", "[]")).check(
		want{"near miss: the gateway leads straight to the spoke, the answer to the firewall", "hq 10.1.0.4 tcp/3389", "dropped by asymmetry fw"})
}

func TestGW18_WhatTheSiteIsTold(t *testing.T) {
	compile(t, transit).check(want{"the VNet and its users", "hq 10.1.0.4 tcp/443", "delivered by route 10.1.0.0/16"},
		want{"near miss: not others", "hq 10.2.0.4 tcp/443", "dropped by gateway hq"})
	compile(t, transit, "onPremises: {hq2: {via: {localNetworkGateway: hq}, addressPrefixes: [192.168.0.0/16], knows: [10.0.0.0/16]}}").check(
		want{"nor what the facts say it does not know", "hq 10.1.0.4 tcp/443", "dropped by gateway hq"},
		want{"near miss: what it knows", "hq 10.0.2.4 tcp/443", "delivered by route 10.0.0.0/16"})
}

func TestGW19_ASite(t *testing.T) {
	compile(t, transit).check(
		want{"delivers to its own prefixes", "m1 192.168.3.9 tcp/443", "delivered by route 192.168.0.0/16"},
		want{"forwards what it is sent beyond", "f1 203.0.113.10 tcp/443", "delivered by route forced/all"},
		want{"near miss: a private address that it does not have", "f1 172.31.0.9 tcp/443", "dropped by route internet"},
	)
}

func TestRT23_TransitBringsRoutes(t *testing.T) {
	w := compile(t, transit)
	for subnet, want := range map[string]bool{"a/x": true, "b/z": false} {
		if got := w.hasRoute(subnet, "192.168.0.0/16", "VirtualNetworkGateway"); got != want {
			t.Errorf("%s: a route of the gateway: %v", subnet, got)
		}
	}
}

func TestPEER06_TransitOfBothKindsAndAcrossRegions(t *testing.T) {
	global := with(transit, "  a:\n    addressPrefixes: [10.1.0.0/16]", "  a:\n    location: eastus\n    addressPrefixes: [10.1.0.0/16]")
	compile(t, global).check(want{"across regions", "x1 192.168.3.9 tcp/443", "delivered by route 192.168.0.0/16"},
		want{"near miss: without useRemoteGateways", "z1 192.168.3.9 tcp/443", "dropped by route 192.168.0.0/16"})
}

func TestGW16_BothTunnelsOfAnActiveActiveGateway(t *testing.T) {
	design := with(transit, "gatewayDefaultSite: hq,", "gatewayDefaultSite: hq, activeActive: true, publicIPAddresses: [p1, p2],") + "publicIPAddresses: {p1: {}, p2: {}}\n"
	compile(t, design).check(
		want{"out and back by either", "m1 192.168.3.9 tcp/443", "delivered by route 192.168.0.0/16"},
		want{"near miss: a prefix behind no tunnel", "m1 10.77.0.9 tcp/443", "dropped by route 10.0.0.0/8"})
}
