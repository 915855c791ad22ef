package walk

import (
	"vnetproof/sim/pipeline"
)

// trace judges the branches and shows one of them.
func (w *walker) trace(all fork) *Trace {
	shown := w.choose()
	t := &Trace{Packet: w.sent, From: w.from, Verdict: shown.outcome, Ending: shown.kind, Arrived: true, CutOff: w.steps > maxSteps}
	t.Forward, t.Return = w.hops(shown)
	t.To = shown.place()
	for i := range w.ends {
		t.Branches = append(t.Branches, w.branch(&w.ends[i]))
		t.Arrived = t.Arrived && w.ends[i].opener != nil
		t.Assumptions = appendNew(t.Assumptions, w.assumptions(&w.ends[i])...)
	}
	switch all.ends {
	case delivers:
		t.DecidedBy = w.p.LetThrough(plain(shown.forward()))
	case fails:
		t.DecidedBy, t.Reason = shown.cause, reason(shown.kind)
	default:
		t.Verdict, t.DecidedBy, t.Gaps = pipeline.InconclusiveOutcome, all.partsAt, all.gaps
		if all.split {
			t.Reason = "paths of equal rank end differently"
		}
	}
	return t
}

// reason says how a flow ended where its cause does not.
func reason(kind pipeline.Ending) string {
	if kind == pipeline.Stopped {
		return ""
	}
	return kind.String()
}

// choose returns the branch to show: the one that rests on the fewest
// uncertainties; of those the first.
func (w *walker) choose() *ending {
	best, fewest := &w.ends[0], w.ends[0].uncertainties()
	for i := range w.ends {
		if n := w.ends[i].uncertainties(); n < fewest {
			best, fewest = &w.ends[i], n
		}
	}
	return best
}

// uncertainties counts the different gaps that e rests on, and one for not
// being certain.
func (e *ending) uncertainties() int {
	if e.doubts == nil {
		return 0
	}
	return 1 + len(e.gaps())
}

func (e *ending) place() pipeline.PlaceID {
	if e.opener == nil {
		return 0
	}
	return e.opener.place
}

// assumptions returns those that one branch rests on: of its ends and its steps.
func (w *walker) assumptions(e *ending) []*pipeline.Assumption {
	out := w.p.Places[w.from].Assumptions
	out = appendNew(out[:len(out):len(out)], w.p.Places[e.place()].Assumptions...)
	for _, n := range append(e.forward(), e.back()...) {
		if c := w.p.CauseOf(n.at); c != nil {
			out = appendNew(out, c.Assumptions...)
		}
	}
	if e.cause != nil {
		out = appendNew(out, e.cause.Assumptions...)
	}
	return out
}
