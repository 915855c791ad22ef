package packet

import (
	"net/netip"
)

// AddrRange is the addresses from Lo to Hi of one family, both included.
type AddrRange struct{ Lo, Hi netip.Addr }

// prefixRange returns the addresses of a valid prefix.
func prefixRange(p netip.Prefix) AddrRange {
	p = p.Masked()
	return AddrRange{p.Addr(), lastOf(p)}
}

// lastOf returns the highest address of a masked prefix.
func lastOf(p netip.Prefix) netip.Addr {
	if p.Addr().Is4() {
		bytes := p.Addr().As4()
		setAfter(bytes[:], p.Bits())
		return netip.AddrFrom4(bytes)
	}
	bytes := p.Addr().As16()
	setAfter(bytes[:], p.Bits())
	return netip.AddrFrom16(bytes)
}

// setAfter sets all bits but the first n.
func setAfter(bytes []byte, n int) {
	if n%8 > 0 {
		bytes[n/8] |= 0xff >> (n % 8)
		n += 8 - n%8
	}
	for i := n / 8; i < len(bytes); i++ {
		bytes[i] = 0xff
	}
}

// IsValid tells whether r holds at least one address: both ends are of one
// family and in order.
func (r AddrRange) IsValid() bool {
	return r.Lo.IsValid() && r.Lo.BitLen() == r.Hi.BitLen() && r.Lo.Compare(r.Hi) <= 0
}

// Prefix returns the one prefix that r is, if it is one.
func (r AddrRange) Prefix() (netip.Prefix, bool) {
	first := largestPrefix(r)
	return first, lastOf(first) == r.Hi
}

// String returns "10.0.0.4", "10.0.0.0/24" or "10.0.1.4-10.0.1.9".
func (r AddrRange) String() string {
	if r.Lo == r.Hi {
		return r.Lo.String()
	}
	if p, ok := r.Prefix(); ok {
		return p.String()
	}
	return r.Lo.String() + "-" + r.Hi.String()
}

// withoutZones returns r for the packets of any link.
func (r AddrRange) withoutZones() AddrRange {
	return AddrRange{r.Lo.WithZone(""), r.Hi.WithZone("")}
}

// largestPrefix returns the shortest prefix that starts with r and lies in it.
func largestPrefix(r AddrRange) netip.Prefix {
	for bits := range r.Lo.BitLen() {
		p := netip.PrefixFrom(r.Lo, bits)
		if p.Masked().Addr() == r.Lo && lastOf(p).Compare(r.Hi) <= 0 {
			return p
		}
	}
	return netip.PrefixFrom(r.Lo, r.Lo.BitLen())
}

// appendPrefixes adds the fewest prefixes that make up r.
func appendPrefixes(out []netip.Prefix, r AddrRange) []netip.Prefix {
	for {
		p := largestPrefix(r)
		out = append(out, p)
		last := lastOf(p)
		if last == r.Hi {
			return out
		}
		r.Lo = last.Next()
	}
}

func (r AddrRange) compareLo(o AddrRange) int { return r.Lo.Compare(o.Lo) }
func (r AddrRange) compareHi(o AddrRange) int { return r.Hi.Compare(o.Hi) }
func (r AddrRange) before(o AddrRange) bool   { return r.Hi.Less(o.Lo) }

// meets is false between the families: the last IPv4 address has no next.
func (r AddrRange) meets(o AddrRange) bool { return r.Hi.Next() == o.Lo }

func (r AddrRange) hull(o AddrRange) AddrRange {
	return AddrRange{lower(r.Lo, o.Lo), higher(r.Hi, o.Hi)}
}

func (r AddrRange) meet(o AddrRange) AddrRange {
	return AddrRange{higher(r.Lo, o.Lo), lower(r.Hi, o.Hi)}
}

func (r AddrRange) head(o AddrRange) AddrRange { return AddrRange{r.Lo, o.Lo.Prev()} }
func (r AddrRange) tail(o AddrRange) AddrRange { return AddrRange{o.Hi.Next(), r.Hi} }

func lower(a, b netip.Addr) netip.Addr {
	if b.Less(a) {
		return b
	}
	return a
}

func higher(a, b netip.Addr) netip.Addr {
	if a.Less(b) {
		return b
	}
	return a
}
