package sim_test

import (
	"context"
	"errors"
	"fmt"
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
	"vnetproof/topology/generate"
	"vnetproof/topology/native/nativetest"
)

// TestReachEqualsSymbolic: on random designs the engine that all questions of a
// run share answers each as the search by paths does, for what is wanted.
func TestReachEqualsSymbolic(t *testing.T) {
	for round := range 2 {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				draw := func(n int) int { return rapid.IntRange(0, n-1).Draw(rt, "choice") }
				design, facts := generate.Random(draw)
				if rapid.Bool().Draw(rt, "plain") {
					design, facts = generate.RandomPlain(draw)
				}
				n, err := azure.Compile(nativetest.Read(t, design, facts), azure.Options{})
				if err != nil {
					rt.Fatal(err)
				}
				e := pairs.New(n.Pipeline)
				for range 2 {
					q := drawQuestion(rt, n.Pipeline)
					for _, q.Wanted = range []symbolic.Wanted{symbolic.Everything, symbolic.Arrivals, symbolic.Failures} {
						compareReach(rt, n.Pipeline, e, q)
					}
				}
			})
		})
	}
}

// TestReachEqualsSymbolicInTheMiddle: where all that translates stands between.
func TestReachEqualsSymbolicInTheMiddle(t *testing.T) {
	n, err := azure.Compile(nativetest.Read(t, middle, "appliances: {nva1: {stateful: true, snat: false}}\nfqdns: {site.azurewebsites.net: [20.0.0.60]}"), azure.Options{})
	if err != nil {
		t.Fatal(err)
	}
	e := pairs.New(n.Pipeline)
	rapid.Check(t, func(rt *rapid.T) {
		q := drawQuestion(rt, n.Pipeline)
		q.Wanted = rapid.SampledFrom([]symbolic.Wanted{symbolic.Everything, symbolic.Arrivals, symbolic.Failures}).Draw(rt, "wanted")
		compareReach(rt, n.Pipeline, e, q)
	})
}

func drawQuestion(t *rapid.T, p *pipeline.Pipeline) symbolic.Question {
	q := symbolic.Question{Services: packetset.AnyService(), Budget: 50_000}
	if words := rapid.SampledFrom([]string{"", "tcp/443", "tcp/400-9000 udp/53", "tcp/22 from 1000-2000 icmp"}).Draw(t, "traffic"); words != "" {
		traffic, err := packet.ParseTraffic(words)
		if err != nil {
			t.Fatal(err)
		}
		q.Services = packetset.FromTraffic(traffic, packet.IPv4).Union(packetset.FromTraffic(traffic, packet.IPv6))
	}
	place := func(name string) *pipeline.Place { return &p.Places[rapid.IntRange(1, len(p.Places)-1).Draw(t, name)] }
	for range rapid.IntRange(1, 3).Draw(t, "sources") {
		from := place("from")
		q.From = append(q.From, pipeline.Source{Place: from.ID, Addresses: from.Addresses})
	}
	for range rapid.IntRange(1, 4).Draw(t, "targets") {
		to := place("to")
		sent := rapid.SampledFrom([]packet.AddrSet{packet.AllAddrs(), to.Addresses, to.Public}).Draw(t, "sent")
		q.To = append(q.To, pipeline.Target{Place: to.ID, Sent: sent, Addressed: to.Addresses.Intersect(sent)})
	}
	return q
}

func compareReach(t *rapid.T, p *pipeline.Pipeline, e *pairs.Engine, q symbolic.Question) {
	want, err := symbolic.Reach(context.Background(), p, q)
	if errors.Is(err, symbolic.ErrBudget) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	q.Budget = 0
	got, err := e.Reach(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	for i := range q.From {
		compareSource(t, q, q.From[i], flowsFrom(want, q.From[i]), flowsFrom(got, q.From[i]))
	}
	if diff := cmp.Diff(restsOn(want), restsOn(got)); diff != "" {
		t.Fatalf("wanted %d: the answer rests on: search -, pairs +:\n%s", q.Wanted, diff)
	}
}

func flowsFrom(a *symbolic.Answer, from pipeline.Source) []symbolic.Flow {
	return slices.DeleteFunc(slices.Clone(a.Flows), func(f symbolic.Flow) bool { return f.Source.Place != from.Place })
}

// compareSource compares the flows of one source: those of the packets that are
// answered for are equal, and all that are wanted are among them.
func compareSource(t *rapid.T, q symbolic.Question, from pipeline.Source, want, got []symbolic.Flow) {
	var answered packetset.Set
	for _, f := range got {
		answered = answered.Union(f.Packets)
	}
	var asked []symbolic.Flow
	for _, f := range want {
		if missing := wantedOf(q, f).Subtract(answered); !missing.IsEmpty() {
			t.Fatalf("wanted %d from %d: no answer for %s", q.Wanted, from.Place, missing)
		}
		if f.Packets = f.Packets.Intersect(answered); !f.Packets.IsEmpty() {
			asked = append(asked, f)
		}
	}
	// Of fewer packets, ways are found in another order.
	asWanted, asGot := told(&symbolic.Answer{Flows: asked}), told(&symbolic.Answer{Flows: got})
	slices.Sort(asWanted)
	slices.Sort(asGot)
	if diff := cmp.Diff(asWanted, asGot); diff != "" {
		t.Fatalf("wanted %d from %d: search -, pairs +:\n%s", q.Wanted, from.Place, diff)
	}
}

// wantedOf returns the packets of a flow that a question wants.
func wantedOf(q symbolic.Question, f symbolic.Flow) packetset.Set {
	var at packet.AddrSet
	for _, g := range q.To {
		if f.Arrived && g.Place == f.Destination {
			at = at.Union(g.Sent)
		}
	}
	arrives, elsewhere := f.Packets.SplitMatch(nil, &at, nil)
	switch {
	case q.Wanted == symbolic.Everything || f.Outcome == pipeline.InconclusiveOutcome && !f.Arrived:
		return f.Packets
	case q.Wanted == symbolic.Arrivals:
		return arrives
	case f.Outcome == pipeline.Delivered:
		return elsewhere
	}
	return f.Packets
}

func restsOn(a *symbolic.Answer) []string {
	var out []string
	for _, f := range a.Flows {
		for _, s := range f.Assumptions {
			out = append(out, fmt.Sprintf("%s %p", s.Text, s))
		}
	}
	for _, s := range a.Assumptions {
		out = append(out, fmt.Sprintf("%s %p", s.Text, s))
	}
	slices.Sort(out)
	return slices.Compact(out)
}
