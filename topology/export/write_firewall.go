package export

import (
	"net/netip"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

// writeFirewalls writes firewalls, their policies and IP groups.
func writeFirewalls(w *writer, d *topology.Design) {
	for _, f := range d.AzureFirewalls {
		writeFirewall(w.resource(&f.Resource), f)
	}
	for _, p := range d.FirewallPolicies {
		writePolicy(w.resource(&p.Resource), p)
		for _, g := range p.Groups {
			b := w.resource(&g.Resource)
			number(b, "priority", g.Priority)
			objects(b, "ruleCollections", g.Collections, func(c *topology.RuleCollection) *tree.Node { return policyCollection(b, c) })
		}
	}
	for _, g := range d.IPGroups {
		w.resource(&g.Resource).terms("ipAddresses", g.Addresses)
	}
}

func writeFirewall(b *body, f *topology.AzureFirewall) {
	name := "AZFW_VNet"
	if f.VirtualHub.IsSet() {
		name = "AZFW_Hub"
	}
	b.set("sku.name", str(name))
	word(b, "sku.tier", f.SKU)
	childrenOf(b, "ipConfigurations", f.IPConfigurations, configuration)
	if f.ManagementIP != nil {
		m := b.child(&f.ManagementIP.Resource)
		configuration(m, f.ManagementIP)
		b.set("managementIpConfiguration", m.node)
	}
	link(b, "virtualHub", f.VirtualHub)
	link(b, "firewallPolicy", f.Policy)
	word(b, "hubIPAddresses.privateIPAddress", f.PrivateIPAddress)
	value(b, "hubIPAddresses.publicIPs.addresses", f.HubPublicIPs, func(list []netip.Addr) *tree.Node {
		out := &tree.Node{Kind: tree.List}
		for _, a := range list {
			n := object()
			put(n, "address", str(a.String()))
			out.Items = append(out.Items, n)
		}
		return out
	})
	if f.Classic != nil {
		classic(b, f.Classic)
	}
}

// classic writes the rules of a firewall without policy.
func classic(b *body, p *topology.FirewallPolicy) {
	b.text("threatIntelMode", p.ThreatIntelMode)
	settings := object()
	setting := func(key, text string) {
		if text != "" {
			put(settings, key, str(text))
		}
	}
	if on, ok := p.DNSProxy.Get(); ok {
		setting("Network.DNS.EnableProxy", map[bool]string{true: "true", false: "false"}[on])
	}
	setting("Network.DNS.Servers", joinText(p.DNSServers.Or(nil), netip.Addr.String))
	setting("Network.SNAT.PrivateRanges", joinText(p.SNATPrivateRanges.Or(nil), topology.AddressTerm.Literal))
	setting("ThreatIntel.Whitelist.IpAddresses", joinText(p.ThreatIntelAllow.Or(nil), topology.AddressTerm.Literal))
	setting("ThreatIntel.Whitelist.FQDNs", strings.Join(p.ThreatIntelNames.Or(nil), ","))
	putSome(b.properties, "additionalProperties", settings)
	for _, g := range p.Groups {
		for _, c := range g.Collections {
			appendTo(b, classicLists[c.Kind], classicCollection(b, c))
		}
	}
}

var classicLists = map[topology.RuleKind]string{topology.DNATRule: "natRuleCollections", topology.NetworkRule: "networkRuleCollections",
	topology.ApplicationRule: "applicationRuleCollections"}

func joinText[T any](list []T, text func(T) string) string {
	var all []string
	for _, v := range list {
		all = append(all, text(v))
	}
	return strings.Join(all, ",")
}

func classicCollection(b *body, c *topology.RuleCollection) *tree.Node {
	n := b.inner(c.Name)
	number(n, "priority", c.Priority)
	action(n, c)
	objects(n, "rules", c.Rules, func(r *topology.FirewallRule) *tree.Node {
		rule := b.flat()
		rule.set("name", str(r.Name))
		firewallRule(rule, r, "protocols")
		return rule.node
	})
	return n.node
}

// action writes what a collection does.
func action(b *body, c *topology.RuleCollection) {
	value(b, "action.type", c.Action, func(a topology.Access) *tree.Node {
		if c.Kind == topology.DNATRule {
			return str("DNAT")
		}
		return str(a.String())
	})
}

func writePolicy(b *body, p *topology.FirewallPolicy) {
	word(b, "sku.tier", p.SKU)
	link(b, "basePolicy", p.BasePolicy)
	b.text("threatIntelMode", p.ThreatIntelMode)
	b.terms("threatIntelWhitelist.ipAddresses", p.ThreatIntelAllow)
	b.texts("threatIntelWhitelist.fqdns", p.ThreatIntelNames)
	b.text("intrusionDetection.mode", p.IDPSMode)
	b.terms("snat.privateRanges", p.SNATPrivateRanges)
	b.either("snat.autoLearnPrivateRanges", p.AutoLearnRanges, "Enabled", "Disabled")
	b.flag("dnsSettings.enableProxy", p.DNSProxy)
	all(b, "dnsSettings.servers", p.DNSServers)
	if on, ok := p.TLSInspection.Get(); ok && on {
		b.set("transportSecurity.certificateAuthority.name", str("certificate"))
	}
}

var ruleTypes = map[topology.RuleKind]string{topology.DNATRule: "NatRule", topology.NetworkRule: "NetworkRule", topology.ApplicationRule: "ApplicationRule"}

func policyCollection(b *body, c *topology.RuleCollection) *tree.Node {
	n := b.flat()
	kind := "FirewallPolicyFilterRuleCollection"
	if c.Kind == topology.DNATRule {
		kind = "FirewallPolicyNatRuleCollection"
	}
	n.set("ruleCollectionType", str(kind))
	n.set("name", str(c.Name))
	number(n, "priority", c.Priority)
	action(n, c)
	objects(n, "rules", c.Rules, func(r *topology.FirewallRule) *tree.Node {
		rule := b.flat()
		rule.set("ruleType", str(ruleTypes[r.Kind]))
		rule.set("name", str(r.Name))
		firewallRule(rule, r, "ipProtocols")
		return rule.node
	})
	return n.node
}

// firewallRule writes a rule; the protocols of network rules have a key of
// their own in policies.
func firewallRule(b *body, r *topology.FirewallRule, protocols string) {
	firewallEnd(b, "source", r.Source)
	firewallEnd(b, "destination", r.Destination)
	all(b, protocols, r.Protocols)
	value(b, "destinationPorts", r.DestinationPorts, ports)
	word(b, "translatedAddress", r.TranslatedAddress)
	b.text("translatedFqdn", r.TranslatedFQDN)
	number(b, "translatedPort", r.TranslatedPort)
	value(b, "protocols", r.ApplicationProtocols, func(list []topology.ApplicationProtocol) *tree.Node {
		out := &tree.Node{Kind: tree.List}
		for _, p := range list {
			n := object()
			put(n, "protocolType", str(p.Type))
			put(n, "port", numberNode(int(p.Port)))
			out.Items = append(out.Items, n)
		}
		return out
	})
	b.texts("targetFqdns", r.TargetFQDNs)
	b.texts("targetUrls", r.TargetURLs)
	b.texts("fqdnTags", r.FQDNTags)
	b.texts("webCategories", r.WebCategories)
	b.flag("terminateTLS", r.TerminateTLS)
}

// firewallEnd writes addresses, IP groups and names of one end of a rule.
func firewallEnd(b *body, end string, p topology.Property[[]topology.AddressTerm]) {
	if u := p.Unknown(); u != nil {
		b.w.lose(b.of, end+"Addresses", u.Why, p.Pos)
		return
	}
	var addresses, names []string
	var groups []topology.Ref[topology.IPGroup]
	for _, t := range p.Or(nil) {
		switch {
		case t.Group().IsSet():
			groups = append(groups, t.Group())
		case t.FQDN() != "":
			names = append(names, t.FQDN())
		default:
			addresses = append(addresses, t.Literal())
		}
	}
	if addresses != nil {
		b.set(end+"Addresses", texts(addresses))
	}
	ids(b, end+"IpGroups", groups)
	if names != nil {
		b.set("destinationFqdns", texts(names))
	}
}
