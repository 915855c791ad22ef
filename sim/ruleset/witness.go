package ruleset

import (
	"net/netip"

	"vnetproof/sim/packet"
)

// Witness returns a packet of the part, whatever the names of its ends hold
// that do not vary; false if none is known. An end inside of names that vary
// takes an address that they may hold.
func (x Part) Witness() (packet.Packet, bool) {
	for _, f := range packet.Families() {
		p, ok := x.Service.Pick(f)
		from, known := usual(x.Src.known().OfFamily(f), publicSender)
		to, reached := usual(x.Dst.known().OfFamily(f), publicReceiver)
		if ok && known && reached {
			p.Src, p.Dst = from, to
			return p, true
		}
	}
	return packet.Packet{}, false
}

// The documentation addresses that stand for senders and receivers anywhere.
var (
	publicSender   = [...]netip.Addr{netip.MustParseAddr("203.0.113.10"), netip.MustParseAddr("2001:db8::10")}
	publicReceiver = [...]netip.Addr{netip.MustParseAddr("203.0.113.20"), netip.MustParseAddr("2001:db8::20")}
)

// hostOffset is where the addresses of hosts begin in a subnet.
const hostOffset = 4

// someNetwork is how many addresses no single network has.
const someNetwork = 1 << 24

// usual returns an address of s that a packet may well bear: one of anywhere
// where s is larger than any network, else that of a first host.
func usual(s packet.AddrSet, anywhere [2]netip.Addr) (netip.Addr, bool) {
	lowest, ok := s.Lowest()
	if !ok {
		return lowest, false
	}
	if s.Count() > someNetwork {
		for _, a := range anywhere {
			if s.Contains(a) {
				return a, true
			}
		}
	}
	host := lowest
	for range hostOffset {
		if host = host.Next(); !host.IsValid() {
			return lowest, true
		}
	}
	if s.Ranges()[0].Hi.Compare(host) >= 0 {
		return host, true
	}
	return lowest, true
}

// Sure tells whether the part holds a packet whatever the names hold that do
// not vary, given that each holds an address. A part that is not sure may be
// empty; Names says because of what.
func (x Part) Sure() bool { return x.Src.sure() && x.Dst.sure() && x.Mark.sureMark() }

// Names returns the names that do not vary on which it depends whether the part
// holds a packet.
func (x Part) Names() []*Name {
	var out []*Name
	for _, e := range []End{x.Src, x.Dst} {
		if !e.sure() {
			out = append(append(out, fixed(e.In)...), fixed(e.Out)...)
		}
	}
	if !x.Mark.sureMark() {
		out = append(append(out, fixed(x.Mark.In)...), fixed(x.Mark.Out)...)
	}
	return out
}

// sureMark tells whether there certainly is a packet with such marks.
func (e End) sureMark() bool { return len(fixed(e.In)) <= 1 && len(fixed(e.Out)) == 0 }

// known returns addresses that are certainly in e.
func (e End) known() packet.AddrSet {
	s := e.Addrs
	for _, n := range fixed(e.In) {
		s = s.Intersect(n.Least)
	}
	for _, n := range fixed(e.Out) {
		s = s.Subtract(n.most())
	}
	return s
}

// sure tells whether e certainly holds an address. Names that do not vary hold
// an address of IPv4 at least.
func (e End) sure() bool {
	if !e.known().IsEmpty() {
		return true
	}
	in := fixed(e.In)
	if len(in) != 1 || len(fixed(e.Out)) > 0 {
		return false
	}
	most := in[0].most().OfFamily(packet.IPv4)
	return !most.IsEmpty() && e.Addrs.ContainsSet(most)
}

// Within returns the addresses that the names of In may all hold: all where
// there is none.
func (e End) Within() packet.AddrSet {
	most := packet.AllAddrs()
	for _, n := range e.In {
		most = most.Intersect(n.most())
	}
	return most
}

// most returns all addresses that n may hold.
func (n *Name) most() packet.AddrSet {
	if n.Most == nil {
		return packet.AllAddrs()
	}
	return *n.Most
}

func fixed(names []*Name) []*Name {
	var out []*Name
	for _, n := range names {
		if !n.Varies {
			out = append(out, n)
		}
	}
	return out
}
