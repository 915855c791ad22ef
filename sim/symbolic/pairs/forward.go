package pairs

import (
	"slices"

	"vnetproof/sim/pipeline"
)

// run is services to destinations from lo to hi.
type run struct {
	lo, hi uint32
	set    setID
	doubt  doubtID // why they may not come there; 0: they do
}

// frame is the buffers of one level of recursion.
type frame struct{ outs [][]run }

// visit lets a table decide about what some sources send.
func (w *worker) visit(id pipeline.TableID, sources []span, front []run, met trail) {
	if w.stop() {
		return
	}
	if w.shuts(id, sources) {
		w.failAll(sources, front)
		return
	}
	if slices.Contains(w.stack, id) || w.depth >= maxDepth {
		w.leave(sources, front)
		return
	}
	w.stack = append(w.stack, id)
	w.depth++
	t := &w.e.p.Tables[id]
	if p := w.lastBy(id, sources); p != nil {
		w.judgeBy(t, p, sources, front, met)
	} else {
		w.decide(t, sources, front, met)
	}
	w.depth--
	w.stack = w.stack[:len(w.stack)-1]
}

// decide lets a table decide that has not just decided about like sources.
func (w *worker) decide(t *pipeline.Table, sources []span, front []run, met trail) {
	if c := w.e.courseOf(t.ID); c != nil {
		w.route(t, c, sources, front, met)
		return
	}
	f := w.e.form(t.Body)
	switch row, ok := uniform(&f.src, sources); {
	case ok:
		p := w.profileOf(t, f, row)
		w.keepLast(t.ID, f, sources, p)
		w.judgeBy(t, p, sources, front, met)
	case w.nat != nil: // one source, though not known which
		w.leave(sources, front)
	default:
		w.judgeApart(t, f, sources, front, met)
	}
}

// endsOf returns the exits of a table that let nothing go on, one bit each of
// the first 64.
func endsOf(t *pipeline.Table) uint64 {
	ends := uint64(0)
	for i := range t.Exits {
		if i < 64 && isEnd(&t.Exits[i]) {
			ends |= 1 << i
		}
	}
	return ends
}

// isEnd tells whether an action lets nothing go on.
func isEnd(a *pipeline.Action) bool { return a.Kind == pipeline.Deny || a.Kind == pipeline.Drop }

// judgeBy lets a table decide about sources of one row, by its profile, which
// is not looked at any more once packets go on.
func (w *worker) judgeBy(t *pipeline.Table, p *profile, sources []span, front []run, met trail) {
	w.charged += p.cost
	if w.spent += p.cost; p.over || w.spent > w.budget {
		w.spent = w.budget + 1
		return
	}
	buf := w.frame(len(t.Exits))
	outs := buf.outs
	at := 0
	for _, r := range front {
		if p.starts[at] > r.lo || lastOf(p.starts, at) < r.lo {
			at = classOf(p.starts, r.lo)
		}
		for c := at; c < len(p.starts) && p.starts[c] <= r.hi; c++ {
			at = c
			w.spent++
			for _, k := range p.cut(c) {
				if set := w.sets.meet(r.set, k.set); set != nothing {
					w.spent += len(w.sets.spans(set)) / 4
					if k.entry >= 0 {
						w.noted.cause(remarked(t, k.entry))
					}
					on := run{max(r.lo, p.starts[c]), min(r.hi, lastOf(p.starts, c)), set, r.doubt}
					if k.doubt != 0 {
						on.doubt = w.doubts.join(r.doubt, w.doubtOf(t, k.doubt))
					}
					if !isEnd(&t.Exits[k.exit]) {
						outs[k.exit] = appendRun(outs[k.exit], on)
					} else if on.doubt != 0 {
						w.fail(sources, on)
					}
				}
			}
			if r.doubt != 0 {
				w.failRest(sources, run{max(r.lo, p.starts[c]), min(r.hi, lastOf(p.starts, c)), r.set, r.doubt}, p.cut(c))
			}
		}
	}
	for exit := range t.Exits {
		if out := outs[exit]; len(out) > 0 {
			w.act(t, int32(exit), sources, out, met)
		}
	}
}

// appendRun adds a run that comes after those of the list.
func appendRun(list []run, r run) []run {
	if n := len(list) - 1; n >= 0 && list[n].set == r.set && list[n].doubt == r.doubt && list[n].hi+1 == r.lo {
		list[n].hi = r.hi
		return list
	}
	return append(list, r)
}

// judgeApart lets a table decide about sources of several rows, row by row.
func (w *worker) judgeApart(t *pipeline.Table, f *form, sources []span, front []run, met trail) {
	parts := map[int32][]span{}
	var rows []int32
	for _, s := range sources {
		for c := f.src.class(s.lo); c < len(f.src.starts) && f.src.starts[c] <= s.hi; c++ {
			row := f.src.row[c]
			if parts[row] == nil {
				rows = append(rows, row)
			}
			parts[row] = append(parts[row], span{max(s.lo, f.src.starts[c]), min(s.hi, lastOf(f.src.starts, c))})
		}
	}
	for _, row := range rows {
		w.spent++
		w.judgeBy(t, w.profileOf(t, f, row), parts[row], front, met)
	}
}

// frame returns n empty buffers of the current level.
func (w *worker) frame(n int) *frame {
	for len(w.frames) <= len(w.stack) {
		w.frames = append(w.frames, &frame{})
	}
	f := w.frames[len(w.stack)]
	for len(f.outs) < n {
		f.outs = append(f.outs, nil)
	}
	for i := range f.outs[:n] {
		f.outs[i] = f.outs[i][:0]
	}
	return f
}

// act lets runs take an exit.
func (w *worker) act(t *pipeline.Table, exit int32, sources []span, front []run, met trail) {
	a := &t.Exits[exit]
	if a.Rewrite != nil && w.translates(t, a, met) {
		w.translate(t, a, sources, front, met)
		return
	}
	if a.Rewrite != nil || a.Kind != pipeline.Goto && a.Kind != pipeline.Deliver {
		w.leave(sources, front)
		return
	}
	if s := t.State; s != nil && s.Remember {
		switch {
		case !w.mayRemember(s):
			w.leave(sources, front)
			return
		case s.ID == w.home:
			met.home = true
		default:
			met.node = w.trails.add(met.node, s)
		}
	}
	if a.Kind == pipeline.Goto {
		w.visit(a.Next, sources, front, met)
		return
	}
	w.arrive(a.Place, sources, front, met)
}

// arrive lets a place answer.
func (w *worker) arrive(id pipeline.PlaceID, sources []span, front []run, met trail) {
	if !w.e.p.Places[id].Answers {
		w.deliver(id, sources, front)
		return
	}
	d := w.doorOf(id)
	if !d.isOpen || overlaps(d.except, sources) || !within(d.own, front) {
		w.leave(sources, front)
		return
	}
	if w.nat != nil {
		w.arriveTranslated(id, d, front, met)
		return
	}
	b := d.back
	for _, s := range sources {
		if c := classOf(b.starts, s.lo); len(sources) == 1 && lastOf(b.starts, c) >= s.hi {
			w.answered(id, d, b.ways[c], sources, front, met)
			return
		}
		for c := classOf(b.starts, s.lo); c < len(b.starts) && b.starts[c] <= s.hi; c++ {
			part := []span{{max(s.lo, b.starts[c]), min(s.hi, lastOf(b.starts, c))}}
			w.answered(id, d, b.ways[c], part, front, met)
		}
	}
}

// noteAnswer notes on what an answer rests.
func (w *worker) noteAnswer(d *door, v wayBack) {
	for _, c := range d.causes {
		w.noted.cause(c)
	}
	for _, r := range w.ways.list[v].rests {
		w.noted.noteNumber(r)
	}
}

// answered delivers, if the states on the way back are those that were met.
func (w *worker) answered(id pipeline.PlaceID, d *door, v wayBack, sources []span, front []run, met trail) {
	if v == lost || !w.knows(id, d, v, met) {
		w.leave(sources, front)
		return
	}
	w.noteAnswer(d, v)
	w.deliver(id, sources, front)
}

// knows tells whether the states on the way back know the flow, and every
// strict one that knows it is on the way back.
func (w *worker) knows(id pipeline.PlaceID, d *door, v wayBack, met trail) bool {
	if w.home != 0 && !met.home {
		return false
	}
	n := &w.trails.nodes[met.node]
	own := pipeline.StateID(0)
	if len(d.states) > 0 && n.last == d.states[0] && met.node != 0 {
		own = n.last
		n = &w.trails.nodes[n.parent]
		met.node = w.trails.nodes[met.node].parent
	}
	for _, s := range d.states {
		if s != own && !(met.home && s == w.home) && !n.has(s) {
			return false
		}
	}
	key := (uint64(met.node)+1)<<32 | uint64(v)
	if yes, ok := w.known.get(key); ok {
		return yes != nothing
	}
	yes := nothing
	if w.meets(n, w.ways.list[v].states) {
		yes = everything
	}
	w.known.put(key, yes)
	return yes != nothing
}

func (w *worker) meets(n *trailNode, ids []pipeline.StateID) bool {
	for _, s := range ids {
		if !n.has(s) {
			return false
		}
	}
	for _, s := range n.strict {
		if !has(ids, s) {
			return false
		}
	}
	return true
}

func has(ids []pipeline.StateID, id pipeline.StateID) bool {
	for _, s := range ids {
		if s == id {
			return true
		}
	}
	return false
}

// overlaps tells whether two sorted lists share an address.
func overlaps(a, b []span) bool {
	for _, s := range a {
		for _, o := range b {
			if s.lo <= o.hi && o.lo <= s.hi {
				return true
			}
		}
	}
	return false
}

// within tells whether all destinations are in a list.
func within(own []span, front []run) bool {
	for _, r := range front {
		inside := false
		for _, s := range own {
			inside = inside || s.lo <= r.lo && r.hi <= s.hi
		}
		if !inside {
			return false
		}
	}
	return true
}
