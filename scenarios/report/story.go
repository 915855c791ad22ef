package report

import (
	"strconv"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/walk"
	"vnetproof/topology"
)

// sentence is one line of what happened at a hop.
type sentence struct {
	text string
	ink  ink
}

// nodeWords is "web1 (web/frontend)".
func nodeWords(n pipeline.Node) string {
	if n.Within == "" || n.Within == n.Name {
		return n.Name
	}
	return n.Name + " (" + n.Within + ")"
}

// story tells what a hop did, in the order in which it did it. before is the
// packet as it came.
func story(p *pipeline.Pipeline, h walk.Hop, before packet.Packet) []sentence {
	var out []sentence
	for _, s := range h.Steps {
		out = append(out, stepStory(p, s)...)
		out = append(out, translation(before, s.Packet)...)
		before = s.Packet.Packet
	}
	return out
}

func stepStory(p *pipeline.Pipeline, s walk.Step) []sentence {
	t := &p.Tables[s.Table]
	switch {
	case s.Known:
		if t.Kind == pipeline.FirewallTable || t.Kind == pipeline.TranslateTable {
			return []sentence{{"known flow", plain}}
		}
		return []sentence{{direction(s.Cause) + "known flow", plain}}
	case s.Refused:
		return []sentence{{"refuses an answer whose opening packet it did not see", bad}}
	case s.Cause == nil:
		return nil
	case t.Kind == pipeline.PlumbingTable && !ends(s):
		return nil
	}
	out := []sentence{{decision(t, s), stepInk(s)}}
	if s.Cause.Reason != "" && (ends(s) || s.Cause.Kind == pipeline.Unmodelled) {
		out = append(out, sentence{"  because " + s.Cause.Reason, plain})
	}
	if over := s.Cause.Over; over != nil && over.Route != nil {
		out = append(out, sentence{"  over " + strings.TrimPrefix(causeWords(over), "route "), muted})
	}
	return out
}

// ends tells whether the packet went no further.
func ends(s walk.Step) bool {
	return s.Action == pipeline.Deny || s.Action == pipeline.Drop || s.Action == pipeline.UnknownAction
}

func stepInk(s walk.Step) ink {
	switch {
	case s.Action == pipeline.Deny, s.Action == pipeline.Drop:
		return bad
	case s.Action == pipeline.UnknownAction, s.Uncertain:
		return unsure
	}
	return plain
}

// decision says what an entry decided.
func decision(t *pipeline.Table, s walk.Step) string {
	words := ""
	switch c := s.Cause; {
	case c.Filter != nil:
		words = filterDecision(c) + " " + verb(s.Action)
	case c.Route != nil:
		words = "route " + routeWords(c.Route)
		if s.Action == pipeline.Drop {
			words += " drops"
		}
	default:
		words = causeWords(c)
		if ends(s) {
			words += " " + verb(s.Action)
		}
	}
	if s.Uncertain {
		words = "perhaps: " + words
	}
	return words
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
	case "firewall":
		words += f.Group
	default:
		words += join(" ", f.Level, f.Group)
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
func translation(before packet.Packet, after walk.Header) []sentence {
	var out []sentence
	if before.Src != after.Src || before.SrcPort != after.SrcPort && after.SourcePorts().Count() == 1 {
		out = append(out, sentence{"source becomes " + endWords(after.Sources(), after.SourcePorts(), after.Protocol), plain})
	}
	if before.Dst != after.Dst || before.DstPort != after.DstPort {
		out = append(out, sentence{"destination becomes " + endWords(after.Destinations(), after.DestinationPorts(), after.Protocol), plain})
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
