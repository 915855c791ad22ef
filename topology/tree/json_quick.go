package tree

import (
	"strings"
	"unsafe"

	"github.com/go-json-experiment/json/jsontext"

	"vnetproof/topology/source"
)

// quickReader builds nodes from plain JSON, in one pass over the bytes: as
// strict as the standard, without names that come twice. It gives up on all
// else without a word; jsonReader then reads the same text and says what is
// wrong, or takes what Azure accepts beyond the standard.
type quickReader struct {
	file  *source.File
	text  string // valid UTF-8
	views bool   // texts of nodes are parts of the document, which they hold, and not copies
	pos   int
	depth int
	nodes int // values standing in memory
	arena *arena
	keys  keyNames
	// items and members are those of the lists and objects that are open.
	items   []*Node
	members []Member
}

// quickNodes bounds the values that stand in memory; jsonReader knows the true bound.
const quickNodes = MaxNodes / 2

func newQuickReader(file *source.File, text string) *quickReader {
	return &quickReader{file: file, text: text, arena: &arena{}}
}

// asString returns the bytes of a document, which are never changed, as text.
func asString(text []byte) string { return unsafe.String(unsafe.SliceData(text), len(text)) }

// document reads the one value of a document; nil where it gives up.
func (q *quickReader) document() *Node {
	q.skipMark()
	root := q.value()
	if root == nil || !q.atEnd() {
		return nil
	}
	return root
}

// skipMark passes a byte order mark.
func (q *quickReader) skipMark() {
	if strings.HasPrefix(q.text, "\ufeff") {
		q.pos = len("\ufeff")
	}
}

// atEnd tells whether only blanks are left.
func (q *quickReader) atEnd() bool { return q.next() == 0 && q.pos == len(q.text) }

// next passes blanks and returns the byte after them, 0 at the end.
func (q *quickReader) next() byte {
	for q.pos < len(q.text) {
		c := q.text[q.pos]
		if c > ' ' || c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			return c
		}
		q.pos++
	}
	return 0
}

// value reads the next value; nil where it gives up.
func (q *quickReader) value() *Node {
	if q.nodes++; q.nodes > quickNodes {
		return nil
	}
	switch q.next() {
	case '"':
		return q.str()
	case '{':
		return q.object()
	case '[':
		return q.list()
	case 't':
		return q.word(Bool, "true")
	case 'f':
		return q.word(Bool, "false")
	case 'n':
		return q.word(Null, "null")
	}
	return q.number()
}

// scalar returns the node of a value that ends at end.
func (q *quickReader) scalar(kind Kind, end int, text string) *Node {
	n := q.arena.node(kind)
	n.Pos, n.Width, n.Text = q.file.Pos(q.pos), end-q.pos, text
	q.pos = end
	return n
}

// word reads true, false or null.
func (q *quickReader) word(kind Kind, word string) *Node {
	if !strings.HasPrefix(q.text[q.pos:], word) {
		return nil
	}
	text := word
	if kind == Null {
		text = ""
	}
	return q.scalar(kind, q.pos+len(word), text)
}

// number reads a number.
func (q *quickReader) number() *Node {
	end := numberEnd(q.text, q.pos)
	if end < 0 {
		return nil
	}
	return q.scalar(Number, end, q.kept(q.text[q.pos:end]))
}

// str reads a text.
func (q *quickReader) str() *Node {
	text, end, ok := q.quoted()
	if !ok {
		return nil
	}
	return q.scalar(String, end, q.kept(text))
}

// kept returns the text that a node keeps.
func (q *quickReader) kept(text string) string {
	if q.views {
		return text
	}
	return strings.Clone(text)
}

// quoted reads the string that begins here, and returns it with its end.
func (q *quickReader) quoted() (text string, end int, ok bool) {
	end, escaped := stringEnd(q.text, q.pos+1)
	if end < 0 {
		return "", 0, false
	}
	if !escaped {
		return q.text[q.pos+1 : end-1], end, true
	}
	raw := q.text[q.pos:end]
	out, err := jsontext.AppendUnquote(nil, raw)
	return asString(out), end, err == nil
}

// list reads a list from its bracket.
func (q *quickReader) list() *Node {
	n := q.open(List)
	if n == nil {
		return nil
	}
	base := len(q.items)
	if q.next() == ']' {
		return q.close(n)
	}
	for {
		item := q.value()
		if item == nil {
			return nil
		}
		q.items = append(q.items, item)
		switch q.next() {
		case ',':
			q.pos++
		case ']':
			n.Items = q.arena.items.keep(q.items[base:])
			q.items = q.items[:base]
			return q.close(n)
		default:
			return nil
		}
	}
}

// object reads an object from its brace.
func (q *quickReader) object() *Node {
	n := q.open(Object)
	if n == nil {
		return nil
	}
	base := len(q.members)
	if q.next() == '}' {
		return q.close(n)
	}
	var seen keySet
	for {
		if !q.member(&seen) {
			return nil
		}
		switch q.next() {
		case ',':
			q.pos++
		case '}':
			n.Members = q.arena.members.keep(q.members[base:])
			q.members = q.members[:base]
			return q.close(n)
		default:
			return nil
		}
	}
}

// member reads one name and value.
func (q *quickReader) member(seen *keySet) bool {
	pos, name, ok := q.name(seen)
	if !ok {
		return false
	}
	value := q.value()
	q.members = append(q.members, Member{Key: name, KeyPos: pos, Value: value})
	return value != nil
}

// name reads the name of a member and the colon behind it.
func (q *quickReader) name(seen *keySet) (source.Pos, string, bool) {
	if q.next() != '"' {
		return source.Pos{}, "", false
	}
	pos := q.file.Pos(q.pos)
	text, end, ok := q.quoted()
	if !ok {
		return source.Pos{}, "", false
	}
	name := q.keys.of(text)
	if name.id == 0 && hasOddLetters(text) || !seen.add(name) {
		return source.Pos{}, "", false
	}
	q.pos = end
	if q.next() != ':' {
		return source.Pos{}, "", false
	}
	q.pos++
	return pos, name.text, true
}

// open passes an opening bracket and begins its node.
func (q *quickReader) open(kind Kind) *Node {
	if q.depth++; q.depth > MaxDepth {
		return nil
	}
	n := q.arena.node(kind)
	n.Pos = q.file.Pos(q.pos)
	q.pos++
	return n
}

// close passes the closing bracket of n.
func (q *quickReader) close(n *Node) *Node {
	q.depth--
	q.pos++
	n.Width = q.pos - n.Pos.Offset()
	return n
}
