package azure_test

import "testing"

// chain is three VNets whose VPN gateways stand in a row, clients at the first,
// a site at the last, and a site of static prefixes at the second. BGP is filled
// by the tests.
const chain = `
location: westeurope
virtualNetworks:
  a: {addressPrefixes: [10.1.0.0/16], subnets: {GatewaySubnet: {addressPrefix: 10.1.255.0/27}, s: {addressPrefix: 10.1.0.0/24}}}
  b: {addressPrefixes: [10.2.0.0/16], subnets: {GatewaySubnet: {addressPrefix: 10.2.255.0/27}, s: {addressPrefix: 10.2.0.0/24}}}
  c: {addressPrefixes: [10.3.0.0/16], subnets: {GatewaySubnet: {addressPrefix: 10.3.255.0/27}, s: {addressPrefix: 10.3.0.0/24}}}
virtualNetworkGateways:
  ga: {gatewayType: Vpn, subnet: a/GatewaySubnet, vpnClientAddressPool: [192.168.0.0/24]}
  gb: {gatewayType: Vpn, subnet: b/GatewaySubnet}
  gc: {gatewayType: Vpn, subnet: c/GatewaySubnet}
localNetworkGateways:
  site: {addressPrefixes: [10.101.0.254/32], asn: 65010, bgpPeeringAddress: 10.101.0.254}
  static: {addressPrefixes: [10.102.0.0/16]}
connections:
  ab: {connectionType: Vnet2Vnet, virtualNetworkGateway1: ga, virtualNetworkGateway2: gb, enableBgp: BGP}
  ba: {connectionType: Vnet2Vnet, virtualNetworkGateway1: gb, virtualNetworkGateway2: ga, enableBgp: BGP}
  bc: {connectionType: Vnet2Vnet, virtualNetworkGateway1: gb, virtualNetworkGateway2: gc, enableBgp: BGP}
  cb: {connectionType: Vnet2Vnet, virtualNetworkGateway1: gc, virtualNetworkGateway2: gb, enableBgp: BGP}
  c-site: {connectionType: IPsec, virtualNetworkGateway1: gc, localNetworkGateway2: site, enableBgp: true}
  b-static: {connectionType: IPsec, virtualNetworkGateway1: gb, localNetworkGateway2: static}
virtualMachines:
  a1: {nics: [{subnet: a/s}]}
`

const siteRoutes = "learnedRoutes: [{gateway: gc, from: c-site, prefixes: [10.101.0.0/16, 0.0.0.0/0]}]"

func bgp(on string) string {
	return with(with(with(with(chain, "BGP", on), "BGP", on), "BGP", on), "BGP", on)
}

func TestGW12_GatewaysPassOnWhatTheyLearn(t *testing.T) {
	compile(t, bgp("true"), siteRoutes).check(
		want{"the next but one network", "a1 10.3.0.4 tcp/443", "delivered by route 10.3.0.0/16"},
		want{"a site behind it", "a1 10.101.0.9 tcp/443", "delivered by route 10.101.0.0/16"},
		want{"the other way", "site 10.1.0.4 tcp/443", "delivered by route 10.1.0.0/16"},
		want{"static prefixes are told", "a1 10.102.0.9 tcp/443", "dropped by gateway static"},
		want{"near miss: never the default route", "a1 203.0.113.10 tcp/443", "delivered by route 0.0.0.0/0"},
	)
	if got := compile(t, bgp("true"), siteRoutes).defaultRoute("a/s"); got != "Internet" {
		t.Errorf("the default route came over from another gateway: it leads to %s", got)
	}
	compile(t, bgp("false"), siteRoutes).check(
		want{"near miss: without BGP the next network only", "a1 10.3.0.4 tcp/443", "dropped by route 10.0.0.0/8"},
	)
	compile(t, bgp("true")).check(
		want{"what one gateway is not told of, the others are not, too", "a1 10.101.0.9 tcp/443", "inconclusive by route unknown prefixes"},
	)
}

func TestGW13_ClientsGoWhereBGPLeads(t *testing.T) {
	compile(t, bgp("true"), siteRoutes).check(
		want{"the next but one network", "ga/clients 10.3.0.4 tcp/443", "delivered by route 10.3.0.0/16"},
		want{"a site", "ga/clients 10.101.0.9 tcp/443", "delivered by route 10.101.0.0/16"},
	)
	compile(t, bgp("false"), siteRoutes).check(
		want{"near miss: without BGP the gateway's network only", "ga/clients 10.2.0.4 tcp/443", "dropped by gateway ga/clients"},
	)
}

func TestGW12_ClientsAreNotPassedOnToCircuits(t *testing.T) {
	const design = `
location: westeurope
virtualNetworks:
  hub:
    addressPrefixes: [10.0.0.0/16]
    subnets: {GatewaySubnet: {addressPrefix: 10.0.1.0/27}, RouteServerSubnet: {addressPrefix: 10.0.2.0/27}}
expressRouteCircuits: {er: {}}
virtualNetworkGateways:
  erg: {gatewayType: ExpressRoute, subnet: hub/GatewaySubnet}
  vpn: {gatewayType: Vpn, subnet: hub/GatewaySubnet, activeActive: true, enableBgp: true, asn: 65515, vpnClientAddressPool: [172.16.0.0/24]}
localNetworkGateways: {branch: {addressPrefixes: [192.168.9.254/32], asn: 65010, bgpPeeringAddress: 192.168.9.254}}
connections:
  c: {connectionType: ExpressRoute, virtualNetworkGateway1: erg, peer: er}
  b: {connectionType: IPsec, virtualNetworkGateway1: vpn, localNetworkGateway2: branch, enableBgp: true}
routeServers: {rs: {subnet: hub/RouteServerSubnet, allowBranchToBranchTraffic: true}}
`
	const facts = `
learnedRoutes:
  - {gateway: erg, prefixes: [10.200.0.0/16]}
  - {gateway: vpn, from: b, prefixes: [192.168.9.0/24]}
`
	compile(t, design, facts).check(
		want{"a branch of a tunnel", "er 192.168.9.9 tcp/443", "delivered by route 192.168.9.0/24"},
		want{"near miss: clients", "er 172.16.0.9 tcp/443", "dropped by gateway er"},
		want{"nor the other way", "vpn/clients 10.200.0.9 tcp/443", "dropped by gateway vpn/clients"},
	)
}
