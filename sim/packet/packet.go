package packet

import (
	"fmt"
	"net/netip"
)

// Packet is the header fields that decide where a packet goes. Src and Dst are
// of one family. Ports are 0 and mean nothing where the protocol has none.
type Packet struct {
	Src, Dst         netip.Addr
	Protocol         Protocol
	SrcPort, DstPort uint16
}

// Family returns the family of the packet's addresses.
func (p Packet) Family() Family { return FamilyOf(p.Dst) }

// Reverse returns the header of an answer to p.
func (p Packet) Reverse() Packet {
	return Packet{Src: p.Dst, Dst: p.Src, Protocol: p.Protocol, SrcPort: p.DstPort, DstPort: p.SrcPort}
}

// String returns "tcp 10.1.1.4:49152 → 203.0.113.10:443"; IPv6 addresses stand
// in brackets before ports, and protocols without ports show none.
func (p Packet) String() string {
	if !p.Protocol.HasPorts() {
		return fmt.Sprintf("%s %s → %s", p.word(), p.Src, p.Dst)
	}
	return fmt.Sprintf("%s %s → %s", p.Protocol,
		netip.AddrPortFrom(p.Src, p.SrcPort), netip.AddrPortFrom(p.Dst, p.DstPort))
}

// word is the protocol as users write it: icmp in both families.
func (p Packet) word() string {
	if p.Protocol == ICMPOf(p.Family()) {
		return "icmp"
	}
	return p.Protocol.String()
}
