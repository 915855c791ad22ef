package topology

import (
	"math/bits"
	"math/rand/v2"
	"strings"
	"unicode/utf8"
)

// index finds resources by ID without regard to case. It holds places in a
// list and no IDs, which are long. The zero index is empty.
type index struct {
	slots []slot // a power of two of them, at most three quarters in use
	used  int
}

// slot is a place of the index; the zero slot is free.
type slot struct {
	hash  uint32 // of the ID
	place uint32 // in the list, from 1 on
}

// find returns the place in all of the resource with that ID, or -1.
func (x *index) find(all []Node, id ID) int {
	if x.used == 0 {
		return -1
	}
	h := id.hash()
	for i := h; ; i++ {
		s := x.slots[i&uint32(len(x.slots)-1)]
		if s.place == 0 {
			return -1
		}
		if s.hash == h && sameKey(all[s.place-1].Base().ID, id) {
			return int(s.place - 1)
		}
	}
}

// add enters the ID of the resource at a place, which is not there yet.
func (x *index) add(all []Node, place int) {
	if 4*x.used >= 3*len(x.slots) {
		x.grow()
	}
	x.enter(slot{all[place].Base().ID.hash(), uint32(place + 1)})
	x.used++
}

func (x *index) enter(s slot) {
	for i := s.hash; ; i++ {
		if at := &x.slots[i&uint32(len(x.slots)-1)]; at.place == 0 {
			*at = s
			return
		}
	}
}

func (x *index) grow() {
	old := x.slots
	x.slots = make([]slot, max(16, 2*len(old)))
	for _, s := range old {
		if s.place > 0 {
			x.enter(s)
		}
	}
}

// sameKey tells whether two IDs have the same Key.
func sameKey(a, b ID) bool {
	if a == b {
		return true
	}
	if isASCII(a) && isASCII(b) {
		return a.Equal(b)
	}
	return a.Key() == b.Key()
}

func isASCII(id ID) bool {
	for i := range len(id) {
		if id[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// hash returns a number that is equal for IDs with the same Key.
func (id ID) hash() uint32 { return uint32(FoldHash(string(id))) }

// FoldHash returns a number that is equal for texts that are equal in lower
// case. It is another one in each run, so that no input can be made to have
// many of the same.
func FoldHash(s string) uint64 {
	h, ok := hashLetters(s, false)
	if !ok {
		h, _ = hashLetters(strings.ToLower(s), true)
	}
	return h
}

var hashSeed = rand.Uint64()

// hashLetters is FoldHash for letters of ASCII, and for all if they are known to
// be lower; else it reports false.
func hashLetters(s string, isLower bool) (uint64, bool) {
	h := hashSeed ^ uint64(len(s))*0x9e3779b97f4a7c15
	var high uint64
	for ; len(s) >= 8; s = s[8:] {
		w := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		high |= w
		h = mix(h ^ lowerWord(w, isLower))
	}
	var w uint64
	for i := range len(s) {
		w |= uint64(s[i]) << (8 * i)
	}
	return mix(h ^ lowerWord(w, isLower)), isLower || (high|w)&highBits == 0
}

// highBits are the bits that no letter of ASCII has.
const highBits = 0x8080808080808080

// lowerWord returns eight letters of ASCII in lower case.
func lowerWord(w uint64, isLower bool) uint64 {
	if isLower {
		return w
	}
	const ones = 0x0101010101010101
	fromA := w + ones*(0x80-'A')   // the high bit of a byte tells: not before A
	behindZ := w + ones*(0x7f-'Z') // behind Z
	return w | (fromA&^behindZ&highBits)>>2
}

func mix(h uint64) uint64 {
	high, low := bits.Mul64(h, 0x9fb21c651e98df25)
	return high ^ low
}
