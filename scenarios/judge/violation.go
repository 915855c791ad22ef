package judge

import (
	"cmp"
	"fmt"
	"net/netip"

	"vnetproof/scenarios/finding"
	"vnetproof/scenarios/suite"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/walk"
)

// forbidsHops tells whether the hops of the statement must not be passed.
func (t *trial) forbidsHops() bool { return t.Expect == suite.NotVia }

// violation turns a fault into a finding, its witness walked.
func (t *trial) violation(f *fault) (*finding.Finding, error) {
	all := f.all()
	v := &finding.Finding{
		Code: f.kind.String(), Kind: f.kind, Severity: severity(f.kind), Pos: t.Pos, Message: t.message(),
		Source: t.judge.Names.Of(f.from), Destination: t.judge.Names.Of(f.to),
		Traffic: all.Traffic(), Partial: isPartial(all), DecidedBy: f.cause,
		OneWay: f.kind != finding.Missing && f.kind != finding.Asymmetry && !f.isAnswered(),
	}
	if f.name != "" {
		v.Destination, v.Traffic = nameEnd(f.name), t.Traffic
	}
	if f.cause != nil {
		v.Resource = f.cause.Resource
	}
	for _, p := range f.pieces {
		v.Gaps = append(v.Gaps, p.flow.Gaps...)
		v.Assumptions = append(v.Assumptions, p.flow.Assumptions...)
	}
	v.Gaps, v.Assumptions = distinct(v.Gaps), distinct(v.Assumptions)
	var err error
	if v.Witness, err = t.witness(f); err != nil {
		return nil, err
	}
	v.Because = t.because(f, v)
	v.Fixes = t.fixes(f, v)
	return v, nil
}

func severity(k finding.Kind) finding.Severity {
	if k == finding.Leak || k == finding.Bypass {
		return finding.High
	}
	return finding.Medium
}

func (f *fault) isAnswered() bool {
	for _, p := range f.pieces {
		if p.flow.Outcome == pipeline.Delivered {
			return true
		}
	}
	return false
}

// message states in one line what does not hold.
func (t *trial) message() string {
	ends := t.From.Text + " → " + t.To.Text
	switch t.Expect {
	case suite.Reachable:
		return fmt.Sprintf("%s is not reachable on %s", ends, t.Traffic)
	case suite.Isolated:
		return ends + " is not isolated"
	case suite.Only:
		return fmt.Sprintf("%s is not only %s", ends, t.Traffic)
	case suite.Via:
		return ends + " is not via " + t.viaText(", then ")
	case suite.NotVia:
		return ends + " is via " + t.viaText(" or ")
	}
	return fmt.Sprintf("%s: none of %s gets through", ends, t.Traffic)
}

func (t *trial) viaText(join string) string {
	text := ""
	for i, s := range t.Via {
		if i > 0 {
			text += join
		}
		text += s.Text
	}
	return text
}

// isPartial tells whether a set is less than the product of its parts.
func isPartial(set packetset.Set) bool {
	for _, f := range packet.Families() {
		of := set.OfFamily(f)
		hull := packetset.Of(of.Sources(), of.Destinations(), of.Services())
		if !hull.Equal(of) {
			return true
		}
	}
	return false
}

// sample is a packet of a piece that may stand for a fault.
type sample struct {
	packet packet.Packet
	piece  piece
	rank   int // lower is better
}

// witness picks a packet that shows a fault, hosts that are there before
// planned ones, and walks it.
func (t *trial) witness(f *fault) (*finding.Witness, error) {
	var best *sample
	for _, p := range f.pieces {
		s, ok := t.sample(p)
		if ok && (best == nil || cmp.Or(cmp.Compare(s.rank, best.rank), comparePackets(s.packet, best.packet)) < 0) {
			best = &s
		}
	}
	if best == nil {
		return nil, nil
	}
	trace, err := t.judge.Trace(best.piece.flow.Source.Place, best.packet)
	if err != nil {
		return nil, err
	}
	if !agrees(trace, f.kind, best.piece) {
		return nil, fmt.Errorf("the two engines disagree about %s, which is a defect of vnetproof: please report it with this design", best.packet)
	}
	return &finding.Witness{Packet: best.packet, Trace: trace}, nil
}

// sampleInternet is the public address that stands for all of them.
var sampleInternet = packet.FromAddrs(netip.MustParseAddr("203.0.113.10"))

// sample returns the packet that stands for a piece.
func (t *trial) sample(p piece) (sample, bool) {
	set := p.packets
	for _, narrow := range []packetset.Set{
		packetset.FromMatch(nil, &sampleInternet, nil), packetset.FromMatch(&sampleInternet, nil, nil),
	} {
		if in := set.Intersect(narrow); !in.IsEmpty() {
			set = in
		}
	}
	picked, ok := set.Pick()
	s := sample{packet: picked, piece: p}
	if !p.flow.Certain {
		s.rank += 4
	}
	if t.judge.kind(p.flow.Source.Place) == pipeline.PlannedNode {
		s.rank++
	}
	if p.at != 0 && t.judge.kind(p.at) == pipeline.PlannedNode {
		s.rank++
	}
	return s, ok
}

func comparePackets(a, b packet.Packet) int {
	return cmp.Or(a.Src.Compare(b.Src), a.Dst.Compare(b.Dst), cmp.Compare(a.Protocol, b.Protocol),
		cmp.Compare(a.SrcPort, b.SrcPort), cmp.Compare(a.DstPort, b.DstPort))
}

// agrees tells whether a walk shows what the symbolic engine said of a piece.
func agrees(trace *walk.Trace, kind finding.Kind, p piece) bool {
	for _, b := range trace.Branches {
		reached := b.Arrived && b.To == p.at
		if kind == finding.Missing && (b.Outcome != pipeline.Delivered || p.at == 0 && b.To != 0) {
			return true
		}
		if kind != finding.Missing && p.at != 0 && reached {
			return true
		}
	}
	return false
}
