package decode

import (
	"fmt"
	"net/netip"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

func azureFirewall(d *Decoder, o *object, r topology.Resource) {
	f := &topology.AzureFirewall{Resource: r}
	if !d.enter(f) {
		return
	}
	d.design.AzureFirewalls = append(d.design.AzureFirewalls, f)
	p := o.of(&f.Resource)
	f.SKU = enum(p.sub("sku"), "tier", skus)
	f.IPConfigurations = children(p, "ipConfigurations", ipConfiguration)
	f.ManagementIP = managementIP(p)
	ref(p, "virtualHub", &f.VirtualHub)
	ref(p, "firewallPolicy", &f.Policy)
	hub := p.sub("hubIPAddresses")
	f.PrivateIPAddress = hub.addr("privateIPAddress")
	f.HubPublicIPs = hubPublicIPs(hub.sub("publicIPs"))
	f.Classic = classicRules(p)
	if f.Classic != nil && f.Policy.IsSet() {
		d.bothPolicies(p, f)
	}
	p.rest("sku", "ipGroups", "autoscaleConfiguration", "extendedLocation", "hubIPAddresses", "managementIpConfiguration")
}

// bothPolicies refuses a firewall with a policy and rules of its own.
//
// FW-17: classic rules or a policy, never both.
func (d *Decoder) bothPolicies(p *object, f *topology.AzureFirewall) {
	d.diags.Add(source.Diagnostic{Severity: source.Error, Code: "policy-and-rules", Pos: f.Policy.Pos, Path: "firewallPolicy",
		Message: label(p.owner) + " has a policy and rules of its own", Hint: "move the rules into the policy"})
}

// managementIP reads the management NIC of a firewall in forced tunnelling mode.
func managementIP(p *object) *topology.IPConfiguration {
	m := p.sub("managementIpConfiguration")
	if m == nil {
		return nil
	}
	owner := *p.owner
	return ipConfiguration(m, m.childResource(&owner, owner.Type+"/managementIpConfiguration", "managementIpConfiguration"))
}

// hubPublicIPs reads the addresses of a firewall in a virtual hub.
func hubPublicIPs(p *object) topology.Property[[]netip.Addr] {
	n := p.get("addresses")
	if n == nil {
		return topology.Property[[]netip.Addr]{}
	}
	if n.Is(tree.Unknown) {
		return unknownProperty[[]netip.Addr](p, n, "addresses")
	}
	var out []netip.Addr
	for _, item := range p.list("addresses") {
		if a, ok := item.addr("address").Get(); ok {
			out = append(out, a)
		}
	}
	return topology.Known(out, n.Pos)
}

// classicCollections are the rule lists of a firewall without policy.
var classicCollections = []struct {
	key  string
	kind topology.RuleKind
}{
	{"natRuleCollections", topology.DNATRule},
	{"networkRuleCollections", topology.NetworkRule},
	{"applicationRuleCollections", topology.ApplicationRule},
}

// classicRules reads the rules of a firewall without policy as one group of a
// policy of its own; nil where there are none.
func classicRules(p *object) *topology.FirewallPolicy {
	group := &topology.RuleCollectionGroup{Resource: *p.owner}
	for _, c := range classicCollections {
		for _, item := range p.list(c.key) {
			group.Collections = append(group.Collections, classicCollection(item, c.kind))
		}
	}
	settings := p.sub("additionalProperties")
	mode := p.oneOf("threatIntelMode", "Off", "Alert", "Deny")
	if len(group.Collections) == 0 && p.has("firewallPolicy") {
		return nil // an export repeats the mode of the policy
	}
	policy := &topology.FirewallPolicy{Resource: *p.owner, ThreatIntelMode: mode}
	policy.SKU = enum(p.sub("sku"), "tier", skus)
	policy.Groups = []*topology.RuleCollectionGroup{group}
	classicSettings(settings, policy)
	return policy
}

// classicSettings reads what a policy has as properties and a classic firewall
// as texts by dotted names.
func classicSettings(s *object, policy *topology.FirewallPolicy) {
	policy.DNSProxy = s.boolean("Network.DNS.EnableProxy")
	policy.SNATPrivateRanges = joinedList(s, "Network.SNAT.PrivateRanges", s.parsePrivateRange)
	policy.DNSServers = joinedList(s, "Network.DNS.Servers", s.parseAddr)
	policy.ThreatIntelAllow = joinedList(s, "ThreatIntel.Whitelist.IpAddresses", s.parseFirewallAddress)
	policy.ThreatIntelNames = joinedList(s, "ThreatIntel.Whitelist.FQDNs", s.parseText)
	s.noteTrue("Network.FTP.AllowActiveFTP")
	s.rest("Network.AdditionalLogs.EnableFatFlowLogging", "Network.RouteServerInfo.RouteServerID",
		"Network.AdditionalLogs.EnableDnstapLogging", "Network.DNS.RequireProxyForNetworkRules")
}

// joinedList reads a list that stands in one text, joined by commas.
func joinedList[T any](o *object, key string, parse func(n *tree.Node, key string) (T, bool)) topology.Property[[]T] {
	n := o.get(key)
	if !n.Is(tree.String) {
		return listOf(o, key, parse)
	}
	var out []T
	for _, part := range strings.Split(n.Text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		if v, ok := parse(&tree.Node{Kind: tree.String, Pos: n.Pos, Width: n.Width, Text: part}, key); ok {
			out = append(out, v)
		}
	}
	return topology.Known(out, n.Pos)
}

// classicCollection reads one collection of a firewall without policy.
func classicCollection(o *object, kind topology.RuleKind) *topology.RuleCollection {
	c := &topology.RuleCollection{Name: o.text("name"), Pos: o.node.Pos, Kind: kind}
	p := o.properties()
	c.Priority = p.integer("priority", 100, 65000)
	c.Action = collectionAction(p, kind)
	for _, item := range p.list("rules") {
		c.Rules = append(c.Rules, firewallRule(item, kind))
	}
	return c
}

// collectionAction reads what a collection does; a DNAT collection allows.
func collectionAction(p *object, kind topology.RuleKind) topology.Property[topology.Access] {
	action := p.sub("action")
	if kind == topology.DNATRule {
		return enum(action, "type", []word[topology.Access]{{"DNAT", topology.Allow}})
	}
	if action == nil {
		p.missing("action", "expected {type: Allow} or {type: Deny}")
	}
	return enum(action, "type", accesses)
}

func firewallPolicy(d *Decoder, o *object, r topology.Resource) {
	f := &topology.FirewallPolicy{Resource: r}
	if !d.enter(f) {
		return
	}
	d.design.FirewallPolicies = append(d.design.FirewallPolicies, f)
	p := o.of(&f.Resource)
	f.SKU = enum(p.sub("sku"), "tier", skus)
	ref(p, "basePolicy", &f.BasePolicy)
	f.ThreatIntelMode = p.oneOf("threatIntelMode", "Off", "Alert", "Deny")
	allow := p.sub("threatIntelWhitelist")
	f.ThreatIntelAllow = listOf(allow, "ipAddresses", allow.parseFirewallAddress)
	f.ThreatIntelNames = listOf(allow, "fqdns", allow.parseText)
	f.IDPSMode = p.sub("intrusionDetection").oneOf("mode", "Off", "Alert", "Deny")
	snat := p.sub("snat")
	f.SNATPrivateRanges = listOf(snat, "privateRanges", snat.parsePrivateRange)
	f.AutoLearnRanges = snat.isEnabled("autoLearnPrivateRanges")
	snat.noteUnless("autoLearnPrivateRanges", "Disabled")
	dns := p.sub("dnsSettings")
	f.DNSProxy = dns.boolean("enableProxy")
	f.DNSServers = dns.addrs("servers")
	f.TLSInspection = tlsInspection(p)
	policySettings(p)
}

// tlsInspection tells whether a policy has the certificate that it needs to
// look into TLS (FW-7).
func tlsInspection(p *object) topology.Property[bool] {
	n := p.sub("transportSecurity").get("certificateAuthority")
	if n == nil {
		return topology.Property[bool]{}
	}
	return topology.Known(true, n.Pos)
}

// policySettings notes the settings of a policy that are not simulated.
func policySettings(p *object) {
	if proxy := p.sub("explicitProxy"); proxy.boolean("enableExplicitProxy").Or(false) {
		p.ignored("explicitProxy", "an explicit proxy is not simulated")
	}
	if p.sub("sql").boolean("allowSqlRedirect").Or(false) {
		p.ignored("sql", "SQL redirect mode of a firewall is not simulated")
	}
	if p.has("ruleGroups") {
		p.owner.Incomplete = append(p.owner.Incomplete, topology.Incomplete{Property: "ruleGroups", Pos: p.get("ruleGroups").Where(),
			Unknown: topology.Unknown{Why: "rule groups of an old API version are not read", Supply: "give the ruleCollectionGroups"}})
	}
	p.rest("sku", "insights", "firewalls", "childPolicies", "ruleCollectionGroups", "size", "sql", "explicitProxy", "dnsSettings",
		"snat", "intrusionDetection", "transportSecurity", "threatIntelWhitelist")
}

func ruleCollectionGroup(o *object, r topology.Resource) *topology.RuleCollectionGroup {
	g := &topology.RuleCollectionGroup{Resource: r}
	p := o.of(&g.Resource)
	g.Priority = p.integer("priority", 100, 65000)
	p.needs("priority", "every rule collection group has one")
	for _, item := range p.list("ruleCollections") {
		g.Collections = append(g.Collections, ruleCollections(item)...)
	}
	p.rest("size", "ruleCollections")
	return g
}

// ruleKinds are the kinds of a policy's rules.
var ruleKinds = []word[topology.RuleKind]{
	{"NatRule", topology.DNATRule}, {"NetworkRule", topology.NetworkRule}, {"ApplicationRule", topology.ApplicationRule},
}

// ruleCollections reads a collection of a policy. One that holds network and
// application rules is two, since kinds are judged apart.
func ruleCollections(o *object) []*topology.RuleCollection {
	base := topology.RuleCollection{Name: o.text("name"), Pos: o.node.Pos}
	base.Priority = o.integer("priority", 100, 65000)
	o.needs("priority", "every rule collection has one")
	isDNAT := strings.EqualFold(o.text("ruleCollectionType"), "FirewallPolicyNatRuleCollection")
	if isDNAT {
		base.Kind = topology.DNATRule
	}
	base.Action = collectionAction(o, base.Kind)
	var out []*topology.RuleCollection
	for _, item := range o.list("rules") {
		kind := enum(item, "ruleType", ruleKinds).Or(topology.RuleKindUnset)
		if kind == topology.RuleKindUnset {
			continue
		}
		if isDNAT != (kind == topology.DNATRule) {
			item.fail(item.get("ruleType"), "bad-value", "ruleType", fmt.Sprintf("a %s rule cannot stand in this collection", kind),
				"DNAT rules have collections of their own")
			continue
		}
		out = addRule(out, base, firewallRule(item, kind))
	}
	return out
}

// addRule adds a rule to the collection of its kind.
func addRule(list []*topology.RuleCollection, base topology.RuleCollection, rule *topology.FirewallRule) []*topology.RuleCollection {
	for _, c := range list {
		if c.Kind == rule.Kind {
			c.Rules = append(c.Rules, rule)
			return list
		}
	}
	base.Kind, base.Rules = rule.Kind, []*topology.FirewallRule{rule}
	return append(list, &base)
}

func ipGroup(d *Decoder, o *object, r topology.Resource) {
	g := &topology.IPGroup{Resource: r}
	if !d.enter(g) {
		return
	}
	d.design.IPGroups = append(d.design.IPGroups, g)
	p := o.of(&g.Resource)
	g.Addresses = listOf(p, "ipAddresses", p.parseFirewallAddress)
	p.rest("firewalls", "firewallPolicies")
}
