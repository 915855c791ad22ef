package pairs

import "vnetproof/sim/pipeline"

// maxDepth is how many tables an answer passes before it is left to symbolic.
const maxDepth = 128

// backFrom returns the ways of answers that come to a table, as long as each
// state on them knows the flow. They are those of all destinations.
func (w *worker) backFrom(id pipeline.TableID) *back { return w.backOver(id, span{0, ^uint32(0)}, 0) }

// backOver returns the ways of answers to some destinations.
func (w *worker) backOver(id pipeline.TableID, to span, depth int) *back {
	b := w.backs[id]
	if b == nil {
		b = newBack()
		w.backs[id] = b
	}
	for {
		s, ok := b.next(to.lo, to.hi)
		if !ok {
			return b
		}
		b.put(s, &back{starts: []uint32{s.lo}, ways: []wayBack{asking}})
		b.put(s, w.findBack(&w.e.p.Tables[id], s, depth))
	}
}

// never is the ways of answers that do not come home.
var never = &back{starts: []uint32{0}, ways: []wayBack{lost}}

func (w *worker) findBack(t *pipeline.Table, to span, depth int) *back {
	switch {
	case depth > maxDepth || !w.owns(to):
		return never
	case t.State != nil:
		return w.backKnown(t, to, depth)
	}
	f := w.e.form(t.Body)
	if !f.byDestination {
		return never
	}
	b := &back{}
	for c := f.dst.class(to.lo); c < len(f.dst.starts) && f.dst.starts[c] <= to.hi; c++ {
		part := span{max(to.lo, f.dst.starts[c]), min(to.hi, lastOf(f.dst.starts, c))}
		if w.owns(part) {
			w.spliceBack(b, part, w.afterEntry(t, f, f.first(&f.dst, f.dst.row[c]), part, depth))
		}
	}
	return b
}

// owns tells whether some place bears one of some addresses.
func (w *worker) owns(s span) bool {
	i := w.e.ownedFrom(s.lo)
	return i < len(w.e.owned) && w.e.owned[i].lo <= s.hi
}

// backKnown is the ways through a table that knows the flow. The home of who
// bears the destination is not told: its own packets have met it.
func (w *worker) backKnown(t *pipeline.Table, to span, depth int) *back {
	next := &back{}
	w.spliceBack(next, to, w.after(&t.State.Known, to, depth))
	b := &back{}
	for i, v := range next.ways {
		if v != lost && w.homeWithin(next.starts[i], min(to.hi, lastOf(next.starts, i))) != t.State.ID {
			v = w.ways.with(v, t.State.ID)
		}
		b.add(next.starts[i], v)
	}
	return w.restOn(b, t.State.Cause)
}

// afterEntry is the ways of answers that an entry takes.
func (w *worker) afterEntry(t *pipeline.Table, f *form, entry int32, to span, depth int) *back {
	exit := f.exitOf(entry)
	if exit == leave {
		return never
	}
	cause := remarked(t, entry)
	if cause == nil || len(cause.Assumptions) == 0 {
		return w.after(&t.Exits[exit], to, depth)
	}
	b := &back{}
	w.spliceBack(b, to, w.after(&t.Exits[exit], to, depth))
	return w.restOn(b, cause)
}

// restOn returns ways that rest on the assumptions of a cause, too.
func (w *worker) restOn(b *back, c *pipeline.Cause) *back {
	if c == nil || len(c.Assumptions) == 0 {
		return b
	}
	out := &back{}
	for i, v := range b.ways {
		for k := 0; v != lost && k < len(c.Assumptions); k++ {
			v = w.ways.resting(v, w.e.remarks.number[c.Assumptions[k]])
		}
		out.add(b.starts[i], v)
	}
	return out
}

// after is the ways of answers that take an action.
func (w *worker) after(a *pipeline.Action, to span, depth int) *back {
	switch {
	case a.Rewrite != nil:
		return never
	case a.Kind == pipeline.Deliver:
		return w.arriving(a.Place)
	case a.Kind == pipeline.Goto:
		return w.backOver(a.Next, to, depth+1)
	}
	return never
}

// arriving is the way of answers that have come to a place: home where it
// alone bears the destination.
func (w *worker) arriving(id pipeline.PlaceID) *back {
	b := &back{}
	b.add(0, lost)
	for _, s := range spansOf(w.e.p.Places[id].Addresses) {
		i := w.e.ownedFrom(s.lo)
		if i >= len(w.e.owned) || w.e.owned[i].place != id {
			continue
		}
		if s.lo == 0 {
			b.starts, b.ways = b.starts[:0], b.ways[:0]
		}
		b.add(s.lo, 0)
		if s.hi != ^uint32(0) {
			b.add(s.hi+1, lost)
		}
	}
	return b
}

// homeWithin returns the home of the one place that bears addresses from lo to hi.
func (w *worker) homeWithin(lo, hi uint32) pipeline.StateID {
	owned := w.e.owned
	i := w.e.ownedFrom(lo)
	if i == len(owned) || owned[i].lo > hi {
		return 0
	}
	place := owned[i].place
	for i++; i < len(owned) && owned[i].lo <= hi; i++ {
		if owned[i].place != place {
			return 0
		}
	}
	return w.e.homes[place]
}

// spliceBack adds the ways that some destinations have from next on.
func (w *worker) spliceBack(b *back, to span, next *back) {
	owned := w.e.owned
	for c := classOf(next.starts, to.lo); c < len(next.starts) && next.starts[c] <= to.hi; c++ {
		w.work++
		from, last := max(to.lo, next.starts[c]), min(to.hi, lastOf(next.starts, c))
		if i := w.e.ownedFrom(from); i < len(owned) && owned[i].lo <= last {
			b.add(max(from, owned[i].lo), next.of(c))
		}
	}
}

// door is how answers of a place set out.
type door struct {
	isOpen bool
	own    []span
	// states are those of its own filters: all must know the flow.
	states []pipeline.StateID
	// passed are those that let answers pass in the same manner whether they know
	// the flow or not, but for what they have translated.
	passed []pipeline.StateID
	// except are destinations that are treated otherwise.
	except []span
	back   *back
	routes pipeline.TableID  // where the answers find their way
	causes []*pipeline.Cause // of its own filters, that rest on assumptions
}

// doorOf returns how the answers of a place set out; closed where that depends
// on more than whether its filters know the flow.
func (w *worker) doorOf(id pipeline.PlaceID) *door {
	if w.doors[id] == nil {
		w.doors[id] = w.findDoor(&w.e.p.Places[id])
	}
	return w.doors[id]
}

func (w *worker) findDoor(p *pipeline.Place) *door {
	d := &door{own: spansOf(p.Addresses)}
	id := p.Origin
	for range maxDepth {
		if id == 0 || len(d.own) == 0 {
			return d
		}
		t := &w.e.p.Tables[id]
		f := w.e.form(t.Body)
		switch {
		case t.State != nil:
			if t.State.Known.Kind != pipeline.Goto {
				return d
			}
			if w.passesAll(t) {
				d.passed = append(d.passed, t.State.ID)
			} else {
				d.restsOn(t.State.Cause)
				d.states = append(d.states, t.State.ID)
			}
			id = t.State.Known.Next
		case f.byDestination:
			d.isOpen, d.routes, d.back = true, id, w.backFrom(id)
			return d
		default:
			id = w.passOut(d, t, f)
		}
	}
	return d
}

// passesAll tells whether a table does with the answers to flows that it has not
// seen what it does with those of which it knows.
func (w *worker) passesAll(t *pipeline.Table) bool {
	s, e := t.State, &t.Body.Entries[0]
	a := &t.Exits[e.Exit]
	return s.Unseen == pipeline.Judge && !s.Strict && e.Src == 0 && e.Dst == 0 && e.Service == 0 && !e.Uncertain &&
		a.Kind == pipeline.Goto && a.Rewrite == nil && a.Next == s.Known.Next && s.Known.Kind == pipeline.Goto &&
		(s.Cause == nil || len(s.Cause.Assumptions) == 0) && remarked(t, 0) == nil
}

func (d *door) restsOn(c *pipeline.Cause) {
	if c != nil && len(c.Assumptions) > 0 {
		d.causes = append(d.causes, c)
	}
}

// passOut returns where a stateless table that looks at the source lets the
// answers go, 0 where not all alike; destinations that it treats otherwise are
// added to those excepted.
func (w *worker) passOut(d *door, t *pipeline.Table, f *form) pipeline.TableID {
	row, ok := uniform(&f.src, d.own)
	if !ok {
		return 0
	}
	for _, i := range f.src.entries(nil, row) {
		e := &t.Body.Entries[i]
		if e.Uncertain || e.Service != 0 {
			return 0
		}
		if e.Dst != 0 {
			d.except = append(d.except, w.e.addrSets[e.Dst]...)
			continue
		}
		if a := &t.Exits[e.Exit]; a.Kind == pipeline.Goto && a.Rewrite == nil {
			d.restsOn(remarked(t, i))
			return a.Next
		}
		return 0
	}
	return 0
}

// uniform returns the row that all addresses are in, if they are in one.
func uniform(d *dimension, list []span) (row int32, ok bool) {
	if len(d.starts) == 1 {
		return d.row[0], true
	}
	row = -1
	for _, s := range list {
		for c := d.class(s.lo); c < len(d.starts) && d.starts[c] <= s.hi; c++ {
			if row >= 0 && d.row[c] != row {
				return 0, false
			}
			row = d.row[c]
		}
	}
	return row, row >= 0
}
