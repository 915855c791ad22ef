package terraform

import "vnetproof/topology/tree"

const (
	afdEndpoints      = cdnProfiles + "/afdEndpoints"
	originGroups      = cdnProfiles + "/originGroups"
	customDomains     = cdnProfiles + "/customDomains"
	classicFrontDoors = network + "frontDoors"
	frontDoorPolicies = network + "FrontDoorWebApplicationFirewallPolicies"
)

// frontDoorTables are Front Doors of both kinds and their firewall policies.
func frontDoorTables() map[string]*table {
	child := func(kind, parent, ignored string, fields ...field) *table {
		return &table{kind: cdnProfiles + "/" + kind, parent: parent, fields: fields, ignored: parent + " " + ignored}
	}
	return map[string]*table{
		"azurerm_cdn_frontdoor_profile": {kind: cdnProfiles, fields: []field{same("sku_name", "/sku.name")},
			ignored: "response_timeout_seconds resource_guid identity log_scrubbing_rule"},
		"azurerm_cdn_frontdoor_endpoint": child("afdEndpoints", "cdn_frontdoor_profile_id", "",
			same("host_name", "hostName"), either("enabled", "enabledState", "Enabled", "Disabled")),
		"azurerm_cdn_frontdoor_custom_domain": child("customDomains", "cdn_frontdoor_profile_id", "dns_zone_id tls expiration_date validation_token",
			same("host_name", "hostName")),
		"azurerm_cdn_frontdoor_origin_group": child("originGroups", "cdn_frontdoor_profile_id", `health_probe load_balancing
			restore_traffic_time_to_healed_or_new_endpoint_in_minutes`, either("session_affinity_enabled", "sessionAffinityState", "Enabled", "Disabled")),
		"azurerm_cdn_frontdoor_origin": child("originGroups/origins", "cdn_frontdoor_origin_group_id",
			"certificate_name_check_enabled origin_host_header priority weight location target_type request_message",
			same("host_name", "hostName"), same("http_port", "httpPort"), same("https_port", "httpsPort"), either("enabled", "enabledState", "Enabled", "Disabled"),
			group("private_link", link("private_link_target_id", "sharedPrivateLinkResource.privateLink"))),
		"azurerm_cdn_frontdoor_route": child("afdEndpoints/routes", "cdn_frontdoor_endpoint_id",
			"cdn_frontdoor_origin_ids cdn_frontdoor_origin_path cache patterns_to_match link_to_default_domain",
			link("cdn_frontdoor_origin_group_id", "originGroup", originGroups), links("cdn_frontdoor_custom_domain_ids", "customDomains", customDomains),
			links("cdn_frontdoor_rule_set_ids", "ruleSets", cdnProfiles+"/ruleSets"), same("supported_protocols", "supportedProtocols"),
			same("forwarding_protocol", "forwardingProtocol"), either("https_redirect_enabled", "httpsRedirect", "Enabled", "Disabled"),
			either("enabled", "enabledState", "Enabled", "Disabled")),
		"azurerm_cdn_frontdoor_security_policy": child("securityPolicies", "cdn_frontdoor_profile_id", "active patterns_to_match",
			group("security_policies", group("firewall",
				link("cdn_frontdoor_firewall_policy_id", "parameters.wafPolicy", frontDoorPolicies),
				list("association", "parameters.associations", list("domain", "domains", id("cdn_frontdoor_domain_id", "id", afdEndpoints, customDomains)))))),
		"azurerm_cdn_profile":                   {kind: cdnProfiles, fields: []field{same("sku", "/sku.name")}},
		"azurerm_frontdoor":                     classicFrontDoor(),
		"azurerm_frontdoor_firewall_policy":     frontDoorPolicy(),
		"azurerm_cdn_frontdoor_firewall_policy": frontDoorPolicy(),
	}
}

// classicFrontDoor is the table of a Front Door of the kind before profiles.
func classicFrontDoor() *table {
	return &table{kind: classicFrontDoors, fields: []field{
		either("load_balancer_enabled", "enabledState", "Enabled", "Disabled"),
		children("frontend_endpoint", "frontendEndpoints", same("host_name", "hostName"),
			link("web_application_firewall_policy_link_id", "webApplicationFirewallPolicyLink", frontDoorPolicies)),
		children("backend_pool", "backendPools", list("backend", "backends", same("address", "address"), same("http_port", "httpPort"), same("https_port", "httpsPort"),
			either("enabled", "enabledState", "Enabled", "Disabled"))),
		children("routing_rule", "routingRules", same("accepted_protocols", "acceptedProtocols"), either("enabled", "enabledState", "Enabled", "Disabled"),
			ruleEndpoints(), group("forwarding_configuration", same("forwarding_protocol", "routeConfiguration.forwardingProtocol"),
				sibling("backend_pool_name", "routeConfiguration.backendPool", "backendPools"))),
	}, ignored: `friendly_name backend_pool_health_probe backend_pool_load_balancing backend_pool_settings cname header_frontdoor_id
		explicit_resource_order frontend_endpoints backend_pools routing_rules backend_pool_health_probes backend_pool_load_balancing_settings
		session_affinity_enabled session_affinity_ttl_seconds load_balancing_name health_probe_name host_header priority weight
		patterns_to_match redirect_configuration cache_enabled cache_duration cache_query_parameters cache_query_parameter_strip_directive
		cache_use_dynamic_compression custom_forwarding_path id`}
}

// ruleEndpoints makes references of the names of a routing rule's endpoints.
func ruleEndpoints() field {
	return field{attribute: "frontend_endpoints", path: "frontendEndpoints", put: func(c *converter, o *object, v *tree.Node) {
		for _, name := range v.List() {
			o.add("frontendEndpoints", c.siblingLink(name, "frontendEndpoints"))
		}
	}}
}

// frontDoorPolicy is the table of a Front Door's firewall policy.
func frontDoorPolicy() *table {
	return &table{kind: frontDoorPolicies, fields: []field{
		same("mode", "policySettings.mode"), either("enabled", "policySettings.enabledState", "Enabled", "Disabled"),
	}, ignored: "custom_rule managed_rule sku_name redirect_url custom_block_response_status_code custom_block_response_body frontend_endpoint_ids " +
		"request_body_check_enabled js_challenge_cookie_expiration_in_minutes log_scrubbing captcha_cookie_expiration_in_minutes"}
}
