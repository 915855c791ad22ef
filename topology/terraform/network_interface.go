package terraform

import (
	"strings"

	"vnetproof/topology/tree"
)

// interfaceTables are NICs and what is associated with them.
func interfaceTables() map[string]*table {
	const among = "ipConfigurations"
	return map[string]*table{
		"azurerm_network_interface": {kind: networkInterfaces, read: true, fields: append([]field{
			children("ip_configuration", among, configurationFields()...)}, interfaceFields()...),
			ignored: interfaceIgnored},
		"azurerm_network_interface_security_group_association": {onto: "network_interface_id", changes: networkInterfaces,
			fields: []field{need(link("network_security_group_id", "networkSecurityGroup", securityGroups))}},
		"azurerm_network_interface_application_security_group_association": {onto: "network_interface_id", changes: networkInterfaces, among: among,
			fields: []field{need(addLink("application_security_group_id", "applicationSecurityGroups", applicationSecurityGroups))}},
		"azurerm_network_interface_backend_address_pool_association": {onto: "network_interface_id", changes: networkInterfaces,
			among: among, by: "ip_configuration_name",
			fields: []field{need(addLink("backend_address_pool_id", "loadBalancerBackendAddressPools", backendPools))}},
		"azurerm_network_interface_nat_rule_association": {onto: "network_interface_id", changes: networkInterfaces,
			among: among, by: "ip_configuration_name",
			fields: []field{need(addLink("nat_rule_id", "loadBalancerInboundNatRules", inboundNATRules))}},
		"azurerm_network_interface_application_gateway_backend_address_pool_association": {onto: "network_interface_id",
			changes: networkInterfaces, among: among, by: "ip_configuration_name",
			fields: []field{addLink("backend_address_pool_id", "applicationGatewayBackendAddressPools", applicationGateways+"/backendAddressPools")}},
	}
}

const interfaceIgnored = `accelerated_networking_enabled enable_accelerated_networking internal_dns_name_label internal_domain_name_suffix
	internal_fqdn applied_dns_servers mac_address private_ip_address private_ip_addresses virtual_machine_id auxiliary_mode auxiliary_sku
	private_ip_address_allocation`

// interfaceFields are those of a NIC besides its addresses.
func interfaceFields() []field {
	return []field{
		link("network_security_group_id", "networkSecurityGroup", securityGroups),
		same("enable_ip_forwarding", "enableIPForwarding"), same("ip_forwarding_enabled", "enableIPForwarding"),
		same("ip_forwarding", "enableIPForwarding"),
		same("dns_servers", "dnsSettings.dnsServers"),
	}
}

// configurationFields are those of an address of a NIC.
func configurationFields() []field {
	return append(append(frontFields(), poolFields()...),
		same("primary", "primary"),
		links("load_balancer_inbound_nat_rules_ids", "loadBalancerInboundNatRules", inboundNATRules))
}

// frontFields are those of an address of whatever has one.
func frontFields() []field {
	return []field{
		link("subnet_id", "subnet", subnets),
		same("private_ip_address", "privateIPAddress"),
		{attribute: "private_ip_address_allocation", put: allocation},
		same("private_ip_address_version", "privateIPAddressVersion"),
		link("public_ip_address_id", "publicIPAddress", publicIPs),
		link("gateway_load_balancer_frontend_ip_configuration_id", "gatewayLoadBalancer", frontends),
	}
}

// poolFields are the groups and pools that an address is in.
func poolFields() []field {
	return []field{
		links("application_security_group_ids", "applicationSecurityGroups", applicationSecurityGroups),
		links("load_balancer_backend_address_pools_ids", "loadBalancerBackendAddressPools", backendPools),
		links("load_balancer_backend_address_pool_ids", "loadBalancerBackendAddressPools", backendPools),
		links("application_gateway_backend_address_pools_ids", "applicationGatewayBackendAddressPools", applicationGateways+"/backendAddressPools"),
		links("application_gateway_backend_address_pool_ids", "applicationGatewayBackendAddressPools", applicationGateways+"/backendAddressPools"),
	}
}

// allocation takes how an address is chosen. A static one that the document
// does not tell is one that the configuration sets, and not Azure's choice.
func allocation(c *converter, o *object, v *tree.Node) {
	v = c.value(v, "private_ip_address_allocation")
	o.set("privateIPAllocationMethod", v)
	if strings.EqualFold(v.Str(), "Static") && present(o.get("privateIPAddress")) == nil {
		o.set("privateIPAddress", c.unknownValue(v, "the address is static, and known only after apply"))
	}
}
