package azure_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/sim/pipeline"
)

// spokes are a and b, peered with hub, where nva1 forwards between them.
// $A and $HUB are flags of a's half and of the hub's half towards a.
const spokes = `
location: westeurope
virtualNetworks:
  hub:
    addressPrefixes: [10.0.0.0/16]
    subnets: {dmz: {addressPrefix: 10.0.1.0/24}}
    peerings: {to-a: {remoteVirtualNetwork: a$HUB}, to-b: {remoteVirtualNetwork: b, allowForwardedTraffic: true}}
  a:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      x: {addressPrefix: 10.1.0.0/24, routeTable: to-b}
      guarded: {addressPrefix: 10.1.1.0/24, networkSecurityGroup: a-nsg}
      wide: {addressPrefix: 10.1.2.0/24, networkSecurityGroup: a-nsg, routeTable: to-b}
    peerings: {to-hub: {remoteVirtualNetwork: hub$A}}
  b:
    addressPrefixes: [10.2.0.0/16]
    subnets: {z: {addressPrefix: 10.2.0.0/24, routeTable: to-a}}
    peerings: {to-hub: {remoteVirtualNetwork: hub, allowForwardedTraffic: true}}
networkSecurityGroups:
  a-nsg: {}
routeTables:
  to-b: {routes: [{name: b, addressPrefix: 10.2.0.0/16, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.1.4}]}
  to-a: {routes: [{name: a, addressPrefix: 10.1.0.0/16, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.1.4}]}
virtualMachines:
  x1: {nics: [{subnet: a/x, privateIPAddress: 10.1.0.4}]}
  guarded1: {nics: [{subnet: a/guarded, privateIPAddress: 10.1.1.4}]}
  wide1: {nics: [{subnet: a/wide, privateIPAddress: 10.1.2.4}]}
  z1: {nics: [{subnet: b/z, privateIPAddress: 10.2.0.4}]}
  nva1: {nics: [{subnet: hub/dmz, privateIPAddress: 10.0.1.4, enableIPForwarding: true}]}
`

func peered(a, hub string) string {
	return strings.NewReplacer("$A", a, "$HUB", hub).Replace(spokes)
}

const forwarded = ", allowForwardedTraffic: true"

func TestPEER01_BothHalves(t *testing.T) {
	both := peered(forwarded, forwarded)
	compile(t, both).check(want{"connected", "x1 10.0.1.4 tcp/443", "delivered by route 10.0.0.0/16"})
	one := strings.Replace(both, "to-a: {remoteVirtualNetwork: a, allowForwardedTraffic: true}, ", "", 1)
	w := compile(t, one)
	w.check(want{"one half", "x1 10.0.1.4 tcp/443", "dropped by route 10.0.0.0/8"})
	if tr := w.trace("x1 10.0.1.4 tcp/443"); !strings.Contains(tr.DecidedBy.Reason, "Initiated") || tr.DecidedBy.Rules[0] != "PEER-1" {
		t.Errorf("told as %q by %v", tr.DecidedBy.Reason, tr.DecidedBy.Rules)
	}
	gone := strings.Replace(both, "{remoteVirtualNetwork: hub, allowForwardedTraffic: true}}\n  b", "{remoteVirtualNetwork: hub, peeringState: Disconnected}}\n  b", 1)
	compile(t, gone).check(
		want{"disconnected at a", "x1 10.0.1.4 tcp/443", "dropped by route 10.0.0.0/8"},
		want{"seen from the hub too", "nva1 10.1.0.4 tcp/443", "dropped by route 10.0.0.0/8"},
	)
	compile(t, both, "down: [peering:a/to-hub]").check(want{"taken down", "x1 10.0.1.4 tcp/443", "dropped by route 10.0.0.0/8"})
}

func TestPEER02_AccessIsOnlyTheTag(t *testing.T) {
	noAccess := peered(forwarded+", allowVirtualNetworkAccess: false", forwarded)
	w := compile(t, noAccess)
	w.check(
		want{"the tag lacks the peer", "nva1 10.1.1.4 tcp/443", "denied by defaultRule DenyAllInBound of a-nsg"},
		want{"without an NSG nothing changes", "nva1 10.1.0.4 tcp/443", "delivered by route 10.1.0.0/16"},
	)
	if diff := cmp.Diff(compile(t, peered(forwarded, forwarded)).routes("a", "x"), w.routes("a", "x")); diff != "" {
		t.Errorf("routes:\n%s", diff)
	}
	explicit := strings.Replace(noAccess, "a-nsg: {}",
		"a-nsg: {securityRules: [{name: hub, priority: 100, direction: Inbound, access: Allow, protocol: \"*\", source: 10.0.0.0/16, destination: \"*\"}]}", 1)
	compile(t, explicit).check(want{"a rule that names the prefix", "nva1 10.1.1.4 tcp/443", "delivered by nsgRule hub of a-nsg"})
}

func TestPEER03_ForwardedTraffic(t *testing.T) {
	compile(t, peered(forwarded, forwarded)).check(
		want{"allowed", "z1 10.1.0.4 tcp/443", "delivered by route 10.1.0.0/16"})
	w := compile(t, peered("", forwarded))
	w.check(
		want{"not allowed, and no rule for the source", "z1 10.1.1.4 tcp/443", "denied by defaultRule DenyAllInBound of a-nsg"},
		want{"not allowed, the source in the tag by a user route", "z1 10.1.2.4 tcp/443", "inconclusive by peering to-a"},
		want{"not allowed, no NSG", "z1 10.1.0.4 tcp/443", "inconclusive by peering to-a"},
		want{"what originates in the peer is not concerned", "nva1 10.1.0.4 tcp/443", "delivered by route 10.1.0.0/16"},
	)
	if tr := w.trace("z1 10.1.0.4 tcp/443"); tr.Gaps[0].Property != "allowForwardedTraffic" || tr.Gaps[0].Resource.Name() != "to-hub" {
		t.Errorf("gap %+v", tr.Gaps[0])
	}
}

func TestPEER04_NotTransitive(t *testing.T) {
	design := strings.ReplaceAll(peered(forwarded, forwarded), ", routeTable: to-b", "")
	compile(t, design).check(
		want{"without a route to the appliance", "x1 10.2.0.4 tcp/443", "dropped by route 10.0.0.0/8"})
	w := compile(t, peered(forwarded, forwarded))
	if tr := w.trace("x1 10.2.0.4 tcp/443"); tr.Verdict != pipeline.Delivered || !strings.Contains(w.hops(tr), " nva1 ") {
		t.Errorf("with it: %s over %q", tr.Verdict, w.hops(tr))
	}
}

func TestPEER07_NotSynced(t *testing.T) {
	design := strings.Replace(peered(forwarded, forwarded), "addressPrefixes: [10.0.0.0/16]", "addressPrefixes: [10.0.0.0/16, 10.7.0.0/16]", 1)
	compile(t, design).check(want{"synced", "x1 10.7.0.4 tcp/443", "dropped by noHost hub"})
	stale := strings.Replace(design, "to-hub: {remoteVirtualNetwork: hub, allow",
		"to-hub: {remoteVirtualNetwork: hub, peeringSyncLevel: RemoteNotInSync, remoteAddressPrefixes: [10.0.0.0/16], allow", 1)
	if stale == design {
		t.Fatal("the design did not change")
	}
	compile(t, stale).check(
		want{"the new prefix is not routed", "x1 10.7.0.4 tcp/443", "dropped by route 10.0.0.0/8"},
		want{"the old one is", "x1 10.0.1.4 tcp/443", "delivered by route 10.0.0.0/16"},
	)
}

const subnetPeering = `
virtualNetworks:
  a:
    addressPrefixes: [10.1.0.0/16]
    subnets: {one: {addressPrefix: 10.1.1.0/24}, two: {addressPrefix: 10.1.2.0/24}}
    peerings: {to-b: {remoteVirtualNetwork: b, peerCompleteVnets: false, localSubnetNames: [one], remoteSubnetNames: [three]}}
  b:
    addressPrefixes: [10.2.0.0/16]
    subnets: {three: {addressPrefix: 10.2.3.0/24, networkSecurityGroup: b-nsg}, four: {addressPrefix: 10.2.4.0/24}}
    peerings: {to-a: {remoteVirtualNetwork: a, peerCompleteVnets: false, localSubnetNames: [three], remoteSubnetNames: [one]}}
networkSecurityGroups: {b-nsg: {}}
virtualMachines:
  vm1: {nics: [{subnet: a/one, privateIPAddress: 10.1.1.4}]}
  vm2: {nics: [{subnet: a/two, privateIPAddress: 10.1.2.4}]}
  vm3: {nics: [{subnet: b/three, privateIPAddress: 10.2.3.4}]}
  vm4: {nics: [{subnet: b/four, privateIPAddress: 10.2.4.4}]}
`

func TestPEER08_SubnetPeering(t *testing.T) {
	w := compile(t, subnetPeering)
	w.check(
		want{"peered subnets", "vm1 10.2.3.4 tcp/443", "delivered by defaultRule AllowVnetInBound of b-nsg"},
		want{"a local subnet outside", "vm2 10.2.3.4 tcp/443", "dropped by peering to-b"},
		want{"a remote subnet outside", "vm1 10.2.4.4 tcp/443", "dropped by route 10.0.0.0/8"},
	)
	want := []string{"Default Active 10.2.3.0/24 VNetPeering", "Default Active 10.1.0.0/16 VnetLocal"}
	if diff := cmp.Diff(want, w.routes("a", "two")[:2]); diff != "" {
		t.Errorf("the subnet outside lists the route:\n%s", diff)
	}
}

func TestPEER12_OtherRegions(t *testing.T) {
	design := strings.Replace(peered(forwarded, forwarded), "  hub:\n", "  hub:\n    location: eastus\n", 1)
	w := compile(t, design)
	w.check(want{"the same rules", "x1 10.0.1.4 tcp/443", "delivered by route 10.0.0.0/16"})
	if !slices.Contains(w.routes("a", "x"), "Default Active 10.0.0.0/16 VNetGlobalPeering") {
		t.Errorf("routes %v", w.routes("a", "x"))
	}
}

func TestPeerOutsideTheInput(t *testing.T) {
	far := "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/far/providers/Microsoft.Network/virtualNetworks/far"
	design := strings.Replace(peered(forwarded, forwarded), "to-hub: {remoteVirtualNetwork: hub, allow", "to-far: {remoteVirtualNetwork: "+far+"}, to-hub: {remoteVirtualNetwork: hub, allow", 1)
	w := compile(t, design)
	w.check(
		want{"where it may be", "x1 10.77.0.4 tcp/443", "inconclusive by route unknown prefixes"},
		want{"not in the VNet itself", "x1 10.1.1.4 tcp/443", "delivered by defaultRule AllowVnetInBound of a-nsg"},
	)
}

func TestPEER11_OtherFlagsChangeNothing(t *testing.T) {
	design := with(thread, "to-a: {remoteVirtualNetwork: a, allowForwardedTraffic: true}", "to-a: {remoteVirtualNetwork: a, allowForwardedTraffic: true, doNotVerifyRemoteGateways: true}")
	compile(t, design).check(want{"with it", "x1 10.2.0.4 tcp/443", "delivered by defaultRule AllowVnetOutBound of x-nsg"})
	compile(t, thread).check(want{"without", "x1 10.2.0.4 tcp/443", "delivered by defaultRule AllowVnetOutBound of x-nsg"})
}

func TestPEER03_AnAssumptionSettlesIt(t *testing.T) {
	design := with(thread, "peerings: {to-hub: {remoteVirtualNetwork: hub, allowForwardedTraffic: true}}\n  b:", "peerings: {to-hub: {remoteVirtualNetwork: hub}}\n  b:")
	line := "z1 10.1.0.4 tcp/443"
	compile(t, design).check(want{"contested", line, "inconclusive by peering to-a"})
	compile(t, design, "platform: {forwardedTraffic: passes}").check(want{"passes", line, "delivered by defaultRule AllowVnetInBound of x-nsg"})
	compile(t, design, "platform: {forwardedTraffic: dropped}").check(want{"dropped", line, "dropped by peering to-a"})
}
