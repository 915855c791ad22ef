package native

import (
	"strings"

	"vnetproof/topology/tree"
)

// toPaaS leads to a platform service of any type.
var toPaaS = target{anyPaaS, "paas resource"}

// anyPaaS is the type under which platform services of all types are found too.
const anyPaaS = "any/paas"

var paas = section{key: "paas", spec: spec{
	doc: "Platform services, as storage accounts and SQL servers.",
	keys: []key{
		must(input("type", text, "ARM type, as Microsoft.Storage/storageAccounts")),
		prop("publicNetworkAccess", oneOf("Enabled", "Disabled", "SecuredByPerimeter"), "Enabled if absent"),
		input("defaultAction", oneOf("Allow", "Deny"), "what its own filter does with what no rule allows"),
		input("ipRules", many(text), "public prefixes that it allows"),
		not(input("virtualNetworkRules", many(linkID(toSubnet)), "subnets that it allows by service endpoint"), "subnetRules"),
		input("bypass", text, "AzureServices, None"),
		input("connectionType", oneOf("Default", "Proxy", "Redirect"), "of a SQL server: which ports clients need"),
		prop("virtualNetworkSubnet", linkID(toSubnet), "subnet by which an app's own traffic leaves", "virtualNetworkSubnetId"),
		prop("vnetRouteAllEnabled", flag, "whether all of it does"),
	},
	finish: finishPaaS,
}}

// paasFilter is where a type keeps its own filter.
type paasFilter struct {
	at        string // path of the filter, with a final dot, or "" for the type's own children
	ipRule    string // key of an address
	subnetKey string // path of a subnet's ID in a rule
}

// filterOf returns the filter of a type. Most have one like a storage account's.
func filterOf(typ string) paasFilter {
	switch strings.ToLower(typ) {
	case "microsoft.documentdb/databaseaccounts":
		return paasFilter{at: "properties.", ipRule: "ipAddressOrRange", subnetKey: "id"}
	case "microsoft.containerregistry/registries":
		return paasFilter{at: "properties.networkRuleSet.", ipRule: "value", subnetKey: "id"}
	}
	return paasFilter{at: "properties.networkAcls.", ipRule: "value", subnetKey: "id"}
}

// finishPaaS puts the filter where the type has it.
func finishPaaS(p place, v values, out *tree.Node) {
	if strings.EqualFold(p.typ, "Microsoft.Sql/servers") {
		p.finishSQL(v)
		return
	}
	f := filterOf(p.typ)
	if v["defaultAction"] != nil {
		put(out, f.at+"defaultAction", v["defaultAction"])
	}
	if v["bypass"] != nil {
		put(out, f.at+"bypass", v["bypass"])
	}
	if v["ipRules"] != nil {
		put(out, f.at+"ipRules", wrapEach(v["ipRules"], f.ipRule))
	}
	if v["virtualNetworkRules"] != nil {
		put(out, f.at+"virtualNetworkRules", wrapEach(v["virtualNetworkRules"], f.subnetKey))
	}
}

// wrapEach puts each item of a list into an object of its own.
func wrapEach(list *tree.Node, path string) *tree.Node {
	out := tree.NewList(list.Pos)
	for _, item := range list.List() {
		o := tree.NewObject(item.Pos)
		put(o, path, item)
		out.Items = append(out.Items, o)
	}
	return out
}

// finishSQL makes the rules of a SQL server, which are children of it.
func (p place) finishSQL(v values) {
	for i, rule := range v["ipRules"].List() {
		low, high, _ := strings.Cut(rule.Str(), "-")
		if high == "" {
			high = low
		}
		p.addChild("firewallRules", numbered("rule", i+1),
			member("startIpAddress", tree.NewString(rule.Pos, low)), member("endIpAddress", tree.NewString(rule.Pos, high)))
	}
	for i, rule := range v["virtualNetworkRules"].List() {
		p.addChild("virtualNetworkRules", numbered("rule", i+1), member("virtualNetworkSubnetId", rule))
	}
	if v["connectionType"] != nil {
		p.addChild("connectionPolicies", "default", member("connectionType", v["connectionType"]))
	}
}

// addChild adds a child resource with these properties.
func (p place) addChild(segment, name string, properties ...tree.Member) {
	q := p.child(segment, name, p.pos)
	out := q.head()
	for _, m := range properties {
		put(out, "properties."+m.Key, m.Value)
	}
	p.reader.resources = append(p.reader.resources, out)
}

var otherResources = section{key: "otherResources", spec: spec{
	doc: "Resources of types that have no section, in ARM's own form; a path through one is inconclusive.",
	keys: []key{
		must(input("type", text, "ARM type, as Microsoft.ContainerService/managedClusters")),
		{name: "sku", at: "sku", shape: asIs, doc: "as in ARM"},
		{name: "kind", at: "kind", shape: text, doc: "as in ARM"},
		{name: "properties", at: "properties", shape: asIs, doc: "as in ARM"},
	},
}}
