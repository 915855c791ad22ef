package symbolic

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
)

// condition is that of an entry in terms of packets as sent; nil is any.
type condition struct {
	src, dst *packet.AddrSet
	service  *packet.Service
	// open says that it holds for some values of a field only: the packets that
	// meet the rest may match, for the reasons in gaps.
	open bool
	gaps []*pipeline.Gap
}

// condition pulls an entry's condition back through a header; false if it holds
// for no packet.
func (s *search) condition(e *pipeline.Entry, h *header, answer bool) (condition, bool) {
	var c condition
	from, to, source, destination := &c.src, &c.dst, h.src, h.dst
	if answer {
		from, to, source, destination = &c.dst, &c.src, h.dst, h.src
	}
	var ok bool
	if *from, ok = c.pullAddr(s.addrs(e.Src), source); !ok {
		return c, false
	}
	if *to, ok = c.pullAddr(s.addrs(e.Dst), destination); !ok {
		return c, false
	}
	return c, e.Service == 0 || c.pullService(&s.p.Services[e.Service], h, answer)
}

func (s *search) addrs(id pipeline.AddrSetID) *packet.AddrSet {
	if id == 0 {
		return nil
	}
	return &s.p.AddrSets[id]
}

// pullAddr returns the sent addresses for which set holds; false if for none.
func (c *condition) pullAddr(set *packet.AddrSet, f addrField) (*packet.AddrSet, bool) {
	switch {
	case set == nil:
		return nil, true
	case f.values.IsEmpty() && f.shift == nil:
		return set, true
	case f.values.IsEmpty():
		back := f.pullBack(*set)
		return &back, !back.IsEmpty()
	case set.ContainsSet(f.values):
		return nil, true
	case set.Overlaps(f.values):
		c.mayHold(f.gap)
		return nil, true
	}
	return nil, false
}

// pullService sets the service of c to the sent ports for which service holds;
// false if for none.
func (c *condition) pullService(service *packet.Service, h *header, answer bool) bool {
	if h.srcPort.values.IsEmpty() && h.dstPort.values.IsEmpty() && !answer {
		c.service = service
		return true
	}
	source, destination := h.srcPort, h.dstPort
	if answer {
		source, destination = destination, source
	}
	src, ok1 := c.pullPort(service.SrcPorts, source)
	dst, ok2 := c.pullPort(service.DstPorts, destination)
	if answer {
		src, dst = dst, src
	}
	back := packet.NewService(service.Protocols, src, dst)
	c.service = &back
	return ok1 && ok2
}

func (c *condition) pullPort(set packet.PortSet, f portField) (packet.PortSet, bool) {
	switch {
	case f.values.IsEmpty():
		return set, true
	case set.ContainsSet(f.values):
		return packet.AllPorts(), true
	case set.Overlaps(f.values):
		c.mayHold(f.gap)
		return packet.AllPorts(), true
	}
	return packet.PortSet{}, false
}

func (c *condition) mayHold(gap *pipeline.Gap) {
	c.open = true
	if gap != nil {
		c.gaps = append(c.gaps, gap)
	}
}

// misses tells at a glance that no packet from sources to destinations meets c.
func (c *condition) misses(sources, destinations packet.AddrSet) bool {
	return c.dst != nil && !c.dst.Overlaps(destinations) || c.src != nil && !c.src.Overlaps(sources)
}

// split returns the packets of s that meet c, and the others.
func (c *condition) split(s packetset.Set) (in, out packetset.Set) {
	return s.SplitMatch(c.src, c.dst, c.service)
}

// choice is an entry that may decide.
type choice struct {
	entry int
	sure  bool // it decides unless one before it does
	gaps  []*pipeline.Gap
}

// decided is a set of packets about which the same entries may decide; the last
// one is sure.
type decided struct {
	packets packetset.Set
	choices []choice
}

// decide cuts the packets of b by the entries of t. The result is in the order
// of the entries that are sure.
func (s *search) decide(b *beam, t *pipeline.Table) []decided {
	var out []decided
	open := []decided{{packets: b.packets}}
	sources, destinations := b.packets.Sources(), b.packets.Destinations()
	for i := range t.Body.Entries {
		e := &t.Body.Entries[i]
		c, possible := s.condition(e, &b.header, b.isAnswer())
		if !possible || c.misses(sources, destinations) {
			continue
		}
		made := choice{entry: i, sure: !c.open && !e.Uncertain, gaps: c.gaps}
		if e.Uncertain {
			made.gaps = append([]*pipeline.Gap{t.Causes.At(i).Gap}, c.gaps...)
		}
		var hit []decided
		hit, open = s.cut(open, &c, made)
		if made.sure {
			out = append(out, hit...)
		} else {
			open = append(open, hit...)
		}
		if len(open) == 0 {
			break
		}
	}
	return out
}

// cut takes the packets that meet c out of open.
func (s *search) cut(open []decided, c *condition, made choice) (hit, rest []decided) {
	for _, d := range open {
		in, out := c.split(d.packets)
		if !in.IsEmpty() {
			s.spend()
			choices := append(d.choices[:len(d.choices):len(d.choices)], made)
			hit = append(hit, decided{in, choices})
		}
		if !out.IsEmpty() {
			rest = append(rest, decided{out, d.choices})
		}
	}
	return hit, rest
}
