package matrix

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

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
	m.Assumptions = append(m.Assumptions, b.s.Pipeline.Assumptions...)
	m.Gaps = sorted(m.Gaps, func(x, y *pipeline.Gap) int {
		return cmp.Or(x.Pos.Compare(y.Pos), cmp.Compare(x.Resource.Key(), y.Resource.Key()), cmp.Compare(x.Property, y.Property), cmp.Compare(x.Why, y.Why))
	})
	m.Assumptions = sorted(m.Assumptions, func(x, y *pipeline.Assumption) int {
		return cmp.Or(x.Pos.Compare(y.Pos), cmp.Compare(x.Text, y.Text))
	})
	return m
}

// sorted orders a list and drops equal items.
func sorted[T any](list []T, compare func(a, b T) int) []T {
	slices.SortStableFunc(list, compare)
	return slices.CompactFunc(list, func(a, b T) bool { return compare(a, b) == 0 })
}

// intern numbers the distinct sets in the order in which they first stand.
func (b *builder) intern(m *Matrix) [][]int {
	at := map[string]int{Set{}.key(): 0}
	cells := make([][]int, len(b.rows))
	for i, r := range b.rows {
		cells[i] = make([]int, len(r.sets))
		for j, s := range r.sets {
			key := s.key()
			n, ok := at[key]
			if !ok {
				n = len(m.Sets)
				at[key] = n
				m.Sets = append(m.Sets, s)
			}
			cells[i][j] = n
		}
	}
	return cells
}

// classify puts ends with equal rows and equal columns into one class.
func (m *Matrix) classify(cells [][]int) {
	at := map[string]int{}
	m.ClassOf = make([]int, len(cells))
	for i := range cells {
		key := keyOf(cells, i)
		c, ok := at[key]
		if !ok {
			c = len(m.Classes)
			at[key] = c
			m.Classes = append(m.Classes, nil)
		}
		m.Classes[c] = append(m.Classes[c], i)
		m.ClassOf[i] = c
	}
	m.Cells = make([][]int, len(m.Classes))
	for c, members := range m.Classes {
		m.Cells[c] = make([]int, len(m.Classes))
		for d, others := range m.Classes {
			m.Cells[c][d] = cells[members[0]][others[0]]
		}
	}
}

// keyOf is a key of the row and the column of an end.
func keyOf(cells [][]int, i int) string {
	var b strings.Builder
	for j := range cells {
		fmt.Fprintf(&b, "%d,%d;", cells[i][j], cells[j][i])
	}
	return b.String()
}
