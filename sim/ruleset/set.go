package ruleset

import (
	"cmp"
	"slices"
)

// span is the coordinates from lo to hi, both included. Coordinates are
// addresses as a space numbers them, or ports.
type span struct{ lo, hi uint32 }

func (s span) meets(t span) bool { return s.lo <= t.hi && t.lo <= s.hi }
func (s span) holds(t span) bool { return s.lo <= t.lo && t.hi <= s.hi }

// set is an immutable set of coordinates. Nearly all are one span, so that is
// the hull and needs no memory of its own; more is nil then, else it lists all
// spans, sorted and separate. An empty set has its ends in the wrong order.
type set struct {
	span
	more *[]span
}

var nothing = set{span: span{1, 0}}

// setOf returns the set of sorted, separate spans.
func setOf(spans []span) set {
	switch len(spans) {
	case 0:
		return nothing
	case 1:
		return set{span: spans[0]}
	}
	return set{span{spans[0].lo, spans[len(spans)-1].hi}, &spans}
}

// merged sorts spans in place and joins those that overlap or touch.
func merged(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.lo, b.lo) })
	out := spans[:1]
	for _, s := range spans[1:] {
		if last := &out[len(out)-1]; s.lo <= last.hi || s.lo == last.hi+1 {
			last.hi = max(last.hi, s.hi)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// isEmpty tells whether s holds nothing.
func (s *set) isEmpty() bool { return s.lo > s.hi }

// spans returns all spans of s, which is not empty.
func (s *set) spans() []span {
	if s.more != nil {
		return *s.more
	}
	return []span{s.span}
}

// meets tells whether s and t share a coordinate.
func (s *set) meets(t *set) bool {
	if !s.span.meets(t.span) {
		return false
	}
	return s.more == nil && t.more == nil || s.meetsSpans(t)
}

func (s *set) meetsSpans(t *set) bool {
	a, b := s.spans(), t.spans()
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].hi < b[0].lo:
			a = a[skip(a, b[0].lo):]
		case b[0].hi < a[0].lo:
			b = b[skip(b, a[0].lo):]
		default:
			return true
		}
	}
	return false
}

// skip returns how many spans of list end before at. It gallops.
func skip(list []span, at uint32) int {
	step := 1
	for step < len(list) && list[step].hi < at {
		step *= 2
	}
	from := step / 2
	n, _ := slices.BinarySearchFunc(list[from:min(step+1, len(list))], at, func(s span, at uint32) int {
		if s.hi < at {
			return -1
		}
		return 1
	})
	return from + n
}

// holds tells whether all of t is in s. Nothing is held by everything.
func (s *set) holds(t *set) bool {
	if t.isEmpty() {
		return true
	}
	if !s.span.holds(t.span) {
		return false
	}
	return s.more == nil || s.holdsSpans(t)
}

func (s *set) holdsSpans(t *set) bool {
	a := *s.more
	for _, want := range t.spans() {
		a = a[skip(a, want.lo):]
		if len(a) == 0 || !a[0].holds(want) {
			return false
		}
	}
	return true
}

// intersect returns what is in both s and t.
func (s *set) intersect(t *set) set {
	switch {
	case !s.span.meets(t.span):
		return nothing
	case s.more == nil && t.more == nil:
		return set{span: span{max(s.lo, t.lo), min(s.hi, t.hi)}}
	case t.more == nil && t.span.holds(s.span):
		return *s
	case s.more == nil && s.span.holds(t.span):
		return *t
	}
	var out []span
	a, b := s.spans(), t.spans()
	for len(a) > 0 && len(b) > 0 {
		if a[0].meets(b[0]) {
			out = append(out, span{max(a[0].lo, b[0].lo), min(a[0].hi, b[0].hi)})
		}
		if a[0].hi < b[0].hi {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return setOf(out)
}

// subtract returns what is in s but not in t.
func (s *set) subtract(t *set) set {
	switch {
	case !s.span.meets(t.span):
		return *s
	case t.more == nil && t.span.holds(s.span):
		return nothing
	case s.more == nil && t.more == nil:
		return s.cut(t.span)
	}
	var out []span
	b := t.spans()
	for _, rest := range s.spans() {
		b = b[skip(b, rest.lo):]
		out = appendRest(out, rest, b)
	}
	return setOf(out)
}

// cut returns one span without t, which meets it and does not hold it.
func (s *set) cut(t span) set {
	switch {
	case t.lo <= s.lo:
		return set{span: span{t.hi + 1, s.hi}}
	case s.hi <= t.hi:
		return set{span: span{s.lo, t.lo - 1}}
	}
	return setOf([]span{{s.lo, t.lo - 1}, {t.hi + 1, s.hi}})
}

// appendRest adds what of rest is not in the spans of b, none of which ends before it.
func appendRest(out []span, rest span, b []span) []span {
	for _, t := range b {
		if t.lo > rest.hi {
			break
		}
		if t.lo > rest.lo {
			out = append(out, span{rest.lo, t.lo - 1})
		}
		if t.hi >= rest.hi {
			return out
		}
		rest.lo = t.hi + 1
	}
	return append(out, rest)
}

// equal tells whether s and t hold the same.
func (s *set) equal(t *set) bool {
	return s.span == t.span && (s.more == t.more || s.more != nil && t.more != nil && slices.Equal(*s.more, *t.more))
}

// hash returns the same number for equal sets.
func (s *set) hash() uint64 {
	h := mix(0x9e3779b97f4a7c15, uint64(s.lo)<<32|uint64(s.hi))
	if s.more != nil {
		for _, m := range *s.more {
			h = mix(h, uint64(m.lo)<<32|uint64(m.hi))
		}
	}
	return h
}

// mix folds v into h.
func mix(h, v uint64) uint64 {
	h = (h ^ v) * 0xbf58476d1ce4e5b9
	return h ^ h>>29
}
