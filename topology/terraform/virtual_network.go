package terraform

import (
	"vnetproof/topology/tree"
)

// networkTables are virtual networks and what belongs to them.
func networkTables() map[string]*table {
	return map[string]*table{
		"azurerm_resource_group": {kind: resourceGroups, isGroup: true, fields: []field{}, ignored: "managed_by", read: false},
		"azurerm_virtual_network": {kind: virtualNetworks, read: true, fields: []field{
			need(same("address_space", "addressSpace.addressPrefixes"), "ip_address_pool"),
			list("ip_address_pool", "addressSpace.ipamPoolPrefixAllocations", same("id", "pool.id"), same("number_of_ip_addresses", "numberOfIpAddresses")),
			same("dns_servers", "dhcpOptions.dnsServers"),
			group("ddos_protection_plan", link("id", "ddosProtectionPlan"), same("enable", "enableDdosProtection")),
			same("private_endpoint_vnet_policies", "privateEndpointVNetPolicies"),
			group("encryption", same("enforcement", "encryption.enforcement"), fixed("enforcement", "encryption.enabled", "true")),
			children("subnet", "subnets", subnetFields()...),
			readNames("subnets", "subnets"), readNames("vnet_peerings", "virtualNetworkPeerings"),
		}, ignored: "bgp_community flow_timeout_in_minutes vnet_peerings_addresses " + subnetIgnored},
		"azurerm_subnet": {kind: subnets, parent: "virtual_network_name", read: true, fields: subnetFields(),
			ignored: "virtual_network_name " + subnetIgnored},
		"azurerm_virtual_network_peering": {kind: virtualNetworks + "/virtualNetworkPeerings", parent: "virtual_network_name", fields: []field{
			need(link("remote_virtual_network_id", "remoteVirtualNetwork", virtualNetworks)),
			same("allow_virtual_network_access", "allowVirtualNetworkAccess"),
			same("allow_forwarded_traffic", "allowForwardedTraffic"),
			same("allow_gateway_transit", "allowGatewayTransit"),
			same("use_remote_gateways", "useRemoteGateways"),
			same("peer_complete_virtual_networks_enabled", "peerCompleteVnets"),
			same("local_subnet_names", "localSubnetNames"), same("remote_subnet_names", "remoteSubnetNames"),
			same("only_ipv6_peering_enabled", "enableOnlyIPv6Peering"),
		}, ignored: "virtual_network_name triggers"},
		"azurerm_virtual_network_dns_servers": {onto: "virtual_network_id", changes: virtualNetworks,
			fields: []field{same("dns_servers", "dhcpOptions.dnsServers")}},
		"azurerm_subnet_network_security_group_association": {onto: "subnet_id", changes: subnets,
			fields: []field{need(link("network_security_group_id", "networkSecurityGroup", securityGroups))}},
		"azurerm_subnet_route_table_association": {onto: "subnet_id", changes: subnets,
			fields: []field{need(link("route_table_id", "routeTable", routeTables))}},
		"azurerm_subnet_nat_gateway_association": {onto: "subnet_id", changes: subnets,
			fields: []field{need(link("nat_gateway_id", "natGateway", natGateways))}},
	}
}

const subnetIgnored = `private_link_service_network_policies_enabled enforce_private_link_service_network_policies sharing_scope actions
	network_security_group_name route_table_name`

// subnetFields are those of subnets in and beside their network.
func subnetFields() []field {
	return []field{
		same("address_prefix", "addressPrefix"), need(same("address_prefixes", "addressPrefixes"), "address_prefix", "ip_address_pool"),
		list("ip_address_pool", "ipamPoolPrefixAllocations", same("id", "pool.id"), same("number_of_ip_addresses", "numberOfIpAddresses")),
		link("security_group", "networkSecurityGroup", securityGroups), link("network_security_group_id", "networkSecurityGroup", securityGroups),
		link("route_table_id", "routeTable", routeTables),
		services("service_endpoints"),
		links("service_endpoint_policy_ids", "serviceEndpointPolicies"),
		list("delegation", "delegations", same("name", "name"), group("service_delegation", same("name", "properties.serviceName"))),
		same("default_outbound_access_enabled", "defaultOutboundAccess"),
		same("private_endpoint_network_policies", "privateEndpointNetworkPolicies"),
		either("private_endpoint_network_policies_enabled", "privateEndpointNetworkPolicies", "Enabled", "Disabled"),
		either("enforce_private_link_endpoint_network_policies", "privateEndpointNetworkPolicies", "Disabled", "Enabled"),
	}
}

// services makes a list of {service} of names.
func services(attribute string) field {
	return field{attribute: attribute, path: "serviceEndpoints", put: func(c *converter, o *object, v *tree.Node) {
		v = c.value(v, attribute)
		if v.Is(tree.Unknown) {
			o.set("serviceEndpoints", v)
		}
		for _, item := range v.List() {
			service := newItem(item, "")
			service.set("service", item)
			o.add("serviceEndpoints", service.node)
		}
	}}
}

// readNames takes children of which a data source tells the names only: there
// are some, and what they are is not known.
func readNames(attribute, path string) field {
	return field{attribute: attribute, path: path, put: func(c *converter, o *object, v *tree.Node) {
		o.set(path, unlike(v, "the data source "+c.i.address+" tells only their names", "give the state, plan or export that holds them"))
	}}
}
