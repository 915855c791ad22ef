package terraform

import "vnetproof/topology/tree"

// managerTables are network managers, their groups and what joins and guards them.
func managerTables() map[string]*table {
	const admin = networkManagers + "/securityAdminConfigurations"
	return map[string]*table{
		"azurerm_network_manager": {kind: networkManagers, read: true, fields: []field{
			group("scope", same("management_group_ids", "networkManagerScopes.managementGroups"), same("subscription_ids", "networkManagerScopes.subscriptions")),
			same("scope_accesses", "networkManagerScopeAccesses"),
		}, ignored: "cross_tenant_scopes"},
		"azurerm_network_manager_network_group": {kind: networkGroups, parent: "network_manager_id", read: true,
			fields: []field{same("member_type", "memberType")}, ignored: "network_manager_id"},
		"azurerm_network_manager_static_member": {kind: networkGroups + "/staticMembers", parent: "network_group_id", fields: []field{
			id("target_virtual_network_id", "resourceId", virtualNetworks, subnets)}, ignored: "network_group_id region"},
		"azurerm_network_manager_connectivity_configuration": {kind: networkManagers + "/connectivityConfigurations", parent: "network_manager_id", fields: []field{
			same("connectivity_topology", "connectivityTopology"),
			list("applies_to_group", "appliesToGroups", id("network_group_id", "networkGroupId", networkGroups), same("group_connectivity", "groupConnectivity"),
				same("use_hub_gateway", "useHubGateway"), same("global_mesh_enabled", "isGlobal")),
			list("hub", "hubs", id("resource_id", "resourceId", virtualNetworks), same("resource_type", "resourceType")),
			same("global_mesh_enabled", "isGlobal"), same("delete_existing_peering_enabled", "deleteExistingPeering"),
		}, ignored: "network_manager_id"},
		"azurerm_network_manager_security_admin_configuration": {kind: admin, parent: "network_manager_id", fields: []field{
			same("apply_on_network_intent_policy_based_services", "applyOnNetworkIntentPolicyBasedServices")}, ignored: "network_manager_id"},
		"azurerm_network_manager_admin_rule_collection": {kind: admin + "/ruleCollections", parent: "security_admin_configuration_id", fields: []field{
			groupIDs("network_group_ids", "appliesToGroups")}, ignored: "security_admin_configuration_id"},
		"azurerm_network_manager_admin_rule": {kind: admin + "/ruleCollections/rules", parent: "admin_rule_collection_id", fields: []field{
			stated("/kind", "Custom"),
			same("action", "access"), same("direction", "direction"), same("priority", "priority"), same("protocol", "protocol"),
			same("source_port_ranges", "sourcePortRanges"), same("destination_port_ranges", "destinationPortRanges"),
			list("source", "sources", id("address_prefix", "addressPrefix", networkGroups), same("address_prefix_type", "addressPrefixType")),
			list("destination", "destinations", id("address_prefix", "addressPrefix", networkGroups), same("address_prefix_type", "addressPrefixType")),
		}, ignored: "admin_rule_collection_id"},
		"azurerm_network_manager_deployment": {kind: networkManagers + "/commits"},
	}
}

// routingManagerTables are the routes that a network manager makes.
func routingManagerTables() map[string]*table {
	const routing = networkManagers + "/routingConfigurations"
	return map[string]*table{
		"azurerm_network_manager_routing_configuration": {kind: routing, parent: "network_manager_id", fields: []field{
			same("route_table_usage_mode", "routeTableUsageMode")}, ignored: "network_manager_id"},
		"azurerm_network_manager_routing_rule_collection": {kind: routing + "/ruleCollections", parent: "routing_configuration_id", fields: []field{
			groupIDs("network_group_ids", "appliesTo"), not("bgp_route_propagation_enabled", "disableBgpRoutePropagation"),
			same("local_route_setting", "localRouteSetting"),
		}, ignored: "routing_configuration_id"},
		"azurerm_network_manager_routing_rule": {kind: routing + "/ruleCollections/rules", parent: "rule_collection_id", fields: []field{
			group("destination", same("address", "destination.destinationAddress"), same("type", "destination.type")),
			group("next_hop", same("type", "nextHop.nextHopType"), same("address", "nextHop.nextHopAddress")),
		}, ignored: "rule_collection_id"},
	}
}

// groupIDs makes a list of {networkGroupId} of a list of IDs.
func groupIDs(attribute, path string) field {
	return field{attribute: attribute, path: path, put: func(c *converter, o *object, v *tree.Node) {
		all := c.idList(v, []string{networkGroups})
		if all.Is(tree.Unknown) {
			o.set(path, all)
		}
		for _, id := range all.List() {
			item := newItem(id, "")
			item.set("networkGroupId", id)
			o.add(path, item.node)
		}
	}}
}
