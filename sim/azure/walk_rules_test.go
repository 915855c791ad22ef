package azure_test

import (
	"net/netip"
	"strings"
	"testing"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/walk"
)

// twoSubnets has an NSG on the subnet app and another on the NIC of app1.
const twoSubnets = `
virtualNetworks:
  net:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      web: {addressPrefix: 10.1.0.0/24}
      app: {addressPrefix: 10.1.1.0/24, networkSecurityGroup: app-nsg}
networkSecurityGroups:
  app-nsg:
    securityRules:
      - {name: web-in, priority: 100, direction: Inbound, access: Allow, protocol: Tcp, source: 10.1.0.0/24, destination: "*", destinationPorts: [80, 443]}
      - {name: none-in, priority: 4000, direction: Inbound, access: Deny, protocol: "*", source: "*", destination: "*"}
      - {name: no-ssh-out, priority: 100, direction: Outbound, access: Deny, protocol: Tcp, source: "*", destination: "*", destinationPorts: [22]}
  nic-nsg:
    securityRules:
      - {name: no-http, priority: 200, direction: Inbound, access: Deny, protocol: Tcp, source: "*", destination: "*", destinationPorts: [80]}
      - {name: no-rdp-out, priority: 200, direction: Outbound, access: Deny, protocol: Tcp, source: "*", destination: "*", destinationPorts: [22, 3389]}
virtualMachines:
  web1: {nics: [{subnet: net/web, privateIPAddress: 10.1.0.4}]}
  app1: {nics: [{subnet: net/app, privateIPAddress: 10.1.1.4, networkSecurityGroup: nic-nsg}]}
  app2: {nics: [{subnet: net/app, privateIPAddress: 10.1.1.5}]}
`

func TestWALK01_FiltersInOrder(t *testing.T) {
	w := compile(t, twoSubnets)
	w.check(
		want{"both levels allow in", "web1 10.1.1.4 tcp/443", "delivered by defaultRule AllowVnetInBound of nic-nsg"},
		want{"subnet allows, NIC denies", "web1 10.1.1.4 tcp/80", "denied by nsgRule no-http of nic-nsg"},
		want{"the subnet is asked first on the way in", "web1 10.1.1.4 tcp/8080", "denied by nsgRule none-in of app-nsg"},
		want{"the NIC is asked first on the way out", "app1 10.1.0.4 tcp/22", "denied by nsgRule no-rdp-out of nic-nsg"},
		want{"only the subnet has a say at app2", "app2 10.1.0.4 tcp/22", "denied by nsgRule no-ssh-out of app-nsg"},
		want{"what neither denies leaves", "app2 10.1.0.4 tcp/3389", "delivered by defaultRule AllowVnetOutBound of app-nsg"},
	)
}

func TestWALK02_SubnetFiltersWithinItself(t *testing.T) {
	compile(t, twoSubnets).check(
		want{"neighbours are kept apart", "app1 10.1.1.5 tcp/443", "denied by nsgRule none-in of app-nsg"},
		want{"a subnet without NSG keeps nobody apart", "net/web 10.1.0.4 tcp/443", "delivered by route 10.1.0.0/16"},
	)
}

func TestWALK03_OnlyTheOpenerIsJudged(t *testing.T) {
	w := compile(t, twoSubnets)
	w.check(
		want{"the answer passes none-in", "app1 10.1.0.4 tcp/443", "delivered by defaultRule AllowVnetOutBound of app-nsg"},
		want{"the same packet as an opener does not", "web1 10.1.1.4 tcp/49152", "denied by nsgRule none-in of app-nsg"},
	)
}

// roundabout routes web to app over the appliance; app answers straight.
const roundabout = `
virtualNetworks:
  net:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      web: {addressPrefix: 10.1.0.0/24, routeTable: web-rt}
      app: {addressPrefix: 10.1.1.0/24}
      dmz: {addressPrefix: 10.1.2.0/24, networkSecurityGroup: dmz-nsg}
routeTables:
  web-rt: {routes: [{name: app, addressPrefix: 10.1.1.0/24, nextHopType: VirtualAppliance, nextHopIpAddress: 10.1.2.4}]}
networkSecurityGroups:
  dmz-nsg:
    securityRules:
      - {name: no-ssh-in, priority: 100, direction: Inbound, access: Deny, protocol: Tcp, source: 10.1.0.0/24, destination: 10.1.1.0/24, destinationPorts: [22]}
      - {name: no-rdp-out, priority: 100, direction: Outbound, access: Deny, protocol: Tcp, source: 10.1.0.0/24, destination: 10.1.1.0/24, destinationPorts: [3389]}
virtualMachines:
  web1: {nics: [{subnet: net/web, privateIPAddress: 10.1.0.4}]}
  app1: {nics: [{subnet: net/app, privateIPAddress: 10.1.1.4}]}
  nva1: {nics: [{subnet: net/dmz, privateIPAddress: 10.1.2.4, enableIPForwarding: true}]}
  lazy: {nics: [{subnet: net/dmz, privateIPAddress: 10.1.2.5}]}
`

func TestWALK04_AnswersAreRoutedByTheirSender(t *testing.T) {
	w := compile(t, roundabout)
	tr := w.trace("web1 10.1.1.4 tcp/443")
	if got := w.hops(tr); got != "web1 nva1 net app1 | app1 net web1" {
		t.Errorf("got %q", got)
	}
	tr = w.trace("app1 10.1.0.4 tcp/443")
	if got := w.hops(tr); got != "app1 net web1 | web1 nva1 net app1" {
		t.Errorf("got %q", got)
	}
}

// hops names the nodes of a trace, out and back.
func (w world) hops(tr *walk.Trace) string {
	var ways []string
	for _, way := range [][]walk.Hop{tr.Forward, tr.Return} {
		var names []string
		for _, h := range way {
			names = append(names, w.Pipeline.Nodes[h.Node].Name)
		}
		ways = append(ways, strings.Join(names, " "))
	}
	return strings.Join(ways, " | ")
}

func TestWALK05_StatefulAppliancesSeeBothDirections(t *testing.T) {
	plain := compile(t, roundabout)
	stateful := compile(t, roundabout, "appliances: {nva1: {stateful: true}}")
	plain.check(want{"a plain forwarder does not mind", "web1 10.1.1.4 tcp/443", "delivered by route 10.1.0.0/16"})
	stateful.check(
		want{"forward through, answer past", "web1 10.1.1.4 tcp/443", "dropped by asymmetry nva1"},
		want{"forward past, answer through", "app1 10.1.0.4 tcp/443", "dropped by asymmetry nva1"},
		want{"a datagram's answer arrives", "web1 10.1.1.4 udp/53", "delivered by route 10.1.0.0/16"},
	)
}

func TestWALK06_TranslationDrawsTheAnswer(t *testing.T) {
	w := compile(t, roundabout, "appliances: {nva1: {stateful: true, snat: true}}")
	tr := w.trace("web1 10.1.1.4 tcp/443")
	if got := w.hops(tr); tr.Verdict != pipeline.Delivered || got != "web1 nva1 net app1 | app1 net nva1 net web1" {
		t.Errorf("got %s over %q\n%s", tr.Verdict, got, w.story(tr))
	}
	if seen := tr.Branches[0].Seen.Src; seen != netip.MustParseAddr("10.1.2.4") {
		t.Errorf("app1 sees %s", seen)
	}
}

func TestWALK07_ForwardingNeedsTheFlag(t *testing.T) {
	w := compile(t, strings.Replace(roundabout, "10.1.2.4}]}\nnet", "10.1.2.5}]}\nnet", 1))
	w.check(
		want{"lazy has it off", "web1 10.1.1.4 tcp/443", "dropped by ipForwarding lazy"},
		want{"what is for lazy itself arrives", "web1 10.1.2.5 tcp/443", "delivered by defaultRule AllowVnetInBound of dmz-nsg"},
	)
}

func TestWALK08_FiltersOfTheApplianceSeeOriginalAddresses(t *testing.T) {
	compile(t, roundabout).check(
		want{"on the way in", "web1 10.1.1.4 tcp/22", "denied by nsgRule no-ssh-in of dmz-nsg"},
		want{"and on the way out", "web1 10.1.1.4 tcp/3389", "denied by nsgRule no-rdp-out of dmz-nsg"},
		want{"other ports pass", "web1 10.1.1.4 tcp/443", "delivered by route 10.1.0.0/16"},
	)
}

func TestWALK09_ARouteBackToTheApplianceIsALoop(t *testing.T) {
	loop := strings.Replace(roundabout, "dmz: {addressPrefix: 10.1.2.0/24,", "dmz: {addressPrefix: 10.1.2.0/24, routeTable: web-rt,", 1)
	tr := compile(t, loop).trace("web1 10.1.1.4 tcp/443")
	if tr.Verdict != pipeline.Dropped || tr.Ending != pipeline.Looped || tr.DecidedBy.Name != "web-rt/app" {
		t.Errorf("got %s, %v by %v", tr.Verdict, tr.Ending, tr.DecidedBy)
	}
	if tr := compile(t, roundabout).trace("web1 10.1.1.4 tcp/443"); tr.Verdict != pipeline.Delivered {
		t.Errorf("without it: %s", tr.Verdict)
	}
}

func TestWALK10_OwnAddresses(t *testing.T) {
	compile(t, roundabout).check(
		want{"a host reaches itself", "web1 10.1.0.4 tcp/443", "delivered by route web1"},
		want{"another's source address is dropped", "web1>10.1.0.9 10.1.1.4 tcp/443", "dropped by ipForwarding web1"},
		want{"a forwarder may send for others; the answer goes to them", "nva1>10.1.0.4 10.1.1.4 tcp/443", "dropped by route 10.1.0.0/16"},
	)
}

func TestWALK11_WhatNoNetworkCarries(t *testing.T) {
	w := compile(t, roundabout)
	w.check(
		want{"multicast", "web1 224.0.0.5 udp/5000", "dropped by route net"},
		want{"broadcast", "web1 255.255.255.255 udp/67", "dropped by route net"},
		want{"ESP is carried", "web1 10.1.2.5 esp", "delivered by defaultRule AllowVnetInBound of dmz-nsg"},
	)
	gre := packet.Packet{Src: netip.MustParseAddr("10.1.0.4"), Dst: netip.MustParseAddr("10.1.2.5"), Protocol: 47}
	if tr := walk.Walk(w.Pipeline, w.at("web1"), gre); tr.Verdict != pipeline.Dropped || tr.DecidedBy.Rules[0] != "WALK-11" {
		t.Errorf("GRE: %s by %v", tr.Verdict, tr.DecidedBy)
	}
}

const lockedDown = `
virtualNetworks:
  net:
    addressPrefixes: [10.1.0.0/16]
    subnets: {app: {addressPrefix: 10.1.1.0/24, networkSecurityGroup: closed, routeTable: away}}
routeTables:
  away: {routes: [{name: all, addressPrefix: 0.0.0.0/0, nextHopType: None}]}
networkSecurityGroups:
  closed:
    securityRules:
      - {name: none-out, priority: 4000, direction: Outbound, access: Deny, protocol: "*", source: "*", destination: "*"}
      - {name: none-in, priority: 4000, direction: Inbound, access: Deny, protocol: "*", source: "*", destination: "*"}
virtualMachines:
  app1: {nics: [{subnet: net/app}]}
`

func TestWALK12_ThePlatformIsPastRoutesAndNSGs(t *testing.T) {
	compile(t, lockedDown).check(
		want{"DNS", "app1 168.63.129.16 udp/53", "delivered by route Azure platform"},
		want{"metadata", "app1 169.254.169.254 tcp/80", "delivered by route Azure platform"},
		want{"no such service", "app1 168.63.129.16 tcp/22", "dropped by noHost Azure platform"},
		want{"everything else is denied", "app1 203.0.113.10 tcp/80", "denied by nsgRule none-out of closed"},
	)
	named := strings.Replace(lockedDown, "    securityRules:\n", "    securityRules:\n"+
		"      - {name: no-dns, priority: 100, direction: Outbound, access: Deny, protocol: \"*\", source: \"*\", destination: AzurePlatformDNS}\n", 1)
	compile(t, named).check(
		want{"a rule names DNS", "app1 168.63.129.16 udp/53", "denied by nsgRule no-dns of closed"},
		want{"the guest agent is not DNS", "app1 168.63.129.16 tcp/80", "delivered by route Azure platform"},
		want{"nor is metadata", "app1 169.254.169.254 tcp/80", "delivered by route Azure platform"},
	)
}

func TestWALK13_ReservedAddresses(t *testing.T) {
	w := compile(t, lockedDown)
	p := w.Pipeline.Places[w.at("net/app")]
	for addr, want := range map[string]bool{"10.1.1.0": false, "10.1.1.3": false, "10.1.1.4": false /* held */, "10.1.1.5": true,
		"10.1.1.254": true, "10.1.1.255": false} {
		if got := p.Addresses.Contains(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s planned: %v", addr, got)
		}
	}
}

func TestWALK14_NobodyThere(t *testing.T) {
	compile(t, roundabout).check(
		want{"a planned host", "web1 10.1.2.77 tcp/443", "delivered by defaultRule AllowVnetInBound of dmz-nsg"},
		want{"a reserved address", "web1 10.1.2.1 tcp/443", "dropped by noHost net"},
		want{"outside every subnet", "web1 10.1.77.4 tcp/443", "dropped by noHost net"},
	)
}
