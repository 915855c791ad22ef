package native

import (
	"net/netip"
	"strings"

	"vnetproof/topology/tree"
)

var networkManagers = section{key: "networkManagers", typ: "Microsoft.Network/networkManagers", spec: spec{
	doc: "Network managers with their groups and configurations.",
	keys: []key{
		input("scopes", many(text), "subscriptions and management groups that it rules, by resource ID; absent: its own subscription"),
		input("networkGroups", apart("networkGroups", networkGroup), "groups of networks or subnets"),
		input("securityAdminConfigurations", apart("securityAdminConfigurations", securityAdminConfiguration), "rules before all NSGs"),
		input("connectivityConfigurations", apart("connectivityConfigurations", connectivityConfiguration), "meshes, hubs and spokes"),
		input("routingConfigurations", apart("routingConfigurations", routingConfiguration), "user-defined routes by groups"),
	},
	finish: finishManager,
}}

// finishManager tells subscriptions from management groups.
func finishManager(p place, v values, out *tree.Node) {
	subscriptions, groups := tree.NewList(p.pos), tree.NewList(p.pos)
	for _, s := range v["scopes"].List() {
		if strings.Contains(strings.ToLower(s.Str()), "/managementgroups/") {
			groups.Items = append(groups.Items, s)
			continue
		}
		subscriptions.Items = append(subscriptions.Items, s)
	}
	if len(v["scopes"].List()) == 0 {
		subscriptions.Items = append(subscriptions.Items, p.text("/subscriptions/"+p.subscription))
	}
	if len(subscriptions.Items) > 0 {
		put(out, "properties.networkManagerScopes.subscriptions", subscriptions)
	}
	if len(groups.Items) > 0 {
		put(out, "properties.networkManagerScopes.managementGroups", groups)
	}
}

var networkGroup = spec{name: "networkGroup", doc: "Networks or subnets that configurations apply to.", keys: []key{
	prop("memberType", oneOf("VirtualNetwork", "Subnet"), "VirtualNetwork if absent"),
	input("members", many(linkID(toVirtualNetwork, toSubnet)), "networks, or subnets as hub/app"),
}, finish: func(p place, v values, _ *tree.Node) {
	for i, m := range v["members"].List() {
		p.addChild("staticMembers", numbered("member", i+1), member("resourceId", m))
	}
}}

// toGroups are the groups that a configuration or collection applies to.
var toGroups = must(prop("appliesToGroups", many(wrap("networkGroupId", linkID(toNetworkGroup))), "groups, as manager/group or by name"))

var securityAdminConfiguration = spec{name: "securityAdminConfiguration", doc: "Rules that are judged before NSGs.", keys: []key{
	prop("applyOnNetworkIntentPolicyBasedServices", many(oneOf("None", "All", "AllowRulesOnly")), "None if absent"),
	input("ruleCollections", apart("ruleCollections", adminRuleCollection), "collections by name"),
}}

var adminRuleCollection = spec{name: "adminRuleCollection", doc: "Rules for some groups.", keys: []key{
	toGroups,
	input("rules", apart("rules", adminRule), "rules by name or in a list"),
}}

var adminRule = spec{name: "adminRule", doc: "A security admin rule. What is not given is any.", keys: []key{
	must(prop("priority", number, "1 to 4096, the lower first")),
	must(prop("direction", oneOf("Inbound", "Outbound"), "as the NIC sees it")),
	must(prop("access", oneOf("Allow", "Deny", "AlwaysAllow"), "AlwaysAllow passes the NSGs by")),
	prop("protocol", oneOf("Any", "Tcp", "Udp", "Icmp", "Esp", "Ah"), "Any if absent"),
	not(prop("source", many(adminTerm), "prefixes, a service tag, networkGroup:NAME or *", "sources"), "sources"),
	not(prop("destination", many(adminTerm), "prefixes, a service tag, networkGroup:NAME or *", "destinations"), "destinations"),
	not(prop("sourcePorts", many(word), "ports and ranges", "sourcePortRanges"), "sourcePortRanges"),
	not(prop("destinationPorts", many(word), "ports and ranges", "destinationPortRanges"), "destinationPortRanges"),
	prop("description", text, "said nowhere but here"),
}, finish: func(p place, v values, out *tree.Node) {
	put(out, "kind", p.text("Custom"))
	if v["protocol"] == nil {
		put(out, "properties.protocol", p.text("Any"))
	}
}}

// adminTerm is one end of an admin rule, which ARM keeps with its kind.
var adminTerm = shape{
	read: func(p place, n *tree.Node) *tree.Node {
		value, kind := n, "ServiceTag"
		if name, ok := prefixed(n, "networkGroup:"); ok {
			value, kind = p.link(name, toNetworkGroup), "NetworkGroup"
		} else if value = text.read(p, n); isPrefix(value.Str()) {
			kind = "IPPrefix"
		}
		return tree.NewObject(n.Where(), member("addressPrefixType", tree.NewString(n.Where(), kind)), member("addressPrefix", value))
	},
	schema: text.schema,
}

// isPrefix tells prefixes and "*" from the names of service tags.
func isPrefix(s string) bool {
	if s == "*" || strings.Contains(s, "/") {
		return true
	}
	_, err := netip.ParseAddr(s)
	return err == nil
}

var connectivityConfiguration = spec{name: "connectivityConfiguration", doc: "How groups are connected.", keys: []key{
	must(prop("connectivityTopology", oneOf("HubAndSpoke", "Mesh"), "HubAndSpoke or Mesh")),
	input("hub", linkID(toVirtualNetwork), "hub of HubAndSpoke"),
	input("isGlobal", flag, "whether other regions take part"),
	must(prop("appliesToGroups", many(object(connectivityGroup)), "groups")),
	input("deleteExistingPeering", flag, "whether peerings made otherwise go"),
}, finish: func(p place, v values, out *tree.Node) {
	if v["hub"] != nil {
		put(out, "properties.hubs", tree.NewList(v["hub"].Pos, tree.NewObject(v["hub"].Pos,
			member("resourceId", v["hub"]), member("resourceType", p.text(toVirtualNetwork.typ)))))
	}
	putWord(v["isGlobal"], "properties.isGlobal", out)
	putWord(v["deleteExistingPeering"], "properties.deleteExistingPeering", out)
}}

// putWord puts a flag in the words that ARM has for some: "True", "False".
func putWord(n *tree.Node, path string, out *tree.Node) {
	if !n.Is(tree.Bool) {
		return
	}
	word := "False"
	if n.Text == "true" {
		word = "True"
	}
	put(out, path, tree.NewString(n.Pos, word))
}

var connectivityGroup = spec{name: "connectivityGroup", doc: "A group in a connectivity configuration.", keys: []key{
	must(key{name: "networkGroup", at: "networkGroupId", shape: linkID(toNetworkGroup), doc: "the group"}),
	{name: "groupConnectivity", at: "groupConnectivity", shape: oneOf("None", "DirectlyConnected"), doc: "None if absent"},
	input("useHubGateway", flag, "whether members use the hub's gateway"),
	input("isGlobal", flag, "whether members of other regions are connected"),
}, finish: func(p place, v values, out *tree.Node) {
	if v["groupConnectivity"] == nil {
		put(out, "groupConnectivity", p.text("None"))
	}
	putWord(v["useHubGateway"], "useHubGateway", out)
	putWord(v["isGlobal"], "isGlobal", out)
}}

var routingConfiguration = spec{name: "routingConfiguration", doc: "User-defined routes by groups.", keys: []key{
	prop("routeTableUsageMode", oneOf("ManagedOnly", "UseExisting"), "ManagedOnly if absent"),
	input("ruleCollections", apart("ruleCollections", routingRuleCollection), "collections by name"),
}}

var routingRuleCollection = spec{name: "routingRuleCollection", doc: "Routes for some groups.", keys: []key{
	must(prop("appliesTo", many(wrap("networkGroupId", linkID(toNetworkGroup))), "groups")),
	input("disableBgpRoutePropagation", flag, "true keeps the gateways' routes from their subnets"),
	prop("localRouteSetting", oneOf("DirectRoutingWithinVNet", "DirectRoutingWithinSubnet", "NotSpecified"), "local routes that it adds"),
	input("rules", apart("rules", routingRule), "routes"),
}, finish: func(_ place, v values, out *tree.Node) {
	putWord(v["disableBgpRoutePropagation"], "properties.disableBgpRoutePropagation", out)
}}

var routingRule = spec{name: "routingRule", doc: "A route.", keys: []key{
	must(input("destination", text, "a prefix or a service tag")),
	must(prop("nextHopType", oneOf("VirtualAppliance", "VirtualNetworkGateway", "VnetLocal", "Internet", "NoNextHop"), "where packets go", "nextHop.nextHopType")),
	prop("nextHopAddress", text, "the appliance", "nextHop.nextHopAddress"),
}, finish: func(p place, v values, out *tree.Node) {
	destination := v["destination"]
	if destination == nil {
		return
	}
	kind := "ServiceTag"
	if isPrefix(destination.Str()) {
		kind = "AddressPrefix"
	}
	put(out, "properties.destination.type", tree.NewString(destination.Pos, kind))
	put(out, "properties.destination.destinationAddress", destination)
}}
