package change

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
)

// spreader goes backwards from where packets may part.
type spreader struct {
	c        *Change
	p        *pipeline.Pipeline
	at       [2][]packetset.Set // of each table: openers, and answers, that may come to it and part later
	fresh    [2][]packetset.Set // of it, what has not been followed back yet
	rounds   []int
	waiting  []visit
	leading  [][]edge // of each table: what leads to it
	arriving [][]edge // of each place: what delivers there
	starting map[pipeline.TableID][]pipeline.PlaceID
	rewrites map[pipeline.StateID][]edge // that the state remembers
	blocks   *blocks
	wholes   []*packet.AddrSet // of each address set: with all blocks that it touches
	bounds   *bounds
}

// edge is an exit, or a way of it, that leads somewhere; known is of answers.
type edge struct {
	table   pipeline.TableID
	exit    uint16
	rewrite *pipeline.Rewrite
	known   bool
}

// way is which of the two packets of a flow is on its way.
type way int

const (
	opener way = iota
	answer
)

type visit struct {
	table pipeline.TableID
	way   way
}

// widenAfter is after how many additions a table counts as met by everything.
const widenAfter = 200

// maxBoxes is how many boxes a set of packets keeps; past it, its hull is taken.
const maxBoxes = 400

// spread returns for each place what it sends that may part.
func (c *Change) spread(seeds []seed) []packetset.Set {
	p := c.new.p
	sent := make([]packetset.Set, len(p.Places))
	if len(seeds) == 0 && !c.anyUnlike() {
		return sent
	}
	s := newSpreader(c)
	for _, x := range seeds {
		packets := viewOf(s.blocks.packets(x.packets))
		s.reach(x.table, opener, packets)
		s.reach(x.table, answer, packets)
	}
	all := viewOf(packetset.All())
	for i := 1; i < len(p.Places); i++ {
		if c.isUnlike(pipeline.PlaceID(i)) {
			s.arrive(pipeline.PlaceID(i), all)
		}
	}
	for i := 0; i < len(s.waiting); i++ { // back adds to the list
		v := s.waiting[i]
		fresh := s.fresh[v.way][v.table]
		s.fresh[v.way][v.table] = packetset.Set{}
		s.back(v, viewOf(fresh))
	}
	for i := 1; i < len(p.Places); i++ {
		if place := &p.Places[i]; place.Origin != 0 {
			sent[i] = s.at[opener][place.Origin].IntersectMatch(&place.Addresses, nil, nil)
		}
	}
	return sent
}

// isUnlike tells whether both versions have a place, and start or answer there
// differently.
func (c *Change) isUnlike(id pipeline.PlaceID) bool { return !c.alike[id] && c.oldPlaces[id] != 0 }

func (c *Change) anyUnlike() bool {
	for i := 1; i < len(c.alike); i++ {
		if c.isUnlike(pipeline.PlaceID(i)) {
			return true
		}
	}
	return false
}

func newSpreader(c *Change) *spreader {
	p := c.new.p
	n := len(p.Tables)
	s := &spreader{c: c, p: p, at: [2][]packetset.Set{make([]packetset.Set, n), make([]packetset.Set, n)},
		fresh: [2][]packetset.Set{make([]packetset.Set, n), make([]packetset.Set, n)}, rounds: make([]int, n),
		blocks: newBlocks(p), wholes: make([]*packet.AddrSet, len(p.AddrSets))}
	s.index()
	s.bounds = s.forward()
	return s
}

// view is packets, and what they lie within.
type view struct {
	packetset.Set
	sources, destinations packet.AddrSet
	bound
}

func viewOf(packets packetset.Set) view {
	v := view{Set: packets, sources: packets.Sources(), destinations: packets.Destinations()}
	v.src, v.dst = spanOf(v.sources), spanOf(v.destinations)
	return v
}

// index turns the pipeline round.
func (s *spreader) index() {
	s.leading, s.arriving = make([][]edge, len(s.p.Tables)), make([][]edge, len(s.p.Places))
	s.starting, s.rewrites = map[pipeline.TableID][]pipeline.PlaceID{}, map[pipeline.StateID][]edge{}
	for i := 1; i < len(s.p.Tables); i++ {
		t := &s.p.Tables[i]
		for k := range t.Exits {
			s.lead(t, uint16(k), &t.Exits[k])
			for w := range t.Exits[k].Ways {
				s.lead(t, uint16(k), &t.Exits[k].Ways[w])
			}
		}
		if st := t.State; st != nil && st.Known.Kind == pipeline.Goto {
			s.leading[st.Known.Next] = append(s.leading[st.Known.Next], edge{table: t.ID, known: true})
		}
	}
	for i := 1; i < len(s.p.Places); i++ {
		if o := s.p.Places[i].Origin; o != 0 {
			s.starting[o] = append(s.starting[o], pipeline.PlaceID(i))
		}
	}
}

func (s *spreader) lead(t *pipeline.Table, exit uint16, a *pipeline.Action) {
	e := edge{table: t.ID, exit: exit, rewrite: a.Rewrite}
	switch a.Kind {
	case pipeline.Goto:
		s.leading[a.Next] = append(s.leading[a.Next], e)
	case pipeline.Deliver:
		s.arriving[a.Place] = append(s.arriving[a.Place], e)
	}
	if t.State != nil && t.State.Remember && a.Rewrite != nil {
		s.rewrites[t.State.ID] = append(s.rewrites[t.State.ID], e)
	}
}

// reach adds packets that may come to a table and may part there or later.
func (s *spreader) reach(id pipeline.TableID, w way, packets view) {
	if s.bounds.at[w][id].misses(packets.bound) {
		return
	}
	at := s.at[w]
	fresh := packets.Subtract(at[id])
	if fresh.IsEmpty() {
		return
	}
	if s.rounds[id]++; s.rounds[id] > widenAfter {
		fresh = packetset.All().Subtract(at[id])
	}
	at[id] = at[id].Union(fresh)
	if s.fresh[w][id].IsEmpty() {
		s.waiting = append(s.waiting, visit{id, w})
	}
	s.fresh[w][id] = s.fresh[w][id].Union(fresh)
}

// arrive adds openers that arrive at a place and part later.
func (s *spreader) arrive(id pipeline.PlaceID, packets view) {
	if s.bounds.arrived[id].misses(packets.bound) {
		return
	}
	for _, e := range s.arriving[id] {
		s.pass(e, opener, packets)
	}
}

// back goes from a table to whatever leads to it.
func (s *spreader) back(v visit, fresh view) {
	for _, e := range s.leading[v.table] {
		switch {
		case !e.known:
			s.pass(e, v.way, fresh)
		case v.way == answer:
			s.undo(e.table, fresh)
		}
	}
	if v.way == opener || len(s.starting[v.table]) == 0 {
		return
	}
	openers := viewOf(reversed(fresh.Set))
	for _, place := range s.starting[v.table] {
		if s.p.Places[place].Answers {
			s.arrive(place, openers)
		}
	}
}

// pass adds what takes an exit and comes out as some of packets.
func (s *spreader) pass(e edge, w way, packets view) {
	if e.rewrite != nil {
		packets = viewOf(before(packets.Set, e.rewrite))
	}
	if s.bounds.at[w][e.table].misses(packets.bound) {
		return
	}
	s.reach(e.table, w, viewOf(narrow(s.taking(e, packets))))
}

// taking returns what of packets may take an exit. Of the entries that lead
// elsewhere it minds those that are about one end alone, as routes are: what
// they hold is cheap to leave out.
func (s *spreader) taking(e edge, packets view) packetset.Set {
	body := s.p.Tables[e.table].Body
	var all packetset.Set
	left := packets.Set
	for i := range body.Entries {
		entry := &body.Entries[i]
		if entry.Exit != e.exit && !isOfOneEnd(entry) {
			continue
		}
		src, dst, service := s.condition(entry)
		if src != nil && !src.Overlaps(packets.sources) || dst != nil && !dst.Overlaps(packets.destinations) {
			continue
		}
		if entry.Exit == e.exit {
			all = all.Union(left.IntersectMatch(src, dst, service))
		}
		if isOfOneEnd(entry) && !s.mayMiss(entry) {
			left = left.SubtractMatch(src, dst, service)
		}
		if left.IsEmpty() {
			break
		}
	}
	return all
}

// isOfOneEnd tells whether an entry asks for a source or a destination alone,
// or for nothing.
func isOfOneEnd(e *pipeline.Entry) bool {
	return !e.Uncertain && e.Service == 0 && (e.Src == 0 || e.Dst == 0)
}

// mayMiss tells whether a packet that meets the condition of an entry may pass
// it by all the same.
func (s *spreader) mayMiss(e *pipeline.Entry) bool {
	touched := func(id pipeline.AddrSetID) bool { return id != 0 && !s.addrs(id).Equal(s.p.AddrSets[id]) }
	return touched(e.Src) || touched(e.Dst)
}

// condition returns the parts of a condition, with all blocks that they touch.
func (s *spreader) condition(e *pipeline.Entry) (src, dst *packet.AddrSet, service *packet.Service) {
	src, dst, service = s.addrs(e.Src), s.addrs(e.Dst), nil
	if e.Service != 0 {
		touched := s.blocks.service(s.p.Services[e.Service])
		service = &touched
	}
	return src, dst, service
}

func (s *spreader) addrs(id pipeline.AddrSetID) *packet.AddrSet {
	if id == 0 {
		return nil
	}
	if s.wholes[id] == nil {
		set := whole(s.blocks.addrs, s.p.AddrSets[id])
		s.wholes[id] = &set
	}
	return s.wholes[id]
}

// narrow keeps sets small: of many boxes it takes the hull.
func narrow(packets packetset.Set) packetset.Set {
	if len(packets.Boxes()) <= maxBoxes {
		return packets
	}
	return packetset.Of(packets.Sources(), packets.Destinations(), packets.Services())
}

// undo adds the answers that a table knows and that come out as some of
// packets: those to openers that took an exit of the table's state.
func (s *spreader) undo(id pipeline.TableID, packets view) {
	s.reach(id, answer, packets)
	edges := s.rewrites[s.p.Tables[id].State.ID]
	if len(edges) == 0 {
		return
	}
	openers := viewOf(reversed(packets.Set))
	for _, e := range edges {
		s.reach(id, answer, viewOf(narrow(reversed(after(s.taking(e, openers), e.rewrite)))))
	}
}
