package azure_test

import (
	"slices"
	"strings"
	"testing"

	"vnetproof/sim/pipeline"
)

// natted joins a network and two branches that all have 10.0.1.0/24. $IN, $OUT
// and $TYPE vary.
const natted = `
virtualNetworks:
  net:
    addressPrefixes: [10.0.1.0/24, 10.9.0.0/24]
    subnets:
      app: {addressPrefix: 10.0.1.0/25, networkSecurityGroup: app-nsg}
      GatewaySubnet: {addressPrefix: 10.9.0.0/27}
networkSecurityGroups:
  app-nsg:
    securityRules:
      - {name: branch1, priority: 100, direction: Inbound, access: Allow, protocol: "*", source: 100.0.2.0/24, destination: "*"}
      - {name: deny, priority: 4000, direction: Inbound, access: Deny, protocol: "*", source: "*", destination: "*"}
publicIPAddresses: {gw-pip: {ipAddress: 20.0.0.30}}
virtualNetworkGateways:
  vpn:
    gatewayType: Vpn
    subnet: net/GatewaySubnet
    publicIPAddresses: [gw-pip]
    natRules:
      - {name: vnet, mode: EgressSnat, type: $OUTTYPE, internalMappings: [10.0.1.0/24], externalMappings: [$OUT]}
      - {name: branch1, mode: IngressSnat, type: $INTYPE, internalMappings: [10.0.1.0/24], externalMappings: [$IN]}
      - {name: branch2, mode: IngressSnat, internalMappings: [10.0.1.0/24], externalMappings: [100.0.3.0/24]}
localNetworkGateways:
  one: {addressPrefixes: [10.0.1.0/24], gatewayIpAddress: 198.51.100.71}
  two: {addressPrefixes: [10.0.1.0/24], gatewayIpAddress: 198.51.100.72}
connections:
  to-one: {connectionType: IPsec, virtualNetworkGateway1: vpn, localNetworkGateway2: one, ingressNatRules: [vpn/branch1], egressNatRules: [vpn/vnet]}
  to-two: {connectionType: IPsec, virtualNetworkGateway1: vpn, localNetworkGateway2: two, ingressNatRules: [vpn/branch2], egressNatRules: [vpn/vnet]}
virtualMachines:
  app1: {nics: [{subnet: net/app, privateIPAddress: 10.0.1.4}]}
`

func nattedOf(holes ...string) string {
	design := strings.NewReplacer(holes...).Replace(natted)
	return strings.NewReplacer("$OUTTYPE", "Static", "$INTYPE", "Static", "$OUT", "100.0.1.0/24", "$IN", "100.0.2.0/24").Replace(design)
}

func TestGW17_StaticRulesTranslateBothWays(t *testing.T) {
	w := compile(t, nattedOf())
	if lines := w.routes("net", "app"); !slices.Contains(lines, "VirtualNetworkGateway Active 100.0.2.0/24 VirtualNetworkGateway") ||
		!slices.Contains(lines, "VirtualNetworkGateway Active 100.0.3.0/24 VirtualNetworkGateway") {
		t.Errorf("Azure routes to the external mappings:\n%s", strings.Join(lines, "\n"))
	}
	w.check(
		want{"to a branch by its external address", "app1 100.0.2.9 tcp/443", "delivered by defaultRule AllowVnetOutBound of app-nsg"},
		want{"a branch to the VNet's", "one 100.0.1.4 tcp/443", "delivered by nsgRule branch1 of app-nsg"},
		want{"whose NSGs see the external source", "two 100.0.1.4 tcp/443", "denied by nsgRule deny of app-nsg"},
		want{"the other branch is not known", "one 100.0.3.9 tcp/443", "dropped by gateway one"},
	)
	if got := w.seen("app1 100.0.2.9 tcp/443"); got != "100.0.1.4" {
		t.Errorf("the branch sees %s", got)
	}
	if got := w.seen("one>10.0.1.9 100.0.1.4 tcp/443"); got != "100.0.2.9" {
		t.Errorf("the VNet sees %s", got)
	}
}

func TestGW17_TheSiteKnowsTheExternalPrefixOnly(t *testing.T) {
	design := strings.NewReplacer("10.0.1.0/25", "10.0.5.0/25", "10.0.1.0/24, 10.9", "10.0.5.0/24, 10.9", "10.0.1.4", "10.0.5.4",
		"internalMappings: [10.0.1.0/24], externalMappings: [100.0.1.0/24]", "internalMappings: [10.0.5.0/24], externalMappings: [100.0.1.0/24]").Replace(nattedOf())
	w := compile(t, design)
	w.check(want{"by its own address", "one 10.0.5.4 tcp/443", "dropped by gateway vpn/vnet"},
		want{"by the external one", "one 100.0.1.4 tcp/443", "delivered by nsgRule branch1 of app-nsg"})
	if tr := w.trace("one 10.0.5.4 tcp/443"); !strings.Contains(tr.DecidedBy.Reason, "site one knows 10.0.5.0/24 as 100.0.1.0/24") {
		t.Errorf("reason %q", tr.DecidedBy.Reason)
	}
}

func TestGW17_DynamicRulesServeOneDirection(t *testing.T) {
	w := compile(t, nattedOf("$INTYPE", "Dynamic", "$IN", "100.0.2.0/30", "source: 100.0.2.0/24", "source: 100.0.2.0/30"))
	w.check(
		want{"opened on-premises", "one 100.0.1.4 tcp/443", "delivered by nsgRule branch1 of app-nsg"},
		want{"not from Azure", "app1 100.0.2.1 tcp/443", "dropped by gateway vpn/branch1"},
	)
	w = compile(t, nattedOf("$OUTTYPE", "Dynamic", "$OUT", "100.0.1.0/30"))
	w.check(
		want{"opened in Azure", "app1 100.0.2.9 tcp/443", "delivered by defaultRule AllowVnetOutBound of app-nsg"},
		want{"not on-premises", "one 100.0.1.1 tcp/443", "dropped by gateway vpn/vnet"},
	)
}

func TestGW17_ConnectionsWithoutRulesTranslateNothing(t *testing.T) {
	design := strings.NewReplacer("two: {addressPrefixes: [10.0.1.0/24]", "two: {addressPrefixes: [192.168.0.0/24]",
		", ingressNatRules: [vpn/branch2], egressNatRules: [vpn/vnet]}", "}").Replace(nattedOf())
	w := compile(t, design)
	w.check(want{"as it is", "app1 192.168.0.9 tcp/443", "delivered by defaultRule AllowVnetOutBound of app-nsg"})
	if got := w.seen("app1 192.168.0.9 tcp/443"); got != "10.0.1.4" {
		t.Errorf("the site sees %s", got)
	}
}

// reached has two ExpressRoute circuits, each to a network of its own. $REACH and $FAST vary.
const reached = `
virtualNetworks:
  east:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      GatewaySubnet: {addressPrefix: 10.1.0.0/27, routeTable: gw-rt}
      fw: {addressPrefix: 10.1.1.0/24}
      app: {addressPrefix: 10.1.2.0/24, routeTable: app-rt}
  west:
    addressPrefixes: [10.2.0.0/16]
    subnets: {GatewaySubnet: {addressPrefix: 10.2.0.0/27}, app: {addressPrefix: 10.2.2.0/24}}
routeTables:
  gw-rt: {routes: [$ROUTE]}
  app-rt: {routes: [{name: back, addressPrefix: 172.20.0.0/16, nextHopType: VirtualAppliance, nextHopIpAddress: 10.1.1.4}]}
virtualNetworkGateways:
  er-east: {gatewayType: ExpressRoute, subnet: east/GatewaySubnet}
  er-west: {gatewayType: ExpressRoute, subnet: west/GatewaySubnet}
expressRouteCircuits:
  paris: {$REACH}
  tokyo: {}
connections:
  to-paris: {connectionType: ExpressRoute, virtualNetworkGateway1: er-east, peer: paris, $FAST}
  to-tokyo: {connectionType: ExpressRoute, virtualNetworkGateway1: er-west, peer: tokyo}
virtualMachines:
  nva1: {nics: [{subnet: east/fw, privateIPAddress: 10.1.1.4, enableIPForwarding: true}]}
  app1: {nics: [{subnet: east/app, privateIPAddress: 10.1.2.4}]}
  west1: {nics: [{subnet: west/app, privateIPAddress: 10.2.2.4}]}
`

const reachedFacts = `
learnedRoutes:
  - {gateway: er-east, from: to-paris, prefixes: [172.20.0.0/16]}
  - {gateway: er-west, from: to-tokyo, prefixes: [172.21.0.0/16]}
appliances: {nva1: {stateful: true}}
`

func reachedOf(holes ...string) string {
	design := strings.NewReplacer(holes...).Replace(reached)
	return strings.NewReplacer("$ROUTE", "{name: app, addressPrefix: 10.1.2.0/24, nextHopType: VirtualAppliance, nextHopIpAddress: 10.1.1.4}",
		"$REACH", "serviceProviderProvisioningState: Provisioned", "$FAST", "expressRouteGatewayBypass: false").Replace(design)
}

func TestGW10_GlobalReachJoinsTheSitesOfTwoCircuits(t *testing.T) {
	compile(t, reachedOf(), reachedFacts).check(
		want{"without it", "paris 172.21.0.9 tcp/443", "dropped by gateway paris"})
	w := compile(t, reachedOf("$REACH", "peerings: {AzurePrivatePeering: {globalReach: [tokyo]}}"), reachedFacts)
	w.check(
		want{"site to site", "paris 172.21.0.9 tcp/443", "delivered by gateway paris"},
		want{"and the other way", "tokyo 172.20.0.9 tcp/443", "delivered by gateway tokyo"},
		want{"not to the other's network", "paris 10.2.2.4 tcp/443", "dropped by gateway paris"},
	)
}

func TestGW11_FastPathMayPassTheRoutesOfTheGatewaySubnet(t *testing.T) {
	line := "paris 10.1.2.4 tcp/443"
	compile(t, reachedOf(), reachedFacts).check(want{"through the appliance both ways", line, "delivered by route 10.1.0.0/16"})
	w := compile(t, reachedOf("$FAST", "expressRouteGatewayBypass: true"), reachedFacts)
	if tr := w.trace(line); tr.Verdict != pipeline.InconclusiveOutcome || !strings.Contains(tr.Gaps[0].Why, "whether FastPath of connection to-paris honours the user routes") {
		t.Errorf("%s because of %v", w.told(tr), tr.Gaps)
	}
	if tr := compile(t, reachedOf("$FAST", "expressRouteGatewayBypass: true", "$ROUTE", ""), reachedFacts).trace(line); len(tr.Gaps) > 0 {
		t.Errorf("without user routes FastPath changes nothing: %v", tr.Gaps)
	}
}
