package rule

// gatewayRules say how VPN and ExpressRoute join on-premises networks.
var gatewayRules = []Rule{
	{ID: "GW-1", Status: Simulated, Source: pageVPNGateway, Sentence: "A virtual network gateway stands in GatewaySubnet; one VPN and one ExpressRoute gateway may share it."},
	{ID: "GW-2", Status: Simulated, Source: pageVPNGateway, Sentence: "The prefixes of a connected local network gateway become gateway routes in the VNet and its transit spokes."},
	{ID: "GW-3", Status: Simulated, Source: learn + "vpn-gateway/vpn-gateway-bgp-overview", Sentence: "Prefixes learned by BGP are not in the design: facts give them."},
	{ID: "GW-4", Status: Simulated, Source: learn + "vpn-gateway/vpn-gateway-vnet-vnet-rm-ps", Sentence: "Two connection halves between VPN gateways join their VNets and exchange routes."},
	{ID: "GW-5", Status: Simulated, Source: learn + "vpn-gateway/vpn-gateway-forced-tunneling-rm", Sentence: "Forced tunnelling is a 0.0.0.0/0 learned by BGP, or a default site with a user route to the gateway."},
	{ID: "GW-6", Status: Simulated, Source: pageRouting, Sentence: "A 0.0.0.0/0 learned by BGP reaches every subnet with propagation on, those of Azure's own services too."},
	{ID: "GW-7", Status: Simulated, Source: pageExpressRoute, Sentence: "A circuit's private peering brings its BGP prefixes as gateway routes; a user route cannot steer to ExpressRoute."},
	{ID: "GW-8", Status: Simulated, Source: learn + "expressroute/expressroute-howto-coexist-resource-manager", Sentence: "ExpressRoute beats VPN on equal prefixes, and VPN takes over when the circuit is down."},
	{ID: "GW-9", Status: Simulated, Source: learn + "expressroute/virtual-network-connectivity-guidance", Sentence: "Circuits of one gateway share the load; VNets on one circuit reach each other only if both gateways allow it."},
	{ID: "GW-10", Status: Simulated, Source: learn + "expressroute/expressroute-global-reach", Sentence: "Global Reach joins the on-premises sides of two circuits, not VNets."},
	{ID: "GW-11", Status: Inconclusive, Why: "whether the circuit and its region are among those that honour the routes is not in the design", Source: learn + "expressroute/about-fastpath", Sentence: "FastPath sends on-premises traffic past the gateway, and past GatewaySubnet's user routes except with ExpressRoute Direct in some regions."},
	{ID: "GW-12", Status: Simulated, Source: pageRouteServer, Sentence: "Branches of one VPN gateway reach each other with BGP; ExpressRoute and VPN only by a Route Server with branch-to-branch or a virtual WAN."},
	{ID: "GW-13", Status: Simulated, Source: learn + "vpn-gateway/vpn-gateway-about-point-to-site-routing", Sentence: "The addresses of point-to-site clients are routed as gateway routes."},
	{ID: "GW-14", Status: Simulated, Source: pageRouting, Sentence: "What comes from on-premises goes on from the gateway by GatewaySubnet's routes; passing a firewall one way only is asymmetric."},
	{ID: "GW-15", Status: Simulated, Source: pageVPNGateway, Sentence: "A connection that is not there, or down, brings no prefixes."},
	{ID: "GW-16", Status: Simulated, Source: learn + "vpn-gateway/vpn-gateway-highlyavailable", Sentence: "Both tunnels of an active-active gateway carry traffic."},
	{ID: "GW-17", Status: Simulated, Source: learn + "vpn-gateway/nat-overview", Sentence: "VPN NAT rules show on-premises prefixes to Azure, or the VNet's on-premises, by their external mapping."},
	{ID: "GW-18", Status: Simulated, Source: learn + "vpn-gateway/advertised-gateway-prefixes-overview", Sentence: "On-premises learns the prefixes of the gateway's VNet and of transit spokes, or the summaries set in their place."},
	{ID: "GW-19", Status: Simulated, Source: pageVPNGateway, Sentence: "A site, as simulated, holds its own prefixes, routes back what its gateway announces, and forwards what it is sent for the internet."},
}
