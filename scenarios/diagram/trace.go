package diagram

import (
	"vnetproof/scenarios/finding"
	"vnetproof/scenarios/report/phrase"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/walk"
	"vnetproof/topology"
)

// Trace draws a design with the way of one packet laid over it.
func Trace(d *topology.Design, p *pipeline.Pipeline, t *walk.Trace) *Diagram {
	m := Marks{
		Title: []string{t.Verdict.String() + ": " + t.Packet.String()},
		Tone:  toneOf(t.Verdict),
		End:   decided(t.DecidedBy),
	}
	m.follow(p, t)
	return Overlay(d, m)
}

// Finding draws a design with what a finding shows laid over it. The statement
// is the name of what does not hold.
func Finding(d *topology.Design, p *pipeline.Pipeline, statement string, f *finding.Finding) *Diagram {
	m := Marks{
		Title: []string{statement, f.Message, phrase.FindingKind(f.Kind) + ": " + phrase.Finding(f)},
		Tone:  Bad,
		End:   decided(f.DecidedBy),
		At:    append(ends(f.Source), ends(f.Destination)...),
	}
	if f.Kind == finding.KindUnset {
		m.Tone = Unsure
	}
	for _, r := range f.Because {
		m.End = append(m.End, lines(r.Text)...)
	}
	if f.Witness != nil && f.Witness.Trace != nil {
		m.Title = append(m.Title, "packet: "+f.Witness.Packet.String()+"; its way is numbered, its answer's dashed")
		m.At = nil
		m.follow(p, f.Witness.Trace)
		if f.Kind != finding.Asymmetry && f.Witness.Trace.Verdict == pipeline.Delivered {
			m.Back = nil // it is the way out that must not be
		}
	}
	return Overlay(d, m)
}

// ends are the resources of a set of addresses.
func ends(list finding.Ends) []Stop {
	var out []Stop
	for _, e := range list {
		out = append(out, Stop{Resource: e.Resource, Internet: e.Resource == "", Name: e.Name})
	}
	return out
}

func toneOf(o pipeline.Outcome) Tone {
	switch o {
	case pipeline.Delivered:
		return Good
	case pipeline.Denied, pipeline.Dropped:
		return Bad
	}
	return Unsure
}

// decided names what decided and where it stands.
func decided(c *pipeline.Cause) []string {
	if c == nil {
		return nil
	}
	out := lines(phrase.Join(" ", phrase.Cause(c), phrase.Behaviours(c.Rules)))
	if at := phrase.Where(c); at != "" {
		out = append(out, at)
	}
	return out
}

// lines breaks a sentence to the width of a note.
func lines(s string) []string { return phrase.Break(s, 44) }

// follow lists the stops of a packet and of its answer.
func (m *Marks) follow(p *pipeline.Pipeline, t *walk.Trace) {
	m.Out, m.Back = stops(p, t.Forward), stops(p, t.Return)
}

// stops are the hops that the picture has a place for: between two of them
// lies only the network itself.
func stops(p *pipeline.Pipeline, hops []walk.Hop) []Stop {
	var out []Stop
	for i, h := range hops {
		n := p.Nodes[h.Node]
		if n.Kind == pipeline.NetworkNode && i+1 < len(hops) {
			continue
		}
		out = append(out, Stop{Resource: n.Resource, Internet: n.Kind == pipeline.InternetNode, Name: phrase.Node(n)})
	}
	return out
}
