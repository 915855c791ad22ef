package terraform

// classicFirewallTables are the rules of firewalls without policy.
func classicFirewallTables() map[string]*table {
	collection := func(into string, rules ...field) *table {
		return &table{kind: firewalls + "/" + into, onto: "azure_firewall_name", changes: firewalls, into: into, fields: []field{
			same("priority", "priority"), same("action", "action.type"),
			list("rule", "rules", append([]field{same("name", "name")}, rules...)...),
		}, ignored: "azure_firewall_name"}
	}
	return map[string]*table{
		"azurerm_firewall_network_rule_collection": collection("networkRuleCollections", networkRuleFields("protocols")...),
		"azurerm_firewall_application_rule_collection": collection("applicationRuleCollections", append(ruleSource(),
			list("protocol", "protocols", same("type", "protocolType"), same("port", "port")),
			same("target_fqdns", "targetFqdns"), same("fqdn_tags", "fqdnTags"))...),
		"azurerm_firewall_nat_rule_collection": collection("natRuleCollections", append(ruleSource(),
			same("protocols", "protocols"), same("destination_ports", "destinationPorts"), same("destination_addresses", "destinationAddresses"),
			same("translated_address", "translatedAddress"), same("translated_port", "translatedPort"))...),
	}
}
