package ruleset

import (
	"context"
	"math/bits"
	"runtime"
	"sync"
	"sync/atomic"

	"vnetproof/sim/packet"
)

// piece is a box of packets that two lists treat differently, and the terms
// that decide.
type piece struct {
	box
	old, new *term
}

// comparison finds the pieces of two lists, a block of terms of the old list at
// a time.
type comparison struct {
	*problem
	meter    *meter
	old, new *index
	// untilNew is, by term of old, the position in new where its packets are
	// settled; untilOld the other way round.
	untilNew, untilOld []int32
}

func (p *problem) comparison(m *meter) *comparison {
	a, b := p.lists[0], p.lists[1]
	c := &comparison{problem: p, meter: m, old: newIndex(a), new: newIndex(b)}
	c.untilNew, c.untilOld = settle(a, b)
	p.settleCovered(m, a, c.new, c.untilNew)
	p.settleCovered(m, b, c.old, c.untilOld)
	return c
}

// block is how many terms of the old list are compared at a time: as many as a
// word of the masks has bits.
const block = 64

// blocks is how many blocks there are.
func (c *comparison) blocks() int { return (len(c.old.terms) + block - 1) / block }

// pieces returns the pieces of the blocks from first up to end, in order.
func (c *comparison) pieces(first, end int) ([]piece, error) {
	found := make([][]piece, max(0, end-first))
	inParallel(len(found), func(next func() (int, bool)) {
		w := &pairing{c: c, cutter: cutter{problem: c.problem, meter: c.meter}}
		w.cutter.found = w.keep
		for i, ok := next(); ok && w.goOn(); i, ok = next() {
			w.pieces = nil
			w.block(first + i)
			found[i] = w.pieces
		}
		w.flush()
	})
	if err := c.meter.err(); err != nil {
		return nil, err
	}
	var all []piece
	for _, f := range found {
		all = append(all, f...)
	}
	return all, nil
}

// inParallel runs work on all cores; next hands out the numbers below n in order.
func inParallel(n int, work func(next func() (int, bool))) {
	var taken atomic.Int64
	next := func() (int, bool) {
		i := int(taken.Add(1)) - 1
		return i, i < n
	}
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() { work(next) })
	}
	wg.Wait()
}

// pairing is one worker of a comparison.
type pairing struct {
	cutter
	c        *comparison
	pieces   []piece
	old, new *term // the pair at hand
	earlier  []*term
	open     []uint64
}

// pieceWork is what a piece counts for the budget, so that pieces cannot fill
// the memory before the budget is spent.
const pieceWork = 100

func (w *pairing) keep(b box) bool {
	w.work += pieceWork
	w.pieces = append(w.pieces, piece{b, w.old, w.new})
	return true
}

// block compares the terms of a block.
func (w *pairing) block(n int) {
	first := n * block
	w.unsettled(first)
	for i := first; i < min(first+block, len(w.c.old.terms)) && w.goOn(); i++ {
		w.term(i)
	}
}

// unsettled marks the terms of the new list whose packets are not settled by
// the old list's terms up to position first.
func (w *pairing) unsettled(first int) {
	w.open = append(w.open[:0], make([]uint64, w.c.new.words)...)
	for i, until := range w.c.untilOld {
		if int(until) > first {
			w.open[i/64] |= 1 << (i % 64)
		}
	}
}

// term compares a term of the old list with those of the new one that may
// decide its packets otherwise.
func (w *pairing) term(i int) {
	x, t, end := w.c.new, &w.c.old.terms[i], int(w.c.untilNew[i])
	same := x.same[t.outcome]
	s := x.sieve(&t.dims)
	for k := 0; k*64 < end; k++ {
		mask := below(end, k) & w.open[k]
		if same != nil {
			mask &^= same[k]
		}
		for mask = s.word(k, mask); mask != 0; mask &= mask - 1 {
			j := k*64 + bits.TrailingZeros64(mask)
			if int(w.c.untilOld[j]) > i {
				w.pair(i, j)
			}
		}
	}
	w.work += 1 + maskWork(end)
	w.goOn()
}

// pair keeps what both terms share and no earlier term decides.
func (w *pairing) pair(i, j int) {
	w.old, w.new = &w.c.old.terms[i], &w.c.new.terms[j]
	w.work += 1 + maskWork(i+j)
	b, ok := w.meet(w.old, w.new)
	if !ok {
		return
	}
	w.earlier = w.c.old.before(i, &b.dims, w.earlier[:0])
	w.earlier = w.c.new.before(j, &b.dims, w.earlier)
	w.remains(b, w.earlier)
}

// Equivalent tells whether two lists treat every packet alike. It looks no
// further than the first difference.
func Equivalent(ctx context.Context, a, b *List, o Options) (bool, error) {
	m := o.meter(ctx)
	for _, p := range problems(m.families, a, b) {
		c := p.comparison(m)
		for first := 0; first < c.blocks(); first += stride {
			pieces, err := c.pieces(first, min(first+stride, c.blocks()))
			if err != nil || len(pieces) > 0 {
				return false, err
			}
		}
	}
	return true, nil
}

// stride is how many blocks Equivalent compares before it looks at the result,
// whatever the number of cores: so the budget is the same everywhere.
const stride = 8

// Options limit the work.
type Options struct {
	Budget int64 // 0: DefaultBudget
	// Families are the address families of the packets that are looked at; nil is both.
	Families []packet.Family
	// Fixed is how many rules at the end of a list that is inspected cannot be
	// removed, whatever they are good for.
	Fixed int
}

func (o Options) meter(ctx context.Context) *meter {
	if o.Budget == 0 {
		o.Budget = DefaultBudget
	}
	if o.Families == nil {
		o.Families = packet.Families()
	}
	return &meter{ctx: ctx, limit: o.Budget, families: o.Families}
}
