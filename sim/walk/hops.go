package walk

import (
	"slices"

	"vnetproof/sim/pipeline"
)

// forward returns the opener's steps in order.
func (e *ending) forward() []*step {
	if e.opener == nil {
		return inOrder(e.steps)
	}
	return inOrder(e.opener.steps)
}

// back returns the answer's steps in order.
func (e *ending) back() []*step {
	if e.opener == nil {
		return nil
	}
	return inOrder(e.steps)
}

func inOrder(last *step) []*step { return between(nil, last) }

// between returns the steps after since up to last, in order.
func between(since, last *step) []*step {
	var out []*step
	for n := last; n != since; n = n.prev {
		out = append(out, n)
	}
	slices.Reverse(out)
	return out
}

// branch returns e as the trace lists it.
func (w *walker) branch(e *ending) Branch {
	b := Branch{Outcome: e.outcome, Ending: e.kind, Arrived: e.opener != nil, To: e.place(), Cause: e.cause,
		Certain: e.doubts == nil, Gaps: e.gaps(), Forward: plain(e.forward()), Return: plain(e.back())}
	if e.opener != nil {
		b.Seen = e.opener.header
	}
	return b
}

func plain(steps []*step) []pipeline.Step {
	var out []pipeline.Step
	for _, n := range steps {
		out = append(out, n.at)
	}
	return out
}

// gaps returns why e is uncertain, in the order met, without repeats.
func (e *ending) gaps() []*pipeline.Gap {
	var doubts []*doubt
	for d := e.doubts; d != nil; d = d.prev {
		doubts = append(doubts, d)
	}
	var out []*pipeline.Gap
	for _, d := range slices.Backward(doubts) {
		out = appendNew(out, d.gaps...)
	}
	return out
}

// hops returns the way out and back of e, each step with its runner-up.
func (w *walker) hops(e *ending) (forward, back []Hop) {
	out := w.way(w.from, Header{Packet: w.sent}, e.forward())
	if e.opener == nil {
		return out, nil
	}
	out = w.reach(out, e.place(), e.opener.header)
	if e.kind == pipeline.Unanswered {
		return out, nil
	}
	answer := w.way(e.place(), e.opener.header.reverse(), e.back())
	if e.endedAt != 0 {
		answer = w.reach(answer, e.endedAt, e.header)
	}
	return out, answer
}

// way returns the hops from a place through steps.
func (w *walker) way(from pipeline.PlaceID, h Header, steps []*step) []Hop {
	hops := []Hop{{Node: w.p.Places[from].Node, Packet: h}}
	for _, n := range steps {
		node := w.p.Tables[n.at.Table].Node
		if last := &hops[len(hops)-1]; node != 0 && last.Node != node {
			hops = append(hops, Hop{Node: node})
		}
		last := &hops[len(hops)-1]
		last.Steps = append(last.Steps, w.tell(n))
		last.Packet = n.after
	}
	return hops
}

// reach adds the place where a packet ended, unless it is there already.
func (w *walker) reach(hops []Hop, at pipeline.PlaceID, h Header) []Hop {
	if node := w.p.Places[at].Node; hops[len(hops)-1].Node != node {
		hops = append(hops, Hop{Node: node, Packet: h})
	}
	return hops
}

// tell returns a step as a hop shows it.
func (w *walker) tell(n *step) Step {
	s := Step{Step: n.at, Cause: w.p.CauseOf(n.at), Action: n.action, RunnerUp: -1, Uncertain: n.uncertain, Packet: n.after}
	if !n.at.Known && !n.at.Refused {
		s.RunnerUp = runnerUp(w.p, &w.p.Tables[n.at.Table], n.at.Entry, &n.before)
	}
	return s
}
