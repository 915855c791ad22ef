package decode

import (
	"cmp"
	"net/netip"
	"slices"
)

// piece is a prefix and what has it.
type piece[T any] struct {
	prefix netip.Prefix
	of     T
	order  int // in which it was written
}

// overlaps finds prefixes that share addresses with another, and reports each
// once, with one that holds it. Two prefixes overlap only if one holds the
// other, so in order of address it is enough to know those that are still open.
func overlaps[T any](pieces []piece[T], report func(outer, inner piece[T])) {
	slices.SortStableFunc(pieces, func(a, b piece[T]) int {
		return cmp.Or(a.prefix.Addr().Compare(b.prefix.Addr()), a.prefix.Bits()-b.prefix.Bits())
	})
	var open []piece[T]
	for _, p := range pieces {
		for len(open) > 0 && !open[len(open)-1].prefix.Overlaps(p.prefix) {
			open = open[:len(open)-1]
		}
		if len(open) > 0 {
			report(open[len(open)-1], p)
		}
		open = append(open, p)
	}
}

// space is a sorted list of prefixes that do not overlap.
type space []netip.Prefix

// spaceOf sorts prefixes and drops those that lie in another.
func spaceOf(prefixes []netip.Prefix) space {
	sorted := slices.Clone(prefixes)
	slices.SortFunc(sorted, func(a, b netip.Prefix) int { return cmp.Or(a.Addr().Compare(b.Addr()), a.Bits()-b.Bits()) })
	out := sorted[:0]
	for _, p := range sorted {
		if len(out) == 0 || !out[len(out)-1].Overlaps(p) {
			out = append(out, p)
		}
	}
	return out
}

// around returns the prefix of the space that holds an address.
func (s space) around(a netip.Addr) (netip.Prefix, bool) {
	i, _ := slices.BinarySearchFunc(s, a, func(p netip.Prefix, a netip.Addr) int {
		if p.Addr().Compare(a) <= 0 {
			return -1
		}
		return 1
	})
	if i == 0 || !s[i-1].Contains(a) {
		return netip.Prefix{}, false
	}
	return s[i-1], true
}

// holds tells whether a prefix lies in the space.
func (s space) holds(p netip.Prefix) bool {
	q, ok := s.around(p.Addr())
	return ok && q.Bits() <= p.Bits()
}
