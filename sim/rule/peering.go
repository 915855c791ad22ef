package rule

// peeringRules say what crosses a peering.
var peeringRules = []Rule{
	{ID: "PEER-1", Status: Simulated, Source: pagePeering, Sentence: "A peering has two halves, and carries traffic only when both are connected."},
	{ID: "PEER-2", Status: Simulated, Source: pageManagePeering, Sentence: "Without allowVirtualNetworkAccess the peer leaves the VirtualNetwork tag; routes stay, and rules that name its prefixes still allow."},
	{ID: "PEER-3", Status: Simulated, Source: pageManagePeering, Sentence: "Without allowForwardedTraffic on the receiving half it is contested whether forwarded packets are dropped, or only the VirtualNetwork tag differs: inconclusive where it matters."},
	{ID: "PEER-4", Status: Simulated, Source: pagePeering, Sentence: "Peering is not transitive: spokes need an appliance or gateway in the hub, with routes to it."},
	{ID: "PEER-5", Status: Simulated, Source: pageVPNRouting, Sentence: "With allowGatewayTransit on the hub's half and useRemoteGateways on the spoke's, the spoke has the hub gateway's routes and on-premises the spoke's prefixes."},
	{ID: "PEER-6", Status: Simulated, Source: pageVPNRouting, Sentence: "Gateway transit works for VPN and ExpressRoute, across regions too."},
	{ID: "PEER-7", Status: Simulated, Source: learn + "virtual-network/update-virtual-network-peering-address-space", Sentence: "Prefixes added to a peered VNet are not routed until the peering is synced."},
	{ID: "PEER-8", Status: Simulated, Source: pageSubnetPeering, Sentence: "A subnet peering exchanges the named subnets only; others list the route, and their packets are dropped."},
	{ID: "PEER-9", Status: Simulated, Source: pagePeering, Sentence: "A basic internal load balancer is not reached over global peering."},
	{ID: "PEER-10", Status: Validated, Source: pageLimits, Sentence: "A VNet has at most 500 peerings."},
	{ID: "PEER-11", Status: Simulated, Source: pageManagePeering, Sentence: "doNotVerifyRemoteGateways and encryption settings do not change who reaches whom."},
	{ID: "PEER-12", Status: Simulated, Source: pagePeering, Sentence: "Peerings across subscriptions, tenants and regions obey the same rules."},
}
