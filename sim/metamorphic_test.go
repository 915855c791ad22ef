package sim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vnetproof/sim/azure"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/topology/generate"
	"vnetproof/topology/native/nativetest"
)

// answers is what happens to the packets of one place: per end and outcome, the
// packets as they were sent.
type answers map[string]packetset.Set

// ask compiles a design and asks what happens to all packets from the place
// whose node bears a name.
func ask(t *testing.T, rt *rapid.T, design, facts, from string) answers {
	n, err := azure.Compile(nativetest.Read(t, design, facts), azure.Options{})
	if err != nil {
		rt.Fatal(err)
	}
	var start *pipeline.Place
	for i := range n.Pipeline.Places {
		if p := &n.Pipeline.Places[i]; strings.EqualFold(n.Pipeline.Nodes[p.Node].Name, from) && p.Origin != 0 {
			start = p
		}
	}
	if start == nil {
		rt.Skip("no such place")
	}
	answer := reach(rt, n.Pipeline, symbolic.Question{From: []pipeline.Source{{Place: start.ID, Addresses: start.Addresses.OfFamily(packet.IPv4)}},
		To: []pipeline.Target{{Sent: packet.All4(), Addressed: packet.All4()}}, Services: packetset.AnyService(), Budget: 20_000})
	out := answers{}
	for _, f := range answer.Flows {
		to := strings.ToLower(n.Pipeline.Nodes[n.Pipeline.Places[f.Destination].Node].Name)
		key := fmt.Sprint(to, " ", f.Outcome, " certain ", f.Certain, " arrived ", f.Arrived)
		out[key] = out[key].Union(f.Packets)
	}
	return out
}

// arriving is every packet that arrives, or may.
func (a answers) arriving() packetset.Set {
	var all packetset.Set
	for key, set := range a {
		if strings.HasSuffix(key, "arrived true") || strings.Contains(key, pipeline.InconclusiveOutcome.String()) {
			all = all.Union(set)
		}
	}
	return all
}

func (a answers) equal(b answers) string {
	keys := map[string]bool{}
	for k := range a {
		keys[k] = true
	}
	for k := range b {
		keys[k] = true
	}
	for k := range keys {
		if !a[k].Equal(b[k]) {
			return fmt.Sprintf("%s: %s, then %s", k, a[k], b[k])
		}
	}
	return ""
}

// metamorphic draws a design and a place, changes the design and compares.
func metamorphic(t *testing.T, draw func(generate.Choose) (design, facts string), change func(rt *rapid.T, design string) string, check func(rt *rapid.T, before, after answers)) {
	for round := range 2 {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				d := drawText(rt, draw)
				from := rapid.SampledFrom([]string{"vm-hub-x0", "vm-a-x0", "vm-a-y0", "vm-b-x0", "internet", "hq", "a/x", "b/x"}).Draw(rt, "from")
				before := ask(t, rt, d.design, d.facts, from)
				check(rt, before, ask(t, rt, change(rt, d.design), d.facts, from))
			})
		})
	}
}

func neverOpens(rt *rapid.T, before, after answers) {
	if opened := after.arriving().Subtract(before.arriving()); !opened.IsEmpty() {
		rt.Fatalf("opened: %s", opened)
	}
}

func changesNothing(rt *rapid.T, before, after answers) {
	if diff := before.equal(after); diff != "" {
		rt.Fatal(diff)
	}
}

// ruleLines are the indexes of the lines that hold a security rule.
func ruleLines(lines []string) []int {
	var list []int
	for i, l := range lines {
		if strings.Contains(l, "- {name: r") && strings.Contains(l, "direction: ") {
			list = append(list, i)
		}
	}
	return list
}

// TestDenyNeverOpens: a deny rule more opens nothing, where no health probe
// turns traffic elsewhere.
func TestDenyNeverOpens(t *testing.T) {
	metamorphic(t, generate.Random, func(rt *rapid.T, design string) string {
		if strings.Contains(design, "probes:") {
			rt.Skip("health probes")
		}
		rule := fmt.Sprintf("      - {name: more, priority: %d, direction: %s, access: Deny, protocol: %s, source: %s, destination: \"*\", destinationPorts: [%s]}",
			rapid.SampledFrom([]int{101, 115, 3000}).Draw(rt, "priority"), rapid.SampledFrom([]string{"Inbound", "Outbound"}).Draw(rt, "direction"),
			rapid.SampledFrom([]string{"Tcp", `"*"`}).Draw(rt, "protocol"), rapid.SampledFrom([]string{`"*"`, "10.1.0.0/16", "VirtualNetwork"}).Draw(rt, "source"),
			rapid.SampledFrom([]string{`"*"`, "443", "22-500"}).Draw(rt, "ports"))
		return strings.Replace(design, "    securityRules:\n", "    securityRules:\n"+rule+"\n", 1)
	}, neverOpens)
}

// TestFewerPeeringsNeverOpen: a peering less opens nothing, in designs where
// neither appliances nor gateways nor denials by tag make routes matter otherwise, and
// no network manager puts another peering in its place.
func TestFewerPeeringsNeverOpen(t *testing.T) {
	metamorphic(t, generate.RandomPlain, func(rt *rapid.T, design string) string {
		lines := strings.Split(design, "\n")
		for i, l := range lines {
			if strings.Contains(l, "to-hub: {") || strings.Contains(l, "to-a: {") {
				return strings.Join(slices.Delete(lines, i, i+1), "\n")
			}
		}
		rt.Skip("no peering")
		return ""
	}, neverOpens)
}

// TestOrderAndCaseChangeNothing: neither the order of resources nor the case of names.
func TestOrderAndCaseChangeNothing(t *testing.T) {
	metamorphic(t, generate.Random, func(rt *rapid.T, design string) string {
		lines := strings.Split(design, "\n")
		for start := 0; start < len(lines); {
			end := start
			for end < len(lines) && strings.Contains(lines[end], ": {nics: ") || end < len(lines) && strings.Contains(lines[end], "- {name: ") {
				end++
			}
			if end-start > 1 {
				part := rapid.Permutation(lines[start:end]).Draw(rt, "order")
				copy(lines[start:end], part)
			}
			start = max(end, start+1)
		}
		text := strings.Join(lines, "\n")
		return strings.NewReplacer("networkSecurityGroup: nsg0", "networkSecurityGroup: NSG0", "routeTable: rt0", "routeTable: Rt0",
			"subnet: a/x", "subnet: A/X", "asg:web", "asg:WEB").Replace(text)
	}, changesNothing)
}

// TestSplittingAConditionChangesNothing: two halves of a prefix or of a range
// of ports match what the whole does.
func TestSplittingAConditionChangesNothing(t *testing.T) {
	metamorphic(t, generate.Random, func(_ *rapid.T, design string) string {
		lines := strings.Split(design, "\n")
		for _, i := range ruleLines(lines) {
			lines[i] = strings.NewReplacer("source: 10.1.0.0/16", "source: [10.1.0.0/17, 10.1.128.0/17]", "destination: 10.1.0.0/16", "destination: [10.1.128.0/17, 10.1.0.0/17]",
				"[400-500]", "[400-450, 451-500]", "[8000-8100, 22]", "[22, 8000-8050, 8040-8100]").Replace(lines[i])
		}
		return strings.Join(lines, "\n")
	}, changesNothing)
}

// isDoubtful tells whether a rule may match or not: two such rules may differ.
func isDoubtful(line string) bool {
	return slices.ContainsFunc([]string{"Icmp", "Storage", "Internet", "VirtualNetwork", "203.0.113", "unknown"}, func(w string) bool { return strings.Contains(line, w) })
}

// TestRuleBelowItsTwinChangesNothing: a rule that another one hides.
func TestRuleBelowItsTwinChangesNothing(t *testing.T) {
	metamorphic(t, generate.Random, func(rt *rapid.T, design string) string {
		lines := strings.Split(design, "\n")
		rules := slices.DeleteFunc(ruleLines(lines), func(i int) bool { return isDoubtful(lines[i]) })
		if len(rules) == 0 {
			rt.Skip("no rules")
		}
		i := rapid.SampledFrom(rules).Draw(rt, "rule")
		var name string
		var priority int
		if _, err := fmt.Sscanf(strings.TrimSpace(lines[i]), "- {name: %s priority: %d,", &name, &priority); err != nil {
			rt.Fatal(err)
		}
		twin := strings.Replace(strings.Replace(lines[i], "- {name: r", "- {name: twin", 1), fmt.Sprintf("priority: %d", priority), fmt.Sprintf("priority: %d", priority+1), 1)
		if rapid.Bool().Draw(rt, "other access") {
			twin = strings.NewReplacer("access: Allow", "access: Deny", "access: Deny", "access: Allow").Replace(twin)
		}
		return strings.Join(slices.Insert(lines, i+1, twin), "\n")
	}, changesNothing)
}
