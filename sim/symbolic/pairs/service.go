package pairs

import (
	"slices"
	"sort"
)

// setID is an interned set of services. Equal sets have equal ids within one services.
type setID int32

const (
	nothing    setID = 0
	everything setID = 1
)

// services interns sets of places of a line.
type services struct {
	spans [][]uint32
	marks []uint64 // sets that share no mark are disjoint
	first map[uint64]setID
	next  []setID // of those with an equal hash
	size  int     // of all spans together
	met   memo
	// lessened is what is left of pairs of sets.
	lessened memo
	atoms    []uint32 // where services start or end, for marks
	buf      []uint32
	kept     arena[uint32]
}

func newServices(all, atoms []uint32) *services {
	s := &services{first: map[uint64]setID{}, atoms: atoms}
	s.intern(nil)
	s.intern(all)
	return s
}

// intern returns the id of spans, which are copied.
func (s *services) intern(spans []uint32) setID {
	h := uint64(14695981039346656037)
	for _, v := range spans {
		h = (h ^ uint64(v)) * 1099511628211
		h ^= h >> 29
	}
	old, ok := s.first[h]
	for id := old; ok; id = s.next[id] {
		if slices.Equal(s.spans[id], spans) {
			return id
		}
		if s.next[id] < 0 {
			break
		}
	}
	id := setID(len(s.spans))
	s.spans = append(s.spans, s.kept.keep(spans))
	s.size += len(spans)
	s.marks = append(s.marks, s.markOf(spans))
	s.next = append(s.next, -1)
	if ok {
		s.next[id] = s.next[old]
		s.next[old] = id
	} else {
		s.first[h] = id
	}
	return id
}

// markOf sets one of 64 bits for each stretch of atoms that spans touch.
func (s *services) markOf(spans []uint32) uint64 {
	var m uint64
	n := len(s.atoms)
	for i := 0; i < len(spans); i += 2 {
		lo := sort.Search(n, func(k int) bool { return s.atoms[k] > spans[i] }) - 1
		hi := sort.Search(n, func(k int) bool { return s.atoms[k] >= spans[i+1] }) - 1
		for bit := lo * 64 / n; bit <= hi*64/n; bit++ {
			m |= 1 << bit
		}
	}
	return m
}

// meet returns what is in both sets.
func (s *services) meet(a, b setID) setID {
	switch {
	case a == b || b == everything:
		return a
	case a == everything:
		return b
	case s.marks[a]&s.marks[b] == 0:
		return nothing
	}
	if a > b {
		a, b = b, a
	}
	key := uint64(a)<<32 | uint64(b)
	if id, ok := s.met.get(key); ok {
		return id
	}
	s.buf = meetSpans(s.buf[:0], s.spans[a], s.spans[b])
	id := s.intern(s.buf)
	s.met.put(key, id)
	return id
}

// less returns what is in a and not in b.
func (s *services) less(a, b setID) setID {
	switch {
	case a == b || b == everything || a == nothing:
		return nothing
	case s.marks[a]&s.marks[b] == 0:
		return a
	}
	key := uint64(a)<<32 | uint64(b)
	if id, ok := s.lessened.get(key); ok {
		return id
	}
	s.buf = lessSpans(s.buf[:0], s.spans[a], s.spans[b])
	id := s.intern(s.buf)
	s.lessened.put(key, id)
	return id
}

func meetSpans(out, a, b []uint32) []uint32 {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if lo, hi := max(a[i], b[j]), min(a[i+1], b[j+1]); lo < hi {
			out = append(out, lo, hi)
		}
		if a[i+1] < b[j+1] {
			i += 2
		} else {
			j += 2
		}
	}
	return out
}

func joinSpans(out, a, b []uint32) []uint32 {
	for i, j := 0, 0; i < len(a) || j < len(b); {
		var from, past uint32
		if j >= len(b) || i < len(a) && a[i] <= b[j] {
			from, past = a[i], a[i+1]
			i += 2
		} else {
			from, past = b[j], b[j+1]
			j += 2
		}
		if n := len(out); n > 0 && from <= out[n-1] {
			out[n-1] = max(out[n-1], past)
		} else {
			out = append(out, from, past)
		}
	}
	return out
}

// lessSpans appends what is in a and not in b.
func lessSpans(out, a, b []uint32) []uint32 {
	j := 0
	for i := 0; i < len(a); i += 2 {
		from, past := a[i], a[i+1]
		for j < len(b) && b[j+1] <= from {
			j += 2
		}
		for k := j; k < len(b) && b[k] < past && from < past; k += 2 {
			if b[k] > from {
				out = append(out, from, b[k])
			}
			from = max(from, b[k+1])
		}
		if from < past {
			out = append(out, from, past)
		}
	}
	return out
}
