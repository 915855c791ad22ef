package azure_test

import (
	"slices"
	"strings"
	"testing"

	"vnetproof/sim/pipeline"
	"vnetproof/sim/walk"
)

// outward has hosts with every way to the internet. $APP and $VM vary.
const outward = `
virtualNetworks:
  net:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      app: {addressPrefix: 10.1.1.0/24, networkSecurityGroup: open$APP}
      other: {addressPrefix: 10.1.2.0/24, networkSecurityGroup: open}
natGateways:
  gw: {sku: Standard, publicIPAddresses: [gw-pip]}
networkSecurityGroups:
  open: {securityRules: [{name: any, priority: 100, direction: Inbound, access: Allow, protocol: "*", source: "*", destination: "*"}]}
publicIPAddresses:
  gw-pip: {ipAddress: 20.0.0.50, sku: Standard}
  vm-pip: {ipAddress: 20.0.0.7, sku: Standard}
  other-pip: {ipAddress: 20.0.0.8, sku: Standard}
virtualMachines:
  vm1: {nics: [{subnet: net/app, privateIPAddress: 10.1.1.4$VM}]}
  other1: {nics: [{subnet: net/other, privateIPAddress: 10.1.2.4, publicIPAddress: other-pip}]}
`

func outwardOf(app, vm string) string {
	return strings.NewReplacer("$APP", app, "$VM", vm).Replace(outward)
}

const (
	nat = ", natGateway: gw"
	pip = ", publicIPAddress: vm-pip"
)

// seen is the source address that the destination sees, "" where nothing arrived.
func seen(tr *walk.Trace) string {
	if !tr.Arrived {
		return ""
	}
	return tr.Branches[0].Seen.Sources().String()
}

func TestRT20_OrderOfOutboundMethods(t *testing.T) {
	for _, tc := range []struct{ name, app, vm, want string }{
		{"NAT gateway before the instance's address", nat, pip, "20.0.0.50"},
		{"the instance's address", "", pip, "20.0.0.7"},
		{"NAT gateway alone", nat, "", "20.0.0.50"},
	} {
		tr := compile(t, outwardOf(tc.app, tc.vm)).trace("vm1 203.0.113.10 tcp/443")
		if got := seen(tr); got != tc.want || tr.Verdict != pipeline.Delivered {
			t.Errorf("%s: %s, seen as %q, want %s", tc.name, tr.Verdict, got, tc.want)
		}
	}
}

func TestRT20_AnswersLeaveAsTheyCame(t *testing.T) {
	compile(t, outwardOf(nat, pip)).check(
		want{"in by the instance's address, beside a NAT gateway", "internet 20.0.0.7 tcp/443", "delivered by nsgRule any of open"})
}

func TestRT20_BetweenPublicAddresses(t *testing.T) {
	w := compile(t, outwardOf(nat, ""))
	tr := w.trace("vm1 20.0.0.8 tcp/443")
	if tr.Verdict != pipeline.Delivered || seen(tr) != "20.0.0.50" || tr.To != w.at("other1") {
		t.Errorf("%s, seen as %q\n%s", tr.Verdict, seen(tr), w.story(tr))
	}
}

func TestNAT01_OutboundTCPAndUDPOnly(t *testing.T) {
	compile(t, outwardOf(nat, "")).check(
		want{"tcp", "vm1 203.0.113.10 tcp/443", "delivered by defaultRule AllowInternetOutBound of open"},
		want{"udp", "vm1 203.0.113.10 udp/53", "delivered by defaultRule AllowInternetOutBound of open"},
		want{"no icmp", "vm1 203.0.113.10 icmp", "dropped by natGateway gw"},
		want{"nothing comes in by it", "internet 20.0.0.50 tcp/443", "dropped by natGateway gw"},
		want{"nor do other subnets use it", "other1 203.0.113.10 icmp", "delivered by defaultRule AllowInternetOutBound of open"},
	)
	whole := strings.Replace(outwardOf("", ""), "gw: {sku: Standard,", "gw: {sku: StandardV2, sourceVirtualNetwork: net,", 1)
	if got := seen(compile(t, whole).trace("vm1 203.0.113.10 tcp/443")); got != "20.0.0.50" {
		t.Errorf("of a whole VNet: seen as %q", got)
	}
}

func TestNAT01_NeedsTheRouteToInternet(t *testing.T) {
	design := outwardOf(nat+", routeTable: rt", "") + "routeTables: {rt: {routes: [{name: all, addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliance, nextHopIpAddress: 10.1.2.4}]}}\n"
	compile(t, design).check(want{"a route to an appliance bypasses it", "vm1 203.0.113.10 tcp/443", "dropped by ipForwarding other1"})
}

func TestRT19_DefaultOutboundAccess(t *testing.T) {
	silent := compile(t, outwardOf("", ""))
	silent.check(
		want{"a silent subnet has it", "vm1 203.0.113.10 tcp/443", "delivered by defaultRule AllowInternetOutBound of open"},
		want{"no icmp", "vm1 203.0.113.10 icmp", "dropped by publicAddress default outbound access"},
	)
	if tr := silent.trace("vm1 203.0.113.10 tcp/443"); !slices.ContainsFunc(tr.Assumptions, func(a *pipeline.Assumption) bool {
		return strings.Contains(a.Text, "does not set defaultOutboundAccess")
	}) {
		t.Errorf("assumptions %v", tr.Assumptions)
	}
	compile(t, outwardOf(", defaultOutboundAccess: false", "")).check(
		want{"a private subnet has none", "vm1 203.0.113.10 tcp/443", "dropped by publicAddress net/app"},
		want{"inside nothing changes", "vm1 10.1.2.4 tcp/443", "delivered by nsgRule any of open"},
	)
	compile(t, outwardOf(", defaultOutboundAccess: false"+nat, "")).check(
		want{"an explicit way works there", "vm1 203.0.113.10 tcp/443", "delivered by defaultRule AllowInternetOutBound of open"})
	compile(t, outwardOf("", ""), "platform: {defaultOutboundAccess: false}").check(
		want{"the facts may say so", "vm1 203.0.113.10 tcp/443", "dropped by publicAddress net/app"})
	two := strings.Replace(outwardOf("", ""), "10.1.1.4}]", "10.1.1.4}, {subnet: net/other"+pip+"}]", 1)
	w := compile(t, two)
	w.check(want{"never beside a Standard address of the machine", "vm1/vm1-nic 203.0.113.10 tcp/443", "dropped by publicAddress net/app"})
}

func TestRT10_DefaultRouteBreaksPublicAddresses(t *testing.T) {
	design := outwardOf(pipRoute, pip)
	design += "routeTables: {rt: {routes: [{name: all, addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliance, nextHopIpAddress: 10.1.2.9}]}}\n"
	design = strings.Replace(design, "virtualMachines:\n", "virtualMachines:\n  nva1: {nics: [{subnet: net/other, privateIPAddress: 10.1.2.9, enableIPForwarding: true}]}\n", 1)
	compile(t, design, "appliances: {nva1: {stateful: true}}").check(
		want{"the answer goes to the appliance", "internet 20.0.0.7 tcp/443", "dropped by asymmetry nva1"})
	compile(t, outwardOf("", pip)).check(
		want{"without the route", "internet 20.0.0.7 tcp/443", "delivered by nsgRule any of open"})
}

const pipRoute = ", routeTable: rt"

func TestRT21_EveryPathIsReal(t *testing.T) {
	design := `
virtualNetworks:
  net:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      web: {addressPrefix: 10.1.0.0/24, routeTable: rt}
      app: {addressPrefix: 10.1.1.0/24}
      dmz: {addressPrefix: 10.1.2.0/24}
routeTables:
  rt: {routes: [{name: app, addressPrefix: 10.1.1.0/24, nextHopType: VirtualApplianceEcmp, nextHopIpAddresses: [10.1.2.4, 10.1.2.5]}]}
virtualMachines:
  web1: {nics: [{subnet: net/web, privateIPAddress: 10.1.0.4}]}
  app1: {nics: [{subnet: net/app, privateIPAddress: 10.1.1.4}]}
  nva1: {nics: [{subnet: net/dmz, privateIPAddress: 10.1.2.4, enableIPForwarding: true}]}
  nva2: {nics: [{subnet: net/dmz, privateIPAddress: 10.1.2.5, enableIPForwarding: $ON}]}
`
	compile(t, strings.Replace(design, "$ON", "true", 1)).check(
		want{"both forward", "web1 10.1.1.4 tcp/443", "delivered by route 10.1.0.0/16"})
	tr := compile(t, strings.Replace(design, "$ON", "false", 1)).trace("web1 10.1.1.4 tcp/443")
	if len(tr.Branches) != 2 || tr.Branches[0].Outcome == tr.Branches[1].Outcome {
		t.Errorf("one of two does not forward: %v", tr.Branches)
	}
}

func TestRT19_OnlyInboundNATRules(t *testing.T) {
	const design = `
location: westeurope
virtualNetworks: {net: {addressPrefixes: [10.1.0.0/16], subnets: {app: {addressPrefix: 10.1.1.0/24}}}}
publicIPAddresses: {fe: {ipAddress: 20.1.1.1}}
loadBalancers:
  lb:
    frontendIPConfigurations: {fe: {publicIPAddress: fe}}
    inboundNatRules: {ssh: {frontendIPConfiguration: fe, protocol: Tcp, frontendPort: 2201, backendPort: 22}}
virtualMachines:
  vm1: {nics: [{subnet: net/app, loadBalancerInboundNatRules: [lb/ssh]}]}
  vm2: {nics: [{subnet: net/app}]}
`
	compile(t, design).check(
		want{"the pages do not say whether default access stays", "vm1 203.0.113.10 tcp/443", "inconclusive by unmodelled net/app"},
		want{"near miss: its neighbour", "vm2 203.0.113.10 tcp/443", "delivered by route 0.0.0.0/0"})
	private := with(design, "addressPrefix: 10.1.1.0/24", "addressPrefix: 10.1.1.0/24, defaultOutboundAccess: false")
	compile(t, private).check(want{"near miss: a private subnet", "vm1 203.0.113.10 tcp/443", "dropped by publicAddress net/app"})
}
