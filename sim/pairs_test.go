package sim_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

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

// TestPairsEqualSymbolic: on random designs the factorised engine finds what
// the search by paths finds, packet for packet, from every place.
// TestEnginesAgreeOnDesigns compares it from one place on more designs.
func TestPairsEqualSymbolic(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		random := generate.Random
		if rapid.Bool().Draw(rt, "plain") {
			random = generate.RandomPlain
		}
		d := drawText(rt, random)
		n, err := azure.Compile(nativetest.Read(t, d.design, d.facts), azure.Options{})
		if err != nil {
			rt.Fatal(err)
		}
		comparePairs(rt, n.Pipeline)
	})
}

// end is how packets end, as far as pairs tells it.
type end struct {
	to      pipeline.PlaceID
	outcome pipeline.Outcome
	ending  pipeline.Ending
	arrived bool
	certain bool
}

type ends map[end]packetset.Set

func (e ends) add(k end, s packetset.Set) {
	if k.certain && !k.arrived && k.outcome != pipeline.InconclusiveOutcome {
		return // pairs says nothing of what is certain to go nowhere
	}
	e[k] = e[k].Union(s)
}

func (e ends) addFlows(flows []symbolic.Flow) {
	for _, f := range flows {
		e.add(end{f.Destination, f.Outcome, f.Ending, f.Arrived, f.Certain}, f.Packets)
	}
}

type failer interface{ Fatalf(string, ...any) }

// comparePairs compares both engines from every place of a pipeline, where
// neither gives up; it returns how many tiles it saw.
func comparePairs(t failer, p *pipeline.Pipeline) *pairs.Result {
	var mu sync.Mutex
	result, err := pairs.Each(context.Background(), p, pairs.Options{}, func(_ int, r *pairs.Row) error {
		mu.Lock()
		defer mu.Unlock()
		whole := packetset.Of(r.Source.Addresses, packet.AllAddrs(), packetset.AnyService())
		answer, err := symbolic.Follow(context.Background(), p, r.Source, whole, 200_000)
		if errors.Is(err, symbolic.ErrBudget) || r.Overrun {
			return nil
		}
		if err != nil {
			return err
		}
		return sameRow(p, r, answer)
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return result
}

// sameRow compares a row with what the search finds: of what was left every
// end, of all else what arrives by all ways and what may arrive.
func sameRow(p *pipeline.Pipeline, r *pairs.Row, answer *symbolic.Answer) error {
	var left packetset.Set
	for _, f := range r.Flows {
		left = left.Union(f.Packets)
	}
	var exact, rest []symbolic.Flow
	for _, f := range answer.Flows {
		g := f
		if f.Packets = f.Packets.Intersect(left); !f.Packets.IsEmpty() {
			exact = append(exact, f)
		}
		if g.Packets = g.Packets.Subtract(left); !g.Packets.IsEmpty() {
			rest = append(rest, g)
		}
	}
	want, got := ends{}, ends{}
	want.addFlows(exact)
	got.addFlows(r.Flows)
	if err := sameEnds(p, r.Source.Place, got, want); err != nil {
		return err
	}
	want, gaps, err := settled(rest)
	if err != nil {
		return err
	}
	got = ends{}
	for i := range r.Tiles {
		k, packets := answered(p, r.Tiles[i].Place), r.Packets(&r.Tiles[i])
		if packets.IsEmpty() || got[k].Overlaps(packets) {
			return fmt.Errorf("a tile is empty or overlaps another: %s at %d: %s", r.Source.Addresses, k.to, packets)
		}
		got.add(k, packets)
	}
	for i := range r.Maybes {
		k := answered(p, r.Maybes[i].Place)
		k.certain = false
		got.add(k, r.Packets(&r.Maybes[i]))
		for _, g := range r.Gaps(&r.Maybes[i]) {
			if !gaps[k.to][g] {
				return fmt.Errorf("what arrives at %s is uncertain for another reason: %s", p.Places[k.to].Resource, g.Why)
			}
		}
	}
	return sameEnds(p, r.Source.Place, got, want)
}

// settled are ends where what arrives at one place by all ways is certain, and
// what may fail besides is not told; and why the others are not.
func settled(flows []symbolic.Flow) (ends, map[pipeline.PlaceID]map[*pipeline.Gap]bool, error) {
	all, gaps := ends{}, map[pipeline.PlaceID]map[*pipeline.Gap]bool{}
	for _, f := range flows {
		k := end{f.Destination, f.Outcome, f.Ending, f.Arrived, true}
		if f.Outcome == pipeline.InconclusiveOutcome || f.Arrived && f.Outcome != pipeline.Delivered {
			return nil, nil, fmt.Errorf("not left: %s, %s at %d", f.Packets, f.Ending, f.Destination)
		}
		sure := f.Packets
		for _, o := range flows {
			if o.Destination != f.Destination || o.Outcome != f.Outcome {
				sure = sure.Subtract(o.Packets)
			}
		}
		if !f.Arrived {
			continue
		}
		if !sure.IsEmpty() {
			all.add(k, sure)
		}
		if unsure := f.Packets.Subtract(sure); !unsure.IsEmpty() {
			k.certain = false
			all.add(k, unsure)
			if gaps[k.to] == nil {
				gaps[k.to] = map[*pipeline.Gap]bool{}
			}
			for _, g := range f.Gaps {
				gaps[k.to][g] = true
			}
		}
	}
	return all, gaps, nil
}

// answered is the end of the packets of a tile.
func answered(p *pipeline.Pipeline, at pipeline.PlaceID) end {
	k := end{at, pipeline.Delivered, pipeline.Answered, true, true}
	if !p.Places[at].Answers {
		k.ending = pipeline.Unanswered
	}
	return k
}

func sameEnds(p *pipeline.Pipeline, from pipeline.PlaceID, got, want ends) error {
	for k := range want {
		if !got[k].Equal(want[k]) {
			return fmt.Errorf("from %s to %s, %s (%s), certain %v: missing %s; too many %s", p.Places[from].Resource, p.Places[k.to].Resource,
				k.outcome, k.ending, k.certain, want[k].Subtract(got[k]), got[k].Subtract(want[k]))
		}
	}
	for k := range got {
		if _, ok := want[k]; !ok {
			return fmt.Errorf("from %s to %s, %s (%s), certain %v: too many %s", p.Places[from].Resource, p.Places[k.to].Resource,
				k.outcome, k.ending, k.certain, got[k])
		}
	}
	return nil
}
