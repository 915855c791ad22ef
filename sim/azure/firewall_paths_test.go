package azure_test

import (
	"strings"
	"testing"
)

func TestFW03_ANetworkRuleEndsIt(t *testing.T) {
	compile(t, hubFirewall).check(
		want{"allowed by a network rule, whatever application rules say", "x1 203.0.113.10 tcp/9000", "delivered by firewallRule early/first/any-9000 of child"},
		want{"denied by one, though an application rule would allow", "x1 203.0.113.10 tcp/3389", "denied by firewallRule early/second/no-rdp of child"},
		want{"near miss: no network rule matches", "x1 203.0.113.10 tcp/443", "delivered by firewallRule late/web/https of child"},
	)
}

func TestFW08_NamesInNetworkRules(t *testing.T) {
	design := with(hubFirewall, "destination: [\"*\"], protocols: [Any], destinationPorts: [9000]", "destination: [\"fqdn:api.contoso.com\"], protocols: [Any], destinationPorts: [9000]")
	compile(t, design).check(want{"nobody tells the addresses", "x1 203.0.113.10 tcp/9000", "inconclusive by firewallRule early/first/any-9000 of child"})
	compile(t, design, "fqdns: {api.contoso.com: [203.0.113.10]}").check(
		want{"told", "x1 203.0.113.10 tcp/9000", "delivered by firewallRule early/first/any-9000 of child"},
		want{"near miss: another address", "x1 203.0.113.11 tcp/9000", "denied by firewallRule fw of fw"})
}

func TestFW12_ForcedTunnelingOfTheFirewall(t *testing.T) {
	design := with(hubFirewall, "AzureFirewallSubnet: {addressPrefix: 10.0.0.0/26}",
		"AzureFirewallSubnet: {addressPrefix: 10.0.0.0/26, routeTable: tunnel}\n      AzureFirewallManagementSubnet: {addressPrefix: 10.0.0.64/26}\n      GatewaySubnet: {addressPrefix: 10.0.1.0/27}")
	design = with(design, "routeTables:\n", "routeTables:\n  tunnel: {routes: [{name: all, addressPrefix: 0.0.0.0/0, nextHopType: VirtualNetworkGateway}]}\n")
	design = with(design, "azureFirewalls: {fw: {subnet: hub/AzureFirewallSubnet, publicIPAddresses: [fw-pip]", "azureFirewalls: {fw: {subnet: hub/AzureFirewallSubnet, managementSubnet: hub/AzureFirewallManagementSubnet, publicIPAddresses: [fw-pip]")
	design += `
virtualNetworkGateways: {vpn: {gatewayType: Vpn, subnet: hub/GatewaySubnet, gatewayDefaultSite: hq}}
localNetworkGateways: {hq: {addressPrefixes: [192.168.0.0/16], gatewayIpAddress: 203.0.113.77}}
connections: {to-hq: {connectionType: IPsec, virtualNetworkGateway1: vpn, localNetworkGateway2: hq}}
`
	w := compile(t, design)
	w.check(want{"out by the tunnel", "x1 203.0.113.10 tcp/9000", "delivered by firewallRule early/first/any-9000 of child"},
		want{"DNAT: the answer leaves by the tunnel and is lost", "internet 198.51.100.4 tcp/8080", "dropped by route tunnel/all"})
	if got := w.seen("x1 203.0.113.10 tcp/9000"); got != "203.0.113.77" {
		t.Errorf("the internet sees %s, not the site", got)
	}
	if story := w.story(w.trace("x1 203.0.113.10 tcp/9000")); !strings.Contains(story, "hq") {
		t.Errorf("not by the site:\n%s", story)
	}
}

func TestFW16_OnlyWhatRoutesBringToIt(t *testing.T) {
	design := with(hubFirewall, "rt: {routes: [{name: all, addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}]}", "rt: {routes: []}")
	compile(t, design).check(want{"no route: past it", "x1 203.0.113.10 tcp/23", "delivered by defaultRule AllowInternetOutBound of nsg"})
	compile(t, hubFirewall).check(want{"near miss: a route", "x1 203.0.113.10 tcp/23", "denied by firewallRule g/block/telnet of base"})
}

func TestFW18_NothingFromTheInternetWithoutDNAT(t *testing.T) {
	compile(t, hubFirewall).check(
		want{"a port without rule", "internet 198.51.100.4 tcp/443", "denied by firewallRule fw"},
		want{"near miss: with one", "internet 198.51.100.4 tcp/8080", "delivered by firewallRule early/in/web of child"},
	)
}

func TestFW19_NATGatewayOnTheFirewallsSubnet(t *testing.T) {
	design := with(hubFirewall, "AzureFirewallSubnet: {addressPrefix: 10.0.0.0/26}", "AzureFirewallSubnet: {addressPrefix: 10.0.0.0/26, natGateway: nat}")
	design = with(design, "publicIPAddresses: {fw-pip: {ipAddress: 198.51.100.4}}", "publicIPAddresses: {fw-pip: {ipAddress: 198.51.100.4}, nat-pip: {ipAddress: 198.51.100.9}}\nnatGateways: {nat: {publicIPAddresses: [nat-pip]}}")
	w := compile(t, design)
	if got := w.seen("x1 203.0.113.10 tcp/9000"); got != "198.51.100.9" {
		t.Errorf("outbound leaves as %s, not by the NAT gateway", got)
	}
	w.check(want{"inbound stays on the firewall's address", "internet 198.51.100.4 tcp/8080", "delivered by firewallRule early/in/web of child"})
	if got := compile(t, hubFirewall).seen("x1 203.0.113.10 tcp/9000"); got != "198.51.100.4" {
		t.Errorf("near miss: without it as %s", got)
	}
}

func TestFW20_AnswersByARouteOverTheFirewallsSubnet(t *testing.T) {
	covered := with(hubFirewall, "rt: {routes: [", "rt: {routes: [{name: hub, addressPrefix: 10.0.0.0/16, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}, ")
	compile(t, covered).check(
		want{"an answer to a translated flow may meet another instance", "internet 198.51.100.4 tcp/8080", "inconclusive by firewallRule fw"},
		want{"near miss: flows that keep their source", "x1 10.2.0.4 tcp/3389", "delivered by firewallRule early/first/rdp of child"},
	)
	compile(t, hubFirewall).check(want{"near miss: no such route", "internet 198.51.100.4 tcp/8080", "delivered by firewallRule early/in/web of child"})
}

func TestFW11_FW15_InspectionIsAnAssumptionOfItsTier(t *testing.T) {
	for tier, want := range map[string]bool{"Premium": true, "Standard": false} {
		design := with(hubFirewall, "    dnsProxy: true\n", "    sku: "+tier+"\n    intrusionDetectionMode: Deny\n")
		told := false
		for _, a := range compile(t, design).trace("x1 203.0.113.10 tcp/9000").Assumptions {
			told = told || strings.Contains(a.Text, "intrusion detection")
		}
		if told != want {
			t.Errorf("%s: an assumption on intrusion detection: %v", tier, told)
		}
	}
}

func TestFW01_ThreatIntelligenceSparesItsAllowList(t *testing.T) {
	const settings = "    dnsProxy: true\n"
	for _, tc := range []struct {
		name, settings string
		told           bool
	}{
		{"may deny", "    threatIntelMode: Deny\n", true},
		{"an allowed destination", "    threatIntelMode: Deny\n    threatIntelAllow: [203.0.113.0/24]\n", false},
		{"an allowed source", "    threatIntelMode: Deny\n    threatIntelAllow: [10.1.0.0-10.255.255.255]\n", false},
		{"near miss: another address", "    threatIntelMode: Deny\n    threatIntelAllow: [203.0.113.11]\n", true},
		{"the name of an allowed destination", "    threatIntelMode: Deny\n    threatIntelAllowFqdns: [www.fabrikam.com]\n", false},
		{"near miss: a name of which nobody knows the address", "    threatIntelMode: Deny\n    threatIntelAllowFqdns: [www.contoso.com]\n", true},
		{"near miss: it only alerts", "    threatIntelMode: Alert\n", false},
	} {
		told := false
		for _, a := range compile(t, with(hubFirewall, settings, tc.settings), "fqdns: {www.fabrikam.com: [203.0.113.10]}").trace("x1 203.0.113.10 tcp/9000").Assumptions {
			told = told || strings.Contains(a.Text, "threat intelligence")
		}
		if told != tc.told {
			t.Errorf("%s: an assumption on threat intelligence: %v", tc.name, told)
		}
	}
}
