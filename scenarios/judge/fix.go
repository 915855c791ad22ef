package judge

import (
	"fmt"
	"slices"
	"strings"

	"vnetproof/scenarios/finding"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// fixes suggests what would mend a fault, by what decided.
func (t *trial) fixes(f *fault, v *finding.Finding) []finding.Fix {
	switch {
	case f.kind == finding.Bypass:
		return t.steer(f)
	case f.kind == finding.Detour:
		return t.unsteer(f)
	case f.kind == finding.Asymmetry || f.cause != nil && f.cause.Kind == pipeline.Asymmetry:
		return t.steerBack(f)
	case f.cause == nil:
		return nil
	case f.kind == finding.Leak:
		return t.block(f, v)
	}
	return t.permit(f, v)
}

// block suggests how to stop a leak.
func (t *trial) block(f *fault, v *finding.Finding) []finding.Fix {
	c := f.cause
	switch c.Kind {
	case pipeline.DefaultRule:
		if nsg, ok := t.judge.Design.ByID(c.Resource).(*topology.NetworkSecurityGroup); ok {
			return []finding.Fix{addRule(nsg, topology.Deny, c.Filter.Direction, maxPriority, v)}
		}
	case pipeline.NSGRule, pipeline.AdminRule, pipeline.FirewallRule:
		if c.Filter != nil {
			return []finding.Fix{{Text: fmt.Sprintf("narrow or remove rule %s of %s", c.Filter.Name, c.Filter.Group), Resource: c.Resource, Pos: c.Pos}}
		}
	}
	return []finding.Fix{{Text: "put an NSG that denies it on " + namesText(v.Source) + " or " + namesText(v.Destination)}}
}

// permit suggests how to let through what is missing.
func (t *trial) permit(f *fault, v *finding.Finding) []finding.Fix {
	c := f.cause
	switch c.Kind {
	case pipeline.DefaultRule, pipeline.NSGRule:
		if nsg := t.groupOf(c); nsg != nil && c.Filter != nil {
			return []finding.Fix{allowBefore(nsg, c, v)}
		}
	case pipeline.FirewallRule, pipeline.ApplianceCause:
		if c.Filter != nil {
			return []finding.Fix{{Text: fmt.Sprintf("allow %s in %s", v.Traffic, c.Filter.Group), Resource: c.Resource, Pos: c.Pos}}
		}
	case pipeline.AdminRule:
		return []finding.Fix{{Text: "narrow or remove admin rule " + c.Name, Resource: c.Resource, Pos: c.Pos}}
	case pipeline.PublicAddress:
		return []finding.Fix{{Text: "give " + namesText(v.Destination) + " a public address, or a load balancer in front of it", Resource: c.Resource, Pos: c.Pos}}
	case pipeline.RouteCause:
		to := v.Destination
		if f.arrived() {
			to = v.Source // it is the answer that has no way
		}
		return []finding.Fix{{Text: "give " + t.routeOwner(f) + " a route to " + namesText(to), Resource: c.Resource, Pos: c.Pos}}
	case pipeline.PeeringCause:
		return []finding.Fix{t.openPeering(c)}
	case pipeline.IPForwarding:
		return []finding.Fix{{Text: "enableIPForwarding: true", Resource: c.Resource, Pos: c.Pos}}
	}
	return nil
}

// openPeering suggests what would let a peering carry what it stopped: the
// receiving half's allowForwardedTraffic, where that is why (PEER-3).
func (t *trial) openPeering(c *pipeline.Cause) finding.Fix {
	half, ok := t.judge.Design.ByID(c.Resource).(*topology.Peering)
	if ok && half.Other != nil && slices.Contains(c.Rules, "PEER-3") {
		half = half.Other
		return finding.Fix{Text: "set on peering " + half.Local.Name + "/" + half.Name, Snippet: "allowForwardedTraffic: true", Resource: half.ID, Pos: half.Pos}
	}
	return finding.Fix{Text: "let peering " + c.Name + " carry it", Resource: c.Resource, Pos: c.Pos}
}

func (t *trial) routeOwner(f *fault) string {
	if at := t.routedSubnets(f); len(at) == 1 {
		return t.judge.Names.Subnet(at[0].ID)
	}
	return "the sender"
}

// groupOf returns the NSG of a rule's cause: the cause's own resource, or the parent of its rule.
func (t *trial) groupOf(c *pipeline.Cause) *topology.NetworkSecurityGroup {
	for _, id := range []topology.ID{c.Resource, c.Resource.Parent()} {
		if nsg, ok := t.judge.Design.ByID(id).(*topology.NetworkSecurityGroup); ok {
			return nsg
		}
	}
	return nil
}

// allowBefore suggests a rule that allows before the one that denied, or to
// change that one where there is no room before it.
func allowBefore(nsg *topology.NetworkSecurityGroup, c *pipeline.Cause, v *finding.Finding) finding.Fix {
	if c.Filter.Priority > maxPriority {
		return addRule(nsg, topology.Allow, c.Filter.Direction, maxPriority, v)
	}
	if freePriority(nsg, c.Filter.Direction, c.Filter.Priority-1) == 0 {
		return finding.Fix{Text: "narrow or remove rule " + c.Filter.Name + " of " + nsg.Name, Resource: c.Resource, Pos: c.Pos}
	}
	return addRule(nsg, topology.Allow, c.Filter.Direction, c.Filter.Priority-1, v)
}

// addRule suggests a security rule with the highest free priority number up to most.
func addRule(nsg *topology.NetworkSecurityGroup, access topology.Access, d topology.Direction, most int, v *finding.Finding) finding.Fix {
	snippet := fmt.Sprintf("{name: %s-%s, priority: %d, direction: %s, access: %s, protocol: %s, source: %s, destination: %s, destinationPorts: %s}",
		strings.ToLower(access.String()), slug(v), freePriority(nsg, d, most), d, access,
		protocolField(v.Traffic), addressField(v.Source), addressField(v.Destination), portField(v.Traffic))
	return finding.Fix{Text: "add to " + nsg.Name, Snippet: snippet, Resource: nsg.ID, Pos: nsg.Pos}
}

// The priorities that user rules may have (NSG rules are judged lowest first).
const (
	minPriority = 100
	maxPriority = 4096
)

// freePriority returns the highest number up to most that no rule of the
// direction has; 0 if none is free.
func freePriority(nsg *topology.NetworkSecurityGroup, d topology.Direction, most int) int {
	var used []int
	for _, r := range nsg.SecurityRules {
		if r.Direction.Or(d) == d {
			used = append(used, r.Priority.Or(0))
		}
	}
	for p := most; p >= minPriority; p-- {
		if !slices.Contains(used, p) {
			return p
		}
	}
	return 0
}

// slug names a suggested rule after its destination.
func slug(v *finding.Finding) string {
	text := "traffic"
	if len(v.Destination) == 1 {
		text = v.Destination[0].Name
	}
	text = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, text)
	return strings.Trim(text, "-")
}

// protocolField returns the one protocol that a rule would name, else "*".
func protocolField(t packet.Traffic) string {
	services := t.Services(packet.IPv4)
	if len(services) == 1 {
		for i, p := range []packet.Protocol{packet.TCP, packet.UDP, packet.ICMP, packet.ESP, packet.AH} {
			if services[0].Protocols == packet.Of(p) {
				return (topology.TCP + topology.RuleProtocol(i)).String()
			}
		}
	}
	return `"*"`
}

// portField returns the destination ports of a traffic of one kind, else all.
func portField(t packet.Traffic) string {
	services := t.Services(packet.IPv4)
	if len(services) != 1 || services[0].DstPorts.IsAll() {
		return `["*"]`
	}
	return "[" + strings.ReplaceAll(services[0].DstPorts.String(), ",", ", ") + "]"
}

// addressField returns addresses as a rule would name them.
func addressField(ends finding.Ends) string {
	var words []string
	for _, e := range ends {
		switch {
		case e.Name == "any public address":
			words = append(words, "Internet")
		case !e.Space.IsEmpty():
			words = append(words, e.Space.Words()...)
		default:
			for _, p := range e.Addresses.Prefixes() {
				words = append(words, p.String())
			}
		}
	}
	switch {
	case len(words) == 1:
		return words[0]
	case len(words) == 0 || len(words) > 8:
		return `"*"`
	}
	return "[" + strings.Join(words, ", ") + "]"
}

// namesText lists the first names of ends.
func namesText(ends finding.Ends) string {
	var names []string
	for i, e := range ends {
		if i == 3 && len(ends) > 4 {
			names = append(names, fmt.Sprintf("%d more", len(ends)-i))
			break
		}
		names = append(names, e.Name)
	}
	if len(names) == 0 {
		return "it"
	}
	return strings.Join(names, ", ")
}
