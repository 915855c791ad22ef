package dns

import (
	"net/netip"
	"slices"
	"strings"

	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/topology"
)

// zone returns the private zone linked to a VNet with the longest suffix of the name.
//
// DNS-5: a zone name is linked at most once to a VNet.
func (q *question) zone(v *topology.VirtualNetwork) (*topology.PrivateDNSZone, *topology.DNSZoneLink) {
	var best *topology.PrivateDNSZone
	var by *topology.DNSZoneLink
	for _, z := range q.r.Design.PrivateDNSZones {
		if !within(q.name, z.Name) || best != nil && len(z.Name) <= len(best.Name) {
			continue
		}
		for _, l := range z.Links {
			if l.VirtualNetwork.ID.Equal(v.ID) {
				best, by = z, l
			}
		}
	}
	return best, by
}

// within tells whether a name is a zone's or below it.
func within(name, zone string) bool {
	zone = strings.TrimSuffix(strings.ToLower(zone), ".")
	return name == zone || strings.HasSuffix(name, "."+zone)
}

// inZone looks the name up in a linked zone; it reports false where the
// question goes on to public DNS.
//
// DNS-2: a zone without the record gives NXDOMAIN, unless the link of a
// privatelink zone falls back to the internet.
func (q *question) inZone(z *topology.PrivateDNSZone, l *topology.DNSZoneLink, v *topology.VirtualNetwork) (Answer, bool) {
	label := strings.TrimSuffix(strings.TrimSuffix(q.name, strings.ToLower(z.Name)), ".")
	if label == "" {
		label = "@"
	}
	if gap := q.unknownRecords(z, label); gap != nil {
		return q.notKnown(gap, "what private zone "+z.Name+" has for "+label+" is not known"), true
	}
	addresses, canonical, found := q.records(z, label)
	switch {
	case len(addresses) > 0:
		q.step(z.Pos, "private zone "+z.Name+", linked to VNet "+v.Name+", has "+label, "DNS-2")
		return Answer{Outcome: Resolved, Addresses: addresses}, true
	case canonical != "":
		q.step(z.Pos, "private zone "+z.Name+": "+q.name+" is an alias of "+canonical, "DNS-2")
		q.name = strings.TrimSuffix(strings.ToLower(canonical), ".")
		return q.platform(v), true
	case found:
		gap := &pipeline.Gap{Resource: z.ID, Property: label, Pos: z.Pos, Rules: []rule.ID{"DNS-2"}, Why: "which address " + label + " has in private zone " + z.Name}
		return q.notKnown(gap, "private zone "+z.Name+" has "+label+" without an address that the design tells"), true
	}
	if gap := unknown(l.ResolutionPolicy.Unknown(), l.ID, "resolutionPolicy", "what link "+l.Name+" does with names that "+z.Name+" lacks", l.ResolutionPolicy.Pos, "DNS-2"); gap != nil {
		return q.notKnown(gap, "private zone "+z.Name+" has no record "+label), true
	}
	redirect := strings.EqualFold(l.ResolutionPolicy.Or(""), "NxDomainRedirect")
	if redirect && strings.HasPrefix(strings.ToLower(z.Name), "privatelink.") {
		q.step(l.Pos, "private zone "+z.Name+" has no record "+label+"; the link falls back to the internet", "DNS-2")
		return Answer{}, false
	}
	q.step(z.Pos, "private zone "+z.Name+" is linked to VNet "+v.Name+" and has no record "+label, "DNS-2")
	return Answer{Outcome: NoSuchName}, true
}

// records returns what a zone has for a label: its own records, those that
// private endpoints keep there, and those of registered machines.
func (q *question) records(z *topology.PrivateDNSZone, label string) (addresses []netip.Addr, canonical string, found bool) {
	for _, want := range []string{label, wildcard(label)} {
		for _, r := range z.Records {
			if !strings.EqualFold(r.Name, want) {
				continue
			}
			switch strings.ToUpper(r.Kind) {
			case "A", "AAAA":
				found = true
				addresses = append(addresses, r.Addresses.Or(nil)...)
			case "CNAME":
				return nil, r.Canonical.Or(""), true
			}
		}
		if found {
			return addresses, "", true
		}
	}
	if list := q.endpointRecords(z, label); len(list) > 0 {
		return list, "", true
	}
	list := q.registered(z, label)
	return list, "", len(list) > 0
}

// wildcard is the record that stands for a label without its own.
func wildcard(label string) string {
	if _, rest, ok := strings.Cut(label, "."); ok {
		return "*." + rest
	}
	return "*"
}

// endpointRecords are the records that private endpoints keep in a zone which
// their zone group names (DNS-3).
func (q *question) endpointRecords(z *topology.PrivateDNSZone, label string) []netip.Addr {
	var list []netip.Addr
	for _, e := range q.r.Design.PrivateEndpoints {
		named := slices.ContainsFunc(e.DNSZones, func(r topology.Ref[topology.PrivateDNSZone]) bool { return r.Target == z })
		if named && serves(e, label, z.Name) {
			if a, ok := q.r.Network.Address(e.ID); ok {
				list = append(list, a)
			}
		}
	}
	return list
}

// serves tells whether an endpoint leads to the service with that host label,
// by the sub-resource whose names end so.
func serves(e *topology.PrivateEndpoint, label, suffix string) bool {
	return slices.ContainsFunc(e.Connections, func(c *topology.PrivateLinkConnection) bool {
		return strings.EqualFold(c.Service.ID.Name(), label) && isFor(c, suffix)
	})
}

// registered are the addresses of machines that a zone registers.
//
// DNS-6: of the VNets whose link registers.
func (q *question) registered(z *topology.PrivateDNSZone, label string) []netip.Addr {
	var list []netip.Addr
	for _, vm := range q.r.Design.VirtualMachines {
		if !strings.EqualFold(vm.Name, label) || len(vm.NICs) == 0 || vm.NICs[0].Target == nil {
			continue
		}
		for _, ip := range vm.NICs[0].Target.IPConfigurations {
			if ip.Subnet.Target == nil || !registers(z, ip.Subnet.Target.VirtualNetwork) {
				continue
			}
			if a, ok := q.r.Network.Address(ip.ID); ok {
				list = append(list, a)
			}
		}
	}
	return list
}

func registers(z *topology.PrivateDNSZone, v *topology.VirtualNetwork) bool {
	return slices.ContainsFunc(z.Links, func(l *topology.DNSZoneLink) bool {
		return l.VirtualNetwork.ID.Equal(v.ID) && l.RegistrationEnabled.Or(false)
	})
}

// azureDomains are those that a "." rule does not capture (DNS-7).
var azureDomains = []string{"windows.net", "azure.com", "azure.net", "windowsazure.us", "azurecontainer.io", "azurewebsites.net"}

// forward asks the servers of the forwarding rule with the longest suffix,
// among the rulesets linked to a VNet.
//
// DNS-7: the target is asked from the resolver's own VNet; no peering is needed.
func (q *question) forward(v *topology.VirtualNetwork) (Answer, bool) {
	var best *topology.ForwardingRule
	var set *topology.ForwardingRuleset
	for _, s := range q.r.Design.ForwardingRulesets {
		if !slices.ContainsFunc(s.Links, func(l topology.Ref[topology.VirtualNetwork]) bool { return l.ID.Equal(v.ID) }) {
			continue
		}
		for _, r := range s.Rules {
			if q.matches(r) && r.Enabled.Or(true) && (best == nil || len(domainOf(r)) > len(domainOf(best))) {
				best, set = r, s
			}
		}
	}
	if gap := q.otherRule(v, best); gap != nil {
		return q.notKnown(gap, "which forwarding rule takes the question is not known"), true
	}
	if best == nil || len(best.Targets.Or(nil)) == 0 {
		return Answer{}, false
	}
	target := best.Targets.Or(nil)[0].Addr()
	q.step(best.Pos, "ruleset "+set.Name+", rule "+best.Name+" for "+best.Domain.Or("")+", asks "+target.String(), rule.ID("DNS-7"))
	return q.server(target, q.outboundVNet(set, v), best.Pos), true
}

func domainOf(r *topology.ForwardingRule) string {
	return strings.TrimSuffix(strings.ToLower(r.Domain.Or("")), ".")
}

func (q *question) matches(r *topology.ForwardingRule) bool {
	if r.Domain.IsAbsent() {
		return false
	}
	if domain := domainOf(r); domain != "" {
		return within(q.name, domain)
	}
	return !slices.ContainsFunc(azureDomains, func(d string) bool { return within(q.name, d) })
}

// outboundVNet is the VNet of the resolver whose outbound endpoint a ruleset uses.
func (q *question) outboundVNet(s *topology.ForwardingRuleset, byDefault *topology.VirtualNetwork) *topology.VirtualNetwork {
	for _, res := range q.r.Design.DNSResolvers {
		for _, e := range res.Outbound {
			for _, ref := range s.Outbound {
				if ref.Target == e && res.VirtualNetwork.Target != nil {
					return res.VirtualNetwork.Target
				}
			}
		}
	}
	return byDefault
}
