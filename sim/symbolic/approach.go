package symbolic

import (
	"sync"
	"sync/atomic"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// Approaches finds by which destination addresses openers may come to places.
// It looks at destinations only and takes every entry for possible, so it finds
// too many rather than too few. What it works out about a pipeline it keeps; it
// is safe for concurrent use.
type Approaches struct {
	p         *pipeline.Pipeline
	into      [][]exitOf // of each table: the exits that lead to it
	arriving  [][]exitOf // of each place: the exits that deliver there
	rewriting []exitOf   // those that lead on with another destination
	unknown   []exitOf   // those that are not modelled
	isOrigin  []bool     // of each table: packets start there
	sums      []atomic.Pointer[[]packet.AddrSet]
	once      sync.Once
	unsure    packet.AddrSet // by which packets may come to something not modelled
}

// exitOf is an exit of a table, and its action or one way of it.
type exitOf struct {
	table  pipeline.TableID
	exit   int
	action *pipeline.Action
}

// NewApproaches returns the Approaches of a pipeline.
func NewApproaches(p *pipeline.Pipeline) *Approaches {
	a := &Approaches{p: p, into: make([][]exitOf, len(p.Tables)), arriving: make([][]exitOf, len(p.Places)),
		sums: make([]atomic.Pointer[[]packet.AddrSet], len(p.Bodies)), isOrigin: make([]bool, len(p.Tables))}
	for i := range p.Places {
		a.isOrigin[p.Places[i].Origin] = true
	}
	for i := range p.Tables {
		t := &p.Tables[i]
		for exit := range t.Exits {
			a.enter(exitOf{t.ID, exit, &t.Exits[exit]})
		}
	}
	return a
}

// enter notes where an exit leads.
func (a *Approaches) enter(e exitOf) {
	switch e.action.Kind {
	case pipeline.Goto:
		a.into[e.action.Next] = append(a.into[e.action.Next], e)
		if r := e.action.Rewrite; r != nil && (r.Dst != nil || r.DstShift != nil) {
			a.rewriting = append(a.rewriting, e)
		}
	case pipeline.Deliver:
		a.arriving[e.action.Place] = append(a.arriving[e.action.Place], e)
	case pipeline.UnknownAction:
		a.unknown = append(a.unknown, e)
	case pipeline.Split:
		for i := range e.action.Ways {
			a.enter(exitOf{e.table, e.exit, &e.action.Ways[i]})
		}
	}
}

// To returns the destination addresses that a question about some targets is
// about: those in some Sent by which a packet may come to a Target or to
// something not modelled, and those that are Addressed.
func (a *Approaches) To(to []pipeline.Target) packet.AddrSet {
	places := map[pipeline.PlaceID]bool{}
	var sents, meant []packet.AddrRange
	for i, t := range to {
		places[t.Place] = true
		meant = append(meant, t.Addressed.Ranges()...)
		if i == 0 || !t.Sent.Equal(to[i-1].Sent) {
			sents = append(sents, t.Sent.Ranges()...)
		}
	}
	sent, addressed := packet.AddrSetOf(sents...), packet.AddrSetOf(meant...)
	if addressed.ContainsSet(sent) {
		return sent
	}
	a.once.Do(func() {
		w := a.newWave(packet.AddrSet{})
		for _, e := range a.unknown {
			w.add(e, packet.AllAddrs())
		}
		a.unsure = w.everywhere()
	})
	w := a.newWave(addressed)
	for place := range places {
		for _, e := range a.arriving[place] {
			w.add(e, packet.AllAddrs())
		}
	}
	for _, e := range a.rewriting {
		if image := imageOf(e.action.Rewrite); image.Overlaps(addressed) && a.leadsTo(e.action.Next, image, places) {
			w.add(e, packet.AllAddrs())
		}
	}
	return sent.Intersect(addressed.Union(a.unsure).Union(w.everywhere()))
}

// imageOf returns what a rewriting may make of destinations.
func imageOf(r *pipeline.Rewrite) packet.AddrSet {
	if r.Dst != nil && !r.Dst.IsEmpty() {
		return *r.Dst
	}
	return packet.AllAddrs()
}

// sumOf returns the destinations with which entries take an exit.
func (a *Approaches) sumOf(e exitOf) packet.AddrSet {
	t := &a.p.Tables[e.table]
	sums := a.sums[t.Body.ID].Load()
	if sums == nil {
		sums = a.sum(t.Body)
		a.sums[t.Body.ID].Store(sums)
	}
	if e.exit >= len(*sums) {
		return packet.AddrSet{}
	}
	return (*sums)[e.exit]
}

func (a *Approaches) sum(b *pipeline.Body) *[]packet.AddrSet {
	var ranges [][]packet.AddrRange
	for i := range b.Entries {
		e := &b.Entries[i]
		for len(ranges) <= int(e.Exit) {
			ranges = append(ranges, nil)
		}
		ranges[e.Exit] = append(ranges[e.Exit], a.p.AddrSets[e.Dst].Ranges()...)
	}
	sums := make([]packet.AddrSet, len(ranges))
	for i, r := range ranges {
		sums[i] = packet.AddrSetOf(r...)
	}
	return &sums
}

// wave goes against the packets' way, from where they should arrive.
type wave struct {
	*Approaches
	known packet.AddrSet // are in the answer anyway, and not followed
	found map[pipeline.TableID]packet.AddrSet
	todo  []pipeline.TableID
}

func (a *Approaches) newWave(known packet.AddrSet) *wave {
	return &wave{Approaches: a, known: known, found: map[pipeline.TableID]packet.AddrSet{}}
}

// everywhere returns the addresses found at any table where packets start.
func (w *wave) everywhere() packet.AddrSet {
	for len(w.todo) > 0 {
		next := w.todo[len(w.todo)-1]
		w.todo = w.todo[:len(w.todo)-1]
		for _, e := range w.into[next] {
			w.add(e, before(e.action, w.found[next]))
		}
	}
	var ranges []packet.AddrRange
	for table, set := range w.found { // sorted by AddrSetOf
		if w.isOrigin[table] {
			ranges = append(ranges, set.Ranges()...)
		}
	}
	return packet.AddrSetOf(ranges...)
}

// before returns the addresses which an action may have made addresses of set.
func before(action *pipeline.Action, set packet.AddrSet) packet.AddrSet {
	r := action.Rewrite
	switch {
	case r == nil:
		return set
	case r.Dst != nil && !r.Dst.IsEmpty() && !r.Dst.Overlaps(set):
		return packet.AddrSet{}
	case r.Dst != nil && !r.Dst.IsEmpty() || r.DstShift != nil:
		return packet.AllAddrs()
	}
	return set
}

// add notes that packets to set that leave by e may come to a place.
func (w *wave) add(e exitOf, set packet.AddrSet) {
	news := w.sumOf(e).Intersect(set)
	if w.known.ContainsSet(news) {
		return
	}
	news = news.Subtract(w.known)
	if old := w.found[e.table]; !old.ContainsSet(news) {
		w.found[e.table] = old.Union(news)
		w.todo = append(w.todo, e.table)
	}
}

// leadsTo tells whether packets to some address of set that are at a table may
// come to one of some places.
func (a *Approaches) leadsTo(at pipeline.TableID, set packet.AddrSet, places map[pipeline.PlaceID]bool) bool {
	w := &wake{a, places, map[pipeline.TableID]packet.AddrSet{}, nil}
	w.enter(at, set)
	for len(w.todo) > 0 {
		t := &a.p.Tables[w.todo[len(w.todo)-1]]
		w.todo = w.todo[:len(w.todo)-1]
		for exit := range t.Exits {
			e := exitOf{t.ID, exit, &t.Exits[exit]}
			if e.action.Kind == pipeline.Deny || e.action.Kind == pipeline.Drop {
				continue
			}
			if on := a.sumOf(e).Intersect(w.found[t.ID]); !on.IsEmpty() && w.takes(e.action, on) {
				return true
			}
		}
	}
	return false
}

// wake goes the packets' way.
type wake struct {
	*Approaches
	places map[pipeline.PlaceID]bool
	found  map[pipeline.TableID]packet.AddrSet
	todo   []pipeline.TableID
}

func (w *wake) enter(t pipeline.TableID, set packet.AddrSet) {
	if old := w.found[t]; !old.ContainsSet(set) {
		w.found[t] = old.Union(set)
		w.todo = append(w.todo, t)
	}
}

// takes lets packets take an action, and tells whether one arrives.
func (w *wake) takes(a *pipeline.Action, set packet.AddrSet) bool {
	switch a.Kind {
	case pipeline.Deliver:
		return w.places[a.Place]
	case pipeline.Goto:
		if r := a.Rewrite; r != nil && (r.Dst != nil || r.DstShift != nil) {
			set = imageOf(r)
		}
		w.enter(a.Next, set)
	case pipeline.Split:
		for i := range a.Ways {
			if w.takes(&a.Ways[i], set) {
				return true
			}
		}
	}
	return false
}
