package walk

import (
	"slices"

	"vnetproof/sim/pipeline"
)

// fork sums up the branches from one spot on: how they end, and where and why
// they part, if they do.
type fork struct {
	ends    endSet
	partsAt *pipeline.Cause // the first entry at which they part
	split   bool            // they part at a split, not because something is not known
	gaps    []*pipeline.Gap
}

// endSet is a set of ways to end.
type endSet uint8

const (
	delivers endSet = 1 << iota
	fails
	unknown
)

// end ends a branch.
func (w *walker) end(s spot, outcome pipeline.Outcome, kind pipeline.Ending, cause *pipeline.Cause) fork {
	w.ends = append(w.ends, ending{s, outcome, kind, cause})
	if outcome == pipeline.Delivered {
		return fork{ends: delivers}
	}
	return fork{ends: fails}
}

// unknown ends a branch that came to something that is not modelled.
func (w *walker) unknown(s spot, cause *pipeline.Cause) fork {
	f := fork{ends: unknown, partsAt: cause}
	var gaps []*pipeline.Gap
	if cause != nil && cause.Gap != nil {
		gaps = []*pipeline.Gap{cause.Gap}
		f.gaps = gaps
	}
	s = s.doubt([]choice{{gaps: gaps}})
	w.ends = append(w.ends, ending{s, pipeline.InconclusiveOutcome, pipeline.NotModelled, cause})
	return f
}

// joinUncertain joins what follows from the choices at t. They are a reason why
// the packet is inconclusive only if what follows from them differs.
func joinUncertain(t *pipeline.Table, options []choice, ways []fork) fork {
	if !differ(ways) {
		return join(fork{}, ways)
	}
	at := fork{partsAt: t.Causes.At(options[0].entry)}
	for _, c := range options {
		at.gaps = append(at.gaps, c.gaps...)
	}
	return join(at, ways)
}

// joinSplit joins the ways of a split, all of which are real.
func joinSplit(cause *pipeline.Cause, ways []fork) fork {
	if !differ(ways) {
		return join(fork{}, ways)
	}
	return join(fork{partsAt: cause, split: true}, ways)
}

func differ(ways []fork) bool {
	return slices.ContainsFunc(ways, func(f fork) bool { return f.ends != ways[0].ends })
}

// join adds what follows to where it parts.
func join(at fork, ways []fork) fork {
	for _, f := range ways {
		at.ends |= f.ends
		if at.partsAt == nil {
			at.partsAt, at.split = f.partsAt, f.split
		}
		at.gaps = appendNew(at.gaps, f.gaps...)
	}
	return at
}

// appendNew adds the items that list does not have yet.
func appendNew[T comparable](list []T, items ...T) []T {
	for _, item := range items {
		if !slices.Contains(list, item) {
			list = append(list, item)
		}
	}
	return list
}
