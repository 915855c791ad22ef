package walk

import (
	"net/netip"
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// Header is the header of a packet on its way. A field that a translation gave
// one of several values is open: Packet then bears the lowest of them.
type Header struct {
	packet.Packet
	open *open // nil: no field is open
}

// open holds the possible values of open fields and why they are not known.
// An empty set means that the field is known.
type open struct {
	src, dst         packet.AddrSet
	srcPort, dstPort packet.PortSet
	gaps             [4]*pipeline.Gap // of src, dst, srcPort, dstPort
}

// Sources returns the possible source addresses, more than one if it is open.
func (h Header) Sources() packet.AddrSet {
	if h.open == nil || h.open.src.IsEmpty() {
		return packet.FromAddrs(h.Src)
	}
	return h.open.src
}

// Destinations returns the possible destination addresses.
func (h Header) Destinations() packet.AddrSet {
	if h.open == nil || h.open.dst.IsEmpty() {
		return packet.FromAddrs(h.Dst)
	}
	return h.open.dst
}

// SourcePorts returns the possible source ports.
func (h Header) SourcePorts() packet.PortSet {
	if h.open == nil || h.open.srcPort.IsEmpty() {
		return packet.Ports(h.SrcPort)
	}
	return h.open.srcPort
}

// DestinationPorts returns the possible destination ports.
func (h Header) DestinationPorts() packet.PortSet {
	if h.open == nil || h.open.dstPort.IsEmpty() {
		return packet.Ports(h.DstPort)
	}
	return h.open.dstPort
}

// IsOpen tells whether a field is one of several values.
func (h Header) IsOpen() bool { return h.open != nil }

// equal compares fields; why one is open does not matter.
func (h Header) equal(o Header) bool {
	if h.Packet != o.Packet || (h.open == nil) != (o.open == nil) {
		return false
	}
	return h.open == nil || h.open == o.open || h.open.src.Equal(o.open.src) && h.open.dst.Equal(o.open.dst) &&
		h.open.srcPort.Equal(o.open.srcPort) && h.open.dstPort.Equal(o.open.dstPort)
}

// reverse returns the header of an answer.
func (h Header) reverse() Header {
	r := Header{Packet: h.Packet.Reverse()}
	if o := h.open; o != nil {
		r.open = &open{src: o.dst, dst: o.src, srcPort: o.dstPort, dstPort: o.srcPort,
			gaps: [4]*pipeline.Gap{o.gaps[1], o.gaps[0], o.gaps[3], o.gaps[2]}}
	}
	return r
}

// rewrite returns the header after r.
func (h Header) rewrite(r *pipeline.Rewrite) Header {
	if r == nil {
		return h
	}
	o := open{}
	if h.open != nil {
		o = *h.open
	}
	h.Src, o.src, o.gaps[0] = rewriteAddr(h.Src, o.src, o.gaps[0], r.Src, r.SrcShift, r.Gap)
	h.Dst, o.dst, o.gaps[1] = rewriteAddr(h.Dst, o.dst, o.gaps[1], r.Dst, r.DstShift, r.Gap)
	if h.Protocol.HasPorts() {
		h.SrcPort, o.srcPort, o.gaps[2] = rewritePort(h.SrcPort, o.srcPort, o.gaps[2], r.SrcPort, r.Gap)
		h.DstPort, o.dstPort, o.gaps[3] = rewritePort(h.DstPort, o.dstPort, o.gaps[3], r.DstPort, r.Gap)
	}
	h.open = nil
	if !o.src.IsEmpty() || !o.dst.IsEmpty() || !o.srcPort.IsEmpty() || !o.dstPort.IsEmpty() {
		h.open = &o
	}
	return h
}

// rewriteAddr returns a field, its possible values if it is open, and why.
func rewriteAddr(a netip.Addr, values packet.AddrSet, gap *pipeline.Gap, to *packet.AddrSet, shift *pipeline.Shift, why *pipeline.Gap) (netip.Addr, packet.AddrSet, *pipeline.Gap) {
	switch {
	case to != nil && !to.IsEmpty():
		values, gap = *to, why
	case shift == nil:
		return a, values, gap
	case values.IsEmpty():
		return shiftAddr(a, *shift), values, gap
	default:
		values = shiftSet(values, *shift)
	}
	a, _ = values.Lowest()
	if values.Equal(packet.FromAddrs(a)) {
		return a, packet.AddrSet{}, nil
	}
	return a, values, gap
}

// rewritePort does the same for a port.
func rewritePort(p uint16, values packet.PortSet, gap *pipeline.Gap, to packet.PortSet, why *pipeline.Gap) (uint16, packet.PortSet, *pipeline.Gap) {
	if to.IsEmpty() {
		return p, values, gap
	}
	p, _ = to.Lowest()
	if to.Count() == 1 {
		return p, packet.PortSet{}, nil
	}
	return p, to, why
}

// shiftSet returns the values of s after a shift.
func shiftSet(s packet.AddrSet, shift pipeline.Shift) packet.AddrSet {
	from := packet.AddrSetOf(shift.From)
	moved := slices.Clone(s.Intersect(from).Ranges())
	for i, r := range moved {
		moved[i] = packet.AddrRange{Lo: shiftAddr(r.Lo, shift), Hi: shiftAddr(r.Hi, shift)}
	}
	return s.Subtract(from).Union(packet.AddrSetOf(moved...))
}

// shiftAddr returns a after a shift.
func shiftAddr(a netip.Addr, shift pipeline.Shift) netip.Addr {
	if !packet.AddrSetOf(shift.From).Contains(a) {
		return a
	}
	sum, from, to := a.AsSlice(), shift.From.Lo.AsSlice(), shift.To.Lo.AsSlice()
	carry := 0
	for i := len(sum) - 1; i >= 0; i-- {
		carry += int(sum[i]) - int(from[i]) + int(to[i])
		sum[i] = byte(carry)
		carry >>= 8
	}
	moved, _ := netip.AddrFromSlice(sum)
	return moved
}
