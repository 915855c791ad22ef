package azure_test

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vnetproof/sim/azure"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/walk"
	"vnetproof/topology/decode"
	"vnetproof/topology/native"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// given is a design as the decoder gets it, whose values can be replaced one by one.
type given struct {
	resources, overlays []*tree.Node
	lines               []string // packets, as trace takes them
	base                []string // how each ends while all is known
	spots               []spot   // every value that decoding asks for
}

// spot is a value of a resource, there or not.
type spot struct {
	resource int
	steps    []step
}

// step leads to a member of an object, or to an item of a list.
type step struct {
	key   string
	index int // where key is ""
}

// give reads a native design into resources, and notes what decoding asks for.
func give(t *testing.T, design string, facts []string, lines []string) *given {
	t.Helper()
	var diags source.Diagnostics
	r := native.NewReader(&diags)
	r.AddDesign(parse(t, "a.network.yaml", design))
	for _, f := range facts {
		r.AddFacts(parse(t, "a.facts.yaml", f))
	}
	g := &given{lines: lines}
	g.resources, g.overlays = r.Finish()
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	g.find(t)
	w, ok := g.world(g.resources)
	if !ok {
		t.Fatal("the design has errors")
	}
	for _, line := range lines {
		tr := w.walk(line)
		if tr == nil || tr.Verdict.String() == "inconclusive" {
			t.Errorf("%s: inconclusive though all is known\n%s", line, w.story(tr))
		}
		g.base = append(g.base, tr.Verdict.String())
	}
	return g
}

// find lists the spots: what the decoder asks for, and all items of lists.
func (g *given) find(t *testing.T) {
	asked := map[*tree.Node][]string{}
	var diags source.Diagnostics
	d := decode.New(&diags)
	d.OnRead(func(o *tree.Node, key string) { asked[o] = append(asked[o], key) })
	for _, n := range g.resources {
		d.Add(n)
	}
	d.Finish()
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	for i, n := range g.resources {
		g.below(spot{resource: i}, n, asked)
	}
}

func (g *given) below(at spot, n *tree.Node, asked map[*tree.Node][]string) {
	switch {
	case n.Is(tree.List):
		for i, item := range n.Items {
			s := at.then(step{index: i})
			g.spots = append(g.spots, s)
			g.below(s, item, asked)
		}
	case n.Is(tree.Object):
		seen := map[string]bool{}
		for _, m := range n.Members {
			s := at.then(step{key: m.Key})
			seen[strings.ToLower(m.Key)] = true
			g.spots = append(g.spots, s)
			g.below(s, m.Value, asked)
		}
		for _, key := range asked[n] {
			if low := strings.ToLower(key); !seen[low] && !slices.Contains(bookkeeping, key) {
				seen[low] = true
				g.spots = append(g.spots, at.then(step{key: key}))
			}
		}
	}
}

// bookkeeping are members that stand beside the properties and are not there.
var bookkeeping = []string{"kind", "etag", "plan", "identity", "managedBy", "systemData", "dependsOn", "comments", "condition", "scope",
	"resourceGroup", "subscriptionId", "tenantId", "extendedLocation"}

func (s spot) then(more step) spot {
	return spot{s.resource, append(s.steps[:len(s.steps):len(s.steps)], more)}
}

var isProperties = regexp.MustCompile(`\bproperties\.?`)

// name is the kind of the spot: the type of its resource and the path below
// properties, without numbers.
func (g *given) name(s spot) string {
	text := ""
	for _, step := range s.steps {
		switch {
		case step.key == "":
			text += "[]"
		case text == "":
			text = step.key
		default:
			text += "." + step.key
		}
	}
	return g.resources[s.resource].Get("type").Str() + " " + isProperties.ReplaceAllString(text, "")
}

// with returns the resources with one value replaced; nil takes it away.
func (g *given) with(s spot, value *tree.Node) []*tree.Node {
	out := append([]*tree.Node(nil), g.resources...)
	out[s.resource] = replaced(out[s.resource], s.steps, value)
	return out
}

func replaced(n *tree.Node, steps []step, value *tree.Node) *tree.Node {
	if len(steps) == 0 {
		return value
	}
	c := *n
	at := steps[0]
	if at.key == "" {
		c.Items = nil
		for i, item := range n.Items {
			if i == at.index {
				if item = replaced(item, steps[1:], value); item == nil {
					continue
				}
			}
			c.Items = append(c.Items, item)
		}
		return &c
	}
	c.Members = nil
	found := false
	for _, m := range n.Members {
		if strings.EqualFold(m.Key, at.key) {
			found = true
			if m.Value = replaced(m.Value, steps[1:], value); m.Value == nil {
				continue
			}
		}
		c.Members = append(c.Members, m)
	}
	if !found && value != nil {
		c.Members = append(c.Members, tree.Member{Key: at.key, KeyPos: n.Pos, Value: value})
	}
	return &c
}

// world compiles resources; false where they have errors, so that no answer is given.
func (g *given) world(resources []*tree.Node) (world, bool) {
	var diags source.Diagnostics
	d := decode.New(&diags)
	for _, n := range resources {
		d.Add(n)
	}
	for _, n := range g.overlays {
		d.AddFacts(n)
	}
	design := d.Finish()
	if diags.Err() != nil {
		return world{design: design}, false
	}
	n, err := azure.Compile(design, azure.Options{})
	return world{design: design, Network: n}, err == nil
}

// walk is trace that returns nil where the sender is not there, or its address not known.
func (w world) walk(line string) *walk.Trace {
	words := strings.Fields(line)
	place := w.Internet
	if words[0] != "internet" {
		if place = w.placeOf(words[0]); place == 0 {
			return nil
		}
	}
	p := packet.Packet{Src: netip.MustParseAddr("203.0.113.10"), Dst: netip.MustParseAddr(words[1])}
	if place != w.Internet {
		p.Src, _ = w.Pipeline.Places[place].Addresses.OfFamily(packet.FamilyOf(p.Dst)).Lowest()
	}
	if !p.Src.IsValid() {
		return nil
	}
	traffic, err := packet.ParseTraffic(strings.Join(words[2:], " "))
	if err != nil {
		panic(err)
	}
	p, ok := traffic.Sample(p.Src, p.Dst)
	if !ok {
		return nil
	}
	return walk.Walk(w.Pipeline, place, p)
}

func (w world) placeOf(name string) pipeline.PlaceID {
	for _, p := range w.Pipeline.Places[1:] {
		if w.Pipeline.Nodes[p.Node].Name == name && p.Kind != pipeline.NetworkNode {
			return p.ID
		}
	}
	return 0
}

// outcome is how a packet ends; "" where it cannot be sent.
func (w world) outcome(line string) (string, *walk.Trace) {
	tr := w.walk(line)
	if tr == nil {
		return "", nil
	}
	return tr.Verdict.String(), tr
}

// certainly tells whether an outcome is a definite answer, and if the packet gets there.
func certainly(outcome string) (certain, delivered bool) {
	return outcome != "" && outcome != "inconclusive", outcome == "delivered"
}

var nobodyKnows = tree.NewUnknown(source.Pos{}, "only the deployment knows it", "say it")
