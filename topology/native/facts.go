package native

import "vnetproof/topology/tree"

// same is a key that facts keep as it is written.
func same(name string, s shape, doc string) key { return key{name: name, at: name, shape: s, doc: doc} }

// factsSpec is the spec of an overlay. Names in it stay as they are.
func factsSpec() spec {
	return spec{doc: "Facts that a design cannot hold.", keys: []key{
		{name: "$schema", shape: text, doc: "the JSON Schema of this file, for editors"},
		same("learnedRoutes", many(object(learnedRoute)), "what gateways, route servers and virtual hubs learn by BGP"),
		same("onPremises", record(object(site)), "sites: who lives behind a gateway and what they know"),
		same("appliances", record(object(appliance)), "what network virtual appliances do"),
		same("serviceTags", record(many(text)), "prefixes of service tags"),
		same("fqdns", record(many(text)), "addresses of names"),
		same("down", many(text), "what is out of service, as gw:hub-vpn or peering:hub/to-web"),
		same("platform", object(platform), "what a version of the platform decides"),
	}}
}

var learnedRoute = spec{name: "learnedRoute", doc: "Prefixes learned by BGP: by a gateway, a route server or a virtual hub.", keys: []key{
	same("gateway", text, "virtual network gateway that learns them"),
	same("routeServer", text, "route server that learns them"),
	same("virtualHub", text, "virtual hub that learns them"),
	same("from", text, "who advertises them, if it matters: a site, circuit, connection or appliance"),
	same("nextHopIpAddress", text, "next hop that is advertised, if it is not the peer itself"),
	must(same("prefixes", many(text), "the prefixes")),
	same("asPath", many(number), "AS path, the nearest first"),
}}

var site = spec{name: "site", doc: "A site on premises.", keys: []key{
	same("addressPrefixes", many(text), "prefixes that live there"),
	same("via", object(siteVia), "how it is joined to Azure"),
	same("knows", many(text), "prefixes that it routes to Azure, where that is less than it is told"),
}}

var siteVia = spec{name: "siteVia", doc: "How a site is joined: one of these.", keys: []key{
	same("vpnGateway", text, "VPN gateway"),
	same("expressRouteGateway", text, "ExpressRoute gateway"),
	same("localNetworkGateway", text, "local network gateway"),
	same("expressRouteCircuit", text, "circuit"),
	same("vpnSite", text, "site of a virtual WAN"),
}}

var appliance = spec{name: "appliance", doc: "A network virtual appliance. Without it: forwards everything, translates nothing, keeps no state.", keys: []key{
	same("stateful", flag, "whether it knows flows, and drops answers to what it has not seen"),
	same("snat", flag, "whether it puts its own address in place of the source's"),
	same("disableSnatOnPL", flag, "whether answers of private endpoints come back through it"),
	same("filter", many(object(filterRule)), "rules in order; what none allows is dropped"),
}}

// filterRule has the keys of an NSG rule that a filter without directions uses.
var filterRule = spec{name: "filterRule", doc: "A rule of an appliance. What is not given is any.", keys: []key{
	same("name", text, "name in reports"),
	must(same("access", oneOf("Allow", "Deny"), "Allow or Deny")),
	same("protocol", oneOf("*", "Tcp", "Udp", "Icmp", "Esp", "Ah"), "* if absent"),
	same("source", many(text), "prefixes, a service tag or asg:NAME"),
	same("destination", many(text), "prefixes, a service tag or asg:NAME"),
	same("sourcePorts", many(word), "ports and ranges"),
	same("destinationPorts", many(word), "ports and ranges"),
}}

var platform = spec{name: "platform", doc: "What a version of the platform decides.", keys: []key{
	same("defaultOutboundAccess", flag, "whether new subnets have default outbound access"),
	same("forwardedTraffic", oneOf("passes", "dropped"), "what becomes of forwarded packets at a peering without allowForwardedTraffic, where rules let them in"),
}}

// onPremises is the section of sites in a design: facts that stand there.
var onPremises = shape{
	free: true,
	read: func(p place, n *tree.Node) *tree.Node {
		sites := record(object(site)).read(p, n)
		p.reader.facts = append(p.reader.facts, tree.NewObject(n.Pos, member("onPremises", sites)))
		return sites
	},
	schema: record(object(site)).schema,
}
