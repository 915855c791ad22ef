package terraform

// hubGatewayTables are the gateways of virtual hubs and the sites behind them.
func hubGatewayTables() map[string]*table {
	return map[string]*table{
		"azurerm_vpn_gateway": {kind: vpnGateways, read: true, fields: []field{link("virtual_hub_id", "virtualHub", virtualHubs)},
			ignored: "bgp_settings routing_preference scale_unit bgp_route_translation_for_nat_enabled ip_configuration"},
		"azurerm_vpn_gateway_connection": {kind: vpnGateways + "/vpnConnections", parent: "vpn_gateway_id", fields: []field{
			link("remote_vpn_site_id", "remoteVpnSite", vpnSites),
			same("internet_security_enabled", "enableInternetSecurity"),
			list("vpn_link", "vpnLinkConnections", inProperties(same("name", "/name"), same("bgp_enabled", "enableBgp"),
				ids("egress_nat_rule_ids", "egressNatRules"), ids("ingress_nat_rule_ids", "ingressNatRules"),
				same("policy_based_traffic_selector_enabled", "usePolicyBasedTrafficSelectors"))...),
			hubRouting(),
		}, ignored: "vpn_gateway_id traffic_selector_policy"},
		"azurerm_vpn_gateway_nat_rule": {kind: vpnGateways + "/natRules", parent: "vpn_gateway_id"},
		"azurerm_vpn_site": {kind: vpnSites, fields: []field{
			link("virtual_wan_id", "virtualWan", virtualWANs),
			same("address_cidrs", "addressSpace.addressPrefixes"),
			list("link", "vpnSiteLinks", inProperties(same("name", "/name"), same("ip_address", "ipAddress"),
				group("bgp", same("asn", "bgpProperties.asn"), same("peering_address", "bgpProperties.bgpPeeringAddress")))...),
		}, ignored: "device_model device_vendor o365_policy fqdn provider_name speed_in_mbps"},
		"azurerm_point_to_site_vpn_gateway": {kind: network + "p2sVpnGateways", fields: []field{
			link("virtual_hub_id", "virtualHub", virtualHubs),
			list("connection_configuration", "p2SConnectionConfigurations", inProperties(same("name", "/name"),
				group("vpn_client_address_pool", same("address_prefixes", "vpnClientAddressPool.addressPrefixes")),
				same("internet_security_enabled", "enableInternetSecurity"),
				routeAsRouting())...),
		}, ignored: "vpn_server_configuration_id scale_unit dns_servers routing_preference_internet_enabled configuration_policy_group_associations"},
	}
}

// routeAsRouting is the routing of a point-to-site configuration, which the
// provider calls route.
func routeAsRouting() field {
	f := hubRouting()
	return field{attribute: "route", block: true, of: f.of, put: f.put}
}
