package matrix

import (
	"cmp"
	"encoding/binary"
	"slices"

	"vnetproof/sim/pipeline"
)

// matrix joins the rows: equal sets are kept once, and equal rows and columns.
func (b *builder) matrix(by By) *Matrix {
	m := &Matrix{By: by, Sets: []Set{{}}}
	cells := b.intern(m)
	for _, g := range b.groups {
		m.Ends = append(m.Ends, g.End)
	}
	m.classify(cells)
	for _, r := range b.rows {
		m.Gaps = append(m.Gaps, r.gaps...)
		m.Assumptions = append(m.Assumptions, r.assumptions...)
	}
	m.Assumptions = append(append(m.Assumptions, b.s.Pipeline.Assumptions...), b.assumed()...)
	m.Gaps = sorted(m.Gaps, func(x, y *pipeline.Gap) int {
		return cmp.Or(x.Pos.Compare(y.Pos), cmp.Compare(x.Resource.Key(), y.Resource.Key()), cmp.Compare(x.Property, y.Property), cmp.Compare(x.Why, y.Why))
	})
	m.Assumptions = sorted(m.Assumptions, func(x, y *pipeline.Assumption) int {
		return cmp.Or(x.Pos.Compare(y.Pos), cmp.Compare(x.Text, y.Text))
	})
	return m
}

// assumed returns the assumptions of the ends.
func (b *builder) assumed() []*pipeline.Assumption {
	var out []*pipeline.Assumption
	for id := range b.s.Pipeline.Places {
		if len(b.at[pipeline.PlaceID(id)]) > 0 {
			out = append(out, b.s.Pipeline.Places[id].Assumptions...)
		}
	}
	return out
}

// sorted orders a list and drops equal items.
func sorted[T any](list []T, compare func(a, b T) int) []T {
	slices.SortStableFunc(list, compare)
	return slices.CompactFunc(list, func(a, b T) bool { return compare(a, b) == 0 })
}

// intern numbers the distinct sets in the order in which they first stand.
func (b *builder) intern(m *Matrix) [][]Cell {
	at := map[string]int{Set{}.key(): 0}
	cells := make([][]Cell, len(b.rows))
	for i, r := range b.rows {
		cells[i] = make([]Cell, len(r.sets))
		for k, s := range r.sets {
			key := s.key()
			n, ok := at[key]
			if !ok {
				n = len(m.Sets)
				at[key] = n
				m.Sets = append(m.Sets, s)
			}
			cells[i][k] = Cell{r.to[k], n}
		}
	}
	return cells
}

// classify puts ends with equal rows and equal columns into one class.
func (m *Matrix) classify(cells [][]Cell) {
	columns := make([][]Cell, len(cells))
	for i, row := range cells {
		for _, c := range row {
			columns[c.To] = append(columns[c.To], Cell{i, c.Set})
		}
	}
	at := map[string]int{}
	m.ClassOf = make([]int, len(cells))
	for i := range cells {
		key := string(appendCells(appendCells(nil, cells[i]), columns[i]))
		c, ok := at[key]
		if !ok {
			c = len(m.Classes)
			at[key] = c
			m.Classes = append(m.Classes, nil)
		}
		m.Classes[c] = append(m.Classes[c], i)
		m.ClassOf[i] = c
	}
	m.Rows = make([][]Cell, len(m.Classes))
	for c, members := range m.Classes {
		for _, cell := range cells[members[0]] {
			if to := m.ClassOf[cell.To]; m.Classes[to][0] == cell.To {
				m.Rows[c] = append(m.Rows[c], Cell{to, cell.Set})
			}
		}
		slices.SortFunc(m.Rows[c], func(x, y Cell) int { return cmp.Compare(x.To, y.To) })
	}
}

// appendCells adds a key of cells: their number, then each.
func appendCells(key []byte, cells []Cell) []byte {
	key = binary.AppendUvarint(key, uint64(len(cells)))
	for _, c := range cells {
		key = binary.AppendUvarint(binary.AppendUvarint(key, uint64(c.To)), uint64(c.Set))
	}
	return key
}
