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
	exits    [][][]int32                 // of each body and exit: its entries
	rewrites map[pipeline.StateID][]edge // that the state remembers
	blocks   *blocks
	wholes   []*packet.AddrSet // of each address set: with all blocks that it touches
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
	s := &spreader{c: c, p: p, at: [2][]packetset.Set{make([]packetset.Set, len(p.Tables)), make([]packetset.Set, len(p.Tables))},
		fresh: [2][]packetset.Set{make([]packetset.Set, len(p.Tables)), make([]packetset.Set, len(p.Tables))}, rounds: make([]int, len(p.Tables)), exits: make([][][]int32, len(p.Bodies)),
		blocks: newBlocks(p), wholes: make([]*packet.AddrSet, len(p.AddrSets))}
	s.index()
	for _, x := range seeds {
		for _, w := range []way{opener, answer} {
			s.reach(x.table, w, s.blocks.packets(x.packets))
		}
	}
	for i := 1; i < len(p.Places); i++ {
		if !c.alike[i] && c.oldPlaces[i] != 0 {
			s.arrive(pipeline.PlaceID(i), packetset.All())
		}
	}
	for i := 0; i < len(s.waiting); i++ { // back adds to the list
		v := s.waiting[i]
		fresh := s.fresh[v.way][v.table]
		s.fresh[v.way][v.table] = packetset.Set{}
		s.back(v, fresh)
	}
	for i := 1; i < len(p.Places); i++ {
		if place := &p.Places[i]; place.Origin != 0 {
			sent[i] = s.at[opener][place.Origin].IntersectMatch(&place.Addresses, nil, nil)
		}
	}
	return sent
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

// reach adds packets that come to a table and may part there or later.
func (s *spreader) reach(id pipeline.TableID, w way, packets packetset.Set) {
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
func (s *spreader) arrive(id pipeline.PlaceID, packets packetset.Set) {
	for _, e := range s.arriving[id] {
		s.pass(e, opener, packets)
	}
}

// back goes from a table to whatever leads to it.
func (s *spreader) back(v visit, fresh packetset.Set) {
	for _, e := range s.leading[v.table] {
		switch {
		case !e.known:
			s.pass(e, v.way, fresh)
		case v.way == answer:
			s.undo(e.table, fresh)
		}
	}
	if v.way == opener {
		return
	}
	for _, place := range s.starting[v.table] {
		if s.p.Places[place].Answers {
			s.arrive(place, reversed(fresh))
		}
	}
}

// pass adds what takes an exit and comes out as some of packets.
func (s *spreader) pass(e edge, w way, packets packetset.Set) {
	s.reach(e.table, w, narrow(s.taking(e, before(packets, e.rewrite))))
}

// taking returns what of packets may take an exit.
func (s *spreader) taking(e edge, packets packetset.Set) packetset.Set {
	sources, destinations := packets.Sources(), packets.Destinations()
	t := &s.p.Tables[e.table]
	var all packetset.Set
	for _, i := range s.entries(t.Body)[e.exit] {
		src, dst, service := s.condition(&t.Body.Entries[i])
		if src != nil && !src.Overlaps(sources) || dst != nil && !dst.Overlaps(destinations) {
			continue
		}
		if src == nil && dst == nil && service == nil {
			return packets
		}
		all = all.Union(packets.IntersectMatch(src, dst, service))
	}
	return all
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

// entries returns the entries of each exit of a body.
func (s *spreader) entries(b *pipeline.Body) [][]int32 {
	if s.exits[b.ID] == nil {
		var list [][]int32
		for i := range b.Entries {
			for len(list) <= int(b.Entries[i].Exit) {
				list = append(list, nil)
			}
			list[b.Entries[i].Exit] = append(list[b.Entries[i].Exit], int32(i))
		}
		s.exits[b.ID] = list
	}
	return s.exits[b.ID]
}

// undo adds the answers that a table knows and that come out as some of
// packets: those to openers that took an exit of the table's state.
func (s *spreader) undo(id pipeline.TableID, packets packetset.Set) {
	s.reach(id, answer, packets)
	openers := reversed(packets)
	for _, e := range s.rewrites[s.p.Tables[id].State.ID] {
		s.reach(id, answer, narrow(reversed(after(s.taking(e, openers), e.rewrite))))
	}
}

// before returns what may come out of a rewrite as some of packets.
func before(packets packetset.Set, r *pipeline.Rewrite) packetset.Set {
	if r == nil {
		return packets
	}
	var all packetset.Set
	for _, box := range packets.Boxes() {
		src, okSrc := origin(box.Src, r.Src, r.SrcShift)
		dst, okDst := origin(box.Dst, r.Dst, r.DstShift)
		if !okSrc || !okDst {
			continue
		}
		all = all.Union(packetset.Of(src, dst, ported(box.Service, r, anyIfMet)))
	}
	return all
}

// origin returns the addresses that a rewrite may turn into some of set; false
// if there are none.
func origin(set packet.AddrSet, to *packet.AddrSet, shift *pipeline.Shift) (packet.AddrSet, bool) {
	switch {
	case to != nil && !to.IsEmpty():
		return packet.AllAddrs(), to.Overlaps(set)
	case shift != nil && packet.AddrSetOf(shift.To).Overlaps(set):
		return set.Union(packet.AddrSetOf(shift.From)), true
	}
	return set, true
}

// after returns what packets become by a rewrite, at most.
func after(packets packetset.Set, r *pipeline.Rewrite) packetset.Set {
	var all packetset.Set
	for _, box := range packets.Boxes() {
		services := ported(box.Service, r, func(ports, to packet.PortSet) packet.PortSet { return to })
		all = all.Union(packetset.Of(become(box.Src, r.Src, r.SrcShift), become(box.Dst, r.Dst, r.DstShift), services))
	}
	return all
}

// become returns what a rewrite may turn some of set into.
func become(set packet.AddrSet, to *packet.AddrSet, shift *pipeline.Shift) packet.AddrSet {
	switch {
	case to != nil && !to.IsEmpty():
		return *to
	case shift != nil && packet.AddrSetOf(shift.From).Overlaps(set):
		return set.Union(packet.AddrSetOf(shift.To))
	}
	return set
}

// ported returns services with other ports where a rewrite sets them.
func ported(set packetset.ServiceSet, r *pipeline.Rewrite, change func(ports, to packet.PortSet) packet.PortSet) packetset.ServiceSet {
	if r.SrcPort.IsEmpty() && r.DstPort.IsEmpty() {
		return set
	}
	var list []packet.Service
	for _, s := range set.Services() {
		bare := s.Protocols.Subtract(packet.Ported())
		if !bare.IsEmpty() {
			list = append(list, packet.NewService(bare, packet.AllPorts(), packet.AllPorts()))
		}
		src, dst := s.SrcPorts, s.DstPorts
		if !r.SrcPort.IsEmpty() {
			src = change(src, r.SrcPort)
		}
		if !r.DstPort.IsEmpty() {
			dst = change(dst, r.DstPort)
		}
		list = append(list, packet.NewService(s.Protocols.Intersect(packet.Ported()), src, dst))
	}
	return packetset.FromService(list...)
}

// anyIfMet returns the ports that a rewrite turns into some of ports.
func anyIfMet(ports, to packet.PortSet) packet.PortSet {
	if to.Overlaps(ports) {
		return packet.AllPorts()
	}
	return packet.PortSet{}
}

// reversed returns the answers of packets.
func reversed(packets packetset.Set) packetset.Set {
	var all packetset.Set
	for _, box := range packets.Boxes() {
		var services []packet.Service
		for _, s := range box.Service.Services() {
			services = append(services, packet.NewService(s.Protocols, s.DstPorts, s.SrcPorts))
		}
		all = all.Union(packetset.Of(box.Dst, box.Src, packetset.FromService(services...)))
	}
	return all
}
