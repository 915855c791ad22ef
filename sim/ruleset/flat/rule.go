package flat

import (
	"encoding/binary"
	"fmt"
	"math"
	"net/netip"

	"vnetproof/sim/packet"
	"vnetproof/sim/ruleset"
)

// Range is the numbers from Lo to Hi, both included.
type Range struct{ Lo, Hi uint32 }

// AnyAddress and AnyPort hold all addresses and all ports.
var (
	AnyAddress = Range{0, math.MaxUint32}
	AnyPort    = Range{0, math.MaxUint16}
)

// Protocol is the protocol of a rule; the zero value is none.
type Protocol uint8

const (
	ProtocolUnset Protocol = iota
	AnyProtocol
	TCP
	UDP
	ICMP
)

// String returns the word of the flat form.
func (p Protocol) String() string { return [...]string{"", "*", "tcp", "udp", "icmp"}[p] }

// set returns the IP protocols that p stands for.
func (p Protocol) set() packet.ProtocolSet {
	switch p {
	case TCP:
		return packet.Of(packet.TCP)
	case UDP:
		return packet.Of(packet.UDP)
	case ICMP:
		return packet.Of(packet.ICMP)
	}
	return packet.AllProtocols()
}

// Rule is one rule of the flat form.
type Rule struct {
	Allow            bool
	Protocol         Protocol
	Src, Dst         Range
	SrcPort, DstPort Range
}

// String returns the line of the rule.
func (r Rule) String() string {
	access := "deny"
	if r.Allow {
		access = "allow"
	}
	return fmt.Sprintf("%s %s %d %d %d %d %d %d %d %d", access, r.Protocol, r.Src.Lo, r.Src.Hi,
		r.SrcPort.Lo, r.SrcPort.Hi, r.Dst.Lo, r.Dst.Hi, r.DstPort.Lo, r.DstPort.Hi)
}

// The outcomes of rules.
const (
	Deny ruleset.Outcome = iota
	Allow
)

// List returns the rules as a list. Equal services are shared.
func List(rules []Rule) *ruleset.List {
	m := maker{services: map[ports]*packet.Service{}, addrs: make([]packet.AddrSet, 0, 2*len(rules))}
	l := &ruleset.List{Rules: make([]ruleset.Rule, len(rules)), Default: Deny}
	for i, r := range rules {
		l.Rules[i] = m.rule(r)
	}
	return l
}

var all4 = packet.All4()

// ports is what a service is made of.
type ports struct {
	protocol Protocol
	src, dst Range
}

// maker makes rules and keeps their parts; addrs never grows, so that pointers
// into it stay good.
type maker struct {
	services map[ports]*packet.Service
	addrs    []packet.AddrSet
}

func (m *maker) rule(r Rule) ruleset.Rule {
	out := ruleset.Rule{Match: packet.Match{
		Src:     m.addrSet(r.Src),
		Dst:     m.addrSet(r.Dst),
		Service: m.service(ports{r.Protocol, r.SrcPort, r.DstPort}),
	}}
	if r.Allow {
		out.Outcome = Allow
	}
	return out
}

func (m *maker) addrSet(r Range) *packet.AddrSet {
	if r == AnyAddress {
		return &all4
	}
	m.addrs = append(m.addrs, packet.AddrSetOf(packet.AddrRange{Lo: Address(r.Lo), Hi: Address(r.Hi)}))
	return &m.addrs[len(m.addrs)-1]
}

// Address returns the IPv4 address of that number.
func Address(n uint32) netip.Addr {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], n)
	return netip.AddrFrom4(b)
}

// Number returns the number of an IPv4 address.
func Number(a netip.Addr) uint32 {
	b := a.As4()
	return binary.BigEndian.Uint32(b[:])
}

func (m *maker) service(p ports) *packet.Service {
	s, known := m.services[p]
	if !known {
		made := packet.NewService(p.protocol.set(), portSet(p.src), portSet(p.dst))
		s = &made
		m.services[p] = s
	}
	return s
}

func portSet(r Range) packet.PortSet {
	if r == AnyPort {
		return packet.AllPorts()
	}
	return packet.PortSetOf(packet.PortRange{Lo: uint16(r.Lo), Hi: uint16(r.Hi)})
}
