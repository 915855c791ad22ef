package change

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
)

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
