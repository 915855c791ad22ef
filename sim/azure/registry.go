package azure

import (
	"net/netip"

	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// The lists of this file are where a kind of resource joins the compilation:
// one file for the kind, one line in each list that concerns it.

// stages is the order of compilation.
var stages = []func(*compiler){
	(*compiler).indexIgnored,
	(*compiler).indexVNets,
	(*compiler).indexConnectivity,
	(*compiler).indexTags,
	(*compiler).hold,
	(*compiler).allocate,
	(*compiler).selectAllRoutes,
	(*compiler).wireSubnets,
	(*compiler).wire,
	(*compiler).balance,
	(*compiler).deliver,
	(*compiler).fillEdge,
}

// holders make nodes, places and reserved tables, and claim addresses.
var holders = []func(*compiler){
	(*compiler).holdInternet,
	(*compiler).holdPlatform,
	(*compiler).holdNICs,
	(*compiler).holdApplicationGateways,
	(*compiler).holdBastions,
	(*compiler).holdLinkServices,
	(*compiler).holdFrontDoors,
	(*compiler).holdPaaS,
	(*compiler).holdPlanned,
	(*compiler).holdFirewalls,
	(*compiler).holdPrivateEndpoints,
	(*compiler).holdGateways,
	(*compiler).holdHubs,
	(*compiler).holdLoadBalancers,
}

// routeSources give the candidate routes of a subnet, in any order.
var routeSources = []func(*compiler, *subnet) []*EffectiveRoute{
	(*compiler).vnetRoutes,
	(*compiler).internetRoutes,
	(*compiler).noneRoutes,
	(*compiler).peeringRoutes,
	(*compiler).serviceEndpointRoutes,
	(*compiler).gatewayRoutes,
	(*compiler).routeServerRoutes,
	(*compiler).hubOwnRoutes,
	(*compiler).hubRoutes,
	(*compiler).endpointRoutes,
	(*compiler).userRoutes,
	(*compiler).managedRoutes,
}

// outboundMethods are the ways in which the hosts of a subnet open flows to the
// internet once a route says Internet, in Azure's order of preference (RT-20).
var outboundMethods = []func(*compiler, *subnet) []outbound{
	(*compiler).natGatewayOutbound,
	(*compiler).firewallOutbound,
	(*compiler).relayOutbound,
	(*compiler).instanceOutbound,
	(*compiler).outboundRulesOutbound,
	(*compiler).implicitOutbound,
	(*compiler).defaultOutbound,
}

// inboundStates tell which flows that came in from the internet to hosts of a
// subnet are answered by what brought them.
var inboundStates = []func(*compiler, *subnet) []inboundState{
	(*compiler).instanceStates,
	(*compiler).frontendStates,
	(*compiler).relayStates,
}

// adminFilters put rules before the NSGs of a point, each returning the table
// that comes first: nsg where its rules leave it to the NSGs, past where they do not.
var adminFilters = []func(c *compiler, p *point, d topology.Direction, nsg, past pipeline.TableID) pipeline.TableID{
	(*compiler).adminFilter,
}

// effectiveAdminRules list the rules that adminFilters judge by.
var effectiveAdminRules = []func(c *compiler, p *point) []*EffectiveRule{
	(*compiler).listAdminRules,
}

// nextHopFinders lead to next hop addresses that no claim holds, as that of a
// firewall in a connected virtual hub.
var nextHopFinders = []func(c *compiler, s *subnet, a netip.Addr) (lead, bool){
	(*compiler).toHubFirewall,
}

// gatewayFinders lead to the virtual network gateway that serves a subnet.
var gatewayFinders = []func(c *compiler, s *subnet) (lead, bool){
	(*compiler).userRouteToGateway,
}

// hold lets every kind of resource claim what it holds.
func (c *compiler) hold() {
	for _, h := range holders {
		h(c)
	}
}
