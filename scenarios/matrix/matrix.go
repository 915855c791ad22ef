package matrix

import (
	"cmp"
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// Matrix is who may talk to whom. Ends that no cell tells apart share a class:
// equal rows and columns are kept once. It is not changed once made.
type Matrix struct {
	By   By
	Ends []End // hosts by name, then sites, then the internet
	// Classes lists the members of each class by index into Ends; ClassOf says of
	// each end in which class it is.
	Classes [][]int
	ClassOf []int
	// Sets are the distinct contents of cells; the first is nothing at all.
	Sets []Set
	// Rows lists of each class those to which it may send anything, in order.
	Rows [][]Cell
	// Gaps are why some cells are inconclusive.
	Gaps        []*pipeline.Gap
	Assumptions []*pipeline.Assumption
}

// Cell is the index of a class, and of the set that may be sent to it.
type Cell struct{ To, Set int }

// End is a group of hosts, a site or the internet.
type End struct {
	Name     string
	Resource topology.ID // "" where it is none
}

// Set is the traffic that at least one address of a row may send to at least
// one of a column.
type Set struct {
	// Delivered is answered. OneWay arrives and is not answered. Unknown may
	// arrive, or its answer may return, for all that is known.
	Delivered, OneWay, Unknown packet.Traffic
	// Partial says that not all addresses can send all of it to all.
	Partial bool
}

// IsEmpty tells whether nothing gets through, for certain.
func (s Set) IsEmpty() bool {
	return s.Delivered.IsEmpty() && s.OneWay.IsEmpty() && s.Unknown.IsEmpty()
}

// key tells sets apart.
func (s Set) key() string {
	partial := ""
	if s.Partial {
		partial = "partial"
	}
	return s.Delivered.String() + "|" + s.OneWay.String() + "|" + s.Unknown.String() + "|" + partial
}

// Between returns what one end may send to another, by index into Ends.
func (m *Matrix) Between(from, to int) Set {
	row := m.Rows[m.ClassOf[from]]
	i, ok := slices.BinarySearchFunc(row, m.ClassOf[to], func(c Cell, to int) int { return cmp.Compare(c.To, to) })
	if !ok {
		return m.Sets[0]
	}
	return m.Sets[row[i].Set]
}

// Each calls f for the pairs of ends between which anything gets through, in
// the order of the first, then of the second.
func (m *Matrix) Each(f func(from, to int, s Set)) {
	for from, class := range m.ClassOf {
		var to []Cell
		for _, c := range m.Rows[class] {
			for _, member := range m.Classes[c.To] {
				to = append(to, Cell{member, c.Set})
			}
		}
		slices.SortFunc(to, func(x, y Cell) int { return cmp.Compare(x.To, y.To) })
		for _, c := range to {
			f(from, c.To, m.Sets[c.Set])
		}
	}
}
