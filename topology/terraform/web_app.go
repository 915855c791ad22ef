package terraform

import "vnetproof/topology/tree"

const sites = "Microsoft.Web/sites"

// webTables are apps and how they join a network.
func webTables() map[string]*table {
	out := map[string]*table{
		"azurerm_app_service_virtual_network_swift_connection": {onto: "app_service_id", changes: sites,
			fields: []field{id("subnet_id", "virtualNetworkSubnetId", subnets)}},
		"azurerm_app_service_slot_virtual_network_swift_connection": {onto: "app_service_id", changes: sites,
			fields: []field{id("subnet_id", "virtualNetworkSubnetId", subnets)}, ignored: "slot_name"},
		"azurerm_static_web_app":                service("Microsoft.Web/staticSites", publicAccess()),
		"azurerm_static_site":                   service("Microsoft.Web/staticSites", publicAccess()),
		"azurerm_logic_app_standard":            app(),
		"azurerm_function_app_flex_consumption": app(),
	}
	for _, kind := range []string{"app_service", "function_app", "linux_web_app", "windows_web_app", "linux_function_app", "windows_function_app"} {
		out["azurerm_"+kind] = app()
	}
	for _, kind := range []string{"linux_web_app", "windows_web_app", "linux_function_app", "windows_function_app"} {
		slot := app()
		slot.kind = sites + "/slots"
		slot.parent = map[bool]string{true: "function_app_id", false: "app_service_id"}[kind == "linux_function_app" || kind == "windows_function_app"]
		out["azurerm_"+kind+"_slot"] = slot
	}
	return out
}

// app is the table of a web or function app.
func app() *table {
	return service(sites, publicAccess(),
		id("virtual_network_subnet_id", "virtualNetworkSubnetId", subnets),
		group("site_config", siteFields()...))
}

// siteFields are those of an app's configuration that bear on the network.
func siteFields() []field {
	return []field{
		same("vnet_route_all_enabled", "siteConfig.vnetRouteAllEnabled"),
		list("ip_restriction", "siteConfig.ipSecurityRestrictions", same("name", "name"), same("priority", "priority"), same("action", "action"),
			same("ip_address", "ipAddress"), id("virtual_network_subnet_id", "vnetSubnetResourceId", subnets),
			field{attribute: "service_tag", put: serviceTagRestriction}, field{attribute: "headers", put: restrictionHeaders}),
		same("ip_restriction_default_action", "siteConfig.ipSecurityRestrictionsDefaultAction"),
	}
}

// serviceTagRestriction takes a service tag, which ARM keeps as the address.
func serviceTagRestriction(c *converter, o *object, v *tree.Node) {
	o.set("ipAddress", c.value(v, "service_tag"))
	o.set("tag", text(v, "ServiceTag"))
}

// restrictionHeaders tells that a restriction looks at headers.
func restrictionHeaders(c *converter, o *object, v *tree.Node) {
	if !saysNothing(v) {
		o.set("headers", v)
	}
}
