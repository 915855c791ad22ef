package tree

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"vnetproof/topology/source"
)

// stop ends reading with an error.
func (r *jsonReader) stop(offset int, code, format string, args ...any) {
	if r.stopped {
		return
	}
	r.stopped = true
	path := pathOf(r.steps)
	if len(path) > 200 {
		path = path[:200] + "…"
	}
	r.diags.Add(source.Diagnostic{
		Severity: source.Error, Code: code, Pos: r.file.Pos(offset), Path: path, Message: fmt.Sprintf(format, args...),
	})
}

// fail ends reading with what the decoder found wrong.
func (r *jsonReader) fail(err error) {
	if r.stopped {
		return
	}
	r.stopped = true
	d := source.Diagnostic{Severity: source.Error, Code: "syntax", Path: pathOf(r.steps)}
	r.failed, r.failedPath = len(r.clean.text), d.Path
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		r.failed = min(int(syntax.ByteOffset), len(r.clean.text))
		err = syntax.Err
	}
	d.Pos = r.file.Pos(r.failed)
	d.Message = "not valid JSON: " + strings.TrimPrefix(err.Error(), "jsontext: ")
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		d.Message = "the file ends before its JSON value does"
		if r.failed < len(r.clean.text) && r.clean.text[r.failed] == '"' {
			d.Message = "text without an end; expected a closing quote"
		}
		if len(r.opens) > 0 {
			open := r.opens[len(r.opens)-1]
			d.Related = append(d.Related, source.Related{
				Pos: r.file.Pos(open), Message: fmt.Sprintf("this %c is not closed", r.clean.text[open])})
		}
	}
	d.Hint = hintFor(r.clean.text[r.failed:])
	r.diags.Add(d)
}

// hintFor names the usual reasons for a value that cannot begin so.
func hintFor(rest []byte) string {
	switch {
	case len(rest) == 0:
		return ""
	case rest[0] == '\'':
		return "JSON wants double quotes"
	case rest[0] == '#':
		return "comments begin with //"
	case rest[0] == 'T' || rest[0] == 'F' || rest[0] == 'N':
		return "JSON writes true, false and null in lower case"
	case rest[0] == '<':
		return "this looks like XML or HTML, not JSON"
	}
	return ""
}

// missingComma returns the offset of the blank where a comma was forgotten, if
// that is why reading failed, else -1.
func (r *jsonReader) missingComma() int {
	at := r.failed
	if at <= 0 || at >= len(r.clean.text) || !strings.ContainsRune(`"{[-0123456789tfn`, rune(r.clean.text[at])) {
		return -1
	}
	kind, count := r.dec.StackIndex(r.dec.StackDepth())
	if kind == 0 || count == 0 || kind == '{' && count%2 == 1 {
		return -1
	}
	if !strings.ContainsRune(" \t\r\n", rune(r.clean.text[at-1])) {
		return -1
	}
	before := strings.TrimRight(string(r.clean.text[max(0, at-4096):at]), " \t\r\n")
	if before == "" || !strings.ContainsRune(`"}]0123456789el`, rune(before[len(before)-1])) {
		return -1
	}
	return at - 1
}
