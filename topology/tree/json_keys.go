package tree

import (
	"strings"
	"unicode/utf8"
)

// keyName is a name of members that was met before.
type keyName struct {
	text string // a copy, which does not hold the document
	// id is equal for names that differ in case alone, from 1 on; 0 for names
	// that only a look at the letters tells apart.
	id uint16
}

// keyNames remembers the names of members: documents repeat a few of them
// without end. Two names have the same id where they differ in case alone.
type keyNames struct {
	slots  [1024]keyName // by a hash of the name; the latest one stays
	known  map[string]keyName
	folded map[string]uint16
}

// maxKeyNames bounds what is remembered, for documents whose names are data.
const maxKeyNames = 4096

// of returns the name that stands unescaped in a document.
func (k *keyNames) of(raw string) keyName {
	slot := &k.slots[hashKey(raw)]
	if slot.text == raw {
		return *slot
	}
	name, ok := k.known[raw]
	if !ok {
		name = k.add(raw)
	}
	*slot = name
	return name
}

// hashKey mixes what tells the usual names apart: length and some letters.
func hashKey(raw string) uint {
	n := len(raw)
	if n == 0 {
		return 0
	}
	return (uint(n)*0x9e5 + uint(raw[0])*0x1f1 + uint(raw[n/2])*0x61 + uint(raw[n-1])*0x25) % 1024
}

// add takes in a name that is met for the first time.
func (k *keyNames) add(raw string) keyName {
	name := keyName{text: strings.Clone(raw)}
	if len(raw) > 64 {
		return name
	}
	if k.known == nil {
		k.known, k.folded = map[string]keyName{}, map[string]uint16{}
	}
	isFull := len(k.known) >= maxKeyNames
	if isASCII(raw) {
		lower := strings.ToLower(name.text)
		id, ok := k.folded[lower]
		if !ok && !isFull {
			id = uint16(len(k.folded) + 1)
			k.folded[lower] = id
		}
		name.id = id
	}
	if !isFull {
		k.known[name.text] = name
	}
	return name
}

// hasOddLetters tells whether a name has one of the letters outside of ASCII that
// count as one of ASCII's where case does not: K (Kelvin), ſ and İ.
func hasOddLetters(name string) bool { return strings.ContainsAny(name, "\u212a\u017f\u0130") }

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// keySet finds names that come twice in one object, without regard to case. Its
// zero value is empty.
type keySet struct {
	common [4]uint64 // of ids below 256
	rare   []string  // all others
	folded map[string]bool
}

// add takes in a name, and tells whether it was new.
func (s *keySet) add(k keyName) bool {
	if k.id > 0 && k.id < 256 {
		word, bit := k.id/64, uint64(1)<<(k.id%64)
		isNew := s.common[word]&bit == 0
		s.common[word] |= bit
		return isNew
	}
	return s.addRare(k.text)
}

// addRare is add for a name without an id that counts.
func (s *keySet) addRare(name string) bool {
	if len(s.rare) < manyMembers {
		for _, r := range s.rare {
			if strings.EqualFold(r, name) {
				return false
			}
		}
		s.rare = append(s.rare, name)
		return true
	}
	if s.folded == nil {
		s.folded = make(map[string]bool, 4*manyMembers)
		for _, r := range s.rare {
			s.folded[strings.ToLower(r)] = true
		}
	}
	lower := strings.ToLower(name)
	isNew := !s.folded[lower]
	s.folded[lower] = true
	return isNew
}
