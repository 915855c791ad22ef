package judge

import (
	"slices"

	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
)

// passed returns how many of the hops of via the steps pass, in order, and at
// which step the last of them. The ends of the flow count as passed.
func (t *trial) passed(steps []pipeline.Step, f *symbolic.Flow) int {
	n, _ := t.follow(steps, f)
	return n
}

func (t *trial) follow(steps []pipeline.Step, f *symbolic.Flow) (passed, at int) {
	places := t.judge.Pipeline.Places
	next := func(node pipeline.NodeID) bool {
		return passed < len(t.Hops) && slices.Contains(t.Hops[passed], node)
	}
	at = -1
	for next(places[f.Source.Place].Node) {
		passed++
	}
	for i, s := range steps {
		for next(t.judge.Pipeline.Tables[s.Table].Node) {
			passed, at = passed+1, i
		}
	}
	for f.Arrived && next(places[f.Destination].Node) {
		passed, at = passed+1, len(steps)
	}
	return passed, at
}

// ledPast returns the route that led a packet past the hop it missed: the first
// one after the last hop that it passed.
func (t *trial) ledPast(f *symbolic.Flow) *pipeline.Cause {
	_, at := t.follow(f.Forward, f)
	for _, s := range f.Forward[min(at+1, len(f.Forward)):] {
		if c := t.judge.Pipeline.CauseOf(s); c != nil && c.Kind == pipeline.RouteCause {
			return c
		}
	}
	return t.judge.Pipeline.LetThrough(f.Forward)
}

// trespass returns the index of the first step at one of the hops of not-via,
// or -1. The ends of the flow do not count as passed.
func (t *trial) trespass(steps []pipeline.Step, f *symbolic.Flow) int {
	places := t.judge.Pipeline.Places
	return slices.IndexFunc(steps, func(s pipeline.Step) bool {
		node := t.judge.Pipeline.Tables[s.Table].Node
		if node == places[f.Source.Place].Node || f.Arrived && node == places[f.Destination].Node {
			return false
		}
		return slices.ContainsFunc(t.Hops, func(hop []pipeline.NodeID) bool { return slices.Contains(hop, node) })
	})
}

// ledInto returns the route that led a packet to a hop that it must not pass:
// the last one before.
func (t *trial) ledInto(f *symbolic.Flow) *pipeline.Cause {
	at := t.trespass(f.Forward, f)
	for i := at; i >= 0; i-- {
		if c := t.judge.Pipeline.CauseOf(f.Forward[i]); c != nil && c.Kind == pipeline.RouteCause {
			return c
		}
	}
	return t.judge.Pipeline.LetThrough(f.Forward)
}

// returnsElsewhere tells whether the answer misses hops of via, in the reverse
// order, or passes one of not-via.
func (t *trial) returnsElsewhere(f *symbolic.Flow) bool {
	if len(t.Hops) == 0 {
		return false
	}
	if t.forbidsHops() {
		return t.trespass(f.Return, f) >= 0
	}
	back := &trial{judge: t.judge}
	back.Hops = slices.Clone(t.Hops)
	slices.Reverse(back.Hops)
	answer := &symbolic.Flow{Source: pipeline.Source{Place: f.Destination}, Destination: f.Source.Place, Arrived: true}
	return back.passed(f.Return, answer) < len(t.Hops)
}

// ledBack returns what sent an answer another way: what broke it, else the
// first route of the answer.
func (t *trial) ledBack(f *symbolic.Flow) *pipeline.Cause {
	if f.Cause != nil {
		return f.Cause
	}
	for _, s := range f.Return {
		if c := t.judge.Pipeline.CauseOf(s); c != nil && c.Kind == pipeline.RouteCause {
			return c
		}
	}
	return t.judge.Pipeline.LetThrough(f.Forward)
}

// stateful returns the memories of the hops on a way which refuse or break what
// they did not see from its start, sorted.
func (j *Judge) stateful(steps []pipeline.Step) []pipeline.StateID {
	var ids []pipeline.StateID
	for _, s := range steps {
		if state := j.Pipeline.Tables[s.Table].State; state != nil && (state.Strict || state.Unseen == pipeline.Refuse) {
			ids = append(ids, state.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
