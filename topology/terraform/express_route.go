package terraform

import "vnetproof/topology/tree"

// circuitTables are ExpressRoute circuits and what they carry.
func circuitTables() map[string]*table {
	return map[string]*table{
		"azurerm_express_route_circuit": {kind: circuits, read: true, fields: []field{
			group("sku", same("tier", "/sku.tier"), same("family", "/sku.family")),
			same("service_provider_provisioning_state", "serviceProviderProvisioningState"),
		}, ignored: `service_provider_name peering_location bandwidth_in_mbps bandwidth_in_gbps express_route_port_id allow_classic_operations
			authorization_key service_key service_provider_properties peerings rate_limiting_enabled`},
		"azurerm_express_route_circuit_peering": {kind: circuitPeerings, parent: "express_route_circuit_name", named: "peering_type", fields: []field{
			same("peering_type", "peeringType"),
		}, ignored: `express_route_circuit_name primary_peer_address_prefix secondary_peer_address_prefix vlan_id shared_key peer_asn azure_asn
			primary_azure_port secondary_azure_port gateway_manager_etag microsoft_peering_config ipv6 ipv4_enabled route_filter_id`},
		"azurerm_express_route_circuit_connection": {kind: circuitPeerings + "/connections", parent: "peering_id", fields: []field{
			link("peer_peering_id", "peerExpressRouteCircuitPeering", circuitPeerings),
		}, ignored: "peering_id address_prefix_ipv4 address_prefix_ipv6 authorization_key"},
		"azurerm_express_route_gateway": {kind: expressRouteGateways, fields: []field{
			link("virtual_hub_id", "virtualHub", virtualHubs), same("allow_non_virtual_wan_traffic", "allowNonVirtualWanTraffic"),
		}, ignored: "scale_units"},
		"azurerm_express_route_connection": {kind: expressRouteGateways + "/expressRouteConnections", parent: "express_route_gateway_id", fields: []field{
			link("express_route_circuit_peering_id", "expressRouteCircuitPeering", circuitPeerings),
			same("enable_internet_security", "enableInternetSecurity"), same("internet_security_enabled", "enableInternetSecurity"),
			hubRouting(),
		}, ignored: `express_route_gateway_id authorization_key routing_weight express_route_gateway_bypass_enabled
			private_link_fast_path_enabled`},
	}
}

// onePlace puts a link into the one IP configuration of a resource.
func onePlace(attribute, path string, wanted ...string) field {
	return field{attribute: attribute, put: func(c *converter, o *object, v *tree.Node) {
		if len(o.parts) == 0 {
			place := newItem(v, "properties")
			place.set("/name", text(v, "ipconfig1"))
			o.add("ipConfigurations", place.node)
			o.parts = append(o.parts, part{"ipConfigurations", "ipconfig1", place})
		}
		o.parts[0].object.set(path, c.link(v, wanted))
	}}
}
