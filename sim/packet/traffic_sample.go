package packet

import "net/netip"

// samplePort is the source port of packets that stand for many: the first
// ephemeral one.
const samplePort = 49152

// Sample returns the packet from src to dst that stands for t: the item written
// first, source port 49152 where allowed. "any" and "tcp" are tcp/443, "udp" is
// udp/53. It returns false for no traffic.
func (t Traffic) Sample(src, dst netip.Addr) (Packet, bool) {
	if t.IsEmpty() {
		return Packet{}, false
	}
	p := Packet{Src: src, Dst: dst, SrcPort: t.first.firstSrc, DstPort: t.first.firstDst}
	p.Protocol = t.first.word.protocol(p.Family())
	return p, true
}
