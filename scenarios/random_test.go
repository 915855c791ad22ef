package scenarios

import (
	"context"
	"testing"

	"pgregory.net/rapid"

	"vnetproof/scenarios/judge"
	"vnetproof/scenarios/suite"
	"vnetproof/sim"
	"vnetproof/sim/endpoint"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology/generate"
	"vnetproof/topology/native/nativetest"
)

// On random designs what is proved holds for the packets that are walked, and
// statements that contradict each other are not proved together.
func TestVerdictsOnRandomDesigns(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text, facts := generate.Random(func(n int) int { return rapid.IntRange(0, n-1).Draw(r, "choice") })
		design := nativetest.Read(t, text, facts)
		s, err := sim.New(design, sim.Options{})
		if err != nil {
			r.Fatal(err)
		}
		court := &judge.Judge{Design: design, Pipeline: s.Pipeline, Names: endpoint.NewNames(design, s.Pipeline), Reach: s.Reach, Trace: s.Trace}
		resolver := endpoint.NewResolver(design, s.Network)
		ends := []string{"vm:*", "vnet:*", "internet", "any", "nic:*,!internet"}
		from, to := parsed(r, rapid.SampledFrom(ends).Draw(r, "from")), parsed(r, rapid.SampledFrom(ends).Draw(r, "to"))
		pairs, err := resolver.Pairs(from, to)
		if err != nil {
			r.Skip(err)
		}
		hops, err := resolver.Hops(parsed(r, "any"))
		if err != nil {
			r.Skip(err)
		}
		words := rapid.SampledFrom([]string{"tcp/443", "udp/53", "icmp", "any"}).Draw(r, "traffic")
		traffic, _ := packet.ParseTraffic(words)
		decided := func(e suite.Expect) *judge.Decision {
			sc := &suite.Scenario{Name: "s", Expect: e, Traffic: traffic, From: suite.Selector{Selector: from}, To: suite.Selector{Selector: to}}
			c := judge.Case{Scenario: sc, Pairs: pairs}
			if e == suite.Via || e == suite.NotVia {
				sc.Symmetric = true
				c.Hops = [][]pipeline.NodeID{{rapid.SampledFrom(hops).Draw(r, "hop")}}
			}
			d, err := court.Decide(context.Background(), c)
			if err != nil {
				r.Fatal(err)
			}
			return d
		}
		// Each witness is walked: engines that disagree are an error.
		decided(rapid.SampledFrom([]suite.Expect{suite.Reachable, suite.Only, suite.Via, suite.NotVia}).Draw(r, "expect"))
		isolated, some := decided(suite.Isolated), decided(suite.Some)
		if isolated.Empty {
			r.Skip("nothing is asked")
		}
		if isolated.Verdict == judge.Proved && some.Verdict != judge.Refuted {
			r.Fatalf("isolated is proved, some is %s", some.Verdict)
		}
		sample, err := resolver.Sample(from, to, traffic)
		if err != nil || isolated.Verdict != judge.Proved {
			return
		}
		trace, err := s.Trace(sample.From, sample.Packet)
		if err != nil {
			r.Fatal(err)
		}
		for _, b := range trace.Branches {
			if b.Arrived && b.To != sample.From && isTarget(pairs, b.To, sample.Packet) {
				r.Fatalf("isolated is proved and %s arrives at %s", sample.Packet, court.Names.Place(b.To))
			}
		}
	})
}

func isTarget(pairs []endpoint.Pair, at pipeline.PlaceID, sent packet.Packet) bool {
	for _, p := range pairs {
		for _, g := range p.Inside {
			if g.Place == at && g.Sent.Contains(sent.Dst) {
				return true
			}
		}
	}
	return false
}

func parsed(t *rapid.T, text string) endpoint.Selector {
	s, err := endpoint.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
