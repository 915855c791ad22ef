package rule

// firewallRules say how Azure Firewall decides.
var firewallRules = []Rule{
	{ID: "FW-1", Status: Simulated, Source: pageFirewallRules, Sentence: "Threat intelligence comes first, then DNAT, network and application rules, each by group and collection priority; then everything is denied."},
	{ID: "FW-2", Status: Simulated, Source: pageFirewallRules, Sentence: "Groups of a parent policy come before those of the child; kinds keep their order."},
	{ID: "FW-3", Status: Simulated, Source: pageFirewallRules, Sentence: "The first match decides; a network rule keeps application rules from being looked at."},
	{ID: "FW-4", Status: Simulated, Source: pageFirewallRules, Sentence: "Application rules judge HTTP, HTTPS and MSSQL that no network rule matched, and no inbound flows."},
	{ID: "FW-5", Status: Simulated, Source: learn + "firewall/tutorial-firewall-dnat", Sentence: "A DNAT match rewrites the destination and allows the flow, which carries an address of the firewall as its source."},
	{ID: "FW-6", Status: Simulated, Source: learn + "firewall/fqdn-filtering-network-rules", Sentence: "Application rules decide by the name asked for; without a name they are inconclusive."},
	{ID: "FW-7", Status: Inconclusive, Why: "which URL a request asks for is not in a packet", Source: learn + "firewall/premium-features", Sentence: "URLs of HTTPS are seen only with TLS inspection."},
	{ID: "FW-8", Status: Simulated, Source: learn + "firewall/fqdn-filtering-network-rules", Sentence: "Names in network rules need the firewall's DNS settings, and their addresses come from facts."},
	{ID: "FW-9", Status: Simulated, Source: pageFirewallSNAT, Sentence: "The firewall translates the source towards public destinations, not towards private ranges; application rules always do."},
	{ID: "FW-10", Status: Simulated, Source: learn + "firewall/firewall-faq", Sentence: "The firewall keeps state: both directions of a flow must pass it."},
	{ID: "FW-11", Status: Simulated, Source: learn + "firewall/premium-features", Sentence: "IDPS alerts, or alerts and denies, in the Premium tier only."},
	{ID: "FW-12", Status: Simulated, Source: learn + "firewall/forced-tunneling", Sentence: "In forced tunnelling mode the firewall's own traffic has a subnet of its own, and its 0.0.0.0/0 may lead on-premises."},
	{ID: "FW-13", Status: Simulated, Source: learn + "firewall/ip-groups", Sentence: "IP groups are reusable sets of addresses."},
	{ID: "FW-14", Status: Simulated, Source: pageFirewallRules, Sentence: "Any protocol with explicit ports means TCP and UDP; service tags stand in destinations of network rules only."},
	{ID: "FW-15", Status: Simulated, Source: learn + "firewall/choose-firewall-sku", Sentence: "What a firewall inspects depends on its tier."},
	{ID: "FW-16", Status: Simulated, Source: pageRouting, Sentence: "The firewall sees only what routes bring to it; spokes' peerings must allow forwarded traffic."},
	{ID: "FW-17", Status: Validated, Source: learn + "firewall-manager/policy-overview", Sentence: "A firewall has classic rules or a policy, never both."},
	{ID: "FW-18", Status: Simulated, Source: pageFirewallRules, Sentence: "What comes from the internet and no DNAT rule matches is dropped."},
	{ID: "FW-19", Status: Simulated, Source: learn + "firewall/integrate-with-nat-gateway", Sentence: "A NAT gateway on AzureFirewallSubnet gives outbound flows its addresses; inbound DNAT stays on the firewall's own."},
	{ID: "FW-20", Status: Simulated, Source: learn + "architecture/example-scenario/gateway/firewall-application-gateway", Sentence: "An answer to a flow that the firewall translated must reach the same instance: a route that covers the firewall's subnet may break that."},
}
