package packet

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// PortRange is the ports from Lo to Hi, both included; Lo <= Hi.
type PortRange struct{ Lo, Hi uint16 }

// String returns "443" or "8000-8100".
func (r PortRange) String() string {
	if r.Lo == r.Hi {
		return strconv.Itoa(int(r.Lo))
	}
	return fmt.Sprintf("%d-%d", r.Lo, r.Hi)
}

func (r PortRange) compareLo(o PortRange) int  { return cmp.Compare(r.Lo, o.Lo) }
func (r PortRange) compareHi(o PortRange) int  { return cmp.Compare(r.Hi, o.Hi) }
func (r PortRange) before(o PortRange) bool    { return r.Hi < o.Lo }
func (r PortRange) meets(o PortRange) bool     { return r.Hi < o.Lo && r.Hi+1 == o.Lo }
func (r PortRange) hull(o PortRange) PortRange { return PortRange{min(r.Lo, o.Lo), max(r.Hi, o.Hi)} }
func (r PortRange) meet(o PortRange) PortRange { return PortRange{max(r.Lo, o.Lo), min(r.Hi, o.Hi)} }
func (r PortRange) head(o PortRange) PortRange { return PortRange{r.Lo, o.Lo - 1} }
func (r PortRange) tail(o PortRange) PortRange { return PortRange{o.Hi + 1, r.Hi} }

// PortSet is an immutable set of ports. The zero value is empty.
type PortSet struct{ ranges []PortRange }

var allPorts = PortSet{[]PortRange{{0, 65535}}}

// AllPorts returns the set of all ports, 0 to 65535.
func AllPorts() PortSet { return allPorts }

// PortSetOf returns the union of ranges. A range with Lo > Hi holds nothing.
func PortSetOf(ranges ...PortRange) PortSet {
	valid := make([]PortRange, 0, len(ranges))
	for _, r := range ranges {
		if r.Lo <= r.Hi {
			valid = append(valid, r)
		}
	}
	return PortSet{normalize(valid)}
}

// Ports returns the set of single ports.
func Ports(ports ...uint16) PortSet {
	ranges := make([]PortRange, len(ports))
	for i, p := range ports {
		ranges[i] = PortRange{p, p}
	}
	return PortSet{normalize(ranges)}
}

// Ranges returns the sorted, separate ranges of s. The caller must not change them.
func (s PortSet) Ranges() []PortRange { return s.ranges[:len(s.ranges):len(s.ranges)] }

// Union returns the ports in s or t.
func (s PortSet) Union(t PortSet) PortSet { return PortSet{union(s.ranges, t.ranges)} }

// Intersect returns the ports in both s and t.
func (s PortSet) Intersect(t PortSet) PortSet {
	switch {
	case s.IsAll():
		return t
	case t.IsAll():
		return s
	}
	return PortSet{intersect(s.ranges, t.ranges)}
}

// Subtract returns the ports in s but not in t.
func (s PortSet) Subtract(t PortSet) PortSet { return PortSet{subtract(s.ranges, t.ranges)} }

// Contains tells whether p is in s.
func (s PortSet) Contains(p uint16) bool {
	i := skipTo(s.ranges, 0, PortRange{p, p})
	return i < len(s.ranges) && s.ranges[i].Lo <= p
}

// ContainsSet tells whether all of t is in s.
func (s PortSet) ContainsSet(t PortSet) bool { return covers(s.ranges, t.ranges) }

// Overlaps tells whether s and t share a port.
func (s PortSet) Overlaps(t PortSet) bool { return overlaps(s.ranges, t.ranges) }

// IsEmpty tells whether no port is in s.
func (s PortSet) IsEmpty() bool { return len(s.ranges) == 0 }

// IsAll tells whether every port is in s.
func (s PortSet) IsAll() bool {
	return len(s.ranges) == 1 && s.ranges[0] == PortRange{0, 65535}
}

// Equal tells whether s and t hold the same ports.
func (s PortSet) Equal(t PortSet) bool { return equal(s.ranges, t.ranges) }

// Compare orders sets by their ranges, lowest first; the empty set comes first.
func (s PortSet) Compare(t PortSet) int {
	return slices.CompareFunc(s.ranges, t.ranges, func(a, b PortRange) int {
		return cmp.Or(a.compareLo(b), a.compareHi(b))
	})
}

// Lowest returns the lowest port of s.
func (s PortSet) Lowest() (port uint16, ok bool) {
	if s.IsEmpty() {
		return 0, false
	}
	return s.ranges[0].Lo, true
}

// Count returns how many ports are in s.
func (s PortSet) Count() int {
	n := 0
	for _, r := range s.ranges {
		n += int(r.Hi) - int(r.Lo) + 1
	}
	return n
}

// Hash returns a number that is the same for equal sets in every run.
func (s PortSet) Hash() uint64 {
	h := hashSeed
	for _, r := range s.ranges {
		h = mix(h, uint64(r.Lo)<<16|uint64(r.Hi))
	}
	return h
}

// String returns the ranges as users write them: "80,443,8000-8100", "0-65535";
// "none" for the empty set.
func (s PortSet) String() string {
	if s.IsEmpty() {
		return "none"
	}
	words := make([]string, len(s.ranges))
	for i, r := range s.ranges {
		words[i] = r.String()
	}
	return strings.Join(words, ",")
}
