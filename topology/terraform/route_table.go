package terraform

// routeTableTables are route tables and their routes.
func routeTableTables() map[string]*table {
	return map[string]*table{
		"azurerm_route_table": {kind: routeTables, read: true, fields: []field{
			children("route", "routes", routeFields()...),
			same("disable_bgp_route_propagation", "disableBgpRoutePropagation"),
			not("bgp_route_propagation_enabled", "disableBgpRoutePropagation"),
		}, ignored: "subnets"},
		"azurerm_route": {kind: routeTables + "/routes", parent: "route_table_name", fields: routeFields(), ignored: "route_table_name"},
	}
}

// routeFields are those of routes in and beside their table.
func routeFields() []field {
	return []field{
		need(same("address_prefix", "addressPrefix")),
		need(same("next_hop_type", "nextHopType")),
		need(same("next_hop_in_ip_address", "nextHopIpAddress")),
	}
}
