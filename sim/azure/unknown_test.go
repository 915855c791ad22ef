package azure_test

import (
	"slices"
	"strings"
	"testing"
)

// probed are designs with packets that rest on all kinds of resources in them.
var probed = []struct {
	name, design string
	facts, lines []string
}{
	{"common kinds", certain, nil, certainPackets()},
	{"wider kinds", wide, []string{wideFacts}, widePackets()},
	{"a network manager", managed + `    routingConfigurations:
      rc: {ruleCollections: {out: {appliesTo: [spokes], rules: {none: {destination: 203.0.113.0/24, nextHopType: NoNextHop}}}}}
`, nil, []string{"h1 10.1.0.4 tcp/9100", "h1 10.1.0.4 tcp/443", "a1 10.2.0.4 tcp/443", "a1 10.2.0.4 tcp/22", "b1 203.0.113.10 tcp/443"}},
	{"secured hubs", securedWAN(), nil, []string{"a1 10.2.0.4 tcp/443", "a1 10.2.0.4 tcp/22", "s1 10.2.0.4 tcp/443", "c1 192.168.2.9 tcp/443", "a1 203.0.113.10 tcp/443"}},
	{"load balancers", balancedOf(), nil, []string{"internet 20.0.0.7 tcp/80", "internet 20.0.0.7 tcp/50001", "client 10.1.1.100 tcp/443", "web2 203.0.113.10 tcp/443"}},
	{"a private link", linkedOf(), nil, []string{"client1 10.1.2.4 tcp/443", "client1 10.1.2.4 tcp/80"}},
	{"an app in a subnet", integratedOf(), []string{siteFacts}, []string{"site 10.1.2.4 tcp/1433", "site 10.1.2.4 tcp/22"}},
	{"a vault's own rules", servicesOf("", ", defaultAction: Deny, ipRules: [20.0.0.50]", ""), []string{"fqdns: {vault.vault.azure.net: [20.60.0.9]}"},
		[]string{"web1 20.60.0.9 tcp/443"}},
	{"transit", transit, nil, []string{"m1 192.168.3.9 tcp/443", "x1 192.168.3.9 tcp/443", "z1 192.168.3.9 tcp/443", "hq 10.1.0.4 tcp/443", "o1 192.168.3.9 tcp/443", "vpn/clients 10.1.0.4 tcp/443"}},
	{"a route server", servedOf(), []string{learnedOf("172.20.0.0/16", "")}, []string{"plain1 172.20.0.4 tcp/443"}},
}

func certainPackets() []string {
	var list []string
	for _, line := range certainLines {
		list = append(list, line)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func widePackets() []string {
	var list []string
	for _, l := range wideLines {
		list = append(list, l.line)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// securedWAN is wan with a firewall in one hub that private traffic passes.
func securedWAN() string {
	design := with(wan, "    hubRouteTables: {red: {labels: []}}", "    routingIntent: {p: {destinations: [PrivateTraffic], nextHop: fw1}, i: {destinations: [Internet], nextHop: fw1}}")
	design = with(design, ", associatedRouteTable: h1/red, propagatedRouteTables: [h1/red]", "")
	return with(design, "ca: {remoteVirtualNetwork: a}", "ca: {remoteVirtualNetwork: a, enableInternetSecurity: true}") + secured
}

// standIns are values in place of which the compilation takes another, by the
// name of which nobody asks for a packet.
var standIns = []string{"Microsoft.Network/publicIPAddresses ipAddress", "Microsoft.Network/publicIPAddresses "}

func TestAValueThatIsNotKnownMakesNoOtherAnswerCertain(t *testing.T) {
	for _, p := range probed {
		design, g := p.name, give(t, p.design, p.facts, p.lines)
		for _, s := range g.spots {
			w, ok := g.world(g.with(s, nobodyKnows))
			if !ok {
				continue // refused: no answer at all
			}
			for i, line := range g.lines {
				o, tr := w.outcome(line)
				_, before := certainly(g.base[i])
				if sure, now := certainly(o); sure && now != before && !slices.Contains(standIns, g.name(s)) {
					t.Errorf("%s: %s of %s is not known: %s: %s, where it is known %s\n%s", design, g.name(s),
						g.resources[s.resource].Get("name").Str(), line, w.told(tr), g.base[i], w.story(tr))
				}
			}
		}
	}
}

func TestWhatSaysNothingOfPacketsLeavesAnswersCertain(t *testing.T) {
	harmless := []string{"location", "tags", "apiVersion", "zones", "type", "name", "idleTimeoutInMinutes", "enableTcpReset", "description", "dnsSettings", "ddosSettings",
		"enableDdosProtection", "ddosProtectionPlan", "dhcpOptions", "routingWeight", "bgpSettings", "activeActive"}
	for _, p := range probed {
		design, g := p.name, give(t, p.design, p.facts, p.lines)
		for _, s := range g.spots {
			last := s.steps[len(s.steps)-1].key
			regional := last == "location" && strings.Contains(p.design, "connectivityConfigurations")
			if regional || last == "type" && len(s.steps) > 1 {
				continue
			}
			if !slices.Contains(harmless, last) || strings.HasSuffix(g.name(s), "sku.name") || strings.HasSuffix(g.name(s), "action.type") || strings.HasSuffix(g.name(s), "firewallPolicies dnsSettings") {
				continue
			}
			w, ok := g.world(g.with(s, nobodyKnows))
			if !ok {
				continue
			}
			for i, line := range g.lines {
				if o, tr := w.outcome(line); o != g.base[i] && o != "" {
					t.Errorf("%s: %s of %s is not known: %s: %s, though it says nothing of packets\n%s", design, g.name(s),
						g.resources[s.resource].Get("name").Str(), line, w.told(tr), w.story(tr))
				}
			}
		}
	}
}
