package pairs

import (
	"slices"
	"testing"
)

// TestServicesAreInternedOnce: however many there are, each has one number, and
// the number gives it back; a set larger than any piece of memory, too.
func TestServicesAreInternedOnce(t *testing.T) {
	s := newServices([]uint32{0, 1 << 24}, []uint32{0, 1000, 1 << 20})
	large := make([]uint32, 2*chunkSize)
	for i := range large {
		large[i] = uint32(2 * i)
	}
	of := func(i int) []uint32 {
		if i == 70_000 {
			return large
		}
		list := make([]uint32, 0, 16)
		for k := range 2 + i%7 {
			list = append(list, uint32(i*32+4*k), uint32(i*32+4*k+1+i%3))
		}
		return list
	}
	const n = 150_000
	ids := make([]setID, n)
	for i := range n {
		ids[i] = s.intern(of(i))
	}
	if s.len() != n+2 {
		t.Errorf("%d sets of %d have a number", s.len(), n+2)
	}
	for i := range n {
		if again := s.intern(of(i)); again != ids[i] || !slices.Equal(s.spans(again), of(i)) {
			t.Fatalf("set %d is number %d, then %d", i, ids[i], again)
		}
	}
	if chunks := len(s.chunks); chunks > 60 {
		t.Errorf("%d pieces of memory", chunks)
	}
}
