package sim_test

import (
	"fmt"
	"net/netip"
	"testing"

	"pgregory.net/rapid"

	"vnetproof/sim/azure"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/sim/walk"
	"vnetproof/topology/generate"
	"vnetproof/topology/native/nativetest"
)

// TestEnginesAgreeOnDesigns: on random designs the symbolic answer holds a
// packet in the flows that its concrete walk takes. Each round takes rapid's
// number of designs, 100 by default.
func TestEnginesAgreeOnDesigns(t *testing.T) {
	for round := range 20 {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) { agreeOnDesign(t, rt) })
		})
	}
}

func agreeOnDesign(t *testing.T, rt *rapid.T) {
	design, facts := generate.Random(func(n int) int { return rapid.IntRange(0, n-1).Draw(rt, "choice") })
	d := nativetest.Read(t, design, facts)
	n, err := azure.Compile(d, azure.Options{})
	if err != nil {
		rt.Fatal(err)
	}
	from := drawPlace(rt, n.Pipeline)
	services := packetset.FromTraffic(drawTraffic(rt), packet.IPv4)
	q := symbolic.Question{From: []pipeline.Source{{Place: from.ID, Addresses: from.Addresses}}, Services: services, Budget: 20_000,
		To: []pipeline.Target{{Sent: packet.All4(), Addressed: packet.All4()}}}
	answer := reach(rt, n.Pipeline, q)
	for range 4 {
		if sent, ok := drawSent(rt, n.Pipeline, from, services); ok {
			compare(rt, answer, walk.Walk(n.Pipeline, from.ID, sent))
		}
	}
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
	words := rapid.SampledFrom([]string{"tcp/443", "tcp/22", "udp/53", "icmp", "tcp/8443", "tcp/400-500", "any"}).Draw(t, "traffic")
	traffic, err := packet.ParseTraffic(words)
	if err != nil {
		t.Fatal(err)
	}
	return traffic
}

// drawSent draws a packet that a place may send, to an address that means something.
func drawSent(t *rapid.T, p *pipeline.Pipeline, from *pipeline.Place, services packetset.ServiceSet) (packet.Packet, bool) {
	src, _ := from.Addresses.OfFamily(packet.IPv4).Lowest()
	var dst netip.Addr
	if rapid.Bool().Draw(t, "known") {
		to := &p.Places[rapid.IntRange(1, len(p.Places)-1).Draw(t, "to")]
		var ok bool
		if dst, ok = to.Addresses.Union(to.Public).OfFamily(packet.IPv4).Lowest(); !ok {
			return packet.Packet{}, false
		}
	} else {
		dst = netip.MustParseAddr(rapid.SampledFrom([]string{"203.0.113.9", "10.1.10.9", "10.0.0.4", "198.51.100.1", "198.51.100.2", "192.168.3.4", "10.77.0.3", "10.2.10.4", "240.0.0.1"}).Draw(t, "address"))
	}
	sent, ok := services.Pick(packet.IPv4)
	sent.Src, sent.Dst = src, dst
	return sent, ok
}
