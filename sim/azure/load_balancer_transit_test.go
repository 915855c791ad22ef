package azure_test

import (
	"slices"
	"strings"
	"testing"

	"vnetproof/sim/pipeline"
)

// paired has two appliances behind an internal load balancer between a client
// and a server. $RULE is the rule, $BACK the way back, $WEST a region.
const paired = `
location: westeurope
virtualNetworks:
  hub:
    addressPrefixes: [10.0.0.0/16]
    subnets:
      nva: {addressPrefix: 10.0.0.0/24}
    peerings:
      to-spoke: {remoteVirtualNetwork: spoke, allowForwardedTraffic: true}
  spoke:
    location: $WEST
    addressPrefixes: [10.1.0.0/16]
    subnets:
      client: {addressPrefix: 10.1.1.0/24, routeTable: out}
      server: {addressPrefix: 10.1.2.0/24, routeTable: back}
    peerings:
      to-hub: {remoteVirtualNetwork: hub, allowForwardedTraffic: true}
routeTables:
  out: {routes: [{name: s, addressPrefix: 10.1.2.0/24, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.100}]}
  back: {routes: [$BACK]}
loadBalancers:
  ilb:
    sku: Standard
    frontendIPConfigurations: {fe: {subnet: hub/nva, privateIPAddress: 10.0.0.100}, fe2: {subnet: hub/nva, privateIPAddress: 10.0.0.101}}
    backendAddressPools: {pool: {}}
    loadBalancingRules:
      - {name: ha, frontendIPConfiguration: fe, backendAddressPool: pool, $RULE}
      - {name: ha2, frontendIPConfiguration: fe2, backendAddressPool: pool, protocol: All}
virtualMachines:
  nva1: {nics: [{subnet: hub/nva, privateIPAddress: 10.0.0.4, enableIPForwarding: true, loadBalancerBackendAddressPools: [ilb/pool]}]}
  nva2: {nics: [{subnet: hub/nva, privateIPAddress: 10.0.0.5, enableIPForwarding: true, loadBalancerBackendAddressPools: [ilb/pool]}]}
  client1: {nics: [{subnet: spoke/client, privateIPAddress: 10.1.1.4}]}
  server1: {nics: [{subnet: spoke/server, privateIPAddress: 10.1.2.4}]}
`

const (
	viaFirst  = "{name: c, addressPrefix: 10.1.1.0/24, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.100}"
	viaSecond = "{name: c, addressPrefix: 10.1.1.0/24, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.101}"
)

func pairedOf(holes ...string) string {
	design := strings.NewReplacer(holes...).Replace(paired)
	return strings.NewReplacer("$RULE", "protocol: All", "$BACK", viaFirst, "$WEST", "westeurope").Replace(design)
}

func TestLB02_SameFrontEndBringsAnswersToTheSameMember(t *testing.T) {
	w := compile(t, pairedOf())
	for _, traffic := range []string{"tcp/443", "udp/53", "icmp"} {
		line := "client1 10.1.2.4 " + traffic
		w.check(want{"by either", line, "delivered by " + w.by(line)})
		tr := w.trace(line)
		if len(tr.Branches) != 2 {
			t.Errorf("%s: %d ways, want one by each appliance", line, len(tr.Branches))
		}
		for _, b := range tr.Branches {
			if b.Outcome != pipeline.Delivered {
				t.Errorf("%s: %s", line, b.Outcome)
			}
		}
	}
}

// by is what a delivered line is told to be let through by.
func (w world) by(line string) string {
	w.t.Helper()
	_, cause, _ := strings.Cut(w.told(w.trace(line)), " by ")
	return cause
}

func TestLB02_OtherFrontEndsDecideAnew(t *testing.T) {
	w := compile(t, pairedOf("$BACK", viaSecond))
	tr := w.trace("client1 10.1.2.4 tcp/443")
	var ends []string
	for _, b := range tr.Branches {
		ends = append(ends, b.Outcome.String())
	}
	slices.Sort(ends)
	if want := []string{"delivered", "delivered", "dropped", "dropped"}; !slices.Equal(ends, want) {
		t.Errorf("got %v, want %v: the answer may come to the other appliance\n%s", ends, want, w.story(tr))
	}
	compile(t, pairedOf("$BACK", viaSecond), "down: [\"vm:nva2\"]").check(
		want{"one appliance is always the same", "client1 10.1.2.4 tcp/443", "delivered by route 10.1.0.0/16"})
	compile(t, pairedOf("$BACK", viaSecond), "appliances: {nva1: {snat: true}, nva2: {snat: true}}").check(
		want{"translation brings answers back", "client1 10.1.2.4 tcp/443", "delivered by route 10.1.0.0/16"})
}

func TestLB02_RuleForOnePortDropsTheRest(t *testing.T) {
	w := compile(t, pairedOf("$RULE", "protocol: Tcp, frontendPort: 443, backendPort: 443", "$BACK", ""))
	if tr := w.trace("client1 10.1.2.4 tcp/443"); tr.Verdict == pipeline.Dropped && tr.DecidedBy.Kind == pipeline.LoadBalancerCause {
		t.Errorf("its own port: %s", w.told(tr))
	}
	w.check(want{"another port", "client1 10.1.2.4 tcp/80", "dropped by loadBalancer ilb/fe"})
	w = compile(t, pairedOf("$RULE", "protocol: Tcp, frontendPort: 443, backendPort: 8443"))
	if tr := w.trace("client1 10.1.2.4 tcp/443"); tr.Verdict != pipeline.InconclusiveOutcome || !strings.Contains(tr.Gaps[0].Why, "which changes the port") {
		t.Errorf("a rule that changes the port: %s because of %v", w.told(tr), tr.Gaps)
	}
}

func TestPEER09_BasicFrontEndsAreNotReachedOverGlobalPeering(t *testing.T) {
	far := []string{"$WEST", "northeurope"}
	basic := strings.Replace(pairedOf(far...), "sku: Standard", "sku: Basic", 1)
	compile(t, basic).check(
		want{"as next hop", "client1 10.1.2.4 tcp/443", "dropped by route out/s"},
		want{"as destination", "client1 10.0.0.100 tcp/443", "dropped by peering to-hub"},
	)
	compile(t, pairedOf(far...)).check(want{"a Standard one is", "client1 10.1.2.4 tcp/443", "delivered by route 10.1.0.0/16"})
	compile(t, strings.Replace(pairedOf(), "sku: Standard", "sku: Basic", 1)).check(
		want{"nor over a regional one is Basic kept off", "client1 10.1.2.4 tcp/443", "delivered by route 10.1.0.0/16"})
}
