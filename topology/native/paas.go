package native

import (
	"net/netip"
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

// filters tells where a type of service keeps its own filter: under which
// property, or as children. What is not listed has it among its properties.
var filters = map[string]string{
	"microsoft.storage/storageaccounts":         "networkAcls.",
	"microsoft.keyvault/vaults":                 "networkAcls.",
	"microsoft.keyvault/managedhsms":            "networkAcls.",
	"microsoft.cognitiveservices/accounts":      "networkAcls.",
	"microsoft.containerregistry/registries":    "networkRuleSet.",
	"microsoft.search/searchservices":           "networkRuleSet.",
	"microsoft.servicebus/namespaces":           namespaceRules,
	"microsoft.eventhub/namespaces":             namespaceRules,
	"microsoft.relay/namespaces":                namespaceRules,
	"microsoft.sql/servers":                     serverRules,
	"microsoft.dbforpostgresql/servers":         serverRules,
	"microsoft.dbforpostgresql/flexibleservers": serverRules,
	"microsoft.dbformysql/servers":              serverRules,
	"microsoft.dbformysql/flexibleservers":      serverRules,
	"microsoft.dbformariadb/servers":            serverRules,
	"microsoft.web/sites":                       siteRestrictions,
}

// Filters that are no property of their own.
const (
	namespaceRules   = "networkRuleSets" // one child
	serverRules      = "firewallRules"   // a child for each rule
	siteRestrictions = "siteConfig"
)

// finishPaaS puts the filter where the type has it.
func finishPaaS(p place, v values, out *tree.Node) {
	switch at := filters[strings.ToLower(p.typ)]; at {
	case serverRules:
		p.finishServer(v)
	case siteRestrictions:
		putRestrictions(v, out)
	case namespaceRules:
		if v["defaultAction"] != nil || v["ipRules"] != nil || v["virtualNetworkRules"] != nil {
			q := p.child("networkRuleSets", "default", p.pos)
			rules := q.head()
			putFilter(v, "properties.", rules)
			p.reader.resources = append(p.reader.resources, rules)
		}
	default:
		putFilter(v, "properties."+at, out)
	}
}

// putFilter puts a filter of the form that most types have.
func putFilter(v values, at string, out *tree.Node) {
	for _, name := range []string{"defaultAction", "bypass"} {
		if v[name] != nil {
			put(out, at+name, v[name])
		}
	}
	if v["ipRules"] != nil {
		put(out, at+"ipRules", wrapEach(v["ipRules"], "value"))
	}
	if v["virtualNetworkRules"] != nil {
		put(out, at+"virtualNetworkRules", wrapEach(v["virtualNetworkRules"], "id"))
	}
}

// putRestrictions puts a web app's filter.
func putRestrictions(v values, out *tree.Node) {
	rules := tree.NewList(v["ipRules"].Where())
	for _, r := range v["ipRules"].List() {
		rules.Items = append(rules.Items, tree.NewObject(r.Pos, member("ipAddress", r), member("action", tree.NewString(r.Pos, "Allow"))))
	}
	for _, r := range v["virtualNetworkRules"].List() {
		rules.Items = append(rules.Items, tree.NewObject(r.Pos, member("vnetSubnetResourceId", r), member("action", tree.NewString(r.Pos, "Allow"))))
	}
	if len(rules.Items) > 0 {
		put(out, "properties.siteConfig.ipSecurityRestrictions", rules)
	}
	if v["defaultAction"] != nil {
		put(out, "properties.siteConfig.ipSecurityRestrictionsDefaultAction", v["defaultAction"])
	}
}

// wrapEach puts each item of a list into an object of its own.
func wrapEach(list *tree.Node, path string) *tree.Node {
	if list.Is(tree.Unknown) {
		return list
	}
	out := tree.NewList(list.Pos)
	for _, item := range list.List() {
		o := tree.NewObject(item.Pos)
		put(o, path, item)
		out.Items = append(out.Items, o)
	}
	return out
}

// finishServer makes the rules of a database server, which are children of it.
func (p place) finishServer(v values) {
	for i, rule := range v["ipRules"].List() {
		low, high := rangeOf(rule.Str())
		p.addChild("firewallRules", numbered("rule", i+1),
			member("startIpAddress", tree.NewString(rule.Pos, low)), member("endIpAddress", tree.NewString(rule.Pos, high)))
	}
	for i, rule := range v["virtualNetworkRules"].List() {
		p.addChild("virtualNetworkRules", numbered("rule", i+1), member("virtualNetworkSubnetId", rule))
	}
	if v["bypass"].Is(tree.String) && strings.EqualFold(v["bypass"].Text, "AzureServices") {
		p.addChild("firewallRules", "AllowAllWindowsAzureIps",
			member("startIpAddress", p.text("0.0.0.0")), member("endIpAddress", p.text("0.0.0.0")))
	}
	if v["connectionType"] != nil {
		p.addChild("connectionPolicies", "default", member("connectionType", v["connectionType"]))
	}
}

// rangeOf returns the ends of a range, a prefix or an address, as database
// servers have them.
func rangeOf(text string) (low, high string) {
	if prefix, err := netip.ParsePrefix(text); err == nil {
		return prefix.Masked().Addr().String(), lastAddr(prefix).String()
	}
	low, high, found := strings.Cut(text, "-")
	if !found {
		return low, low
	}
	return strings.TrimSpace(low), strings.TrimSpace(high)
}

// lastAddr returns the last address of a prefix.
func lastAddr(p netip.Prefix) netip.Addr {
	bytes := p.Masked().Addr().AsSlice()
	for bit := p.Bits(); bit < len(bytes)*8; bit++ {
		bytes[bit/8] |= 0x80 >> (bit % 8)
	}
	last, _ := netip.AddrFromSlice(bytes)
	return last
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
