package ruleset

import (
	"encoding/binary"
	"math"
	"net/netip"
	"slices"

	"vnetproof/sim/packet"
)

// space numbers the addresses of one family. IPv4 addresses are their own
// numbers. IPv6 has more addresses than numbers: there a number stands for a
// range of addresses that no set of the problem tells apart.
type space struct {
	family packet.Family
	starts []netip.Addr // IPv6: the first address of each range, sorted
}

// newSpace returns the space that tells apart what the given sets do.
func newSpace(f packet.Family, sets func(yield func(packet.AddrSet))) *space {
	s := &space{family: f}
	if f != packet.IPv6 {
		return s
	}
	s.starts = []netip.Addr{netip.IPv6Unspecified()}
	sets(func(a packet.AddrSet) {
		for _, r := range a.OfFamily(f).Ranges() {
			s.starts = append(s.starts, r.Lo)
			if next := r.Hi.Next(); next.IsValid() {
				s.starts = append(s.starts, next)
			}
		}
	})
	slices.SortFunc(s.starts, netip.Addr.Compare)
	s.starts = slices.Compact(s.starts)
	return s
}

// all returns the set of all addresses of the family.
func (s *space) all() set {
	if s.family == packet.IPv6 {
		return set{span: span{0, uint32(len(s.starts) - 1)}}
	}
	return set{span: span{0, math.MaxUint32}}
}

// set returns the numbers of the addresses of a that are of the family.
func (s *space) set(a packet.AddrSet) set {
	ranges := a.OfFamily(s.family).Ranges()
	switch len(ranges) {
	case 0:
		return nothing
	case 1:
		return set{span: s.span(ranges[0])}
	}
	spans := make([]span, len(ranges))
	for i, r := range ranges {
		spans[i] = s.span(r)
	}
	return setOf(spans)
}

func (s *space) span(r packet.AddrRange) span {
	if s.family != packet.IPv6 {
		return span{number4(r.Lo), number4(r.Hi)}
	}
	lo, _ := slices.BinarySearchFunc(s.starts, r.Lo, netip.Addr.Compare)
	end := len(s.starts)
	if next := r.Hi.Next(); next.IsValid() {
		end, _ = slices.BinarySearchFunc(s.starts, next, netip.Addr.Compare)
	}
	return span{uint32(lo), uint32(end - 1)}
}

func number4(a netip.Addr) uint32 {
	b := a.As4()
	return binary.BigEndian.Uint32(b[:])
}

// addrs returns the addresses that the numbers of t stand for.
func (s *space) addrs(t *set) packet.AddrSet {
	if t.isEmpty() {
		return packet.AddrSet{}
	}
	spans := t.spans()
	ranges := make([]packet.AddrRange, len(spans))
	for i, n := range spans {
		ranges[i] = packet.AddrRange{Lo: s.first(n.lo), Hi: s.last(n.hi)}
	}
	return packet.AddrSetOf(ranges...)
}

func (s *space) first(n uint32) netip.Addr {
	if s.family == packet.IPv6 {
		return s.starts[n]
	}
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], n)
	return netip.AddrFrom4(b)
}

func (s *space) last(n uint32) netip.Addr {
	switch {
	case s.family != packet.IPv6:
		return s.first(n)
	case int(n)+1 < len(s.starts):
		return s.starts[n+1].Prev()
	}
	return lastIPv6
}

var lastIPv6 = packet.All6().Ranges()[0].Hi
