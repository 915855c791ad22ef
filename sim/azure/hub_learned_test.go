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
