package ruleset_test

import (
	"math/rand/v2"

	"vnetproof/sim/ruleset/flat"
)

// shape is what generated rule lists look like: an estate of /16 spokes in
// 10.0.0.0/8 with /24 subnets and hosts, and some prefixes outside.
type shape uint8

const (
	estate shape = iota // one address field in eight is any
	wide                // one in two is any
	grid                // each rule fixes only its source or only its destination: the adversarial case
)

// sampler draws rules. Equal seeds draw equal rules.
type sampler struct {
	*rand.Rand
	shape           shape
	spokes, outside []uint32
}

func newSampler(n int, of shape, seed uint64) *sampler {
	s := &sampler{Rand: rand.New(rand.NewPCG(seed, uint64(n))), shape: of}
	for range max(4, n/25) {
		s.spokes = append(s.spokes, 10<<24|s.Uint32N(256)<<16)
	}
	for range max(4, n/20) {
		s.outside = append(s.outside, pick(s.Rand, uint32(13), 20, 40, 52, 104)<<24|s.Uint32N(1<<24))
	}
	return s
}

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// prefix returns the addresses that share the first n bits with base.
func prefix(base uint32, n int) flat.Range {
	host := uint32(1)<<(32-n) - 1
	return flat.Range{Lo: base &^ host, Hi: base | host}
}

func one(port uint32) flat.Range { return flat.Range{Lo: port, Hi: port} }

// usualPorts and usualRanges are the destination ports of most rules.
var (
	usualPorts = []uint32{22, 25, 53, 80, 88, 123, 135, 139, 389, 443, 445, 464, 514, 636, 993, 1433, 1521, 1812, 2049,
		3268, 3306, 3389, 5432, 5671, 5672, 5985, 6379, 8080, 8443, 9000, 9092, 9200, 9300, 27017}
	usualRanges = []flat.Range{{Lo: 1024, Hi: 65535}, {Lo: 49152, Hi: 65535}, {Lo: 5000, Hi: 5010}, {Lo: 8000, Hi: 8999},
		{Lo: 135, Hi: 139}, {Lo: 9000, Hi: 9100}, {Lo: 30000, Hi: 32767}}
)

// rules draws n rules; the last denies everything.
func (s *sampler) rules(n int) []flat.Rule {
	var out []flat.Rule
	for range n - 1 {
		out = append(out, s.rule())
	}
	return append(out, flat.Rule{Protocol: flat.AnyProtocol, Src: flat.AnyAddress, Dst: flat.AnyAddress, SrcPort: flat.AnyPort, DstPort: flat.AnyPort})
}

func (s *sampler) rule() flat.Rule {
	f := flat.Rule{Allow: s.Float64() < .7, Protocol: s.protocol(), SrcPort: flat.AnyPort, DstPort: flat.AnyPort}
	f.Src, f.Dst = s.ends()
	if f.Protocol != flat.ICMP {
		if s.Float64() < .03 {
			f.SrcPort = flat.Range{Lo: 1024, Hi: 65535}
		}
		f.DstPort = s.ports()
	}
	if f.Src == flat.AnyAddress && f.Dst == flat.AnyAddress && f.DstPort == flat.AnyPort {
		f.DstPort = one(443)
		if f.Protocol == flat.ICMP {
			f.Protocol = flat.TCP
		}
	}
	return f
}

func (s *sampler) protocol() flat.Protocol {
	switch x := s.Float64(); {
	case x < .70:
		return flat.TCP
	case x < .85:
		return flat.UDP
	case x < .98:
		return flat.AnyProtocol
	}
	return flat.ICMP
}

func (s *sampler) ports() flat.Range {
	switch x := s.Float64(); {
	case x < .70:
		return one(pick(s.Rand, usualPorts...))
	case x < .88:
		return pick(s.Rand, usualRanges...)
	}
	return flat.AnyPort
}

func (s *sampler) ends() (src, dst flat.Range) {
	switch s.shape {
	case wide:
		return s.address(.5), s.address(.5)
	case grid:
		if s.IntN(2) == 0 {
			return s.address(0), flat.AnyAddress
		}
		return flat.AnyAddress, s.address(0)
	}
	return s.address(.12), s.address(.12)
}

func (s *sampler) address(anyShare float64) flat.Range {
	if s.Float64() < anyShare {
		return flat.AnyAddress
	}
	base := pick(s.Rand, s.spokes...)
	switch x := s.Float64(); {
	case x < .10:
		return prefix(pick(s.Rand, s.outside...), pick(s.Rand, 16, 20, 22, 24, 28))
	case x < .20:
		return prefix(base, pick(s.Rand, 12, 14, 16))
	case x < .65:
		return prefix(base|s.Uint32N(256)<<8, 24)
	case x < .85:
		return prefix(base|s.Uint32N(1<<16), pick(s.Rand, 26, 27, 28))
	}
	return prefix(base|s.Uint32N(1<<16), 32)
}
