package packetset

import (
	"net/netip"
	"strings"

	"pgregory.net/rapid"

	"vnetproof/sim/packet"
)

// The tiny universe: every dimension is cut into a few atoms that generated
// sets never split, so a bitmap with one packet for each combination of atoms
// is a complete twin of a Set.
var (
	addrAtoms = []packet.AddrSet{
		addrs("0.0.0.0-9.255.255.255"), addrs("10.0.0.0"), addrs("10.0.0.1-127.255.255.255"), addrs("128.0.0.0/1"),
		addrs("::-fcff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), addrs("fd00::"),
		addrs("fd00::1-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
	}
	portAtoms = []packet.PortSet{
		packet.PortSetOf(packet.PortRange{Lo: 0, Hi: 442}), packet.Ports(443),
		packet.PortSetOf(packet.PortRange{Lo: 444, Hi: 49152}), packet.PortSetOf(packet.PortRange{Lo: 49153, Hi: 65535}),
	}
	protocolAtoms = protocolsOfUniverse()
	universe      = packetsOfUniverse()
)

func protocolsOfUniverse() []packet.ProtocolSet {
	atoms := []packet.ProtocolSet{
		packet.Of(packet.TCP), packet.Of(packet.UDP), packet.Of(packet.ICMP), packet.Of(packet.ICMPv6),
	}
	rest := packet.AllProtocols()
	for _, a := range atoms {
		rest = rest.Subtract(a)
	}
	return append(atoms, rest)
}

func packetsOfUniverse() []packet.Packet {
	var all []packet.Packet
	for _, src := range addrAtoms {
		for _, dst := range addrAtoms {
			all = append(all, packetsBetween(lowest(src), lowest(dst))...)
		}
	}
	return all
}

func packetsBetween(src, dst netip.Addr) []packet.Packet {
	if src.Is4() != dst.Is4() {
		return nil
	}
	var all []packet.Packet
	for _, protocols := range protocolAtoms {
		p := packet.Packet{Src: src, Dst: dst}
		for p.Protocol = range protocols.All() {
			break
		}
		if !p.Protocol.HasPorts() {
			all = append(all, p)
			continue
		}
		for _, from := range portAtoms {
			for _, to := range portAtoms {
				p.SrcPort, _ = from.Lowest()
				p.DstPort, _ = to.Lowest()
				all = append(all, p)
			}
		}
	}
	return all
}

func addrs(text string) packet.AddrSet {
	s, err := packet.ParseAddrSet(text)
	if err != nil {
		panic(err)
	}
	return s
}

func lowest(s packet.AddrSet) netip.Addr {
	a, _ := s.Lowest()
	return a
}

// twin is a set as one bit for each packet of the universe.
type twin string

// twinOf asks every packet of the universe.
func twinOf(contains func(packet.Packet) bool) twin {
	var b strings.Builder
	for _, p := range universe {
		if contains(p) {
			b.WriteByte('1')
		} else {
			b.WriteByte('0')
		}
	}
	return twin(b.String())
}

// merge combines two twins bit by bit.
func (t twin) merge(u twin, op func(a, b bool) bool) twin {
	out := []byte(t)
	for i := range out {
		out[i] = '0'
		if op(t[i] == '1', u[i] == '1') {
			out[i] = '1'
		}
	}
	return twin(out)
}

func or(a, b bool) bool     { return a || b }
func and(a, b bool) bool    { return a && b }
func andNot(a, b bool) bool { return a && !b }

// unionOfAtoms draws a union of some atoms.
func unionOfAtoms[S interface{ Union(S) S }](t *rapid.T, atoms []S, label string) S {
	picked := rapid.SliceOfNDistinct(rapid.IntRange(0, len(atoms)-1), 0, len(atoms), rapid.ID[int]).Draw(t, label)
	var all S
	for _, i := range picked {
		all = all.Union(atoms[i])
	}
	return all
}

// drawMatch draws a product of unions of atoms, with nil for some parts.
func drawMatch(t *rapid.T) packet.Match {
	var m packet.Match
	if rapid.Bool().Draw(t, "srcGiven") {
		src := unionOfAtoms(t, addrAtoms, "src")
		m.Src = &src
	}
	if rapid.Bool().Draw(t, "dstGiven") {
		dst := unionOfAtoms(t, addrAtoms, "dst")
		m.Dst = &dst
	}
	if rapid.Bool().Draw(t, "serviceGiven") {
		service := drawService(t)
		m.Service = &service
	}
	return m
}

func drawService(t *rapid.T) packet.Service {
	return packet.NewService(
		unionOfAtoms(t, protocolAtoms, "protocols"), drawPorts(t, "srcPorts"), drawPorts(t, "dstPorts"))
}

func drawPorts(t *rapid.T, label string) packet.PortSet {
	if rapid.Bool().Draw(t, label+"All") {
		return packet.AllPorts()
	}
	return unionOfAtoms(t, portAtoms, label)
}

// drawSet draws a set made by a few operations, and its twin.
func drawSet(t *rapid.T) (Set, twin) {
	var s Set
	bits := twinOf(s.Contains)
	for range rapid.IntRange(1, 5).Draw(t, "operations") {
		m := drawMatch(t)
		switch rapid.IntRange(0, 3).Draw(t, "operation") {
		case 0:
			s, bits = s.SubtractMatch(m.Src, m.Dst, m.Service), bits.merge(twinOf(m.Matches), andNot)
		case 1:
			s, bits = s.IntersectMatch(m.Src, m.Dst, m.Service), bits.merge(twinOf(m.Matches), and)
		default:
			s, bits = s.Union(FromMatch(m.Src, m.Dst, m.Service)), bits.merge(twinOf(m.Matches), or)
		}
	}
	return s, bits
}
