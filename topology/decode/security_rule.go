package decode

import (
	"vnetproof/topology"
	"vnetproof/topology/tree"
)

var directions = []word[topology.Direction]{{"Inbound", topology.Inbound}, {"Outbound", topology.Outbound}}

var accesses = []word[topology.Access]{{"Allow", topology.Allow}, {"Deny", topology.Deny}}

var ruleProtocols = []word[topology.RuleProtocol]{
	{"*", topology.AnyProtocol}, {"Tcp", topology.TCP}, {"Udp", topology.UDP},
	{"Icmp", topology.ICMP}, {"Esp", topology.ESP}, {"Ah", topology.AH},
}

// securityRule reads a rule of an NSG. Addresses are prefixes, a tag or "*", or
// application security groups; singular and plural fields exist, empty ones
// mean not set, all unset is invalid (NSG-3).
func securityRule(o *object, r topology.Resource) *topology.SecurityRule {
	rule := &topology.SecurityRule{Resource: r}
	p := o.of(&rule.Resource)
	rule.Priority = p.integer("priority", 100, 4096)
	rule.Direction = enum(p, "direction", directions)
	rule.Access = enum(p, "access", accesses)
	rule.Protocol = enum(p, "protocol", ruleProtocols)
	rule.Source = ruleAddresses(p, "source")
	rule.Destination = ruleAddresses(p, "destination")
	rule.SourcePorts = valuesOf(p, "sourcePortRanges", []string{"sourcePortRange"}, p.parsePorts)
	rule.DestinationPorts = valuesOf(p, "destinationPortRanges", []string{"destinationPortRange"}, p.parsePorts)
	for _, key := range []string{"priority", "direction", "access", "protocol"} {
		p.needs(key, "every security rule has one")
	}
	needPorts(p, rule)
	p.rest("description")
	return rule
}

// ruleAddresses reads the addresses of one end of a rule.
func ruleAddresses(p *object, end string) topology.Property[[]topology.AddressTerm] {
	prefixes := valuesOf(p, end+"AddressPrefixes", []string{end + "AddressPrefix"}, p.parseSecurityAddress)
	groupsKey := end + "ApplicationSecurityGroups"
	groups := p.get(groupsKey)
	switch {
	case emptyValue(groups) && prefixes.IsAbsent():
		if !anyPresent(p, end+"AddressPrefixes", end+"AddressPrefix") {
			p.missing(end+"AddressPrefix", "a rule needs a prefix, a service tag, \"*\" or application security groups")
		}
		return prefixes
	case emptyValue(groups):
		return prefixes
	case groups.Kind == tree.Unknown:
		return unknownProperty[[]topology.AddressTerm](p, groups, groupsKey)
	case !prefixes.IsAbsent():
		p.fail(groups, "mixed-addresses", groupsKey, "address prefixes and application security groups in one field",
			"write two rules")
	}
	return groupTerms(p, groups, groupsKey)
}

// groupTerms reads application security groups as address terms.
func groupTerms(p *object, groups *tree.Node, key string) topology.Property[[]topology.AddressTerm] {
	terms := make([]topology.AddressTerm, len(groups.List()))
	for i, item := range groups.List() {
		terms[i].Pos = item.Where()
		if item.Is(tree.Unknown) {
			return unknownProperty[[]topology.AddressTerm](p, item, key)
		}
		terms[i].Rare = &topology.RareTerm{}
		idOf(p, item, key, &terms[i].Rare.ASG)
	}
	return topology.Known(terms, groups.Pos)
}

// needs reports a property that is absent.
func (o *object) needs(key, why string) {
	if !o.has(key) {
		o.missing(key, why)
	}
}

// needPorts reports a rule without ports.
func needPorts(p *object, rule *topology.SecurityRule) {
	if rule.SourcePorts.IsAbsent() && !anyPresent(p, "sourcePortRange", "sourcePortRanges") {
		p.missing("sourcePortRange", "write \"*\" for all ports")
	}
	if rule.DestinationPorts.IsAbsent() && !anyPresent(p, "destinationPortRange", "destinationPortRanges") {
		p.missing("destinationPortRange", "write \"*\" for all ports")
	}
}

// anyPresent tells whether one of several members is there and not empty.
func anyPresent(p *object, keys ...string) bool {
	for _, key := range keys {
		if !emptyValue(p.get(key)) {
			return true
		}
	}
	return false
}
