package terraform

import (
	"strings"

	"vnetproof/topology/tree"
)

// firewallTables are firewalls, their policies and IP groups.
func firewallTables() map[string]*table {
	return map[string]*table{
		"azurerm_firewall": {kind: firewalls, read: true, fields: []field{
			same("sku_name", "sku.name"), same("sku_tier", "sku.tier"),
			link("firewall_policy_id", "firewallPolicy", firewallPolicies),
			children("ip_configuration", "ipConfigurations", frontFields()...),
			group("management_ip_configuration", same("name", "managementIpConfiguration.name"),
				link("subnet_id", "managementIpConfiguration.properties.subnet", subnets),
				link("public_ip_address_id", "managementIpConfiguration.properties.publicIPAddress", publicIPs)),
			group("virtual_hub", link("virtual_hub_id", "virtualHub", virtualHubs),
				same("private_ip_address", "hubIPAddresses.privateIPAddress"), hubAddresses("public_ip_addresses")),
			{attribute: "threat_intel_mode", put: threatMode},
			dotted("dns_servers", "Network.DNS.Servers"), dotted("dns_proxy_enabled", "Network.DNS.EnableProxy"),
			dotted("private_ip_ranges", "Network.SNAT.PrivateRanges"),
		}, ignored: "public_ip_count private_ip_address"},
		"azurerm_firewall_policy": {kind: firewallPolicies, read: true, fields: []field{
			same("sku", "sku.tier"),
			link("base_policy_id", "basePolicy", firewallPolicies),
			same("threat_intelligence_mode", "threatIntelMode"),
			group("threat_intelligence_allowlist", same("ip_addresses", "threatIntelWhitelist.ipAddresses"), same("fqdns", "threatIntelWhitelist.fqdns")),
			group("dns", same("proxy_enabled", "dnsSettings.enableProxy"), same("servers", "dnsSettings.servers")),
			group("intrusion_detection", same("mode", "intrusionDetection.mode")),
			same("private_ip_ranges", "snat.privateRanges"),
			either("auto_learn_private_ranges_enabled", "snat.autoLearnPrivateRanges", "Enabled", "Disabled"),
			group("tls_certificate", same("name", "transportSecurity.certificateAuthority.name")),
			group("explicit_proxy", same("enabled", "explicitProxy.enableExplicitProxy")),
			same("sql_redirect_allowed", "sql.allowSqlRedirect"),
		}, ignored: "child_policies firewalls rule_collection_groups insights key_vault_secret_id signature_overrides traffic_bypass private_ranges " +
			"network_rule_fqdn_enabled http_port https_port enable_pac_file pac_file pac_file_port policy_id"},
		"azurerm_firewall_policy_rule_collection_group": {kind: firewallPolicies + "/ruleCollectionGroups", parent: "firewall_policy_id", fields: []field{
			same("priority", "priority"),
			collections("nat_rule_collection", "FirewallPolicyNatRuleCollection", "NatRule", natRuleFields()),
			collections("network_rule_collection", "FirewallPolicyFilterRuleCollection", "NetworkRule", networkRuleFields("ipProtocols")),
			collections("application_rule_collection", "FirewallPolicyFilterRuleCollection", "ApplicationRule", applicationRuleFields()),
		}, ignored: "firewall_policy_id http_headers"},
		"azurerm_ip_group": {kind: ipGroups, read: true, fields: []field{same("cidrs", "ipAddresses")},
			ignored: "firewall_ids firewall_policy_ids"},
		"azurerm_ip_group_cidr": {onto: "ip_group_id", changes: ipGroups, fields: []field{addValue("cidr", "ipAddresses")}},
	}
}

// addValue appends a value to the list at a path.
func addValue(attribute, path string) field {
	return field{attribute: attribute, path: path, put: func(c *converter, o *object, v *tree.Node) { o.add(path, c.value(v, attribute)) }}
}

// dotted sets a setting of a firewall without policy, whose names have dots.
func dotted(attribute, name string) field {
	return field{attribute: attribute, put: func(c *converter, o *object, v *tree.Node) {
		v = c.value(v, attribute)
		if present(c.i.values.Get("firewall_policy_id")) != nil {
			return // the policy's repeated
		}
		if v.Is(tree.List) {
			v = text(v, joined(v))
		}
		o.set("additionalProperties", settings(o, v))
		setMember(o.get("additionalProperties"), name, v)
	}}
}

// settings returns the object of a firewall's settings, a new one where it has none.
func settings(o *object, at *tree.Node) *tree.Node {
	if n := o.get("additionalProperties"); n.Is(tree.Object) {
		return n
	}
	return newItem(at, "").node
}

// joined joins the texts of a list.
func joined(v *tree.Node) string {
	var list []string
	for _, item := range v.List() {
		list = append(list, item.Text)
	}
	return strings.Join(list, ",")
}

// threatMode takes the mode of a firewall without policy; with one the provider
// repeats the policy's.
func threatMode(c *converter, o *object, v *tree.Node) {
	if present(c.i.values.Get("firewall_policy_id")) == nil {
		o.set("threatIntelMode", c.value(v, "threat_intel_mode"))
	}
}

// hubAddresses takes the public addresses of a firewall in a virtual hub.
func hubAddresses(attribute string) field {
	return field{attribute: attribute, put: func(c *converter, o *object, v *tree.Node) {
		if v.Is(tree.Unknown) {
			o.set("hubIPAddresses.publicIPs.addresses", v)
		}
		for _, item := range v.List() {
			address := newItem(item, "")
			address.set("address", item)
			o.add("hubIPAddresses.publicIPs.addresses", address.node)
		}
	}}
}

// collections makes rule collections of one kind of rules.
func collections(attribute, kind, ruleType string, rules []field) field {
	return list(attribute, "ruleCollections",
		stated("ruleCollectionType", kind), same("name", "name"), same("priority", "priority"), same("action", "action.type"),
		list("rule", "rules", append([]field{stated("ruleType", ruleType), same("name", "name")}, rules...)...))
}

// ruleSource is one end of all rules.
func ruleSource() []field {
	return []field{same("source_addresses", "sourceAddresses"), ids("source_ip_groups", "sourceIpGroups", ipGroups)}
}

func networkRuleFields(protocols string) []field {
	return append(ruleSource(), same("protocols", protocols), same("destination_ports", "destinationPorts"),
		same("destination_addresses", "destinationAddresses"), ids("destination_ip_groups", "destinationIpGroups", ipGroups),
		same("destination_fqdns", "destinationFqdns"))
}

func natRuleFields() []field {
	return append(ruleSource(), same("protocols", "ipProtocols"), same("destination_ports", "destinationPorts"),
		addValue("destination_address", "destinationAddresses"),
		same("translated_address", "translatedAddress"), same("translated_fqdn", "translatedFqdn"), same("translated_port", "translatedPort"))
}

func applicationRuleFields() []field {
	return append(ruleSource(),
		list("protocols", "protocols", same("type", "protocolType"), same("port", "port")),
		same("destination_addresses", "destinationAddresses"),
		same("destination_fqdns", "targetFqdns"), same("destination_urls", "targetUrls"), same("destination_fqdn_tags", "fqdnTags"),
		same("web_categories", "webCategories"), same("terminate_tls", "terminateTLS"))
}
