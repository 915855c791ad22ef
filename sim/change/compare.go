package change

import (
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// seed is what a table of the new pipeline and its pair may decide differently.
type seed struct {
	table   pipeline.TableID
	packets packetset.Set
}

// compareTables compares all pairs of tables.
func (c *Change) compareTables() []seed {
	c.pairStates()
	var seeds []seed
	matched := 0
	for old, new := range c.tables {
		if new == 0 {
			continue
		}
		matched++
		if set := c.compareTable(&c.old.p.Tables[old], &c.new.p.Tables[new]); !set.IsEmpty() {
			seeds = append(seeds, seed{new, set})
		}
	}
	c.differing = len(seeds) + len(c.new.p.Tables) - 1 - matched
	return seeds
}

// pairStates pairs the memories of paired tables, each with one.
func (c *Change) pairStates() {
	back := map[pipeline.StateID]pipeline.StateID{}
	for old, new := range c.tables {
		a, b := c.old.p.Tables[old].State, c.new.p.Tables[new].State
		if new == 0 || a == nil || b == nil {
			continue
		}
		_, known := c.states[a.ID]
		if _, taken := back[b.ID]; !known && !taken {
			c.states[a.ID], back[b.ID] = b.ID, a.ID
		}
	}
}

func (c *Change) compareTable(a, b *pipeline.Table) packetset.Set {
	if !c.sameState(a, b) {
		return packetset.All()
	}
	if c.old.bodies[a.Body.ID] == c.new.bodies[b.Body.ID] && c.sameExits(a, b) {
		return packetset.Set{}
	}
	return c.compareLists(a, b)
}

// sameState tells whether the memories of two tables do the same.
func (c *Change) sameState(a, b *pipeline.Table) bool {
	s, t := a.State, b.State
	if s == nil || t == nil {
		return s == t
	}
	return c.states[s.ID] == t.ID && s.Remember == t.Remember && s.Unseen == t.Unseen && s.Strict == t.Strict && c.sameAction(&s.Known, &t.Known)
}

// sameExits tells whether two tables with equal lists lead to the same.
func (c *Change) sameExits(a, b *pipeline.Table) bool {
	if len(a.Exits) != len(b.Exits) {
		return false
	}
	for i := range a.Exits {
		if !c.sameAction(&a.Exits[i], &b.Exits[i]) {
			return false
		}
	}
	for i := range a.Body.Entries {
		if !sameDoubt(a, b, i, i) {
			return false
		}
	}
	return true
}

// sameEntryAction tells whether two entries lead to the same, with the same doubts.
func (c *Change) sameEntryAction(a, b *pipeline.Table, e, f *pipeline.Entry, i, k int) bool {
	return e.Uncertain == f.Uncertain && c.sameAction(&a.Exits[e.Exit], &b.Exits[f.Exit]) && sameDoubt(a, b, i, k)
}

// sameDoubt tells whether what is unknown at two entries is the same. Causes are
// asked for only where there is a doubt: most are not made until then.
func sameDoubt(a, b *pipeline.Table, i, k int) bool {
	if !isDoubtful(a, i) && !isDoubtful(b, k) {
		return true
	}
	return sameGap(gapOf(a.Causes.At(i)), gapOf(b.Causes.At(k)))
}

func isDoubtful(t *pipeline.Table, i int) bool {
	e := &t.Body.Entries[i]
	return e.Uncertain || isUnknown(&t.Exits[e.Exit])
}

func isUnknown(a *pipeline.Action) bool {
	return a.Kind == pipeline.UnknownAction || slices.ContainsFunc(a.Ways, func(w pipeline.Action) bool { return w.Kind == pipeline.UnknownAction })
}

func gapOf(c *pipeline.Cause) *pipeline.Gap {
	if c == nil {
		return nil
	}
	return c.Gap
}

// sameGap tells whether two gaps are about the same thing.
func sameGap(g, h *pipeline.Gap) bool {
	if g == nil || h == nil {
		return g == h
	}
	return g.Property == h.Property && g.Why == h.Why && sameResource(g.Resource, h.Resource)
}

func sameResource(a, b topology.ID) bool {
	return a.Equal(b) || topology.ID(typed(a)).Equal(topology.ID(typed(b)))
}

func (c *Change) sameAction(a, b *pipeline.Action) bool {
	if a.Kind != b.Kind || !sameRewrite(a.Rewrite, b.Rewrite) || len(a.Ways) != len(b.Ways) {
		return false
	}
	switch a.Kind {
	case pipeline.Goto:
		return c.tables[a.Next] != 0 && c.tables[a.Next] == b.Next
	case pipeline.Deliver:
		return c.places[a.Place] != 0 && c.places[a.Place] == b.Place
	}
	for i := range a.Ways {
		if !c.sameAction(&a.Ways[i], &b.Ways[i]) {
			return false
		}
	}
	return true
}

func sameRewrite(r, s *pipeline.Rewrite) bool {
	if r == nil || s == nil {
		return r == s
	}
	return sameSet(r.Src, s.Src) && sameSet(r.Dst, s.Dst) && r.SrcPort.Equal(s.SrcPort) && r.DstPort.Equal(s.DstPort) &&
		sameShift(r.SrcShift, s.SrcShift) && sameShift(r.DstShift, s.DstShift) && sameGap(r.Gap, s.Gap)
}

func sameSet(s, t *packet.AddrSet) bool {
	if s == nil || t == nil {
		return s == t
	}
	return s.Equal(*t)
}

func sameShift(s, t *pipeline.Shift) bool {
	if s == nil || t == nil {
		return s == t
	}
	return *s == *t
}

// compareLists returns what meets an entry that the lists do not have in common.
func (c *Change) compareLists(a, b *pipeline.Table) packetset.Set {
	commonA, commonB := c.common(a, b)
	return outside(c.old.p, a.Body, commonA).Union(outside(c.new.p, b.Body, commonB))
}

// outside returns what meets an entry that is not common.
func outside(p *pipeline.Pipeline, body *pipeline.Body, common []bool) packetset.Set {
	var all packetset.Set
	for i := range body.Entries {
		if !common[i] {
			all = all.Union(met(p, &body.Entries[i]))
		}
	}
	return all
}

// met returns the packets that meet the condition of an entry.
func met(p *pipeline.Pipeline, e *pipeline.Entry) packetset.Set {
	src, dst, service := conditionOf(p, e)
	return packetset.FromMatch(src, dst, service)
}

// conditionOf returns the parts of a condition; nil is any.
func conditionOf(p *pipeline.Pipeline, e *pipeline.Entry) (src, dst *packet.AddrSet, service *packet.Service) {
	if e.Src != 0 {
		src = &p.AddrSets[e.Src]
	}
	if e.Dst != 0 {
		dst = &p.AddrSets[e.Dst]
	}
	if e.Service != 0 {
		service = &p.Services[e.Service]
	}
	return src, dst, service
}

// common marks the entries of both lists that are equal and in the same order.
func (c *Change) common(a, b *pipeline.Table) (commonA, commonB []bool) {
	e, f := a.Body.Entries, b.Body.Entries
	commonA, commonB = make([]bool, len(e)), make([]bool, len(f))
	same := func(i, k int) bool {
		return c.sameCondition(&e[i], &f[k]) && c.sameEntryAction(a, b, &e[i], &f[k], i, k)
	}
	lo := 0
	for lo < len(e) && lo < len(f) && same(lo, lo) {
		commonA[lo], commonB[lo] = true, true
		lo++
	}
	hi, past := len(e), len(f)
	for hi > lo && past > lo && same(hi-1, past-1) {
		hi, past = hi-1, past-1
		commonA[hi], commonB[past] = true, true
	}
	for _, p := range longest(c.candidates(e, f, lo, hi, past, same)) {
		commonA[p[0]], commonB[p[1]] = true, true
	}
	return commonA, commonB
}

func (c *Change) sameCondition(e, f *pipeline.Entry) bool {
	return c.old.addrs[e.Src] == c.new.addrs[f.Src] && c.old.addrs[e.Dst] == c.new.addrs[f.Dst] && c.old.services[e.Service] == c.new.services[f.Service]
}

// candidates lists entries of the middles that are equal and alone with their
// condition, in the order of the first list.
func (c *Change) candidates(e, f []pipeline.Entry, lo, hi, past int, same func(i, k int) bool) [][2]int {
	olds, news := map[string]int{}, map[string]int{}
	for i := lo; i < hi; i++ {
		once(olds, string(c.old.appendCondition(nil, &e[i])), i)
	}
	for k := lo; k < past; k++ {
		once(news, string(c.new.appendCondition(nil, &f[k])), k)
	}
	var out [][2]int
	for label, i := range olds {
		if k, ok := news[label]; ok && i >= 0 && k >= 0 && same(i, k) {
			out = append(out, [2]int{i, k})
		}
	}
	slices.SortFunc(out, func(x, y [2]int) int { return x[0] - y[0] })
	return out
}

// longest returns a longest part of pairs in which both numbers rise.
func longest(pairs [][2]int) [][2]int {
	ends := []int{} // of each length: the index of the pair that ends lowest
	before := make([]int, len(pairs))
	for i, p := range pairs {
		n, _ := slices.BinarySearchFunc(ends, p[1], func(at, v int) int { return pairs[at][1] - v })
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	var out [][2]int
	if len(ends) > 0 {
		for i := ends[len(ends)-1]; i >= 0; i = before[i] {
			out = append(out, pairs[i])
		}
	}
	slices.Reverse(out)
	return out
}

// comparePlaces tells which places start and answer alike.
func (c *Change) comparePlaces() {
	c.alike = make([]bool, len(c.new.p.Places))
	for old, new := range c.places {
		if new == 0 {
			continue
		}
		a, b := &c.old.p.Places[old], &c.new.p.Places[new]
		c.alike[new] = a.Answers == b.Answers && (a.Origin == 0 && b.Origin == 0 || a.Origin != 0 && c.tables[a.Origin] == b.Origin)
	}
}
