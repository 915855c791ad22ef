package matrix

import (
	"maps"
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/sim/symbolic/pairs"
)

// rowMaker makes one row.
type rowMaker struct {
	b           *builder
	from        *group
	cells       map[int]*cell // by group
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
type cell struct {
	delivered, oneWay, unknown packetset.Set
	// maybe is what may be delivered, not joined with unknown yet.
	maybe []packetset.Set
	// only is all that is delivered, as long as it is one tile: most cells are.
	only *tile
}

// tile is the traffic that each source of a group may send to some destinations.
type tile struct {
	sources      packet.AddrSet
	destinations packet.AddrRange
	services     packetset.ServiceSet
	traffic      *packet.Traffic // services in words, shared by tiles with equal ones
}

func (t *tile) packets() packetset.Set {
	return packetset.Of(t.sources, packet.AddrSetOf(t.destinations), t.services)
}

// cell returns the cell of a group.
func (r *rowMaker) cell(j int) *cell {
	c := r.cells[j]
	if c == nil {
		c = &cell{}
		r.cells[j] = c
	}
	return c
}

// isOutside tells whether the row is of the internet, which addresses others by
// their public addresses.
func (r *rowMaker) isOutside() bool { return r.from.rank == 2 }

// source sorts what one source sends into the cells.
func (r *rowMaker) source(core int, row *pairs.Row) {
	if row.Overrun {
		r.overrun(row.Source)
	}
	r.assumptions = appendNew(r.assumptions, row.Assumptions...)
	for i := range row.Tiles {
		r.tile(core, row, &row.Tiles[i])
	}
	for i := range row.Maybes {
		r.maybe(row, &row.Maybes[i])
	}
	for i := range row.Flows {
		r.take(&row.Flows[i], r.isOutside())
	}
}

// tile sorts what arrives for certain into the cells of the groups that hold
// its destination.
func (r *rowMaker) tile(core int, row *pairs.Row, t *pairs.Tile) {
	planned := r.b.s.Pipeline.Places[row.Source.Place].Kind == pipeline.PlannedNode
	if t.Place == row.Source.Place && !planned {
		return
	}
	for _, m := range r.b.at[t.Place] {
		made := &tile{t.Sources(), t.Destinations(), row.Services(t), r.b.words[core].of(row, t)}
		c := r.cell(m.group)
		own := r.b.s.Pipeline.Places[row.Source.Place].Addresses
		if whole := packet.AddrSetOf(made.destinations); c.only == nil && c.delivered.IsEmpty() && m.inside.Sent.ContainsSet(whole) && (planned || !own.Overlaps(whole)) {
			c.only = made
			continue
		}
		in, _ := made.packets().SplitMatch(nil, &m.inside.Sent, nil)
		if !planned {
			in = in.Subtract(packetset.FromMatch(nil, &own, nil))
		}
		c.deliver(in)
	}
}

// maybe sorts what may arrive, or not, into the cells of the groups that hold
// its destination.
func (r *rowMaker) maybe(row *pairs.Row, t *pairs.Tile) {
	planned := r.b.s.Pipeline.Places[row.Source.Place].Kind == pipeline.PlannedNode
	if t.Place == row.Source.Place && !planned {
		return
	}
	for _, m := range r.b.at[t.Place] {
		in, _ := row.Packets(t).SplitMatch(nil, &m.inside.Sent, nil)
		if !planned {
			own := r.b.s.Pipeline.Places[row.Source.Place].Addresses
			in = in.Subtract(packetset.FromMatch(nil, &own, nil))
		}
		if !in.IsEmpty() {
			c := r.cell(m.group)
			c.maybe = append(c.maybe, in)
			r.gaps = appendNew(r.gaps, row.Gaps(t)...)
		}
	}
}

// words remembers the traffic of sets of services, by number, for one core.
type words map[int]*packet.Traffic

// of returns the traffic of a tile.
func (w words) of(row *pairs.Row, t *pairs.Tile) *packet.Traffic {
	known := w[row.Number(t)]
	if known == nil {
		made := row.Services(t).Traffic(packet.IPv4)
		known = &made
		w[row.Number(t)] = known
	}
	return known
}

// deliver adds packets that are delivered.
func (c *cell) deliver(packets packetset.Set) {
	if c.only != nil {
		c.delivered, c.only = c.only.packets(), nil
	}
	c.delivered = c.delivered.Union(packets)
}

// finish returns the row.
func (r *rowMaker) finish() row {
	r.settle()
	out := row{gaps: r.gaps, assumptions: r.assumptions}
	for _, j := range slices.Sorted(maps.Keys(r.cells)) {
		if s := r.set(j, r.isOutside()); !s.IsEmpty() {
			out.to, out.sets = append(out.to, j), append(out.sets, s)
		}
	}
	return out
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

// overrun says of all that a source sends that it is not known.
func (r *rowMaker) overrun(from pipeline.Source) {
	r.gaps = append(r.gaps, &pipeline.Gap{Property: "budget", Why: "what " + r.from.Name + " may send: the question takes more work than is allowed"})
	for j, g := range r.b.groups {
		for _, t := range g.inside {
			c := r.cell(j)
			c.unknown = c.unknown.Union(packetset.Of(from.Addresses, t.Addressed, packetset.AnyService()))
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
		switch c := r.cell(m.group); {
		case unknown:
			c.unknown = c.unknown.Union(in)
			r.doubt(f)
		case delivered:
			c.deliver(in)
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
				c := r.cell(j)
				c.unknown = c.unknown.Union(in)
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
	if len(c.maybe) > 0 {
		c.unknown = packetset.UnionOf(append(c.maybe, c.unknown))
	}
	if s, ok := r.plain(j, c); ok {
		return s
	}
	c.deliver(packetset.Set{})
	c.oneWay = c.oneWay.Subtract(c.delivered)
	c.unknown = c.unknown.Subtract(c.delivered)
	arrives := c.delivered.Union(c.oneWay)
	return Set{Delivered: c.delivered.Traffic(), OneWay: c.oneWay.Traffic(), Unknown: c.unknown.Traffic(),
		Partial: r.isPartial(j, arrives.Union(c.unknown), outside)}
}

// plain returns the content of a cell that is one tile between one place and
// one place, and reports whether it is.
func (r *rowMaker) plain(j int, c *cell) (Set, bool) {
	to := r.b.groups[j].inside
	if c.only == nil || !c.oneWay.IsEmpty() || !c.unknown.IsEmpty() || r.isOutside() || len(r.from.sources) != 1 || len(to) != 1 {
		return Set{}, false
	}
	from, addressed := r.from.sources[0].Addresses, to[0].Addressed
	destinations := packet.AddrSetOf(c.only.destinations)
	if !addressed.ContainsSet(destinations) || !from.Equal(from.OfFamily(packet.IPv4)) {
		return Set{}, false
	}
	all := c.only.sources.Equal(from) && destinations.Equal(addressed.OfFamily(packet.IPv4))
	return Set{Delivered: *c.only.traffic, Partial: !all}, true
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
