package pairs

import (
	"encoding/binary"
	"slices"
)

// span is the addresses from lo to hi, both included.
type span struct{ lo, hi uint32 }

// dimension is the classes of addresses that the entries of a body tell apart
// on one side.
type dimension struct {
	starts []uint32  // first address of each class; the first is 0
	row    []int32   // of each class: which entries hold there, by number
	rows   [][]int32 // of each row: the address sets that hold, by index into sets
	sets   [][]int32 // of each address set: the entries that bear it, in order
	always []int32   // entries for any address, in order
}

// edge is where an address set starts or ends: the address, the set, and
// whether it starts, from the highest bit down, so that edges sort as numbers.
type edge uint64

func edgeOf(at uint32, set int32, in edge) edge { return edge(at)<<32 | edge(set)<<1 | in }

func (e edge) at() uint32   { return uint32(e >> 32) }
func (e edge) set() int32   { return int32(uint32(e) >> 1) }
func (e edge) starts() bool { return e&1 != 0 }

// newDimension makes the classes of sets of addresses; of says for each entry
// which set it bears, 0 for any.
func newDimension(entries int, of func(int) int32, spans func(int32) []span) dimension {
	d := dimension{}
	var edges []edge
	var index map[int32]int32
	var single []int32 // most sets are borne by one entry: all of those in one piece
	for i := range entries {
		id := of(i)
		if id == 0 {
			d.always = append(d.always, int32(i))
			continue
		}
		k, ok := index[id]
		if !ok {
			k = int32(len(d.sets))
			if index == nil {
				index = make(map[int32]int32, entries-i)
				edges = make([]edge, 0, 2*(entries-i))
				single = make([]int32, 0, entries-i)
				d.sets = make([][]int32, 0, entries-i)
			}
			index[id] = k
			n := len(single)
			single = append(single, int32(i))
			d.sets = append(d.sets, single[n:n+1:n+1])
			for _, s := range spans(id) {
				edges = append(edges, edgeOf(s.lo, k, 1))
				if s.hi != ^uint32(0) {
					edges = append(edges, edgeOf(s.hi+1, k, 0))
				}
			}
			continue
		}
		d.sets[k] = append(d.sets[k], int32(i))
	}
	d.sweep(edges)
	return d
}

// sweep makes the classes, from the lowest address up.
func (d *dimension) sweep(edges []edge) {
	slices.Sort(edges)
	if len(edges) == 0 || edges[0].at() != 0 {
		d.starts, d.row, d.rows = append(d.starts, 0), append(d.row, 0), append(d.rows, nil)
	}
	known := map[string]int32{}
	if len(d.rows) > 0 {
		known[""] = 0
	}
	var active []int32
	var key []byte
	for i := 0; i < len(edges); {
		at := edges[i].at()
		for ; i < len(edges) && edges[i].at() == at; i++ {
			active = toggle(active, edges[i])
		}
		key = key[:0]
		for _, s := range active {
			key = binary.LittleEndian.AppendUint32(key, uint32(s))
		}
		row, ok := known[string(key)]
		if !ok {
			row = int32(len(d.rows))
			known[string(key)] = row
			d.rows = append(d.rows, slices.Clone(active))
		}
		if n := len(d.row); n == 0 || d.row[n-1] != row {
			d.starts, d.row = append(d.starts, at), append(d.row, row)
		}
	}
}

func toggle(active []int32, e edge) []int32 {
	i, found := slices.BinarySearch(active, e.set())
	switch {
	case e.starts() && !found:
		return slices.Insert(active, i, e.set())
	case !e.starts() && found:
		return slices.Delete(active, i, i+1)
	}
	return active
}

// class returns the class of an address.
func (d *dimension) class(a uint32) int { return classOf(d.starts, a) }

// classOf returns the index of the last start that is not past a.
func classOf(starts []uint32, a uint32) int {
	lo, hi := 0, len(starts)
	for hi-lo > 1 {
		mid := int(uint(lo+hi) >> 1)
		if starts[mid] <= a {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// last returns the last address of a class.
func lastOf(starts []uint32, class int) uint32 {
	if class+1 < len(starts) {
		return starts[class+1] - 1
	}
	return ^uint32(0)
}

// entries returns those that hold in a row, in order.
func (d *dimension) entries(out []int32, row int32) []int32 {
	out = append(out, d.always...)
	for _, s := range d.rows[row] {
		out = append(out, d.sets[s]...)
	}
	if len(d.rows[row]) > 0 {
		slices.Sort(out)
	}
	return out
}
