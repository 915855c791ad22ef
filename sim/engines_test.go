package sim_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/sim/walk"
)

// question asks about all packets from one place.
func question(from pipeline.PlaceID, to ...pipeline.Target) symbolic.Question {
	if to == nil {
		to = []pipeline.Target{{Sent: packet.AllAddrs(), Addressed: packet.AllAddrs()}}
	}
	return symbolic.Question{
		From:     []pipeline.Source{{Place: from, Addresses: packet.AllAddrs()}},
		To:       to,
		Services: packetset.AnyService(),
		Budget:   4_000,
	}
}

func reach(t *rapid.T, p *pipeline.Pipeline, q symbolic.Question) *symbolic.Answer {
	answer, err := symbolic.Reach(context.Background(), p, q)
	if err == symbolic.ErrBudget {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// TestEnginesAgree: the flows that hold a packet are the branches of its walk,
// in every respect.
func TestEnginesAgree(t *testing.T) {
	for round := range 4 {
		t.Run(fmt.Sprint(round), func(t *testing.T) { rapid.Check(t, agree) })
	}
}

func agree(t *rapid.T) {
	p, places := drawPipeline(t)
	from := places[0]
	answer := reach(t, p, question(from))
	if !covered(answer).Equal(packetset.All()) {
		t.Fatal("not all that was asked is answered")
	}
	for _, sent := range samples(t, answer) {
		compare(t, answer, walk.Walk(p, from, sent))
	}
}

// samples returns random packets and one of each flow.
func samples(t *rapid.T, answer *symbolic.Answer) []packet.Packet {
	var out []packet.Packet
	for range 6 {
		if p := drawPacket(t); packet.FamilyOf(p.Src) == packet.FamilyOf(p.Dst) {
			out = append(out, p)
		}
	}
	for _, f := range answer.Flows {
		witness, _ := f.Packets.Pick()
		out = append(out, witness)
	}
	return out
}

func covered(answer *symbolic.Answer) packetset.Set {
	var all packetset.Set
	for _, f := range answer.Flows {
		all = all.Union(f.Packets)
	}
	return all
}

func compare(t *rapid.T, answer *symbolic.Answer, trace *walk.Trace) {
	var walked, reached []string
	for _, b := range trace.Branches {
		walked = append(walked, tell(b.Outcome, b.Ending, b.To, b.Certain, b.Cause, b.Gaps, b.Forward, b.Return))
	}
	var holding []symbolic.Flow
	for _, f := range answer.Flows {
		if f.Packets.Contains(trace.Packet) {
			holding = append(holding, f)
			reached = append(reached, tell(f.Outcome, f.Ending, f.Destination, f.Certain, f.Cause, f.Gaps, f.Forward, f.Return))
		}
		if f.Arrived != (f.Destination != 0) {
			t.Fatalf("arrived %v at place %d", f.Arrived, f.Destination)
		}
	}
	slices.Sort(walked)
	slices.Sort(reached)
	if diff := cmp.Diff(walked, reached); diff != "" {
		t.Fatalf("%s: walked -, reached +:\n%s", trace.Packet, diff)
	}
	compareSeen(t, holding, trace)
	if want := verdicts(holding); !slices.Contains(want, trace.Verdict) {
		t.Fatalf("%s: the verdict is %s, by its flows %v", trace.Packet, trace.Verdict, want)
	}
}

func tell(outcome pipeline.Outcome, ending pipeline.Ending, to pipeline.PlaceID, certain bool, cause *pipeline.Cause, gaps []*pipeline.Gap, forward, back []pipeline.Step) string {
	name := ""
	if cause != nil {
		name = cause.Name + cause.Reason
	}
	var whys []string
	for _, g := range gaps {
		whys = append(whys, g.Why)
	}
	return fmt.Sprint(outcome, "; ", ending, " at ", to, "; certain ", certain, "; ", name, "; ", whys, forward, back)
}

// compareSeen compares the source that the destination sees, which a flow has
// for all of its packets together.
func compareSeen(t *rapid.T, flows []symbolic.Flow, trace *walk.Trace) {
	for _, b := range trace.Branches {
		if !b.Arrived {
			continue
		}
		seen := func(f symbolic.Flow) bool {
			return slices.Equal(f.Forward, b.Forward) && f.Seen.ContainsSet(b.Seen.Sources())
		}
		if !slices.ContainsFunc(flows, seen) {
			t.Fatalf("%s: seen as %s by no flow", trace.Packet, b.Seen.Sources())
		}
	}
}

// verdicts are what flows that hold a packet say about it; several where as
// few uncertainties speak for one as for the other.
func verdicts(flows []symbolic.Flow) []pipeline.Outcome {
	var failed []symbolic.Flow
	for _, f := range flows {
		switch f.Outcome {
		case pipeline.InconclusiveOutcome:
			return []pipeline.Outcome{pipeline.InconclusiveOutcome}
		case pipeline.Denied, pipeline.Dropped:
			failed = append(failed, f)
		}
	}
	switch len(failed) {
	case 0:
		return []pipeline.Outcome{pipeline.Delivered}
	case len(flows):
		return likeliest(failed)
	}
	return []pipeline.Outcome{pipeline.InconclusiveOutcome}
}

// likeliest returns the outcomes of the flows with the fewest uncertainties.
func likeliest(flows []symbolic.Flow) []pipeline.Outcome {
	doubts := func(f symbolic.Flow) int {
		if f.Certain {
			return 0
		}
		return 1 + len(f.Gaps)
	}
	least := slices.MinFunc(flows, func(a, b symbolic.Flow) int { return doubts(a) - doubts(b) })
	var out []pipeline.Outcome
	for _, f := range flows {
		if doubts(f) == doubts(least) {
			out = append(out, f.Outcome)
		}
	}
	return out
}

// TestDestinationsLeftOutDoNotArrive: a question about some targets leaves out
// only packets that come neither to one of them nor to something not modelled.
func TestDestinationsLeftOutDoNotArrive(t *testing.T) {
	leftOut := 0
	rapid.Check(t, func(t *rapid.T) {
		p, places := drawPipeline(t)
		from, target := places[0], places[1]
		all, narrow := reach(t, p, question(from)), reach(t, p, question(from, pipeline.Target{Place: target, Sent: packet.AllAddrs()}))
		kept := covered(narrow)
		if !kept.Equal(packetset.All()) {
			leftOut++
		}
		for _, f := range all.Flows {
			if (f.Destination == target || f.Outcome == pipeline.InconclusiveOutcome && !f.Arrived) && !kept.ContainsSet(f.Packets) {
				t.Fatalf("left out: %s", f.Packets.Subtract(kept))
			}
		}
	})
	if leftOut == 0 {
		t.Error("nothing was ever left out")
	}
}

// TestAnswersAreEqualEachTime: flows, their order and their reasons.
func TestAnswersAreEqualEachTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, places := drawPipeline(t)
		first, second := reach(t, p, question(places[0])), reach(t, p, question(places[0]))
		if diff := cmp.Diff(told(first), told(second)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func told(answer *symbolic.Answer) []string {
	var out []string
	for _, f := range answer.Flows {
		out = append(out, tell(f.Outcome, f.Ending, f.Destination, f.Certain, f.Cause, f.Gaps, f.Forward, f.Return)+f.Packets.String())
	}
	return out
}
