package pairs

import "slices"

// setID is an interned set of services. Equal sets have equal ids within one services.
type setID int32

const (
	nothing    setID = 0
	everything setID = 1
)

// services interns sets of places of a line.
type services struct {
	chunks   [][]uint32 // the spans of sets one after the other, before each their number
	at       []uint32   // of each set: its chunk, and where in it
	hashes   []uint32
	marks    []uint64 // sets that share no mark are disjoint
	slots    []setID  // sets by hash; zero: none, as nothing has no slot
	size     int      // of all spans together
	met      []inBoth
	lessened memo     // what is left of pairs of sets
	atoms    []uint32 // where services start or end, for marks
	buf      []uint32
}

const chunkSize = 1 << 16

func newServices(all, atoms []uint32) *services {
	s := &services{atoms: atoms, slots: make([]setID, 256)}
	s.add(0, nil)
	s.intern(all)
	return s
}

// len returns how many sets there are.
func (s *services) len() int { return len(s.at) }

// spans returns the places of a set: pairs of a start and what is past it.
func (s *services) spans(id setID) []uint32 {
	at := s.at[id]
	list := s.chunks[at/chunkSize][at%chunkSize:]
	return list[1 : 1+list[0] : 1+list[0]]
}

// intern returns the id of spans, which are copied.
func (s *services) intern(spans []uint32) setID {
	if len(spans) == 0 {
		return nothing
	}
	h := uint64(14695981039346656037)
	for _, v := range spans {
		h = (h ^ uint64(v)) * 1099511628211
		h ^= h >> 29
	}
	hash := uint32(h ^ h>>32)
	mask := uint32(len(s.slots) - 1)
	i := hash & mask
	for ; s.slots[i] != 0; i = (i + 1) & mask {
		if id := s.slots[i]; s.hashes[id] == hash && slices.Equal(s.spans(id), spans) {
			return id
		}
	}
	id := s.add(hash, spans)
	s.slots[i] = id
	if 2*len(s.at) > len(s.slots) {
		s.spread()
	}
	return id
}

// add adds a set.
func (s *services) add(hash uint32, spans []uint32) setID {
	n := len(s.chunks) - 1 // the first chunks are smaller
	if n < 0 || len(s.chunks[n])+1+len(spans) > cap(s.chunks[n]) {
		s.chunks = append(s.chunks, make([]uint32, 0, max(chunkSize>>max(0, 6-n), 1+len(spans))))
		n++
	}
	id := setID(len(s.at))
	s.at = append(s.at, uint32(n*chunkSize+len(s.chunks[n])))
	s.chunks[n] = append(append(s.chunks[n], uint32(len(spans))), spans...)
	s.hashes = append(s.hashes, hash)
	s.marks = append(s.marks, s.markOf(spans))
	s.size += len(spans)
	return id
}

// spread makes room for more sets.
func (s *services) spread() {
	s.slots = make([]setID, 4*len(s.slots))
	mask := uint32(len(s.slots) - 1)
	for id := everything; int(id) < len(s.at); id++ {
		i := s.hashes[id] & mask
		for s.slots[i] != 0 {
			i = (i + 1) & mask
		}
		s.slots[i] = id
	}
}

// markOf sets one of 64 bits for each stretch of atoms that spans touch.
func (s *services) markOf(spans []uint32) uint64 {
	var m uint64
	n := len(s.atoms)
	for i := 0; i < len(spans); i += 2 {
		lo, hi := classOf(s.atoms, spans[i])*64/n, classOf(s.atoms, spans[i+1]-1)*64/n
		m |= ^uint64(0) >> (63 - hi) &^ (1<<lo - 1)
	}
	return m
}

// inBoth is what two sets have in common.
type inBoth struct {
	a, b, both setID
}

const meetings = 1 << 15

// meet returns what is in both sets. The last ones that were met are known.
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
	if s.met == nil {
		s.met = make([]inBoth, meetings)
	}
	m := &s.met[uint64(uint32(a)*0x9e3779b1^uint32(b)*0x85ebca77)>>8%meetings]
	if m.a != a || m.b != b {
		s.buf = meetSpans(s.buf[:0], s.spans(a), s.spans(b))
		*m = inBoth{a, b, s.intern(s.buf)}
	}
	return m.both
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
	s.buf = lessSpans(s.buf[:0], s.spans(a), s.spans(b))
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
