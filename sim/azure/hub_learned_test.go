package azure_test

import "testing"

// branched is a hub with a circuit, whose prefixes only BGP tells.
const branched = `
virtualWans: {w: {}}
virtualHubs: {h: {virtualWan: w, addressPrefix: 10.100.0.0/23, hubVirtualNetworkConnections: {
  a: {remoteVirtualNetwork: a, enableInternetSecurity: true}, b: {remoteVirtualNetwork: b}}}}
expressRouteCircuits: {hq: {}}
expressRouteGateways: {er: {virtualHub: h, expressRouteConnections: {to-hq: {expressRouteCircuit: hq}}}}
virtualNetworks:
  a: {addressPrefixes: [10.1.0.0/16], subnets: {s: {addressPrefix: 10.1.0.0/24}}}
  b: {addressPrefixes: [10.2.0.0/16], subnets: {s: {addressPrefix: 10.2.0.0/24}}}
virtualMachines: {a1: {nics: [{subnet: a/s, privateIPAddress: 10.1.0.4}]}, b1: {nics: [{subnet: b/s, privateIPAddress: 10.2.0.4}]}}
`

func TestGW03_WhatHubsLearnIsAFact(t *testing.T) {
	compile(t, branched).check(
		want{"nobody tells", "a1 10.200.3.9 tcp/443", "inconclusive by route unknown prefixes"},
		want{"near miss: a VNet that the hub knows", "a1 10.2.0.4 tcp/443", "delivered by route 10.2.0.0/16"},
	)
	compile(t, branched, "learnedRoutes: [{virtualHub: h, from: hq, prefixes: [10.200.0.0/16]}]").check(
		want{"told", "a1 10.200.3.9 tcp/443", "delivered by route 10.200.0.0/16"},
		want{"and back", "hq>10.200.3.9 10.1.0.4 tcp/443", "delivered by route 10.1.0.0/16"},
		want{"near miss: not that", "a1 10.201.3.9 tcp/443", "dropped by route 10.0.0.0/8"},
		want{"no default route", "a1 203.0.113.10 tcp/443", "delivered by route 0.0.0.0/0"},
	)
	w := compile(t, branched, "learnedRoutes: [{virtualHub: h, from: to-hq, prefixes: [10.200.0.0/16, 0.0.0.0/0]}]")
	if !w.passes("a1 203.0.113.10 tcp/443", "hq") || w.passes("b1 203.0.113.10 tcp/443", "hq") {
		t.Error("VWAN-3: a learned 0.0.0.0/0 goes to connections with enableInternetSecurity, and only to these")
	}
}

// spoken is a hub that speaks BGP with an appliance in one of its VNets.
const spoken = `
virtualWans: {w: {}}
virtualHubs:
  h:
    virtualWan: w
    addressPrefix: 10.100.0.0/23
    hubVirtualNetworkConnections: {a: {remoteVirtualNetwork: a}, b: {remoteVirtualNetwork: b}}
    bgpConnections: {nva: {peerIp: 10.2.0.4, peerAsn: 65010, hubVirtualNetworkConnection: h/b}}
virtualNetworks:
  a: {addressPrefixes: [10.1.0.0/16], subnets: {s: {addressPrefix: 10.1.0.0/24}}}
  b: {addressPrefixes: [10.2.0.0/16], subnets: {s: {addressPrefix: 10.2.0.0/24}}}
virtualMachines: {a1: {nics: [{subnet: a/s, privateIPAddress: 10.1.0.4}]}, nva1: {nics: [{subnet: b/s, privateIPAddress: 10.2.0.4, enableIPForwarding: true}]}}
`

func TestGW03_WhatAppliancesAnnounceToHubsIsAFact(t *testing.T) {
	compile(t, spoken).check(
		want{"nobody tells", "a1 10.200.3.9 tcp/443", "inconclusive by route unknown prefixes"},
		want{"near miss: a VNet that the hub knows", "a1 10.2.0.4 tcp/443", "delivered by route 10.2.0.0/16"},
	)
	w := compile(t, spoken, "learnedRoutes: [{virtualHub: h, from: nva, prefixes: [10.200.0.0/16]}]")
	w.check(want{"near miss: not that", "a1 10.201.3.9 tcp/443", "dropped by route 10.0.0.0/8"})
	if !w.passes("a1 10.200.3.9 tcp/443", "nva1") {
		t.Error("what the appliance announces leads to it")
	}
}

func TestGW03_SitesThatSpeakBGPMayBringMoreThanTheirStaticPrefixes(t *testing.T) {
	const site = "s1: {virtualWan: w, addressPrefixes: [192.168.1.0/24]"
	design := with(wan, site, site+", asn: 65001, bgpPeeringAddress: 192.168.1.1")
	compile(t, design).check(
		want{"nobody tells", "a1 192.168.7.9 tcp/443", "inconclusive by route unknown prefixes"},
		want{"near miss: a static prefix", "a1 192.168.1.9 tcp/443", "delivered by route 192.168.1.0/24"},
	)
	compile(t, design, "learnedRoutes: [{virtualHub: h1, from: s1, prefixes: [192.168.8.0/24]}]").check(
		want{"told", "a1 192.168.8.9 tcp/443", "delivered by route 192.168.8.0/24"},
		want{"and its static prefix", "a1 192.168.1.9 tcp/443", "delivered by route 192.168.1.0/24"},
		want{"near miss: not that", "a1 192.168.7.9 tcp/443", "dropped by route 192.168.0.0/16"},
	)
	compile(t, with(design, "k1: {remoteVpnSite: s1", "k1: {remoteVpnSite: s1, enableBgp: false")).check(
		want{"near miss: not over this connection", "a1 192.168.7.9 tcp/443", "dropped by route 192.168.0.0/16"})
	compile(t, wan).check(want{"near miss: no AS number", "a1 192.168.7.9 tcp/443", "dropped by route 192.168.0.0/16"})
}
