package terraform

// gatewayTables are gateways of virtual networks, their connections and sites.
func gatewayTables() map[string]*table {
	return map[string]*table{
		"azurerm_virtual_network_gateway": {kind: virtualNetworkGateways, read: true, fields: []field{
			same("type", "gatewayType"), same("vpn_type", "vpnType"), same("sku", "sku.name"),
			same("active_active", "activeActive"), same("enable_bgp", "enableBgp"), same("bgp_enabled", "enableBgp"),
			children("ip_configuration", "ipConfigurations", frontFields()...),
			group("bgp_settings", same("asn", "bgpSettings.asn"), same("peering_address", "bgpSettings.bgpPeeringAddress")),
			link("default_local_network_gateway_id", "gatewayDefaultSite", localGateways),
			group("vpn_client_configuration", same("address_space", "vpnClientConfiguration.vpnClientAddressPool.addressPrefixes")),
			group("custom_route", same("address_prefixes", "customRoutes.addressPrefixes")),
			same("private_ip_address_enabled", "enablePrivateIpAddress"),
			same("remote_vnet_traffic_enabled", "allowRemoteVnetTraffic"), same("virtual_wan_traffic_enabled", "allowVirtualWanTraffic"),
			same("bgp_route_translation_for_nat_enabled", "enableBgpRouteTranslationForNat"),
		}, ignored: `generation dns_forwarding_enabled ip_sec_replay_protection_enabled policy_group peer_weight peering_addresses minimum_scale_unit
			maximum_scale_unit root_certificate revoked_certificate radius_server_address radius_server_secret radius_server vpn_client_protocols
			vpn_auth_types aad_tenant aad_audience aad_issuer ipsec_policy virtual_network_gateway_client_connection`},
		"azurerm_virtual_network_gateway_connection": {kind: network + "connections", fields: []field{
			same("type", "connectionType"),
			link("virtual_network_gateway_id", "virtualNetworkGateway1", virtualNetworkGateways),
			link("peer_virtual_network_gateway_id", "virtualNetworkGateway2", virtualNetworkGateways),
			link("local_network_gateway_id", "localNetworkGateway2", localGateways),
			link("express_route_circuit_id", "peer", circuits),
			same("enable_bgp", "enableBgp"), same("bgp_enabled", "enableBgp"),
			same("routing_weight", "routingWeight"), same("express_route_gateway_bypass", "expressRouteGatewayBypass"),
			links("ingress_nat_rule_ids", "ingressNatRules", virtualNetworkGateways+"/natRules"),
			links("egress_nat_rule_ids", "egressNatRules", virtualNetworkGateways+"/natRules"),
			list("traffic_selector_policy", "trafficSelectorPolicies",
				same("local_address_cidrs", "localAddressRanges"), same("remote_address_cidrs", "remoteAddressRanges")),
		}, ignored: `authorization_key shared_key connection_protocol connection_mode dpd_timeout_seconds ipsec_policy custom_bgp_addresses
			local_azure_ip_address_enabled use_policy_based_traffic_selectors private_link_fast_path_enabled`},
		"azurerm_virtual_network_gateway_nat_rule": {kind: virtualNetworkGateways + "/natRules", parent: "virtual_network_gateway_id", fields: natFields(),
			ignored: "virtual_network_gateway_id ip_configuration_id"},
		"azurerm_local_network_gateway": {kind: localGateways, read: true, fields: []field{
			same("address_space", "localNetworkAddressSpace.addressPrefixes"),
			same("gateway_address", "gatewayIpAddress"), same("gateway_fqdn", "fqdn"),
			group("bgp_settings", same("asn", "bgpSettings.asn"), same("bgp_peering_address", "bgpSettings.bgpPeeringAddress")),
		}, ignored: "peer_weight"},
		"azurerm_route_server": {kind: virtualHubs, read: true, fields: []field{
			stated("sku", "Standard"),
			same("branch_to_branch_traffic_enabled", "allowBranchToBranchTraffic"),
			onePlace("subnet_id", "subnet", subnets), onePlace("public_ip_address_id", "publicIPAddress", publicIPs),
			same("hub_routing_preference", "hubRoutingPreference"),
		}, ignored: "sku virtual_router_ips virtual_router_asn routing_state"},
		"azurerm_route_server_bgp_connection": {kind: virtualHubs + "/bgpConnections", parent: "route_server_id",
			fields: []field{same("peer_asn", "peerAsn"), same("peer_ip", "peerIp")}, ignored: "route_server_id"},
	}
}

// natFields are those of a NAT rule of a gateway.
func natFields() []field {
	return []field{
		same("mode", "mode"), same("type", "type"),
		list("internal_mapping", "internalMappings", same("address_space", "addressSpace"), same("port_range", "portRange")),
		list("external_mapping", "externalMappings", same("address_space", "addressSpace"), same("port_range", "portRange")),
	}
}
