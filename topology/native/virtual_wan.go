package native

import (
	"slices"

	"vnetproof/topology/tree"
)

var virtualWANs = section{key: "virtualWans", typ: toVirtualWAN.typ, spec: spec{
	doc: "Virtual WANs.",
	keys: []key{
		prop("type", oneOf("Standard", "Basic"), "Standard if absent"),
		prop("allowBranchToBranchTraffic", flag, "whether sites reach each other; true if absent"),
	},
}}

var virtualHubs = section{key: "virtualHubs", typ: toVirtualHub.typ, spec: spec{
	doc: "Hubs of a virtual WAN.",
	keys: []key{
		must(prop("virtualWan", linkTo(toVirtualWAN), "its WAN")),
		must(prop("addressPrefix", text, "its prefix")),
		prop("hubRoutingPreference", oneOf("ExpressRoute", "VpnGateway", "ASPath"), "ExpressRoute if absent"),
		prop("azureFirewall", linkTo(toFirewall), "its firewall"),
		input("hubRouteTables", apart("hubRouteTables", hubRouteTable), "route tables beside defaultRouteTable and noneRouteTable"),
		not(input("hubVirtualNetworkConnections", apart("hubVirtualNetworkConnections", hubConnection), "connected networks"), "connections"),
		input("routingIntent", named(routingPolicy), "policies that send private or internet traffic to the firewall"),
		input("bgpConnections", apart("bgpConnections", bgpConnection), "appliances that it speaks to"),
	},
	finish: finishHub,
}}

var hubRouteTable = spec{name: "hubRouteTable", doc: "A route table of a hub.", keys: []key{
	prop("labels", many(text), "labels that connections propagate to"),
	prop("routes", named(hubRoute), "static routes"),
}}

var hubRoute = spec{name: "hubRoute", doc: "A static route of a hub.", keys: []key{
	must(key{name: "destinations", at: "destinations", shape: many(text), doc: "prefixes"}),
	must(key{name: "nextHop", at: "nextHop", shape: linkID(toFirewall, toHubConnection), doc: "firewall, or connection as hub/connection"}),
}, finish: func(p place, v values, out *tree.Node) {
	put(out, "destinationType", p.text("CIDR"))
	put(out, "nextHopType", p.text("ResourceId"))
}}

// routing are the keys of a connection to a hub that say how it routes.
var routing = []key{
	input("associatedRouteTable", linkTo(toHubRouteTable), "table that its packets are looked up in; the default one if absent"),
	input("propagatedRouteTables", links(toHubRouteTable), "tables that learn its prefixes; the default one if absent"),
	input("propagatedLabels", many(text), "labels of tables that learn its prefixes"),
}

// routingOf makes ARM's routing configuration below a path.
func routingOf(p place, v values, path string, out *tree.Node) {
	path += "routingConfiguration."
	if v["associatedRouteTable"] != nil {
		put(out, path+"associatedRouteTable", v["associatedRouteTable"])
	}
	if v["propagatedRouteTables"] != nil {
		put(out, path+"propagatedRouteTables.ids", v["propagatedRouteTables"])
	}
	if v["propagatedLabels"] != nil {
		put(out, path+"propagatedRouteTables.labels", v["propagatedLabels"])
	}
	if v["vnetRoutes"] != nil {
		put(out, path+"vnetRoutes.staticRoutes", v["vnetRoutes"])
	}
	if v["vnetLocalRouteOverrideCriteria"] != nil {
		put(out, path+"vnetRoutes.staticRoutesConfig.vnetLocalRouteOverrideCriteria", v["vnetLocalRouteOverrideCriteria"])
	}
	if v["propagateStaticRoutes"] != nil {
		put(out, path+"vnetRoutes.staticRoutesConfig.propagateStaticRoutes", v["propagateStaticRoutes"])
	}
}

// finishRouting is the finish of connections, which have it under properties.
func finishRouting(p place, v values, out *tree.Node) { routingOf(p, v, "properties.", out) }

var hubConnection = spec{name: "hubConnection", doc: "Connects a network to a hub.", keys: slices.Concat([]key{
	must(prop("remoteVirtualNetwork", linkTo(toVirtualNetwork), "the network")),
	prop("enableInternetSecurity", flag, "whether it takes the hub's 0.0.0.0/0"),
	input("vnetRoutes", named(vnetRoute), "prefixes behind an appliance in the network"),
	input("vnetLocalRouteOverrideCriteria", oneOf("Contains", "Equal"), "when those beat the network's own"),
	input("propagateStaticRoutes", flag, "whether those are propagated"),
}, routing), finish: finishRouting}

var vnetRoute = spec{name: "vnetRoute", doc: "Prefixes behind an appliance.", keys: []key{
	must(key{name: "addressPrefixes", at: "addressPrefixes", shape: many(text), doc: "prefixes"}),
	must(key{name: "nextHopIpAddress", at: "nextHopIpAddress", shape: text, doc: "the appliance"}),
}}

var routingPolicy = spec{name: "routingPolicy", doc: "Sends traffic to the hub's firewall.", keys: []key{
	must(key{name: "destinations", at: "destinations", shape: many(oneOf("PrivateTraffic", "Internet")), doc: "which traffic"}),
	must(key{name: "nextHop", at: "nextHop", shape: linkID(toFirewall), doc: "the firewall"}),
}}

// finishHub makes the routing intent, which is a child, and the tables that
// every hub has.
func finishHub(p place, v values, _ *tree.Node) {
	for _, name := range []string{"defaultRouteTable", "noneRouteTable"} {
		p.child("hubRouteTables", name, p.pos).enter()
	}
	if policies := v["routingIntent"]; policies != nil {
		q := p.child("routingIntent", "routingIntent", policies.Pos)
		intent := q.head()
		put(intent, "properties.routingPolicies", policies)
		p.reader.resources = append(p.reader.resources, intent)
	}
}

var vpnGateways = section{key: "vpnGateways", typ: "Microsoft.Network/vpnGateways", spec: spec{
	doc: "VPN gateways of virtual hubs.",
	keys: []key{
		must(prop("virtualHub", linkTo(toVirtualHub), "its hub")),
		prop("connections", children("vpnConnections", hubVPNConnection), "connections to sites"),
	},
}}

var hubVPNConnection = spec{name: "hubVpnConnection", doc: "Connects a hub to a site.", keys: slices.Concat([]key{
	must(prop("remoteVpnSite", linkTo(toVPNSite), "the site")),
	prop("enableBgp", flag, "whether it speaks BGP; true if absent and the site has an AS number"),
	prop("enableInternetSecurity", flag, "whether it takes the hub's 0.0.0.0/0"),
}, routing), finish: finishRouting}

var vpnSites = section{key: "vpnSites", typ: toVPNSite.typ, spec: spec{
	doc: "Sites of a virtual WAN.",
	keys: []key{
		prop("virtualWan", linkTo(toVirtualWAN), "its WAN"),
		prop("addressPrefixes", many(text), "prefixes behind the site", "addressSpace.addressPrefixes"),
		prop("asn", number, "its AS number", "bgpProperties.asn"),
		prop("bgpPeeringAddress", text, "its BGP address", "bgpProperties.bgpPeeringAddress"),
	},
}}

var expressRouteGateways = section{key: "expressRouteGateways", typ: "Microsoft.Network/expressRouteGateways", spec: spec{
	doc: "ExpressRoute gateways of virtual hubs.",
	keys: []key{
		must(prop("virtualHub", linkTo(toVirtualHub), "its hub")),
		not(prop("expressRouteConnections", children("expressRouteConnections", hubExpressRouteConnection), "connections to circuits"), "connections"),
		prop("allowNonVirtualWanTraffic", flag, "whether networks outside the WAN come by the circuit"),
	},
}}

var hubExpressRouteConnection = spec{name: "hubExpressRouteConnection", doc: "Connects a hub to a circuit.", keys: slices.Concat([]key{
	must(prop("expressRouteCircuit", linkTo(toCircuit), "the circuit", "expressRouteCircuitPeering")),
	prop("enableInternetSecurity", flag, "whether it takes the hub's 0.0.0.0/0"),
}, routing), finish: finishRouting}

var p2sVPNGateways = section{key: "p2sVpnGateways", typ: "Microsoft.Network/p2sVpnGateways", spec: spec{
	doc: "Point-to-site gateways of virtual hubs.",
	keys: slices.Concat([]key{
		must(prop("virtualHub", linkTo(toVirtualHub), "its hub")),
		input("vpnClientAddressPool", many(text), "addresses of the clients"),
		input("enableInternetSecurity", flag, "whether clients take the hub's 0.0.0.0/0"),
	}, routing),
	finish: func(p place, v values, out *tree.Node) {
		config := p.object(member("name", p.text("default")))
		if v["vpnClientAddressPool"] != nil {
			put(config, "properties.vpnClientAddressPool.addressPrefixes", v["vpnClientAddressPool"])
		}
		if v["enableInternetSecurity"] != nil {
			put(config, "properties.enableInternetSecurity", v["enableInternetSecurity"])
		}
		finishRouting(p, v, config)
		put(out, "properties.p2SConnectionConfigurations", tree.NewList(p.pos, config))
	},
}}
