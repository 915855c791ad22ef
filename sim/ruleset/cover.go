package ruleset

import "slices"

// settler settles the terms of one list that have no twin in another, where
// several terms of that one, or one that is larger, hold them.
type settler struct {
	*tester
	by    *index
	terms []*term
}

// settleCovered looks for the terms of a that nothing settles yet in by, and
// notes in until where they are settled.
func (p *problem) settleCovered(m *meter, a []term, by *index, until []int32) {
	var lone []int
	for i, at := range until {
		if int(at) == len(by.terms) {
			lone = append(lone, i)
		}
	}
	inParallel(len(lone), func(next func() (int, bool)) {
		s := &settler{tester: newTester(p, m), by: by}
		for k, ok := next(); ok && s.goOn(); k, ok = next() {
			until[lone[k]] = s.until(&a[lone[k]])
		}
		s.flush()
	})
}

// maxTries bounds how often a position is looked for before one that is known.
const maxTries = 4

// until returns a position by which terms of the same outcome hold t: one that
// holds it, or pieces of it.
func (s *settler) until(t *term) int32 {
	none := len(s.by.terms)
	b, ok := s.meet(t)
	s.work += 1 + maskWork(none)
	if !ok {
		return int32(none)
	}
	s.terms = s.by.before(none, &b.dims, s.terms[:0])
	s.work += int64(len(s.terms) / 8)
	s.terms = slices.DeleteFunc(s.terms, func(u *term) bool { return u.outcome != t.outcome || !u.holds(t) && !t.holds(u) })
	at := int32(none)
	for range maxTries {
		s.used = append(s.used[:0], t)
		if len(s.terms) == 0 || s.isLeft(b, s.terms) || s.over {
			break
		}
		at = s.last()
	}
	return at
}

// holds tells whether t holds u in every dimension; of names it knows nothing
// but that equal ones are equal.
func (t *term) holds(u *term) bool {
	for d := range t.dims {
		if !t.dims[d].holds(&u.dims[d]) {
			return false
		}
	}
	for end, n := range t.names {
		if n != 0 && n != u.names[end] {
			return false
		}
	}
	return t.protocols.ContainsSet(u.protocols)
}

// last returns the position of the last term that was of use, and leaves those
// before it to try again.
func (s *settler) last() int32 {
	k := len(s.terms) - 1
	for k > 0 && !slices.Contains(s.used, s.terms[k]) {
		k--
	}
	at := s.terms[k].at
	s.terms = s.terms[:k]
	return at
}
