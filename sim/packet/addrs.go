package packet

import (
	"cmp"
	"encoding/binary"
	"math"
	"net/netip"
	"slices"
	"sort"
)

// AddrSet is an immutable set of addresses of both families. The zero value is
// empty. IPv4 sorts before IPv6. Zones are dropped. An IPv4 address in IPv6
// clothes is an IPv6 address; readers take the clothes off.
type AddrSet struct{ ranges []AddrRange }

var (
	all4     = AddrSet{[]AddrRange{prefixRange(netip.PrefixFrom(netip.IPv4Unspecified(), 0))}}
	all6     = AddrSet{[]AddrRange{prefixRange(netip.PrefixFrom(netip.IPv6Unspecified(), 0))}}
	allAddrs = all4.Union(all6)
)

// All4 returns all IPv4 addresses.
func All4() AddrSet { return all4 }

// All6 returns all IPv6 addresses.
func All6() AddrSet { return all6 }

// AllAddrs returns all addresses of both families.
func AllAddrs() AddrSet { return allAddrs }

// AllOf returns all addresses of family f, none for no family.
func AllOf(f Family) AddrSet {
	switch f {
	case IPv4:
		return all4
	case IPv6:
		return all6
	}
	return AddrSet{}
}

// AddrSetOf returns the union of ranges. A range whose ends are of different
// families, invalid or in the wrong order holds nothing.
func AddrSetOf(ranges ...AddrRange) AddrSet {
	valid := make([]AddrRange, 0, len(ranges))
	for _, r := range ranges {
		if r = r.withoutZones(); r.IsValid() {
			valid = append(valid, r)
		}
	}
	return AddrSet{normalize(valid)}
}

// FromPrefixes returns the union of prefixes; host bits do not matter.
func FromPrefixes(prefixes ...netip.Prefix) AddrSet {
	ranges := make([]AddrRange, 0, len(prefixes))
	for _, p := range prefixes {
		if p.IsValid() {
			ranges = append(ranges, prefixRange(p))
		}
	}
	return AddrSet{normalize(ranges)}
}

// FromAddrs returns the set of single addresses.
func FromAddrs(addrs ...netip.Addr) AddrSet {
	ranges := make([]AddrRange, 0, len(addrs))
	for _, a := range addrs {
		if a.IsValid() {
			a = a.WithZone("")
			ranges = append(ranges, AddrRange{a, a})
		}
	}
	return AddrSet{normalize(ranges)}
}

// Ranges returns the sorted, separate ranges of s. The caller must not change them.
func (s AddrSet) Ranges() []AddrRange { return s.ranges[:len(s.ranges):len(s.ranges)] }

// Union returns the addresses in s or t.
func (s AddrSet) Union(t AddrSet) AddrSet { return AddrSet{union(s.ranges, t.ranges)} }

// Intersect returns the addresses in both s and t.
func (s AddrSet) Intersect(t AddrSet) AddrSet {
	if equal(s.ranges, t.ranges) {
		return s
	}
	return AddrSet{intersect(s.ranges, t.ranges)}
}

// Subtract returns the addresses in s but not in t.
func (s AddrSet) Subtract(t AddrSet) AddrSet { return AddrSet{subtract(s.ranges, t.ranges)} }

// Contains tells whether a is in s.
func (s AddrSet) Contains(a netip.Addr) bool {
	a = a.WithZone("")
	i := sort.Search(len(s.ranges), func(i int) bool { return s.ranges[i].Hi.Compare(a) >= 0 })
	return i < len(s.ranges) && s.ranges[i].Lo.Compare(a) <= 0 && a.IsValid()
}

// ContainsSet tells whether all of t is in s.
func (s AddrSet) ContainsSet(t AddrSet) bool { return covers(s.ranges, t.ranges) }

// Overlaps tells whether s and t share an address.
func (s AddrSet) Overlaps(t AddrSet) bool { return overlaps(s.ranges, t.ranges) }

// IsEmpty tells whether no address is in s.
func (s AddrSet) IsEmpty() bool { return len(s.ranges) == 0 }

// Equal tells whether s and t hold the same addresses.
func (s AddrSet) Equal(t AddrSet) bool { return equal(s.ranges, t.ranges) }

// Compare orders sets by their ranges, lowest first; the empty set comes first.
func (s AddrSet) Compare(t AddrSet) int {
	return slices.CompareFunc(s.ranges, t.ranges, func(a, b AddrRange) int {
		return cmp.Or(a.compareLo(b), a.compareHi(b))
	})
}

// OfFamily returns the addresses of s that are of family f.
func (s AddrSet) OfFamily(f Family) AddrSet {
	split := sort.Search(len(s.ranges), func(i int) bool { return s.ranges[i].Lo.Is6() })
	switch f {
	case IPv4:
		return AddrSet{s.ranges[:split:split]}
	case IPv6:
		return AddrSet{s.ranges[split:]}
	}
	return AddrSet{}
}

// Lowest returns the lowest address of s.
func (s AddrSet) Lowest() (addr netip.Addr, ok bool) {
	if s.IsEmpty() {
		return netip.Addr{}, false
	}
	return s.ranges[0].Lo, true
}

// Count returns how many addresses are in s: exact below 2^53, so for all of
// IPv4, and rounded above.
func (s AddrSet) Count() float64 {
	n := 0.0
	for _, r := range s.ranges {
		loHigh, loLow := halves(r.Lo)
		hiHigh, hiLow := halves(r.Hi)
		low, high := hiLow-loLow, hiHigh-loHigh
		if hiLow < loLow {
			high--
		}
		n += math.Ldexp(float64(high), 64) + float64(low) + 1
	}
	return n
}

// Prefixes returns the fewest prefixes that make up s, in order.
func (s AddrSet) Prefixes() []netip.Prefix {
	var out []netip.Prefix
	for _, r := range s.ranges {
		out = appendPrefixes(out, r)
	}
	return out
}

// Hash returns a number that is the same for equal sets in every run.
func (s AddrSet) Hash() uint64 {
	h := hashSeed
	for _, r := range s.ranges {
		loHigh, loLow := halves(r.Lo)
		hiHigh, hiLow := halves(r.Hi)
		if r.Lo.Is4() {
			h = mix(h, loLow<<32|hiLow)
			continue
		}
		h = mix(mix(mix(mix(h, loHigh), loLow), hiHigh), hiLow)
	}
	return h
}

// Key returns bytes that are the same for equal sets only, for interning.
func (s AddrSet) Key() string {
	key := make([]byte, 0, 9*len(s.ranges))
	for _, r := range s.ranges {
		lo := r.Lo.AsSlice()
		key = append(append(append(key, byte(len(lo))), lo...), r.Hi.AsSlice()...)
	}
	return string(key)
}

// halves returns the 128 bits of a; of IPv4 only the last 32 matter.
func halves(a netip.Addr) (high, low uint64) {
	if a.Is4() {
		b := a.As4()
		return 0, uint64(binary.BigEndian.Uint32(b[:]))
	}
	b := a.As16()
	return binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])
}
