package ruleset

// settle returns for each term of a the position in b by which all its packets
// have met a term of b with the same outcome: where its twin stands, or the last
// of the pieces that it was split into along one dimension; and the same of b in
// a. It is the length of the other list where none is found; that is no claim.
func settle(a, b []term) (inB, inA []int32) {
	return settleIn(a, b), settleIn(b, a)
}

// twins returns for each term of a the position of the first term of b that is
// the same in all parts; len(b) if there is none.
func twins(a, b []term) []int32 {
	known := newFinder(b, parts)
	for i := len(b) - 1; i >= 0; i-- {
		known.add(i)
	}
	out := make([]int32, len(a))
	for i := range a {
		if out[i] = known.find(&a[i]); out[i] < 0 {
			out[i] = int32(len(b))
		}
	}
	return out
}

// settleIn returns where the terms of a are settled in b: those with a twin at
// its position, others where terms of b that differ in one dimension hold them.
func settleIn(a, b []term) []int32 {
	out := twins(a, b)
	var lone []int32
	for i, at := range out {
		if int(at) == len(b) {
			lone = append(lone, int32(i))
		}
	}
	if len(lone) == 0 {
		return out
	}
	s := siblings{newFinder(b, 0), make([]int32, len(b))}
	for d := range dims {
		s.link(d)
		for _, i := range lone {
			out[i] = min(out[i], s.cover(&a[i]))
		}
	}
	return out
}

// siblings are terms, in order, that are alike but for one dimension.
type siblings struct {
	finder
	next []int32 // of each term the next sibling, or -1
}

// link finds the siblings that are alike but for dimension d.
func (s *siblings) link(d int) {
	s.but = d
	clear(s.slots)
	for i := len(s.terms) - 1; i >= 0; i-- {
		s.next[i] = s.add(i)
	}
}

// maxSiblings bounds the search for the pieces of one term.
const maxSiblings = 1000

// cover returns the position by which the siblings of t hold it; the length of
// their list if they are not seen to.
func (s *siblings) cover(t *term) int32 {
	none := int32(len(s.terms))
	if t.hasName(s.but) {
		return none
	}
	at, rest := s.find(t), t.dims[s.but]
	for range maxSiblings {
		if at < 0 {
			break
		}
		u := &s.terms[at]
		if !u.hasName(s.but) && rest.meets(&u.dims[s.but]) {
			if rest = rest.subtract(&u.dims[s.but]); rest.isEmpty() {
				return at
			}
		}
		at = s.next[at]
	}
	return none
}

// hasName tells whether a dimension of t is an end with a name.
func (t *term) hasName(d int) bool { return d <= dst && t.names[d] != 0 }

// finder finds terms by all their parts but one, and by their outcome.
type finder struct {
	terms []term
	but   int     // parts: none is left out
	slots []int32 // 1 + position of a term, by hash; 0 is free; a taken slot moves on by one
}

func newFinder(terms []term, but int) finder {
	size := 4
	for size < 2*len(terms) {
		size *= 2
	}
	return finder{terms, but, make([]int32, size)}
}

// slot returns where terms like t are, or would be.
func (f *finder) slot(t *term) *int32 {
	h := uint64(t.outcome)
	for k, id := range t.ids {
		if k != f.but {
			h = mix(h, uint64(id))
		}
	}
	for h = h ^ h>>32; ; h++ {
		s := &f.slots[h&uint64(len(f.slots)-1)]
		if *s == 0 || f.alike(&f.terms[*s-1], t) {
			return s
		}
	}
}

func (f *finder) alike(a, b *term) bool {
	if a.outcome != b.outcome {
		return false
	}
	for k := range a.ids {
		if a.ids[k] != b.ids[k] && k != f.but {
			return false
		}
	}
	return true
}

// add enters term i in front of those like it and returns the one that was in front, or -1.
func (f *finder) add(i int) int32 {
	s := f.slot(&f.terms[i])
	before := *s - 1
	*s = int32(i) + 1
	return before
}

// find returns the term in front of those like t, or -1.
func (f *finder) find(t *term) int32 { return *f.slot(t) - 1 }
