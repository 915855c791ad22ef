package terraform

import "vnetproof/topology/tree"

// messagingTables are messaging namespaces, whose filter ARM keeps as a child.
func messagingTables() map[string]*table {
	const bus, hub = "Microsoft.ServiceBus/namespaces", "Microsoft.EventHub/namespaces"
	return map[string]*table{
		"azurerm_servicebus_namespace": service(bus, publicAccess(),
			ruleSet("network_rule_set", bus, addresses("ip_rules", "ipMask"),
				list("network_rules", "virtualNetworkRules", link("subnet_id", "subnet", subnets)))),
		"azurerm_servicebus_namespace_network_rule_set": {kind: bus + "/networkRuleSets", parent: "namespace_id", fixed: "default", ignored: "namespace_id",
			fields: ruleSetFields(addresses("ip_rules", "ipMask"), list("network_rules", "virtualNetworkRules", link("subnet_id", "subnet", subnets)))},
		"azurerm_eventhub_namespace": service(hub, publicAccess(),
			ruleSet("network_rulesets", hub, list("ip_rule", "ipRules", same("ip_mask", "ipMask"), same("action", "action")),
				list("virtual_network_rule", "virtualNetworkRules", link("subnet_id", "subnet", subnets)))),
		"azurerm_relay_namespace":     service("Microsoft.Relay/namespaces", publicAccess()),
		"azurerm_eventgrid_topic":     service("Microsoft.EventGrid/topics", publicAccess(), inboundRules()),
		"azurerm_eventgrid_domain":    service("Microsoft.EventGrid/domains", publicAccess(), inboundRules()),
		"azurerm_eventgrid_namespace": service("Microsoft.EventGrid/namespaces", same("public_network_access", "publicNetworkAccess"), inboundRules()),
		"azurerm_signalr_service":     service("Microsoft.SignalRService/signalR", publicAccess()),
		"azurerm_web_pubsub":          service("Microsoft.SignalRService/webPubSub", publicAccess()),
		"azurerm_iothub":              service("Microsoft.Devices/IotHubs", publicAccess()),
		"azurerm_iothub_dps":          service("Microsoft.Devices/provisioningServices", publicAccess()),
	}
}

// inboundRules are the addresses that Event Grid admits.
func inboundRules() field {
	return list("inbound_ip_rule", "inboundIpRules", same("ip_mask", "ipMask"), same("action", "action"))
}

func addresses(attribute, key string) field { return filterRules(attribute, "ipRules", key) }

// ruleSetFields are those of a namespace's filter.
func ruleSetFields(more ...field) []field {
	return append([]field{same("default_action", "defaultAction"), publicAccess(),
		same("trusted_services_allowed", "trustedServiceAccessEnabled"), same("trusted_service_access_enabled", "trustedServiceAccessEnabled")}, more...)
}

// ruleSet makes the filter of a namespace, a child resource of its own.
func ruleSet(attribute, namespace string, more ...field) field {
	return field{attribute: attribute, block: true, put: func(c *converter, o *object, v *tree.Node) {
		c.each(v, func(item *tree.Node) {
			t := &table{kind: namespace + "/networkRuleSets"}
			set := c.envelope(t, c.owner+"/networkRuleSets/default", "default")
			c.apply(ruleSetFields(more...), item, set)
			c.r.order = append(c.r.order, set)
		}, func(*tree.Node) {})
	}}
}
