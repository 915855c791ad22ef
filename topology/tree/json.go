package tree

import (
	"bytes"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"vnetproof/topology/source"
)

// ParseJSON reads one JSON document with all that Azure accepts beyond the
// standard: comments, line breaks inside strings, trailing commas (a warning).
// What is wrong goes to diags; the result is what could be read, or nil.
// Duplicate names are an error and the first one counts.
func ParseJSON(file *source.File, text []byte, diags *source.Diagnostics) *Node {
	if len(text) <= MaxJSONSize && utf8.Valid(text) {
		if root := newQuickReader(file, asString(text)).document(); root != nil {
			return root
		}
	}
	clean, ok := prepareJSON(file, text, diags)
	if !ok {
		return nil
	}
	var missing []source.Diagnostic
	for {
		var found source.Diagnostics
		r := newJSONReader(file, text, clean, &found)
		root := r.document()
		gap := r.missingComma()
		if gap < 0 || len(missing) >= maxRepairs || len(text) > maxRepairSize {
			diags.Append(&found)
			for _, d := range missing {
				diags.Add(d)
			}
			return root
		}
		missing = append(missing, source.Diagnostic{
			Severity: source.Error, Code: "syntax", Pos: file.Pos(r.failed), Path: r.failedPath,
			Message: "expected a comma before this value",
		})
		clean.text = bytes.Clone(clean.text)
		clean.text[gap] = ','
	}
}

// A forgotten comma is put in and reading starts anew, so that it does not hide
// the other mistakes; not without end, and not for huge files.
const (
	maxRepairs    = 10
	maxRepairSize = 8 << 20
)

// prepareJSON checks size and encoding and blanks what is not JSON.
func prepareJSON(file *source.File, text []byte, diags *source.Diagnostics) (cleaned, bool) {
	if len(text) > MaxJSONSize {
		diags.Errorf(file.Pos(0), "too-big", "%d MiB of JSON; at most %d MiB are read", len(text)>>20, MaxJSONSize>>20)
		return cleaned{}, false
	}
	if len(text) == 0 {
		diags.Errorf(file.Pos(0), "syntax", "the file is empty; expected a JSON value")
		return cleaned{}, false
	}
	if !reportEncoding(file, text, diags) {
		return cleaned{}, false
	}
	return cleanJSON(file, text, diags), true
}

// jsonReader builds nodes from tokens.
type jsonReader struct {
	file  *source.File
	text  []byte // as in the file
	clean cleaned
	dec   *jsontext.Decoder
	diags *source.Diagnostics
	steps []step
	opens []int // offsets of the brackets that are open
	keys  map[string]string
	slab  []Node
	nodes int                // values standing in memory
	taken map[int]takenItems // by the offset of their list's bracket

	stopped    bool   // nothing more is read
	failed     int    // offset of the syntax error, or -1
	failedPath string // its path
}

func newJSONReader(file *source.File, text []byte, clean cleaned, diags *source.Diagnostics) *jsonReader {
	return &jsonReader{
		file: file, text: text, clean: clean, diags: diags, failed: -1,
		keys: map[string]string{},
		dec: jsontext.NewDecoder(bytes.NewBuffer(clean.text),
			jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)),
	}
}

// document reads the one value of the file.
func (r *jsonReader) document() *Node {
	root := r.value()
	r.end()
	return root
}

// end makes sure that nothing follows the one value.
func (r *jsonReader) end() {
	if r.stopped {
		return
	}
	rest := bytes.TrimLeft(r.clean.text[r.dec.InputOffset():], " \t\r\n")
	if len(rest) > 0 {
		r.diags.Add(source.Diagnostic{
			Severity: source.Error, Code: "syntax", Pos: r.file.Pos(len(r.clean.text) - len(rest)),
			Message: "more text after the end of the document; expected one JSON value",
			Hint:    "put several values into one list",
		})
	}
}

// value reads the next value. It returns nil where reading stopped.
func (r *jsonReader) value() *Node {
	if r.stopped {
		return nil
	}
	switch r.dec.PeekKind() {
	case '[':
		return r.list()
	case '{':
		return r.object()
	}
	return r.scalar()
}

// scalar reads text, a number, true, false or null.
func (r *jsonReader) scalar() *Node {
	raw, err := r.dec.ReadValue()
	if err != nil {
		r.fail(err)
		return nil
	}
	start := int(r.dec.InputOffset()) - len(raw)
	n := r.node(kindOfJSON[raw.Kind()], start)
	if n == nil {
		return nil
	}
	n.Width = len(raw)
	switch n.Kind {
	case String:
		n.Text = r.unquote(raw, start)
	case Bool, Number:
		n.Text = string(raw)
	}
	return n
}

var kindOfJSON = map[jsontext.Kind]Kind{'n': Null, 't': Bool, 'f': Bool, '0': Number, '"': String}

// list reads a list from its bracket.
func (r *jsonReader) list() *Node {
	n := r.open(List)
	for i := 0; !r.stopped && r.dec.PeekKind() != ']'; i++ {
		r.steps = append(r.steps, step{index: i})
		if item := r.value(); item != nil {
			n.Items = append(n.Items, item)
		}
		r.steps = r.steps[:len(r.steps)-1]
	}
	r.close(n)
	return n
}

// object reads an object from its brace.
func (r *jsonReader) object() *Node {
	n := r.open(Object)
	seen := names{}
	for !r.stopped && r.dec.PeekKind() != '}' {
		r.member(n, &seen)
	}
	r.close(n)
	return n
}

// member reads one name and value into n.
func (r *jsonReader) member(n *Node, seen *names) {
	key, pos, ok := r.name()
	if !ok {
		return
	}
	r.steps = append(r.steps, step{key: key, index: -1})
	defer func() { r.steps = r.steps[:len(r.steps)-1] }()
	value := r.value()
	if value == nil {
		return
	}
	m := Member{Key: key, KeyPos: pos, Value: value}
	if seen.add(r.diags, n, m, r.steps) {
		n.Members = append(n.Members, m)
	}
}

// name reads the name of a member.
func (r *jsonReader) name() (string, source.Pos, bool) {
	raw, err := r.dec.ReadValue()
	if err != nil {
		r.fail(err)
		return "", source.Pos{}, false
	}
	start := int(r.dec.InputOffset()) - len(raw)
	key, ok := r.keys[string(raw)]
	if !ok {
		key = r.unquote(raw, start)
		if len(raw) <= 64 && len(r.keys) < 4096 {
			r.keys[string(raw)] = key
		}
	}
	return key, r.file.Pos(start), true
}

// open reads the opening bracket of a list or object and begins its node.
func (r *jsonReader) open(kind Kind) *Node {
	if _, err := r.dec.ReadToken(); err != nil {
		r.fail(err)
		return nil
	}
	start := int(r.dec.InputOffset()) - 1
	r.opens = append(r.opens, start)
	if len(r.opens) > MaxDepth {
		r.stop(start, "too-deep", "nested deeper than %d levels", MaxDepth)
	}
	if n := r.node(kind, start); n != nil {
		return n
	}
	return &Node{Kind: kind, Pos: r.file.Pos(start)}
}

// close reads the closing bracket of n and notes its width.
func (r *jsonReader) close(n *Node) {
	if r.stopped {
		return
	}
	if _, err := r.dec.ReadToken(); err != nil {
		r.fail(err)
		return
	}
	r.opens = r.opens[:len(r.opens)-1]
	n.Width = int(r.dec.InputOffset()) - n.Pos.Offset()
}

// node takes a node from the slab, or stops where there are too many.
func (r *jsonReader) node(kind Kind, start int) *Node {
	r.nodes++
	if r.nodes > MaxNodes {
		r.stop(start, "too-big", "more than %d values", MaxNodes)
		return nil
	}
	if len(r.slab) == 0 {
		r.slab = make([]Node, 64)
	}
	n := &r.slab[0]
	r.slab = r.slab[1:]
	n.Kind, n.Pos = kind, r.file.Pos(start)
	return n
}

// unquote returns the text of the string that stands quoted at start.
func (r *jsonReader) unquote(raw []byte, start int) string {
	if r.clean.controls {
		raw = escapeControl(r.text[start : start+len(raw)])
	}
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1])
	}
	out, err := jsontext.AppendUnquote(nil, raw)
	if err != nil {
		r.diags.Add(source.Diagnostic{
			Severity: source.Error, Code: "encoding", Pos: r.file.Pos(start), Width: len(raw), Path: pathOf(r.steps),
			Message: "text with an escape that is no character",
		})
	}
	return string(out)
}

// escapeControl writes raw line breaks and tabs as escapes.
func escapeControl(quoted []byte) []byte {
	if !bytes.ContainsAny(quoted, "\n\r\t") {
		return quoted
	}
	out := make([]byte, 0, len(quoted)+16)
	for _, c := range quoted {
		switch c {
		case '\n':
			out = append(out, `\n`...)
		case '\r':
			out = append(out, `\r`...)
		case '\t':
			out = append(out, `\t`...)
		default:
			out = append(out, c)
		}
	}
	return out
}
