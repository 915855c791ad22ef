package azure_test

import "testing"

// hubFirewall is a hub with a firewall and two spokes that send everything there.
const hubFirewall = `
location: westeurope
virtualNetworks:
  hub:
    addressPrefixes: [10.0.0.0/16]
    subnets:
      AzureFirewallSubnet: {addressPrefix: 10.0.0.0/26}
    peerings:
      to-a: {remoteVirtualNetwork: a, allowForwardedTraffic: true}
      to-b: {remoteVirtualNetwork: b, allowForwardedTraffic: true}
  a:
    addressPrefixes: [10.1.0.0/16]
    subnets: {x: {addressPrefix: 10.1.0.0/24, routeTable: rt, networkSecurityGroup: nsg}}
    peerings: {to-hub: {remoteVirtualNetwork: hub, allowForwardedTraffic: true}}
  b:
    addressPrefixes: [10.2.0.0/16]
    subnets:
      z: {addressPrefix: 10.2.0.0/24, routeTable: rt, networkSecurityGroup: nsg}
      past: {addressPrefix: 10.2.1.0/24, routeTable: past-rt, networkSecurityGroup: nsg}
    peerings:
      to-hub: {remoteVirtualNetwork: hub, allowForwardedTraffic: true}
networkSecurityGroups: {nsg: {}}
routeTables:
  rt: {routes: [{name: all, addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}]}
  past-rt: {routes: [{name: a, addressPrefix: 10.1.0.0/16, nextHopType: VirtualNetworkGateway}]}
publicIPAddresses: {fw-pip: {ipAddress: 198.51.100.4}}
azureFirewalls: {fw: {subnet: hub/AzureFirewallSubnet, publicIPAddresses: [fw-pip], firewallPolicy: child}}
ipGroups: {spokes: {ipAddresses: [10.1.0.0/16, 10.2.0.0/16]}}
firewallPolicies:
  base:
    ruleCollectionGroups:
      g:
        priority: 5000
        ruleCollections:
          block: {priority: 100, action: Deny, rules: [{name: telnet, source: ["*"], destination: ["*"], protocols: [TCP], destinationPorts: [23]}]}
  child:
    basePolicy: base
    dnsProxy: true
    ruleCollectionGroups:
      late:
        priority: 300
        ruleCollections:
          web: {priority: 200, action: Allow, rules: [{name: https, source: [10.1.0.0/16], protocols: ["Https:443"], targetFqdns: ["*"]},
            {name: some, source: [10.1.0.0/16], protocols: ["Http:80"], targetFqdns: [www.contoso.com]}]}
      early:
        priority: 200
        ruleCollections:
          second: {priority: 200, action: Deny, rules: [{name: no-rdp, source: ["*"], destination: ["*"], protocols: [TCP], destinationPorts: [3389]}]}
          first: {priority: 100, action: Allow, rules: [
            {name: rdp, source: [10.1.0.0/16], destination: [10.2.0.0/16], protocols: [TCP], destinationPorts: [3389]},
            {name: telnet, source: ["*"], destination: ["*"], protocols: [TCP], destinationPorts: [23]},
            {name: any-9000, source: [ipGroup:spokes], destination: ["*"], protocols: [Any], destinationPorts: [9000]},
            {name: ping, source: [ipGroup:spokes], destination: [10.2.0.0/16], protocols: [ICMP], destinationPorts: ["*"]}]}
          in: {priority: 110, action: DNAT, rules: [{name: web, source: ["*"], destination: [198.51.100.4], protocols: [TCP], destinationPorts: [8080],
            translatedAddress: 10.1.0.4, translatedPort: 80}]}
virtualMachines:
  x1: {nics: [{subnet: a/x, privateIPAddress: 10.1.0.4}]}
  z1: {nics: [{subnet: b/z, privateIPAddress: 10.2.0.4}]}
`

func TestFW01_KindsThenPriorities(t *testing.T) {
	compile(t, hubFirewall).check(
		want{"the earlier collection", "x1 10.2.0.4 tcp/3389", "delivered by firewallRule early/first/rdp of child"},
		want{"near miss: not its source", "z1 10.1.0.4 tcp/3389", "denied by firewallRule early/second/no-rdp of child"},
		want{"nothing matches", "z1 10.1.0.4 tcp/22", "denied by firewallRule fw of fw"},
	)
}

func TestFW02_BaseFirst(t *testing.T) {
	compile(t, hubFirewall).check(
		want{"the base policy's deny, whatever its priority", "x1 10.2.0.4 tcp/23", "denied by firewallRule g/block/telnet of base"},
	)
}

func TestFW04_ApplicationRulesAfterNetworkRules(t *testing.T) {
	compile(t, hubFirewall).check(
		want{"no network rule, https to any name", "x1 203.0.113.10 tcp/443", "delivered by firewallRule late/web/https of child"},
		want{"near miss: another port", "x1 203.0.113.10 tcp/8443", "denied by firewallRule fw of fw"},
		want{"near miss: not its source", "z1 203.0.113.10 tcp/443", "denied by firewallRule fw of fw"},
	)
}

func TestFW05_DNATGoesOnWithTheFirewallsAddress(t *testing.T) {
	w := compile(t, hubFirewall)
	w.check(
		// The default rule VirtualNetwork lets an address of AzureFirewallSubnet in, not the client's.
		want{"translated", "internet 198.51.100.4 tcp/8080", "delivered by firewallRule early/in/web of child"},
		want{"FW-18: no rule", "internet 198.51.100.4 tcp/8081", "denied by firewallRule fw"},
	)
}

func TestFW06_ANameIsNotInThePacket(t *testing.T) {
	compile(t, hubFirewall).check(
		want{"some names", "x1 203.0.113.10 tcp/80", "inconclusive by firewallRule late/web/some of child"},
		want{"near miss: all names", "x1 203.0.113.10 tcp/443", "delivered by firewallRule late/web/https of child"},
	)
}

func TestFW09_PrivateDestinationsKeepTheSource(t *testing.T) {
	w := compile(t, hubFirewall)
	if got := w.seen("x1 10.2.0.4 tcp/3389"); got != "10.1.0.4" {
		t.Errorf("private destination sees %s", got)
	}
	if got := w.seen("x1 203.0.113.10 tcp/9000"); got != "198.51.100.4" {
		t.Errorf("the internet sees %s", got)
	}
}

func TestFW10_OneDirectionPastTheFirewall(t *testing.T) {
	design := hubFirewall + `
  y1: {nics: [{subnet: b/past, privateIPAddress: 10.2.1.4}]}
`
	compile(t, design).check(
		want{"the answer has no way back", "x1 10.2.1.4 tcp/3389", "dropped by route past-rt/a"},
		want{"near miss: both ways through it", "x1 10.2.0.4 tcp/3389", "delivered by firewallRule early/first/rdp of child"},
	)
}

func TestFW13_FW14_GroupsAndAnyProtocol(t *testing.T) {
	compile(t, hubFirewall).check(
		want{"any with ports is tcp and udp", "x1 203.0.113.10 udp/9000", "delivered by firewallRule early/first/any-9000 of child"},
		want{"near miss: no icmp", "x1 203.0.113.10 icmp", "denied by firewallRule fw of fw"},
		want{"icmp rule", "x1 10.2.0.4 icmp", "delivered by firewallRule early/first/ping of child"},
	)
}

func TestFW14_TagsInTheRulesOfAFirewallWithoutPolicy(t *testing.T) {
	const design = `
location: westeurope
virtualNetworks:
  hub: {addressPrefixes: [10.0.0.0/16], subnets: {AzureFirewallSubnet: {addressPrefix: 10.0.0.0/26}, app: {addressPrefix: 10.0.1.0/24, routeTable: rt}}}
routeTables: {rt: {routes: [{name: all, addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}]}}
publicIPAddresses: {p: {ipAddress: 198.51.100.4}}
azureFirewalls:
  fw:
    subnet: hub/AzureFirewallSubnet
    publicIPAddresses: [p]
    ruleCollections: {net: {priority: 100, action: Allow, rules: [{name: storage, source: ["*"], destination: [Storage.WestEurope], protocols: [TCP], destinationPorts: [443]}]}}
virtualMachines: {app1: {nics: [{subnet: hub/app}]}}
`
	compile(t, design, "serviceTags: {Storage.WestEurope: [20.60.0.0/24]}").check(
		want{"an address of the tag", "app1 20.60.0.9 tcp/443", "delivered by firewallRule fw/net/storage of fw"},
		want{"near miss: another", "app1 20.60.1.9 tcp/443", "denied by firewallRule fw of fw"})
	compile(t, design).check(want{"its ranges are not given", "app1 20.60.0.9 tcp/443", "inconclusive by firewallRule fw/net/storage of fw"})
}
