package tree

import (
	"bytes"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"vnetproof/topology/source"
)

// lineTable turns the parser's lines and columns into byte offsets.
type lineTable struct {
	text   []byte
	starts []int         // byte offset of each line, by all line breaks that YAML knows
	ascii  bool          // a character is a byte
	marks  map[int][]int // of a line with other characters: the offset of each 256th
}

// newLineTable finds the lines of text.
func newLineTable(text []byte) *lineTable {
	t := &lineTable{text: text, starts: []int{0}, ascii: true, marks: map[int][]int{}}
	if bytes.HasPrefix(text, []byte("\xef\xbb\xbf")) {
		t.starts[0] = 3
	}
	for i := 0; i < len(text); i++ {
		t.ascii = t.ascii && text[i] < utf8.RuneSelf
		if n := yamlBreak(text[i:]); n > 0 {
			i += n - 1
			t.starts = append(t.starts, i+1)
		}
	}
	return t
}

// offset returns the byte offset of a one-based line and column, which counts characters.
func (t *lineTable) offset(line, column int) int {
	if line < 1 || line > len(t.starts) {
		return len(t.text)
	}
	if t.ascii {
		return min(t.starts[line-1]+column-1, len(t.text))
	}
	marks := t.line(line)
	i := min(max(column-1, 0)/markEvery, len(marks)-1)
	at := marks[i]
	for range column - 1 - i*markEvery {
		_, n := utf8.DecodeRune(t.text[at:])
		at += n
	}
	return min(at, len(t.text))
}

// markEvery is the number of characters between two marks.
const markEvery = 256

// line returns the marks of a line.
func (t *lineTable) line(line int) []int {
	if marks := t.marks[line]; marks != nil {
		return marks
	}
	at, end := t.starts[line-1], len(t.text)
	if line < len(t.starts) {
		end = t.starts[line]
	}
	var marks []int
	for count := 0; at < end || count == 0; count++ {
		if count%markEvery == 0 {
			marks = append(marks, at)
		}
		_, n := utf8.DecodeRune(t.text[at:])
		at += max(n, 1)
	}
	t.marks[line] = marks
	return marks
}

// yamlBreak returns the length of the line break that text begins with, or 0.
func yamlBreak(text []byte) int {
	switch {
	case text[0] == '\n':
		return 1
	case text[0] == '\r':
		if len(text) > 1 && text[1] == '\n' {
			return 2
		}
		return 1
	case text[0] == 0xc2 && bytes.HasPrefix(text, []byte("\u0085")):
		return 2
	case text[0] == 0xe2 && (bytes.HasPrefix(text, []byte("\u2028")) || bytes.HasPrefix(text, []byte("\u2029"))):
		return 3
	}
	return 0
}

// pos returns where a node stands.
func (r *yamlReader) pos(n *yaml.Node) source.Pos {
	return r.file.Pos(r.lines.offset(n.Line, n.Column))
}

// reportControl reports control characters, which YAML does not allow, and
// tells whether there are none.
func reportControl(file *source.File, text []byte, diags *source.Diagnostics) bool {
	count := 0
	for i, c := range text {
		if c >= ' ' && c != 0x7f || c == '\n' || c == '\r' || c == '\t' {
			continue
		}
		if count++; count > maxReported {
			break
		}
		diags.Errorf(file.Pos(i), "encoding", "control character 0x%02x; expected text", c)
	}
	return count == 0
}

// countEntries guesses the number of values from above, without parsing: each
// but the first of a collection needs one of these indicators.
func countEntries(text []byte) int {
	count := 0
	for i, c := range text {
		switch c {
		case ',', '[', '{':
			count++
		case ':', '-', '?':
			if i+1 == len(text) || text[i+1] <= ' ' {
				count++
			}
		}
	}
	return count
}
