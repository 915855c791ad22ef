package ruleset

import (
	"iter"
	"math/bits"
	"slices"
)

// The dimensions that an index looks at are the first of a term: src, dst, dstPort.
const indexed = srcPort

// maxBuckets is how finely an index tells coordinates apart.
const maxBuckets = 64

// index finds the terms that may meet a box. It cuts each dimension into
// buckets of like size and keeps the terms of each as bits; a term that spans
// many buckets has its bit in each.
type index struct {
	terms  []term
	words  int
	starts [indexed][]uint32   // where each bucket starts; the first at 0
	masks  [indexed][][]uint64 // by bucket
	same   map[Outcome][]uint64
}

func newIndex(terms []term) *index {
	x := &index{terms: terms, words: (len(terms) + 63) / 64, same: map[Outcome][]uint64{}}
	for d := range x.masks {
		x.starts[d] = bucketStarts(terms, d)
		x.masks[d] = make([][]uint64, len(x.starts[d]))
		all := make([]uint64, len(x.masks[d])*x.words)
		for k := range x.masks[d] {
			x.masks[d][k], all = all[:x.words:x.words], all[x.words:]
		}
	}
	for i := range terms {
		x.add(i)
	}
	return x
}

// maxSample is how many terms are looked at to find buckets of like size.
const maxSample = 16 * maxBuckets

// bucketStarts returns quantiles of where the terms start.
func bucketStarts(terms []term, d int) []uint32 {
	all := make([]uint32, 0, maxSample)
	for i := 0; i < len(terms); i += 1 + len(terms)/maxSample {
		all = append(all, terms[i].dims[d].lo)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	n := min(maxBuckets, 1+len(all)/4)
	starts := make([]uint32, n)
	for k := 1; k < n; k++ {
		starts[k] = all[k*len(all)/n]
	}
	return starts
}

func (x *index) add(i int) {
	t, word, bit := &x.terms[i], i/64, uint64(1)<<(i%64)
	for d := range x.masks {
		for _, s := range t.dims[d].spans() {
			first, last := x.buckets(d, s)
			for k := first; k <= last; k++ {
				x.masks[d][k][word] |= bit
			}
		}
	}
	same, ok := x.same[t.outcome]
	if !ok {
		same = make([]uint64, x.words)
		x.same[t.outcome] = same
	}
	same[word] |= bit
}

// buckets returns the first and the last bucket that s meets.
func (x *index) buckets(d int, s span) (first, last int) {
	starts := x.starts[d]
	first, found := slices.BinarySearch(starts, s.lo)
	if !found {
		first--
	}
	for last = first; last+1 < len(starts) && starts[last+1] <= s.hi; last++ {
	}
	return first, last
}

// maxUnion is how many buckets of a dimension are looked at: a box that spans
// more of them meets most terms anyway.
const maxUnion = 8

// sieve is the masks of the terms that may meet a box: in each dimension those
// of some buckets.
type sieve [indexed][][]uint64

// sieve returns the masks for the dimensions of a box or term.
func (x *index) sieve(of *[dims]set) sieve {
	var s sieve
	for d := range s {
		first, last := x.buckets(d, of[d].span)
		if last-first < maxUnion && last-first+1 < len(x.starts[d]) {
			s[d] = x.masks[d][first : last+1]
		}
	}
	return s
}

// word returns which of 64 terms may meet the box, out of those in mask.
func (s *sieve) word(w int, mask uint64) uint64 {
	for _, buckets := range s {
		if mask == 0 {
			return 0
		}
		if buckets == nil {
			continue
		}
		var any uint64
		for _, bucket := range buckets {
			any |= bucket[w]
		}
		mask &= any
	}
	return mask
}

// below returns the mask of the terms before position end in word w.
func below(end, w int) uint64 {
	if n := end - 64*w; n < 64 {
		return 1<<n - 1
	}
	return ^uint64(0)
}

// before adds the terms before position end that may meet the box.
func (x *index) before(end int, of *[dims]set, out []*term) []*term {
	s := x.sieve(of)
	for w := 0; 64*w < end; w++ {
		for mask := s.word(w, below(end, w)); mask != 0; mask &= mask - 1 {
			out = append(out, &x.terms[64*w+bits.TrailingZeros64(mask)])
		}
	}
	return out
}

// first returns the first term from position from up to end that may meet the
// box and that ok agrees to; nil if there is none.
func (x *index) first(from, end int, of *[dims]set, ok func(*term) bool) *term {
	s := x.sieve(of)
	for w := from / 64; 64*w < end; w++ {
		mask := below(end, w)
		if 64*w < from {
			mask &^= below(from, w)
		}
		for mask = s.word(w, mask); mask != 0; mask &= mask - 1 {
			if t := &x.terms[64*w+bits.TrailingZeros64(mask)]; ok(t) {
				return t
			}
		}
	}
	return nil
}

// backwards yields the terms from position from on that may meet the box, of
// those in mask, last first.
func (x *index) backwards(from int, of *[dims]set, mask func(word int) uint64) iter.Seq[*term] {
	s := x.sieve(of)
	return func(yield func(*term) bool) {
		for w := x.words - 1; w >= from/64; w-- {
			m := s.word(w, mask(w)&below(len(x.terms), w))
			if w == from/64 {
				m &^= below(from, w)
			}
			for m != 0 {
				bit := 63 - bits.LeadingZeros64(m)
				m &^= 1 << bit
				if !yield(&x.terms[64*w+bit]) {
					return
				}
			}
		}
	}
}

// maskWork is what looking at the masks of that many terms counts: a word takes
// a fraction of what holding a term against a box takes.
func maskWork(terms int) int64 { return int64(terms / (8 * 64)) }
