package ruleset_test

import (
	"slices"

	"vnetproof/sim/ruleset/flat"
)

// rewritten returns rules that mean the same: prefixes and port ranges split,
// rules doubled, neighbours of one action exchanged.
func (s *sampler) rewritten(rules []flat.Rule) []flat.Rule {
	var out []flat.Rule
	for _, f := range rules {
		out = append(out, s.rewrite(f)...)
	}
	for range 2 * len(out) {
		i := s.IntN(len(out) - 2)
		if out[i].Allow == out[i+1].Allow {
			out[i], out[i+1] = out[i+1], out[i]
		}
	}
	return out
}

func (s *sampler) rewrite(f flat.Rule) []flat.Rule {
	low, high := f, f
	switch x := s.Float64(); {
	case x < .25 && f.Src.Lo < f.Src.Hi:
		low.Src, high.Src = halved(f.Src)
	case x < .40 && f.Dst.Lo < f.Dst.Hi:
		low.Dst, high.Dst = halved(f.Dst)
	case x < .55 && f.DstPort.Lo < f.DstPort.Hi && (f.Protocol == flat.TCP || f.Protocol == flat.UDP):
		at := f.DstPort.Lo + s.Uint32N(f.DstPort.Hi-f.DstPort.Lo)
		low.DstPort, high.DstPort = flat.Range{Lo: f.DstPort.Lo, Hi: at}, flat.Range{Lo: at + 1, Hi: f.DstPort.Hi}
	case x < .60:
	default:
		return []flat.Rule{f}
	}
	return []flat.Rule{low, high}
}

func halved(s flat.Range) (low, high flat.Range) {
	at := s.Lo + (s.Hi-s.Lo)/2
	return flat.Range{Lo: s.Lo, Hi: at}, flat.Range{Lo: at + 1, Hi: s.Hi}
}

// recast returns rules that mean the same, where no rule is left alone: each
// that can be is cut in four, by source and by destination. There is nothing to
// recognise rules by.
func (s *sampler) recast(rules []flat.Rule) []flat.Rule {
	var out []flat.Rule
	for _, f := range rules {
		if f.Src.Lo == f.Src.Hi || f.Dst.Lo == f.Dst.Hi {
			out = append(out, f)
			continue
		}
		quarters := [4]flat.Rule{f, f, f, f}
		quarters[0].Src, quarters[1].Src = halved(f.Src)
		quarters[2].Src, quarters[3].Src = quarters[0].Src, quarters[1].Src
		quarters[0].Dst, quarters[2].Dst = halved(f.Dst)
		quarters[1].Dst, quarters[3].Dst = quarters[0].Dst, quarters[2].Dst
		out = append(out, quarters[:]...)
	}
	return out
}

// edited returns rules with some changes, each of which matters for a packet.
func (s *sampler) edited(rules []flat.Rule, edits int) []flat.Rule {
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

func (s *sampler) edit(f flat.Rule) (flat.Rule, bool) {
	switch x := s.Float64(); {
	case x < .4:
		f.Allow = !f.Allow
	case x < .7 && (f.Protocol == flat.TCP || f.Protocol == flat.UDP):
		f.DstPort = one(pick(s.Rand, usualPorts...))
	case f.Src != flat.AnyAddress && f.Src.Lo < f.Src.Hi:
		f.Src, _ = halved(f.Src)
	default:
		return f, false
	}
	return f, true
}

// flatPacket is a packet for which flat rules are tried one by one.
type flatPacket struct {
	protocol               flat.Protocol
	src, dst, sport, dport uint32
}

// within draws a packet that f matches.
func (s *sampler) within(f flat.Rule) flatPacket {
	p := flatPacket{f.Protocol, s.in(f.Src), s.in(f.Dst), s.in(f.SrcPort), s.in(f.DstPort)}
	if p.protocol == flat.AnyProtocol {
		p.protocol = pick(s.Rand, flat.TCP, flat.UDP)
	}
	return p
}

func (s *sampler) in(of flat.Range) uint32 {
	if of == flat.AnyAddress {
		return s.Uint32()
	}
	return of.Lo + s.Uint32N(of.Hi-of.Lo+1)
}

// meets tells whether f matches p.
func (p flatPacket) meets(f flat.Rule) bool {
	in := func(s flat.Range, v uint32) bool { return s.Lo <= v && v <= s.Hi }
	return (f.Protocol == flat.AnyProtocol || f.Protocol == p.protocol) && in(f.Src, p.src) && in(f.Dst, p.dst) &&
		in(f.SrcPort, p.sport) && in(f.DstPort, p.dport)
}

// decideFlat tells whether rules allow p, trying one after the other.
func decideFlat(rules []flat.Rule, p flatPacket) bool {
	i := slices.IndexFunc(rules, p.meets)
	return i >= 0 && rules[i].Allow
}
