package ruleset

import "vnetproof/sim/packet"

// The dimensions of a term and a box that are sets of coordinates.
const (
	src = iota
	dst
	dstPort
	srcPort
	dims
)

// Identities of the parts of a term, by which equal ones are found: the four
// dimensions, the protocols and the mark.
const (
	protocolPart = dims
	markPart     = dims + 1
	parts        = dims + 2
)

// The ends that may have names: src and dst by their number, and mark.
const (
	mark = 2
	ends = 3
)

// term is one product of a rule: of a rule whose ends have names there are
// several, one for each name and one for the addresses.
type term struct {
	dims      [dims]set
	protocols packet.ProtocolSet
	names     [ends]nameID // of src and dst the set is what the name may hold
	outcome   Outcome
	rule      int32        // number in the List
	at        int32        // position among the terms
	ids       [parts]int32 // equal where the part is equal, names included
}

// portSet returns the coordinates of ports.
func portSet(p packet.PortSet) set {
	ranges := p.Ranges()
	if len(ranges) == 1 {
		return set{span: span{uint32(ranges[0].Lo), uint32(ranges[0].Hi)}}
	}
	spans := make([]span, len(ranges))
	for i, r := range ranges {
		spans[i] = span{uint32(r.Lo), uint32(r.Hi)}
	}
	return setOf(spans)
}

// ports returns the ports of coordinates.
func ports(s *set) packet.PortSet {
	spans := s.spans()
	ranges := make([]packet.PortRange, len(spans))
	for i, p := range spans {
		ranges[i] = packet.PortRange{Lo: uint16(p.lo), Hi: uint16(p.hi)}
	}
	return packet.PortSetOf(ranges...)
}

// service returns the protocols and ports of a product.
func service(protocols packet.ProtocolSet, d *[dims]set) packet.Service {
	return packet.NewService(protocols, ports(&d[srcPort]), ports(&d[dstPort]))
}
