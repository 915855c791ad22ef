package report

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"

	"vnetproof/scenarios/report/phrase"
	"vnetproof/scenarios/report/printable"
)

// page writes lines of text: wrapped, indented, escaped. The first error of the
// writer is kept for the end.
type page struct {
	w     *bufio.Writer
	style Style
}

func newPage(w io.Writer, s Style) *page { return &page{bufio.NewWriter(w), s} }

// done returns the first error of writing.
func (p *page) done() error { return p.w.Flush() }

// width is the number of columns that s takes.
func width(s string) int { return utf8.RuneCountInString(s) }

// clean makes text of any origin fit for the page.
func (p *page) clean(s string) string {
	s = printable.Text(s)
	if p.style.ASCII {
		s = ascii(s)
	}
	return s
}

// asciiWords stand for the signs that reports themselves use.
var asciiWords = strings.NewReplacer("→", "->", "…", "...", "⇄", "<->")

func ascii(s string) string {
	s = asciiWords.Replace(s)
	return strings.Map(func(r rune) rune {
		if r > '~' {
			return '?'
		}
		return r
	}, s)
}

// blank writes an empty line.
func (p *page) blank() { p.w.WriteByte('\n') }

// put writes text from a column on, wrapped; further lines hang two columns deeper.
func (p *page) put(indent int, i ink, text string) { p.field(indent, "", 0, i, text) }

// field writes a label and text beside it: the text starts at the column
// indent+wide and its further lines hang two columns deeper. A label that is
// too wide gets a line of its own.
func (p *page) field(indent int, label string, wide int, i ink, text string) {
	label = p.clean(label)
	start := indent + wide
	lead := strings.Repeat(" ", indent)
	if label != "" {
		lead += label
	}
	if label != "" && width(label)+1 > wide && text != "" {
		p.w.WriteString(lead + "\n")
		lead = ""
	}
	lines := phrase.BreakHanging(p.clean(text), p.style.columns()-start, 2)
	for n, line := range lines {
		if n > 0 {
			lead, line = "", "  "+line
		}
		if line != "" {
			lead = pad(lead, start)
		}
		p.w.WriteString(lead)
		p.w.WriteString(p.style.paint(i, line))
		p.w.WriteByte('\n')
	}
}

// located is field with the place of what it says: beside it where both fit,
// else below.
func (p *page) located(indent int, label string, wide int, text, place string) {
	if place != "" && indent+wide+width(text)+2+width(place) <= p.style.columns() {
		p.field(indent, label, wide, plain, text+"  "+place)
		return
	}
	p.field(indent, label, wide, plain, text)
	if place != "" {
		p.field(indent, "", wide, muted, place)
	}
}

// pad fills s with spaces up to a column.
func pad(s string, column int) string {
	return s + strings.Repeat(" ", max(0, column-width(s)))
}

// pair writes left, and right flush at the right edge; where both do not fit,
// right stands below, flush as well.
func (p *page) pair(indent int, i ink, left, right string) {
	left, right = p.clean(left), p.clean(right)
	columns := p.style.columns()
	room := columns - indent - width(left) - width(right)
	p.w.WriteString(strings.Repeat(" ", indent))
	switch {
	case right == "":
		p.w.WriteString(p.style.paint(i, left) + "\n")
	case room >= 2:
		p.w.WriteString(p.style.paint(i, left) + strings.Repeat(" ", room) + p.style.paint(muted, right) + "\n")
	default:
		for n, line := range phrase.BreakHanging(left, columns-indent, 2) {
			if n > 0 {
				p.w.WriteString(strings.Repeat(" ", indent+2))
			}
			p.w.WriteString(p.style.paint(i, line) + "\n")
		}
		p.w.WriteString(strings.Repeat(" ", max(indent+2, columns-width(right))) + p.style.paint(muted, right) + "\n")
	}
}
