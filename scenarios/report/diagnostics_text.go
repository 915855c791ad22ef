package report

import (
	"io"
	"strconv"
	"strings"

	"vnetproof/scenarios/report/phrase"
	"vnetproof/topology/source"
)

// shownLines is for how many diagnostics the line of the file is shown.
const shownLines = 12

// longestLine is the length in bytes of a line that is still worth showing.
const longestLine = 64 << 10

// DiagnosticsText lists what is wrong with, missing from or doubtful in an
// input, and counts it.
func DiagnosticsText(w io.Writer, s Style, list []source.Diagnostic) error {
	p := newPage(w, s)
	for i, d := range list {
		p.diagnostic(d, i < shownLines)
	}
	if text := countWords(list); text != "" && len(list) > 0 {
		p.put(0, plain, text)
	}
	return p.done()
}

// diagnostic writes "file:line:column: message; hint" and, if asked, the line;
// of an error also the path to it, where the message does not say that.
func (p *page) diagnostic(d source.Diagnostic, excerpt bool) {
	text := d.Message
	if d.Severity != source.Error {
		text = d.Severity.String() + ": " + text
	}
	if d.Hint != "" {
		text += "; " + d.Hint
	}
	if d.Pos.IsValid() {
		text = d.Pos.String() + ": " + text
	}
	// One line each, however long: so editors and grep find them.
	p.w.WriteString(p.style.paint(severityInk(d.Severity), p.clean(text)) + "\n")
	if excerpt && (d.Severity == source.Error || d.Note != "") {
		p.excerpt(d)
	}
	if tellsPath(d) {
		p.w.WriteString(p.style.paint(muted, pad("", 6)+"at "+p.clean(d.Path)) + "\n")
	}
	for _, r := range d.Related {
		p.put(6, muted, phrase.Join(": ", r.Pos.String(), r.Message))
	}
}

// tellsPath tells whether the path to an error helps to find it: what surrounds
// a line of JSON does not say where in the document it is.
func tellsPath(d source.Diagnostic) bool {
	return d.Severity == source.Error && d.Path != "" && strings.HasSuffix(d.Pos.File(), ".json") && !strings.Contains(d.Message, d.Path)
}

func severityInk(s source.Severity) ink {
	switch s {
	case source.Error:
		return bad
	case source.Unknown:
		return unsure
	}
	return plain
}

// excerpt shows the line of a diagnostic, cut to the page, and underlines the place.
func (p *page) excerpt(d source.Diagnostic) {
	text := d.Pos.LineText()
	if strings.TrimSpace(text) == "" || len(text) > longestLine {
		return
	}
	line := []rune(strings.Map(p.cell, text))
	number, column := d.Pos.LineColumn()
	at := column - 1
	if at > len(line) {
		return
	}
	gutter := pad("", 6) + strconv.Itoa(number) + " | "
	room := p.style.columns() - width(gutter)
	line, at = window(line, at, room)
	under := min(max(d.Width, 1), max(1, len(line)-at))
	p.w.WriteString(p.style.paint(muted, gutter) + string(line) + "\n")
	note := strings.Repeat("^", under)
	if d.Note != "" {
		note += " " + d.Note
	}
	p.w.WriteString(p.style.paint(muted, pad("", width(gutter)-2)+"| ") + pad("", at) +
		p.style.paint(severityInk(d.Severity), p.clean(note)) + "\n")
}

// cell returns a rune that takes one column, so that what stands below it does.
func (p *page) cell(r rune) rune {
	switch {
	case r == '\t':
		return ' '
	case p.clean(string(r)) != string(r):
		return '.'
	}
	return r
}

// window cuts a line so that the rune at stays in view.
func window(line []rune, at, room int) ([]rune, int) {
	if len(line) <= room {
		return line, at
	}
	from := max(0, at-room/3)
	to := min(len(line), from+room)
	return line[from:to], at - from
}

// countWords is "2 errors and 1 warning in 1 file"; "" for none.
func countWords(list []source.Diagnostic) string {
	counts := map[source.Severity]int{}
	files := map[string]bool{}
	for _, d := range list {
		counts[d.Severity]++
		if d.Pos.IsValid() {
			files[d.Pos.File()] = true
		}
	}
	var parts []string
	for _, s := range []source.Severity{source.Error, source.Unknown, source.Warning} {
		if n := counts[s]; n > 0 {
			parts = append(parts, severityCount(s, n))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	text := sentenceList(parts)
	if len(files) > 0 {
		text += " in " + plural(len(files), "file")
	}
	return text
}

func severityCount(s source.Severity, n int) string {
	if s == source.Unknown {
		return plural(n, "value") + " not known"
	}
	return plural(n, s.String())
}

// sentenceList is "a", "a and b", "a, b and c".
func sentenceList(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	last := len(parts) - 1
	return strings.Join(parts[:last], ", ") + " and " + parts[last]
}

// plural is "1 file", "4,212 files".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return thousands(n) + " " + noun + "s"
}

// thousands is "4,212".
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
