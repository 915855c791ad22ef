package terraform

import (
	"vnetproof/topology/tree"
)

// privateTables are private endpoints and private link services.
func privateTables() map[string]*table {
	return map[string]*table{
		"azurerm_private_endpoint": {kind: privateEndpoints, fields: []field{
			link("subnet_id", "subnet", subnets),
			{attribute: "private_service_connection", path: "privateLinkServiceConnections", block: true, put: privateConnections},
			list("ip_configuration", "ipConfigurations", inProperties(same("name", "/name"), same("private_ip_address", "privateIPAddress"),
				same("subresource_name", "groupId"), same("member_name", "memberName"))...),
			{attribute: "private_dns_zone_group", block: true, put: zoneGroup},
			privateNIC("network_interface"),
			list("custom_dns_configs", "customDnsConfigs", same("fqdn", "fqdn"), same("ip_addresses", "ipAddresses")),
		}, ignored: "custom_network_interface_name private_dns_zone_configs"},
		"azurerm_private_endpoint_application_security_group_association": {onto: "private_endpoint_id", changes: privateEndpoints,
			fields: []field{addLink("application_security_group_id", "applicationSecurityGroups", applicationSecurityGroups)}},
		"azurerm_private_link_service": {kind: network + "privateLinkServices", fields: []field{
			list("nat_ip_configuration", "ipConfigurations", inProperties(same("name", "/name"), link("subnet_id", "subnet", subnets),
				same("private_ip_address", "privateIPAddress"), same("private_ip_address_version", "privateIPAddressVersion"), same("primary", "primary"))...),
			links("load_balancer_frontend_ip_configuration_ids", "loadBalancerFrontendIpConfigurations", frontends),
			same("destination_ip_address", "destinationIPAddress"),
		}, ignored: "alias auto_approval_subscription_ids visibility_subscription_ids enable_proxy_protocol proxy_protocol_enabled fqdns"},
	}
}

// privateConnections makes the connections of an endpoint, manual ones apart.
func privateConnections(c *converter, o *object, v *tree.Node) {
	c.each(v, func(item *tree.Node) {
		path := "privateLinkServiceConnections"
		if n := item.Get("is_manual_connection"); isTrue(n) {
			path = "manualPrivateLinkServiceConnections"
		}
		connection := newItem(item, "properties")
		c.apply([]field{
			same("name", "/name"), id("private_connection_resource_id", "privateLinkServiceId"),
			same("subresource_names", "groupIds"), {attribute: "is_manual_connection", put: func(*converter, *object, *tree.Node) {}},
			same("private_connection_resource_alias", "privateLinkServiceAlias"), same("request_message", "requestMessage"),
			{attribute: "private_ip_address", put: func(*converter, *object, *tree.Node) {}},
		}, item, connection)
		o.add(path, connection.node)
	}, func(unknown *tree.Node) { o.set("privateLinkServiceConnections", unknown) })
	assignedAddress(c, o, v)
}

// assignedAddress takes the address that a state tells of an endpoint without a
// fixed one.
func assignedAddress(c *converter, o *object, v *tree.Node) {
	address := walk(v, []string{"[0]", "private_ip_address"})
	if !address.Is(tree.String) || address.Text == "" || present(c.i.values.Get("ip_configuration")) != nil || present(c.i.values.Get("custom_dns_configs")) != nil {
		return
	}
	config := newItem(address, "")
	config.set("ipAddresses", &tree.Node{Kind: tree.List, Pos: address.Pos, Width: address.Width, Items: []*tree.Node{address}})
	o.add("customDnsConfigs", config.node)
}

// zoneGroup makes the zone group of an endpoint, which ARM keeps as a child.
func zoneGroup(c *converter, o *object, v *tree.Node) {
	c.each(v, func(item *tree.Node) {
		name := item.Get("name").Str()
		if name == "" {
			name = "default"
		}
		t := &table{kind: privateEndpoints + "/privateDnsZoneGroups"}
		group := c.envelope(t, c.owner+"/privateDnsZoneGroups/"+name, name)
		zones := c.idList(item.Get("private_dns_zone_ids"), []string{privateDNSZones})
		if zones.Is(tree.Unknown) {
			group.set("privateDnsZoneConfigs", zones)
		}
		for _, id := range zones.List() {
			config := newItem(id, "properties")
			config.set("/name", text(id, "zone"))
			config.set("privateDnsZoneId", id)
			group.add("privateDnsZoneConfigs", config.node)
		}
		c.r.order = append(c.r.order, group)
	}, func(unknown *tree.Node) { o.set("privateDnsZoneGroups", unknown) })
}

// privateNIC takes the NIC that Azure made for an endpoint.
func privateNIC(attribute string) field {
	return field{attribute: attribute, block: true, put: func(c *converter, o *object, v *tree.Node) {
		for _, item := range v.List() {
			if id := item.Get("id"); id.Is(tree.String) {
				o.add("networkInterfaces", c.link(id, nil))
			}
		}
	}}
}
