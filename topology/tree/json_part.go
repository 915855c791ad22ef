package tree

import (
	"iter"
	"runtime"
	"sync"
	"unicode/utf8"

	"vnetproof/topology/source"
)

// Parts says how the items of long lists are read on all cores. P is what a
// piece of a list, some neighbouring items, is made into.
type Parts[P any] struct {
	// Apart tells whether the items of a list may be read apart. If it is nil,
	// or says no, the items go to Item.
	Apart func(list string) bool
	// Read makes a piece, on a goroutine of its own. An item is gone with the
	// next one: its nodes serve again. Texts are parts of the document: what is
	// kept of them must be copied, or keeps all of it in memory.
	Read func(list string, items iter.Seq2[int, *Node]) P
	// Take takes what Read made, in the order of the document. Where it returns
	// false, the same items go to Item.
	Take func(P) bool
	// Item takes one item, in the order of the document.
	Item func(list string, index int, item *Node)
}

// EachPart is Each on all cores. Results and diagnostics are those of Each,
// however many cores there are.
func EachPart[P any](file *source.File, text []byte, diags *source.Diagnostics, how Parts[P]) *Node {
	var taken map[int]takenItems
	if len(text) <= MaxJSONSize && utf8.Valid(text) {
		s := newSplitter(file, asString(text), how)
		root := s.stream()
		if s.end(); root != nil && s.quick.atEnd() && !s.failed {
			return root
		}
		taken = s.taken
	}
	return eachExact(file, text, diags, taken, how.Item)
}

const (
	// pieceSize is the number of bytes from which on items are a piece.
	pieceSize = 128 << 10
	// aloneSize is the size of a document that is not worth a second goroutine.
	aloneSize = pieceSize / 2
)

// piece is a run of items of a list.
type piece[P any] struct {
	list       string
	bracket    int // where the list begins
	first      int // index of the first item
	count      int
	start, end int // from the first item to behind the last one

	made   P
	plain  bool // it could be read
	isMade chan struct{}
}

// splitter finds the items of a document's lists without reading them, has
// workers read them, and takes the results in order.
type splitter[P any] struct {
	quick   *quickReader // reads what is beside the lists
	how     Parts[P]
	work    chan *piece[P] // nil where the splitter does all by itself
	workers sync.WaitGroup
	alone   *quickReader // reads pieces where there are no workers
	waiting []*piece[P]  // handed out, not taken
	taken   map[int]takenItems
	failed  bool // what was handed out is not plain JSON
}

func newSplitter[P any](file *source.File, text string, how Parts[P]) *splitter[P] {
	s := &splitter[P]{quick: newQuickReader(file, text), how: how, taken: map[int]takenItems{}}
	cores := runtime.GOMAXPROCS(0)
	if how.Apart == nil || len(text) < aloneSize || cores == 1 {
		s.alone = s.pieceReader()
		return s
	}
	s.work = make(chan *piece[P], 4*cores)
	for range cores {
		s.workers.Go(func() {
			q := s.pieceReader()
			for p := range s.work {
				s.read(q, p)
			}
		})
	}
	return s
}

// pieceReader returns a reader whose nodes serve again for each item.
func (s *splitter[P]) pieceReader() *quickReader {
	return &quickReader{file: s.quick.file, text: s.quick.text, views: true, arena: newReusedArena()}
}

// end waits for the workers, and takes what they made.
func (s *splitter[P]) end() {
	s.drain()
	if s.work != nil {
		close(s.work)
		s.workers.Wait()
	}
}

// stream reads the top-level value; nil where it gives up.
func (s *splitter[P]) stream() *Node {
	s.quick.skipMark()
	switch s.quick.next() {
	case '[':
		return s.streamList("")
	case '{':
		return s.streamObject()
	}
	return s.quick.value()
}

// streamObject reads the top-level object.
func (s *splitter[P]) streamObject() *Node {
	q := s.quick
	n := q.open(Object)
	if q.next() == '}' {
		return q.close(n)
	}
	var seen keySet
	for {
		pos, key, ok := q.name(&seen)
		if !ok {
			return nil
		}
		value := s.member(key)
		if value == nil {
			return nil
		}
		n.Members = append(n.Members, Member{Key: key, KeyPos: pos, Value: value})
		switch q.next() {
		case ',':
			q.pos++
		case '}':
			return q.close(n)
		default:
			return nil
		}
	}
}

// member reads the value of a member of the top-level object.
func (s *splitter[P]) member(key string) *Node {
	if isStreamed(key) && s.quick.next() == '[' {
		return s.streamList(key)
	}
	return s.quick.value()
}

// streamList hands over the items of a list and returns it empty; nil where it
// gives up.
func (s *splitter[P]) streamList(key string) *Node {
	q := s.quick
	n := q.open(List)
	apart := s.how.Apart != nil && s.how.Apart(key)
	if q.next() == ']' {
		return q.close(n)
	}
	p := s.newPiece(key, n)
	for i := 0; !s.failed; i++ {
		if q.next(); p.count == 0 {
			p.first, p.start = i, q.pos
		}
		p.count++
		p.end = valueEnd(q.text, q.pos)
		if p.end < 0 {
			return nil
		}
		q.pos = p.end
		isLast := q.next() == ']'
		if !isLast && q.next() != ',' {
			return nil
		}
		if isLast || !apart || p.end-p.start >= pieceSize {
			s.give(p, apart)
			p = s.newPiece(key, n)
		}
		if isLast {
			return q.close(n)
		}
		q.pos++
	}
	return nil
}

func (s *splitter[P]) newPiece(key string, list *Node) *piece[P] {
	return &piece[P]{list: key, bracket: list.Pos.Offset()}
}

// give has a piece read, by a worker if it may be read apart.
func (s *splitter[P]) give(p *piece[P], apart bool) {
	switch {
	case !apart:
		s.drain()
		s.items(p)
	case s.work == nil:
		p.isMade = make(chan struct{})
		s.read(s.alone, p)
		s.take(p)
	default:
		p.isMade = make(chan struct{})
		s.work <- p
		if s.waiting = append(s.waiting, p); len(s.waiting) > 4*runtime.GOMAXPROCS(0) {
			s.take(s.waiting[0])
			s.waiting = s.waiting[1:]
		}
	}
}

// drain takes all that is waiting.
func (s *splitter[P]) drain() {
	for _, p := range s.waiting {
		s.take(p)
	}
	s.waiting = nil
}

// read makes a piece.
func (s *splitter[P]) read(q *quickReader, p *piece[P]) {
	defer close(p.isMade)
	q.pos, q.items, q.members = p.start, q.items[:0], q.members[:0]
	p.made = s.how.Read(p.list, func(yield func(int, *Node) bool) {
		for i := range p.count {
			q.arena.reset()
			item := q.item(i > 0)
			if item == nil || !yield(p.first+i, item) {
				return
			}
		}
		p.plain = q.pos == p.end
	})
}

// item reads an item of a list, and the comma before it if there is to be one;
// nil where it gives up.
func (q *quickReader) item(comma bool) *Node {
	if comma {
		if q.next() != ',' {
			return nil
		}
		q.pos++
	}
	q.depth, q.nodes = len("{["), 0 // as deep as a streamed list may be
	return q.value()
}

// take takes a piece when it is made, unless one before it could not be.
func (s *splitter[P]) take(p *piece[P]) {
	<-p.isMade
	switch {
	case s.failed:
	case !p.plain:
		s.failed = true
	case s.how.Take(p.made):
		s.taken[p.bracket] = takenItems{p.first + p.count, p.end}
	default:
		s.items(p)
	}
}

// items hands over the items of a piece one by one.
func (s *splitter[P]) items(p *piece[P]) {
	q := s.quick
	behind, depth, nodes := q.pos, q.depth, q.nodes
	q.pos = p.start
	for i := 0; i < p.count && !s.failed; i++ {
		item := q.item(i > 0)
		if item == nil || i+1 == p.count && q.pos != p.end {
			s.failed = true
			break
		}
		s.taken[p.bracket] = takenItems{p.first + i + 1, q.pos}
		s.how.Item(p.list, p.first+i, item)
	}
	q.pos, q.depth, q.nodes = behind, depth, nodes
}
