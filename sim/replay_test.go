package sim

import (
	"context"
	"errors"
	"strings"
	"testing"

	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/sim/walk"
)

// gate is a pipeline of one place whose packets pass forks uncertain tables and
// come back to it.
func gate(t *testing.T, forks int) *pipeline.Pipeline {
	b := pipeline.NewBuilder()
	place := b.Place(pipeline.Place{Resource: "/the/place"})
	next := b.Table(0, pipeline.PlumbingTable, "end", nil, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Deliver, Place: place}})
	for range forks {
		onward := pipeline.Action{Kind: pipeline.Goto, Next: next}
		detour := b.Table(0, pipeline.PlumbingTable, "detour", nil, pipeline.Row{Action: onward})
		next = b.Table(0, pipeline.RouteTable, "fork", nil,
			pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: detour}, Cause: &pipeline.Cause{Gap: &pipeline.Gap{Why: "it may apply"}}},
			pipeline.Row{Action: onward})
	}
	b.SetOrigin(place, next)
	p, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func everything() symbolic.Question {
	return symbolic.Question{
		From:     []pipeline.Source{{Place: 1, Addresses: packet.AllAddrs()}},
		To:       []pipeline.Target{{Place: 1, Sent: packet.AllAddrs()}},
		Services: packetset.AnyService(),
	}
}

func TestEveryDifferenceIsADisagreement(t *testing.T) {
	p := gate(t, 1)
	answer, err := symbolic.Reach(context.Background(), p, everything())
	if err != nil || len(answer.Flows) != 2 {
		t.Fatalf("%d flows, %v", len(answer.Flows), err)
	}
	for name, change := range map[string]func(f *symbolic.Flow){
		"outcome":     func(f *symbolic.Flow) { f.Outcome = pipeline.Dropped },
		"ending":      func(f *symbolic.Flow) { f.Ending = pipeline.Answered },
		"destination": func(f *symbolic.Flow) { f.Destination = 0 },
		"arrival":     func(f *symbolic.Flow) { f.Arrived = false },
		"certainty":   func(f *symbolic.Flow) { f.Certain = true },
		"cause":       func(f *symbolic.Flow) { f.Cause = &pipeline.Cause{} },
		"way out":     func(f *symbolic.Flow) { f.Forward = f.Forward[1:] },
		"way back":    func(f *symbolic.Flow) { f.Return = f.Forward },
		"seen source": func(f *symbolic.Flow) { f.Seen = packet.AddrSet{} },
	} {
		t.Run(name, func(t *testing.T) {
			wrong := answer.Flows[0]
			change(&wrong)
			r := &replay{p: p, traces: map[start]*walk.Trace{}}
			var d *Disagreement
			if err := r.flow(&wrong); !errors.As(err, &d) {
				t.Fatalf("got %v", err)
			}
			if text := d.Error(); !strings.Contains(text, "a bug in vnetproof") || !strings.Contains(text, "/the/place") {
				t.Errorf("it is told as: %s", text)
			}
		})
	}
}

// TestWalksThatAreCutOffSettleNothing: the walk does not follow all branches.
func TestWalksThatAreCutOffSettleNothing(t *testing.T) {
	p := gate(t, 20)
	r := &replay{p: p, traces: map[start]*walk.Trace{}}
	flow := symbolic.Flow{Source: everything().From[0], Packets: packetset.All()}
	if err := r.flow(&flow); !errors.Is(err, symbolic.ErrBudget) {
		t.Errorf("got %v", err)
	}
}
