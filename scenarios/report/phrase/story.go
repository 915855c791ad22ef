package phrase

import (
	"slices"
	"strconv"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/walk"
	"vnetproof/topology"
)

// Line is one line of what happened at a hop.
type Line struct {
	Text string
	Tone Tone
}

// Tone says what a line means.
type Tone uint8

const (
	// Plain lines tell a decision.
	Plain Tone = iota
	// Stop lines tell why the packet went no further.
	Stop
	// Doubt lines tell what may or may not be.
	Doubt
	// Aside lines tell what did not decide.
	Aside
)

// Node is "web1 (web/frontend)".
func Node(n pipeline.Node) string {
	if n.Within == "" || n.Within == n.Name {
		return n.Name
	}
	return n.Name + " (" + n.Within + ")"
}

// Story tells what a hop did, in the order in which it did it. before is the
// packet as it came.
func Story(p *pipeline.Pipeline, h walk.Hop, before packet.Packet) []Line {
	var out []Line
	for _, s := range h.Steps {
		out = append(out, stepStory(p, s)...)
		out = append(out, translation(before, s.Packet)...)
		before = s.Packet.Packet
	}
	return slices.Compact(out)
}

func stepStory(p *pipeline.Pipeline, s walk.Step) []Line {
	t := &p.Tables[s.Table]
	switch {
	case s.Known:
		if t.Kind == pipeline.FirewallTable || t.Kind == pipeline.TranslateTable {
			return []Line{{"known flow", Plain}}
		}
		return []Line{{direction(s.Cause) + "known flow", Plain}}
	case s.Refused:
		return []Line{{"refuses an answer whose opening packet it did not see", Stop}}
	case s.Cause == nil:
		return nil
	case isPlumbing(t, s) && !ends(s):
		return nil
	}
	out := []Line{{decision(t, s), tone(s)}}
	if s.Cause.Reason != "" && (ends(s) || s.Cause.Kind == pipeline.Unmodelled) {
		out = append(out, Line{"  because " + s.Cause.Reason, Plain})
	}
	if over := s.Cause.Over; over != nil && over.Route != nil {
		out = append(out, Line{"  over " + strings.TrimPrefix(Cause(over), "route "), Aside})
	}
	return out
}

// isPlumbing tells whether a step only joins others: a list that goes on to the
// next one where none of its rules matches, too. A firewall's translation is told
// by the header that it changes.
func isPlumbing(t *pipeline.Table, s walk.Step) bool {
	switch t.Kind {
	case pipeline.PlumbingTable:
		return true
	case pipeline.TranslateTable:
		return s.Cause.Kind == pipeline.FirewallRule
	case pipeline.FilterTable, pipeline.AdminTable, pipeline.FirewallTable:
		return s.Cause.Filter == nil
	}
	return false
}

// ends tells whether the packet went no further.
func ends(s walk.Step) bool {
	return s.Action == pipeline.Deny || s.Action == pipeline.Drop || s.Action == pipeline.UnknownAction
}

func tone(s walk.Step) Tone {
	switch {
	case s.Action == pipeline.Deny, s.Action == pipeline.Drop:
		return Stop
	case s.Action == pipeline.UnknownAction, s.Uncertain:
		return Doubt
	}
	return Plain
}

// decision says what an entry decided.
func decision(t *pipeline.Table, s walk.Step) string {
	words := ""
	switch c := s.Cause; {
	case c.Filter != nil && c.Filter.Direction == topology.DirectionUnset:
		words = Kind(c.Kind) + " " + c.Filter.Name + " " + verb(s.Action) + inside(c.Filter)
	case c.Filter != nil:
		words = filterDecision(c) + " " + verb(s.Action)
	case c.Route != nil:
		words = "route " + Route(c.Route)
		if s.Action == pipeline.Drop {
			words += " drops"
		}
	default:
		words = Cause(c)
		if ends(s) {
			words += " " + verb(s.Action)
		}
	}
	if s.Uncertain {
		words = "perhaps: " + words
	}
	return words
}

// inside is " (hub-policy 400)", the place of a rule of a firewall.
func inside(f *pipeline.Filter) string {
	words := f.Group
	if f.Priority > 0 {
		words = Join(" ", words, strconv.Itoa(f.Priority))
	}
	if words == "" {
		return ""
	}
	return " (" + words + ")"
}

// filterDecision is "out: nsg web-nsg 65000 AllowVnetOutBound".
func filterDecision(c *pipeline.Cause) string {
	f := c.Filter
	words := direction(c)
	switch f.Level {
	case "subnet", "nic":
		words += f.Level + " nsg " + f.Group
	case "admin":
		words += "admin rules " + f.Group
	default:
		words += Join(" ", f.Level, f.Group)
	}
	if f.Priority > 0 {
		words += " " + strconv.Itoa(f.Priority)
	}
	return strings.TrimSpace(words + " " + f.Name)
}

func direction(c *pipeline.Cause) string {
	if c == nil || c.Filter == nil {
		return ""
	}
	switch c.Filter.Direction {
	case topology.Inbound:
		return "in: "
	case topology.Outbound:
		return "out: "
	}
	return ""
}

func verb(a pipeline.ActionKind) string {
	switch a {
	case pipeline.Deny:
		return "denies"
	case pipeline.Drop:
		return "drops"
	case pipeline.UnknownAction:
		return "may do anything"
	}
	return "allows"
}

// translation says how the header changed.
func translation(before packet.Packet, after walk.Header) []Line {
	var out []Line
	if before.Src != after.Src || before.SrcPort != after.SrcPort && after.SourcePorts().Count() == 1 {
		out = append(out, Line{"source becomes " + endWords(after.Sources(), after.SourcePorts(), after.Protocol), Plain})
	}
	if before.Dst != after.Dst || before.DstPort != after.DstPort {
		out = append(out, Line{"destination becomes " + endWords(after.Destinations(), after.DestinationPorts(), after.Protocol), Plain})
	}
	return out
}

// endWords is "20.1.2.3:443", or the addresses and ports it may be.
func endWords(a packet.AddrSet, ports packet.PortSet, p packet.Protocol) string {
	words := a.String()
	if !p.HasPorts() || ports.Count() > 1 {
		return words
	}
	if strings.Contains(words, ":") {
		words = "[" + words + "]"
	}
	return words + ":" + ports.String()
}
