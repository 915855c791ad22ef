package native

import "vnetproof/topology/tree"

var privateDNSZones = section{key: "privateDnsZones", typ: toDNSZone.typ, spec: spec{
	doc: "Private DNS zones with their links and records.",
	keys: []key{
		not(input("virtualNetworkLinks", apart("virtualNetworkLinks", zoneLink), "networks that see the zone"), "links"),
		input("A", records("A", many(wrap("ipv4Address", text)), "aRecords"), "addresses by name; @ is the zone itself"),
		input("AAAA", records("AAAA", many(wrap("ipv6Address", text)), "aaaaRecords"), "IPv6 addresses by name"),
		input("CNAME", records("CNAME", text, "cnameRecord.cname"), "other names by name"),
	},
}}

var zoneLink = spec{name: "virtualNetworkLink", doc: "Joins a zone to a network.", keys: []key{
	must(prop("virtualNetwork", linkTo(toVirtualNetwork), "the network")),
	prop("registrationEnabled", flag, "whether its machines are registered"),
	prop("resolutionPolicy", oneOf("Default", "NxDomainRedirect"), "NxDomainRedirect asks public DNS for what the zone lacks"),
}}

// records are record sets of one type by name, each a resource of its own.
func records(kind string, of shape, at string) shape {
	return shape{
		free: true,
		read: func(p place, n *tree.Node) *tree.Node {
			if !n.Is(tree.Object) {
				return p.reader.wrongKind(n, p.path, "an object of records by name")
			}
			for _, m := range n.Members {
				q := p.at(m.Key)
				if !q.goodName(m.Key, m.KeyPos, len(m.Key)) || m.Value.IsAbsent() {
					continue
				}
				q = q.child(kind, m.Key, m.KeyPos)
				record := q.head()
				put(record, "properties."+at, of.orUnknown(q, m.Value))
				p.reader.resources = append(p.reader.resources, record)
			}
			return n
		},
		schema: func(d *definitions) *schema {
			return &schema{Type: "object", AdditionalProperties: of.schema(d)}
		},
	}
}

var dnsResolvers = section{key: "dnsResolvers", typ: "Microsoft.Network/dnsResolvers", spec: spec{
	doc: "DNS private resolvers.",
	keys: []key{
		must(prop("virtualNetwork", linkTo(toVirtualNetwork), "network that it stands in")),
		input("inboundEndpoints", apart("inboundEndpoints", inboundEndpoint), "addresses that others ask"),
		input("outboundEndpoints", apart("outboundEndpoints", outboundEndpoint), "where its forwarding rules leave from"),
	},
}}

var inboundEndpoint = spec{name: "inboundEndpoint", doc: "An address that others ask.", keys: []key{
	must(input("subnet", linkTo(toSubnet), "its subnet")),
	input("privateIpAddress", text, "its address"),
}, finish: func(p place, v values, out *tree.Node) {
	config := p.object()
	if v["subnet"] != nil {
		put(config, "subnet", v["subnet"])
	}
	if v["privateIpAddress"] != nil {
		put(config, "privateIpAddress", v["privateIpAddress"])
	}
	put(out, "properties.ipConfigurations", tree.NewList(p.pos, config))
}}

var outboundEndpoint = spec{name: "outboundEndpoint", doc: "Where forwarding rules leave from.", keys: []key{
	must(prop("subnet", linkTo(toSubnet), "its subnet")),
}}

var dnsForwardingRulesets = section{key: "dnsForwardingRulesets", typ: "Microsoft.Network/dnsForwardingRulesets", spec: spec{
	doc: "Forwarding rules of DNS private resolvers.",
	keys: []key{
		must(prop("dnsResolverOutboundEndpoints", links(toOutboundEndpoint), "endpoints that they leave from, as resolver/endpoint")),
		input("forwardingRules", apart("forwardingRules", forwardingRule), "rules by name"),
		input("virtualNetworkLinks", apart("virtualNetworkLinks", rulesetLink), "networks that follow them"),
	},
}}

var forwardingRule = spec{name: "forwardingRule", doc: "Sends questions for a domain to servers.", keys: []key{
	must(prop("domainName", text, "the domain with its final dot, as contoso.com.")),
	prop("forwardingRuleState", oneOf("Enabled", "Disabled"), "Enabled if absent"),
	must(prop("targetDnsServers", many(object(dnsServer)), "servers to ask")),
}}

var dnsServer = spec{name: "dnsServer", doc: "A server.", keys: []key{
	must(key{name: "ipAddress", at: "ipAddress", shape: text, doc: "its address"}),
	{name: "port", at: "port", shape: number, doc: "53 if absent"},
}}

var rulesetLink = spec{name: "rulesetLink", doc: "Joins a ruleset to a network.", keys: []key{
	must(prop("virtualNetwork", linkTo(toVirtualNetwork), "the network")),
}}
