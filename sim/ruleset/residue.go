package ruleset

import "math"

// cutter takes terms away from boxes. It belongs to one goroutine.
type cutter struct {
	*problem
	meter *meter
	// found gets each box that is left; it says whether to go on.
	found   func(box) bool
	stopped bool // by found, until the next question
	over    bool // by the budget or the context, for good
	work    int64
	stack   []*term        // terms that still meet the boxes being cut
	units   [parts][]*term // of sift, by the dimension in which they are partial
	spans   []span         // of shrink
	used    []*term        // those that took something away, with repeats; kept if not nil
}

// batch is the work after which a cutter reports to the meter.
const batch = 4096

// remains hands what of b lies in none of terms to found, as disjoint boxes.
func (c *cutter) remains(b box, terms []*term) {
	mark := len(c.stack)
	best, held := c.sift(&b, terms, mark)
	switch {
	case held || !c.goOn():
	case best == nil:
		c.stopped = !c.found(b)
	default:
		c.branch(&b, best, c.stack[mark:])
	}
	c.stack = c.stack[:mark]
}

// branch cuts t from b and goes on with each piece. Two pieces share nothing:
// each is narrowed by the dimensions before it.
func (c *cutter) branch(b *box, t *term, terms []*term) {
	c.use(t)
	for _, d := range splits {
		if !c.goOn() || b.isEmpty() {
			return
		}
		piece, ok := c.outside(b, t, d)
		if !ok {
			continue
		}
		c.work += piece.size(d)
		c.remains(piece, terms)
		c.inside(b, t, d)
	}
}

// sift puts those of terms that meet b on the stack above mark, and cuts from b
// what leaves a box behind. It returns the term that cuts b into the fewest
// pieces, nil if none is left; held if nothing is left of b.
func (c *cutter) sift(b *box, terms []*term, mark int) (best *term, held bool) {
	for {
		kept, fewest, units := c.stack[:mark], math.MaxInt, 0
		for _, t := range terms {
			n, d := c.fit(b, t)
			switch {
			case n == 0:
				c.clearUnits()
				c.use(t)
				return nil, true
			case n == 1:
				c.units[d] = append(c.units[d], t)
				units++
			case n > 1:
				kept = append(kept, t)
				if n < fewest {
					best, fewest = t, n
				}
			}
		}
		c.work += int64(len(terms))
		c.stack = kept
		if units == 0 {
			return best, false
		}
		if c.shrink(b); b.isEmpty() {
			return nil, true
		}
		terms, best = kept[mark:], nil
	}
}

// shrink cuts the units from b: terms which leave it out in one dimension only.
// As each of them holds b in all others, those of a dimension are cut at once.
func (c *cutter) shrink(b *box) {
	for _, d := range splits {
		c.use(c.units[d]...)
		c.spans = c.spans[:0]
		for _, t := range c.units[d] {
			c.shrinkIn(b, t, d)
		}
		c.cutSpans(b, d)
	}
	c.clearUnits()
}

// shrinkIn cuts a unit from one dimension of b, or notes its spans for cutSpans.
func (c *cutter) shrinkIn(b *box, t *term, d int) {
	end, isEnd := endOf(d)
	switch {
	case d == protocolPart:
		b.protocols = b.protocols.Subtract(t.protocols)
	case !isEnd || t.names[end] == 0:
		c.spans = append(c.spans, t.dims[d].spans()...)
	case !b.endSet(end).isEmpty():
		s := b.endSet(end)
		b.ends[end], *s = c.bounds.leave(b.ends[end], *s, t.names[end])
	}
}

// cutSpans cuts the spans that were noted from one dimension of b.
func (c *cutter) cutSpans(b *box, d int) {
	if len(c.spans) == 0 || b.dims[d].isEmpty() {
		return
	}
	c.work += int64(len(c.spans)) + b.size(d)
	cut := setOf(merged(c.spans))
	b.dims[d] = b.dims[d].subtract(&cut)
}

func (c *cutter) clearUnits() {
	for d := range c.units {
		c.units[d] = c.units[d][:0]
	}
}

func (c *cutter) use(terms ...*term) {
	if c.used != nil {
		c.used = append(c.used, terms...)
	}
}

// goOn reports the work and tells whether there is a reason to stop.
func (c *cutter) goOn() bool {
	if c.work >= batch {
		c.flush()
	}
	return !c.stopped && !c.over
}

func (c *cutter) flush() {
	if !c.meter.spend(c.work) {
		c.over = true
	}
	c.work = 0
}
