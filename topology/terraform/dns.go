package terraform

import (
	"vnetproof/topology/tree"
)

// dnsTables are private DNS zones, their links and records.
func dnsTables() map[string]*table {
	record := func(kind string, fields ...field) *table {
		return &table{kind: privateDNSZones + "/" + kind, parent: "zone_name", fields: fields, ignored: "zone_name ttl fqdn record"}
	}
	return map[string]*table{
		"azurerm_private_dns_zone": {kind: privateDNSZones, read: true, fields: []field{}, ignored: `number_of_record_sets
			max_number_of_record_sets max_number_of_virtual_network_links max_number_of_virtual_network_links_with_registration soa_record`},
		"azurerm_private_dns_zone_virtual_network_link": {kind: privateDNSZones + "/virtualNetworkLinks", parent: "private_dns_zone_name", fields: []field{
			link("virtual_network_id", "virtualNetwork", virtualNetworks), same("registration_enabled", "registrationEnabled"),
			same("resolution_policy", "resolutionPolicy"),
		}, ignored: "private_dns_zone_name"},
		"azurerm_private_dns_a_record":     record("A", recordAddresses("records", "aRecords", "ipv4Address")),
		"azurerm_private_dns_aaaa_record":  record("AAAA", recordAddresses("records", "aaaaRecords", "ipv6Address")),
		"azurerm_private_dns_cname_record": record("CNAME", same("record", "cnameRecord.cname")),
		"azurerm_private_dns_mx_record":    record("MX", []field{}...),
		"azurerm_private_dns_ptr_record":   record("PTR", []field{}...),
		"azurerm_private_dns_srv_record":   record("SRV", []field{}...),
		"azurerm_private_dns_txt_record":   record("TXT", []field{}...),
	}
}

// recordAddresses makes a list of addresses as records have them.
func recordAddresses(attribute, path, key string) field {
	return field{attribute: attribute, path: path, put: func(c *converter, o *object, v *tree.Node) {
		v = c.value(v, "ip_address")
		if v.Is(tree.Unknown) {
			o.set(path, v)
		}
		for _, item := range v.List() {
			record := newItem(item, "")
			record.set(key, item)
			o.add(path, record.node)
		}
	}}
}

// resolverTables are DNS resolvers and forwarding rulesets.
func resolverTables() map[string]*table {
	ruleset := func(kind string, fields ...field) *table {
		return &table{kind: forwardingRulesets + "/" + kind, parent: "dns_forwarding_ruleset_id", fields: fields, ignored: "dns_forwarding_ruleset_id metadata"}
	}
	return map[string]*table{
		"azurerm_private_dns_resolver": {kind: dnsResolvers, read: true, fields: []field{link("virtual_network_id", "virtualNetwork", virtualNetworks)}},
		"azurerm_private_dns_resolver_inbound_endpoint": {kind: dnsResolvers + "/inboundEndpoints", parent: "private_dns_resolver_id", fields: []field{
			list("ip_configurations", "ipConfigurations", link("subnet_id", "subnet", subnets), same("private_ip_address", "privateIpAddress"),
				same("private_ip_allocation_method", "privateIpAllocationMethod")),
		}, ignored: "private_dns_resolver_id"},
		"azurerm_private_dns_resolver_outbound_endpoint": {kind: dnsResolvers + "/outboundEndpoints", parent: "private_dns_resolver_id",
			fields: []field{link("subnet_id", "subnet", subnets)}, ignored: "private_dns_resolver_id"},
		"azurerm_private_dns_resolver_dns_forwarding_ruleset": {kind: forwardingRulesets, fields: []field{
			links("private_dns_resolver_outbound_endpoint_ids", "dnsResolverOutboundEndpoints", dnsResolvers+"/outboundEndpoints")}},
		"azurerm_private_dns_resolver_forwarding_rule": ruleset("forwardingRules",
			same("domain_name", "domainName"), either("enabled", "forwardingRuleState", "Enabled", "Disabled"),
			list("target_dns_servers", "targetDnsServers", same("ip_address", "ipAddress"), same("port", "port"))),
		"azurerm_private_dns_resolver_virtual_network_link": ruleset("virtualNetworkLinks", link("virtual_network_id", "virtualNetwork", virtualNetworks)),
	}
}
