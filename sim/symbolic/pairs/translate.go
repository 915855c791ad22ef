package pairs

import "vnetproof/sim/pipeline"

// translation is a source translation that the packets being followed went
// through: all bear the same source since, whichever they were sent with.
type translation struct {
	outer   *translation // the one before it
	state   *pipeline.State
	rewrite *pipeline.Rewrite
	sources []span // as sent
	met     trail  // since the one before it
}

// translates tells whether an action translates sources in a manner that can be
// followed: to the same for all packets, undone by a state of its own, and
// without ports that a rule tells apart.
func (w *worker) translates(t *pipeline.Table, a *pipeline.Action, met trail) bool {
	r, s := a.Rewrite, t.State
	switch {
	case a.Kind != pipeline.Goto || s == nil || !s.Remember || s.Known.Kind != pipeline.Goto:
		return false
	case r.Src == nil || r.SrcShift != nil || r.DstShift != nil || r.Dst != nil && !r.Dst.IsEmpty() || !r.DstPort.IsEmpty():
		return false
	case !r.SrcPort.IsEmpty() && len(w.e.line.classes) > 1:
		return false
	case s.ID == w.home || w.trails.nodes[met.node].has(s.ID) || !w.mayRemember(s):
		return false
	}
	return !r.Src.IsEmpty() && len(spansOf(*r.Src)) == len(r.Src.Ranges())
}

// translate follows packets past a translation of their source.
func (w *worker) translate(t *pipeline.Table, a *pipeline.Action, sources []span, front []run, met trail) {
	before := w.nat
	w.nat = &translation{before, t.State, a.Rewrite, w.sent(sources), met}
	w.visit(a.Next, spansOf(*a.Rewrite.Src), front, trail{})
	w.nat = before
}

// mayRemember tells whether a state that translated packets meet is one of
// which they have no record yet.
func (w *worker) mayRemember(s *pipeline.State) bool {
	for n := w.nat; n != nil; n = n.outer {
		if s.ID == w.home || s.ID == n.state.ID || w.trails.nodes[n.met.node].has(s.ID) {
			return false
		}
	}
	return true
}

// sent returns the sources as sent.
func (w *worker) sent(sources []span) []span {
	if w.nat != nil {
		return w.nat.sources
	}
	return sources
}

// undone is the way of an answer to where its translation is undone.
type undone struct {
	states []pipeline.StateID
	causes []*pipeline.Cause // that rest on assumptions
	next   pipeline.TableID  // where it goes on; zero: it does not come there
}

type undoneKey struct {
	at      pipeline.TableID
	state   pipeline.StateID
	rewrite *pipeline.Rewrite
}

// undoneFrom returns the way of answers from a table back to a translation.
func (w *worker) undoneFrom(at pipeline.TableID, n *translation) *undone {
	key := undoneKey{at, n.state.ID, n.rewrite}
	u := w.undone[key]
	if u == nil {
		u = w.findUndone(at, n)
		w.undone[key] = u
	}
	return u
}

func (w *worker) findUndone(at pipeline.TableID, n *translation) *undone {
	u, to := &undone{}, spansOf(*n.rewrite.Src)
	for range maxDepth {
		t := &w.e.p.Tables[at]
		a := w.awayTo(t, to, n, u)
		if a == nil || a.Kind != pipeline.Goto || a.Rewrite != nil {
			return u
		}
		if t.State != nil && t.State.ID == n.state.ID {
			u.next = a.Next
			return u
		}
		at = a.Next
	}
	return u
}

// awayTo returns what a table does with answers to some addresses, nil where
// that is not the same for all of them.
func (w *worker) awayTo(t *pipeline.Table, to []span, n *translation, u *undone) *pipeline.Action {
	if t.State != nil {
		if t.State.ID != n.state.ID {
			u.states = append(u.states, t.State.ID)
		}
		u.restsOn(t.State.Cause)
		return &t.State.Known
	}
	f := w.e.form(t.Body)
	entry, ok := w.alike(f, to)
	if !ok {
		return nil
	}
	u.restsOn(remarked(t, entry))
	return &t.Exits[f.exitOf(entry)]
}

// alike returns the entry by which answers to one of some addresses, nobody can
// tell to which, take the same exit.
func (w *worker) alike(f *form, to []span) (entry int32, ok bool) {
	if !f.byDestination {
		return 0, false
	}
	exit := leave
	for i := range f.body.Entries {
		e := &f.body.Entries[i]
		within := e.Dst == 0 || contains(w.e.spans(int32(e.Dst)), to)
		if !within && !overlaps(w.e.spans(int32(e.Dst)), to) {
			continue
		}
		if e.Uncertain || exit != leave && exit != int32(e.Exit) {
			return 0, false
		}
		if exit = int32(e.Exit); within {
			return int32(i), true
		}
	}
	return 0, false
}

// contains tells whether all addresses of a list are in another.
func contains(whole, part []span) bool {
	for _, p := range part {
		inside := false
		for _, s := range whole {
			inside = inside || s.lo <= p.lo && p.hi <= s.hi
		}
		if !inside {
			return false
		}
	}
	return true
}

func (u *undone) restsOn(c *pipeline.Cause) {
	if c != nil && len(c.Assumptions) > 0 {
		u.causes = append(u.causes, c)
	}
}

// arriveTranslated lets a place answer to the translated source.
func (w *worker) arriveTranslated(id pipeline.PlaceID, d *door, front []run, met trail) {
	var causes []*pipeline.Cause
	at, own, last := d.routes, d.states, w.nat
	for n := w.nat; n != nil; n = n.outer {
		u := w.undoneFrom(at, n)
		if u.next == 0 || has(d.passed, n.state.ID) || !w.knowsTranslated(own, u, met) {
			w.leave(nil, front)
			return
		}
		at, own, met, last = u.next, nil, n.met, n
		causes = append(causes, u.causes...)
	}
	b := w.backFrom(at)
	if w.home != 0 && !last.met.home {
		w.leave(nil, front)
		return
	}
	whole := w.nat.sources
	for _, s := range whole {
		for c := classOf(b.starts, s.lo); c < len(b.starts) && b.starts[c] <= s.hi; c++ {
			w.nat.sources = []span{{max(s.lo, b.starts[c]), min(s.hi, lastOf(b.starts, c))}}
			v := b.ways[c]
			if v == lost || !w.meets(&w.trails.nodes[met.node], w.ways.list[v].states) {
				w.leave(nil, front)
				continue
			}
			for _, cause := range causes {
				w.noted.cause(cause)
			}
			w.noteAnswer(d, v)
			w.deliver(id, nil, front)
		}
	}
	w.nat.sources = whole
}

// knowsTranslated tells whether the states on the way to where a translation
// is undone know the flow.
func (w *worker) knowsTranslated(own []pipeline.StateID, u *undone, met trail) bool {
	n := &w.trails.nodes[met.node]
	for _, s := range own {
		if !n.has(s) {
			return false
		}
	}
	for _, s := range u.states {
		if !n.has(s) {
			return false
		}
	}
	for _, s := range n.strict {
		if !has(own, s) && !has(u.states, s) {
			return false
		}
	}
	return true
}
