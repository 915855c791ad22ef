package native

// sections are all kinds of resource that a design may hold, in the order in
// which they are documented.
func sections() []section {
	return []section{
		virtualNetworks, networkSecurityGroups, applicationSecurityGroups, routeTables,
		virtualMachines, virtualMachineScaleSets, networkInterfaces,
		publicIPAddresses, publicIPPrefixes, natGateways,
		loadBalancers, applicationGateways, frontDoors, classicFrontDoors, wafPolicies, bastionHosts,
		azureFirewalls, firewallPolicies, ipGroups,
		virtualNetworkGateways, localNetworkGateways, connections, expressRouteCircuits, routeServers,
		privateEndpoints, privateLinkServices, paas,
		privateDNSZones, dnsResolvers, dnsForwardingRulesets,
		virtualWANs, virtualHubs, vpnGateways, vpnSites, expressRouteGateways, p2sVPNGateways,
		networkManagers, otherResources,
	}
}

// What links lead to.
var (
	toVirtualNetwork   = target{"Microsoft.Network/virtualNetworks", "virtual network"}
	toSubnet           = target{"Microsoft.Network/virtualNetworks/subnets", "subnet"}
	toSecurityGroup    = target{"Microsoft.Network/networkSecurityGroups", "network security group"}
	toAppGroup         = target{"Microsoft.Network/applicationSecurityGroups", "application security group"}
	toRouteTable       = target{"Microsoft.Network/routeTables", "route table"}
	toNIC              = target{"Microsoft.Network/networkInterfaces", "network interface"}
	toPublicIP         = target{"Microsoft.Network/publicIPAddresses", "public IP address"}
	toPublicIPPrefix   = target{"Microsoft.Network/publicIPPrefixes", "public IP prefix"}
	toNATGateway       = target{"Microsoft.Network/natGateways", "NAT gateway"}
	toFrontend         = target{"Microsoft.Network/loadBalancers/frontendIPConfigurations", "load balancer front end"}
	toPool             = target{"Microsoft.Network/loadBalancers/backendAddressPools", "backend pool"}
	toProbe            = target{"Microsoft.Network/loadBalancers/probes", "probe"}
	toInboundNATRule   = target{"Microsoft.Network/loadBalancers/inboundNatRules", "inbound NAT rule"}
	toAppGWFrontend    = target{"Microsoft.Network/applicationGateways/frontendIPConfigurations", "application gateway front end"}
	toAppGWPool        = target{"Microsoft.Network/applicationGateways/backendAddressPools", "application gateway pool"}
	toWAFPolicy        = target{"Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies", "WAF policy"}
	toFirewall         = target{"Microsoft.Network/azureFirewalls", "Azure Firewall"}
	toFirewallPolicy   = target{"Microsoft.Network/firewallPolicies", "firewall policy"}
	toIPGroup          = target{"Microsoft.Network/ipGroups", "IP group"}
	toGateway          = target{"Microsoft.Network/virtualNetworkGateways", "virtual network gateway"}
	toGatewayNATRule   = target{"Microsoft.Network/virtualNetworkGateways/natRules", "NAT rule of a gateway"}
	toLocalGateway     = target{"Microsoft.Network/localNetworkGateways", "local network gateway"}
	toCircuit          = target{"Microsoft.Network/expressRouteCircuits", "ExpressRoute circuit"}
	toPrivateLink      = target{"Microsoft.Network/privateLinkServices", "private link service"}
	toDNSZone          = target{"Microsoft.Network/privateDnsZones", "private DNS zone"}
	toOutboundEndpoint = target{"Microsoft.Network/dnsResolvers/outboundEndpoints", "outbound endpoint"}
	toVirtualWAN       = target{"Microsoft.Network/virtualWans", "virtual WAN"}
	toVirtualHub       = target{"Microsoft.Network/virtualHubs", "virtual hub"}
	toHubRouteTable    = target{"Microsoft.Network/virtualHubs/hubRouteTables", "hub route table"}
	toHubConnection    = target{"Microsoft.Network/virtualHubs/hubVirtualNetworkConnections", "hub connection"}
	toVPNSite          = target{"Microsoft.Network/vpnSites", "VPN site"}
	toNetworkGroup     = target{"Microsoft.Network/networkManagers/networkGroups", "network group"}
	toEndpointPolicy   = target{"Microsoft.Network/serviceEndpointPolicies", "service endpoint policy"}
	toDDoSPlan         = target{"Microsoft.Network/ddosProtectionPlans", "DDoS protection plan"}
)
