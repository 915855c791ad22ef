package sim_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
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

// compiled compiles a design, of several files where a line "---" parts them.
func compiled(t *testing.T, rt *rapid.T, design, facts string) *azure.Network {
	n, err := azure.Compile(nativetest.ReadFiles(t, strings.Split(design, "\n---\n"), facts), azure.Options{})
	if err != nil {
		rt.Fatal(err)
	}
	return n
}

// starts are the names of the nodes whose places send, in lower case and in order.
func starts(n *azure.Network) []string {
	var list []string
	for i := range n.Pipeline.Places {
		if p := &n.Pipeline.Places[i]; p.Origin != 0 && !p.Addresses.IsEmpty() {
			list = append(list, strings.ToLower(n.Pipeline.Nodes[p.Node].Name))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// ask asks what happens to all packets from the places whose node bears a name.
func ask(rt *rapid.T, n *azure.Network, from string) answers {
	var sources []pipeline.Source
	for i := range n.Pipeline.Places {
		if p := &n.Pipeline.Places[i]; strings.EqualFold(n.Pipeline.Nodes[p.Node].Name, from) && p.Origin != 0 {
			sources = append(sources, pipeline.Source{Place: p.ID, Addresses: p.Addresses})
		}
	}
	answer := reach(rt, n.Pipeline, symbolic.Question{From: sources, To: []pipeline.Target{{Sent: packet.AllAddrs(), Addressed: packet.AllAddrs()}},
		Services: packetset.AnyService(), Budget: 20_000})
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
	var diff []string
	for k := range keys {
		if !a[k].Equal(b[k]) {
			diff = append(diff, fmt.Sprintf("%s: %s, then %s", k, a[k].Subtract(b[k]), b[k].Subtract(a[k])))
		}
	}
	slices.Sort(diff)
	return strings.Join(diff, "\n")
}

// metamorphic draws a design and a place, changes the design and compares.
func metamorphic(t *testing.T, draw func(generate.Choose) (design, facts string), change func(rt *rapid.T, design string) string, check func(rt *rapid.T, before, after answers)) {
	for round := range 2 {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				d := drawText(rt, draw)
				n := compiled(t, rt, d.design, d.facts)
				from := rapid.SampledFrom(starts(n)).Draw(rt, "from")
				before := ask(rt, n, from)
				check(rt, before, ask(rt, compiled(t, rt, change(rt, d.design), d.facts), from))
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

// TestDenyNeverOpens: a deny rule more opens nothing, where no health probe
// turns traffic elsewhere.
func TestDenyNeverOpens(t *testing.T) {
	metamorphic(t, generate.Random, func(rt *rapid.T, design string) string {
		if strings.Contains(design, "probes:") {
			rt.Skip("health probes")
		}
		rule := fmt.Sprintf("      - {name: more, priority: %d, direction: %s, access: Deny, protocol: %s, source: %s, destination: \"*\", destinationPorts: [%s]}",
			rapid.SampledFrom([]int{100, 125, 3000}).Draw(rt, "priority"), rapid.SampledFrom([]string{"Inbound", "Outbound"}).Draw(rt, "direction"),
			rapid.SampledFrom([]string{"Tcp", `"*"`}).Draw(rt, "protocol"), rapid.SampledFrom([]string{`"*"`, "10.1.0.0/16", "VirtualNetwork"}).Draw(rt, "source"),
			rapid.SampledFrom([]string{`"*"`, "443", "22-500"}).Draw(rt, "ports"))
		if rapid.IntRange(0, 3).Draw(rt, "firewall") == 3 {
			return collections.ReplaceAllString(design, "$0$1  more: {priority: 150, action: Deny, rules: [{name: n, source: [10.1.0.0/16], protocols: [Any], destinationPorts: [443]}]}\n")
		}
		return strings.Replace(design, "    securityRules:\n", "    securityRules:\n"+rule+"\n", 1)
	}, neverOpens)
}

var collections = regexp.MustCompile(`( +)ruleCollections:\n`)

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

// isDoubtful tells whether a rule may match or not: two such rules may differ.
func isDoubtful(line string) bool {
	return slices.ContainsFunc([]string{"Icmp", "Storage", "Internet", "VirtualNetwork", "203.0.113", "unknown"}, func(w string) bool { return strings.Contains(line, w) })
}

// TestRuleBelowItsTwinChangesNothing: a rule that another one hides, of an NSG or of a firewall.
func TestRuleBelowItsTwinChangesNothing(t *testing.T) {
	metamorphic(t, generate.Random, func(rt *rapid.T, design string) string {
		lines := strings.Split(design, "\n")
		var rules []int
		for i, l := range lines {
			if (strings.Contains(l, "- {name: r") || strings.Contains(l, " net0: {")) && !isDoubtful(l) {
				rules = append(rules, i)
			}
		}
		if len(rules) == 0 {
			return design
		}
		i := rapid.SampledFrom(rules).Draw(rt, "rule")
		twin := priority.ReplaceAllStringFunc(lines[i], func(found string) string {
			n, _ := strconv.Atoi(strings.TrimPrefix(found, "priority: "))
			return fmt.Sprint("priority: ", n+1)
		})
		twin = strings.NewReplacer("- {name: r", "- {name: twin", " net0: {", " twin: {").Replace(twin)
		if rapid.Bool().Draw(rt, "other access") {
			twin = strings.NewReplacer("access: Allow", "access: Deny", "access: Deny", "access: Allow", "action: Allow", "action: Deny", "action: Deny", "action: Allow").Replace(twin)
		}
		return strings.Join(slices.Insert(lines, i+1, twin), "\n")
	}, changesNothing)
}

var priority = regexp.MustCompile(`priority: \d+`)
