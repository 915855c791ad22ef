package terraform

import (
	"strings"

	"vnetproof/topology/tree"
)

// storageTables are services that keep data and filter who may reach it.
func storageTables() map[string]*table {
	const account = "Microsoft.Storage/storageAccounts"
	return map[string]*table{
		"azurerm_storage_account": service(account, publicAccess(), group("network_rules", filterFields("networkAcls.", "ip_rules", "virtual_network_subnet_ids")...)),
		"azurerm_storage_account_network_rules": {onto: "storage_account_id", changes: account, ignored: "storage_account_name private_link_access",
			fields: filterFields("networkAcls.", "ip_rules", "virtual_network_subnet_ids")},
		"azurerm_key_vault": service("Microsoft.KeyVault/vaults", publicAccess(), group("network_acls", filterFields("networkAcls.", "ip_rules", "virtual_network_subnet_ids")...)),
		"azurerm_key_vault_managed_hardware_security_module": service("Microsoft.KeyVault/managedHSMs", publicAccess(),
			group("network_acls", same("bypass", "networkAcls.bypass"), same("default_action", "networkAcls.defaultAction"))),
		"azurerm_container_registry": service("Microsoft.ContainerRegistry/registries", publicAccess(),
			group("network_rule_set", same("default_action", "networkRuleSet.defaultAction"),
				list("ip_rule", "networkRuleSet.ipRules", same("ip_range", "value"), same("action", "action")),
				list("virtual_network", "networkRuleSet.virtualNetworkRules", id("subnet_id", "id", subnets))),
			same("network_rule_bypass_option", "networkRuleBypassOptions")),
		"azurerm_cognitive_account": aiServices(publicAccess()),
		"azurerm_ai_services":       aiServices(same("public_network_access", "publicNetworkAccess")),
		"azurerm_cosmosdb_account": service("Microsoft.DocumentDB/databaseAccounts", publicAccess(),
			same("is_virtual_network_filter_enabled", "isVirtualNetworkFilterEnabled"),
			field{attribute: "ip_range_filter", path: "ipRules", put: cosmosRanges},
			list("virtual_network_rule", "virtualNetworkRules", id("id", "id", subnets)),
			either("network_acl_bypass_for_azure_services", "networkAclBypass", "AzureServices", "None")),
		"azurerm_search_service": service("Microsoft.Search/searchServices", publicAccess(),
			filterRules("allowed_ips", "networkRuleSet.ipRules", "value"), same("network_rule_bypass_option", "networkRuleSet.bypass")),
	}
}

// aiServices is an account of AI services, which ARM has of one type only.
func aiServices(access field) *table {
	return service("Microsoft.CognitiveServices/accounts", access,
		group("network_acls", same("default_action", "networkAcls.defaultAction"), filterRules("ip_rules", "networkAcls.ipRules", "value"),
			list("virtual_network_rules", "networkAcls.virtualNetworkRules", id("subnet_id", "id", subnets)), same("bypass", "networkAcls.bypass")))
}

// service is the table of a platform service. What else it has is not of the network.
func service(kind string, fields ...field) *table {
	return &table{kind: kind, fields: fields, service: true}
}

// publicAccess is whether the public endpoint answers.
func publicAccess() field {
	return either("public_network_access_enabled", "publicNetworkAccess", "Enabled", "Disabled")
}

// filterFields are those of a service's own filter.
func filterFields(at, addresses, networks string) []field {
	return []field{
		same("default_action", at+"defaultAction"),
		{attribute: "bypass", path: at + "bypass", put: func(c *converter, o *object, v *tree.Node) {
			v = c.value(v, "bypass")
			if v.Is(tree.List) {
				v = text(v, joined(v))
			}
			o.set(at+"bypass", v)
		}},
		filterRules(addresses, at+"ipRules", "value"),
		filterSubnets(networks, at+"virtualNetworkRules"),
	}
}

// filterRules makes a list of {key} of a list of addresses.
func filterRules(attribute, path, key string) field {
	return field{attribute: attribute, path: path, put: func(c *converter, o *object, v *tree.Node) {
		v = c.value(v, attribute)
		if v.Is(tree.Unknown) {
			o.set(path, v)
		}
		for _, item := range v.List() {
			rule := newItem(item, "")
			rule.set(key, item)
			o.add(path, rule.node)
		}
	}}
}

// filterSubnets makes a list of {id} of a list of subnets.
func filterSubnets(attribute, path string) field {
	return field{attribute: attribute, path: path, put: func(c *converter, o *object, v *tree.Node) {
		all := c.idList(v, []string{subnets})
		if all.Is(tree.Unknown) {
			o.set(path, all)
		}
		for _, id := range all.List() {
			o.add(path, c.link(id, nil))
		}
	}}
}

// cosmosRanges reads ranges in a list or, as older versions have them, in one text.
func cosmosRanges(c *converter, o *object, v *tree.Node) {
	v = c.value(v, "ip_range_filter")
	if v.Is(tree.String) {
		all := &tree.Node{Kind: tree.List, Pos: v.Pos, Width: v.Width}
		for _, part := range strings.Split(v.Text, ",") {
			all.Items = append(all.Items, text(v, strings.TrimSpace(part)))
		}
		v = all
	}
	filterRules("ip_range_filter", "ipRules", "ipAddressOrRange").put(c, o, v)
}
