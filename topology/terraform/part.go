package terraform

// partTables are parts of other resources that nothing simulates. They stand
// below what they are parts of, so that this is known to be incomplete.
func partTables() map[string]*table {
	const redis, signalR, pubSub = "Microsoft.Cache/redis", "Microsoft.SignalRService/signalR", "Microsoft.SignalRService/webPubSub"
	part := func(kind, parent string) *table { return &table{kind: kind, parent: parent} }
	// Which kinds of requests a service admits.
	admits := func(service, owner string) *table {
		return &table{onto: owner, changes: service, ignored: "private_endpoint", fields: []field{
			same("default_action", "networkACLs.defaultAction"), group("public_network", same("allowed_request_types", "networkACLs.publicNetwork.allow"),
				same("denied_request_types", "networkACLs.publicNetwork.deny"))}}
	}
	return map[string]*table{
		"azurerm_redis_firewall_rule":         part(redis+"/firewallRules", "redis_cache_name"),
		"azurerm_synapse_firewall_rule":       part("Microsoft.Synapse/workspaces/firewallRules", "synapse_workspace_id"),
		"azurerm_signalr_service_network_acl": admits(signalR, "signalr_service_id"),
		"azurerm_web_pubsub_network_acl":      admits(pubSub, "web_pubsub_id"),

		"azurerm_application_load_balancer_frontend":           part(trafficControllers+"/frontends", "application_load_balancer_id"),
		"azurerm_application_load_balancer_subnet_association": part(trafficControllers+"/associations", "application_load_balancer_id"),
		"azurerm_application_load_balancer_security_policy":    part(trafficControllers+"/securityPolicies", "application_load_balancer_id"),
		"azurerm_databricks_virtual_network_peering":           part("Microsoft.Databricks/workspaces/virtualNetworkPeerings", "workspace_id"),
		"azurerm_network_security_perimeter_profile":           part(perimeters+"/profiles", "network_security_perimeter_id"),
		"azurerm_network_security_perimeter_access_rule":       part(perimeters+"/profiles/accessRules", "network_security_perimeter_profile_id"),
	}
}

// ARM types of what is not simulated.
const (
	trafficControllers = "Microsoft.ServiceNetworking/trafficControllers"
	perimeters         = network + "networkSecurityPerimeters"
	cdnProfiles        = "Microsoft.Cdn/profiles"
	thirdPartyFirewall = "PaloAltoNetworks.Cloudngfw/firewalls"
)

// strangers are the ARM types of what stands at the edge of a network, or
// before it, and is not simulated, and of what is about names or records.
var strangers = map[string]string{
	"azurerm_application_load_balancer": trafficControllers, "azurerm_route_filter": network + "routeFilters",
	"azurerm_frontdoor_custom_https_configuration": network + "frontDoors/frontendEndpoints", "azurerm_frontdoor_rules_engine": network + "frontDoors/rulesEngines",
	"azurerm_network_security_perimeter": perimeters, "azurerm_network_security_perimeter_association": perimeters + "/resourceAssociations",
	"azurerm_nginx_deployment": "Nginx.NginxPlus/nginxDeployments", "azurerm_palo_alto_virtual_network_appliance": network + "networkVirtualAppliances",
	"azurerm_palo_alto_next_generation_firewall_virtual_hub_local_rulestack":          thirdPartyFirewall,
	"azurerm_palo_alto_next_generation_firewall_virtual_hub_panorama":                 thirdPartyFirewall,
	"azurerm_palo_alto_next_generation_firewall_virtual_hub_strata_cloud_manager":     thirdPartyFirewall,
	"azurerm_palo_alto_next_generation_firewall_virtual_network_local_rulestack":      thirdPartyFirewall,
	"azurerm_palo_alto_next_generation_firewall_virtual_network_panorama":             thirdPartyFirewall,
	"azurerm_palo_alto_next_generation_firewall_virtual_network_strata_cloud_manager": thirdPartyFirewall,
	"azurerm_cdn_endpoint":               cdnProfiles + "/endpoints",
	"azurerm_cdn_endpoint_custom_domain": cdnProfiles + "/endpoints/customDomains",
	// Routes list the domains that these join to them.
	"azurerm_cdn_frontdoor_custom_domain_association": cdnProfiles + "/secrets", "azurerm_cdn_frontdoor_route_disable_link_to_default_domain": cdnProfiles + "/secrets",
	"azurerm_cdn_frontdoor_rule":                      cdnProfiles + "/ruleSets/rules",
	"azurerm_cdn_frontdoor_rule_set":                  cdnProfiles + "/ruleSets",
	"azurerm_cdn_frontdoor_secret":                    cdnProfiles + "/secrets",
	"azurerm_data_factory_managed_private_endpoint":   "Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints",
	"azurerm_kusto_cluster_managed_private_endpoint":  "Microsoft.Kusto/clusters/managedPrivateEndpoints",
	"azurerm_synapse_managed_private_endpoint":        "Microsoft.Synapse/workspaces/managedVirtualNetworks/managedPrivateEndpoints",
	"azurerm_iotcentral_application_network_rule_set": "Microsoft.IoTCentral/iotApps",
	"azurerm_mssql_outbound_firewall_rule":            "Microsoft.Sql/servers/outboundFirewallRules",
	"azurerm_synapse_private_link_hub":                "Microsoft.Synapse/privateLinkHubs",

	"azurerm_network_function_azure_traffic_collector":                        "Microsoft.NetworkFunction/azureTrafficCollectors",
	"azurerm_network_function_collector_policy":                               "Microsoft.NetworkFunction/azureTrafficCollectors/collectorPolicies",
	"azurerm_network_manager_verifier_workspace_reachability_analysis_intent": networkManagers + "/verifierWorkspaces/reachabilityAnalysisIntents",
	"azurerm_virtual_machine_packet_capture":                                  network + "networkWatchers/packetCaptures",
	"azurerm_virtual_machine_scale_set_packet_capture":                        network + "networkWatchers/packetCaptures",
	"azurerm_traffic_manager_azure_endpoint":                                  network + "trafficManagerProfiles/azureEndpoints",
	"azurerm_traffic_manager_external_endpoint":                               network + "trafficManagerProfiles/externalEndpoints",
	"azurerm_traffic_manager_nested_endpoint":                                 network + "trafficManagerProfiles/nestedEndpoints",
	"azurerm_dns_caa_record":                                                  network + "dnsZones/CAA",
	"azurerm_dns_ptr_record":                                                  network + "dnsZones/PTR",
	"azurerm_dns_srv_record":                                                  network + "dnsZones/SRV",
}
