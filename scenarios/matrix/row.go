package matrix

import (
	"context"
	"errors"

	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
)

// rowMaker makes one row.
type rowMaker struct {
	b           *builder
	from        *group
	cells       []cell
	uncertain   []piece
	gaps        []*pipeline.Gap
	assumptions []*pipeline.Assumption
}

// piece is an uncertain flow's packets from one place.
type piece struct {
	flow    *symbolic.Flow
	packets packetset.Set
}

// cell is the packets that one group may send to another.
type cell struct{ delivered, oneWay, unknown packetset.Set }

func (r *rowMaker) ask(ctx context.Context, f packet.Family, outside bool) error {
	q := symbolic.Question{Services: packetset.FromTraffic(packet.AnyTraffic(), f)}
	for _, s := range r.from.sources {
		if s.Addresses = s.Addresses.OfFamily(f); !s.Addresses.IsEmpty() {
			q.From = append(q.From, s)
		}
	}
	for _, g := range r.b.groups {
		q.To = append(q.To, targetsOf(g, f, outside)...)
	}
	if len(q.From) == 0 || len(q.To) == 0 {
		return nil
	}
	answer, err := r.b.s.Reach(ctx, q)
	if errors.Is(err, symbolic.ErrBudget) {
		r.overrun(q)
		return nil
	}
	if err != nil {
		return err
	}
	for i := range answer.Flows {
		r.take(&answer.Flows[i], outside)
	}
	return nil
}

func targetsOf(g *group, f packet.Family, outside bool) []pipeline.Target {
	list := g.inside
	if outside {
		list = g.outside
	}
	var out []pipeline.Target
	for _, t := range list {
		if t.Sent, t.Addressed = t.Sent.OfFamily(f), t.Addressed.OfFamily(f); !t.Sent.IsEmpty() {
			out = append(out, t)
		}
	}
	return out
}

// overrun says of a whole row that it is not known.
func (r *rowMaker) overrun(q symbolic.Question) {
	r.gaps = append(r.gaps, &pipeline.Gap{Property: "budget", Why: "what " + r.from.Name + " may send: the question takes more work than is allowed"})
	for j, g := range r.b.groups {
		for _, s := range q.From {
			for _, t := range g.inside {
				r.cells[j].unknown = r.cells[j].unknown.Union(packetset.Of(s.Addresses, t.Addressed, q.Services))
			}
		}
	}
}

// take sorts a flow into the cells of the groups that it reaches, or may reach.
func (r *rowMaker) take(f *symbolic.Flow, outside bool) {
	r.assumptions = appendNew(r.assumptions, f.Assumptions...)
	packets := f.Packets
	if r.b.s.Pipeline.Places[f.Source.Place].Kind != pipeline.PlannedNode {
		if f.Arrived && f.Destination == f.Source.Place {
			return
		}
		own := r.b.s.Pipeline.Places[f.Source.Place].Addresses
		packets = packets.Subtract(packetset.FromMatch(nil, &own, nil))
	}
	switch {
	case !f.Arrived && f.Outcome == pipeline.InconclusiveOutcome:
		r.takeUnknown(f, packets, outside)
	case !f.Certain:
		r.uncertain = append(r.uncertain, piece{f, packets})
	case f.Arrived:
		r.arrive(f, packets, f.Outcome == pipeline.Delivered, f.Outcome == pipeline.InconclusiveOutcome)
	}
}

// arrive sorts packets into the cells of the groups that their destination is in.
func (r *rowMaker) arrive(f *symbolic.Flow, packets packetset.Set, delivered, unknown bool) {
	for _, m := range r.b.at[f.Destination] {
		in, _ := packets.SplitMatch(nil, &m.inside.Sent, nil)
		if in.IsEmpty() {
			continue
		}
		switch c := &r.cells[m.group]; {
		case unknown:
			c.unknown = c.unknown.Union(in)
			r.doubt(f)
		case delivered:
			c.delivered = c.delivered.Union(in)
		default:
			c.oneWay = c.oneWay.Union(in)
		}
	}
}

// settle sorts the uncertain flows: what all flows of a packet agree on is
// certain all the same.
func (r *rowMaker) settle() {
	for _, p := range r.uncertain {
		if !p.flow.Arrived {
			continue
		}
		elsewhere, answered, unanswered := r.others(p)
		sure := p.packets.Subtract(elsewhere)
		r.arrive(p.flow, sure.Subtract(unanswered), true, false)
		r.arrive(p.flow, sure.Subtract(answered), false, false)
		r.arrive(p.flow, sure.Intersect(answered).Intersect(unanswered).Union(p.packets.Intersect(elsewhere)), false, true)
	}
}

// others returns what else may become of packets from the same place: they may
// not come to where p does, or come there and be answered, or not.
func (r *rowMaker) others(p piece) (elsewhere, answered, unanswered packetset.Set) {
	for _, o := range r.uncertain {
		switch {
		case o.flow.Source.Place != p.flow.Source.Place:
		case o.flow.Destination != p.flow.Destination:
			elsewhere = elsewhere.Union(o.packets)
		case o.flow.Outcome == pipeline.Delivered:
			answered = answered.Union(o.packets)
		case o.flow.Outcome == pipeline.InconclusiveOutcome:
			answered, unanswered = answered.Union(o.packets), unanswered.Union(o.packets)
		default:
			unanswered = unanswered.Union(o.packets)
		}
	}
	return elsewhere, answered, unanswered
}

// takeUnknown sorts packets that came to something not modelled into the cells
// of those to whom they were addressed. Whatever else becomes of them is not
// certain either.
func (r *rowMaker) takeUnknown(f *symbolic.Flow, packets packetset.Set, outside bool) {
	r.uncertain = append(r.uncertain, piece{f, packets})
	for j, g := range r.b.groups {
		list := g.inside
		if outside {
			list = g.outside
		}
		for _, t := range list {
			if in, _ := packets.SplitMatch(nil, &t.Addressed, nil); !in.IsEmpty() {
				r.cells[j].unknown = r.cells[j].unknown.Union(in)
				r.doubt(f)
			}
		}
	}
}

func (r *rowMaker) doubt(f *symbolic.Flow) {
	r.gaps = appendNew(r.gaps, f.Gaps...)
	if f.Cause != nil && f.Cause.Gap != nil {
		r.gaps = appendNew(r.gaps, f.Cause.Gap)
	}
}

// set returns the content of a cell: what is delivered for certain in no other
// way, and what all addresses can of it.
func (r *rowMaker) set(j int, outside bool) Set {
	c := r.cells[j]
	c.oneWay = c.oneWay.Subtract(c.delivered)
	c.unknown = c.unknown.Subtract(c.delivered)
	arrives := c.delivered.Union(c.oneWay)
	return Set{Delivered: c.delivered.Traffic(), OneWay: c.oneWay.Traffic(), Unknown: c.unknown.Traffic(),
		Partial: r.isPartial(j, arrives.Union(c.unknown), outside)}
}

// isPartial tells whether some address of the row cannot send to some address
// of the column what others can. Where nothing is sent to the column's own
// addresses, those that are sent to count: front ends.
func (r *rowMaker) isPartial(j int, gets packetset.Set, outside bool) bool {
	for _, f := range packet.Families() {
		of := gets.OfFamily(f)
		if of.IsEmpty() {
			continue
		}
		services := of.Services()
		var all packetset.Set
		for _, s := range r.from.sources {
			for _, t := range targetsOf(r.b.groups[j], f, outside) {
				if s.Place != t.Place || r.b.s.Pipeline.Places[s.Place].Kind == pipeline.PlannedNode {
					all = all.Union(packetset.Of(s.Addresses.OfFamily(f), t.Addressed, services))
				}
			}
		}
		if all.IsEmpty() || !all.Overlaps(of) {
			all = packetset.Of(of.Sources(), of.Destinations(), services)
		}
		if !of.ContainsSet(all) {
			return true
		}
	}
	return false
}

func appendNew[T comparable](list []T, items ...T) []T {
	for _, item := range items {
		known := false
		for _, old := range list {
			known = known || old == item
		}
		if !known {
			list = append(list, item)
		}
	}
	return list
}
