package walk

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// maxSteps bounds the decisions of all branches of one packet. What lies beyond
// is inconclusive.
const maxSteps = 1 << 15

// Walk moves a packet from a place through p, and its answer back.
func Walk(p *pipeline.Pipeline, from pipeline.PlaceID, sent packet.Packet) *Trace {
	w := &walker{p: p, from: from, sent: sent}
	s := w.start(spot{header: Header{Packet: sent}}, from)
	return w.trace(s)
}

// walker explores every branch of one packet, depth first.
type walker struct {
	p     *pipeline.Pipeline
	from  pipeline.PlaceID
	sent  packet.Packet
	steps int
	ends  []ending
}

// ending is a branch that has ended.
type ending struct {
	spot
	outcome pipeline.Outcome
	kind    pipeline.Ending
	cause   *pipeline.Cause
}

// start lets the packet of s start at a place.
func (w *walker) start(s spot, place pipeline.PlaceID) fork {
	s.table, s.steps = w.p.Places[place].Origin, nil
	if s.table == 0 {
		return w.end(s, pipeline.Dropped, pipeline.NoOrigin, noOrigin(&w.p.Places[place]))
	}
	return w.visit(s)
}

// noOrigin is what a packet is told by that cannot start.
func noOrigin(place *pipeline.Place) *pipeline.Cause {
	return &pipeline.Cause{Kind: pipeline.NoHost, Resource: place.Resource, Reason: "nothing starts there"}
}

// visit lets the table at s decide.
func (w *walker) visit(s spot) fork {
	if w.steps++; w.steps > maxSteps {
		return w.unknown(s, tooManyWays)
	}
	if since, looped := s.looped(); looped {
		return w.end(s, pipeline.Dropped, pipeline.Looped, w.p.LastRoute(plain(between(since, s.steps))))
	}
	t := &w.p.Tables[s.table]
	if s.opener == nil || t.State == nil {
		return w.judge(s, t)
	}
	if r := s.recall(t.State.ID); r != nil && t.State.Known.Kind != pipeline.ActionUnset {
		return w.known(s, t, r)
	}
	if t.State.Unseen == pipeline.Refuse {
		s = s.step(pipeline.Step{Table: t.ID, Refused: true}, s.header, pipeline.Drop, false)
		return w.end(s, pipeline.Dropped, pipeline.Refused, t.State.Cause)
	}
	return w.judge(s, t)
}

var tooManyWays = &pipeline.Cause{Kind: pipeline.Unmodelled,
	Gap: &pipeline.Gap{Why: "the packet may take more ways than are followed"}}

// known lets an answer pass whose opener t remembers, and undoes its translation.
func (w *walker) known(s spot, t *pipeline.Table, r *record) fork {
	s.known = &knownState{s.known, t.State.ID}
	s = s.step(pipeline.Step{Table: t.ID, Known: true}, r.before.reverse(), t.State.Known.Kind, false)
	return w.follow(s, &t.State.Known, nil)
}

// judge lets the entries of t decide.
func (w *walker) judge(s spot, t *pipeline.Table) fork {
	options := choices(w.p, t, &s.header)
	if last := options[len(options)-1]; sameExit(t, options) {
		return w.exit(s, t, last.entry, false)
	}
	var ways []fork
	taken := map[uint16]bool{}
	for i, c := range options {
		if exit := t.Body.Entries[c.entry].Exit; !taken[exit] {
			taken[exit] = true
			ways = append(ways, w.exit(s.doubt(options[:i+1]), t, c.entry, true))
		}
	}
	return joinUncertain(t, options, ways)
}

// exit lets the packet leave t by an entry.
func (w *walker) exit(s spot, t *pipeline.Table, entry int, uncertain bool) fork {
	a := &t.Exits[t.Body.Entries[entry].Exit]
	at := pipeline.Step{Table: t.ID, Entry: entry}
	if a.Kind != pipeline.Split {
		return w.act(s, t, at, a, uncertain)
	}
	var ways []fork
	for i := range a.Ways {
		at.Way = i
		ways = append(ways, w.act(s, t, at, &a.Ways[i], uncertain))
	}
	return joinSplit(t.Causes.At(entry), ways)
}

// act does what an exit, or a way of it, says.
func (w *walker) act(s spot, t *pipeline.Table, at pipeline.Step, a *pipeline.Action, uncertain bool) fork {
	after := s.header
	if passes := a.Kind == pipeline.Goto || a.Kind == pipeline.Deliver; passes {
		after = after.rewrite(a.Rewrite)
		s = s.remember(t.State, after)
	}
	return w.follow(s.step(at, after, a.Kind, uncertain), a, t.Causes.At(at.Entry))
}

// follow goes where an action leads.
func (w *walker) follow(s spot, a *pipeline.Action, cause *pipeline.Cause) fork {
	switch a.Kind {
	case pipeline.Goto:
		s.table = a.Next
		return w.visit(s)
	case pipeline.Deliver:
		if s.opener == nil {
			return w.arrive(s, a.Place)
		}
		return w.comeBack(s, a.Place)
	case pipeline.Deny:
		return w.end(s, pipeline.Denied, pipeline.Stopped, cause)
	case pipeline.Drop:
		return w.end(s, pipeline.Dropped, pipeline.Stopped, cause)
	}
	return w.unknown(s, cause)
}

// WALK-4: arrive lets the place that the opener reached answer by its own
// tables: routing is not stateful.
func (w *walker) arrive(s spot, at pipeline.PlaceID) fork {
	s.opener = &arrival{at, s.header, s.steps}
	if !w.p.Places[at].Answers {
		s.steps = nil
		return w.end(s, pipeline.Delivered, pipeline.Unanswered, nil)
	}
	s.header = s.header.reverse()
	return w.start(s, at)
}

// comeBack judges an answer that ended at a place. TCP breaks at a stateful
// middlebox that saw the opener but not the answer (WALK-5).
func (w *walker) comeBack(s spot, at pipeline.PlaceID) fork {
	s.endedAt = at
	if at != w.from || !s.header.equal(Header{Packet: w.sent.Reverse()}) {
		return w.end(s, pipeline.Dropped, pipeline.Lost, w.p.LastRoute(plain(inOrder(s.steps))))
	}
	if state := s.halfOpen(); state != nil && w.sent.Protocol == packet.TCP {
		return w.end(s, pipeline.Dropped, pipeline.HalfOpen, state.Cause)
	}
	return w.end(s, pipeline.Delivered, pipeline.Answered, nil)
}
