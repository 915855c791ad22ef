package native

import (
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

var firewallTier = oneOf("Basic", "Standard", "Premium")

var azureFirewalls = section{key: "azureFirewalls", typ: toFirewall.typ, spec: spec{
	doc: "Azure Firewalls, in a network's AzureFirewallSubnet or in a virtual hub.",
	keys: []key{
		prop("sku", firewallTier, "tier; Standard if absent", "sku.tier"),
		input("subnet", linkTo(toSubnet), "the AzureFirewallSubnet, as hub/AzureFirewallSubnet"),
		input("privateIPAddress", text, "its address there; absent: the first that Azure gives, the fourth of the subnet"),
		not(input("publicIPAddresses", links(toPublicIP), "its public IP addresses"), "publicIPAddress"),
		input("managementSubnet", linkTo(toSubnet), "the AzureFirewallManagementSubnet, for forced tunneling"),
		input("managementPublicIPAddress", linkTo(toPublicIP), "public IP address of the management NIC"),
		prop("virtualHub", linkTo(toVirtualHub), "virtual hub that it stands in"),
		prop("hubPublicIPAddresses", many(wrap("address", text)), "public IP addresses in a hub, once known", "hubIPAddresses.publicIPs.addresses"),
		prop("hubPrivateIPAddress", text, "address in a hub, once known", "hubIPAddresses.privateIPAddress"),
		prop("firewallPolicy", linkTo(toFirewallPolicy), "its policy"),
		prop("threatIntelMode", threatIntel, "of a firewall without policy"),
		input("ruleCollections", named(ruleCollection), "rules of a firewall without policy"),
		input("snatPrivateRanges", many(text), "of a firewall without policy"),
		input("threatIntelAllow", many(text), "of a firewall without policy"),
		input("threatIntelAllowFqdns", many(text), "of a firewall without policy"),
		input("dnsProxy", flag, "of a firewall without policy"),
		input("dnsServers", many(text), "of a firewall without policy"),
	},
	finish: finishFirewall,
}}

var threatIntel = oneOf("Off", "Alert", "Deny")

// finishFirewall makes the IP configurations, one for each public IP address,
// and the SKU's name, which follows from where the firewall stands.
func finishFirewall(p place, v values, out *tree.Node) {
	kind := "AZFW_VNet"
	if v["virtualHub"] != nil {
		kind = "AZFW_Hub"
	}
	put(out, "properties.sku.name", p.text(kind))
	if v["sku"] == nil {
		put(out, "properties.sku.tier", p.text("Standard"))
	}
	if v["subnet"] != nil || v["publicIPAddresses"] != nil {
		put(out, "properties.ipConfigurations", p.firewallConfigurations(v))
	}
	if v["managementSubnet"] != nil {
		put(out, "properties.managementIpConfiguration",
			p.ipConfiguration("management", v["managementSubnet"], v["managementPublicIPAddress"]))
	}
	putClassicRules(v["ruleCollections"], out)
	putClassicSettings(p, v, out)
}

// classicLists are where a firewall without policy keeps its rules, by their type.
var classicLists = map[string]string{"NatRule": "natRuleCollections", "NetworkRule": "networkRuleCollections",
	"ApplicationRule": "applicationRuleCollections"}

// putClassicRules puts each collection into the list of its rules' kind; one
// that has rules of two kinds goes in part to each.
func putClassicRules(collections, out *tree.Node) {
	lists := map[string]*tree.Node{}
	for _, c := range collections.List() {
		for _, kind := range []string{"NatRule", "NetworkRule", "ApplicationRule"} {
			rules := tree.NewList(c.Pos)
			for _, r := range c.Get("rules").List() {
				if r.Get("ruleType").Str() == kind {
					rules.Items = append(rules.Items, r)
				}
			}
			if len(rules.Items) == 0 {
				continue
			}
			if lists[kind] == nil {
				lists[kind] = tree.NewList(c.Pos)
				put(out, "properties."+classicLists[kind], lists[kind])
			}
			lists[kind].Items = append(lists[kind].Items, classicCollection(c, rules))
		}
	}
}

// classicCollection is a collection of a policy as a firewall without one has it.
func classicCollection(c, rules *tree.Node) *tree.Node {
	properties := tree.NewObject(c.Pos, member("rules", rules))
	for _, key := range []string{"priority", "action"} {
		if n := c.Get(key); n != nil {
			properties.Members = append(properties.Members, member(key, n))
		}
	}
	return tree.NewObject(c.Pos, member("name", c.Get("name")), member("properties", properties))
}

// putClassicSettings puts what a policy has as properties under the names that
// a firewall without one has.
func putClassicSettings(p place, v values, out *tree.Node) {
	settings := p.object()
	for _, s := range []struct{ key, name string }{
		{"snatPrivateRanges", "Network.SNAT.PrivateRanges"}, {"threatIntelAllow", "ThreatIntel.Whitelist.IpAddresses"},
		{"threatIntelAllowFqdns", "ThreatIntel.Whitelist.FQDNs"},
		{"dnsProxy", "Network.DNS.EnableProxy"}, {"dnsServers", "Network.DNS.Servers"},
	} {
		if n := v[s.key]; n != nil {
			settings.Members = append(settings.Members, member(s.name, n))
		}
	}
	if len(settings.Members) > 0 {
		put(out, "properties.additionalProperties", settings)
	}
}

func (p place) firewallConfigurations(v values) *tree.Node {
	addresses := v["publicIPAddresses"].List()
	var publicIP *tree.Node
	if len(addresses) > 0 {
		publicIP = addresses[0]
		addresses = addresses[1:]
	}
	first := p.ipConfiguration("ipconfig1", v["subnet"], publicIP)
	if v["privateIPAddress"] != nil {
		put(first, "properties.privateIPAddress", v["privateIPAddress"])
	}
	out := tree.NewList(p.pos, first)
	for i, a := range addresses {
		out.Items = append(out.Items, p.ipConfiguration(numbered("ipconfig", i+2), nil, a))
	}
	return out
}

var firewallPolicies = section{key: "firewallPolicies", typ: toFirewallPolicy.typ, spec: spec{
	doc: "Firewall policies with their rule collection groups.",
	keys: []key{
		prop("sku", firewallTier, "tier; Standard if absent", "sku.tier"),
		prop("basePolicy", linkTo(toFirewallPolicy), "policy whose groups come first"),
		prop("threatIntelMode", threatIntel, "Alert if absent"),
		prop("threatIntelAllow", many(text), "addresses that threat intelligence spares", "threatIntelWhitelist.ipAddresses"),
		prop("threatIntelAllowFqdns", many(text), "names that it spares", "threatIntelWhitelist.fqdns"),
		prop("intrusionDetectionMode", threatIntel, "of Premium", "intrusionDetection.mode"),
		prop("snatPrivateRanges", many(text), "destinations that keep the client's address; absent: the private ranges", "snat.privateRanges"),
		prop("snatAutoLearnPrivateRanges", oneOf("Enabled", "Disabled"), "whether it learns them from a route server", "snat.autoLearnPrivateRanges"),
		prop("dnsProxy", flag, "whether it answers DNS", "dnsSettings.enableProxy"),
		prop("dnsServers", many(text), "servers that it asks", "dnsSettings.servers"),
		input("tlsInspection", flag, "whether it has the certificate to look into TLS"),
		input("ruleCollectionGroups", apart("ruleCollectionGroups", ruleCollectionGroup), "groups of rule collections"),
	},
	finish: func(p place, v values, out *tree.Node) {
		if v["tlsInspection"].Is(tree.Bool) && v["tlsInspection"].Text == "true" {
			put(out, "properties.transportSecurity.certificateAuthority.name", p.text("certificate"))
		}
	},
}}

var ruleCollectionGroup = spec{name: "ruleCollectionGroup", doc: "Collections that are judged together.", keys: []key{
	must(prop("priority", number, "100 to 65000, the lower first")),
	prop("ruleCollections", named(ruleCollection), "collections by name"),
}}

var ruleCollection = spec{name: "ruleCollection", doc: "Rules with one action.", keys: []key{
	must(key{name: "priority", at: "priority", shape: number, doc: "100 to 65000, the lower first"}),
	must(key{name: "action", at: "action.type", shape: oneOf("Allow", "Deny", "DNAT"), doc: "what is done with what a rule matches"}),
	{name: "rules", at: "rules", shape: named(firewallRule), doc: "rules in order"},
}, finish: func(p place, v values, out *tree.Node) {
	kind := "FirewallPolicyFilterRuleCollection"
	if strings.EqualFold(v["action"].Str(), "DNAT") {
		kind = "FirewallPolicyNatRuleCollection"
	}
	put(out, "ruleCollectionType", p.text(kind))
}}

// firewallRule has the keys of all kinds of rule: one with a translated address
// or port is a DNAT rule, one with target names an application rule, else it is
// a network rule.
var firewallRule = spec{name: "firewallRule", doc: "A rule: DNAT with a translated address or port, application with target names, else network.", keys: []key{
	{name: "ruleType", shape: oneOf("NetworkRule", "ApplicationRule", "NatRule"), doc: "follows from the other keys"},
	not(key{name: "source", shape: many(firewallTerm), doc: "prefixes, ranges, ipGroup:NAME or *"}, "sourceAddresses", "sourceIpGroups"),
	not(key{name: "destination", shape: many(firewallTerm), doc: "prefixes, ranges, a service tag, ipGroup:NAME, fqdn:NAME or *"},
		"destinationAddresses", "destinationIpGroups", "destinationFqdns"),
	not(key{name: "protocols", shape: many(text), doc: "Any, TCP, UDP, ICMP; of an application rule Http:80, Https:443, Mssql:1433"}, "ipProtocols", "protocol"),
	not(key{name: "destinationPorts", at: "destinationPorts", shape: many(word), doc: "ports and ranges"}, "ports"),
	{name: "translatedAddress", at: "translatedAddress", shape: text, doc: "where a DNAT rule leads"},
	{name: "translatedFqdn", at: "translatedFqdn", shape: text, doc: "where a DNAT rule leads, by name"},
	{name: "translatedPort", at: "translatedPort", shape: word, doc: "port there"},
	{name: "targetFqdns", at: "targetFqdns", shape: many(text), doc: "host names, as *.contoso.com"},
	{name: "targetUrls", at: "targetUrls", shape: many(text), doc: "URLs, with TLS inspection"},
	{name: "fqdnTags", at: "fqdnTags", shape: many(text), doc: "as WindowsUpdate"},
	{name: "webCategories", at: "webCategories", shape: many(text), doc: "as Gambling"},
	{name: "terminateTLS", at: "terminateTLS", shape: flag, doc: "whether TLS is inspected"},
	{name: "description", at: "description", shape: text, doc: "said nowhere but here"},
}, finish: finishFirewallRule}

// firewallTerm is text, or an object {ipGroup: ID} or {fqdn: NAME} once read.
var firewallTerm = shape{
	read: func(p place, n *tree.Node) *tree.Node {
		if name, ok := prefixed(n, "ipGroup:"); ok {
			return tree.NewObject(n.Pos, member("ipGroup", p.link(name, toIPGroup)))
		}
		if name, ok := prefixed(n, "fqdn:"); ok {
			return tree.NewObject(n.Pos, member("fqdn", name))
		}
		return text.read(p, n)
	},
	schema: text.schema,
}

// finishFirewallRule tells the rule's kind and puts its ends where ARM has them.
func finishFirewallRule(p place, v values, out *tree.Node) {
	kind := ruleTypeOf(v)
	p.strangeKeys(kind, v)
	put(out, "ruleType", p.text(kind))
	putFirewallTerms(p, v["source"], "source", out)
	if v["destination"] != nil || kind != "ApplicationRule" {
		putFirewallTerms(p, v["destination"], "destination", out)
	}
	switch protocols := v["protocols"]; {
	case protocols != nil && kind == "ApplicationRule":
		put(out, "protocols", applicationProtocols(protocols))
	case protocols != nil:
		put(out, "ipProtocols", protocols)
	case kind == "NetworkRule":
		put(out, "ipProtocols", tree.NewList(p.pos, p.text("Any")))
	}
	if kind == "NetworkRule" && v["destinationPorts"] == nil {
		put(out, "destinationPorts", tree.NewList(p.pos, p.text("*")))
	}
}

// ownKeys are the keys that only one kind of rule has.
var ownKeys = []struct {
	kind string
	keys []string
}{
	{"NatRule", []string{"translatedAddress", "translatedFqdn", "translatedPort"}},
	{"ApplicationRule", []string{"targetFqdns", "targetUrls", "fqdnTags", "webCategories", "terminateTLS"}},
}

// strangeKeys refuses keys of another kind of rule: Azure would pass them by,
// and the rule would match more than it says.
func (p place) strangeKeys(kind string, v values) {
	for _, own := range ownKeys {
		for _, name := range own.keys {
			if own.kind == kind || v[name] == nil {
				continue
			}
			p.reader.diags.Add(source.Diagnostic{Severity: source.Error, Code: "wrong-key", Pos: v[name].Pos, Path: p.path,
				Message: "a " + kind + " has no \"" + name + "\"", Hint: "only rules of ruleType " + own.kind + " have it"})
		}
	}
}

func ruleTypeOf(v values) string {
	if v["ruleType"].Is(tree.String) {
		return v["ruleType"].Text
	}
	for _, own := range ownKeys {
		for _, name := range own.keys {
			if v[name] != nil {
				return own.kind
			}
		}
	}
	return "NetworkRule"
}

// putFirewallTerms puts addresses, IP groups and names apart; nothing is "*".
func putFirewallTerms(p place, terms *tree.Node, end string, out *tree.Node) {
	if terms.Is(tree.Unknown) {
		put(out, end+"Addresses", terms)
		return
	}
	addresses, groups, names := tree.NewList(terms.Where()), tree.NewList(terms.Where()), tree.NewList(terms.Where())
	for _, t := range terms.List() {
		switch {
		case t.Is(tree.Object) && t.Get("ipGroup") != nil:
			groups.Items = append(groups.Items, t.Get("ipGroup"))
		case t.Is(tree.Object):
			names.Items = append(names.Items, t.Get("fqdn"))
		default:
			addresses.Items = append(addresses.Items, t)
		}
	}
	if len(terms.List()) == 0 {
		addresses = tree.NewList(p.pos, p.text("*"))
	}
	for _, part := range []struct {
		key  string
		list *tree.Node
	}{{"Addresses", addresses}, {"IpGroups", groups}, {"Fqdns", names}} {
		if len(part.list.Items) > 0 {
			put(out, end+part.key, part.list)
		}
	}
}

// applicationProtocols turns "Https:443" into {protocolType, port}.
func applicationProtocols(list *tree.Node) *tree.Node {
	if list.Is(tree.Unknown) {
		return list
	}
	out := tree.NewList(list.Pos)
	for _, n := range list.List() {
		kind, port, given := strings.Cut(n.Str(), ":")
		entry := tree.NewObject(n.Pos, member("protocolType", tree.NewString(n.Pos, kind)))
		if given {
			put(entry, "port", tree.NewNumber(n.Pos.Add(len(kind)+1), port))
		}
		out.Items = append(out.Items, entry)
	}
	return out
}

var ipGroups = section{key: "ipGroups", typ: toIPGroup.typ, spec: spec{
	doc: "IP groups: addresses that firewall rules share.",
	keys: []key{
		must(not(prop("ipAddresses", many(text), "prefixes, addresses and ranges"), "addresses", "addressPrefixes")),
	},
}}
