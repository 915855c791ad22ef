package sim_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vnetproof/topology/generate"
)

// TestOrderAndCaseChangeNothing: neither the order of files, resources and
// rules nor the case of names.
func TestOrderAndCaseChangeNothing(t *testing.T) {
	metamorphic(t, generate.Random, func(rt *rapid.T, design string) string {
		const head = "location: westeurope\n"
		sections := rapid.Permutation(blocks(strings.TrimPrefix(design, head), 0)).Draw(rt, "order of sections")
		for i, s := range sections {
			name, body, _ := strings.Cut(s, "\n")
			sections[i] = name + "\n" + strings.Join(rapid.Permutation(blocks(shuffledRules(rt, body), 2)).Draw(rt, "order of resources"), "")
		}
		cut := rapid.IntRange(0, len(sections)).Draw(rt, "files")
		return head + otherCase.Replace(strings.Join(sections[:cut], "")) + "\n---\n" + head + otherCase.Replace(strings.Join(sections[cut:], ""))
	}, changesNothing)
}

// blocks cuts a text before each line that is indented by as much and no more.
func blocks(text string, indent int) []string {
	var list []string
	for _, line := range strings.SplitAfter(text, "\n") {
		if line == "" {
			continue
		}
		starts := len(line)-len(strings.TrimLeft(line, " ")) == indent
		if starts || len(list) == 0 {
			list = append(list, line)
			continue
		}
		list[len(list)-1] += line
	}
	return list
}

// shuffledRules reorders the items of block lists: rules and routes.
func shuffledRules(rt *rapid.T, text string) string {
	lines := strings.Split(text, "\n")
	for start := 0; start < len(lines); start++ {
		end := start
		for end < len(lines) && strings.Contains(lines[end], "- {name: ") {
			end++
		}
		if end-start > 1 {
			copy(lines[start:end], rapid.Permutation(slices.Clone(lines[start:end])).Draw(rt, "order of rules"))
			start = end
		}
	}
	return strings.Join(lines, "\n")
}

// otherCase spells names of resources otherwise where they are referred to.
var otherCase = strings.NewReplacer("networkSecurityGroup: nsg0", "networkSecurityGroup: NSG0", "routeTable: rt0", "routeTable: Rt0", "subnet: a/x", "subnet: A/X",
	"subnet: hub/", "subnet: HUB/", "asg:web", "asg:WEB", "remoteVirtualNetwork: a", "remoteVirtualNetwork: A", "ipGroup:spokes", "ipGroup:Spokes", "firewallPolicy: p", "firewallPolicy: P",
	"nextHop: hub-fw", "nextHop: HUB-fw", "virtualHub: h1", "virtualHub: H1", "[lb/pool]", "[LB/Pool]", "privateLinkService: acct", "privateLinkService: ACCT",
	"virtualNetworkGateway1: vpn", "virtualNetworkGateway1: VPN", "networkGroup: g", "networkGroup: G", "localNetworkGateway2: hq", "localNetworkGateway2: HQ")

// TestSplittingAConditionChangesNothing: two halves of a prefix or of a range
// of ports match what the whole does, in rules of NSGs, firewalls and network
// managers and in IP groups.
func TestSplittingAConditionChangesNothing(t *testing.T) {
	metamorphic(t, generate.Random, func(_ *rapid.T, design string) string {
		lines := strings.Split(design, "\n")
		for i, l := range lines {
			if strings.Contains(l, "direction: ") || strings.Contains(l, "action: ") || strings.Contains(l, "ipAddresses: ") {
				lines[i] = halves.Replace(l)
			}
		}
		return strings.Join(lines, "\n")
	}, changesNothing)
}

var halves = strings.NewReplacer("source: 10.1.0.0/16", "source: [10.1.0.0/17, 10.1.128.0/17]", "destination: 10.1.0.0/16", "destination: [10.1.128.0/17, 10.1.0.0/17]",
	"[10.1.0.0/16]", "[10.1.0.0/17, 10.1.128.0/17]", "[10.1.0.0/16, ", "[10.1.128.0/17, 10.1.0.0/17, ", "[10.2.0.0/16]", "[10.2.128.0/17, 10.2.0.0/17]", "[192.168.0.0/16]", "[192.168.0.0/17, 192.168.128.0/17]",
	"[10.1.10.4-10.1.10.5]", "[10.1.10.5, 10.1.10.4]", "[203.0.113.0/24]", "[203.0.113.0/25, 203.0.113.128/25]", "source: 10.0.0.0/8", "source: [10.0.0.0/9, 10.128.0.0/9]",
	"[400-500]", "[400-450, 451-500]", "[8000-8100, 22]", "[22, 8000-8050, 8040-8100]", "[22, 443]", "[443, 22]")
