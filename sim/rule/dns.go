package rule

// dnsRules say how a name resolves from a place.
var dnsRules = []Rule{
	{ID: "DNS-1", Status: Simulated, Source: learn + "virtual-network/virtual-networks-name-resolution-for-vms-and-role-instances", Sentence: "Without servers of its own a VNet asks Azure; an interface's servers come before the VNet's."},
	{ID: "DNS-2", Status: Simulated, Source: pageDNS, Sentence: "Azure's resolver answers from private zones linked to the VNet that asks, then forwarding rules, then public DNS."},
	{ID: "DNS-3", Status: Simulated, Source: learn + "private-link/private-endpoint-dns", Sentence: "A service's public name points to its privatelink name, which is private only where that zone is linked."},
	{ID: "DNS-4", Status: Simulated, Source: learn + "virtual-network/virtual-networks-name-resolution-for-vms-and-role-instances", Sentence: "A server that forwards to Azure sees the zones of its own VNet, and must be reachable itself."},
	{ID: "DNS-5", Status: Validated, Source: learn + "dns/private-dns-virtual-network-links", Sentence: "A VNet is linked to one zone of a name."},
	{ID: "DNS-6", Status: Simulated, Source: learn + "dns/private-dns-autoregistration", Sentence: "A zone linked with registration holds the names of the VNet's machines."},
	{ID: "DNS-7", Status: Simulated, Source: pageResolver, Sentence: "A resolver takes questions at its inbound endpoint and forwards by rulesets linked to VNets, longest suffix first."},
	{ID: "DNS-8", Status: Validated, Source: learn + "security/fundamentals/subdomain-takeover", Sentence: "A record to a resource that does not exist is dangling."},
	{ID: "DNS-9", Status: Simulated, Source: pageResolver, Sentence: "On-premises servers must forward to an inbound endpoint or a DNS machine: Azure's resolver is not reached from outside."},
}
