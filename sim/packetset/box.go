package packetset

import (
	"cmp"
	"slices"
	"strings"

	"vnetproof/sim/packet"
)

// Box is a product of sources, destinations and services, of one family.
type Box struct {
	Src, Dst packet.AddrSet
	Service  ServiceSet
}

// Family returns the family of the addresses of b.
func (b Box) Family() packet.Family {
	a, _ := b.Src.Lowest()
	return packet.FamilyOf(a)
}

// Traffic returns the services of b in the words of users.
func (b Box) Traffic() packet.Traffic { return b.Service.Traffic(b.Family()) }

// String returns "10.0.0.0/24 → 10.1.0.0/24 tcp/443", for tests and debugging.
func (b Box) String() string {
	return b.Src.String() + " → " + b.Dst.String() + " " + b.Traffic().String()
}

// Boxes returns s as disjoint boxes, IPv4 first, ordered by sources, then
// destinations. Equal sets give equal boxes. Boxes that differ only in sources
// or only in services are one.
func (s Set) Boxes() []Box {
	return append(boxesOf(s.v4), boxesOf(s.v6)...)
}

func boxesOf(f flows) []Box {
	var boxes []Box
	for _, r := range f.rows {
		for _, d := range r.val.rows {
			boxes = append(boxes, Box{r.key, d.key, d.val})
		}
	}
	boxes = joinBoxes(boxes, targetHash, sameTarget, func(b *Box, o Box) { b.Src = b.Src.Union(o.Src) })
	boxes = joinBoxes(boxes, endsHash, sameEnds, func(b *Box, o Box) { b.Service = b.Service.Union(o.Service) })
	slices.SortStableFunc(boxes, func(a, b Box) int {
		return cmp.Or(a.Src.Compare(b.Src), a.Dst.Compare(b.Dst))
	})
	return boxes
}

func sameTarget(a, b Box) bool { return a.Service.Equal(b.Service) && a.Dst.Equal(b.Dst) }
func sameEnds(a, b Box) bool   { return a.Src.Equal(b.Src) && a.Dst.Equal(b.Dst) }

func targetHash(b Box) uint64 { return mix(b.Dst.Hash(), b.Service.Hash()) }
func endsHash(b Box) uint64   { return mix(b.Src.Hash(), b.Dst.Hash()) }

// joinBoxes joins the boxes that are the same by that measure.
func joinBoxes(boxes []Box, hash func(Box) uint64, same func(a, b Box) bool, join func(*Box, Box)) []Box {
	equals := newGrouping(len(boxes), hash, same)
	for _, b := range boxes {
		equals.add(b)
	}
	var out []Box
	for _, group := range equals.groups {
		for _, other := range group[1:] {
			join(&group[0], other)
		}
		out = append(out, group[0])
	}
	return out
}

// FromBoxes returns the union of boxes, which may overlap.
func FromBoxes(boxes ...Box) Set {
	switch len(boxes) {
	case 0:
		return Set{}
	case 1:
		return Of(boxes[0].Src, boxes[0].Dst, boxes[0].Service)
	}
	half := len(boxes) / 2
	return FromBoxes(boxes[:half]...).Union(FromBoxes(boxes[half:]...))
}

// Sources returns the source addresses of all packets of s.
func (s Set) Sources() packet.AddrSet { return s.v4.domain().Union(s.v6.domain()) }

// Destinations returns the destination addresses of all packets of s.
func (s Set) Destinations() packet.AddrSet {
	return s.v4.image().domain().Union(s.v6.image().domain())
}

// Services returns the services of all packets of s.
func (s Set) Services() ServiceSet {
	return s.v4.image().image().Union(s.v6.image().image())
}

// Count returns how many packets s holds, rounded above 2^53.
func (s Set) Count() float64 {
	n := 0.0
	for _, b := range s.Boxes() {
		n += b.Src.Count() * b.Dst.Count() * b.Service.Count()
	}
	return n
}

// Pick returns the packet that stands for s: IPv4 before IPv6, the lowest
// source, the lowest destination it sends to, and the service that
// ServiceSet.Pick chooses. It returns false if s is empty.
func (s Set) Pick() (packet.Packet, bool) {
	for _, f := range packet.Families() {
		if rows := s.of(f).rows; len(rows) > 0 {
			to := rows[0].val.rows[0]
			p, _ := to.val.Pick(f)
			p.Src, _ = rows[0].key.Lowest()
			p.Dst, _ = to.key.Lowest()
			return p, true
		}
	}
	return packet.Packet{}, false
}

// String returns the boxes, one a line, for tests and debugging.
func (s Set) String() string {
	if s.IsEmpty() {
		return "none"
	}
	var lines []string
	for _, b := range s.Boxes() {
		lines = append(lines, b.String())
	}
	return strings.Join(lines, "\n")
}
