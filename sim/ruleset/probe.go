package ruleset

import "slices"

// view is one list in one family, ready to be inspected.
type view struct {
	*problem
	meter *meter
	index *index
	first []int32 // of each rule the position of its first term; one more at the end
}

func (p *problem) view(m *meter) *view {
	v := &view{problem: p, meter: m, index: newIndex(p.lists[0])}
	for i, t := range v.index.terms {
		for len(v.first) <= int(t.rule) {
			v.first = append(v.first, int32(i))
		}
	}
	v.first = append(v.first, int32(len(v.index.terms)))
	return v
}

// tester asks whether anything is left of boxes. It belongs to one goroutine.
type tester struct {
	cutter
	hit  bool
	left box // what was left, if hit
}

func newTester(p *problem, m *meter) *tester {
	t := &tester{cutter: cutter{problem: p, meter: m}}
	t.found = t.note
	return t
}

// note stops the cutter: one box that is left is enough.
func (t *tester) note(b box) bool {
	t.hit, t.left = true, b
	return false
}

// isLeft tells whether anything is left of b outside of terms. Once the budget
// is spent the answer means nothing.
func (t *tester) isLeft(b box, terms []*term) bool {
	t.hit = false
	t.remains(b, terms)
	t.stopped = false
	return t.hit
}

// probe asks a view about its rules.
type probe struct {
	*tester
	view    *view
	earlier []*term
}

// terms returns the positions of the terms of rule i.
func (v *view) terms(i int) (from, to int) { return int(v.first[i]), int(v.first[i+1]) }

// has tells whether rule i has packets of this family.
func (p *probe) has(i int) bool {
	from, to := p.view.terms(i)
	return from < to
}

// witness returns a packet that meets rule i and none before it.
func (p *probe) witness(i int) (box, bool) {
	from, to := p.view.terms(i)
	for k := from; k < to; k++ {
		b, ok := p.meet(&p.view.index.terms[k])
		if !ok {
			continue
		}
		for n := range corners {
			if c := b.corner(n); !p.metBefore(from, &c) {
				return c, true
			}
		}
		p.earlier = p.view.index.before(from, &b.dims, p.earlier[:0])
		if p.isLeft(b, p.earlier) {
			return p.left.corner(0), true
		}
	}
	return box{}, false
}

// decides tells whether some packet meets rule i and none before it.
func (p *probe) decides(i int) bool {
	_, ok := p.witness(i)
	return ok
}

// metBefore tells whether a term before position end may meet b.
func (p *probe) metBefore(end int, b *box) bool {
	p.work++
	return p.view.index.first(0, end, &b.dims, func(t *term) bool { return p.meets(b, t) }) != nil
}

// overlapping returns the rules before i that share packets with it.
func (p *probe) overlapping(i int) []int {
	var rules []int
	from, to := p.view.terms(i)
	for k := from; k < to; k++ {
		b, _ := p.meet(&p.view.index.terms[k])
		for _, t := range p.view.index.before(from, &b.dims, nil) {
			if p.meets(&b, t) {
				rules = append(rules, int(t.rule))
			}
		}
	}
	return rules
}

// heldBy tells whether rules hold all packets of rule i.
func (p *probe) heldBy(i int, rules []int) bool {
	var terms []*term
	for _, r := range rules {
		terms = p.appendTerms(terms, r)
	}
	from, to := p.view.terms(i)
	for k := from; k < to; k++ {
		if b, ok := p.meet(&p.view.index.terms[k]); ok && p.isLeft(b, terms) {
			return false
		}
	}
	return !p.over
}

func (p *probe) appendTerms(out []*term, rule int) []*term {
	from, to := p.view.terms(rule)
	for k := from; k < to; k++ {
		out = append(out, &p.view.index.terms[k])
	}
	return out
}

// matters tells whether a packet of rule i that reaches it would be treated
// otherwise without it and without the removed rules.
func (p *probe) matters(i int, removed []bool) bool {
	if p.mattersTo(i, removed) {
		return true
	}
	outcome := func(t *term) []uint64 { return p.view.index.same[t.outcome] }
	return p.followers(i, removed, func(t *term, word int) uint64 { return ^outcome(t)[word] }, nil)
}

// mattersTo tells whether the one packet at hand shows that rule i matters.
func (p *probe) mattersTo(i int, removed []bool) bool {
	b, ok := p.witness(i)
	if !ok {
		return false
	}
	from, to := p.view.terms(i)
	terms := p.view.index.terms
	next := p.view.index.first(to, len(terms), &b.dims, func(t *term) bool {
		return !removed[t.rule] && p.meets(&b, t)
	})
	if next == nil {
		return false
	}
	n, _ := p.fit(&b, next)
	return n == 0 && next.outcome != terms[from].outcome
}

// standIns returns the later rules that decide packets of rule i without it.
func (p *probe) standIns(i int, removed []bool) []int {
	var rules []int
	same := func(t *term, word int) uint64 { return p.view.index.same[t.outcome][word] }
	p.followers(i, removed, same, func(rule int) { rules = append(rules, rule) })
	return rules
}

// followers looks for later terms, of those that the mask lets through, which
// would decide packets of rule i in its place. It tells whether there is one,
// or, given visit, hands it the rules of all, last first.
func (p *probe) followers(i int, removed []bool, mask func(*term, int) uint64, visit func(rule int)) bool {
	from, to := p.view.terms(i)
	x := p.view.index
	for k := from; k < to; k++ {
		t := &x.terms[k]
		for u := range x.backwards(to, &t.dims, func(word int) uint64 { return mask(t, word) }) {
			if removed[u.rule] || !p.reaches(i, t, u, removed) {
				continue
			}
			if visit == nil {
				return true
			}
			visit(int(u.rule))
		}
	}
	return false
}

// reaches tells whether a packet of term t, of rule i, would be decided by the
// later term u if rule i were missing.
func (p *probe) reaches(i int, t, u *term, removed []bool) bool {
	b, ok := p.meet(t, u)
	if !ok {
		return false
	}
	from, _ := p.view.terms(int(u.rule))
	p.earlier = p.view.index.before(from, &b.dims, p.earlier[:0])
	p.earlier = slices.DeleteFunc(p.earlier, func(e *term) bool { return int(e.rule) == i || removed[e.rule] })
	return p.isLeft(b, p.earlier)
}
