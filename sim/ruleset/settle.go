package ruleset

// settle returns for each term of a the position in b by which all its packets
// have met a term of b with the same outcome: where its twin stands, or the last
// of the pieces that it was split into along one dimension. It is len(b) where
// none is found; that is no claim.
func settle(a, b []term) []int32 {
	out := make([]int32, len(a))
	twins := firstOf(b)
	var lone []int32
	for i := range a {
		at, ok := twins[a[i].key(parts)]
		if !ok {
			at = int32(len(b))
			lone = append(lone, int32(i))
		}
		out[i] = at
	}
	families := siblingsOf(b, firstOf(a))
	for _, i := range lone {
		for _, d := range [...]int{src, dst, dstPort, srcPort} {
			if at, ok := families.cover(&a[i], d); ok {
				out[i] = min(out[i], at)
			}
		}
	}
	return out
}

// identity is the parts of a term, all but one where it says so, and its outcome.
type identity struct {
	ids     [parts]int32
	but     int8
	outcome Outcome
}

// key returns the identity of t without part but; with all for but == parts.
func (t *term) key(but int) identity {
	k := identity{ids: t.ids, but: int8(but), outcome: t.outcome}
	if but < parts {
		k.ids[but] = 0
	}
	return k
}

// firstOf returns the first position of each identity.
func firstOf(terms []term) map[identity]int32 {
	out := make(map[identity]int32, len(terms))
	for i := range terms {
		k := terms[i].key(parts)
		if _, known := out[k]; !known {
			out[k] = int32(i)
		}
	}
	return out
}

// siblings finds the terms that are alike but for one dimension.
type siblings struct {
	terms []term
	first map[identity]int32
	next  [dims][]int32 // the next one that is alike but for that dimension, or -1
}

// siblingsOf returns the siblings among the terms that have no twin.
func siblingsOf(terms []term, twins map[identity]int32) *siblings {
	s := &siblings{terms: terms, first: map[identity]int32{}}
	for d := range s.next {
		s.next[d] = make([]int32, len(terms))
	}
	for i := len(terms) - 1; i >= 0; i-- {
		if _, ok := twins[terms[i].key(parts)]; ok {
			continue
		}
		for d := range s.next {
			k := terms[i].key(d)
			follower, ok := s.first[k]
			if !ok {
				follower = -1
			}
			s.next[d][i] = follower
			s.first[k] = int32(i)
		}
	}
	return s
}

// maxSiblings bounds the search for the pieces of one term.
const maxSiblings = 64

// cover returns the position by which the siblings of t along d hold it.
func (s *siblings) cover(t *term, d int) (at int32, ok bool) {
	at, ok = s.first[t.key(d)]
	if !ok || d <= dst && t.names[d] != 0 {
		return 0, false
	}
	rest := t.dims[d]
	for range maxSiblings {
		u := &s.terms[at]
		if d > dst || u.names[d] == 0 {
			if rest = rest.subtract(&u.dims[d]); rest.isEmpty() {
				return at, true
			}
		}
		if at = s.next[d][at]; at < 0 {
			break
		}
	}
	return 0, false
}
