package rule

// ipv6Rules say what differs in IPv6.
var ipv6Rules = []Rule{
	{ID: "V6-1", Status: Simulated, Source: learn + "virtual-network/ip-services/ipv6-overview", Sentence: "Subnets are dual-stack, rules and routes are of one family, and some services are IPv4 only."},
	{ID: "V6-2", Status: Simulated, Source: learn + "virtual-network/ip-services/ipv6-overview", Sentence: "The system routes of IPv6 are the VNet's prefixes, ::/0 to Internet and fc00::/7 to None."},
}
