package azure

import (
	"cmp"
	"slices"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// policy is what rules a firewall: its policy and those that it inherits from,
// or its classic rules.
type policy struct {
	chain []*topology.FirewallPolicy // the base first
	gap   *pipeline.Gap              // a policy of the chain is not in the input
}

// policyOf returns the policy of a firewall.
//
// FW-2: rules of a base policy come before those of the policy that inherits them.
// FW-17: classic rules and a policy exclude each other.
func (c *compiler) policyOf(res *topology.AzureFirewall) *policy {
	if !res.Policy.IsSet() {
		if res.Classic == nil {
			return &policy{}
		}
		return &policy{chain: []*topology.FirewallPolicy{res.Classic}}
	}
	p := &policy{}
	for ref := res.Policy; ref.IsSet(); ref = ref.Target.BasePolicy {
		if ref.Target == nil {
			p.gap = danglingGap(ref, res.ID, "firewallPolicy", "which rules firewall "+res.Name+" has", "FW-2")
			break
		}
		if slices.Contains(p.chain, ref.Target) {
			break // a policy that inherits from itself: refused when read
		}
		p.chain = slices.Insert(p.chain, 0, ref.Target)
	}
	return p
}

// own is the policy nearest to the firewall, whose settings count; nil if there is none.
func (p *policy) own() *topology.FirewallPolicy {
	if len(p.chain) == 0 {
		return nil
	}
	return p.chain[len(p.chain)-1]
}

func (p *policy) dnsProxy() bool { return p.own() != nil && p.own().DNSProxy.Or(false) }

// firewallRule is one rule with where it stands.
type firewallRule struct {
	*topology.FirewallRule
	policy     *topology.FirewallPolicy
	group      *topology.RuleCollectionGroup
	collection *topology.RuleCollection
}

// name is "group/collection/rule", or "collection/rule" of classic rules.
func (r firewallRule) name() string {
	name := r.collection.Name + "/" + r.Name
	if r.group.Name != "" {
		name = r.group.Name + "/" + name
	}
	return name
}

// rules returns the rules of a kind in the order in which they are judged.
//
// FW-1: by the priority of groups, of collections, then as written.
// FW-2: the whole of a base policy first, kind by kind.
func (p *policy) rules(kind topology.RuleKind) []firewallRule {
	var list []firewallRule
	for _, pol := range p.chain {
		groups := slices.Clone(pol.Groups)
		slices.SortStableFunc(groups, func(a, b *topology.RuleCollectionGroup) int {
			return cmp.Compare(a.Priority.Or(0), b.Priority.Or(0))
		})
		for _, g := range groups {
			list = append(list, groupRules(pol, g, kind)...)
		}
	}
	return list
}

func groupRules(pol *topology.FirewallPolicy, g *topology.RuleCollectionGroup, kind topology.RuleKind) []firewallRule {
	collections := slices.Clone(g.Collections)
	slices.SortStableFunc(collections, func(a, b *topology.RuleCollection) int {
		return cmp.Compare(a.Priority.Or(0), b.Priority.Or(0))
	})
	var list []firewallRule
	for _, col := range collections {
		for _, r := range col.Rules {
			if r.Kind == kind {
				list = append(list, firewallRule{r, pol, g, col})
			}
		}
	}
	return list
}

// unknownOrder returns the gap of a rule whose priority or action is not given.
func (r firewallRule) unknownOrder() *pipeline.Gap {
	if u := r.group.Priority.Unknown(); u != nil {
		return unknownGap(u, r.group.ID, "priority", "at which priority rule collection group "+r.group.Name+" stands", r.group.Priority.Pos, "FW-1")
	}
	if u := r.collection.Priority.Unknown(); u != nil {
		return unknownGap(u, r.group.ID, "priority", "at which priority rule collection "+r.collection.Name+" stands", r.collection.Priority.Pos, "FW-1")
	}
	if u := r.collection.Action.Unknown(); u != nil {
		return unknownGap(u, r.group.ID, "action", "what rule collection "+r.collection.Name+" does", r.collection.Action.Pos, "FW-3")
	}
	return nil
}

// cause tells a rule as a hop shows it.
func (r firewallRule) cause(ids ...ruleID) filterCause {
	return filterCause{&pipeline.Cause{Kind: pipeline.FirewallRule, Name: r.name(), Resource: r.group.ID, Pos: r.Pos, Rules: ids,
		Filter: &pipeline.Filter{Group: r.policy.Name, Level: "firewall", Name: r.name(), Priority: r.collection.Priority.Or(0),
			Access: r.collection.Action.Or(topology.Allow)}}}
}

// incomplete stands for rules that a policy outside the input, or an unknown
// list, may hold: any condition, allow by next or deny.
func (p *policy) incomplete(f *firewall, allow pipeline.Action) []pipeline.Row {
	if p.gap == nil {
		return nil
	}
	cause := &pipeline.Cause{Kind: pipeline.Unmodelled, Name: f.res.Name, Resource: f.res.ID, Pos: f.res.Policy.Pos, Gap: p.gap}
	return []pipeline.Row{{Action: pipeline.Action{Kind: pipeline.Deny}, Cause: cause}, {Action: allow, Cause: cause}}
}

// firewallService returns the protocols and ports of a network or DNAT rule.
//
// FW-14: protocol Any with explicit ports means TCP and UDP; ICMP has no ports.
func firewallService(r firewallRule) serviceMatch {
	ports, gap := firewallPorts(r)
	protocols, ok := r.Protocols.Get()
	if u := r.Protocols.Unknown(); u != nil {
		gap = firstGap(gap, unknownGap(u, r.group.ID, "ipProtocols", "which protocols rule "+r.Name+" names", r.Protocols.Pos))
	}
	if gap != nil {
		return serviceMatch{maybe: []packet.Service{packet.AnyService()}, gap: gap}
	}
	if !ok || len(protocols) == 0 {
		protocols = []topology.FirewallProtocol{topology.FirewallAny}
	}
	var ported, portless packet.ProtocolSet
	for _, p := range protocols {
		switch p {
		case topology.FirewallTCP:
			ported = ported.Union(packet.Of(packet.TCP))
		case topology.FirewallUDP:
			ported = ported.Union(packet.Of(packet.UDP))
		case topology.FirewallICMP:
			portless = portless.Union(packet.Of(packet.ICMP))
		default:
			ported = packet.Ported()
			if ports.IsAll() {
				portless = packet.AllProtocols().Subtract(packet.Ported())
			}
		}
	}
	var m serviceMatch
	if !ported.IsEmpty() {
		m.sure = append(m.sure, packet.NewService(ported, packet.AllPorts(), ports))
	}
	if !portless.IsEmpty() {
		m.sure = append(m.sure, packet.NewService(portless, packet.AllPorts(), packet.AllPorts()))
	}
	return m
}

func firewallPorts(r firewallRule) (packet.PortSet, *pipeline.Gap) {
	if u := r.DestinationPorts.Unknown(); u != nil {
		return packet.AllPorts(), unknownGap(u, r.group.ID, "destinationPorts", "which ports rule "+r.Name+" names", r.DestinationPorts.Pos)
	}
	terms, ok := r.DestinationPorts.Get()
	if !ok || len(terms) == 0 {
		return packet.AllPorts(), nil
	}
	var ranges []packet.PortRange
	for _, t := range terms {
		ranges = append(ranges, packet.PortRange{Lo: t.Low, Hi: t.High})
	}
	return packet.PortSetOf(ranges...), nil
}

// firewallAddresses returns what an address list of a rule matches; absent is nothing.
//
// FW-13: IP groups stand for their prefixes, names in network rules for what
// the firewall resolves (FW-8).
func (c *compiler) firewallAddresses(p topology.Property[[]topology.AddressTerm], r firewallRule, what string) addressMatch {
	if u := p.Unknown(); u != nil {
		return addressMatch{}.maybeAlso(packet.AllAddrs(), unknownGap(u, r.group.ID, what, "which addresses rule "+r.Name+" names", p.Pos))
	}
	var m addressMatch
	for _, t := range p.Or(nil) {
		m = m.union(c.firewallTerm(t, r))
	}
	return m
}

func (c *compiler) firewallTerm(t topology.AddressTerm, r firewallRule) addressMatch {
	switch {
	case t.Group().IsSet():
		return c.ipGroup(t.Group(), r)
	case t.FQDN() != "":
		return c.resolvedName(t, r)
	}
	return c.term(t, r.group.ID, firewallContext)
}

// firewallContext says what tags of subnets mean in a firewall: nothing is
// known of them there.
var firewallContext = &tagContext{}

// ipGroup returns the addresses of an IP group.
func (c *compiler) ipGroup(ref topology.Ref[topology.IPGroup], r firewallRule) addressMatch {
	if ref.Target == nil {
		return addressMatch{}.maybeAlso(packet.AllAddrs(), danglingGap(ref, r.group.ID, "ipGroups", "which addresses the IP group of rule "+r.Name+" has", "FW-13"))
	}
	if m, ok := c.ipGroups[ref.Target]; ok {
		return m
	}
	g := ref.Target
	var m addressMatch
	if u := g.Addresses.Unknown(); u != nil {
		m = m.maybeAlso(packet.AllAddrs(), unknownGap(u, g.ID, "ipAddresses", "which addresses IP group "+g.Name+" has", g.Addresses.Pos, "FW-13"))
	}
	for _, t := range g.Addresses.Or(nil) {
		m = m.union(c.term(t, g.ID, firewallContext))
	}
	if gap := c.doubtOf(g.ID); gap != nil {
		m = addressMatch{}.maybeAlso(packet.AllAddrs(), gap)
	}
	c.ipGroups[ref.Target] = m
	return m
}

// resolvedName returns the addresses of a name in a network rule.
//
// FW-8: the firewall resolves it; without records in the facts they are unknown.
func (c *compiler) resolvedName(t topology.AddressTerm, r firewallRule) addressMatch {
	for _, known := range c.design.Facts.FQDNs {
		if strings.EqualFold(known.Name, t.FQDN()) {
			return c.setMatch(packet.FromAddrs(known.Addresses...))
		}
	}
	return addressMatch{}.maybeAlso(publicSpace.Union(c.tags.standIns), &pipeline.Gap{Resource: r.group.ID, Property: "destinationFqdns", Pos: t.Pos, Rules: rules("FW-8"),
		Why: "which addresses " + t.FQDN() + " has when the firewall resolves it", Supply: "fqdns: {" + t.FQDN() + ": [...]} in a facts file"})
}
