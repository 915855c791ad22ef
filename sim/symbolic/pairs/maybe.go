package pairs

import (
	"cmp"
	"slices"
)

// fail notes what may end before it arrives, where that is uncertain.
func (w *worker) fail(sources []span, r run) {
	w.spent++
	s := w.sent(sources)
	if n := len(w.failed) - 1; n >= 0 {
		last := &w.failed[n]
		if last.set == r.set && last.hi+1 == r.lo && &last.sources[0] == &s[0] && len(last.sources) == len(s) {
			last.hi = r.hi
			return
		}
	}
	w.failed = append(w.failed, box{s, r})
}

// failAll notes those of some packets that may end before they arrive.
func (w *worker) failAll(sources []span, front []run) {
	for _, r := range front {
		if r.doubt != 0 {
			w.fail(sources, r)
		}
	}
}

// failRest notes what no cut lets go on of packets that may not come there.
func (w *worker) failRest(sources []span, r run, cuts []cut) {
	for _, k := range cuts {
		r.set = w.sets.less(r.set, k.set)
	}
	if r.set != nothing {
		w.fail(sources, r)
	}
}

// weigh compares all that may become of what is uncertain: what symbolic follows
// for one of its ways it follows for all; what arrives at one place by all ways
// is certain. It returns what may arrive, or may not.
func (w *worker) weigh() []Tile {
	if len(w.maybes) == 0 || w.spent > w.budget {
		return nil
	}
	var left, arriving []box
	for _, b := range w.rest {
		if b.doubt != 0 {
			left = append(left, b)
		}
	}
	for i := range w.maybes {
		arriving = append(arriving, box{w.maybes[i].sources, w.maybes[i].run})
	}
	rest, failed, others := newShelf(left), newShelf(w.failed), newShelf(arriving)
	sure := len(w.tiles)
	var out []Tile
	for i := range w.maybes {
		t := &w.maybes[i]
		for _, part := range w.lessAll([]box{arriving[i]}, rest, nil) {
			certain := w.lessAll([]box{part}, failed, nil)
			certain = w.lessAll(certain, others, func(o int) bool { return w.maybes[o].Place != t.Place })
			uncertain := []box{part}
			for k := range certain {
				uncertain = w.less(uncertain, &certain[k])
			}
			for _, b := range uncertain {
				out = append(out, Tile{t.Place, b.sources, b.run})
			}
			w.agree(t, certain, sure)
		}
	}
	return out
}

// agree makes tiles of what arrives by all ways, once. The first such tile has
// the given number.
func (w *worker) agree(t *Tile, certain []box, first int) {
	for i := first; i < len(w.tiles) && len(certain) > 0; i++ {
		if w.tiles[i].Place == t.Place {
			certain = w.less(certain, &box{w.tiles[i].sources, w.tiles[i].run})
		}
	}
	for _, b := range certain {
		b.doubt = 0
		w.tiles = append(w.tiles, Tile{t.Place, b.sources, b.run})
	}
}

// shelf is boxes in order of their destinations.
type shelf struct {
	boxes []box
	order []int32
	most  []uint32 // of each in order: the last destination of it and those before
}

func newShelf(boxes []box) *shelf {
	s := &shelf{boxes: boxes, order: make([]int32, len(boxes)), most: make([]uint32, len(boxes))}
	for i := range s.order {
		s.order[i] = int32(i)
	}
	slices.SortFunc(s.order, func(a, b int32) int { return cmp.Compare(boxes[a].lo, boxes[b].lo) })
	most := uint32(0)
	for i, n := range s.order {
		most = max(most, boxes[n].hi)
		s.most[i] = most
	}
	return s
}

// lessAll takes the boxes of a shelf out of boxes of which the first holds all;
// only, if not nil, says which by number.
func (w *worker) lessAll(from []box, s *shelf, only func(n int) bool) []box {
	if len(from) == 0 {
		return nil
	}
	lo, hi := from[0].lo, from[0].hi
	for _, b := range from {
		lo, hi = min(lo, b.lo), max(hi, b.hi)
	}
	past, _ := slices.BinarySearchFunc(s.order, hi, func(n int32, at uint32) int {
		if s.boxes[n].lo <= at {
			return -1
		}
		return 1
	})
	for i := past - 1; i >= 0 && s.most[i] >= lo && len(from) > 0; i-- {
		w.spent++
		if n := s.order[i]; s.boxes[n].hi >= lo && (only == nil || only(int(n))) {
			from = w.less(from, &s.boxes[n])
		}
	}
	return from
}

// less takes a box out of others.
func (w *worker) less(from []box, o *box) []box {
	touched := false
	for i := range from {
		touched = touched || w.meet(&from[i], o)
	}
	if !touched {
		return from
	}
	var out []box
	for i := range from {
		if b := &from[i]; w.meet(b, o) {
			out = w.lessOne(out, *b, o)
		} else {
			out = append(out, *b)
		}
	}
	return out
}

// meet tells whether two boxes share a packet.
func (w *worker) meet(a, b *box) bool {
	return a.lo <= b.hi && b.lo <= a.hi && w.sets.meet(a.set, b.set) != nothing && overlaps(a.sources, b.sources)
}

// lessOne appends what is in one box and not in another, which it meets.
func (w *worker) lessOne(out []box, b box, o *box) []box {
	if b.lo < o.lo {
		out = append(out, box{b.sources, run{b.lo, o.lo - 1, b.set, b.doubt}})
		b.lo = o.lo
	}
	if b.hi > o.hi {
		out = append(out, box{b.sources, run{o.hi + 1, b.hi, b.set, b.doubt}})
		b.hi = o.hi
	}
	if rest := w.sets.less(b.set, o.set); rest != nothing {
		out = append(out, box{b.sources, run{b.lo, b.hi, rest, b.doubt}})
		b.set = w.sets.meet(b.set, o.set)
	}
	if &b.sources[0] == &o.sources[0] && len(b.sources) == len(o.sources) {
		return out
	}
	if b.sources = spansLess(b.sources, o.sources); len(b.sources) > 0 {
		out = append(out, b)
	}
	return out
}

// spansLess returns the addresses of a list that are not in another; both sorted.
func spansLess(list, less []span) []span {
	var out []span
	for _, s := range list {
		open := true
		for _, o := range less {
			if o.hi < s.lo || o.lo > s.hi {
				continue
			}
			if o.lo > s.lo {
				out = append(out, span{s.lo, o.lo - 1})
			}
			if open = o.hi < s.hi; !open {
				break
			}
			s.lo = o.hi + 1
		}
		if open {
			out = append(out, s)
		}
	}
	return out
}
