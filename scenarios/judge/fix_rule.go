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

// allowBefore suggests a rule that allows before the one that denied, or to
// change that one where there is no room before it.
func (t *trial) allowBefore(nsg *topology.NetworkSecurityGroup, f *fault, v *finding.Finding) finding.Fix {
	c := f.cause
	if c.Filter.Priority > maxPriority {
		return t.addRule(nsg, topology.Allow, maxPriority, f, v)
	}
	if freePriority(nsg, c.Filter.Direction, c.Filter.Priority-1) == 0 {
		return finding.Fix{Text: "narrow or remove rule " + c.Filter.Name + " of " + nsg.Name, Resource: c.Resource, Pos: c.Pos}
	}
	return t.addRule(nsg, topology.Allow, c.Filter.Priority-1, f, v)
}

// addRule suggests a security rule with the highest free priority number up to most.
func (t *trial) addRule(nsg *topology.NetworkSecurityGroup, access topology.Access, most int, f *fault, v *finding.Finding) finding.Fix {
	d := f.cause.Filter.Direction
	source, destination := t.ruleEnds(f, v)
	snippet := fmt.Sprintf("{name: %s-%s, priority: %d, direction: %s, access: %s, protocol: %s, source: %s, destination: %s, destinationPorts: %s}",
		strings.ToLower(access.String()), slug(v), freePriority(nsg, d, most), d, access,
		protocolField(v.Traffic), addressField(source), addressField(destination), portField(v.Traffic))
	return finding.Fix{Text: "add to " + nsg.Name, Snippet: snippet, Resource: nsg.ID, Pos: nsg.Pos}
}

// ruleEnds returns both ends as the NSG that decided sees them.
//
// Inbound it sees the private address of the destination whatever address the
// packet bore, and the source as translated on the way; outbound the source's own.
func (t *trial) ruleEnds(f *fault, v *finding.Finding) (source, destination finding.Ends) {
	if f.cause.Filter.Direction != topology.Inbound {
		return v.Source, v.Destination
	}
	source, destination = v.Source, v.Destination
	own := map[pipeline.PlaceID]packet.AddrSet{}
	public := false
	for place, set := range f.to {
		own[place] = t.judge.Pipeline.Places[place].Addresses
		public = public || !own[place].ContainsSet(set)
	}
	if public {
		destination = t.judge.Names.Of(own)
	}
	var seen, sent packet.AddrSet
	for _, p := range f.pieces {
		seen, sent = seen.Union(p.flow.Seen), sent.Union(p.packets.Sources())
	}
	if !seen.IsEmpty() && !seen.Overlaps(sent) {
		source = finding.Ends{{Name: seen.String(), Addresses: seen}}
	}
	if _, wide := t.widened(f); wide {
		source = nil // what VirtualNetwork holds may not be in Internet (NSG-11): any
	}
	return source, destination
}

// letProbesIn suggests to allow the probes of a load balancer whose members all
// look unhealthy (LB-4), in each NSG before them.
func (t *trial) letProbesIn(c *pipeline.Cause) []finding.Fix {
	if !slices.Contains(c.Rules, "LB-4") {
		return nil
	}
	lb := t.balancerOf(c.Resource)
	if lb == nil {
		return nil
	}
	var fixes []finding.Fix
	for _, pool := range lb.Pools {
		for _, ip := range pool.Members {
			for _, nsg := range groupsBefore(ip) {
				most := freePriority(nsg, topology.Inbound, firstDeny(nsg)-1)
				fixes = appendFix(fixes, finding.Fix{Text: "add to " + nsg.Name, Resource: nsg.ID, Pos: nsg.Pos,
					Snippet: fmt.Sprintf("{name: allow-probes, priority: %d, direction: Inbound, access: Allow, source: AzureLoadBalancer}", most)})
			}
		}
	}
	return fixes
}

// balancerOf returns the load balancer that an ID is, or is a part of.
func (t *trial) balancerOf(id topology.ID) *topology.LoadBalancer {
	for ; id != ""; id = id.Parent() {
		if lb, ok := t.judge.Design.ByID(id).(*topology.LoadBalancer); ok {
			return lb
		}
	}
	return nil
}

// groupsBefore returns the NSGs that filter what an IP configuration receives.
func groupsBefore(ip *topology.IPConfiguration) []*topology.NetworkSecurityGroup {
	var out []*topology.NetworkSecurityGroup
	if s := ip.Subnet.Target; s != nil && s.NetworkSecurityGroup.Target != nil {
		out = append(out, s.NetworkSecurityGroup.Target)
	}
	if ip.NIC != nil && ip.NIC.NetworkSecurityGroup.Target != nil {
		out = append(out, ip.NIC.NetworkSecurityGroup.Target)
	}
	return out
}

// firstDeny returns the lowest priority number of an NSG's inbound denies.
func firstDeny(nsg *topology.NetworkSecurityGroup) int {
	first := maxPriority + 1
	for _, r := range nsg.SecurityRules {
		if r.Direction.Or(topology.Outbound) == topology.Inbound && r.Access.Or(topology.Allow) == topology.Deny {
			first = min(first, r.Priority.Or(first))
		}
	}
	return first
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
