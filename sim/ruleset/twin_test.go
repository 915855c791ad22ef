package ruleset

import (
	"net/netip"
	"slices"

	"pgregory.net/rapid"

	"vnetproof/sim/packet"
)

// The tiny universe: each dimension is cut into a few atoms that generated sets
// never split, so that trying one packet of each, with every membership of its
// ends in names, is a complete twin of this package.
var (
	addrAtoms = []packet.AddrSet{
		addrs("0.0.0.0-9.255.255.255"), addrs("10.0.0.0/9"), addrs("10.128.0.0"), addrs("10.128.0.1-255.255.255.255"),
		addrs("::-fcff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), addrs("fd00::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
	}
	portAtoms     = []packet.PortSet{portRange(0, 442), packet.Ports(443), portRange(444, 65535)}
	protocolAtoms = []packet.Protocol{packet.TCP, packet.UDP, packet.ICMP}
)

func portRange(lo, hi uint16) packet.PortSet {
	return packet.PortSetOf(packet.PortRange{Lo: lo, Hi: hi})
}

func addrs(text string) packet.AddrSet {
	s, err := packet.ParseAddrSet(text)
	if err != nil {
		panic(err)
	}
	return s
}

// probePacket is a packet and the names that its ends are in.
type probePacket struct {
	packet.Packet
	src, dst, marks []*Name
}

// universe returns a packet of every kind that names tell apart.
func universe(names, marks []*Name) []probePacket {
	var all []probePacket
	for _, from := range addrAtoms {
		for _, to := range addrAtoms {
			p := packet.Packet{Src: lowest(from), Dst: lowest(to)}
			if p.Src.Is4() != p.Dst.Is4() {
				continue
			}
			for _, src := range memberships(p.Src, names) {
				for _, dst := range memberships(p.Dst, names) {
					for _, m := range memberships(p.Src, marks) {
						all = appendServices(all, probePacket{p, src, dst, m})
					}
				}
			}
		}
	}
	return all
}

func appendServices(all []probePacket, p probePacket) []probePacket {
	for _, p.Protocol = range protocolAtoms {
		p.SrcPort, p.DstPort = 0, 0
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

func lowest(s packet.AddrSet) netip.Addr {
	a, _ := s.Lowest()
	return a
}

// memberships returns the sets of names that may hold a, as far as is known.
func memberships(a netip.Addr, names []*Name) [][]*Name {
	var all [][]*Name
	for bits := range 1 << len(names) {
		var in []*Name
		for i, n := range names {
			if bits>>i&1 == 1 {
				in = append(in, n)
			}
		}
		if possible(a, names, in) {
			all = append(all, in)
		}
	}
	return all
}

func possible(a netip.Addr, names, in []*Name) bool {
	for _, n := range names {
		has := slices.Contains(in, n)
		if !has && n.Least.Contains(a) || has && n.Most != nil && !n.Most.Contains(a) {
			return false
		}
		outside := func(o *Name) bool { return !slices.Contains(in, o) }
		inside := func(o *Name) bool { return slices.Contains(in, o) }
		if has && (slices.ContainsFunc(n.Within, outside) || slices.ContainsFunc(n.Apart, inside)) {
			return false
		}
	}
	return true
}

// matches is the slow way to ask whether a rule matches.
func (r *Rule) matches(p probePacket) bool {
	return endMatches(r.Src, r.SrcNames, p.Src, p.src) && endMatches(r.Dst, r.DstNames, p.Dst, p.dst) &&
		(r.Service == nil || r.Service.Contains(p.Packet)) &&
		endMatches(nil, r.Marks, p.Src, p.marks)
}

func endMatches(s *packet.AddrSet, names []*Name, a netip.Addr, in []*Name) bool {
	if s == nil {
		return len(names) == 0 || slices.ContainsFunc(names, func(n *Name) bool { return slices.Contains(in, n) })
	}
	return s.Contains(a) || slices.ContainsFunc(names, func(n *Name) bool { return slices.Contains(in, n) })
}

// decide returns the rule of l that decides p, leaving out some, and its outcome.
func (l *List) decide(p probePacket, without func(int) bool) (int, Outcome) {
	for i := range l.Rules {
		if (without == nil || !without(i)) && l.Rules[i].matches(p) {
			return i, l.Rules[i].Outcome
		}
	}
	return len(l.Rules), l.Default
}

// contains tells whether p is in a part.
func (x Part) contains(p probePacket) bool {
	return x.Src.contains(p.Src, p.src) && x.Dst.contains(p.Dst, p.dst) && x.Service.Contains(p.Packet) &&
		x.Mark.has(p.marks)
}

func (e End) contains(a netip.Addr, in []*Name) bool { return e.Addrs.Contains(a) && e.has(in) }

// has tells whether something that is in those names is in e.
func (e End) has(in []*Name) bool {
	inside := func(n *Name) bool { return slices.Contains(in, n) }
	outside := func(n *Name) bool { return !slices.Contains(in, n) }
	return !slices.ContainsFunc(e.In, outside) && !slices.ContainsFunc(e.Out, inside)
}

// someNames draws up to three names and what is known of them. What is known
// fits together: a name within another holds no more and no less than it may.
func someNames(t *rapid.T) []*Name {
	names := make([]*Name, rapid.IntRange(0, 3).Draw(t, "names"))
	for i := range names {
		names[i] = &Name{Text: string(rune('A' + i))}
	}
	if len(names) > 1 && rapid.Bool().Draw(t, "nested") {
		names[1].Within = []*Name{names[0]}
	}
	if len(names) > 2 && rapid.Bool().Draw(t, "apart") {
		names[2].Apart = []*Name{names[0]}
		return names
	}
	if len(names) > 0 && rapid.Bool().Draw(t, "bounded") {
		most := addrAtoms[1].Union(addrAtoms[2]).Union(addrAtoms[4])
		names[0].Most, names[0].Least = &most, addrAtoms[1]
		if names[0].Apart == nil && len(names) > 1 && names[1].Within == nil {
			names[1].Least = addrAtoms[3]
		}
	}
	return names
}

// someMarks draws up to two marks, which may exclude each other.
func someMarks(t *rapid.T) []*Name {
	marks := make([]*Name, max(0, rapid.IntRange(-2, 2).Draw(t, "marks")))
	for i := range marks {
		marks[i] = &Name{Text: string(rune('X' + i))}
	}
	if len(marks) > 1 && rapid.Bool().Draw(t, "exclude") {
		marks[0].Apart = marks[1:]
	}
	return marks
}

// someList draws a list of rules over the tiny universe.
func someList(t *rapid.T, names, marks []*Name) *List {
	l := &List{Default: someOutcome(t)}
	for range rapid.IntRange(0, 6).Draw(t, "rules") {
		l.Rules = append(l.Rules, someRule(t, names, marks))
	}
	return l
}

func someOutcome(t *rapid.T) Outcome { return Outcome(rapid.IntRange(0, 2).Draw(t, "outcome")) }

func someRule(t *rapid.T, names, marks []*Name) Rule {
	r := Rule{Outcome: someOutcome(t)}
	r.Src, r.SrcNames = someEnd(t, names)
	r.Dst, r.DstNames = someEnd(t, names)
	for _, m := range marks {
		if rapid.IntRange(0, 2).Draw(t, "marked") == 0 {
			r.Marks = append(r.Marks, m)
		}
	}
	if rapid.IntRange(0, 2).Draw(t, "anyService") > 0 {
		s := packet.NewService(someProtocols(t), somePorts(t), somePorts(t))
		r.Service = &s
	}
	return r
}

func someEnd(t *rapid.T, names []*Name) (*packet.AddrSet, []*Name) {
	var of []*Name
	for _, n := range names {
		if rapid.IntRange(0, 3).Draw(t, "named") == 0 {
			of = append(of, n)
		}
	}
	if rapid.IntRange(0, 2).Draw(t, "any") == 0 {
		return nil, of
	}
	var s packet.AddrSet
	for _, a := range addrAtoms {
		if rapid.Bool().Draw(t, "address") {
			s = s.Union(a)
		}
	}
	return &s, of
}

func someProtocols(t *rapid.T) packet.ProtocolSet {
	if rapid.IntRange(0, 3).Draw(t, "anyProtocol") == 0 {
		return packet.AllProtocols()
	}
	return packet.Of(rapid.SampledFrom(protocolAtoms).Draw(t, "protocol"))
}

func somePorts(t *rapid.T) packet.PortSet {
	if rapid.Bool().Draw(t, "anyPort") {
		return packet.AllPorts()
	}
	var s packet.PortSet
	for _, a := range portAtoms {
		if rapid.Bool().Draw(t, "port") {
			s = s.Union(a)
		}
	}
	return s
}
