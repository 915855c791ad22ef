package terraform

import "vnetproof/topology/tree"

// wanTables are virtual WANs, their hubs and how these route.
func wanTables() map[string]*table {
	return map[string]*table{
		"azurerm_virtual_wan": {kind: virtualWANs, read: true, fields: []field{
			same("type", "type"), same("allow_branch_to_branch_traffic", "allowBranchToBranchTraffic"),
		}, ignored: "disable_vpn_encryption office365_local_breakout_category virtual_hub_ids vpn_site_ids sku"},
		"azurerm_virtual_hub": {kind: virtualHubs, read: true, fields: []field{
			link("virtual_wan_id", "virtualWan", virtualWANs),
			same("address_prefix", "addressPrefix"), same("hub_routing_preference", "hubRoutingPreference"), same("sku", "sku"),
			same("branch_to_branch_traffic_enabled", "allowBranchToBranchTraffic"),
			list("route", "routeTable.routes", same("address_prefixes", "addressPrefixes"), same("next_hop_ip_address", "nextHopIpAddress")),
		}, ignored: "default_route_table_id virtual_router_asn virtual_router_ips virtual_router_auto_scale_min_capacity"},
		"azurerm_virtual_hub_ip": {kind: virtualHubs + "/ipConfigurations", parent: "virtual_hub_id", fields: []field{
			link("subnet_id", "subnet", subnets), link("public_ip_address_id", "publicIPAddress", publicIPs),
		}, ignored: "virtual_hub_id private_ip_address private_ip_allocation_method"},
		"azurerm_virtual_hub_route_table": {kind: hubRouteTables, parent: "virtual_hub_id", read: true,
			fields: []field{same("labels", "labels"), list("route", "routes", hubRouteFields()...)}, ignored: "virtual_hub_id"},
		"azurerm_virtual_hub_route_table_route": {onto: "route_table_id", changes: hubRouteTables, fields: []field{
			{put: hubRoute}}, ignored: "destinations destinations_type next_hop next_hop_type"},
		"azurerm_virtual_hub_connection": {kind: hubConnections, parent: "virtual_hub_id", fields: []field{
			link("remote_virtual_network_id", "remoteVirtualNetwork", virtualNetworks),
			same("internet_security_enabled", "enableInternetSecurity"),
			hubRouting(),
		}, ignored: `virtual_hub_id hub_to_vitual_network_traffic_allowed vitual_network_to_hub_gateways_traffic_allowed`},
		"azurerm_virtual_hub_routing_intent": {kind: virtualHubs + "/routingIntent", parent: "virtual_hub_id", fields: []field{
			list("routing_policy", "routingPolicies", same("name", "name"), same("destinations", "destinations"), id("next_hop", "nextHop")),
		}, ignored: "virtual_hub_id"},
		"azurerm_virtual_hub_bgp_connection": {kind: virtualHubs + "/bgpConnections", parent: "virtual_hub_id", fields: []field{
			same("peer_asn", "peerAsn"), same("peer_ip", "peerIp"),
			link("virtual_network_connection_id", "hubVirtualNetworkConnection", hubConnections),
		}, ignored: "virtual_hub_id"},
		"azurerm_route_map":                             {kind: virtualHubs + "/routeMaps", parent: "virtual_hub_id"},
		"azurerm_virtual_hub_security_partner_provider": {kind: network + "securityPartnerProviders"},
	}
}

// hubRouteFields are those of a static route of a hub's table.
func hubRouteFields() []field {
	return []field{same("name", "name"), same("destinations", "destinations"), same("destinations_type", "destinationType"),
		id("next_hop", "nextHop"), same("next_hop_type", "nextHopType")}
}

// hubRoute adds a static route that is a resource of its own.
func hubRoute(c *converter, o *object, from *tree.Node) {
	route := newItem(&tree.Node{Pos: c.i.pos, Width: c.i.width}, "")
	c.apply(hubRouteFields(), from, route)
	o.add("routes", route.node)
}

// hubRouting is the routing configuration of a connection to a hub.
func hubRouting() field {
	const at = "routingConfiguration."
	return group("routing",
		link("associated_route_table_id", at+"associatedRouteTable", hubRouteTables),
		link("associated_route_table", at+"associatedRouteTable", hubRouteTables),
		group("propagated_route_table",
			same("labels", at+"propagatedRouteTables.labels"), links("route_table_ids", at+"propagatedRouteTables.ids", hubRouteTables),
			links("ids", at+"propagatedRouteTables.ids", hubRouteTables)),
		link("inbound_route_map_id", at+"inboundRouteMap"), link("outbound_route_map_id", at+"outboundRouteMap"),
		list("static_vnet_route", at+"vnetRoutes.staticRoutes", same("name", "name"), same("address_prefixes", "addressPrefixes"),
			same("next_hop_ip_address", "nextHopIpAddress")),
		same("static_vnet_local_route_override_criteria", at+"vnetRoutes.staticRoutesConfig.vnetLocalRouteOverrideCriteria"),
		same("static_vnet_propagate_static_routes_enabled", at+"vnetRoutes.staticRoutesConfig.propagateStaticRoutes"))
}
