package dns

import (
	"slices"
	"strings"

	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// notKnown ends a question whose answer rests on what the design does not give.
func (q *question) notKnown(gap *pipeline.Gap, text string) Answer {
	q.step(gap.Pos, text+": "+gap.Why, "DNS-2")
	return Answer{Outcome: NotKnown, Gap: gap}
}

// unknown names a setting whose value the input does not give; nil for one that it gives.
func unknown(u *topology.Unknown, id topology.ID, property, why string, pos source.Pos, ids ...rule.ID) *pipeline.Gap {
	if u == nil {
		return nil
	}
	if u.Why != "" {
		why += " (" + u.Why + ")"
	}
	return &pipeline.Gap{Resource: id, Property: property, Pos: pos, Why: why, Supply: u.Supply, Rules: ids}
}

func first(gaps ...*pipeline.Gap) *pipeline.Gap {
	for _, g := range gaps {
		if g != nil {
			return g
		}
	}
	return nil
}

// hasNoName tells whether the name of a resource is not known, so that it may be any.
func hasNoName(name string) bool { return strings.HasPrefix(name, "unnamed at ") }

// unlisted returns what a resource lacks of a list of children, or of anything
// but that list; nil if nothing.
func unlisted(r *topology.Resource, list string, others bool) *pipeline.Gap {
	for _, part := range r.Incomplete {
		if strings.HasPrefix(part.Property, list) != others {
			return unknown(&part.Unknown, r.ID, part.Property, "what "+part.Property+" of "+r.ID.Path()+" is", part.Pos)
		}
	}
	return nil
}

const vnetLinks = "virtualNetworkLinks"

// unknownServers is why it is not known which servers a host asks.
func (q *question) unknownServers(from topology.Node, s *topology.Subnet) *pipeline.Gap {
	if nic, ok := from.(*topology.NetworkInterface); ok {
		if len(nic.DNSServers.Or(nil)) > 0 {
			return nil
		}
		if gap := unknown(nic.DNSServers.Unknown(), nic.ID, "dnsSettings.dnsServers", "which DNS servers "+nic.Name+" asks", nic.DNSServers.Pos, "DNS-1"); gap != nil {
			return gap
		}
	}
	v := s.VirtualNetwork
	return unknown(v.DNSServers.Unknown(), v.ID, "dhcpOptions.dnsServers", "which DNS servers VNet "+v.Name+" asks", v.DNSServers.Pos, "DNS-1")
}

// unknownProxy is why it is not known whether a firewall answers questions, or whom it asks.
func (q *question) unknownProxy(f *topology.AzureFirewall) *pipeline.Gap {
	policy := dnsPolicy(f)
	switch {
	case policy == nil && f.Policy.IsSet():
		gap := unknown(f.Policy.Why, f.ID, "firewallPolicy", "which policy firewall "+f.Name+" has", f.Policy.Pos, "DNS-4")
		return first(gap, &pipeline.Gap{Resource: f.Policy.ID, Property: "firewallPolicy", Pos: f.Policy.Pos, Rules: []rule.ID{"DNS-4"},
			Why: "whether firewall " + f.Name + " answers questions: its policy is not in the input", Supply: "add " + string(f.Policy.ID) + " to the input"})
	case policy == nil:
		return nil
	}
	return first(unknown(policy.DNSProxy.Unknown(), policy.ID, "dnsSettings.enableProxy", "whether "+policy.Name+" has a DNS proxy", policy.DNSProxy.Pos, "DNS-4"),
		unknown(policy.DNSServers.Unknown(), policy.ID, "dnsSettings.servers", "which servers the DNS proxy of "+policy.Name+" asks", policy.DNSServers.Pos, "DNS-4"))
}

// otherZone is why the zone that answers a VNet may be another than the one
// found: a longer one that may be linked, or this one may not be.
func (q *question) otherZone(v *topology.VirtualNetwork, found *topology.PrivateDNSZone) *pipeline.Gap {
	for _, z := range q.r.Design.PrivateDNSZones {
		any := hasNoName(z.Name)
		if !any && (!within(q.name, z.Name) || found != nil && z != found && len(z.Name) < len(found.Name)) {
			continue
		}
		linked, gap := q.linkOf(z, v)
		switch {
		case linked && any:
			return &pipeline.Gap{Resource: z.ID, Property: "name", Pos: z.Pos, Rules: []rule.ID{"DNS-2"},
				Why: "which names the private zone has that is linked to VNet " + v.Name + ": its own name is not known"}
		case linked && z.Maybe != nil:
			return unknown(z.Maybe, z.ID, "condition", "whether private zone "+z.Name+" is deployed", z.Pos, "DNS-2")
		case gap != nil:
			return gap
		}
	}
	return nil
}

// linkOf tells whether a zone is linked to a VNet, and if so why it may not be,
// if not why it may.
func (q *question) linkOf(z *topology.PrivateDNSZone, v *topology.VirtualNetwork) (linked bool, gap *pipeline.Gap) {
	for _, l := range z.Links {
		if l.VirtualNetwork.ID.Equal(v.ID) {
			return true, q.r.Network.Doubt(l.ID)
		}
		gap = first(gap, unknown(l.VirtualNetwork.Why, l.ID, "virtualNetwork", "which VNet link "+l.Name+" of private zone "+z.Name+" is to", l.VirtualNetwork.Pos, "DNS-2"))
	}
	return false, first(gap, unlisted(&z.Resource, vnetLinks, false))
}

// unknownRecords is why it is not known what a zone has for a label.
func (q *question) unknownRecords(z *topology.PrivateDNSZone, label string) *pipeline.Gap {
	exact := false
	var gap *pipeline.Gap
	for _, r := range z.Records {
		own := strings.EqualFold(r.Name, label)
		if !own && !strings.EqualFold(r.Name, wildcard(label)) && !hasNoName(r.Name) {
			continue
		}
		doubt := first(q.r.Network.Doubt(r.ID),
			unknown(r.Addresses.Unknown(), r.ID, "aRecords", "which addresses record "+r.Name+" of "+z.Name+" has", r.Addresses.Pos, "DNS-2"),
			unknown(r.Canonical.Unknown(), r.ID, "cnameRecord", "of which name record "+r.Name+" of "+z.Name+" is an alias", r.Canonical.Pos, "DNS-2"))
		if hasNoName(r.Name) {
			doubt = first(doubt, &pipeline.Gap{Resource: r.ID, Property: "name", Pos: r.Pos, Rules: []rule.ID{"DNS-2"}, Why: "which name a record of private zone " + z.Name + " has"})
		}
		exact = exact || own && doubt == nil
		gap = first(gap, doubt)
	}
	if exact {
		return nil
	}
	return first(gap, q.ignored(z.ID), unlisted(&z.Resource, vnetLinks, true), q.unknownEndpoints(z, label), q.unknownMachines(z, label))
}

// ignored returns a setting of the resource that is not simulated.
func (q *question) ignored(id topology.ID) *pipeline.Gap {
	for _, i := range q.r.Design.Ignored {
		if i.Resource.Equal(id) {
			return &pipeline.Gap{Resource: i.Resource, Property: i.Property, Pos: i.Pos, Why: "what " + i.Property + " of " + id.Path() + " does: " + i.Why}
		}
	}
	return nil
}

// unknownEndpoints is why it is not known which records private endpoints keep
// in a zone under a label (DNS-3).
func (q *question) unknownEndpoints(z *topology.PrivateDNSZone, label string) *pipeline.Gap {
	for _, e := range q.r.Design.PrivateEndpoints {
		named, gap := q.keepsIn(e, z)
		if !named && gap == nil {
			continue
		}
		for _, c := range e.Connections {
			switch {
			case c.Service.Why != nil:
				return unknown(c.Service.Why, e.ID, "privateLinkServiceId", "which service private endpoint "+e.Name+" leads to", c.Service.Pos, "DNS-3")
			case strings.EqualFold(c.Service.ID.Name(), label):
				if gap = first(gap, q.r.Network.Doubt(e.ID)); gap != nil {
					return gap
				}
			}
		}
	}
	return nil
}

// keepsIn tells whether an endpoint keeps its records in a zone, or why that is not known.
func (q *question) keepsIn(e *topology.PrivateEndpoint, z *topology.PrivateDNSZone) (bool, *pipeline.Gap) {
	gap := q.r.Network.Doubt(e.DNSZoneGroups...)
	for _, r := range e.DNSZones {
		if r.Target == z {
			return true, gap
		}
		gap = first(gap, unknown(r.Why, e.ID, "privateDnsZoneId", "in which zone private endpoint "+e.Name+" keeps its records", r.Pos, "DNS-3"))
	}
	return false, gap
}

// unknownMachines is why it is not known whether a zone registers a machine of
// a name (DNS-6).
func (q *question) unknownMachines(z *topology.PrivateDNSZone, label string) *pipeline.Gap {
	for _, vm := range q.r.Design.VirtualMachines {
		named := strings.EqualFold(vm.Name, label)
		if !named && !hasNoName(vm.Name) {
			continue
		}
		for _, l := range z.Links {
			on, known := l.RegistrationEnabled.Get()
			if u := l.RegistrationEnabled.Unknown(); u != nil {
				return unknown(u, l.ID, "registrationEnabled", "whether private zone "+z.Name+" registers machines", l.RegistrationEnabled.Pos, "DNS-6")
			}
			if known && on && (vm.Maybe != nil || !named) {
				return first(unknown(vm.Maybe, vm.ID, "condition", "whether "+vm.Name+" is deployed", vm.Pos, "DNS-6"),
					&pipeline.Gap{Resource: vm.ID, Property: "name", Pos: vm.Pos, Rules: []rule.ID{"DNS-6"}, Why: "which name a registered machine has"})
			}
		}
	}
	return nil
}

// otherRule is why the forwarding rule that takes the question may be another
// than the one found, or what it does is not known.
func (q *question) otherRule(v *topology.VirtualNetwork, found *topology.ForwardingRule) *pipeline.Gap {
	for _, s := range q.r.Design.ForwardingRulesets {
		linked, gap := rulesetLink(s, v)
		if !linked && gap == nil {
			continue
		}
		if linked {
			if gap := first(q.ignored(s.ID), unlisted(&s.Resource, vnetLinks, true)); gap != nil {
				return gap
			}
		}
		for _, r := range s.Rules {
			if doubt := first(gap, q.unknownRule(r, r == found)); doubt != nil && q.mayTake(r, found) {
				return doubt
			}
		}
	}
	return nil
}

// rulesetLink tells whether a ruleset is linked to a VNet, and if not why it may be.
func rulesetLink(s *topology.ForwardingRuleset, v *topology.VirtualNetwork) (bool, *pipeline.Gap) {
	gap := unlisted(&s.Resource, vnetLinks, false)
	for _, l := range s.Links {
		if l.ID.Equal(v.ID) {
			return true, nil
		}
		gap = first(gap, unknown(l.Why, s.ID, vnetLinks, "which VNets ruleset "+s.Name+" is linked to", l.Pos, "DNS-7"))
	}
	return false, gap
}

// mayTake tells whether a rule could take the question before the one found.
func (q *question) mayTake(r, found *topology.ForwardingRule) bool {
	if r.Domain.Unknown() != nil {
		return true
	}
	return q.matches(r) && (found == nil || len(domainOf(r)) >= len(domainOf(found)))
}

// unknownRule is what is not known of a rule; the servers of those that are not
// found do not matter.
func (q *question) unknownRule(r *topology.ForwardingRule, isFound bool) *pipeline.Gap {
	gap := first(unknown(r.Domain.Unknown(), r.ID, "domainName", "for which domain forwarding rule "+r.Name+" is", r.Domain.Pos, "DNS-7"),
		unknown(r.Enabled.Unknown(), r.ID, "forwardingRuleState", "whether forwarding rule "+r.Name+" is enabled", r.Enabled.Pos, "DNS-7"),
		q.r.Network.Doubt(r.ID))
	if isFound {
		gap = first(gap, unknown(r.Targets.Unknown(), r.ID, "targetDnsServers", "which servers forwarding rule "+r.Name+" asks", r.Targets.Pos, "DNS-7"))
	}
	return gap
}

// unknownEndpointOf is why it is not known whether a service has a private
// endpoint, and so an alias (DNS-3).
func (q *question) unknownEndpointOf(suffix string) *pipeline.Gap {
	if !slices.ContainsFunc(q.r.Design.PrivateDNSZones, func(z *topology.PrivateDNSZone) bool { return within("x."+privateSuffix(suffix), z.Name) }) {
		return nil // the alias would lead to the same public address
	}
	for _, e := range q.r.Design.PrivateEndpoints {
		for _, c := range e.Connections {
			if c.Service.Why != nil {
				return unknown(c.Service.Why, e.ID, "privateLinkServiceId", "which service private endpoint "+e.Name+" leads to", c.Service.Pos, "DNS-3")
			}
		}
	}
	return nil
}
