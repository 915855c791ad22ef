package matrix

import (
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
	// Cells[i][j] is the index of the set that class i may send to class j.
	Cells [][]int
	// Gaps are why some cells are inconclusive.
	Gaps        []*pipeline.Gap
	Assumptions []*pipeline.Assumption
}

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
func (m *Matrix) Between(from, to int) Set { return m.Sets[m.Cells[m.ClassOf[from]][m.ClassOf[to]]] }
