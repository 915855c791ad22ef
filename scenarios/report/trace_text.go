package report

import (
	"io"

	"vnetproof/scenarios/ask"
	"vnetproof/scenarios/report/phrase"
	"vnetproof/sim/dns"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/walk"
)

// hopColumn is how wide the names of hops are at most before they get a line
// of their own.
const hopColumn = 26

// TraceText tells the way of a packet as a story.
func TraceText(w io.Writer, s Style, t *ask.Trace) error {
	p := newPage(w, s)
	p.verdict(t.Walk)
	p.resolved(t.Resolved)
	for _, took := range t.Took {
		p.field(0, "took", 9, muted, took)
	}
	if s.Quiet {
		return p.done()
	}
	p.blank()
	number := p.way("out", t.Pipeline, t.Walk.Forward, t.Walk.Packet, 1)
	if len(t.Walk.Return) > 0 {
		p.way("back", t.Pipeline, t.Walk.Return, t.Walk.Return[0].Packet.Packet, number)
	}
	p.remarks(t.Walk.Gaps, t.Walk.Assumptions)
	return p.done()
}

// verdict is the answer, and what decided it.
func (p *page) verdict(t *walk.Trace) {
	if !t.Packet.Dst.IsValid() {
		p.put(0, outcomeInk(t.Verdict), t.Verdict.String()+": no address to send to")
		p.located(0, "because", 9, phrase.Join(" ", t.DecidedBy.Name, t.DecidedBy.Reason, phrase.Behaviours(t.DecidedBy.Rules)), phrase.Where(t.DecidedBy))
		return
	}
	text := t.Verdict.String() + ": " + t.Packet.String()
	switch {
	case t.Verdict == pipeline.Delivered && t.Ending == pipeline.Unanswered:
		text += ", which nothing answers"
	case t.Verdict == pipeline.Delivered:
		text += ", and the answer returns"
	case t.Arrived && t.Verdict != pipeline.InconclusiveOutcome:
		text += "; it arrives, its answer does not return"
	}
	p.put(0, outcomeInk(t.Verdict), text)
	p.decided(0, 9, t.DecidedBy)
	if t.Reason != "" {
		p.field(0, "because", 9, plain, t.Reason)
	}
	if c := t.DecidedBy; c != nil && c.Reason != "" {
		p.field(0, "because", 9, plain, c.Reason)
	}
}

// resolved says how the destination's name was resolved.
func (p *page) resolved(a *dns.Answer) {
	if a == nil {
		return
	}
	for i, s := range a.Steps {
		label := ""
		if i == 0 {
			label = "name"
		}
		p.located(0, label, 9, phrase.Join(" ", s.Text, phrase.Behaviours(s.Rules)), s.Pos.String())
	}
}

// decided names what decided, by which rules of Azure, and where it stands.
func (p *page) decided(indent, wide int, c *pipeline.Cause) {
	if c == nil {
		return
	}
	p.located(indent, "by", wide, phrase.Join(" ", phrase.Cause(c), phrase.Behaviours(c.Rules)), phrase.Where(c))
}

func outcomeInk(o pipeline.Outcome) ink {
	switch o {
	case pipeline.Delivered:
		return good
	case pipeline.Denied, pipeline.Dropped:
		return bad
	}
	return unsure
}

// way tells hops and returns the number of the next one.
func (p *page) way(title string, pl *pipeline.Pipeline, hops []walk.Hop, before packet.Packet, number int) int {
	if len(hops) == 0 {
		return number
	}
	p.put(0, strong, title)
	return p.hops(2, pl, hops, before, number)
}

// hops tells hops from a column on and returns the number of the next one.
func (p *page) hops(indent int, pl *pipeline.Pipeline, hops []walk.Hop, before packet.Packet, number int) int {
	wide := hopWidth(pl, hops)
	for i, h := range hops {
		told := phrase.Story(pl, h, before)
		before = h.Packet.Packet
		if isBetween(pl, hops, i) && len(told) == 0 {
			continue
		}
		p.hop(indent, wide, number, phrase.Node(pl.Nodes[h.Node]), told)
		number++
	}
	return number
}

// isBetween tells whether a hop is the network itself between two others.
func isBetween(pl *pipeline.Pipeline, hops []walk.Hop, i int) bool {
	return pl.Nodes[hops[i].Node].Kind == pipeline.NetworkNode && i > 0 && i+1 < len(hops)
}

// hop writes the sentences of one hop beside its name.
func (p *page) hop(indent, wide, number int, name string, told []phrase.Line) {
	label := pad(numberWords(number), 3) + " " + name
	if len(told) == 0 {
		p.field(indent, label, wide+6, plain, "")
		return
	}
	for _, line := range told {
		p.field(indent, label, wide+6, inks[line.Tone], line.Text)
		label = ""
	}
}

// inks are those of what happened at a hop.
var inks = [...]ink{phrase.Plain: plain, phrase.Stop: bad, phrase.Doubt: unsure, phrase.Aside: muted}

func hopWidth(pl *pipeline.Pipeline, hops []walk.Hop) int {
	wide := 0
	for _, h := range hops {
		if n := width(phrase.Node(pl.Nodes[h.Node])); n <= hopColumn {
			wide = max(wide, n)
		}
	}
	return wide
}
