package sim

import (
	"context"
	"fmt"
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/sim/walk"
)

// Disagreement is a packet that the engines see differently: a bug, not a result.
type Disagreement struct {
	Packet packet.Packet
	Flow   symbolic.Flow
	Trace  *walk.Trace
	places []pipeline.Place
}

// Error names the packet and what either engine says of it.
func (d *Disagreement) Error() string {
	return fmt.Sprintf("the engines disagree, which is a bug in vnetproof: %s from %s: as a set it is %s, walked it is %s",
		d.Packet, d.name(d.Flow.Source.Place), d.flow(), d.walked())
}

func (d *Disagreement) flow() string {
	f := &d.Flow
	return d.tell(f.Outcome, f.Ending, f.Destination, f.Cause)
}

func (d *Disagreement) walked() string {
	var all string
	for i, b := range d.Trace.Branches {
		if i > 0 {
			all += "; or "
		}
		all += d.tell(b.Outcome, b.Ending, b.To, b.Cause)
	}
	return all
}

func (d *Disagreement) tell(outcome pipeline.Outcome, ending pipeline.Ending, to pipeline.PlaceID, cause *pipeline.Cause) string {
	text := fmt.Sprintf("%s (%s)", outcome, ending)
	if to != 0 {
		text += " at " + d.name(to)
	}
	if cause != nil {
		text += fmt.Sprintf(" by %s %s", cause.Kind, cause.Name)
	}
	return text
}

func (d *Disagreement) name(p pipeline.PlaceID) string {
	if id := d.places[p].Resource; id != "" {
		return string(id)
	}
	return fmt.Sprintf("place %d", p)
}

// replayAll walks one packet of each flow of an answer.
func replayAll(ctx context.Context, p *pipeline.Pipeline, answer *symbolic.Answer) error {
	r := &replay{p: p, traces: map[start]*walk.Trace{}}
	for i := range answer.Flows {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.flow(&answer.Flows[i]); err != nil {
			return err
		}
	}
	return nil
}

// replay walks one packet of each flow.
type replay struct {
	p      *pipeline.Pipeline
	traces map[start]*walk.Trace
}

type start struct {
	place  pipeline.PlaceID
	packet packet.Packet
}

// flow walks the packet that stands for f. A walk that is cut off settles
// nothing: the question is too much for it.
func (r *replay) flow(f *symbolic.Flow) error {
	witness, ok := f.Packets.Pick()
	if !ok {
		return fmt.Errorf("a flow holds no packet, which is a bug in vnetproof")
	}
	t := r.trace(f.Source.Place, witness)
	if slices.ContainsFunc(t.Branches, func(b walk.Branch) bool { return sameEnd(f, &b) }) {
		return nil
	}
	if t.CutOff {
		return symbolic.ErrBudget
	}
	return &Disagreement{witness, *f, t, r.p.Places}
}

func (r *replay) trace(from pipeline.PlaceID, sent packet.Packet) *walk.Trace {
	key := start{from, sent}
	t, ok := r.traces[key]
	if !ok {
		t = walk.Walk(r.p, from, sent)
		r.traces[key] = t
	}
	return t
}

// sameEnd tells whether a branch of the walk is the flow: the same way, the
// same end, and as certain.
func sameEnd(f *symbolic.Flow, b *walk.Branch) bool {
	return f.Outcome == b.Outcome && f.Ending == b.Ending && f.Destination == b.To && f.Arrived == b.Arrived &&
		f.Certain == b.Certain && (f.Cause == b.Cause || f.Ending == pipeline.NoOrigin) &&
		slices.Equal(f.Forward, b.Forward) && slices.Equal(f.Return, b.Return) &&
		(!b.Arrived || f.Seen.ContainsSet(b.Seen.Sources()))
}
