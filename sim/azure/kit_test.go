package azure_test

import (
	"net/netip"
	"strings"
	"testing"

	"vnetproof/sim/azure"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/walk"
	"vnetproof/topology"
	"vnetproof/topology/decode"
	"vnetproof/topology/native"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// base begins the IDs of native designs.
const base = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/"

// read reads a native design, and facts if there are any, which must be without errors.
func read(t *testing.T, design string, facts ...string) *topology.Design {
	t.Helper()
	var diags source.Diagnostics
	r := native.NewReader(&diags)
	r.AddDesign(parse(t, "a.network.yaml", design))
	for _, f := range facts {
		r.AddFacts(parse(t, "a.facts.yaml", f))
	}
	resources, overlays := r.Finish()
	d := decode.New(&diags)
	for _, n := range resources {
		d.Add(n)
	}
	for _, n := range overlays {
		d.AddFacts(n)
	}
	out := d.Finish()
	if err := diags.Err(); err != nil {
		t.Fatalf("the test's design: %v", err)
	}
	return out
}

func parse(t *testing.T, name, text string) *tree.Node {
	t.Helper()
	var diags source.Diagnostics
	root := tree.ParseYAML(source.NewFile(name, []byte(text)), []byte(text), &diags)
	if err := diags.Err(); err != nil {
		t.Fatalf("the test's YAML: %v", err)
	}
	return root
}

// world is a compiled design that tests send packets through.
type world struct {
	t      *testing.T
	design *topology.Design
	*azure.Network
}

func compile(t *testing.T, design string, facts ...string) world {
	t.Helper()
	d := read(t, design, facts...)
	n, err := azure.Compile(d, azure.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return world{t, d, n}
}

// trace sends a packet: "web1 10.2.0.4 tcp/443", "internet 203.0.113.9 tcp/22"
// or "web/frontend 10.2.0.4 icmp" for planned hosts; "web1>10.1.0.9" for
// another source address than the lowest.
func (w world) trace(line string) *walk.Trace {
	w.t.Helper()
	words := strings.Fields(line)
	from, as, _ := strings.Cut(words[0], ">")
	place := w.at(from)
	dst, err := netip.ParseAddr(words[1])
	if err != nil {
		w.t.Fatal(err)
	}
	p := packet.Packet{Dst: dst, Src: w.source(place, packet.FamilyOf(dst))}
	if as != "" {
		p.Src = netip.MustParseAddr(as)
	}
	traffic, err := packet.ParseTraffic(strings.Join(words[2:], " "))
	if err != nil {
		w.t.Fatal(err)
	}
	p, ok := traffic.Sample(p.Src, p.Dst)
	if !ok {
		w.t.Fatalf("%s: no such packet", line)
	}
	return walk.Walk(w.Pipeline, place, p)
}

// at finds a place: "internet", a VM, a NIC or a subnet.
func (w world) at(name string) pipeline.PlaceID {
	w.t.Helper()
	switch name {
	case "internet":
		return w.Internet
	case "Azure":
		name = "Azure platform"
	}
	for _, p := range w.Pipeline.Places[1:] {
		if w.Pipeline.Nodes[p.Node].Name == name && p.Kind != pipeline.NetworkNode {
			return p.ID
		}
	}
	w.t.Fatalf("no place %q", name)
	return 0
}

func (w world) source(p pipeline.PlaceID, f packet.Family) netip.Addr {
	w.t.Helper()
	set := w.Pipeline.Places[p].Addresses.OfFamily(f)
	if p == w.Internet && f == packet.IPv4 {
		return netip.MustParseAddr("203.0.113.10")
	}
	a, ok := set.Lowest()
	if !ok {
		w.t.Fatalf("place %d has no address of %s", p, f)
	}
	return a
}

// told is what decided a trace: "denied by defaultRule DenyAllInBound of web-nsg".
func (w world) told(tr *walk.Trace) string {
	text := tr.Verdict.String()
	cause := tr.DecidedBy
	if cause == nil {
		return text
	}
	text += " by " + cause.Kind.String() + " " + cause.Name
	if cause.Filter != nil {
		text += " of " + cause.Filter.Group
	}
	return text
}

// want is a line to trace and how it must end, as told says.
type want struct{ name, line, want string }

func (w world) check(cases ...want) {
	w.t.Helper()
	for _, tc := range cases {
		tr := w.trace(tc.line)
		if got := w.told(tr); got != tc.want {
			w.t.Errorf("%s: %s: got %q, want %q\n%s", tc.name, tc.line, got, tc.want, w.story(tr))
		}
	}
}

// story prints the hops of a trace, for a failing test.
func (w world) story(tr *walk.Trace) string {
	var b strings.Builder
	for _, way := range [][]walk.Hop{tr.Forward, tr.Return} {
		for _, h := range way {
			b.WriteString("  " + w.Pipeline.Nodes[h.Node].Name + " " + h.Packet.String() + "\n")
			for _, s := range h.Steps {
				b.WriteString("      " + w.Pipeline.Tables[s.Table].Name + ": " + s.Action.String())
				if s.Cause != nil {
					b.WriteString(" [" + s.Cause.Kind.String() + " " + s.Cause.Name + ": " + s.Cause.Reason + "]")
				}
				b.WriteString("\n")
			}
		}
		b.WriteString("  --\n")
	}
	for _, g := range tr.Gaps {
		b.WriteString("  gap: " + g.Why + "\n")
	}
	return b.String()
}

// seen traces a line and returns the source address that the destination sees.
func (w world) seen(line string) string {
	w.t.Helper()
	tr := w.trace(line)
	if len(tr.Forward) == 0 {
		w.t.Fatalf("%s does not start", line)
	}
	return tr.Forward[len(tr.Forward)-1].Packet.Src.String()
}

// id returns the ID of a native resource: "Microsoft.Network/virtualNetworks/hub".
func id(path string) topology.ID { return topology.ID(base + path) }

// routes lists the effective routes of a subnet as lines without the None
// routes of the platform: "Default Active 10.1.0.0/16 VnetLocal".
func (w world) routes(vnet, subnet string) []string {
	var lines []string
	for _, r := range w.EffectiveRoutes(id("Microsoft.Network/virtualNetworks/" + vnet + "/subnets/" + subnet)) {
		if r.NextHopType == topology.NextHopNone && r.Source == azure.Default && !isPrivate(r.Prefix) {
			continue
		}
		line := r.Source.String() + " " + r.State.String() + " " + r.Prefix.String() + " " + r.NextHopType.String()
		for _, a := range r.NextHopIPs {
			line += " " + a.String()
		}
		if r.Name != "" {
			line += " " + r.Name
		}
		lines = append(lines, line)
	}
	return lines
}

func isPrivate(p netip.Prefix) bool {
	switch p.String() {
	case "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10":
		return true
	}
	return false
}

// with replaces the first occurrence of a word of a design.
func with(design, old, new string) string { return strings.Replace(design, old, new, 1) }

// first returns the lowest address of a service tag.
func first(t *testing.T, n *azure.Network, tag string) netip.Addr {
	t.Helper()
	set, ok := n.Service(tag)
	if !ok {
		t.Fatalf("no addresses of %s", tag)
	}
	a, _ := set.Lowest()
	return a
}

// passes tells whether a packet's way out leads by a node.
func (w world) passes(line, node string) bool {
	w.t.Helper()
	for _, h := range w.trace(line).Forward {
		if w.Pipeline.Nodes[h.Node].Name == node {
			return true
		}
	}
	return false
}

// hasRoute tells whether a subnet has an active route of a prefix and type.
func (w world) hasRoute(subnet, prefix, hop string) bool {
	w.t.Helper()
	for _, v := range w.design.VirtualNetworks {
		for _, s := range v.Subnets {
			if v.Name+"/"+s.Name != subnet {
				continue
			}
			for _, r := range w.EffectiveRoutes(s.ID) {
				if r.State == azure.Active && r.Prefix.String() == prefix && r.NextHopType.String() == hop {
					return true
				}
			}
		}
	}
	return false
}

// defaultRoute is the next hop type of a subnet's active route for 0.0.0.0/0.
func (w world) defaultRoute(subnet string) string {
	for _, hop := range []string{"Internet", "VirtualAppliance", "VirtualNetworkGateway", "None", "VnetLocal"} {
		if w.hasRoute(subnet, "0.0.0.0/0", hop) {
			return hop
		}
	}
	return ""
}
