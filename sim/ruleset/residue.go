package ruleset

import "math"

// cutter takes terms away from boxes. It belongs to one goroutine.
type cutter struct {
	*problem
	meter *meter
	// found gets each box that is left; it says whether to go on.
	found func(box) bool
	// stopped says that found, the budget or the context ended the work.
	stopped bool
	work    int64
	stack   []*term // terms that still meet the boxes being cut
	used    []*term // those that took something away, with repeats; kept if not nil
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
		if c.stopped || b.isEmpty() {
			return
		}
		piece, ok := c.outside(b, t, d)
		if !ok {
			continue
		}
		c.remains(piece, terms)
		c.inside(b, t, d)
	}
}

// sift puts those of terms that meet b on the stack above mark, and cuts from b
// what leaves a box behind. It returns the term that cuts b into the fewest
// pieces, nil if none is left; held if nothing is left of b.
func (c *cutter) sift(b *box, terms []*term, mark int) (best *term, held bool) {
	for {
		kept, shrunk, fewest := c.stack[:mark], false, math.MaxInt
		for _, t := range terms {
			switch n := c.fit(b, t); n {
			case apart:
			case 0:
				c.use(t)
				return nil, true
			case 1:
				c.use(t)
				c.shrink(b, t)
				shrunk = true
			default:
				kept = append(kept, t)
				if n < fewest {
					best, fewest = t, n
				}
			}
		}
		c.work += int64(len(terms))
		c.stack = kept
		if !shrunk {
			return best, b.isEmpty()
		}
		terms, best = kept[mark:], nil
	}
}

func (c *cutter) use(t *term) {
	if c.used != nil {
		c.used = append(c.used, t)
	}
}

// shrink cuts t from b, which it leaves out in one dimension only.
func (c *cutter) shrink(b *box, t *term) {
	for _, d := range splits {
		if piece, ok := c.outside(b, t, d); ok {
			*b = piece
			return
		}
	}
}

// goOn reports the work and tells whether there is a reason to stop.
func (c *cutter) goOn() bool {
	if c.work >= batch {
		c.flush()
	}
	return !c.stopped
}

func (c *cutter) flush() {
	if !c.meter.spend(c.work) {
		c.stopped = true
	}
	c.work = 0
}
