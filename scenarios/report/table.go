package report

import "strings"

// row writes cells in columns of those widths; a cell that is too wide pushes
// the rest of its row to the right, for a cut name cannot be searched for.
func (p *page) row(cells []string, columns []int, i ink) {
	line := ""
	at := 0
	for n, cell := range cells {
		if line != "" {
			line = pad(line, at)
			if !strings.HasSuffix(line, " ") && line != "" {
				line += "  "
			}
		}
		line += p.clean(cell)
		if n < len(columns) {
			at += columns[n]
		}
	}
	p.w.WriteString(p.style.paint(i, strings.TrimRight(line, " ")) + "\n")
}

// table writes rows under their headings, in columns as wide as need be.
func (p *page) table(rows [][]string) {
	columns := p.columnsOf(rows)
	for n, r := range rows {
		if n == 0 {
			p.row(r, columns, strong)
		} else {
			p.row(r, columns, plain)
		}
	}
}

// columnsOf returns widths that fit all rows, two columns apart.
func (p *page) columnsOf(rows [][]string) []int {
	var out []int
	for _, r := range rows {
		for i, cell := range r {
			if i == len(out) {
				out = append(out, 0)
			}
			out[i] = max(out[i], width(p.clean(cell))+2)
		}
	}
	return out
}

func joinWith(words []string, separator string) string { return strings.Join(words, separator) }
