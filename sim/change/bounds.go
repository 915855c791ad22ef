package change

import (
	"vnetproof/sim/pipeline"
)

// bound is what packets lie within that may come to a table.
type bound struct {
	src, dst span
	grown    uint8
}

func (b bound) isEmpty() bool { return b.src.isEmpty() || b.dst.isEmpty() }

// misses tells whether no packet of the one is one of the other.
func (b bound) misses(o bound) bool {
	src, dst := b.src.meet(o.src), b.dst.meet(o.dst)
	return (src.four.hi == 0 || dst.four.hi == 0) && (src.six.hi == 0 || dst.six.hi == 0)
}

// widenBound is after how many additions a table counts as met by all addresses.
const widenBound = 6

// bounds goes forward from all places, before a spreader goes back: it need not
// go where no packet can come from.
type bounds struct {
	s       *spreader
	at      [2][]bound // of each table, openers and answers
	arrived []bound    // of each place: openers that are delivered there
	exits   [][]bound  // of each body and exit: what its conditions hold
	spans   []span     // of each address set
	waiting []visit
	isSet   [2][]bool // of each table: it waits
}

func (s *spreader) forward() *bounds {
	n := len(s.p.Tables)
	b := &bounds{s: s, at: [2][]bound{make([]bound, n), make([]bound, n)}, arrived: make([]bound, len(s.p.Places)),
		exits: make([][]bound, len(s.p.Bodies)), spans: make([]span, len(s.p.AddrSets)), isSet: [2][]bool{make([]bool, n), make([]bool, n)}}
	b.spans[0] = everywhere
	for i := 1; i < len(s.p.Places); i++ {
		if p := &s.p.Places[i]; p.Origin != 0 {
			b.come(p.Origin, opener, bound{src: spanOf(p.Addresses), dst: everywhere})
		}
	}
	for i := 0; i < len(b.waiting); i++ { // leave adds to the list
		v := b.waiting[i]
		b.isSet[v.way][v.table] = false
		b.leave(v)
	}
	return b
}

// come adds packets that may come to a table.
func (b *bounds) come(id pipeline.TableID, w way, packets bound) {
	if packets.isEmpty() || !b.at[w][id].grow(packets) || b.isSet[w][id] {
		return
	}
	b.isSet[w][id] = true
	b.waiting = append(b.waiting, visit{id, w})
}

// grow adds packets and tells whether there are new ones among them.
func (b *bound) grow(packets bound) bool {
	src, dst := b.src.join(packets.src), b.dst.join(packets.dst)
	if src == b.src && dst == b.dst {
		return false
	}
	if b.grown++; b.grown > widenBound {
		src, dst = everywhere, everywhere
	}
	b.src, b.dst = src, dst
	return true
}

// leave follows what came to a table out of its exits.
func (b *bounds) leave(v visit) {
	t, here := &b.s.p.Tables[v.table], b.at[v.way][v.table]
	for i, met := range b.conditions(t.Body) {
		out := bound{src: here.src.meet(met.src), dst: here.dst.meet(met.dst)}
		b.take(&t.Exits[i], v.way, out)
		for w := range t.Exits[i].Ways {
			b.take(&t.Exits[i].Ways[w], v.way, out)
		}
	}
	if st := t.State; v.way == answer && st != nil && st.Known.Kind == pipeline.Goto {
		b.come(st.Known.Next, answer, b.undone(st.ID, here))
	}
}

// take follows packets along an exit, or a way of it.
func (b *bounds) take(a *pipeline.Action, w way, packets bound) {
	if packets.isEmpty() {
		return
	}
	if r := a.Rewrite; r != nil {
		packets.src, packets.dst = packets.src.become(r.Src, r.SrcShift), packets.dst.become(r.Dst, r.DstShift)
	}
	switch a.Kind {
	case pipeline.Goto:
		b.come(a.Next, w, packets)
	case pipeline.Deliver:
		if w == opener {
			b.arrive(&b.s.p.Places[a.Place], packets)
		}
	}
}

// arrive adds openers that are delivered at a place, and starts their answers.
func (b *bounds) arrive(p *pipeline.Place, packets bound) {
	at := &b.arrived[p.ID]
	if at.grow(packets) && p.Answers && p.Origin != 0 {
		b.come(p.Origin, answer, bound{src: at.dst, dst: at.src})
	}
}

// undone returns what answers become by a state that knows their openers.
func (b *bounds) undone(id pipeline.StateID, packets bound) bound {
	for _, e := range b.s.rewrites[id] {
		if e.rewrite.Dst != nil || e.rewrite.DstShift != nil {
			packets.src = everywhere
		}
		if e.rewrite.Src != nil || e.rewrite.SrcShift != nil {
			packets.dst = everywhere
		}
	}
	return packets
}

// conditions returns what the entries of each exit of a body hold.
func (b *bounds) conditions(body *pipeline.Body) []bound {
	if b.exits[body.ID] == nil {
		var list []bound
		for i := range body.Entries {
			e := &body.Entries[i]
			for len(list) <= int(e.Exit) {
				list = append(list, bound{})
			}
			met := &list[e.Exit]
			met.src, met.dst = met.src.join(b.span(e.Src)), met.dst.join(b.span(e.Dst))
		}
		b.exits[body.ID] = list
	}
	return b.exits[body.ID]
}

func (b *bounds) span(id pipeline.AddrSetID) span {
	if set := b.s.addrs(id); b.spans[id].isEmpty() && set != nil {
		b.spans[id] = spanOf(*set)
	}
	return b.spans[id]
}
