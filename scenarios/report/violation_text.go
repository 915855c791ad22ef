package report

import (
	"fmt"

	"vnetproof/scenarios"
	"vnetproof/scenarios/finding"
	"vnetproof/scenarios/report/phrase"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/walk"
)

// shownViolations is how many violations of one scenario are told in full, and
// listedViolations how many more are named.
const (
	shownViolations  = 3
	listedViolations = 10
)

// label columns of what is told below a scenario.
const (
	toldIndent = 6
	toldWide   = 9
)

// violations tells what does not hold: the first ones in full.
func (p *page) violations(s *scenarios.SuiteResult, list []*finding.Finding) {
	said := ""
	for i, f := range list {
		full := i < shownViolations || p.style.Verbose
		if !full && i >= shownViolations+listedViolations {
			p.put(toldIndent, muted, fmt.Sprintf("… %d more; -v tells all", len(list)-i))
			return
		}
		if f.Message != said {
			p.put(toldIndent, plain, f.Message)
			said = f.Message
		}
		p.lead(f)
		if full {
			p.violation(s.Design.Simulation.Pipeline, f)
		}
	}
}

// lead says who, to whom, on what.
func (p *page) lead(f *finding.Finding) {
	p.field(toldIndent, phrase.FindingKind(f.Kind), toldWide, bad, phrase.Finding(f))
}

// violation tells why, shows one packet, and offers what would mend it.
func (p *page) violation(pl *pipeline.Pipeline, f *finding.Finding) {
	if len(f.Because) == 0 && f.DecidedBy != nil {
		p.decided(toldIndent, toldWide, f.DecidedBy)
	}
	for i, r := range f.Because {
		label := ""
		if i == 0 {
			label = "because"
		}
		p.located(toldIndent, label, toldWide, phrase.Join(" ", r.Text, phrase.Behaviours(r.Rules)), r.Pos.String())
	}
	if f.Witness != nil {
		p.witness(pl, f.Witness)
	}
	for i, x := range f.Fixes {
		label := ""
		if i == 0 {
			label = "fix"
		}
		text := x.Text
		if x.Snippet != "" {
			text += ": " + x.Snippet
		}
		p.located(toldIndent, label, toldWide, text, x.Pos.String())
	}
}

// witness shows one packet and its way.
func (p *page) witness(pl *pipeline.Pipeline, w *finding.Witness) {
	p.field(toldIndent, "packet", toldWide, plain, w.Packet.String())
	t := w.Trace
	if t == nil {
		return
	}
	number := p.steps(pl, t.Forward, w.Packet, 1)
	if len(t.Return) > 0 && t.Verdict != pipeline.Delivered {
		p.field(toldIndent, "answer", toldWide, plain, t.Return[0].Packet.Packet.String())
		p.steps(pl, t.Return, t.Return[0].Packet.Packet, number)
	}
}

// steps tells the hops of a witness below it.
func (p *page) steps(pl *pipeline.Pipeline, hops []walk.Hop, before packet.Packet, number int) int {
	return p.hops(toldIndent+2, pl, hops, before, number)
}
