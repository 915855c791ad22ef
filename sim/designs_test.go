package sim_test

import (
	"context"
	"fmt"
	"math/bits"
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vnetproof/sim/azure"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/sim/symbolic/pairs"
	"vnetproof/sim/walk"
	"vnetproof/topology/generate"
	"vnetproof/topology/native/nativetest"
)

// TestEnginesAgreeOnDesigns: on random designs with every kind of resource the
// symbolic answer, and that of pairs, hold a packet in the flows that its
// concrete walk takes. Each of 20 rounds takes rapid's number of designs:
// 2,000 by default, 10,000 with -rapid.checks=500.
func TestEnginesAgreeOnDesigns(t *testing.T) {
	var all tally
	t.Run("rounds", func(t *testing.T) {
		for round := range 20 {
			t.Run(fmt.Sprint(round), func(t *testing.T) {
				t.Parallel()
				rapid.Check(t, func(rt *rapid.T) { agreeOnDesign(t, rt, &all) })
			})
		}
	})
	if !t.Failed() {
		all.judge(t)
	}
}

func agreeOnDesign(t *testing.T, rt *rapid.T, all *tally) {
	n := drawDesign(t, rt)
	from := drawPlace(rt, n.Pipeline)
	family := packet.IPv4
	if !from.Addresses.OfFamily(packet.IPv6).IsEmpty() && rapid.IntRange(0, 2).Draw(rt, "family") == 2 {
		family = packet.IPv6
	}
	traffic := drawTraffic(rt)
	services := packetset.FromTraffic(traffic, family)
	source := pipeline.Source{Place: from.ID, Addresses: from.Addresses.OfFamily(family)}
	answer, err := symbolic.Reach(context.Background(), n.Pipeline, symbolic.Question{From: []pipeline.Source{source}, Services: services, Budget: 20_000,
		To: []pipeline.Target{{Sent: packet.AllAddrs(), Addressed: packet.AllAddrs()}}})
	if err == symbolic.ErrBudget {
		all.overBudget()
		return
	}
	if err != nil {
		rt.Fatal(err)
	}
	traces := map[packet.Packet]*walk.Trace{}
	for _, sent := range drawPackets(rt, n.Pipeline, source, services, answer) {
		trace := walk.Walk(n.Pipeline, from.ID, sent)
		compare(rt, answer, trace)
		all.count(n.Pipeline, trace)
		traces[sent] = trace
	}
	if rapid.IntRange(0, 3).Draw(rt, "pairs") == 0 {
		compareRow(rt, n.Pipeline, source, traces)
	}
}

// text is a drawn design and its facts.
type text struct{ design, facts string }

// GoString is how rapid shows it.
func (d text) GoString() string { return "\n" + d.design + "--- facts\n" + d.facts }

// drawText draws a design.
func drawText(rt *rapid.T, random func(generate.Choose) (design, facts string)) text {
	return rapid.Custom(func(rt *rapid.T) text {
		design, facts := random(chooser(rt))
		return text{design, facts}
	}).Draw(rt, "design")
}

// chooser draws choices that are about equally likely, as rapid's ranges are not.
func chooser(rt *rapid.T) generate.Choose {
	bit := rapid.Bool()
	return func(n int) int {
		choice := 0
		for range bits.Len(uint(n-1)) + 2 {
			choice <<= 1
			if bit.Draw(rt, "bit") {
				choice |= 1
			}
		}
		return choice % n
	}
}

func drawDesign(t *testing.T, rt *rapid.T) *azure.Network {
	d := drawText(rt, generate.Random)
	n, err := azure.Compile(nativetest.Read(t, d.design, d.facts), azure.Options{})
	if err != nil {
		rt.Fatal(err)
	}
	return n
}

// drawPlace draws where packets start.
func drawPlace(t *rapid.T, p *pipeline.Pipeline) *pipeline.Place {
	var starts []*pipeline.Place
	for i := range p.Places[1:] {
		if place := &p.Places[1+i]; place.Origin != 0 && !place.Addresses.OfFamily(packet.IPv4).IsEmpty() {
			starts = append(starts, place)
		}
	}
	return rapid.SampledFrom(starts).Draw(t, "place")
}

func drawTraffic(t *rapid.T) packet.Traffic {
	words := rapid.SampledFrom([]string{"tcp/443", "tcp/443", "tcp/22", "udp/53", "icmp", "tcp/8443", "tcp/400-500", "any"}).Draw(t, "traffic")
	traffic, err := packet.ParseTraffic(words)
	if err != nil {
		t.Fatal(err)
	}
	return traffic
}

// drawPackets draws packets that a place may send: to places, to addresses that
// mean something, and such as the answer holds, one of which arrives if any
// does, and one of which comes a long way.
func drawPackets(t *rapid.T, p *pipeline.Pipeline, from pipeline.Source, services packetset.ServiceSet, answer *symbolic.Answer) []packet.Packet {
	var out []packet.Packet
	for range 3 {
		if sent, ok := drawSent(t, p, from, services); ok {
			out = append(out, sent)
		}
	}
	arrived := slices.DeleteFunc(slices.Clone(answer.Flows), func(f symbolic.Flow) bool { return !f.Arrived })
	slices.SortStableFunc(arrived, func(a, b symbolic.Flow) int { return len(b.Forward) - len(a.Forward) })
	for _, flows := range [][]symbolic.Flow{answer.Flows, arrived, arrived[:min(3, len(arrived))]} {
		if len(flows) > 0 {
			boxes := rapid.SampledFrom(flows).Draw(t, "flow").Packets.Boxes()
			out = append(out, drawFromBox(t, rapid.SampledFrom(boxes).Draw(t, "box")))
		}
	}
	return out
}

func drawFromBox(t *rapid.T, b packetset.Box) packet.Packet {
	sent, _ := packetset.FromBoxes(b).Pick()
	sent.Src, sent.Dst = drawEdge(t, b.Src), drawEdge(t, b.Dst)
	return sent
}

// drawEdge draws the lowest or highest address of a range of a set.
func drawEdge(t *rapid.T, set packet.AddrSet) netip.Addr {
	r := rapid.SampledFrom(set.Ranges()).Draw(t, "range")
	if rapid.Bool().Draw(t, "last") {
		return r.Hi
	}
	return r.Lo
}

var meaningful = map[packet.Family][]string{
	packet.IPv4: {"203.0.113.9", "10.1.10.9", "10.0.0.4", "10.0.2.10", "198.51.100.21", "198.51.100.2", "192.168.3.4", "10.77.0.3", "10.2.10.4", "100.64.10.4", "20.60.1.1", "240.0.0.1"},
	packet.IPv6: {"2001:db8:1::9", "fd00:0:1:10::4", "fd00:0:2:11::9", "2001:db8::3"},
}

// drawSent draws a packet that a place may send, to a place or to an address that means something.
func drawSent(t *rapid.T, p *pipeline.Pipeline, from pipeline.Source, services packetset.ServiceSet) (packet.Packet, bool) {
	src, _ := from.Addresses.Lowest()
	family := packet.FamilyOf(src)
	var dst netip.Addr
	if rapid.IntRange(0, 3).Draw(t, "known") > 0 {
		to := &p.Places[rapid.IntRange(1, len(p.Places)-1).Draw(t, "to")]
		known := to.Addresses
		if known.OfFamily(family).IsEmpty() || rapid.IntRange(0, 3).Draw(t, "public") == 0 {
			known = to.Public
		}
		var ok bool
		if dst, ok = known.OfFamily(family).Lowest(); !ok {
			return packet.Packet{}, false
		}
	} else {
		dst = netip.MustParseAddr(rapid.SampledFrom(meaningful[family]).Draw(t, "address"))
	}
	sent, ok := services.Pick(family)
	sent.Src, sent.Dst = src, dst
	return sent, ok
}

// compareRow compares what pairs finds from a source with walks.
func compareRow(t *rapid.T, p *pipeline.Pipeline, from pipeline.Source, traces map[packet.Packet]*walk.Trace) {
	_, err := pairs.Each(context.Background(), p, pairs.Options{From: []pipeline.Source{from}, Cores: 1}, func(_ int, r *pairs.Row) error {
		if r.Overrun {
			return nil
		}
		for sent, trace := range traces {
			if diff := cmp.Diff(walkedEnds(trace, isLeft(r, sent)), rowEnds(p, r, sent)); diff != "" {
				return fmt.Errorf("%s: walked -, by pairs +:\n%s", sent, diff)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// walkedEnds are the ends of a walk that pairs tells of, in words, in order: all
// of those that it left to the search, else where it arrives by all ways, or may.
func walkedEnds(trace *walk.Trace, left bool) []string {
	all := ends{}
	for _, b := range trace.Branches {
		k := end{b.To, b.Outcome, b.Ending, b.Arrived, b.Certain}
		if !left {
			k.certain = true
			for _, o := range trace.Branches {
				k.certain = k.certain && o.To == b.To && o.Outcome == b.Outcome
			}
		}
		if left || k.arrived {
			all.add(k, packetset.Set{})
		}
	}
	return all.words()
}

// isLeft tells whether pairs left a packet to the search.
func isLeft(r *pairs.Row, sent packet.Packet) bool {
	for _, f := range r.Flows {
		if f.Packets.Contains(sent) {
			return true
		}
	}
	return false
}

// rowEnds are the ends that pairs finds for a packet.
func rowEnds(p *pipeline.Pipeline, r *pairs.Row, sent packet.Packet) []string {
	all := ends{}
	for i := range r.Tiles {
		if r.Packets(&r.Tiles[i]).Contains(sent) {
			all.add(answered(p, r.Tiles[i].Place), packetset.Set{})
		}
	}
	for i := range r.Maybes {
		if r.Packets(&r.Maybes[i]).Contains(sent) {
			k := answered(p, r.Maybes[i].Place)
			k.certain = false
			all.add(k, packetset.Set{})
		}
	}
	for _, f := range r.Flows {
		if f.Packets.Contains(sent) {
			all.add(end{f.Destination, f.Outcome, f.Ending, f.Arrived, f.Certain}, packetset.Set{})
		}
	}
	return all.words()
}

func (e ends) words() []string {
	var out []string
	for k := range e {
		out = append(out, fmt.Sprint(k))
	}
	slices.Sort(out)
	return out
}
