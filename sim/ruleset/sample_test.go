package ruleset

import (
	"math/bits"
	"math/rand/v2"
	"slices"
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
func prefix(base uint32, n int) span {
	host := uint32(1)<<(32-n) - 1
	return span{base &^ host, base | host}
}

func one(port uint32) span { return span{port, port} }

// usualPorts and usualRanges are the destination ports of most rules.
var (
	usualPorts = []uint32{22, 25, 53, 80, 88, 123, 135, 139, 389, 443, 445, 464, 514, 636, 993, 1433, 1521, 1812, 2049,
		3268, 3306, 3389, 5432, 5671, 5672, 5985, 6379, 8080, 8443, 9000, 9092, 9200, 9300, 27017}
	usualRanges = []span{{1024, 65535}, {49152, 65535}, {5000, 5010}, {8000, 8999}, {135, 139}, {9000, 9100}, {30000, 32767}}
)

// rules draws n rules; the last denies everything.
func (s *sampler) rules(n int) []flat {
	var out []flat
	for range n - 1 {
		out = append(out, s.rule())
	}
	return append(out, flat{protocol: "*", src: anyAddress, dst: anyAddress, sport: anyPort, dport: anyPort})
}

func (s *sampler) rule() flat {
	f := flat{allow: s.Float64() < .7, protocol: s.protocol(), sport: anyPort, dport: anyPort}
	f.src, f.dst = s.ends()
	if f.protocol != "icmp" {
		if s.Float64() < .03 {
			f.sport = span{1024, 65535}
		}
		f.dport = s.ports()
	}
	if f.src == anyAddress && f.dst == anyAddress && f.dport == anyPort {
		f.dport = one(443)
		if f.protocol == "icmp" {
			f.protocol = "tcp"
		}
	}
	return f
}

func (s *sampler) protocol() string {
	switch x := s.Float64(); {
	case x < .70:
		return "tcp"
	case x < .85:
		return "udp"
	case x < .98:
		return "*"
	}
	return "icmp"
}

func (s *sampler) ports() span {
	switch x := s.Float64(); {
	case x < .70:
		return one(pick(s.Rand, usualPorts...))
	case x < .88:
		return pick(s.Rand, usualRanges...)
	}
	return anyPort
}

func (s *sampler) ends() (src, dst span) {
	switch s.shape {
	case wide:
		return s.address(.5), s.address(.5)
	case grid:
		if s.IntN(2) == 0 {
			return s.address(0), anyAddress
		}
		return anyAddress, s.address(0)
	}
	return s.address(.12), s.address(.12)
}

func (s *sampler) address(anyShare float64) span {
	if s.Float64() < anyShare {
		return anyAddress
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

// rewritten returns rules that mean the same: prefixes and port ranges split,
// rules doubled, neighbours of one action exchanged.
func (s *sampler) rewritten(rules []flat) []flat {
	var out []flat
	for _, f := range rules {
		out = append(out, s.rewrite(f)...)
	}
	for range 2 * len(out) {
		i := s.IntN(len(out) - 2)
		if out[i].allow == out[i+1].allow {
			out[i], out[i+1] = out[i+1], out[i]
		}
	}
	return out
}

func (s *sampler) rewrite(f flat) []flat {
	low, high := f, f
	switch x := s.Float64(); {
	case x < .25 && f.src.lo < f.src.hi:
		low.src, high.src = halved(f.src)
	case x < .40 && f.dst.lo < f.dst.hi:
		low.dst, high.dst = halved(f.dst)
	case x < .55 && f.dport.lo < f.dport.hi && (f.protocol == "tcp" || f.protocol == "udp"):
		at := f.dport.lo + s.Uint32N(f.dport.hi-f.dport.lo)
		low.dport, high.dport = span{f.dport.lo, at}, span{at + 1, f.dport.hi}
	case x < .60:
	default:
		return []flat{f}
	}
	return []flat{low, high}
}

func halved(s span) (low, high span) {
	at := s.lo + (s.hi-s.lo)/2
	return span{s.lo, at}, span{at + 1, s.hi}
}

// recast returns rules that mean the same, where no rule is left alone: each
// that can be is cut in four, by source and by destination, and exchanged with
// neighbours of one action. There is nothing to recognise rules by.
func (s *sampler) recast(rules []flat) []flat {
	var out []flat
	for _, f := range rules {
		if f.src.lo == f.src.hi || f.dst.lo == f.dst.hi {
			out = append(out, f)
			continue
		}
		quarters := [4]flat{f, f, f, f}
		quarters[0].src, quarters[1].src = halved(f.src)
		quarters[2].src, quarters[3].src = quarters[0].src, quarters[1].src
		quarters[0].dst, quarters[2].dst = halved(f.dst)
		quarters[1].dst, quarters[3].dst = quarters[0].dst, quarters[2].dst
		out = append(out, quarters[:]...)
	}
	return out
}

// edited returns rules with some changes, each of which matters for a packet.
func (s *sampler) edited(rules []flat, edits int) []flat {
	out := slices.Clone(rules)
	for edits > 0 {
		i := s.IntN(len(out) - 1)
		was := out[i]
		now, ok := s.edit(was)
		if !ok {
			continue
		}
		changed := slices.Clone(out)
		changed[i] = now
		for range 40 {
			if p := s.within(was); decideFlat(out, p) != decideFlat(changed, p) {
				out = changed
				edits--
				break
			}
		}
	}
	return out
}

func (s *sampler) edit(f flat) (flat, bool) {
	switch x := s.Float64(); {
	case x < .4:
		f.allow = !f.allow
	case x < .7 && (f.protocol == "tcp" || f.protocol == "udp"):
		f.dport = one(pick(s.Rand, usualPorts...))
	case f.src != anyAddress && f.src.lo < f.src.hi:
		f.src, _ = halved(f.src)
	default:
		return f, false
	}
	return f, true
}

// flatPacket is a packet for which flat rules are tried one by one.
type flatPacket struct {
	protocol               string
	src, dst, sport, dport uint32
}

// within draws a packet that f matches.
func (s *sampler) within(f flat) flatPacket {
	p := flatPacket{f.protocol, s.in(f.src), s.in(f.dst), s.in(f.sport), s.in(f.dport)}
	if p.protocol == "*" {
		p.protocol = pick(s.Rand, "tcp", "udp")
	}
	return p
}

func (s *sampler) in(of span) uint32 {
	if of == anyAddress {
		return s.Uint32()
	}
	return of.lo + s.Uint32N(of.hi-of.lo+1)
}

func (f flat) matches(p flatPacket) bool {
	in := func(s span, v uint32) bool { return s.lo <= v && v <= s.hi }
	return (f.protocol == "*" || f.protocol == p.protocol) && in(f.src, p.src) && in(f.dst, p.dst) &&
		in(f.sport, p.sport) && in(f.dport, p.dport)
}

// decideFlat tells whether rules allow p, trying one after the other.
func decideFlat(rules []flat, p flatPacket) bool {
	i := slices.IndexFunc(rules, func(f flat) bool { return f.matches(p) })
	return i >= 0 && rules[i].allow
}

// isPrefix tells whether s is one aligned block, and the bits that it leaves open.
func (s span) isPrefix() (open int, ok bool) {
	size := uint64(s.hi) - uint64(s.lo) + 1
	return bits.TrailingZeros64(size), bits.OnesCount64(size) == 1 && uint64(s.lo)%size == 0
}
