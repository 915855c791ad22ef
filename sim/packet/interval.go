package packet

import (
	"slices"
	"sort"
)

// interval is what the set algebra asks of a range: PortRange and AddrRange
// provide it, so that there is one algebra. All ranges are inclusive.
type interval[R any] interface {
	comparable
	compareLo(R) int // orders by first element
	compareHi(R) int // orders by last element
	before(R) bool   // ends before the other starts
	meets(R) bool    // ends exactly where the other starts, less one
	hull(R) R        // from the lower start to the higher end
	meet(R) R        // what both hold; the ranges overlap
	head(R) R        // what lies before the other starts; not empty
	tail(R) R        // what lies after the other ends; not empty
}

// normalize sorts ranges in place and merges what overlaps or touches.
func normalize[R interval[R]](ranges []R) []R {
	if len(ranges) < 2 {
		return ranges
	}
	slices.SortFunc(ranges, R.compareLo)
	merged := ranges[:0]
	for _, r := range ranges {
		merged = appendMerged(merged, r)
	}
	return slices.Clip(merged)
}

// appendMerged adds r, which starts no earlier than the last of list.
func appendMerged[R interval[R]](list []R, r R) []R {
	if n := len(list); n > 0 && (!list[n-1].before(r) || list[n-1].meets(r)) {
		list[n-1] = list[n-1].hull(r)
		return list
	}
	return append(list, r)
}

// skipTo returns the index at or after i of the first range of list that does
// not end before r. It gallops, so that a short list meets a long one cheaply.
func skipTo[R interval[R]](list []R, i int, r R) int {
	step := 1
	for i+step <= len(list) && list[i+step-1].before(r) {
		i += step
		step *= 2
	}
	rest := min(step, len(list)-i)
	return i + sort.Search(rest, func(k int) bool { return !list[i+k].before(r) })
}

func union[R interval[R]](a, b []R) []R {
	switch {
	case len(a) == 0:
		return b
	case len(b) == 0:
		return a
	}
	out := make([]R, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].compareLo(b[0]) <= 0 {
			out, a = appendMerged(out, a[0]), a[1:]
		} else {
			out, b = appendMerged(out, b[0]), b[1:]
		}
	}
	for _, r := range a {
		out = appendMerged(out, r)
	}
	for _, r := range b {
		out = appendMerged(out, r)
	}
	return slices.Clip(out)
}

func intersect[R interval[R]](a, b []R) []R {
	var out []R
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].before(b[j]):
			i = skipTo(a, i+1, b[j])
		case b[j].before(a[i]):
			j = skipTo(b, j+1, a[i])
		default:
			out = append(out, a[i].meet(b[j]))
			if a[i].compareHi(b[j]) < 0 {
				i++
			} else {
				j++
			}
		}
	}
	return slices.Clip(out)
}

func overlaps[R interval[R]](a, b []R) bool {
	if len(a) == 0 || len(b) == 0 || a[len(a)-1].before(b[0]) || b[len(b)-1].before(a[0]) {
		return false
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].before(b[j]):
			i = skipTo(a, i+1, b[j])
		case b[j].before(a[i]):
			j = skipTo(b, j+1, a[i])
		default:
			return true
		}
	}
	return false
}

// subtract returns a itself where the two do not overlap.
func subtract[R interval[R]](a, b []R) []R {
	if !overlaps(a, b) {
		return a
	}
	out := make([]R, 0, len(a)+1)
	j := 0
	for _, r := range a {
		j = skipTo(b, j, r)
		out = appendCut(out, r, b[j:])
	}
	return slices.Clip(out)
}

// appendCut adds what holes leave of r; no hole ends before r.
func appendCut[R interval[R]](out []R, r R, holes []R) []R {
	for _, hole := range holes {
		if r.before(hole) {
			break
		}
		if r.compareLo(hole) < 0 {
			out = append(out, r.head(hole))
		}
		if r.compareHi(hole) <= 0 {
			return out
		}
		r = r.tail(hole)
	}
	return append(out, r)
}

// covers tells whether all of b lies in a.
func covers[R interval[R]](a, b []R) bool {
	i := 0
	for _, r := range b {
		i = skipTo(a, i, r)
		if i == len(a) || a[i].compareLo(r) > 0 || a[i].compareHi(r) < 0 {
			return false
		}
	}
	return true
}

// equal compares lists, at once where they share their memory.
func equal[R interval[R]](a, b []R) bool {
	if len(a) != len(b) {
		return false
	}
	return len(a) == 0 || &a[0] == &b[0] || slices.Equal(a, b)
}
