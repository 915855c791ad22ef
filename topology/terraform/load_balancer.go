package terraform

import (
	"vnetproof/topology"
	"vnetproof/topology/tree"
)

// balancerTables are load balancers and their parts.
func balancerTables() map[string]*table {
	part := func(kind, into string, fields ...field) *table {
		return &table{kind: loadBalancers + "/" + kind, onto: "loadbalancer_id", changes: loadBalancers, into: into, fields: fields, ignored: balancerIgnored}
	}
	frontend := sibling("frontend_ip_configuration_name", "frontendIPConfiguration", "frontendIPConfigurations")
	return map[string]*table{
		"azurerm_lb": {kind: loadBalancers, read: true, fields: []field{
			same("sku", "/sku.name"), same("sku_tier", "/sku.tier"),
			children("frontend_ip_configuration", "frontendIPConfigurations", append([]field{
				link("public_ip_prefix_id", "publicIPPrefix", publicIPPrefixes)}, frontFields()...)...),
		}, ignored: "private_ip_address private_ip_addresses inbound_nat_rules load_balancer_rules outbound_rules"},
		"azurerm_lb_backend_address_pool": {kind: backendPools, parent: "loadbalancer_id", fields: []field{
			link("virtual_network_id", "virtualNetwork", virtualNetworks),
			list("backend_address", "loadBalancerBackendAddresses", poolAddress()...),
		}, ignored: "loadbalancer_id backend_ip_configurations load_balancing_rules outbound_rules inbound_nat_rules tunnel_interface synchronous_mode ip_address"},
		"azurerm_lb_backend_address_pool_address": {onto: "backend_address_pool_id", changes: backendPools, into: "loadBalancerBackendAddresses",
			fields: []field{same("ip_address", "ipAddress"), link("virtual_network_id", "virtualNetwork", virtualNetworks),
				link("backend_address_ip_configuration_id", "loadBalancerFrontendIPConfiguration", frontends)},
			ignored: "inbound_nat_rule_port_mapping"},
		"azurerm_lb_nat_rule": {kind: inboundNATRules, parent: "loadbalancer_id", fields: append(ownFrontend(),
			same("protocol", "protocol"), same("frontend_port", "frontendPort"), same("backend_port", "backendPort"),
			same("frontend_port_start", "frontendPortRangeStart"), same("frontend_port_end", "frontendPortRangeEnd"),
			same("enable_floating_ip", "enableFloatingIP"), same("floating_ip_enabled", "enableFloatingIP"),
			link("backend_address_pool_id", "backendAddressPool", backendPools)), ignored: "loadbalancer_id " + balancerIgnored},
		"azurerm_lb_rule": part("loadBalancingRules", "loadBalancingRules", frontend,
			same("protocol", "protocol"), same("frontend_port", "frontendPort"), same("backend_port", "backendPort"),
			links("backend_address_pool_ids", "backendAddressPools", backendPools), addLink("backend_address_pool_id", "backendAddressPools", backendPools),
			link("probe_id", "probe", probes),
			same("enable_floating_ip", "enableFloatingIP"), same("floating_ip_enabled", "enableFloatingIP"),
			same("disable_outbound_snat", "disableOutboundSnat")),
		"azurerm_lb_outbound_rule": part("outboundRules", "outboundRules", same("protocol", "protocol"),
			list("frontend_ip_configuration", "frontendIPConfigurations", frontendID("name")),
			link("backend_address_pool_id", "backendAddressPool", backendPools)),
		"azurerm_lb_probe": part("probes", "probes", same("protocol", "protocol"), same("port", "port"), same("request_path", "requestPath")),
		"azurerm_lb_nat_pool": part("inboundNatPools", "inboundNatPools", frontend, same("protocol", "protocol"),
			same("frontend_port_start", "frontendPortRangeStart"), same("frontend_port_end", "frontendPortRangeEnd"), same("backend_port", "backendPort")),
	}
}

const balancerIgnored = `frontend_ip_configuration_id idle_timeout_in_minutes enable_tcp_reset tcp_reset_enabled load_distribution
	interval_in_seconds number_of_probes probe_threshold load_balancer_rules allocated_outbound_ports backend_ip_configuration_id
	tcp_idle_timeout_in_minutes`

// ownFrontend makes the reference to a front end of the load balancer above a
// resource of its own.
func ownFrontend() []field {
	return []field{{attribute: "frontend_ip_configuration_name", path: "frontendIPConfiguration", put: func(c *converter, o *object, v *tree.Node) {
		above := *c
		above.owner = string(topology.ID(c.owner).Parent())
		o.set("frontendIPConfiguration", above.siblingLink(v, "frontendIPConfigurations"))
	}}}
}

// frontendID makes the ID of a front end of the load balancer of its name.
func frontendID(attribute string) field {
	return field{attribute: attribute, path: "id", put: func(c *converter, o *object, v *tree.Node) {
		o.set("id", c.siblingLink(v, "frontendIPConfigurations").Get("id"))
	}}
}

// poolAddress are the fields of an address that a pool lists.
func poolAddress() []field {
	return inProperties(same("name", "/name"), same("ip_address", "ipAddress"), link("virtual_network_id", "virtualNetwork", virtualNetworks))
}
