package azure

import (
	"net/netip"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// LoneRule is one rule of a filter as it reads without a place: its addresses
// are the terms as written, since tags and groups mean something else at each place.
type LoneRule struct {
	Source, Destination topology.Property[[]topology.AddressTerm] // absent: any
	Services            []packet.Service
	Access              topology.Access
	// Asked are the names, URLs, tags and categories that an application rule is
	// for; empty: all.
	Asked []string
	// To is where a DNAT rule leads; port 0 leaves the port as it is.
	To netip.AddrPort
	// Cause makes what tells the rule as a hop shows it.
	Cause func() *pipeline.Cause
	// Gap says why the rule's order or access is not known.
	Gap *pipeline.Gap
	// Doubt says why the rule matches perhaps not all of Services. Rules with the
	// same DoubtKey, unless it is "", match the same of what both have.
	Doubt    *pipeline.Gap
	DoubtKey string
	Assumed  *pipeline.Assumption
	// Implied rules are Azure's own, at the end of every filter of the kind.
	Implied bool
}

// LoneNSG returns the rules of one direction of an NSG in the order in which
// they are judged, default rules last.
func LoneNSG(nsg *topology.NetworkSecurityGroup, d topology.Direction) []LoneRule {
	f := &nsgFilter{nsg: nsg, direction: d}
	defaults := defaultRules(d)
	list := loneRules(byPriority(nsg, d), len(defaults), func(r *topology.SecurityRule) filterCause { return ruleCause(r, *f) })
	for _, r := range defaults {
		list = append(list, LoneRule{Source: tagTerm(r.src), Destination: tagTerm(r.dst), Access: r.access, Implied: true,
			Services: []packet.Service{packet.AnyService()}, Cause: func() *pipeline.Cause { return loneCause(defaultCause(r, *f)) }})
	}
	return list
}

func tagTerm(tag string) topology.Property[[]topology.AddressTerm] {
	if tag == "" {
		return topology.Property[[]topology.AddressTerm]{}
	}
	return topology.Known([]topology.AddressTerm{{Tag: tag}}, source.Pos{})
}

// LoneAdminRules returns the rules of one direction of an admin rule collection
// in the order in which they are judged. What no rule matches goes on to the NSGs.
func LoneAdminRules(m *topology.NetworkManager, config *topology.SecurityAdminConfiguration, col *topology.AdminRuleCollection, d topology.Direction) []LoneRule {
	rules := byPriority(&topology.NetworkSecurityGroup{SecurityRules: col.Rules}, d)
	return loneRules(rules, 0, func(r *topology.SecurityRule) filterCause { return adminRule{r, m, config, col, nil}.cause(d) })
}

// loneRules returns what rules say, with room for more.
func loneRules(rules []*topology.SecurityRule, more int, cause func(*topology.SecurityRule) filterCause) []LoneRule {
	known := loneServices{}
	list := make([]LoneRule, 0, len(rules)+more)
	for _, r := range rules {
		list = append(list, LoneRule{Source: r.Source, Destination: r.Destination, Access: r.Access.Or(topology.AccessUnset),
			Gap: unknownParts(r), Cause: func() *pipeline.Cause { return loneCause(cause(r)) }})
		known.add(&list[len(list)-1], r)
	}
	return list
}

// loneServices are the services of rules with one range of ports at either end:
// many rules have the same.
type loneServices map[loneService][]packet.Service

type loneService struct {
	protocol topology.RuleProtocol
	src, dst topology.PortTerm
}

// add gives a rule its services.
func (known loneServices) add(list *LoneRule, r *topology.SecurityRule) {
	key, simple := loneServiceOf(r)
	if simple {
		if list.Services = known[key]; list.Services != nil {
			return
		}
	}
	svc := ruleService(r)
	list.Services, list.Doubt, list.Assumed = svc.all(), svc.gap, svc.assumption
	if simple {
		known[key] = list.Services
	} else {
		list.DoubtKey = icmpKey(r)
	}
}

// loneServiceOf tells rules whose services rest on nothing but what it returns.
func loneServiceOf(r *topology.SecurityRule) (key loneService, simple bool) {
	protocol, known := r.Protocol.Get()
	src, okSrc := r.SourcePorts.Get()
	dst, okDst := r.DestinationPorts.Get()
	if !known || !okSrc || !okDst || len(src) != 1 || len(dst) != 1 {
		return key, false
	}
	ported := protocol == topology.TCP || protocol == topology.UDP
	return loneService{protocol, src[0], dst[0]}, ported
}

// icmpKey is the same for ICMP rules with the same ports: whatever those do
// (NSG-5), they do the same.
func icmpKey(r *topology.SecurityRule) string {
	if r.Protocol.Or(topology.AnyProtocol) != topology.ICMP {
		return ""
	}
	src, noSrc := portField(r.SourcePorts, r, "")
	dst, noDst := portField(r.DestinationPorts, r, "")
	if noSrc != nil || noDst != nil {
		return ""
	}
	return "icmp/" + dst.String() + " from " + src.String()
}

// loneCause is a cause that names no level, since the filter may stand at any.
func loneCause(fc filterCause) *pipeline.Cause {
	cause, filter := *fc.Cause, *fc.Cause.Filter
	filter.Level, cause.Filter = "", &filter
	return &cause
}

// LonePolicy returns the rules of a firewall policy in the order in which a
// packet meets them: DNAT, network, application rules, then denial (FW-1); those
// of the policies that it inherits from among them. The gap says which policy is
// not in the input.
func LonePolicy(p *topology.FirewallPolicy) ([]LoneRule, *pipeline.Gap) {
	pol := policyNamed(p)
	var list []LoneRule
	for _, r := range pol.rules(topology.DNATRule) {
		list = append(list, loneDNAT(r))
	}
	for _, r := range pol.rules(topology.NetworkRule) {
		svc := firewallService(r)
		list = append(list, LoneRule{Source: listed(r.Source), Destination: listed(r.Destination), Services: svc.all(),
			Access: r.collection.Action.Or(topology.Allow), Cause: r.loneCause("FW-3"), Gap: r.unknownOrder(), Doubt: svc.gap})
	}
	for _, r := range pol.rules(topology.ApplicationRule) {
		list = append(list, loneApplication(r))
	}
	deny := func() *pipeline.Cause {
		return &pipeline.Cause{Kind: pipeline.FirewallRule, Resource: p.ID, Pos: p.Pos, Rules: rules("FW-1"),
			Filter: &pipeline.Filter{Group: p.Name, Level: "firewall", Name: "default deny", Access: topology.Deny}}
	}
	return append(list, LoneRule{Services: []packet.Service{packet.AnyService()}, Access: topology.Deny, Cause: deny, Implied: true}), pol.gap
}

func (r firewallRule) loneCause(rule rule.ID) func() *pipeline.Cause {
	return func() *pipeline.Cause { return r.cause(rule).Cause }
}

func policyNamed(p *topology.FirewallPolicy) *policy {
	owner := topology.AzureFirewall{Resource: p.Resource, Policy: topology.Ref[topology.FirewallPolicy]{ID: p.ID, Target: p}}
	return (&compiler{}).policyOf(&owner)
}

func loneDNAT(r firewallRule) LoneRule {
	svc := firewallService(r)
	rule := LoneRule{Source: listed(r.Source), Destination: listed(r.Destination), Services: svc.all(), Access: topology.Allow,
		Cause: r.loneCause("FW-5"), Gap: r.unknownOrder(), Doubt: svc.gap}
	target, known := r.TranslatedAddress.Get()
	if !known || r.TranslatedPort.Unknown() != nil {
		rule.Gap = firstGap(rule.Gap, &pipeline.Gap{Resource: r.group.ID, Property: "translatedAddress", Pos: r.Pos, Rules: rules("FW-5"),
			Why: "where DNAT rule " + r.Name + " leads"})
	}
	rule.To = netip.AddrPortFrom(target, r.TranslatedPort.Or(0))
	return rule
}

func loneApplication(r firewallRule) LoneRule {
	svc := applicationService(r)
	rule := LoneRule{Source: listed(r.Source), Services: svc.all(), Access: r.collection.Action.Or(topology.Allow),
		Cause: r.loneCause("FW-6"), Gap: r.unknownOrder(), Doubt: svc.gap}
	if len(r.Destination.Or(nil)) > 0 || r.Destination.Unknown() != nil {
		rule.Destination = r.Destination
	}
	if nameGap(r) != nil {
		for _, names := range []topology.Property[[]string]{r.TargetFQDNs, r.TargetURLs, r.FQDNTags, r.WebCategories} {
			if u := names.Unknown(); u != nil {
				rule.Doubt = firstGap(rule.Doubt, unknownGap(u, r.group.ID, "targetFqdns", "which names rule "+r.Name+" is for", names.Pos, "FW-6"))
			}
			rule.Asked = append(rule.Asked, names.Or(nil)...)
		}
	}
	return rule
}

// listed is a list of addresses in which absence means none.
func listed(p topology.Property[[]topology.AddressTerm]) topology.Property[[]topology.AddressTerm] {
	if p.IsAbsent() {
		return topology.Known([]topology.AddressTerm{}, p.Pos)
	}
	return p
}

// TagWithin tells whether every address of one service tag is in another (NSG-13).
func TagWithin(tag, in string) bool { return strictlyInside(strings.ToLower(tag), strings.ToLower(in)) }

// TagsApart tells whether two service tags have no address in common (NSG-13).
func TagsApart(a, b string) bool { return apart(strings.ToLower(a), strings.ToLower(b)) }

// PublicSpace returns the public unicast addresses.
func PublicSpace() packet.AddrSet { return publicSpace }

// ProbeAddress is the platform's virtual address, which load balancers probe from (NSG-12).
func ProbeAddress() netip.Addr { return wireServer }

// TagGap is why the addresses of a service tag are not known.
func TagGap(name string) *pipeline.Gap { return (&compiler{}).tagGap(name) }
