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
		want, got := ends{}, ends{}
		want.addFlows(answer.Flows)
		got.addFlows(r.Flows)
		for i := range r.Tiles {
			tile := &r.Tiles[i]
			k := answered(p, tile.Place)
			packets := packetset.Of(tile.Sources(), packet.AddrSetOf(tile.Destinations()), r.Services(tile))
			if packets.IsEmpty() {
				return fmt.Errorf("an empty tile")
			}
			if got[k].Overlaps(packets) {
				return fmt.Errorf("tiles overlap: %s at %d: %s, and %s", r.Source.Addresses, tile.Place, packets, got[k].Intersect(packets))
			}
			got.add(k, packets)
		}
		return sameEnds(p, r.Source.Place, got, want)
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return result
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
