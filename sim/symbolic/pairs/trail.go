package pairs

import (
	"encoding/binary"
	"slices"

	"vnetproof/sim/pipeline"
)

// trail is the states that a packet has met: a node of trails, and whether the
// home of its source is one of them.
type trail struct {
	node int32
	home bool
}

// trails interns sets of states by the order in which they were met.
type trails struct {
	nodes []trailNode
	child map[trailKey]int32
}

type trailNode struct {
	parent int32
	last   pipeline.StateID
	ids    []pipeline.StateID // sorted
	strict []pipeline.StateID // those of ids that break TCP where the answer goes past
}

type trailKey struct {
	parent int32
	state  pipeline.StateID
	strict bool
}

func newTrails() trails { return trails{nodes: make([]trailNode, 1), child: map[trailKey]int32{}} }

// add returns the node with one state more.
func (t *trails) add(node int32, s *pipeline.State) int32 {
	key := trailKey{node, s.ID, s.Strict}
	if id, ok := t.child[key]; ok {
		return id
	}
	n := &t.nodes[node]
	i, found := slices.BinarySearch(n.ids, s.ID)
	stricter := s.Strict && !slices.Contains(n.strict, s.ID)
	id := node
	if !found || stricter {
		made := trailNode{parent: node, last: s.ID, ids: n.ids, strict: n.strict}
		if !found {
			made.ids = slices.Insert(slices.Clone(n.ids), i, s.ID)
		}
		if stricter {
			made.strict = append(slices.Clone(n.strict), s.ID)
		}
		id = int32(len(t.nodes))
		t.nodes = append(t.nodes, made)
	}
	t.child[key] = id
	return id
}

func (n *trailNode) has(id pipeline.StateID) bool { _, ok := slices.BinarySearch(n.ids, id); return ok }

// wayBack is what an answer meets on its way home, by number; lost where it
// ends elsewhere, or meets what is left to symbolic.
type wayBack = int32

const lost wayBack = -1

// meeting is what a way back meets.
type meeting struct {
	states []pipeline.StateID // sorted
	rests  []int32            // assumptions, by number, sorted
}

// waysBack interns ways back.
type waysBack struct {
	list  []meeting
	known map[string]wayBack
}

func newWaysBack() waysBack {
	return waysBack{list: []meeting{{}}, known: map[string]wayBack{string(meeting{}.key()): 0}}
}

func (m meeting) key() []byte {
	key := binary.LittleEndian.AppendUint32(nil, uint32(len(m.states)))
	for _, s := range m.states {
		key = binary.LittleEndian.AppendUint32(key, uint32(s))
	}
	for _, r := range m.rests {
		key = binary.LittleEndian.AppendUint32(key, uint32(r))
	}
	return key
}

func (w *waysBack) intern(m meeting) wayBack {
	key := m.key()
	n, ok := w.known[string(key)]
	if !ok {
		n = wayBack(len(w.list))
		w.list = append(w.list, m)
		w.known[string(key)] = n
	}
	return n
}

// with returns a way that meets one state more.
func (w *waysBack) with(v wayBack, id pipeline.StateID) wayBack {
	m := w.list[v]
	i, found := slices.BinarySearch(m.states, id)
	if found {
		return v
	}
	m.states = slices.Insert(slices.Clone(m.states), i, id)
	return w.intern(m)
}

// resting returns a way that rests on one assumption more.
func (w *waysBack) resting(v wayBack, assumption int32) wayBack {
	m := w.list[v]
	i, found := slices.BinarySearch(m.rests, assumption)
	if found {
		return v
	}
	m.rests = slices.Insert(slices.Clone(m.rests), i, assumption)
	return w.intern(m)
}

// back is a function from destinations of answers to their ways, as far as it
// has been asked for; only what some place bears counts.
type back struct {
	starts []uint32
	ways   []wayBack
}

const (
	unasked wayBack = -2
	// asking is what is being worked out: answers that come there again are in a loop.
	asking wayBack = -3
)

func newBack() *back { return &back{starts: []uint32{0}, ways: []wayBack{unasked}} }

func (b *back) add(start uint32, v wayBack) {
	if n := len(b.ways); n > 0 && b.ways[n-1] == v {
		return
	}
	b.starts, b.ways = append(b.starts, start), append(b.ways, v)
}

// of returns the way from a class on; what loops is lost.
func (b *back) of(class int) wayBack { return max(b.ways[class], lost) }

// next returns the first destinations from lo to hi for which b has not been asked.
func (b *back) next(lo, hi uint32) (span, bool) {
	for c := classOf(b.starts, lo); c < len(b.starts) && b.starts[c] <= hi; c++ {
		if b.ways[c] == unasked {
			return span{max(lo, b.starts[c]), min(hi, lastOf(b.starts, c))}, true
		}
	}
	return span{}, false
}

// put sets the ways of some destinations. Those of part start where they may,
// the first counts from s.lo on.
func (b *back) put(s span, part *back) {
	first := classOf(b.starts, s.lo)
	after := classOf(b.starts, s.hi)
	last, rest := b.ways[after], after+1
	out := back{starts: slices.Clone(b.starts[:first]), ways: slices.Clone(b.ways[:first])}
	if b.starts[first] < s.lo {
		out.add(b.starts[first], b.ways[first])
	}
	for i, v := range part.ways {
		if i == 0 {
			out.add(s.lo, v)
		} else {
			out.add(part.starts[i], v)
		}
	}
	if lastOf(b.starts, after) > s.hi {
		out.add(s.hi+1, last)
	}
	for ; rest < len(b.starts); rest++ {
		out.add(b.starts[rest], b.ways[rest])
	}
	*b = out
}
