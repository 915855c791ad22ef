package native

import (
	"fmt"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

func writeFirewall(b *body, f *topology.AzureFirewall) {
	skuOf(b, f.SKU)
	writeFirewallAddresses(b, f)
	refOf(b, "virtualHub", f.VirtualHub)
	listOf(b, "hubPublicIPAddresses", f.HubPublicIPs)
	addrOf(b, "hubPrivateIPAddress", f.PrivateIPAddress)
	refOf(b, "firewallPolicy", f.Policy)
	if f.Classic != nil {
		writeClassic(b, f.Classic)
	}
}

// writeClassic writes the rules and settings of a firewall without policy.
func writeClassic(b *body, p *topology.FirewallPolicy) {
	textOf(b, "threatIntelMode", p.ThreatIntelMode)
	termsOf(b, "threatIntelAllow", p.ThreatIntelAllow)
	textListOf(b, "threatIntelAllowFqdns", p.ThreatIntelNames)
	termsOf(b, "snatPrivateRanges", p.SNATPrivateRanges)
	flagOf(b, "dnsProxy", p.DNSProxy)
	listOf(b, "dnsServers", p.DNSServers)
	for _, g := range p.Groups {
		b.addList("ruleCollections", namedEntries(b, g.Collections,
			func(c *topology.RuleCollection) string { return c.Name }, writeCollection))
	}
}

// writeFirewallAddresses writes where a firewall stands in a network.
func writeFirewallAddresses(b *body, f *topology.AzureFirewall) {
	var public []topology.Ref[topology.PublicIPAddress]
	for i, c := range f.IPConfigurations {
		if i == 0 {
			refOf(b, "subnet", c.Subnet)
			addrOf(b, "privateIPAddress", c.PrivateIPAddress)
		}
		if c.PublicIPAddress.IsSet() {
			public = append(public, c.PublicIPAddress)
		}
	}
	refsOf(b, "publicIPAddresses", public)
	if m := f.ManagementIP; m != nil {
		refOf(b, "managementSubnet", m.Subnet)
		refOf(b, "managementPublicIPAddress", m.PublicIPAddress)
	}
}

func writeFirewallPolicy(b *body, p *topology.FirewallPolicy) {
	wordOf(b, "sku", p.SKU)
	refOf(b, "basePolicy", p.BasePolicy)
	textOf(b, "threatIntelMode", p.ThreatIntelMode)
	termsOf(b, "threatIntelAllow", p.ThreatIntelAllow)
	textListOf(b, "threatIntelAllowFqdns", p.ThreatIntelNames)
	textOf(b, "intrusionDetectionMode", p.IDPSMode)
	termsOf(b, "snatPrivateRanges", p.SNATPrivateRanges)
	oneWord(b, "snatAutoLearnPrivateRanges", p.AutoLearnRanges, "Enabled", "Disabled")
	flagOf(b, "dnsProxy", p.DNSProxy)
	listOf(b, "dnsServers", p.DNSServers)
	if p.TLSInspection.Or(false) {
		flagOf(b, "tlsInspection", p.TLSInspection)
	}
	b.addEach("ruleCollectionGroups", eachByName(b.w, p.Groups, func(b *body, g *topology.RuleCollectionGroup) {
		numberOf(b, "priority", g.Priority)
		b.addList("ruleCollections", namedEntries(b, g.Collections,
			func(c *topology.RuleCollection) string { return c.Name }, writeCollection))
	}))
}

func writeCollection(b *body, c *topology.RuleCollection) {
	numberOf(b, "priority", c.Priority)
	if c.Kind == topology.DNATRule {
		b.text("action", "DNAT")
	} else {
		wordOf(b, "action", c.Action)
	}
	b.addList("rules", namedEntries(b, c.Rules, func(r *topology.FirewallRule) string { return r.Name }, writeFirewallRule))
}

func writeFirewallRule(b *body, r *topology.FirewallRule) {
	if !isAny(r.Source) {
		termsOf(b, "source", r.Source)
	}
	if !isAny(r.Destination) {
		termsOf(b, "destination", r.Destination)
	}
	if r.Kind == topology.ApplicationRule {
		writeApplicationRule(b, r)
		return
	}
	listOf(b, "protocols", r.Protocols)
	portsOf(b, "destinationPorts", r.DestinationPorts)
	addrOf(b, "translatedAddress", r.TranslatedAddress)
	textOf(b, "translatedFqdn", r.TranslatedFQDN)
	numberOf(b, "translatedPort", r.TranslatedPort)
}

func writeApplicationRule(b *body, r *topology.FirewallRule) {
	value(b, "protocols", r.ApplicationProtocols, func(list []topology.ApplicationProtocol) *tree.Node {
		var all []string
		for _, p := range list {
			all = append(all, fmt.Sprintf("%s:%d", p.Type, p.Port))
		}
		return textList(all)
	})
	textListOf(b, "targetFqdns", r.TargetFQDNs)
	textListOf(b, "targetUrls", r.TargetURLs)
	textListOf(b, "fqdnTags", r.FQDNTags)
	textListOf(b, "webCategories", r.WebCategories)
	flagOf(b, "terminateTLS", r.TerminateTLS)
	if r.TargetFQDNs.IsAbsent() && r.TargetURLs.IsAbsent() && r.FQDNTags.IsAbsent() && r.WebCategories.IsAbsent() {
		b.text("ruleType", "ApplicationRule")
	}
}

func writeIPGroup(b *body, g *topology.IPGroup) { termsOf(b, "ipAddresses", g.Addresses) }
