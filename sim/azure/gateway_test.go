package azure_test

import (
	"slices"
	"strings"
	"testing"
)

// transit is a hub with a VPN gateway to a site, a spoke that uses it and one that does not.
const transit = `
location: westeurope
virtualNetworks:
  hub:
    addressPrefixes: [10.0.0.0/16]
    subnets:
      GatewaySubnet: {addressPrefix: 10.0.1.0/27}
      mgmt: {addressPrefix: 10.0.2.0/24}
    peerings:
      to-a: {remoteVirtualNetwork: a, allowGatewayTransit: true}
      to-b: {remoteVirtualNetwork: b, allowGatewayTransit: true}
  a:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      x: {addressPrefix: 10.1.0.0/24}
      off: {addressPrefix: 10.1.1.0/24, routeTable: off}
      forced: {addressPrefix: 10.1.2.0/24, routeTable: forced}
    peerings: {to-hub: {remoteVirtualNetwork: hub, useRemoteGateways: true}}
  b:
    addressPrefixes: [10.2.0.0/16]
    subnets: {z: {addressPrefix: 10.2.0.0/24}}
    peerings: {to-hub: {remoteVirtualNetwork: hub}}
routeTables:
  off: {disableBgpRoutePropagation: true}
  forced: {routes: [{name: all, addressPrefix: 0.0.0.0/0, nextHopType: VirtualNetworkGateway}]}
virtualNetworkGateways:
  vpn: {gatewayType: Vpn, subnet: hub/GatewaySubnet, gatewayDefaultSite: hq, vpnClientAddressPool: [172.20.0.0/24]}
localNetworkGateways:
  hq: {addressPrefixes: [192.168.0.0/16], gatewayIpAddress: 203.0.113.77}
  branch: {addressPrefixes: [172.16.5.0/24], gatewayIpAddress: 203.0.113.78}
connections:
  to-hq: {connectionType: IPsec, virtualNetworkGateway1: vpn, localNetworkGateway2: hq}
  to-branch: {connectionType: IPsec, virtualNetworkGateway1: vpn, localNetworkGateway2: branch}
virtualMachines:
  m1: {nics: [{subnet: hub/mgmt, privateIPAddress: 10.0.2.4}]}
  x1: {nics: [{subnet: a/x, privateIPAddress: 10.1.0.4}]}
  o1: {nics: [{subnet: a/off, privateIPAddress: 10.1.1.4}]}
  f1: {nics: [{subnet: a/forced, privateIPAddress: 10.1.2.4}]}
  z1: {nics: [{subnet: b/z, privateIPAddress: 10.2.0.4}]}
`

func TestGW02_StaticPrefixesOfASite(t *testing.T) {
	compile(t, transit).check(
		want{"from the gateway's VNet", "m1 192.168.3.9 tcp/443", "delivered by route 192.168.0.0/16"},
		want{"near miss: not a prefix of the site", "m1 192.169.3.9 tcp/443", "delivered by route 0.0.0.0/0"},
		want{"back", "hq 10.0.2.4 tcp/22", "delivered by route 10.0.0.0/16"},
	)
}

func TestPEER05_TransitNeedsBothHalves(t *testing.T) {
	compile(t, transit).check(
		want{"the spoke uses the hub's gateway", "x1 192.168.3.9 tcp/443", "delivered by route 192.168.0.0/16"},
		want{"near miss: this one does not", "z1 192.168.3.9 tcp/443", "dropped by route 192.168.0.0/16"},
		want{"the site knows the spoke", "hq 10.1.0.4 tcp/443", "delivered by route 10.1.0.0/16"},
		want{"near miss: GW-18, and not this one", "hq 10.2.0.4 tcp/443", "dropped by gateway hq"},
	)
}

func TestRT09_PropagationOff(t *testing.T) {
	compile(t, transit).check(
		want{"off", "o1 192.168.3.9 tcp/443", "dropped by route 192.168.0.0/16"},
		want{"near miss: on", "x1 192.168.3.9 tcp/443", "delivered by route 192.168.0.0/16"},
	)
}

func TestGW05_DefaultSite(t *testing.T) {
	w := compile(t, transit)
	w.check(
		want{"forced to the default site", "f1 203.0.113.10 tcp/443", "delivered by route forced/all"},
		want{"near miss: no route there", "x1 203.0.113.10 tcp/443", "delivered by route 0.0.0.0/0"},
	)
	if got := w.seen("f1 203.0.113.10 tcp/443"); got != "203.0.113.77" {
		t.Errorf("the internet sees %s, not the default site", got)
	}
}

func TestGW12_BranchToBranchNeedsBGP(t *testing.T) {
	compile(t, transit).check(
		want{"two static sites", "hq 172.16.5.9 tcp/443", "dropped by gateway hq"},
	)
}

func TestGW13_ClientsReachTheSpokes(t *testing.T) {
	compile(t, transit).check(
		want{"to a spoke with transit", "vpn/clients 10.1.0.4 tcp/443", "delivered by route 10.1.0.0/16"},
		want{"near miss: without", "vpn/clients 10.2.0.4 tcp/443", "dropped by gateway vpn/clients"},
		want{"from Azure to a client", "x1 172.20.0.7 tcp/443", "delivered by route 172.20.0.0/24"},
	)
}

func TestGW13_CustomRoutesOfClients(t *testing.T) {
	const pool = "vpnClientAddressPool: [172.20.0.0/24]"
	compile(t, transit).check(want{"clients are not told the internet", "vpn/clients 203.0.113.10 tcp/443", "dropped by gateway vpn/clients"})
	routed := compile(t, with(transit, pool, pool+", customRoutes: [0.0.0.0/1, 128.0.0.0/1]"))
	if tr := routed.trace("vpn/clients 203.0.113.10 tcp/443"); len(tr.Forward) < 2 {
		t.Errorf("custom routes do not lead clients to the gateway: %s\n%s", routed.told(tr), routed.story(tr))
	}
}

func TestGW03_UnknownBGP(t *testing.T) {
	design := `
virtualNetworks:
  hub:
    addressPrefixes: [10.0.0.0/16]
    subnets: {GatewaySubnet: {addressPrefix: 10.0.1.0/27}, mgmt: {addressPrefix: 10.0.2.0/24}}
expressRouteCircuits: {c: {}}
virtualNetworkGateways: {er: {gatewayType: ExpressRoute, subnet: hub/GatewaySubnet}}
connections: {er-c: {connectionType: ExpressRoute, virtualNetworkGateway1: er, peer: c}}
virtualMachines: {m1: {nics: [{subnet: hub/mgmt, privateIPAddress: 10.0.2.4}]}}
`
	compile(t, design).check(
		want{"nobody tells", "m1 10.200.3.9 tcp/443", "inconclusive by route unknown prefixes"},
		want{"near miss: the VNet's own", "m1 10.0.2.4 tcp/443", "delivered by route m1"},
	)
	compile(t, design, "learnedRoutes: [{gateway: er, prefixes: [10.200.0.0/16]}]").check(
		want{"told", "m1 10.200.3.9 tcp/443", "delivered by route 10.200.0.0/16"},
		want{"near miss: not that", "m1 10.201.3.9 tcp/443", "dropped by route 10.0.0.0/8"},
	)
}

func TestRT23_SpokesHaveGatewayRoutes(t *testing.T) {
	w := compile(t, transit)
	line := "VirtualNetworkGateway Active 192.168.0.0/16 VirtualNetworkGateway"
	has := func(vnet, subnet string) bool {
		return slices.ContainsFunc(w.routes(vnet, subnet), func(got string) bool { return strings.HasPrefix(got, line) })
	}
	if !has("hub", "mgmt") || !has("a", "x") {
		t.Errorf("the hub's routes %v, its spoke's %v", w.routes("hub", "mgmt"), w.routes("a", "x"))
	}
	if has("b", "z") {
		t.Error("a peer that does not use the gateway has its routes")
	}
}

func TestPEER06_TransitAcrossRegions(t *testing.T) {
	far := with(transit, "  a:\n", "  a:\n    location: eastus\n")
	compile(t, far).check(
		want{"over global peering", "x1 192.168.3.9 tcp/443", "delivered by route 192.168.0.0/16"},
		want{"near miss: no transit", "z1 192.168.3.9 tcp/443", "dropped by route 192.168.0.0/16"},
	)
}

func TestNSG25_ClientsOfGatewaysKeepTheirAddresses(t *testing.T) {
	tr := compile(t, transit).trace("hq 10.0.2.4 tcp/22")
	if got := seen(tr); got != "192.168.0.0" && got != "192.168.0.1" {
		t.Errorf("a machine sees the site as %s", got)
	}
	out := compile(t, outwardOf(nat, "")).trace("vm1 20.0.0.8 tcp/443")
	if got := seen(out); got != "20.0.0.50" {
		t.Errorf("and a translated client as %s", got)
	}
}
