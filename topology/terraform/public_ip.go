package terraform

// addressTables are public addresses, their prefixes and NAT gateways.
func addressTables() map[string]*table {
	return map[string]*table{
		"azurerm_public_ip": {kind: publicIPs, read: true, fields: []field{
			same("sku", "/sku.name"), same("sku_tier", "/sku.tier"),
			same("ip_address", "ipAddress"),
			same("ip_version", "publicIPAddressVersion"),
			same("allocation_method", "publicIPAllocationMethod"),
			same("domain_name_label", "dnsSettings.domainNameLabel"), same("domain_name_label_scope", "dnsSettings.domainNameLabelScope"),
			same("fqdn", "dnsSettings.fqdn"),
			link("public_ip_prefix_id", "publicIPPrefix", publicIPPrefixes),
			same("ddos_protection_mode", "ddosSettings.protectionMode"),
		}, ignored: "idle_timeout_in_minutes ddos_protection_plan_id ip_tags"},
		"azurerm_public_ip_prefix": {kind: publicIPPrefixes, read: true, fields: []field{
			same("sku", "/sku.name"), same("ip_prefix", "ipPrefix"), same("prefix_length", "prefixLength"), same("ip_version", "publicIPAddressVersion"),
		}, ignored: "sku_tier custom_ip_prefix_id"},
		"azurerm_nat_gateway": {kind: natGateways, read: true, fields: []field{
			same("sku_name", "/sku.name"),
			links("public_ip_address_ids", "publicIpAddresses", publicIPs), links("public_ip_prefix_ids", "publicIpPrefixes", publicIPPrefixes),
		}, ignored: "idle_timeout_in_minutes"},
		"azurerm_nat_gateway_public_ip_association": {onto: "nat_gateway_id", changes: natGateways,
			fields: []field{addLink("public_ip_address_id", "publicIpAddresses", publicIPs)}},
		"azurerm_nat_gateway_public_ip_prefix_association": {onto: "nat_gateway_id", changes: natGateways,
			fields: []field{addLink("public_ip_prefix_id", "publicIpPrefixes", publicIPPrefixes)}},
	}
}
