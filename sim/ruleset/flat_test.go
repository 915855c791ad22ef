package ruleset

import (
	"fmt"
	"net/netip"
	"os"
	"strconv"
	"strings"

	"vnetproof/sim/packet"
)

// flat is one rule of the flat form in which the yardsticks exchange rule
// lists, IPv4 only: one rule a line, "allow tcp srcLo srcHi sportLo sportHi
// dstLo dstHi dportLo dportHi", numbers decimal. Nothing matches: deny.
type flat struct {
	allow        bool
	protocol     string // tcp, udp, icmp, *
	src, dst     span
	sport, dport span
}

var (
	anyAddress = span{0, 1<<32 - 1}
	anyPort    = span{0, 1<<16 - 1}
)

func (f flat) String() string {
	access := "deny"
	if f.allow {
		access = "allow"
	}
	return fmt.Sprintf("%s %s %d %d %d %d %d %d %d %d", access, f.protocol, f.src.lo, f.src.hi,
		f.sport.lo, f.sport.hi, f.dst.lo, f.dst.hi, f.dport.lo, f.dport.hi)
}

// writeFlat writes rules to a file.
func writeFlat(name string, rules []flat) error {
	var b strings.Builder
	for _, f := range rules {
		fmt.Fprintln(&b, f)
	}
	return os.WriteFile(name, []byte(b.String()), 0o666)
}

// readFlat reads what writeFlat wrote.
func readFlat(name string) ([]flat, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var rules []flat
	for line := range strings.Lines(string(text)) {
		f, err := parseFlat(strings.TrimSpace(line))
		if err != nil {
			return nil, fmt.Errorf("%s: %q: %w", name, line, err)
		}
		rules = append(rules, f)
	}
	return rules, nil
}

func parseFlat(line string) (flat, error) {
	access, line, _ := strings.Cut(line, " ")
	protocol, line, _ := strings.Cut(line, " ")
	var n [8]uint32
	for i := range n {
		word, rest, _ := strings.Cut(line, " ")
		v, err := strconv.ParseUint(word, 10, 32)
		if err != nil {
			return flat{}, err
		}
		n[i], line = uint32(v), rest
	}
	return flat{access == "allow", protocol, span{n[0], n[1]}, span{n[4], n[5]}, span{n[2], n[3]}, span{n[6], n[7]}}, nil
}

// The outcomes of flat rules.
const (
	deny Outcome = iota
	allow
)

// listOf returns the List of flat rules.
func listOf(rules []flat) *List {
	l := &List{Rules: make([]Rule, len(rules))}
	for i, f := range rules {
		l.Rules[i] = f.rule()
	}
	return l
}

func (f flat) rule() Rule {
	r := Rule{Match: packet.Match{Src: addressesOf(f.src), Dst: addressesOf(f.dst), Service: f.service()}}
	if f.allow {
		r.Outcome = allow
	}
	return r
}

var all4 = packet.All4()

func addressesOf(s span) *packet.AddrSet {
	if s == anyAddress {
		return &all4
	}
	set := packet.AddrSetOf(packet.AddrRange{Lo: address4(s.lo), Hi: address4(s.hi)})
	return &set
}

func address4(n uint32) netip.Addr {
	return netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
}

func (f flat) service() *packet.Service {
	s := packet.NewService(f.protocols(), portsOf(f.sport), portsOf(f.dport))
	return &s
}

func (f flat) protocols() packet.ProtocolSet {
	switch f.protocol {
	case "tcp":
		return packet.Of(packet.TCP)
	case "udp":
		return packet.Of(packet.UDP)
	case "icmp":
		return packet.Of(packet.ICMP)
	}
	return packet.AllProtocols()
}

func portsOf(s span) packet.PortSet {
	if s == anyPort {
		return packet.AllPorts()
	}
	return packet.PortSetOf(packet.PortRange{Lo: uint16(s.lo), Hi: uint16(s.hi)})
}
