package report

import (
	"io"

	"vnetproof/scenarios/matrix"
)

// MatrixText lists who may talk to whom, and on what: pairs between which
// nothing gets through are left out.
func MatrixText(w io.Writer, s Style, m *matrix.Matrix) error {
	p := newPage(w, s)
	rows := [][]string{{"FROM", "TO", "TRAFFIC"}}
	m.Each(func(from, to int, set matrix.Set) {
		rows = append(rows, []string{m.Ends[from].Name, m.Ends[to].Name, setWords(set)})
	})
	empty := len(m.Ends)*len(m.Ends) - (len(rows) - 1)
	if len(rows) > 1 {
		p.table(rows)
	}
	if !s.Quiet {
		if len(rows) > 1 {
			p.blank()
		}
		p.put(0, plain, plural(len(rows)-1, "pair")+" of "+thousands(len(m.Ends)*len(m.Ends))+" can talk; between the other "+
			thousands(empty)+" nothing gets through")
		p.remarks(m.Gaps, m.Assumptions)
	}
	return p.done()
}

// setWords is "tcp/443, one way udp/53, perhaps icmp (partly)".
func setWords(s matrix.Set) string {
	text := ""
	for _, part := range []struct{ before, words string }{
		{"", s.Delivered.String()}, {"one way ", s.OneWay.String()}, {"perhaps ", s.Unknown.String()},
	} {
		if part.words == "none" {
			continue
		}
		if text != "" {
			text += ", "
		}
		text += part.before + part.words
	}
	if s.Partial {
		text += " (partly)"
	}
	return text
}
