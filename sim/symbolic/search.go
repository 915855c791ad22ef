package symbolic

import (
	"context"

	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
)

// Reach answers q over p. It returns ErrBudget, or the error of ctx when it is
// done. Equal questions get equal answers.
func Reach(ctx context.Context, p *pipeline.Pipeline, q Question) (*Answer, error) {
	s := &search{ctx: ctx, p: p, budget: q.Budget, collected: newCollector(p)}
	if s.budget == 0 {
		s.budget = DefaultBudget
	}
	to := NewApproaches(p).To(q.To)
	for i, from := range q.From {
		asked := packetset.Of(from.Addresses, to, q.Services)
		if asked.IsEmpty() {
			continue
		}
		s.from = from
		s.collected.startSource(i)
		s.start(beam{packets: asked}, from.Place)
	}
	if s.err != nil {
		return nil, s.err
	}
	return s.collected.answer(), nil
}

// search follows beams depth first. Once it has an error nothing is followed.
type search struct {
	ctx       context.Context
	p         *pipeline.Pipeline
	budget    int
	from      pipeline.Source
	collected *collector
	err       error
}

// spend counts one cut.
func (s *search) spend() {
	if s.budget--; s.budget < 0 && s.err == nil {
		s.err = ErrBudget
	}
}

// start lets the packets of b start at a place.
func (s *search) start(b beam, place pipeline.PlaceID) {
	b.table, b.steps = s.p.Places[place].Origin, nil
	if b.table == 0 {
		cause := &pipeline.Cause{Kind: pipeline.NoHost, Resource: s.p.Places[place].Resource, Reason: "nothing starts there"}
		s.end(b, pipeline.Dropped, pipeline.NoOrigin, cause)
		return
	}
	s.visit(b)
}

// visit lets the table at b decide about what does not loop.
func (s *search) visit(b beam) {
	if s.err == nil {
		s.err = s.ctx.Err()
	}
	s.spend()
	if s.err != nil {
		return
	}
	b.packets = s.endLoops(b)
	t := &s.p.Tables[b.table]
	if b.isAnswer() && t.State != nil {
		b.packets = s.passKnown(b, t)
		if t.State.Unseen == pipeline.Refuse {
			b = b.step(pipeline.Step{Table: t.ID, Refused: true}, b.header)
			s.end(b, pipeline.Dropped, pipeline.Refused, t.State.Cause)
			return
		}
	}
	if !b.packets.IsEmpty() {
		s.judge(b, t)
	}
}

// endLoops ends the packets of b that were at its table with the same header,
// or passed too many tables, and returns the others.
func (s *search) endLoops(b beam) packetset.Set {
	if b.steps != nil && b.steps.count >= pipeline.MaxTables {
		s.end(b, pipeline.Dropped, pipeline.Looped, s.p.LastRoute(path(nil, b.steps)))
		return packetset.Set{}
	}
	left := b.packets
	for n := b.steps; n != nil && !left.IsEmpty(); n = n.prev {
		if n.at.Table != b.table {
			continue
		}
		var again packetset.Set
		again, left = equalWhere(left, &n.before, &b.header)
		if !again.IsEmpty() {
			s.end(b.with(again), pipeline.Dropped, pipeline.Looped, s.p.LastRoute(path(n.prev, b.steps)))
		}
	}
	return left
}

// passKnown lets the answers pass whose openers t remembers, undoes their
// translation, and returns the others.
func (s *search) passKnown(b beam, t *pipeline.Table) packetset.Set {
	left := b.packets
	if t.State.Known.Kind == pipeline.ActionUnset {
		return left
	}
	for r := b.trail; r != nil && !left.IsEmpty(); r = r.prev {
		if r.state.ID != t.State.ID {
			continue
		}
		var same packetset.Set
		if same, left = equalWhere(left, &r.after, &b.header); same.IsEmpty() {
			continue
		}
		k := b.with(same).step(pipeline.Step{Table: t.ID, Known: true}, r.before)
		k.known = &knownState{b.known, t.State.ID}
		s.follow(k, &t.State.Known, nil)
	}
	return left
}

// judge lets the entries of t decide about b.
func (s *search) judge(b beam, t *pipeline.Table) {
	for _, d := range s.decide(&b, t) {
		last := d.choices[len(d.choices)-1]
		exits := exitsOf(t, d.choices)
		if len(exits) == 1 {
			s.exit(b.with(d.packets), t, last.entry)
			continue
		}
		for _, i := range exits {
			s.exit(b.with(d.packets).doubt(d.choices[:i+1]), t, d.choices[i].entry)
		}
	}
}

// exitsOf returns the indexes of the choices that are the first to name their exit.
func exitsOf(t *pipeline.Table, choices []choice) []int {
	var firsts []int
	seen := map[uint16]bool{}
	for i, c := range choices {
		if exit := t.Body.Entries[c.entry].Exit; !seen[exit] {
			seen[exit] = true
			firsts = append(firsts, i)
		}
	}
	return firsts
}

// exit lets b leave t by an entry.
func (s *search) exit(b beam, t *pipeline.Table, entry int) {
	a := &t.Exits[t.Body.Entries[entry].Exit]
	at := pipeline.Step{Table: t.ID, Entry: entry}
	if a.Kind != pipeline.Split {
		s.act(b, t, at, a)
		return
	}
	for i := range a.Ways {
		at.Way = i
		s.act(b, t, at, &a.Ways[i])
	}
}

// act does what an exit, or a way of it, says.
func (s *search) act(b beam, t *pipeline.Table, at pipeline.Step, a *pipeline.Action) {
	if a.Kind != pipeline.Goto && a.Kind != pipeline.Deliver {
		s.follow(b.step(at, b.header), a, t.Causes.At(at.Entry))
		return
	}
	for _, p := range (piece{b.packets, b.header}).rewrite(a.Rewrite, b.isAnswer()) {
		s.follow(b.with(p.packets).remember(t.State, p.header).step(at, p.header), a, nil)
	}
}

// follow goes where an action leads.
func (s *search) follow(b beam, a *pipeline.Action, cause *pipeline.Cause) {
	switch a.Kind {
	case pipeline.Goto:
		b.table = a.Next
		s.visit(b)
	case pipeline.Deliver:
		if b.isAnswer() {
			s.comeBack(b, a.Place)
		} else {
			s.arrive(b, a.Place)
		}
	case pipeline.Deny:
		s.end(b, pipeline.Denied, pipeline.Stopped, cause)
	case pipeline.Drop:
		s.end(b, pipeline.Dropped, pipeline.Stopped, cause)
	default:
		s.endUnknown(b, cause)
	}
}

// arrive lets the place that openers reached answer.
func (s *search) arrive(b beam, at pipeline.PlaceID) {
	b.opener = &arrival{at, b.header, b.steps}
	if !s.p.Places[at].Answers {
		b.steps = nil
		s.end(b, pipeline.Delivered, pipeline.Unanswered, nil)
		return
	}
	s.start(b, at)
}

// comeBack judges answers that ended at a place.
func (s *search) comeBack(b beam, at pipeline.PlaceID) {
	var back packetset.Set
	lost := b.packets
	if at == s.from.Place {
		back, lost = equalWhere(b.packets, &b.header, &header{})
	}
	s.end(b.with(lost), pipeline.Dropped, pipeline.Lost, s.p.LastRoute(path(nil, b.steps)))
	if state := b.halfOpen(); state != nil {
		var tcp packetset.Set
		tcp, back = back.SplitMatch(nil, nil, &tcpOnly)
		s.end(b.with(tcp), pipeline.Dropped, pipeline.HalfOpen, state.Cause)
	}
	s.end(b.with(back), pipeline.Delivered, pipeline.Answered, nil)
}
