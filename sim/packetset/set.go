package packetset

import (
	"slices"

	"vnetproof/sim/packet"
)

// partners maps destinations to services.
type partners = product[packet.AddrSet, ServiceSet]

// flows maps sources to their partners.
type flows = product[packet.AddrSet, partners]

// Set is an immutable set of packets of both families; source and destination
// of a packet are of one family. Equal sets have equal forms, whatever led to
// them. The zero value is empty. Where two sets share nothing, Subtract returns
// the first one itself, and finding that out costs one look per distinct source
// row.
type Set struct{ v4, v6 flows }

// All returns the set of all packets.
func All() Set { return FromMatch(nil, nil, nil) }

// Of returns the packets from src to dst with a service of s.
func Of(src, dst packet.AddrSet, s ServiceSet) Set {
	return Set{v4: flowsOf(packet.IPv4, &src, &dst, s), v6: flowsOf(packet.IPv6, &src, &dst, s)}
}

// FromMatch returns the packets that meet all three conditions; nil is any.
func FromMatch(src, dst *packet.AddrSet, service *packet.Service) Set {
	s := serviceOf(service)
	return Set{v4: flowsOf(packet.IPv4, src, dst, s), v6: flowsOf(packet.IPv6, src, dst, s)}
}

func serviceOf(service *packet.Service) ServiceSet {
	if service == nil {
		return anyService
	}
	return fromService(*service)
}

// flowsOf returns what of a product is of family f.
func flowsOf(f packet.Family, src, dst *packet.AddrSet, s ServiceSet) flows {
	return single(ofFamily(f, src), single(ofFamily(f, dst), s))
}

func ofFamily(f packet.Family, s *packet.AddrSet) packet.AddrSet {
	if s == nil {
		return packet.AllOf(f)
	}
	return s.OfFamily(f)
}

// Union returns the packets in s or t.
func (s Set) Union(t Set) Set { return Set{s.v4.Union(t.v4), s.v6.Union(t.v6)} }

// UnionOf returns the packets in any of the sets; it joins halves, so that no
// packet is copied often.
func UnionOf(sets []Set) Set {
	switch len(sets) {
	case 0:
		return Set{}
	case 1:
		return sets[0]
	}
	half := len(sets) / 2
	return UnionOf(sets[:half]).Union(UnionOf(sets[half:]))
}

// Intersect returns the packets in both s and t.
func (s Set) Intersect(t Set) Set { return Set{s.v4.Intersect(t.v4), s.v6.Intersect(t.v6)} }

// Subtract returns the packets in s but not in t.
func (s Set) Subtract(t Set) Set { return Set{s.v4.Subtract(t.v4), s.v6.Subtract(t.v6)} }

// IntersectMatch returns the packets of s that meet the conditions; nil is any.
func (s Set) IntersectMatch(src, dst *packet.AddrSet, service *packet.Service) Set {
	if s.misses(src) {
		return Set{}
	}
	return s.Intersect(FromMatch(src, dst, service))
}

// SubtractMatch returns the packets of s that do not meet all of the conditions.
func (s Set) SubtractMatch(src, dst *packet.AddrSet, service *packet.Service) Set {
	if s.misses(src) {
		return s
	}
	return s.Subtract(FromMatch(src, dst, service))
}

// SplitMatch returns the packets of s that meet the conditions and the others:
// one step of walking a first-match table.
func (s Set) SplitMatch(src, dst *packet.AddrSet, service *packet.Service) (in, out Set) {
	if s.misses(src) {
		return Set{}, s
	}
	m := FromMatch(src, dst, service)
	if in = s.Intersect(m); in.IsEmpty() {
		return in, s
	}
	return in, s.Subtract(m)
}

// misses tells whether no packet of s comes from src.
func (s Set) misses(src *packet.AddrSet) bool {
	if src == nil {
		return false
	}
	reaches := func(r row[packet.AddrSet, partners]) bool { return r.key.Overlaps(*src) }
	return !slices.ContainsFunc(s.v4.rows, reaches) && !slices.ContainsFunc(s.v6.rows, reaches)
}

// IsEmpty tells whether s holds no packet.
func (s Set) IsEmpty() bool { return s.v4.IsEmpty() && s.v6.IsEmpty() }

// Equal tells whether s and t hold the same packets.
func (s Set) Equal(t Set) bool { return s.v4.Equal(t.v4) && s.v6.Equal(t.v6) }

// Hash returns the same number for equal sets, in every run.
func (s Set) Hash() uint64 { return mix(mix(0, s.v4.Hash()), s.v6.Hash()) }

// Overlaps tells whether s and t share a packet.
func (s Set) Overlaps(t Set) bool { return !s.Intersect(t).IsEmpty() }

// ContainsSet tells whether all of t is in s.
func (s Set) ContainsSet(t Set) bool { return t.Subtract(s).IsEmpty() }

// Contains tells whether p is in s. A packet of mixed families is in no set.
func (s Set) Contains(p packet.Packet) bool {
	for _, r := range s.of(packet.FamilyOf(p.Src)).rows {
		if r.key.Contains(p.Src) {
			return slices.ContainsFunc(r.val.rows, func(d row[packet.AddrSet, ServiceSet]) bool {
				return d.key.Contains(p.Dst) && d.val.Contains(p)
			})
		}
	}
	return false
}

func (s Set) of(f packet.Family) flows {
	if f == packet.IPv6 {
		return s.v6
	}
	return s.v4
}

// OfFamily returns the packets of s that are of family f.
func (s Set) OfFamily(f packet.Family) Set {
	switch f {
	case packet.IPv4:
		return Set{v4: s.v4}
	case packet.IPv6:
		return Set{v6: s.v6}
	}
	return Set{}
}
