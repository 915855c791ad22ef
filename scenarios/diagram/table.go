package diagram

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/emicklei/dot"

	"vnetproof/scenarios/report/printable"
)

// row is one line of a table that stands for a subnet, hub or other box.
type row struct {
	kind   string // small words before the name, "firewall"
	name   string
	detail string // after the name
	fill   string // "" for none
	port   string // "" where no edge ends here
	head   bool   // the title of the table
	small  bool
	marked bool // on the path
}

// table is the label of a node as rows; it is written in Graphviz's own
// dialect of HTML.
type table struct {
	rows  []row
	faded bool
	line  string // colour of its frame
	width int    // of the frame
}

// html returns the label. Everything from the input is escaped here.
func (t table) html() dot.HTML {
	var b strings.Builder
	fmt.Fprintf(&b, `<TABLE BORDER="%d" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3" COLOR="%s" BGCOLOR="%s">`,
		t.width, t.line, paperColor)
	for _, r := range t.rows {
		t.writeRow(&b, r)
	}
	b.WriteString("</TABLE>")
	return dot.HTML(b.String())
}

// gap stands between the parts of a row. Plain spaces at the ends of a text are
// lost in SVG.
const gap = `<FONT POINT-SIZE="11">&#160;</FONT>`

func (t table) writeRow(b *strings.Builder, r row) {
	b.WriteString(`<TR><TD ALIGN="LEFT"`)
	if r.port != "" {
		fmt.Fprintf(b, ` PORT="%s"`, r.port)
	}
	if fill := t.fill(r); fill != "" {
		fmt.Fprintf(b, ` BGCOLOR="%s"`, fill)
	}
	b.WriteString(">")
	size := 11
	if r.small {
		size = 9
	}
	ink, muted := inkColor, mutedColor
	if t.faded && !r.marked {
		ink, muted = fadedColor, fadedColor
	}
	writeSpan(b, r.kind, muted, size-1, false)
	if r.kind != "" && r.name != "" {
		b.WriteString(gap)
	}
	writeSpan(b, r.name, ink, size, r.head || r.marked)
	if r.detail != "" {
		b.WriteString(gap)
	}
	writeSpan(b, r.detail, muted, size-1, false)
	b.WriteString("</TD></TR>")
}

func (t table) fill(r row) string {
	if t.faded && !r.marked {
		if r.head {
			return fadedFill
		}
		return ""
	}
	return r.fill
}

func writeSpan(b *strings.Builder, s, color string, size int, bold bool) {
	if s == "" {
		return
	}
	fmt.Fprintf(b, `<FONT COLOR="%s" POINT-SIZE="%d">`, color, size)
	if bold {
		b.WriteString("<B>")
	}
	b.WriteString(escape(text(s)))
	if bold {
		b.WriteString("</B>")
	}
	b.WriteString("</FONT>")
}

// Graphviz reads \N and its like in its HTML too.
var htmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", `\`, `\\`)

// escape makes text safe inside a label in Graphviz's HTML.
func escape(s string) string { return htmlEscaper.Replace(s) }

// plainEscaper is for ordinary labels, where Graphviz reads entities and
// backslashes; the quotes of the string itself are dot's business.
var plainEscaper = strings.NewReplacer("&", "&amp;")

// leftJustified is a label whose lines all start at the left: each ends in \l,
// which only a literal keeps.
func leftJustified(lines []string) dot.Literal {
	var b strings.Builder
	b.WriteByte('"')
	for _, line := range lines {
		b.WriteString(quoted(line) + `\l`)
	}
	b.WriteByte('"')
	return dot.Literal(b.String())
}

// quoted is the inside of a quoted string that shows s.
func quoted(s string) string {
	q := strconv.Quote(plainEscaper.Replace(printable.Text(s)))
	return q[1 : len(q)-1]
}

// label makes lines of text safe as an ordinary label.
func label(lines ...string) string {
	for i, line := range lines {
		lines[i] = plainEscaper.Replace(text(line))
	}
	return strings.Join(lines, "\n")
}
