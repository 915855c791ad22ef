package packet

import (
	"iter"
	"math/bits"
	"strconv"
)

// Protocol is an IANA protocol number, as the IP header bears it.
type Protocol uint8

// The protocols that have a word of their own.
const (
	ICMP   Protocol = 1 // of IPv4 packets
	TCP    Protocol = 6
	UDP    Protocol = 17
	ESP    Protocol = 50
	AH     Protocol = 51
	ICMPv6 Protocol = 58 // of IPv6 packets; users write "icmp" for both
)

// HasPorts tells whether packets of p bear ports: TCP and UDP do.
func (p Protocol) HasPorts() bool { return p == TCP || p == UDP }

// String returns "tcp", "icmpv6", or the number where there is no word.
func (p Protocol) String() string {
	switch p {
	case ICMP:
		return "icmp"
	case TCP:
		return "tcp"
	case UDP:
		return "udp"
	case ESP:
		return "esp"
	case AH:
		return "ah"
	case ICMPv6:
		return "icmpv6"
	}
	return strconv.Itoa(int(p))
}

// ICMPOf returns the protocol that users call icmp in packets of family f.
func ICMPOf(f Family) Protocol {
	if f == IPv6 {
		return ICMPv6
	}
	return ICMP
}

// ProtocolSet is a set of protocols. It is comparable; the zero value is empty.
type ProtocolSet [4]uint64

// Of returns the set of the given protocols.
func Of(protocols ...Protocol) ProtocolSet {
	var s ProtocolSet
	for _, p := range protocols {
		s[p/64] |= 1 << (p % 64)
	}
	return s
}

// Ported returns the protocols whose packets bear ports.
func Ported() ProtocolSet { return Of(TCP, UDP) }

// AllProtocols returns the set of all 256 protocols.
func AllProtocols() ProtocolSet {
	return ProtocolSet{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
}

// Contains tells whether p is in s.
func (s ProtocolSet) Contains(p Protocol) bool { return s[p/64]&(1<<(p%64)) != 0 }

// Union returns the protocols in s or t.
func (s ProtocolSet) Union(t ProtocolSet) ProtocolSet {
	for i := range s {
		s[i] |= t[i]
	}
	return s
}

// Intersect returns the protocols in both s and t.
func (s ProtocolSet) Intersect(t ProtocolSet) ProtocolSet {
	for i := range s {
		s[i] &= t[i]
	}
	return s
}

// Subtract returns the protocols in s but not in t.
func (s ProtocolSet) Subtract(t ProtocolSet) ProtocolSet {
	for i := range s {
		s[i] &^= t[i]
	}
	return s
}

// ContainsSet tells whether all of t is in s.
func (s ProtocolSet) ContainsSet(t ProtocolSet) bool { return t.Subtract(s).IsEmpty() }

// IsEmpty tells whether no protocol is in s.
func (s ProtocolSet) IsEmpty() bool { return s == ProtocolSet{} }

// Len returns how many protocols are in s.
func (s ProtocolSet) Len() int {
	n := 0
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// All yields the protocols in ascending order.
func (s ProtocolSet) All() iter.Seq[Protocol] {
	return func(yield func(Protocol) bool) {
		for i, word := range s {
			for ; word != 0; word &= word - 1 {
				if !yield(Protocol(i*64 + bits.TrailingZeros64(word))) {
					return
				}
			}
		}
	}
}
