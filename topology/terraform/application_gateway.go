package terraform

import "vnetproof/topology/tree"

// applicationGatewayTables are application gateways, their firewall policies,
// and Bastions.
func applicationGatewayTables() map[string]*table {
	policy := &table{kind: network + "ApplicationGatewayWebApplicationFirewallPolicies", fields: []field{
		group("policy_settings", same("mode", "policySettings.mode"), either("enabled", "policySettings.state", "Enabled", "Disabled")),
	}, ignored: "custom_rules managed_rules http_listener_ids path_based_rule_ids request_body_check file_upload_limit_in_mb " +
		"max_request_body_size_in_kb request_body_inspect_limit_in_kb request_body_enforcement file_upload_enforcement " +
		"js_challenge_cookie_expiration_in_minutes log_scrubbing"}
	return map[string]*table{
		"azurerm_application_gateway": {kind: applicationGateways, fields: []field{
			group("sku", same("name", "sku.name"), same("tier", "sku.tier")),
			list("gateway_ip_configuration", "gatewayIPConfigurations", inProperties(same("name", "/name"), link("subnet_id", "subnet", subnets))...),
			children("frontend_ip_configuration", "frontendIPConfigurations", frontFields()...),
			list("frontend_port", "frontendPorts", inProperties(same("name", "/name"), same("port", "port"))...),
			children("http_listener", "httpListeners", listenerFields()...),
			children("listener", "listeners", listenerFields()...),
			children("backend_address_pool", "backendAddressPools", poolMembers("ip_addresses", "ipAddress"), poolMembers("fqdns", "fqdn")),
			list("backend_http_settings", "backendHttpSettingsCollection", inProperties(same("name", "/name"), same("port", "port"))...),
			list("backend", "backendSettingsCollection", inProperties(same("name", "/name"), same("port", "port"))...),
			link("firewall_policy_id", "firewallPolicy"),
			group("waf_configuration", same("enabled", "webApplicationFirewallConfiguration.enabled"),
				same("firewall_mode", "webApplicationFirewallConfiguration.firewallMode")),
			list("private_link_configuration", "privateLinkConfigurations", same("name", "name")),
		}, ignored: applicationGatewayIgnored},
		"azurerm_web_application_firewall_policy": policy,
		"azurerm_bastion_host": {kind: network + "bastionHosts", fields: []field{
			same("sku", "/sku.name"),
			children("ip_configuration", "ipConfigurations", frontFields()...),
			link("virtual_network_id", "virtualNetwork", virtualNetworks),
			same("ip_connect_enabled", "enableIpConnect"),
		}, ignored: "copy_paste_enabled file_copy_enabled kerberos_enabled scale_units shareable_link_enabled tunneling_enabled dns_name session_recording_enabled"},
	}
}

const applicationGatewayIgnored = `enable_http2 http2_enabled autoscale_configuration probe request_routing_rule routing_rule url_path_map
	redirect_configuration rewrite_rule_set ssl_certificate ssl_policy ssl_profile trusted_root_certificate trusted_client_certificate
	authentication_certificate custom_error_configuration fips_enabled force_firewall_policy_association global private_endpoint_connection
	capacity protocol host_name host_names require_sni ssl_certificate_name ssl_profile_name cookie_based_affinity affinity_cookie_name
	path request_timeout probe_name pick_host_name_from_backend_address connection_draining trusted_root_certificate_names host_name
	rule_set_type rule_set_version file_upload_limit_mb max_request_body_size_kb request_body_check disabled_rule_group exclusion
	private_link_configuration_name private_link_configuration_id ip_configuration frontend_ip_configuration_id frontend_port_id
	timeout_in_seconds client_ip_preservation_enabled dedicated_backend_connection_enabled`

// listenerFields are those of a listener.
func listenerFields() []field {
	return []field{
		sibling("frontend_ip_configuration_name", "frontendIPConfiguration", "frontendIPConfigurations"),
		sibling("frontend_port_name", "frontendPort", "frontendPorts"),
		link("firewall_policy_id", "firewallPolicy"),
	}
}

// poolMembers makes backend addresses of a list of addresses or names.
func poolMembers(attribute, key string) field {
	return field{attribute: attribute, path: "backendAddresses", put: func(c *converter, o *object, v *tree.Node) {
		v = c.value(v, attribute)
		if v.Is(tree.Unknown) {
			o.set("backendAddresses", v)
		}
		for _, item := range v.List() {
			address := newItem(item, "")
			address.set(key, item)
			o.add("backendAddresses", address.node)
		}
	}}
}
