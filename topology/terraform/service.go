package terraform

// otherServiceTables are platform services of which only the door counts.
func otherServiceTables() map[string]*table {
	out := map[string]*table{}
	for kind, armType := range map[string]string{
		"app_configuration": "Microsoft.AppConfiguration/configurationStores", "synapse_workspace": "Microsoft.Synapse/workspaces",
		"machine_learning_workspace": "Microsoft.MachineLearningServices/workspaces", "data_factory": "Microsoft.DataFactory/factories",
		"kusto_cluster": "Microsoft.Kusto/clusters", "automation_account": "Microsoft.Automation/automationAccounts",
		"recovery_services_vault": "Microsoft.RecoveryServices/vaults", "monitor_private_link_scope": "Microsoft.Insights/privateLinkScopes",
		"purview_account": "Microsoft.Purview/accounts", "ai_foundry": "Microsoft.MachineLearningServices/workspaces", "batch_account": "Microsoft.Batch/batchAccounts",
	} {
		out["azurerm_"+kind] = service(armType, publicAccess(), same("public_network_access", "publicNetworkAccess"))
	}
	return out
}

// plainTypes are the ARM types of what has no table: types without influence on
// what reaches what, and some that are not simulated.
var plainTypes = map[string]string{
	"azurerm_network_ddos_protection_plan": network + "ddosProtectionPlans", "azurerm_network_watcher": network + "networkWatchers",
	"azurerm_network_watcher_flow_log": network + "networkWatchers/flowLogs", "azurerm_network_connection_monitor": network + "networkWatchers/connectionMonitors",
	"azurerm_network_packet_capture": network + "networkWatchers/packetCaptures", "azurerm_custom_ip_prefix": network + "customIpPrefixes",
	"azurerm_express_route_circuit_authorization": circuits + "/authorizations", "azurerm_express_route_port": network + "ExpressRoutePorts",
	"azurerm_express_route_port_authorization":       network + "ExpressRoutePorts/authorizations",
	"azurerm_vpn_server_configuration":               network + "vpnServerConfigurations",
	"azurerm_vpn_server_configuration_policy_group":  network + "vpnServerConfigurations/configurationPolicyGroups",
	"azurerm_subnet_service_endpoint_storage_policy": network + "serviceEndpointPolicies",
	"azurerm_network_manager_ipam_pool":              networkManagers + "/ipamPools", "azurerm_network_manager_verifier_workspace": networkManagers + "/verifierWorkspaces",
	"azurerm_network_manager_ipam_pool_static_cidr":       networkManagers + "/ipamPools/staticCidrs",
	"azurerm_network_manager_scope_connection":            networkManagers + "/scopeConnections",
	"azurerm_network_manager_subscription_connection":     network + "networkManagerConnections",
	"azurerm_network_manager_management_group_connection": network + "networkManagerConnections",
	"azurerm_network_profile":                             network + "networkProfiles", "azurerm_dns_zone": network + "dnsZones", "azurerm_private_dns_soa_record": privateDNSZones + "/SOA",
	"azurerm_dns_a_record": network + "dnsZones/A", "azurerm_dns_aaaa_record": network + "dnsZones/AAAA", "azurerm_dns_cname_record": network + "dnsZones/CNAME",
	"azurerm_dns_txt_record": network + "dnsZones/TXT", "azurerm_dns_mx_record": network + "dnsZones/MX", "azurerm_dns_ns_record": network + "dnsZones/NS",
	"azurerm_traffic_manager_profile": network + "trafficManagerProfiles",
	"azurerm_kubernetes_cluster":      "Microsoft.ContainerService/managedClusters", "azurerm_container_group": "Microsoft.ContainerInstance/containerGroups",
	"azurerm_container_app_environment": "Microsoft.App/managedEnvironments", "azurerm_container_app": "Microsoft.App/containerApps",
	"azurerm_api_management": "Microsoft.ApiManagement/service", "azurerm_app_service_environment_v3": "Microsoft.Web/hostingEnvironments",
	"azurerm_service_plan": "Microsoft.Web/serverfarms", "azurerm_app_service_plan": "Microsoft.Web/serverfarms",
	"azurerm_mssql_managed_instance": "Microsoft.Sql/managedInstances", "azurerm_mssql_database": "Microsoft.Sql/servers/databases",
	"azurerm_databricks_workspace": "Microsoft.Databricks/workspaces",
	"azurerm_availability_set":     "Microsoft.Compute/availabilitySets", "azurerm_managed_disk": "Microsoft.Compute/disks",
	"azurerm_virtual_machine_data_disk_attachment": "Microsoft.Compute/disks", "azurerm_image": "Microsoft.Compute/images",
	"azurerm_snapshot": "Microsoft.Compute/snapshots", "azurerm_proximity_placement_group": "Microsoft.Compute/proximityPlacementGroups",
	"azurerm_ssh_public_key": "Microsoft.Compute/sshPublicKeys", "azurerm_shared_image": "Microsoft.Compute/galleries/images",
	"azurerm_shared_image_gallery": "Microsoft.Compute/galleries", "azurerm_disk_encryption_set": "Microsoft.Compute/diskEncryptionSets",
	"azurerm_virtual_machine_extension": virtualMachines + "/extensions", "azurerm_virtual_machine_scale_set_extension": scaleSets + "/extensions",
	"azurerm_virtual_machine_run_command": virtualMachines + "/runCommands", "azurerm_monitor_autoscale_setting": "Microsoft.Insights/autoscaleSettings",
	"azurerm_log_analytics_workspace": "Microsoft.OperationalInsights/workspaces", "azurerm_log_analytics_solution": "Microsoft.OperationsManagement/solutions",
	"azurerm_log_analytics_linked_service": "Microsoft.OperationalInsights/workspaces/linkedServices", "azurerm_application_insights": "Microsoft.Insights/components",
	"azurerm_monitor_diagnostic_setting": "Microsoft.Insights/diagnosticSettings", "azurerm_monitor_action_group": "Microsoft.Insights/actionGroups",
	"azurerm_monitor_metric_alert": "Microsoft.Insights/metricAlerts", "azurerm_monitor_activity_log_alert": "Microsoft.Insights/activityLogAlerts",
	"azurerm_monitor_data_collection_rule": "Microsoft.Insights/dataCollectionRules", "azurerm_monitor_scheduled_query_rules_alert_v2": "Microsoft.Insights/scheduledQueryRules",
	"azurerm_monitor_private_link_scoped_service": "Microsoft.Insights/privateLinkScopes/scopedResources",
	"azurerm_management_group":                    "Microsoft.Management/managementGroups", "azurerm_management_lock": "Microsoft.Authorization/locks",
	"azurerm_management_group_subscription_association": "Microsoft.Management/managementGroups/subscriptions",
	"azurerm_management_group_policy_assignment":        "Microsoft.Authorization/policyAssignments", "azurerm_policy_assignment": "Microsoft.Authorization/policyAssignments",
	"azurerm_resource_policy_assignment": "Microsoft.Authorization/policyAssignments", "azurerm_resource_group_policy_assignment": "Microsoft.Authorization/policyAssignments",
	"azurerm_subscription_policy_assignment": "Microsoft.Authorization/policyAssignments", "azurerm_policy_definition": "Microsoft.Authorization/policyDefinitions",
	"azurerm_policy_set_definition": "Microsoft.Authorization/policySetDefinitions", "azurerm_role_assignment": "Microsoft.Authorization/roleAssignments",
	"azurerm_role_definition": "Microsoft.Authorization/roleDefinitions", "azurerm_user_assigned_identity": "Microsoft.ManagedIdentity/userAssignedIdentities",
	"azurerm_federated_identity_credential": "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
	"azurerm_subscription":                  "Microsoft.Subscription/aliases", "azurerm_resource_provider_registration": "Microsoft.Resources/providers",
	"azurerm_security_center_subscription_pricing": "Microsoft.Security/pricings", "azurerm_security_center_contact": "Microsoft.Security/securityContacts",
	"azurerm_key_vault_secret": "Microsoft.KeyVault/vaults/secrets", "azurerm_key_vault_key": "Microsoft.KeyVault/vaults/keys",
	"azurerm_key_vault_access_policy": "Microsoft.KeyVault/vaults/accessPolicies", "azurerm_key_vault_certificate": "Microsoft.KeyVault/vaults/secrets",
	"azurerm_storage_container": "Microsoft.Storage/storageAccounts/blobServices/containers", "azurerm_storage_blob": "Microsoft.Storage/storageAccounts/blobServices/containers",
	"azurerm_storage_share": "Microsoft.Storage/storageAccounts/fileServices/shares", "azurerm_storage_queue": "Microsoft.Storage/storageAccounts/queueServices/queues",
	"azurerm_storage_table": "Microsoft.Storage/storageAccounts/tableServices/tables", "azurerm_storage_management_policy": "Microsoft.Storage/storageAccounts/managementPolicies",
	"azurerm_backup_policy_vm": "Microsoft.RecoveryServices/vaults/backupPolicies", "azurerm_backup_protected_vm": "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems",
	"azurerm_eventhub": "Microsoft.EventHub/namespaces/eventhubs", "azurerm_servicebus_queue": "Microsoft.ServiceBus/namespaces/queues",
}
