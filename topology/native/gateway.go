package native

import (
	"strconv"

	"vnetproof/topology/tree"
)

var virtualNetworkGateways = section{key: "virtualNetworkGateways", typ: toGateway.typ, spec: spec{
	doc: "VPN and ExpressRoute gateways, in a network's GatewaySubnet.",
	keys: []key{
		must(prop("gatewayType", oneOf("Vpn", "ExpressRoute"), "Vpn or ExpressRoute")),
		prop("sku", text, "as VpnGw2AZ", "sku.name"),
		must(input("subnet", linkTo(toSubnet), "the GatewaySubnet, as hub/GatewaySubnet")),
		not(input("publicIPAddresses", links(toPublicIP), "tunnel ends; two if active-active"), "publicIPAddress"),
		prop("vpnType", oneOf("RouteBased", "PolicyBased"), "RouteBased if absent"),
		prop("enableBgp", flag, "whether it speaks BGP"),
		prop("activeActive", flag, "whether both instances carry traffic"),
		prop("asn", number, "its AS number", "bgpSettings.asn"),
		prop("bgpPeeringAddress", text, "its BGP address", "bgpSettings.bgpPeeringAddress"),
		prop("gatewayDefaultSite", linkTo(toLocalGateway), "site that gets all traffic without another way"),
		prop("vpnClientAddressPool", many(text), "addresses of point-to-site clients", "vpnClientConfiguration.vpnClientAddressPool.addressPrefixes"),
		prop("customRoutes", many(text), "prefixes that clients are told beyond the network's", "customRoutes.addressPrefixes"),
		prop("summarizedGatewayPrefixes", many(text), "what sites are told instead of the prefixes that these cover"),
		prop("allowRemoteVnetTraffic", flag, "whether networks of other gateways come by the circuit"),
		prop("allowVirtualWanTraffic", flag, "whether virtual WANs come by the circuit"),
		prop("natRules", children("natRules", gatewayNATRule), "address translation of connections"),
		prop("enableBgpRouteTranslationForNat", flag, "whether routes by BGP are translated, too"),
	},
	finish: func(p place, v values, out *tree.Node) {
		if v["subnet"] != nil {
			put(out, "properties.ipConfigurations", p.gatewayConfigurations(v["subnet"], v["publicIPAddresses"].List()))
		}
	},
}}

// gatewayConfigurations makes one IP configuration for each public IP address,
// or one without.
func (p place) gatewayConfigurations(subnet *tree.Node, addresses []*tree.Node) *tree.Node {
	if len(addresses) == 0 {
		return tree.NewList(p.pos, p.ipConfiguration("ipconfig1", subnet, nil))
	}
	out := tree.NewList(p.pos)
	for i, a := range addresses {
		out.Items = append(out.Items, p.ipConfiguration(numbered("ipconfig", i+1), subnet, a))
	}
	return out
}

func numbered(name string, i int) string { return name + strconv.Itoa(i) }

var gatewayNATRule = spec{name: "gatewayNatRule", doc: "A NAT rule of a VPN gateway.", keys: []key{
	must(prop("mode", oneOf("IngressSnat", "EgressSnat"), "which side's addresses are mapped")),
	prop("type", oneOf("Static", "Dynamic"), "Static if absent"),
	must(prop("internalMappings", many(wrap("addressSpace", text)), "prefixes as they are")),
	must(prop("externalMappings", many(wrap("addressSpace", text)), "prefixes as the other side sees them")),
}}

var localNetworkGateways = section{key: "localNetworkGateways", typ: toLocalGateway.typ, spec: spec{
	doc: "Sites as a VPN gateway knows them.",
	keys: []key{
		prop("addressPrefixes", many(text), "prefixes behind the site; none with BGP", "localNetworkAddressSpace.addressPrefixes"),
		prop("gatewayIpAddress", text, "its tunnel end"),
		prop("fqdn", text, "its tunnel end, by name"),
		prop("asn", number, "its AS number", "bgpSettings.asn"),
		prop("bgpPeeringAddress", text, "its BGP address", "bgpSettings.bgpPeeringAddress"),
	},
}}

var connections = section{key: "connections", typ: "Microsoft.Network/connections", spec: spec{
	doc: "Connections of virtual network gateways.",
	keys: []key{
		must(prop("connectionType", oneOf("IPsec", "Vnet2Vnet", "ExpressRoute"), "what is at the other end")),
		must(not(prop("virtualNetworkGateway1", linkTo(toGateway), "the gateway"), "virtualNetworkGateway", "gateway")),
		prop("virtualNetworkGateway2", linkTo(toGateway), "the other gateway of Vnet2Vnet"),
		not(prop("localNetworkGateway2", linkTo(toLocalGateway), "the site of IPsec"), "localNetworkGateway"),
		not(prop("peer", linkTo(toCircuit), "the circuit of ExpressRoute"), "expressRouteCircuit", "circuit"),
		prop("enableBgp", flag, "whether routes come by BGP"),
		prop("routingWeight", number, "of several circuits the heaviest is used"),
		prop("expressRouteGatewayBypass", flag, "FastPath: data passes the gateway by"),
		prop("connectionStatus", oneOf("Unknown", "Connecting", "Connected", "NotConnected"), "as an export tells it"),
		prop("ingressNatRules", links(toGatewayNATRule), "NAT rules of the gateway, as gateway/rule"),
		prop("egressNatRules", links(toGatewayNATRule), "NAT rules of the gateway, as gateway/rule"),
		prop("usePolicyBasedTrafficSelectors", flag, "whether the tunnel only carries the pairs below"),
		prop("trafficSelectorPolicies", many(object(trafficSelector)), "pairs of prefixes that the tunnel carries"),
	},
}}

var trafficSelector = spec{name: "trafficSelectorPolicy", doc: "Prefixes on both sides of a tunnel.", keys: []key{
	must(key{name: "localAddressRanges", at: "localAddressRanges", shape: many(text), doc: "Azure's side"}),
	must(key{name: "remoteAddressRanges", at: "remoteAddressRanges", shape: many(text), doc: "the site's side"}),
}}

var expressRouteCircuits = section{key: "expressRouteCircuits", typ: toCircuit.typ, spec: spec{
	doc: "ExpressRoute circuits.",
	keys: []key{
		prop("peerings", children("peerings", circuitPeering), "AzurePrivatePeering, MicrosoftPeering"),
		prop("circuitProvisioningState", oneOf("Enabled", "Disabled"), "Enabled if absent"),
		prop("serviceProviderProvisioningState", oneOf("NotProvisioned", "Provisioning", "Provisioned", "Deprovisioning"),
			"Provisioned if absent"),
	},
}}

var circuitPeering = spec{name: "circuitPeering", doc: "A peering of a circuit.", keys: []key{
	prop("peeringType", oneOf("AzurePrivatePeering", "MicrosoftPeering", "AzurePublicPeering"), "the entry's name if absent"),
	prop("state", oneOf("Enabled", "Disabled"), "Enabled if absent"),
	prop("peerASN", number, "AS number of the site"),
	prop("globalReach", many(globalReach), "circuits whose sites it joins by Global Reach", "connections"),
}, finish: func(p place, v values, out *tree.Node) {
	if v["peeringType"] == nil {
		put(out, "properties.peeringType", p.text(out.Get("name").Str()))
	}
}}

// globalReach is a circuit, which ARM reaches by its private peering.
var globalReach = wrap("properties.peerExpressRouteCircuitPeering", linkTo(toCircuit))

var routeServers = section{key: "routeServers", typ: toVirtualHub.typ, spec: spec{
	doc: "Route servers, in a network's RouteServerSubnet.",
	keys: []key{
		must(input("subnet", linkTo(toSubnet), "the RouteServerSubnet, as hub/RouteServerSubnet")),
		input("publicIPAddress", linkTo(toPublicIP), "its public IP address"),
		prop("allowBranchToBranchTraffic", flag, "whether gateways and appliances learn from each other"),
		prop("hubRoutingPreference", oneOf("ExpressRoute", "VpnGateway", "ASPath"), "ExpressRoute if absent"),
		input("bgpConnections", apart("bgpConnections", bgpConnection), "appliances that it speaks to"),
	},
	finish: func(p place, v values, out *tree.Node) {
		put(out, "properties.sku", p.text("Standard"))
		if v["subnet"] == nil {
			return
		}
		q := p.child("ipConfigurations", "ipconfig1", p.pos)
		config := q.head()
		put(config, "properties.subnet", v["subnet"])
		if v["publicIPAddress"] != nil {
			put(config, "properties.publicIPAddress", v["publicIPAddress"])
		}
		p.reader.resources = append(p.reader.resources, config)
	},
}}

var bgpConnection = spec{name: "bgpConnection", doc: "An appliance that speaks BGP.", keys: []key{
	must(prop("peerAsn", number, "its AS number")),
	must(prop("peerIp", text, "its address")),
	prop("hubVirtualNetworkConnection", linkTo(toHubConnection), "of a virtual hub: the connection by which it is reached"),
}}
