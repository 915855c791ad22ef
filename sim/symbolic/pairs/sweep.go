package pairs

import "slices"

// edge is where an address set starts or ends: the address, the set, and
// whether it starts, from the highest bit down, so that edges sort as numbers.
type edge uint64

func edgeOf(at uint32, set int32, in edge) edge { return edge(at)<<32 | edge(set)<<1 | in }

func (e edge) at() uint32   { return uint32(e >> 32) }
func (e edge) set() int32   { return int32(uint32(e) >> 1) }
func (e edge) starts() bool { return e&1 != 0 }

// sweeper makes dimensions, the next one in the memory of the last.
type sweeper struct {
	made   dimension
	bears  []uint64 // address set and entry of each that bears one
	edges  []edge
	active []int32 // address sets that hold at an address, sorted
	hash   uint64  // of active
	hashes []uint64
	slots  []int32 // rows by hash, one more than their number
}

// sweep makes the classes of sets of addresses; of says for each entry which
// set it bears, 0 for any. The dimension is valid until the next one is made.
func (s *sweeper) sweep(entries int, of func(int) int32, spans func(int32) []span) *dimension {
	d := &s.made
	*d = dimension{d.starts[:0], d.row[:0], append(d.rowAt[:0], 0), d.rowSets[:0], d.setAt[:0], d.setEntries[:0], d.always[:0]}
	s.bears, s.edges = s.bears[:0], s.edges[:0]
	for i := range entries {
		if id := of(i); id == 0 {
			d.always = append(d.always, int32(i))
		} else {
			s.bears = append(s.bears, uint64(id)<<32|uint64(i))
		}
	}
	s.number(spans)
	slices.Sort(s.edges)
	s.classes()
	return d
}

// number gives the address sets numbers, and finds their edges.
func (s *sweeper) number(spans func(int32) []span) {
	d := &s.made
	slices.Sort(s.bears)
	for i, b := range s.bears {
		if id := b >> 32; i == 0 || s.bears[i-1]>>32 != id {
			k := int32(len(d.setAt))
			d.setAt = append(d.setAt, int32(len(d.setEntries)))
			for _, r := range spans(int32(id)) {
				s.edges = append(s.edges, edgeOf(r.lo, k, 1))
				if r.hi != ^uint32(0) {
					s.edges = append(s.edges, edgeOf(r.hi+1, k, 0))
				}
			}
		}
		d.setEntries = append(d.setEntries, int32(uint32(b)))
	}
	d.setAt = append(d.setAt, int32(len(d.setEntries)))
}

// classes makes the classes, from the lowest address up.
func (s *sweeper) classes() {
	d := &s.made
	s.active, s.hash, s.hashes = s.active[:0], 0, s.hashes[:0]
	s.clear(len(s.edges) + 1)
	if len(s.edges) == 0 || s.edges[0].at() != 0 {
		d.starts, d.row = append(d.starts, 0), append(d.row, s.rowOf())
	}
	for i := 0; i < len(s.edges); {
		at := s.edges[i].at()
		for ; i < len(s.edges) && s.edges[i].at() == at; i++ {
			s.toggle(s.edges[i])
		}
		row := s.rowOf()
		if n := len(d.row); n == 0 || d.row[n-1] != row {
			d.starts, d.row = append(d.starts, at), append(d.row, row)
		}
	}
}

// clear makes room for rows.
func (s *sweeper) clear(rows int) {
	n := 8
	for n < 2*rows {
		n *= 2
	}
	if n > cap(s.slots) {
		s.slots = make([]int32, n)
	}
	s.slots = s.slots[:n]
	clear(s.slots)
}

// rowOf returns the row in which the active sets hold.
func (s *sweeper) rowOf() int32 {
	d := &s.made
	for at := s.hash; ; at++ {
		slot := &s.slots[at&uint64(len(s.slots)-1)]
		if *slot == 0 {
			row := int32(d.rows())
			*slot = row + 1
			d.rowSets = append(d.rowSets, s.active...)
			d.rowAt = append(d.rowAt, int32(len(d.rowSets)))
			s.hashes = append(s.hashes, s.hash)
			return row
		}
		if row := *slot - 1; s.hashes[row] == s.hash && slices.Equal(d.holding(row), s.active) {
			return row
		}
	}
}

func (s *sweeper) toggle(e edge) {
	i, found := slices.BinarySearch(s.active, e.set())
	switch {
	case e.starts() && !found:
		s.active = slices.Insert(s.active, i, e.set())
	case !e.starts() && found:
		s.active = slices.Delete(s.active, i, i+1)
	default:
		return
	}
	h := (uint64(e.set()) + 1) * 0x9e3779b97f4a7c15
	h = (h ^ h>>32) * 0xd6e8feb86659fd93
	s.hash ^= h ^ h>>32
}
