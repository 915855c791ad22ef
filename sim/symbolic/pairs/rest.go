package pairs

import (
	"cmp"
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
)

// box is packets that are left to symbolic.
type box struct {
	sources []span
	run
}

// leave leaves packets to symbolic.
func (w *worker) leave(sources []span, front []run) {
	for _, r := range front {
		w.leaveRun(sources, r)
	}
}

// leaveRun leaves packets to symbolic.
func (w *worker) leaveRun(sources []span, r run) {
	w.spent++
	w.rest = append(w.rest, box{w.sent(sources), r})
}

// left returns what was left of a source, and more, as one set.
func (w *worker) left(more ...box) packetset.Set {
	all := w.union(append(w.rest, more...))
	w.rest = w.rest[:0]
	if w.asked.inexact {
		all = all.Intersect(packetset.Of(packet.AllAddrs(), packet.AllAddrs(), w.asked.services))
	}
	return all
}

// union returns boxes as one set. Those with equal sources and services are
// taken together, so that few sets are joined.
func (w *worker) union(boxes []box) packetset.Set {
	slices.SortStableFunc(boxes, func(a, b box) int { return cmp.Or(compareSpans(a.sources, b.sources), cmp.Compare(a.set, b.set)) })
	var sets []packetset.Set
	for i := 0; i < len(boxes); {
		first := &boxes[i]
		var to []span
		end := i
		for ; end < len(boxes) && boxes[end].set == first.set && compareSpans(boxes[end].sources, first.sources) == 0; end++ {
			to = append(to, span{boxes[end].lo, boxes[end].hi})
		}
		sets = append(sets, packetset.Of(addrSet(first.sources), addrSet(to), w.services(first.set)))
		i = end
	}
	return packetset.UnionOf(sets)
}

func compareSpans(a, b []span) int {
	return slices.CompareFunc(a, b, func(x, y span) int { return cmp.Or(cmp.Compare(x.lo, y.lo), cmp.Compare(x.hi, y.hi)) })
}

// services returns an interned set as others know it.
func (w *worker) services(id setID) packetset.ServiceSet {
	for len(w.shown) <= int(id) {
		w.shown = append(w.shown, nil)
	}
	if w.shown[id] == nil {
		s := w.e.line.set(w.sets.spans(id))
		w.shown[id] = &s
	}
	return *w.shown[id]
}
