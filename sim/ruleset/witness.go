package ruleset

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
)

// Witness returns a packet of the part, whatever the names of its ends hold
// that do not vary; false if none is known. An end inside of names that vary
// takes an address that they may hold.
func (x Part) Witness() (packet.Packet, bool) {
	for _, f := range packet.Families() {
		from, to := x.Src.known().OfFamily(f), x.Dst.known().OfFamily(f)
		p, ok := packetset.Of(from, to, x.Service).Pick()
		if ok {
			return p, true
		}
	}
	return packet.Packet{}, false
}

// Sure tells whether the part holds a packet whatever the names hold that do
// not vary, given that each holds an address. A part that is not sure may be
// empty; Names says because of what.
func (x Part) Sure() bool { return x.Src.sure() && x.Dst.sure() }

// Names returns the names that do not vary on which it depends whether the part
// holds a packet.
func (x Part) Names() []*Name {
	var out []*Name
	for _, e := range []End{x.Src, x.Dst} {
		if !e.sure() {
			out = append(append(out, fixed(e.In)...), fixed(e.Out)...)
		}
	}
	return out
}

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

func (e End) sure() bool {
	if !e.known().IsEmpty() {
		return true
	}
	in := fixed(e.In)
	return len(in) == 1 && len(fixed(e.Out)) == 0 && e.Addrs.ContainsSet(in[0].most())
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
