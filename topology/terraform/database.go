package terraform

// databaseTables are database servers, their rules, and caches.
func databaseTables() map[string]*table {
	const (
		sql      = "Microsoft.Sql/servers"
		postgres = "Microsoft.DBforPostgreSQL/servers"
		flexible = "Microsoft.DBforPostgreSQL/flexibleServers"
		mysql    = "Microsoft.DBforMySQL/servers"
		flexySQL = "Microsoft.DBforMySQL/flexibleServers"
		citus    = "Microsoft.DBforPostgreSQL/serverGroupsv2"
		mongo    = "Microsoft.DocumentDB/mongoClusters"
	)
	delegated := link("delegated_subnet_id", "network.delegatedSubnetResourceId", subnets)
	return map[string]*table{
		"azurerm_mssql_server":                             service(sql, publicAccess(), same("connection_policy", "connectionType")),
		"azurerm_sql_server":                               service(sql, publicAccess(), same("connection_policy", "connectionType")),
		"azurerm_mssql_firewall_rule":                      serverRule(sql, "server_id"),
		"azurerm_sql_firewall_rule":                        serverRule(sql, "server_name"),
		"azurerm_mssql_virtual_network_rule":               serverNetworkRule(sql, "server_id"),
		"azurerm_sql_virtual_network_rule":                 serverNetworkRule(sql, "server_name"),
		"azurerm_postgresql_server":                        service(postgres, publicAccess()),
		"azurerm_postgresql_firewall_rule":                 serverRule(postgres, "server_name"),
		"azurerm_postgresql_virtual_network_rule":          serverNetworkRule(postgres, "server_name"),
		"azurerm_postgresql_flexible_server":               service(flexible, publicAccess(), delegated),
		"azurerm_postgresql_flexible_server_firewall_rule": serverRule(flexible, "server_id"),
		"azurerm_cosmosdb_postgresql_cluster":              service(citus, either("coordinator_public_ip_access_enabled", "publicNetworkAccess", "Enabled", "Disabled")),
		"azurerm_cosmosdb_postgresql_firewall_rule":        serverRule(citus, "cluster_id"),
		"azurerm_mongo_cluster":                            service(mongo, same("public_network_access", "publicNetworkAccess")),
		"azurerm_mongo_cluster_firewall_rule":              serverRule(mongo, "mongo_cluster_id"),
		"azurerm_mysql_server":                             service(mysql, publicAccess()),
		"azurerm_mysql_firewall_rule":                      serverRule(mysql, "server_name"),
		"azurerm_mysql_virtual_network_rule":               serverNetworkRule(mysql, "server_name"),
		"azurerm_mysql_flexible_server":                    service(flexySQL, publicAccess(), delegated),
		"azurerm_mysql_flexible_server_firewall_rule":      serverRule(flexySQL, "server_name"),
		"azurerm_mariadb_server":                           service("Microsoft.DBforMariaDB/servers", publicAccess()),
		"azurerm_redis_cache":                              service("Microsoft.Cache/redis", publicAccess(), id("subnet_id", "subnetId", subnets)),
		"azurerm_redis_enterprise_cluster":                 service("Microsoft.Cache/redisEnterprise"),
		"azurerm_managed_redis":                            service("Microsoft.Cache/redisEnterprise", same("public_network_access", "publicNetworkAccess")),
	}
}

// serverRule is a rule of a server for a range of addresses.
func serverRule(server, parent string) *table {
	return &table{kind: server + "/firewallRules", parent: parent, ignored: parent, fields: []field{
		same("start_ip_address", "startIpAddress"), same("end_ip_address", "endIpAddress")}}
}

// serverNetworkRule is a rule of a server for a subnet.
func serverNetworkRule(server, parent string) *table {
	return &table{kind: server + "/virtualNetworkRules", parent: parent, ignored: parent, fields: []field{
		id("subnet_id", "virtualNetworkSubnetId", subnets), same("ignore_missing_vnet_service_endpoint", "ignoreMissingVnetServiceEndpoint")}}
}
