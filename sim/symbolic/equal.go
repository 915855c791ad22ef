package symbolic

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
)

// equalWhere returns the packets of s for which g and h are the same header,
// and the others. Why a field is one of several values does not matter.
func equalWhere(s packetset.Set, g, h *header) (same, other packetset.Set) {
	if !g.srcPort.sameForAll(h.srcPort) || !g.dstPort.sameForAll(h.dstPort) {
		return equalPorts(s, g, h)
	}
	same = equalAddr(s, g.src, h.src, sourceOf)
	same = equalAddr(same, g.dst, h.dst, destinationOf)
	return same, s.Subtract(same)
}

// equalPorts is equalWhere for headers whose ports are not the same for all packets.
func equalPorts(s packetset.Set, g, h *header) (same, other packetset.Set) {
	src, ok1 := g.srcPort.equal(h.srcPort)
	dst, ok2 := g.dstPort.equal(h.dstPort)
	if !ok1 || !ok2 {
		return packetset.Set{}, s
	}
	service := packet.NewService(packet.Ported(), src, dst)
	same = s.IntersectMatch(nil, nil, &service)
	same = equalAddr(same, g.src, h.src, sourceOf)
	same = equalAddr(same, g.dst, h.dst, destinationOf)
	return same, s.Subtract(same)
}

func (f portField) sameForAll(g portField) bool { return f.values.Equal(g.values) }

// equal returns the sent ports for which f and g are the same; false if for none.
func (f portField) equal(g portField) (packet.PortSet, bool) {
	switch {
	case f.sameForAll(g):
		return packet.AllPorts(), true
	case f.values.IsEmpty() && g.values.Count() == 1:
		return g.values, true
	case g.values.IsEmpty() && f.values.Count() == 1:
		return f.values, true
	}
	return packet.PortSet{}, false
}

// equalAddr returns the packets of s for which f and g are the same address.
func equalAddr(s packetset.Set, f, g addrField, e end) packetset.Set {
	switch {
	case s.IsEmpty() || !f.values.IsEmpty() && !g.values.IsEmpty():
		if f.values.Equal(g.values) {
			return s
		}
		return packetset.Set{}
	case f.values.IsEmpty() && g.values.IsEmpty():
		return equalShift(s, f, g)
	case f.values.IsEmpty():
		f, g = g, f
	}
	one, _ := f.values.Lowest()
	if only := packet.FromAddrs(one); only.Equal(f.values) {
		same, _ := e.within(s, g.pullBack(only))
		return same
	}
	return packetset.Set{}
}

// equalShift compares fields that keep all addresses apart: they are the same
// for all packets or for none.
func equalShift(s packetset.Set, f, g addrField) packetset.Set {
	probe := f.shift
	if probe == nil {
		probe = g.shift
	}
	if probe == nil {
		return s
	}
	at := packet.FromAddrs(probe.From.Lo)
	if f.moved(at).Equal(g.moved(at)) {
		return s
	}
	return packetset.Set{}
}

// moved returns where f would move an address, inside of its prefix or not.
func (f addrField) moved(at packet.AddrSet) packet.AddrSet {
	if f.shift == nil {
		return at
	}
	return moveSet(at, *f.shift)
}
