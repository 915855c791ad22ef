package azure_test

import (
	"slices"
	"strings"
	"testing"

	"vnetproof/sim/pipeline"
)

// served has a route server with two appliances, a spoke that uses its gateway
// and one that does not. $NVA, $SPOKE, $RS and $MORE vary.
const served = `
virtualNetworks:
  hub:
    addressPrefixes: [10.0.0.0/16]
    subnets:
      RouteServerSubnet: {addressPrefix: 10.0.0.0/27}
      GatewaySubnet: {addressPrefix: 10.0.0.64/27}
      nva: {addressPrefix: 10.0.1.0/24$NVA}
      shared: {addressPrefix: 10.0.2.0/24}
    peerings:
      to-spoke: {remoteVirtualNetwork: spoke, allowGatewayTransit: true, allowForwardedTraffic: true}
      to-plain: {remoteVirtualNetwork: plain, allowForwardedTraffic: true}
  spoke:
    addressPrefixes: [10.1.0.0/16]
    subnets: {app: {addressPrefix: 10.1.1.0/24$SPOKE}}
    peerings: {to-hub: {remoteVirtualNetwork: hub, useRemoteGateways: true, allowForwardedTraffic: true}}
  plain:
    addressPrefixes: [10.2.0.0/16]
    subnets: {app: {addressPrefix: 10.2.1.0/24}}
    peerings: {to-hub: {remoteVirtualNetwork: hub, allowForwardedTraffic: true}}
publicIPAddresses: {rs-pip: {ipAddress: 20.0.0.20}, nva-pip: {ipAddress: 20.0.0.21}}
routeServers:
  rs: {subnet: hub/RouteServerSubnet, publicIPAddress: rs-pip, $RS, bgpConnections: {one: {peerIp: 10.0.1.4, peerAsn: 65001}, two: {peerIp: 10.0.1.5, peerAsn: 65001}}}
routeTables:
  out: {routes: [{name: all, addressPrefix: 0.0.0.0/0, nextHopType: Internet}]}
  off: {disableBgpRoutePropagation: true}
virtualMachines:
  nva1: {nics: [{subnet: hub/nva, privateIPAddress: 10.0.1.4, publicIPAddress: nva-pip, enableIPForwarding: true}]}
  nva2: {nics: [{subnet: hub/nva, privateIPAddress: 10.0.1.5, enableIPForwarding: true}]}
  shared1: {nics: [{subnet: hub/shared, privateIPAddress: 10.0.2.4}]}
  app1: {nics: [{subnet: spoke/app, privateIPAddress: 10.1.1.4}]}
  plain1: {nics: [{subnet: plain/app, privateIPAddress: 10.2.1.4}]}
$MORE`

func servedOf(holes ...string) string {
	design := strings.NewReplacer(holes...).Replace(served)
	return strings.NewReplacer("$NVA", "", "$SPOKE", "", "$RS", "allowBranchToBranchTraffic: false", "$MORE", "").Replace(design)
}

// learnedOf are facts of what the two appliances announce.
func learnedOf(one, two string) string {
	return `
learnedRoutes:
  - {routeServer: rs, from: one, prefixes: [` + one + `]}
  - {routeServer: rs, from: nva2, prefixes: [` + two + `]}
appliances: {nva1: {snat: true}, nva2: {snat: true}}
`
}

func TestRT24_RoutesOfAppliancesReachTheNetworkAndItsUsers(t *testing.T) {
	w := compile(t, servedOf(), learnedOf("0.0.0.0/0, 172.20.0.0/16", ""))
	want := []string{"VirtualNetworkGateway Active 0.0.0.0/0 VirtualNetworkGateway 10.0.1.4", "VirtualNetworkGateway Active 172.20.0.0/16 VirtualNetworkGateway 10.0.1.4"}
	for _, tc := range []struct {
		vnet, subnet string
		has          bool
	}{{"hub", "shared", true}, {"hub", "nva", true}, {"spoke", "app", true}, {"plain", "app", false}} {
		lines := w.routes(tc.vnet, tc.subnet)
		for _, line := range want {
			if slices.Contains(lines, line) != tc.has {
				t.Errorf("%s/%s: %q is there: %t\n%s", tc.vnet, tc.subnet, line, !tc.has, strings.Join(lines, "\n"))
			}
		}
	}
	off := compile(t, servedOf("$SPOKE", ", routeTable: off"), learnedOf("0.0.0.0/0", "")).routes("spoke", "app")
	if slices.Contains(off, want[0]) {
		t.Errorf("propagation is off: %q", off)
	}
}

func TestRT24_DefaultRouteLoopsWithoutAWayOut(t *testing.T) {
	compile(t, servedOf(), learnedOf("0.0.0.0/0", "")).check(
		want{"the appliance's own subnet has it, too", "app1 203.0.113.10 tcp/443", "dropped by route 0.0.0.0/0"})
	compile(t, servedOf("$NVA", ", routeTable: out"), learnedOf("0.0.0.0/0", "")).check(
		want{"a user route leads out", "app1 203.0.113.10 tcp/443", "delivered by route out/all"})
}

func TestRT24_WhatIsBehindAnApplianceIsNotKnown(t *testing.T) {
	w := compile(t, servedOf(), learnedOf("172.20.0.0/16", ""))
	tr := w.trace("app1 172.20.0.5 tcp/443")
	if tr.Verdict != pipeline.InconclusiveOutcome || !strings.Contains(tr.Gaps[0].Why, "what is behind nva1, which announces 172.20.0.0/16") {
		t.Errorf("%s because of %v\n%s", w.told(tr), tr.Gaps, w.story(tr))
	}
	w.check(want{"a prefix that nobody announces", "app1 172.21.0.5 tcp/443", "dropped by route 172.16.0.0/12"})
}

func TestRT24_WithoutFactsWhatPeersAnnounceIsNotKnown(t *testing.T) {
	w := compile(t, servedOf())
	tr := w.trace("app1 203.0.113.10 tcp/443")
	if tr.Verdict != pipeline.InconclusiveOutcome || !strings.Contains(tr.Gaps[0].Why, "which prefixes route server rs learns by BGP from one") {
		t.Errorf("%s because of %v", w.told(tr), tr.Gaps)
	}
	w.check(
		want{"never of the VNet and its peers (RT-5)", "app1 10.0.2.4 tcp/443", "delivered by route 10.0.0.0/16"},
		want{"nor where the route server does not reach", "plain1 203.0.113.10 tcp/443", "delivered by route 0.0.0.0/0"},
	)
}

func TestRT21_EqualPathsOfTwoAppliances(t *testing.T) {
	w := compile(t, servedOf("$NVA", ", routeTable: out"), learnedOf("0.0.0.0/0", "0.0.0.0/0"))
	if lines := w.routes("spoke", "app"); !slices.Contains(lines, "VirtualNetworkGateway Active 0.0.0.0/0 VirtualNetworkGateway 10.0.1.4 10.0.1.5") {
		t.Errorf("routes\n%s", strings.Join(lines, "\n"))
	}
	if tr := w.trace("app1 203.0.113.10 tcp/443"); len(tr.Branches) != 2 {
		t.Errorf("%d ways, want one by each", len(tr.Branches))
	}
	short := strings.Replace(learnedOf("0.0.0.0/0", "0.0.0.0/0"), "from: nva2,", "from: nva2, asPath: [65001, 65002],", 1)
	short = strings.Replace(short, "from: one,", "from: one, asPath: [65001],", 1)
	if lines := compile(t, servedOf(), short).routes("spoke", "app"); !slices.Contains(lines, "VirtualNetworkGateway Active 0.0.0.0/0 VirtualNetworkGateway 10.0.1.4") {
		t.Errorf("the shorter path\n%s", strings.Join(lines, "\n"))
	}
}

func TestGW12_BranchesLearnWhatAppliancesAnnounce(t *testing.T) {
	branch := `
virtualNetworkGateways: {vpn: {gatewayType: Vpn, subnet: hub/GatewaySubnet, publicIPAddresses: [vpn-pip]}}
localNetworkGateways: {hq: {addressPrefixes: [192.168.0.0/16], gatewayIpAddress: 198.51.100.77}}
connections: {hq: {connectionType: IPsec, virtualNetworkGateway1: vpn, localNetworkGateway2: hq}}
`
	design := strings.Replace(servedOf("$MORE", branch), "nva-pip: {", "vpn-pip: {ipAddress: 20.0.0.22}, nva-pip: {", 1)
	facts := learnedOf("172.20.0.0/16", "")
	compile(t, design, facts).check(want{"without branch-to-branch", "hq>192.168.0.9 172.20.0.5 tcp/443", "dropped by gateway hq"})
	on := strings.Replace(design, "allowBranchToBranchTraffic: false", "allowBranchToBranchTraffic: true", 1)
	w := compile(t, on, facts)
	if tr := w.trace("hq>192.168.0.9 172.20.0.5 tcp/443"); tr.Verdict != pipeline.InconclusiveOutcome || !strings.Contains(tr.Gaps[0].Why, "behind nva1") {
		t.Errorf("with it: %s because of %v", w.told(tr), tr.Gaps)
	}
}
