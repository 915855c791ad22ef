package change

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vnetproof/sim/azure"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/topology/generate"
	"vnetproof/topology/native/nativetest"
)

// versions compiles a random design and one that differs in a few choices.
func versions(t *testing.T, r *rapid.T) (before, after *pipeline.Pipeline) {
	choices := rapid.SliceOfN(rapid.Uint8(), 400, 400).Draw(r, "choices")
	compile := func() *pipeline.Pipeline {
		at := 0
		text, facts := generate.Random(func(n int) int {
			at++
			return int(choices[at%len(choices)]) % n
		})
		n, err := azure.Compile(nativetest.Read(t, text, facts), azure.Options{})
		if err != nil {
			r.Fatal(err)
		}
		return n.Pipeline
	}
	before = compile()
	for range rapid.IntRange(0, 3).Draw(r, "changes") {
		choices[rapid.IntRange(0, len(choices)-1).Draw(r, "which")]++
	}
	return before, compile()
}

// TestWhatIsNotSentMeetsTheSame: outside of Sent, flows of both versions take
// the same decisions.
func TestWhatIsNotSentMeetsTheSame(t *testing.T) {
	checked, changed := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		before, after := versions(t, r)
		c := Between(before, after)
		for old, new := range c.places {
			if new == 0 || before.Places[old].Origin == 0 {
				continue
			}
			both := before.Places[old].Addresses.Intersect(after.Places[new].Addresses)
			same := packetset.FromMatch(&both, nil, nil).Subtract(c.Sent(new))
			if !c.Sent(new).IsEmpty() {
				changed++
			}
			if same.IsEmpty() {
				continue
			}
			checked++
			was, okWas := fates(r, before, pipeline.PlaceID(old), same, c.told)
			is, okIs := fates(r, after, new, same, func(s pipeline.Step) string { return c.toldNew(s) })
			if !okWas || !okIs {
				continue
			}
			for key, set := range was {
				if !is[key].Equal(set) {
					r.Fatalf("from %s: %s\nold %s\nnew %s", before.Places[old].Resource, key, set, is[key])
				}
			}
			if len(was) != len(is) {
				r.Fatalf("from %s: %d and %d fates", before.Places[old].Resource, len(was), len(is))
			}
		}
	})
	if checked == 0 || changed == 0 {
		t.Errorf("%d sources checked, %d with changes", checked, changed)
	}
}

// told is a step of the old pipeline in numbers of the new one.
func (c *Change) told(s pipeline.Step) string {
	if c.tables[s.Table] == 0 {
		return "gone"
	}
	s.Table = c.tables[s.Table]
	return c.toldNew(s)
}

// toldNew tells the table of a step; the entry is not the same number in both.
func (c *Change) toldNew(s pipeline.Step) string {
	return fmt.Sprint(s.Table, s.Known, s.Refused, s.Way)
}

func fates(r *rapid.T, p *pipeline.Pipeline, place pipeline.PlaceID, set packetset.Set, told func(pipeline.Step) string) (map[string]packetset.Set, bool) {
	answer, err := symbolic.Follow(context.Background(), p, pipeline.Source{Place: place, Addresses: set.Sources()}, set, 1<<14)
	if errors.Is(err, symbolic.ErrBudget) {
		return nil, false
	}
	if err != nil {
		r.Fatal(err)
	}
	out := map[string]packetset.Set{}
	for _, f := range answer.Flows {
		var words []string
		for _, s := range append(append([]pipeline.Step{}, f.Forward...), f.Return...) {
			words = append(words, told(s))
		}
		key := fmt.Sprint(f.Outcome, f.Ending, f.Arrived, f.Certain, strings.Join(words, " "))
		out[key] = out[key].Union(f.Packets)
	}
	return out, true
}

// TestEqualDesignsDifferInNothing: a pipeline and itself.
func TestEqualDesignsDifferInNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		before, _ := versions(t, r)
		c := Between(before, before)
		if c.Differing() != 0 {
			r.Fatalf("%d tables differ", c.Differing())
		}
		for i := 1; i < len(before.Places); i++ {
			if sent := c.Sent(pipeline.PlaceID(i)); !sent.IsEmpty() {
				r.Fatalf("%s sends %s", before.Places[i].Resource, sent)
			}
		}
	})
}
