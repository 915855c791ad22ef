package report

import (
	"encoding/csv"
	"io"
	"strings"

	"vnetproof/scenarios/matrix"
	"vnetproof/scenarios/report/printable"
	"vnetproof/sim/packet"
)

// MatrixCSV lists who may talk to whom, a line a pair; pairs between which
// nothing gets through are left out.
func MatrixCSV(w io.Writer, m *matrix.Matrix) error {
	out := csv.NewWriter(w)
	out.Write([]string{"from", "to", "delivered", "one way", "inconclusive", "partial"})
	m.Each(func(from, to int, s matrix.Set) {
		partial := ""
		if s.Partial {
			partial = "partial"
		}
		out.Write([]string{cell(m.Ends[from].Name), cell(m.Ends[to].Name), trafficCell(s.Delivered), trafficCell(s.OneWay), trafficCell(s.Unknown), partial})
	})
	out.Flush()
	return out.Error()
}

// cell is a name as a spreadsheet shows it: one that would be taken for a
// formula is quoted.
func cell(name string) string {
	name = printable.Text(name)
	if strings.HasPrefix(strings.TrimLeft(name, " "), "=") || strings.IndexAny(name, "+-@") == 0 {
		return "'" + name
	}
	return name
}

func trafficCell(t packet.Traffic) string { return strings.Join(t.Words(), " ") }
