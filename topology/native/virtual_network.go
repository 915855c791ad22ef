package native

import "vnetproof/topology/tree"

var virtualNetworks = section{key: "virtualNetworks", typ: toVirtualNetwork.typ, spec: spec{
	doc: "Virtual networks with their subnets and their halves of peerings.",
	keys: []key{
		must(not(prop("addressPrefixes", many(text), "address space, as [10.0.0.0/16]", "addressSpace.addressPrefixes"), "addressSpace", "addressPrefix")),
		prop("subnets", children("subnets", subnet), "subnets by name"),
		not(prop("peerings", children("virtualNetworkPeerings", peering), "this network's halves of its peerings", "virtualNetworkPeerings"), "virtualNetworkPeerings"),
		prop("dnsServers", many(text), "custom DNS servers; absent: Azure's own", "dhcpOptions.dnsServers"),
		prop("enableDdosProtection", flag, "DDoS network protection"),
		prop("ddosProtectionPlan", linkTo(toDDoSPlan), "its plan, by resource ID"),
		prop("privateEndpointVNetPolicies", oneOf("Disabled", "Basic"), "keeps private endpoints reachable under a VnetLocal route"),
	},
}}

var subnet = spec{name: "subnet", doc: "A subnet.", keys: []key{
	prop("addressPrefix", text, "its prefix, as 10.0.1.0/24"),
	prop("addressPrefixes", many(text), "its prefixes, where it has several or IPv6"),
	not(prop("networkSecurityGroup", linkTo(toSecurityGroup), "NSG that filters at every NIC of the subnet"), "nsg"),
	prop("routeTable", linkTo(toRouteTable), "table of user-defined routes"),
	prop("natGateway", linkTo(toNATGateway), "NAT gateway for its way out"),
	prop("serviceEndpoints", many(wrap("service", text)), "service endpoints, as [Microsoft.Storage]"),
	prop("serviceEndpointPolicies", links(toEndpointPolicy), "policies on service endpoints, by resource ID"),
	prop("delegations", many(delegation), "services that the subnet is delegated to, as [Microsoft.Web/serverFarms]"),
	prop("defaultOutboundAccess", flag, "whether hosts without other means reach the internet; false makes the subnet private"),
	prop("privateEndpointNetworkPolicies", oneOf("Disabled", "Enabled", "NetworkSecurityGroupEnabled", "RouteTableEnabled"),
		"which policies act on traffic to the subnet's private endpoints; Disabled if absent"),
}}

// delegation is a service's name, which ARM wants with a name of its own.
var delegation = shape{
	read: func(p place, n *tree.Node) *tree.Node {
		service := text.read(p, n)
		return tree.NewObject(n.Where(), member("name", service),
			member("properties", tree.NewObject(n.Where(), member("serviceName", service))))
	},
	schema: text.schema,
}

var peering = spec{name: "peering", doc: "One half of a peering; the remote network has the other.", keys: []key{
	must(prop("remoteVirtualNetwork", linkTo(toVirtualNetwork), "the network at the other end")),
	prop("allowVirtualNetworkAccess", flag, "whether the remote space is in the VirtualNetwork tag here; true if absent"),
	prop("allowForwardedTraffic", flag, "whether packets from beyond the remote network are accepted here"),
	prop("allowGatewayTransit", flag, "whether the remote network may use this network's gateway"),
	prop("useRemoteGateways", flag, "whether this network uses the remote one's gateway"),
	prop("doNotVerifyRemoteGateways", flag, "of no effect on what is reachable"),
	prop("peerCompleteVnets", flag, "false: only the subnets named below are peered"),
	prop("localSubnetNames", many(text), "subnets here that are peered"),
	prop("remoteSubnetNames", many(text), "subnets there that are peered"),
	prop("enableOnlyIPv6Peering", flag, "whether only IPv6 is peered"),
	prop("peeringState", oneOf("Initiated", "Connected", "Disconnected"), "as an export tells it; absent: follows from the two halves"),
	prop("peeringSyncLevel", text, "as an export tells it"),
	prop("remoteAddressPrefixes", many(text), "space of a remote network that the design does not hold", "remoteAddressSpace.addressPrefixes"),
}}
