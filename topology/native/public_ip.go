package native

import "vnetproof/topology/tree"

var publicIPAddresses = section{key: "publicIPAddresses", typ: toPublicIP.typ, spec: spec{
	doc: "Public IP addresses; Standard if nothing is said.",
	keys: []key{
		skuName("Basic", "Standard", "StandardV2"),
		prop("ipAddress", text, "the address; absent: known only once deployed"),
		prop("publicIPAddressVersion", oneOf("IPv4", "IPv6"), "IPv4 if absent"),
		prop("publicIPPrefix", linkTo(toPublicIPPrefix), "prefix that it is taken from"),
		prop("domainNameLabel", text, "first part of its DNS name", "dnsSettings.domainNameLabel"),
		prop("fqdn", text, "its whole DNS name", "dnsSettings.fqdn"),
		prop("ddosProtectionMode", oneOf("Enabled", "Disabled", "VirtualNetworkInherited"), "DDoS IP protection", "ddosSettings.protectionMode"),
	},
	finish: standardByDefault,
}}

var publicIPPrefixes = section{key: "publicIPPrefixes", typ: toPublicIPPrefix.typ, spec: spec{
	doc: "Public IP prefixes.",
	keys: []key{
		skuName("Standard", "StandardV2"),
		prop("ipPrefix", text, "the prefix; absent: known only once deployed"),
		prop("prefixLength", number, "its length"),
		prop("publicIPAddressVersion", oneOf("IPv4", "IPv6"), "IPv4 if absent"),
	},
	finish: standardByDefault,
}}

var natGateways = section{key: "natGateways", typ: toNATGateway.typ, spec: spec{
	doc: "NAT gateways; subnets name theirs.",
	keys: []key{
		skuName("Standard", "StandardV2"),
		not(prop("publicIPAddresses", links(toPublicIP), "its addresses", "publicIpAddresses"), "publicIPAddress"),
		prop("publicIPPrefixes", links(toPublicIPPrefix), "its prefixes", "publicIpPrefixes"),
		prop("sourceVirtualNetwork", linkTo(toVirtualNetwork), "StandardV2: the whole network that it serves"),
	},
	finish: standardByDefault,
}}

// skuName is the SKU of a resource that has it beside its properties.
func skuName(names ...string) key {
	return key{name: "sku", at: "sku.name", shape: oneOf(names...), doc: "SKU; Standard if absent"}
}

// standardByDefault is NSG-16's: native files mean Standard where they say nothing.
func standardByDefault(p place, v values, out *tree.Node) {
	if v["sku"] == nil {
		put(out, "sku.name", p.text("Standard"))
	}
}
