package change

import (
	"encoding/binary"
	"net/netip"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// span is what some addresses lie between, of each family; the zero value holds
// none. It is cheap and larger than the set: IPv6 goes by the first 63 bits.
type span struct{ four, six between }

// between is numbers from lo up to, and without, hi.
type between struct{ lo, hi uint64 }

func (b between) meet(o between) between {
	b.lo, b.hi = max(b.lo, o.lo), min(b.hi, o.hi)
	if b.lo >= b.hi {
		return between{}
	}
	return b
}

func (b between) join(o between) between {
	switch {
	case b.hi == 0:
		return o
	case o.hi == 0:
		return b
	}
	return between{min(b.lo, o.lo), max(b.hi, o.hi)}
}

func (s span) meet(o span) span { return span{s.four.meet(o.four), s.six.meet(o.six)} }
func (s span) join(o span) span { return span{s.four.join(o.four), s.six.join(o.six)} }
func (s span) isEmpty() bool    { return s == span{} }

// everywhere holds all addresses.
var everywhere = spanOf(packet.AllAddrs())

// spanOf returns what a set lies between.
func spanOf(set packet.AddrSet) span {
	var s span
	for _, r := range set.Ranges() {
		if r.Lo.Is4() {
			s.four = s.four.join(between{number4(r.Lo), number4(r.Hi) + 1})
		} else {
			s.six = s.six.join(between{number6(r.Lo), number6(r.Hi) + 1})
		}
	}
	return s
}

// become returns what a rewrite turns addresses into.
func (s span) become(to *packet.AddrSet, shift *pipeline.Shift) span {
	switch {
	case to != nil && !to.IsEmpty():
		return spanOf(*to)
	case shift != nil && !s.meet(spanOf(packet.AddrSetOf(shift.From))).isEmpty():
		return s.join(spanOf(packet.AddrSetOf(shift.To)))
	}
	return s
}

func number4(a netip.Addr) uint64 {
	bytes := a.As4()
	return uint64(binary.BigEndian.Uint32(bytes[:]))
}

func number6(a netip.Addr) uint64 {
	bytes := a.As16()
	return binary.BigEndian.Uint64(bytes[:]) >> 1
}
