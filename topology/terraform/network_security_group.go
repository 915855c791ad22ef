package terraform

// securityTables are security groups, their rules and application security groups.
func securityTables() map[string]*table {
	return map[string]*table{
		"azurerm_network_security_group": {kind: securityGroups, read: true,
			fields: []field{children("security_rule", "securityRules", securityRuleFields()...)}},
		"azurerm_network_security_rule": {kind: securityGroups + "/securityRules", parent: "network_security_group_name",
			fields: securityRuleFields(), ignored: "network_security_group_name"},
		"azurerm_application_security_group": {kind: applicationSecurityGroups, read: true, fields: []field{}},
	}
}

// securityRuleFields are those of rules in and beside their group.
func securityRuleFields() []field {
	return []field{
		need(same("priority", "priority")), need(same("direction", "direction")), need(same("access", "access")), need(same("protocol", "protocol")),
		need(same("source_port_range", "sourcePortRange"), "source_port_ranges"), same("source_port_ranges", "sourcePortRanges"),
		need(same("destination_port_range", "destinationPortRange"), "destination_port_ranges"), same("destination_port_ranges", "destinationPortRanges"),
		need(same("source_address_prefix", "sourceAddressPrefix"), "source_address_prefixes", "source_application_security_group_ids"), same("source_address_prefixes", "sourceAddressPrefixes"),
		need(same("destination_address_prefix", "destinationAddressPrefix"), "destination_address_prefixes", "destination_application_security_group_ids"), same("destination_address_prefixes", "destinationAddressPrefixes"),
		links("source_application_security_group_ids", "sourceApplicationSecurityGroups", applicationSecurityGroups),
		links("destination_application_security_group_ids", "destinationApplicationSecurityGroups", applicationSecurityGroups),
	}
}
