package tree

import (
	"bytes"
	"strings"

	"vnetproof/topology/source"
)

// Each reads a JSON document like ParseJSON but hands over the items of its
// long list one at a time, so that a big export never stands in memory as
// nodes: the items of a top-level list (list is ""), or of the lists "value",
// "data" and "resources" of a top-level object (list is that key). An item may
// be forgotten after yield returns. The result is the rest of the document,
// in which those lists are empty.
func Each(file *source.File, text []byte, diags *source.Diagnostics, yield func(list string, index int, item *Node)) *Node {
	return EachPart(file, text, diags, Parts[struct{}]{Item: yield})
}

// eachExact is Each for a document of which some items were taken already.
func eachExact(file *source.File, text []byte, diags *source.Diagnostics, taken map[int]takenItems, yield func(list string, index int, item *Node)) *Node {
	clean, ok := prepareJSON(file, text, diags)
	if !ok {
		return nil
	}
	for start, t := range taken {
		clean.text = t.blank(clean.text, start, text)
	}
	r := newJSONReader(file, text, clean, diags)
	r.taken = taken
	root := r.stream(yield)
	r.end()
	return root
}

// takenItems are the items at the begin of a list that were read already.
type takenItems struct {
	count int
	end   int // offset behind the last one
}

// blank overwrites the items, and the comma behind them, so that the list seems
// to begin later. A comma that no value follows stays, to be told. It returns a
// copy of clean where that still is the file's text.
func (t takenItems) blank(clean []byte, start int, text []byte) []byte {
	if &clean[0] == &text[0] {
		clean = bytes.Clone(clean)
	}
	for i := start + 1; i < t.end; i++ {
		clean[i] = ' '
	}
	rest := bytes.TrimLeft(clean[t.end:], blanks)
	if len(rest) > 0 && rest[0] == ',' && !bytes.HasPrefix(bytes.TrimLeft(rest[1:], blanks), []byte("]")) {
		rest[0] = ' '
	}
	return clean
}

// blanks are what may stand between the tokens of JSON.
const blanks = " \t\r\n"

// stream reads the top-level value.
func (r *jsonReader) stream(yield func(string, int, *Node)) *Node {
	switch r.dec.PeekKind() {
	case '[':
		return r.streamList("", yield)
	case '{':
		return r.streamObject(yield)
	}
	return r.value()
}

// streamObject reads the top-level object.
func (r *jsonReader) streamObject(yield func(string, int, *Node)) *Node {
	n := r.open(Object)
	seen := names{}
	for !r.stopped && r.dec.PeekKind() != '}' {
		r.streamMember(n, &seen, yield)
	}
	r.close(n)
	return n
}

// streamMember reads one member of the top-level object.
func (r *jsonReader) streamMember(n *Node, seen *names, yield func(string, int, *Node)) {
	key, pos, ok := r.name()
	if !ok {
		return
	}
	r.steps = append(r.steps, step{key: key, index: -1})
	defer func() { r.steps = r.steps[:len(r.steps)-1] }()
	var value *Node
	if isStreamed(key) && r.dec.PeekKind() == '[' {
		value = r.streamList(key, yield)
	} else {
		value = r.value()
	}
	if value == nil {
		return
	}
	m := Member{Key: key, KeyPos: pos, Value: value}
	if seen.add(r.diags, n, m, r.steps) {
		n.Members = append(n.Members, m)
	}
}

// isStreamed tells whether a top-level list of that name holds resources.
func isStreamed(key string) bool {
	return strings.EqualFold(key, "value") || strings.EqualFold(key, "data") || strings.EqualFold(key, "resources")
}

// streamList hands over the items of a list and returns it empty.
func (r *jsonReader) streamList(key string, yield func(string, int, *Node)) *Node {
	n := r.open(List)
	before := r.nodes
	for i := r.taken[n.Where().Offset()].count; !r.stopped && r.dec.PeekKind() != ']'; i++ {
		r.steps = append(r.steps, step{index: i})
		item := r.value()
		r.steps = r.steps[:len(r.steps)-1]
		if item != nil && !r.stopped {
			yield(key, i, item)
		}
		r.nodes = before
	}
	r.close(n)
	return n
}
