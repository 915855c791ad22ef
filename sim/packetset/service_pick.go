package packetset

import (
	"slices"

	"vnetproof/sim/packet"
)

// samplePort is the source port that witnesses have where it is allowed.
const samplePort = 49152

// Pick returns the combination that stands for s in packets of family f, in
// the protocol and port fields of a packet: tcp before udp, icmp, esp, ah and
// others; source port 49152 where allowed; destination port 443 (udp: 53) where
// allowed, else the lowest. It returns false if s is empty.
func (s ServiceSet) Pick(f packet.Family) (packet.Packet, bool) {
	protocols := s.Protocols()
	for _, p := range []packet.Protocol{packet.TCP, packet.UDP, packet.ICMPOf(f), packet.ESP, packet.AH} {
		if protocols.Contains(p) {
			return s.pickOf(p), true
		}
	}
	for p := range protocols.All() {
		return packet.Packet{Protocol: p}, true
	}
	return packet.Packet{}, false
}

func (s ServiceSet) pickOf(p packet.Protocol) packet.Packet {
	switch p {
	case packet.TCP:
		return pickPorts(p, s.tcp, 443)
	case packet.UDP:
		return pickPorts(p, s.udp, 53)
	}
	return packet.Packet{Protocol: p}
}

// pickPorts chooses from pairs, which are not empty.
func pickPorts(p packet.Protocol, pairs ports, usual uint16) packet.Packet {
	type pair = row[packet.PortSet, packet.PortSet]
	rows := pairs.rows
	ephemeral := func(r pair) bool { return r.val.Contains(samplePort) }
	if i := slices.IndexFunc(rows, ephemeral); i >= 0 {
		rows = rows[i:]
	}
	chosen := rows[0]
	for _, r := range rows {
		if r.key.Contains(usual) && ephemeral(r) == ephemeral(chosen) {
			chosen = r
		}
	}
	return packet.Packet{
		Protocol: p,
		SrcPort:  preferred(chosen.val, samplePort),
		DstPort:  preferred(chosen.key, usual),
	}
}

// preferred returns port where s holds it, else the lowest port of s that is
// not 0, which real packets do not use.
func preferred(s packet.PortSet, port uint16) uint16 {
	if s.Contains(port) {
		return port
	}
	if used := s.Subtract(packet.Ports(0)); !used.IsEmpty() {
		s = used
	}
	lowest, _ := s.Lowest()
	return lowest
}
