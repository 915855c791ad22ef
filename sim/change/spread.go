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
	at       []packetset.Set // of each table: what may come to it and part later
	rounds   []int
	waiting  []visit
	leading  [][]edge // of each table: what leads to it
	arriving [][]edge // of each place: what delivers there
	starting map[pipeline.TableID][]pipeline.PlaceID
	exits    [][][]int32 // of each body and exit: its entries
	rewrites map[pipeline.StateID][]*pipeline.Rewrite
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

type visit struct {
	table pipeline.TableID
	fresh packetset.Set
}

// widenAfter is after how many additions a table counts as met by everything.
const widenAfter = 200

// maxBoxes is how many boxes a set of packets keeps; past it, its hull is taken.
const maxBoxes = 400

// spread returns for each place what it sends that may part.
func (c *Change) spread(seeds []seed) []packetset.Set {
	p := c.new.p
	sent := make([]packetset.Set, len(p.Places))
	s := &spreader{c: c, p: p, at: make([]packetset.Set, len(p.Tables)), rounds: make([]int, len(p.Tables)), exits: make([][][]int32, len(p.Bodies)),
		blocks: newBlocks(p), wholes: make([]*packet.AddrSet, len(p.AddrSets))}
	s.index()
	for _, x := range seeds {
		s.reach(x.table, s.blocks.packets(x.packets))
	}
	for i := 1; i < len(p.Places); i++ {
		if !c.alike[i] && c.oldPlaces[i] != 0 {
			s.arrive(pipeline.PlaceID(i), packetset.All())
		}
	}
	for len(s.waiting) > 0 {
		v := s.waiting[len(s.waiting)-1]
		s.waiting = s.waiting[:len(s.waiting)-1]
		s.back(v)
	}
	for i := 1; i < len(p.Places); i++ {
		if place := &p.Places[i]; place.Origin != 0 {
			sent[i] = s.at[place.Origin].IntersectMatch(&place.Addresses, nil, nil)
		}
	}
	return sent
}

// index turns the pipeline round.
func (s *spreader) index() {
	s.leading, s.arriving = make([][]edge, len(s.p.Tables)), make([][]edge, len(s.p.Places))
	s.starting, s.rewrites = map[pipeline.TableID][]pipeline.PlaceID{}, map[pipeline.StateID][]*pipeline.Rewrite{}
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
		s.rewrites[t.State.ID] = append(s.rewrites[t.State.ID], a.Rewrite)
	}
}

// reach adds packets that come to a table and may part there or later.
func (s *spreader) reach(id pipeline.TableID, packets packetset.Set) {
	fresh := packets.Subtract(s.at[id])
	if fresh.IsEmpty() {
		return
	}
	if s.rounds[id]++; s.rounds[id] > widenAfter {
		fresh = packetset.All().Subtract(s.at[id])
	}
	s.at[id] = s.at[id].Union(fresh)
	s.waiting = append(s.waiting, visit{id, fresh})
}

// arrive adds openers that arrive at a place and part later.
func (s *spreader) arrive(id pipeline.PlaceID, packets packetset.Set) {
	for _, e := range s.arriving[id] {
		s.pass(e, packets)
	}
}

// back goes from a table to whatever leads to it.
func (s *spreader) back(v visit) {
	for _, e := range s.leading[v.table] {
		if e.known {
			s.undo(e.table, v.fresh)
		} else {
			s.pass(e, v.fresh)
		}
	}
	for _, place := range s.starting[v.table] {
		if s.p.Places[place].Answers {
			s.arrive(place, reversed(v.fresh))
		}
	}
}

// pass adds what takes an exit and comes out as some of packets.
func (s *spreader) pass(e edge, packets packetset.Set) {
	packets = before(packets, e.rewrite)
	sources, destinations := packets.Sources(), packets.Destinations()
	t := &s.p.Tables[e.table]
	var all packetset.Set
	for _, i := range s.entries(t.Body)[e.exit] {
		src, dst, service := s.condition(&t.Body.Entries[i])
		if src != nil && !src.Overlaps(sources) || dst != nil && !dst.Overlaps(destinations) {
			continue
		}
		if src == nil && dst == nil && service == nil {
			all = packets
			break
		}
		all = all.Union(packets.IntersectMatch(src, dst, service))
	}
	s.reach(e.table, narrow(all))
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

// undo adds the answers that a table knows and that come out as some of packets.
func (s *spreader) undo(id pipeline.TableID, packets packetset.Set) {
	s.reach(id, packets)
	for _, r := range s.rewrites[s.p.Tables[id].State.ID] {
		s.reach(id, narrow(translated(packets, r)))
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
		services := box.Service
		if !r.SrcPort.IsEmpty() || !r.DstPort.IsEmpty() {
			services = packetset.AnyService()
		}
		all = all.Union(packetset.Of(src, dst, services))
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

// translated returns the answers that undoing a rewrite may turn into packets.
func translated(packets packetset.Set, r *pipeline.Rewrite) packetset.Set {
	var all packetset.Set
	for _, box := range packets.Boxes() {
		src, dst, services := box.Src, box.Dst, box.Service
		if r.Dst != nil && !r.Dst.IsEmpty() {
			src = *r.Dst
		}
		if r.Src != nil && !r.Src.IsEmpty() {
			dst = *r.Src
		}
		if r.SrcShift != nil {
			dst = dst.Union(packet.AddrSetOf(r.SrcShift.To))
		}
		if r.DstShift != nil {
			src = src.Union(packet.AddrSetOf(r.DstShift.To))
		}
		if !r.SrcPort.IsEmpty() || !r.DstPort.IsEmpty() {
			services = packetset.AnyService()
		}
		all = all.Union(packetset.Of(src, dst, services))
	}
	return all
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
