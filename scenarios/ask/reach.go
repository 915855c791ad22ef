package ask

import (
	"context"
	"slices"

	"vnetproof/scenarios/finding"
	"vnetproof/sim/endpoint"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
)

// Reach is all that gets from some ends to others.
type Reach struct {
	From, To string // as asked
	Traffic  packet.Traffic
	// Flows arrive for certain; Inconclusive ones may or may not.
	Flows, Inconclusive []*Flow
	// Unresolved are why the destination's name has no address for some sources.
	Unresolved []*pipeline.Cause
}

// IsInconclusive tells whether something may get through, or not.
func (r *Reach) IsInconclusive() bool { return len(r.Gaps()) > 0 || len(r.Inconclusive) > 0 }

// Flow is a set of packets that take one way: each of Source may send each of
// Traffic to each of Destination.
type Flow struct {
	Source, Destination finding.Ends
	Traffic             packet.Traffic
	// OneWay says that the packets arrive and their answers do not return, for
	// the reason of Stopped.
	OneWay  bool
	Stopped *pipeline.Cause
	// Path names the hops between the ends, Causes what let the packets through.
	Path        []string
	Causes      []*pipeline.Cause
	Witness     packet.Packet
	Gaps        []*pipeline.Gap
	Assumptions []*pipeline.Assumption
}

// Gaps are why some flows are inconclusive.
func (r *Reach) Gaps() []*pipeline.Gap {
	var out []*pipeline.Gap
	for _, f := range r.Inconclusive {
		out = append(out, f.Gaps...)
	}
	for _, c := range r.Unresolved {
		if c.Gap != nil {
			out = append(out, c.Gap)
		}
	}
	return distinctGaps(out)
}

// Assumptions are those that the flows rest on.
func (r *Reach) Assumptions() []*pipeline.Assumption {
	var out []*pipeline.Assumption
	for _, f := range append(slices.Clone(r.Flows), r.Inconclusive...) {
		out = append(out, f.Assumptions...)
	}
	return unique(out)
}

// Reach returns all packets of the traffic that get from one selector to
// another.
func (d *Desk) Reach(ctx context.Context, from, to, traffic string, e Effort) (*Reach, error) {
	q := &question{}
	src, dst, t := q.selector(from), q.selector(to), q.traffic(traffic)
	if err := q.err(); err != nil {
		return nil, err
	}
	w, err := d.compile(src, dst)
	if err != nil {
		return nil, err
	}
	pairs, err := w.Pairs(src, dst)
	if err != nil {
		return nil, err
	}
	r := &Reach{From: from, To: to, Traffic: t}
	b := &bundles{world: w, effort: e}
	for _, p := range pairs {
		if p.Unresolved != nil {
			r.Unresolved = append(r.Unresolved, p.Unresolved)
			continue
		}
		if err := w.inquire(ctx, p.Sources, p.Ends, t, b); err != nil {
			return nil, err
		}
	}
	r.Inconclusive = b.tooMuch
	for _, f := range b.flows() {
		if f.certain {
			r.Flows = append(r.Flows, f.Flow)
		} else {
			r.Inconclusive = append(r.Inconclusive, f.Flow)
		}
	}
	return r, nil
}

// inquire asks for the sources inside and for the internet, which address
// targets differently, one family after the other.
func (w *world) inquire(ctx context.Context, sources []pipeline.Source, targets endpoint.Ends, t packet.Traffic, b *bundles) error {
	var inner, outer, edge []pipeline.Source
	for _, s := range sources {
		switch w.Pipeline.Places[s.Place].Kind {
		case pipeline.InternetNode:
			outer = append(outer, s)
		case pipeline.FrontDoorNode:
			edge = append(edge, s)
		default:
			inner = append(inner, s)
		}
	}
	for _, f := range packet.Families() {
		for _, side := range []struct {
			from []pipeline.Source
			to   []pipeline.Target
		}{{inner, targets.Inside}, {outer, targets.Outside}, {edge, pipeline.FromEdge(targets.Inside, targets.Outside)}} {
			if len(side.from) == 0 {
				continue
			}
			if err := w.exchange(ctx, f, side.from, side.to, t, b); err != nil {
				return err
			}
		}
	}
	return nil
}

// exchange asks about one family.
func (w *world) exchange(ctx context.Context, f packet.Family, from []pipeline.Source, to []pipeline.Target, t packet.Traffic, b *bundles) error {
	q := symbolic.Question{Services: packetset.FromTraffic(t, f), Wanted: symbolic.Arrivals, Budget: b.effort.Budget, Progress: b.effort.Progress}
	sent := map[pipeline.PlaceID]packet.AddrSet{}
	for _, s := range from {
		if s.Addresses = s.Addresses.OfFamily(f); !s.Addresses.IsEmpty() {
			q.From = append(q.From, s)
		}
	}
	for _, g := range to {
		g.Sent, g.Addressed = g.Sent.OfFamily(f), g.Addressed.OfFamily(f)
		if !g.Sent.IsEmpty() {
			q.To = append(q.To, g)
			sent[g.Place] = sent[g.Place].Union(g.Sent)
		}
	}
	if len(q.From) == 0 || len(q.To) == 0 {
		return nil
	}
	answer, err := w.Simulation.Reach(ctx, q)
	if err != nil {
		return err
	}
	b.overrun(answer.Overrun, q.To, t)
	for i := range answer.Flows {
		w.take(&answer.Flows[i], sent, b)
	}
	return nil
}

// take bundles what of a flow reaches a target, or may: what a host sends to
// itself is left out.
func (w *world) take(f *symbolic.Flow, sent map[pipeline.PlaceID]packet.AddrSet, b *bundles) {
	packets := f.Packets
	if w.Pipeline.Places[f.Source.Place].Kind != pipeline.PlannedNode {
		own := w.Pipeline.Places[f.Source.Place].Addresses
		packets = packets.Subtract(packetset.FromMatch(nil, &own, nil))
		if f.Arrived && f.Destination == f.Source.Place {
			return
		}
	}
	switch to, ok := sent[f.Destination]; {
	case f.Arrived && ok:
		in, _ := packets.SplitMatch(nil, &to, nil)
		b.add(f, in)
	case !f.Arrived && f.Outcome == pipeline.InconclusiveOutcome:
		b.add(f, packets)
	}
}
