package native

var routeTables = section{key: "routeTables", typ: toRouteTable.typ, spec: spec{
	doc: "Route tables of user-defined routes.",
	keys: []key{
		prop("routes", children("routes", route), "routes; the longest prefix wins"),
		prop("disableBgpRoutePropagation", flag, "true keeps the gateways' routes from the table's subnets"),
		prop("disablePeeringRoute", oneOf("None", "All"), "All takes the peerings' routes from the table's subnets"),
	},
}}

var route = spec{name: "route", doc: "A user-defined route.", keys: []key{
	must(prop("addressPrefix", text, "destination: a prefix or a service tag")),
	must(prop("nextHopType", oneOf("VirtualAppliance", "VirtualApplianceEcmp", "VirtualNetworkGateway", "VnetLocal", "Internet", "None"),
		"where packets go; None drops them")),
	prop("nextHopIpAddress", text, "the appliance: in the own network or a directly peered one"),
	prop("nextHopIpAddresses", many(text), "the appliances of VirtualApplianceEcmp", "nextHop.nextHopIpAddresses"),
}}
