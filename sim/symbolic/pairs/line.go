package pairs

import (
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
)

// line lays the combinations of protocol, source port and destination port out
// on a line: for each class of source ports 65,536 places of TCP and as many of
// UDP, by destination port; then one for each protocol, of which those of TCP
// and UDP are never used. No rule tells the ports of a class apart.
type line struct {
	classes []packet.PortSet // of source ports
	starts  []uint16
}

const ported = 2 * 65536 // places of each class of source ports

// newLine returns the line of some services.
func newLine(services []packet.Service) *line {
	l := &line{starts: []uint16{0}}
	for _, s := range services {
		for _, r := range s.SrcPorts.Ranges() {
			l.starts = append(l.starts, r.Lo)
			if r.Hi < 65535 {
				l.starts = append(l.starts, r.Hi+1)
			}
		}
	}
	slices.Sort(l.starts)
	l.starts = slices.Compact(l.starts)
	for i, lo := range l.starts {
		hi := uint16(65535)
		if i+1 < len(l.starts) {
			hi = l.starts[i+1] - 1
		}
		l.classes = append(l.classes, packet.PortSetOf(packet.PortRange{Lo: lo, Hi: hi}))
	}
	return l
}

// bare is where the protocols without ports start.
func (l *line) bare() uint32 { return uint32(len(l.classes)) * ported }

// end is just past the line.
func (l *line) end() uint32 { return l.bare() + 256 }

// spans appends the places of a service: pairs of a start and what is past it, in order.
func (l *line) spans(out []uint32, s packet.Service) []uint32 {
	for i, class := range l.classes {
		if !s.SrcPorts.ContainsSet(class) {
			continue
		}
		for k, p := range []packet.Protocol{packet.TCP, packet.UDP} {
			if !s.Protocols.Contains(p) {
				continue
			}
			base := uint32(i)*ported + uint32(k)<<16
			for _, r := range s.DstPorts.Ranges() {
				out = appendSpan(out, base+uint32(r.Lo), base+uint32(r.Hi)+1)
			}
		}
	}
	for p := range s.Protocols.Subtract(packet.Ported()).All() {
		out = appendSpan(out, l.bare()+uint32(p), l.bare()+uint32(p)+1)
	}
	return out
}

// of returns the places of a set of services. Where it tells source ports of one
// class apart it has no places of its own: those that it touches are returned.
func (l *line) of(set packetset.ServiceSet) (spans []uint32, inexact bool) {
	for _, s := range set.Services() {
		for _, class := range l.classes {
			if s.SrcPorts.Overlaps(class) && !s.SrcPorts.ContainsSet(class) && !s.Protocols.Intersect(packet.Ported()).IsEmpty() {
				inexact = true
				s.SrcPorts = s.SrcPorts.Union(class)
			}
		}
		spans = joinSpans(nil, spans, l.spans(nil, s))
	}
	return spans, inexact
}

// appendSpan adds places that come after those of the list.
func appendSpan(list []uint32, from, past uint32) []uint32 {
	if n := len(list); n > 0 && list[n-1] == from {
		list[n-1] = past
		return list
	}
	return append(list, from, past)
}

// set returns spans as a set of services.
func (l *line) set(spans []uint32) packetset.ServiceSet {
	var list []packet.Service
	bare := packet.ProtocolSet{}
	for i := 0; i < len(spans); i += 2 {
		for from := spans[i]; from < spans[i+1]; {
			if from >= l.bare() {
				bare = bare.Union(packet.Of(packet.Protocol(from - l.bare())))
				from++
				continue
			}
			past := min(spans[i+1], from&^0xffff+0x10000)
			list = append(list, l.service(from, past))
			from = past
		}
	}
	if !bare.IsEmpty() {
		list = append(list, packet.NewService(bare, packet.AllPorts(), packet.AllPorts()))
	}
	return packetset.FromService(list...)
}

// service is the ports from one place to before another, of one protocol and class.
func (l *line) service(from, past uint32) packet.Service {
	p := packet.TCP
	if from%ported >= 65536 {
		p = packet.UDP
	}
	dst := packet.PortSetOf(packet.PortRange{Lo: uint16(from), Hi: uint16(past - 1)})
	return packet.NewService(packet.Of(p), l.classes[from/ported], dst)
}
