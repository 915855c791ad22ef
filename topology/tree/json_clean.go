package tree

import (
	"bytes"
	"unicode/utf8"

	"vnetproof/topology/source"
)

// cleaned is JSON text in which what Azure accepts beyond JSON is blanked,
// byte for byte, so that offsets stay those of the file: comments, a byte order
// mark, trailing commas, and control characters inside strings.
type cleaned struct {
	text     []byte
	controls bool // control characters were blanked inside strings
}

// cleaner walks over JSON text once.
type cleaner struct {
	file     *source.File
	diags    *source.Diagnostics
	in       []byte // as given
	out      []byte // in, until the first change
	controls bool
	pos      int
	comma    int // offset of the last comma if nothing but blanks came since, else -1
}

// cleanJSON blanks what is not JSON. The text given is not changed.
func cleanJSON(file *source.File, text []byte, diags *source.Diagnostics) cleaned {
	c := &cleaner{file: file, diags: diags, in: text, out: text, comma: -1}
	if bytes.HasPrefix(text, []byte("\xef\xbb\xbf")) {
		c.blank(0, 3)
		c.pos = 3
	}
	for c.pos < len(c.in) {
		c.step()
	}
	return cleaned{text: c.out, controls: c.controls}
}

// step passes one byte, string or comment.
func (c *cleaner) step() {
	switch c.in[c.pos] {
	case '"':
		c.comma = -1
		c.str()
		return
	case '/':
		if c.comment() {
			return
		}
		c.comma = -1
	case ',':
		c.comma = c.pos
	case ' ', '\n', '\t', '\r':
	case ']', '}':
		c.trailingComma()
	default:
		c.comma = -1
	}
	c.pos++
}

// trailingComma blanks a comma that nothing follows, which Azure accepts.
func (c *cleaner) trailingComma() {
	if c.comma >= 0 {
		c.diags.Add(source.Diagnostic{
			Severity: source.Warning, Code: "trailing-comma", Pos: c.file.Pos(c.comma), Width: 1,
			Message: "comma after the last value", Hint: "remove it",
		})
		c.blank(c.comma, c.comma+1)
	}
	c.comma = -1
}

// str passes a string, blanking raw control characters in it.
func (c *cleaner) str() {
	for c.pos++; c.pos < len(c.in); c.pos++ {
		switch ch := c.in[c.pos]; {
		case ch == '"':
			c.pos++
			return
		case ch == '\\':
			c.pos++
		case ch == '\n' || ch == '\r' || ch == '\t':
			c.controls = true
			c.blank(c.pos, c.pos+1)
		}
	}
}

// comment blanks a comment and tells whether there was one.
func (c *cleaner) comment() bool {
	rest := c.in[c.pos:]
	switch {
	case bytes.HasPrefix(rest, []byte("//")):
		end := bytes.IndexByte(rest, '\n')
		if end < 0 {
			end = len(rest)
		}
		c.blank(c.pos, c.pos+end)
		c.pos += end
		return true
	case bytes.HasPrefix(rest, []byte("/*")):
		end := bytes.Index(rest[2:], []byte("*/"))
		if end < 0 {
			c.diags.Errorf(c.file.Pos(c.pos), "syntax", "comment without an end: expected */")
			end = len(rest) - 4
		}
		c.blank(c.pos, c.pos+end+4)
		c.pos += end + 4
		return true
	}
	return false
}

// blank overwrites with spaces, keeping line breaks, in a copy made on first use.
func (c *cleaner) blank(from, to int) {
	if &c.out[0] == &c.in[0] {
		c.out = bytes.Clone(c.in)
	}
	for i := from; i < min(to, len(c.out)); i++ {
		c.out[i] = ' '
	}
}

// reportEncoding reports what is not UTF-8 and tells whether reading can go on.
func reportEncoding(file *source.File, text []byte, diags *source.Diagnostics) bool {
	if bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")) {
		diags.Add(source.Diagnostic{
			Severity: source.Error, Code: "encoding", Pos: file.Pos(0), Width: 2,
			Message: "the text is UTF-16; expected UTF-8",
			Hint:    "save it as UTF-8 (PowerShell: Out-File -Encoding utf8)",
		})
		return false
	}
	if utf8.Valid(text) {
		return true
	}
	found := 0
	for i := 0; i < len(text) && found < maxReported; {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n == 1 {
			diags.Errorf(file.Pos(i), "encoding", "byte 0x%02x is not UTF-8", text[i])
			found++
		}
		i += n
	}
	return true
}
