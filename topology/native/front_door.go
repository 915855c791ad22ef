package native

import "vnetproof/topology/tree"

var (
	toFrontDoorEndpoint = target{"Microsoft.Cdn/profiles/afdEndpoints", "Front Door endpoint"}
	toFrontDoorDomain   = target{"Microsoft.Cdn/profiles/customDomains", "Front Door domain"}
	toOriginGroup       = target{"Microsoft.Cdn/profiles/originGroups", "origin group"}
	toFrontDoorWAF      = target{"Microsoft.Network/FrontDoorWebApplicationFirewallPolicies", "WAF policy"}
	toClassicEndpoint   = target{"Microsoft.Network/frontDoors/frontendEndpoints", "Front Door endpoint"}
	toClassicPool       = target{"Microsoft.Network/frontDoors/backendPools", "backend pool"}
)

var frontDoors = section{key: "frontDoors", typ: "Microsoft.Cdn/profiles", spec: spec{
	doc: "Front Doors: they end the client's flow at Azure's edge and ask their origins from AzureFrontDoor.Backend.",
	keys: []key{
		{name: "sku", at: "sku.name", shape: oneOf("Standard_AzureFrontDoor", "Premium_AzureFrontDoor"), doc: "Standard_AzureFrontDoor if absent"},
		not(input("afdEndpoints", apart("afdEndpoints", frontDoorEndpoint), "endpoints with their routes"), "endpoints"),
		input("customDomains", apart("customDomains", frontDoorDomain), "names beside those that Azure gives"),
		input("originGroups", apart("originGroups", originGroup), "groups of origins"),
		input("securityPolicies", apart("securityPolicies", frontDoorPolicy), "which WAF policy stands before which names"),
	},
	finish: func(p place, v values, out *tree.Node) {
		if v["sku"] == nil {
			put(out, "sku.name", p.text("Standard_AzureFrontDoor"))
		}
	},
}}

var enabledState = oneOf("Enabled", "Disabled")

var frontDoorEndpoint = spec{name: "afdEndpoint", doc: "A name by which clients come.", keys: []key{
	prop("hostName", text, "the name that Azure gave it"),
	prop("enabledState", enabledState, "Enabled if absent"),
	input("routes", apart("routes", frontDoorRoute), "what it takes, and who answers"),
}}

var frontDoorRoute = spec{name: "afdRoute", doc: "Brings what an endpoint takes to a group of origins.", keys: []key{
	must(prop("originGroup", linkTo(toOriginGroup), "who answers")),
	prop("customDomains", links(toFrontDoorDomain), "names beside the endpoint's own"),
	prop("supportedProtocols", many(oneOf("Http", "Https")), "both if absent"),
	prop("forwardingProtocol", oneOf("HttpOnly", "HttpsOnly", "MatchRequest"), "MatchRequest if absent"),
	prop("httpsRedirect", enabledState, "whether HTTP is redirected"),
	prop("enabledState", enabledState, "Enabled if absent"),
	prop("ruleSets", many(wrap("id", text)), "IDs of rule sets, which may send requests to other groups"),
}}

var frontDoorDomain = spec{name: "afdDomain", doc: "A name of one's own.", keys: []key{
	must(prop("hostName", text, "as www.contoso.com")),
}}

var originGroup = spec{name: "originGroup", doc: "Origins that answer for each other.", keys: []key{
	input("origins", apart("origins", origin), "origins by name"),
}}

var origin = spec{name: "origin", doc: "Where a Front Door gets what clients ask for.", keys: []key{
	must(prop("hostName", text, "its name or address")),
	prop("azureOrigin", linkTo(toPublicIP, toPaaS), "the resource that it is"),
	prop("httpPort", number, "80 if absent"),
	prop("httpsPort", number, "443 if absent"),
	prop("enabledState", enabledState, "Enabled if absent"),
	prop("privateLink", linkTo(toPrivateLink, toPaaS), "the service that it is reached at by private link", "sharedPrivateLinkResource.privateLink"),
	prop("privateLinkStatus", oneOf("Approved", "Pending", "Rejected", "Disconnected", "Timeout"), "whether the service's owner approved that",
		"sharedPrivateLinkResource.status"),
}}

var frontDoorPolicy = spec{name: "afdSecurityPolicy", doc: "Puts a WAF policy before endpoints and domains.", keys: []key{
	must(prop("wafPolicy", linkTo(toFrontDoorWAF, toWAFPolicy), "the policy", "parameters.wafPolicy")),
	must(input("domains", links(toFrontDoorEndpoint, toFrontDoorDomain), "endpoints and custom domains that it protects")),
}, finish: func(p place, v values, out *tree.Node) {
	if domains := v["domains"]; domains != nil {
		put(out, "properties.parameters.associations", tree.NewList(domains.Pos, tree.NewObject(domains.Pos, member("domains", domains))))
	}
}}

var classicFrontDoors = section{key: "classicFrontDoors", typ: "Microsoft.Network/frontDoors", spec: spec{
	doc: "Front Doors of the classic kind.",
	keys: []key{
		prop("enabledState", enabledState, "Enabled if absent"),
		prop("frontendEndpoints", children("frontendEndpoints", classicEndpoint), "names by which clients come"),
		prop("backendPools", children("backendPools", classicPool), "backends that answer for each other"),
		prop("routingRules", children("routingRules", classicRule), "what an endpoint takes, and who answers"),
	},
}}

var classicEndpoint = spec{name: "frontendEndpoint", doc: "A name by which clients come.", keys: []key{
	prop("hostName", text, "the name"),
	prop("firewallPolicy", linkTo(toFrontDoorWAF, toWAFPolicy), "WAF policy", "webApplicationFirewallPolicyLink"),
}}

var classicPool = spec{name: "frontDoorBackendPool", doc: "Backends of a classic Front Door.", keys: []key{
	prop("backends", many(object(classicBackend)), "backends"),
}}

var classicBackend = spec{name: "frontDoorBackend", doc: "A backend of a classic Front Door.", keys: []key{
	must(key{name: "address", at: "address", shape: text, doc: "its name or address"}),
	{name: "httpPort", at: "httpPort", shape: number, doc: "80 if absent"},
	{name: "httpsPort", at: "httpsPort", shape: number, doc: "443 if absent"},
	{name: "enabledState", at: "enabledState", shape: enabledState, doc: "Enabled if absent"},
	{name: "privateLink", at: "privateLinkResourceId", shape: linkID(toPrivateLink, toPaaS), doc: "the service that it is reached at by private link"},
	{name: "privateLinkStatus", at: "privateEndpointStatus", shape: oneOf("Approved", "Pending", "Rejected", "Disconnected", "Timeout"), doc: "whether the service's owner approved that"},
}}

var classicRule = spec{name: "frontDoorRoutingRule", doc: "Brings what endpoints take to a pool.", keys: []key{
	must(prop("frontendEndpoints", links(toClassicEndpoint), "endpoints of this Front Door")),
	prop("backendPool", linkTo(toClassicPool), "who answers; absent where it only redirects", "routeConfiguration.backendPool"),
	prop("acceptedProtocols", many(oneOf("Http", "Https")), "both if absent"),
	prop("forwardingProtocol", oneOf("HttpOnly", "HttpsOnly", "MatchRequest"), "MatchRequest if absent", "routeConfiguration.forwardingProtocol"),
	prop("enabledState", enabledState, "Enabled if absent"),
	prop("rulesEngine", wrap("id", text), "ID of a rules engine, which may send requests to other pools"),
}}
