package pairs

import "slices"

// span is the addresses from lo to hi, both included.
type span struct{ lo, hi uint32 }

// dimension is the classes of addresses that the entries of a body tell apart
// on one side. Lists of lists lie in one piece each, with where each starts.
type dimension struct {
	starts            []uint32 // first address of each class; the first is 0
	row               []int32  // of each class: which entries hold there, by number
	rowAt, rowSets    []int32  // of each row: the address sets that hold, by number
	setAt, setEntries []int32  // of each address set: the entries that bear it, in order
	always            []int32  // entries for any address, in order
}

// rows returns how many rows there are.
func (d *dimension) rows() int { return len(d.rowAt) - 1 }

// holding returns the address sets that hold in a row.
func (d *dimension) holding(row int32) []int32 { return d.rowSets[d.rowAt[row]:d.rowAt[row+1]] }

// bearing returns the entries that bear an address set, in order.
func (d *dimension) bearing(set int32) []int32 { return d.setEntries[d.setAt[set]:d.setAt[set+1]] }

// kept returns a copy that takes no more memory than it needs.
func (d *dimension) kept() dimension {
	k := dimension{starts: slices.Clone(d.starts)}
	lists := []struct{ of, to *[]int32 }{
		{&d.row, &k.row}, {&d.rowAt, &k.rowAt}, {&d.rowSets, &k.rowSets},
		{&d.setAt, &k.setAt}, {&d.setEntries, &k.setEntries}, {&d.always, &k.always}}
	n := 0
	for _, l := range lists {
		n += len(*l.of)
	}
	memory := make([]int32, n)
	for _, l := range lists {
		n := copy(memory, *l.of)
		*l.to, memory = memory[:n:n], memory[n:]
	}
	return k
}

// entries returns those that hold in a row, in order.
func (d *dimension) entries(out []int32, row int32) []int32 {
	out = append(out, d.always...)
	sets := d.holding(row)
	for _, s := range sets {
		out = append(out, d.bearing(s)...)
	}
	if len(sets) > 0 {
		slices.Sort(out)
	}
	return out
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
