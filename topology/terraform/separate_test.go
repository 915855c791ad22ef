package terraform

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology"
	"vnetproof/topology/export"
)

// What may be written inside of a resource or beside it makes one design.
func TestSeparateFormsMakeTheSameDesign(t *testing.T) {
	const (
		storage = `"name": "s", ` + inGroup + `"account_tier": "Standard"`
		rules   = `"default_action": "Deny", "bypass": ["AzureServices"], "ip_rules": ["203.0.113.4"], "virtual_network_subnet_ids": ["` + zeroGroup + `virtualNetworks/hub/subnets/app"]`
		bus     = `"default_action": "Deny", "public_network_access_enabled": true, "trusted_services_allowed": true, "ip_rules": ["203.0.113.4"], "network_rules": []`
		wan     = `"name": "wan", ` + inGroup + `"type": "Standard"`
		vhub    = `"name": "vhub", ` + inGroup + `"address_prefix": "10.9.0.0/23", "virtual_wan_id": "` + zeroGroup + `virtualWans/wan"`
		table   = `"name": "blue", "virtual_hub_id": "` + zeroGroup + `virtualHubs/vhub", "labels": ["blue"]`
		route   = `"name": "r", "destinations_type": "CIDR", "destinations": ["10.1.0.0/16"], "next_hop_type": "ResourceId", "next_hop": "` + zeroGroup + `virtualHubs/vhub/hubVirtualNetworkConnections/c"`
	)
	connection := resource{address: "azurerm_virtual_hub_connection.c", values: `"name": "c", "virtual_hub_id": "` + zeroGroup + `virtualHubs/vhub", "remote_virtual_network_id": "` + zeroGroup + `virtualNetworks/hub"`}
	for _, tc := range []struct {
		name             string
		inside, separate []resource
	}{
		{"the filter of a storage account",
			[]resource{hub[0], hub[1], {address: "azurerm_storage_account.s", values: storage + `, "network_rules": [{` + rules + `}]`}},
			[]resource{hub[0], hub[1], {address: "azurerm_storage_account.s", values: storage, unknown: "network_rules"},
				{address: "azurerm_storage_account_network_rules.s", values: rules, unknown: "storage_account_id", refs: "storage_account_id=azurerm_storage_account.s.id"}}},
		{"the prefixes of an IP group",
			[]resource{{address: "azurerm_ip_group.g", values: `"name": "g", ` + inGroup + `"cidrs": ["10.1.0.0/16", "10.2.0.0/16"]`}},
			[]resource{{address: "azurerm_ip_group.g", values: `"name": "g", ` + inGroup + `"cidrs": []`},
				{address: "azurerm_ip_group_cidr.a", values: `"cidr": "10.1.0.0/16"`, unknown: "ip_group_id", refs: "ip_group_id=azurerm_ip_group.g.id"},
				{address: "azurerm_ip_group_cidr.b", values: `"cidr": "10.2.0.0/16"`, unknown: "ip_group_id", refs: "ip_group_id=azurerm_ip_group.g.id"}}},
		{"the filter of a namespace",
			[]resource{{address: "azurerm_servicebus_namespace.b", values: `"name": "bus", ` + inGroup + `"network_rule_set": [{` + bus + `}]`}},
			[]resource{{address: "azurerm_servicebus_namespace.b", values: `"name": "bus", ` + inGroup + `"network_rule_set": []`},
				{address: "azurerm_servicebus_namespace_network_rule_set.b", values: bus, unknown: "namespace_id", refs: "namespace_id=azurerm_servicebus_namespace.b.id"}}},
		{"the routes of a virtual hub's table",
			[]resource{hub[0], {address: "azurerm_virtual_wan.w", values: wan}, {address: "azurerm_virtual_hub.h", values: vhub}, connection,
				{address: "azurerm_virtual_hub_route_table.t", values: table + `, "route": [{` + route + `}]`}},
			[]resource{hub[0], {address: "azurerm_virtual_wan.w", values: wan}, {address: "azurerm_virtual_hub.h", values: vhub}, connection,
				{address: "azurerm_virtual_hub_route_table.t", values: table, unknown: "route"},
				{address: "azurerm_virtual_hub_route_table_route.r", values: route, unknown: "route_table_id", refs: "route_table_id=azurerm_virtual_hub_route_table.t.id"}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(asTemplate(mustRead(t, plan(tc.inside...))), asTemplate(mustRead(t, plan(tc.separate...)))); diff != "" {
				t.Errorf("beside (+) differs from inside (-):\n%s", diff)
			}
		})
	}
}

// asTemplate writes all that is known of a design.
func asTemplate(d *topology.Design) string {
	text, _ := export.WriteTemplate(d)
	return string(text)
}

// A perimeter that holds a service, and a rule that is not simulated, leave open
// who reaches it.
func TestWhatIsToldOfServices(t *testing.T) {
	design, _ := read(t, input{text: plan(
		resource{address: "azurerm_redis_cache.r", values: `"name": "r", ` + inGroup + `"public_network_access_enabled": true`},
		resource{address: "azurerm_redis_firewall_rule.a", values: `"name": "a", "redis_cache_name": "r", "resource_group_name": "rg", "start_ip": "203.0.113.4", "end_ip": "203.0.113.4"`},
		resource{address: "azurerm_storage_account.s", values: `"name": "s", ` + inGroup + `"public_network_access_enabled": true`},
		resource{address: "azurerm_network_security_perimeter_association.p", values: `"name": "p", "access_mode": "Enforced", "resource_id": "` +
			`/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/s"`},
		resource{address: "azurerm_eventgrid_topic.t", values: `"name": "t", ` + inGroup + `"inbound_ip_rule": [{"ip_mask": "203.0.113.0/24", "action": "Allow"}]`},
		resource{address: "azurerm_eventgrid_topic.u", values: `"name": "u", ` + inGroup + `"inbound_ip_rule": []`},
	)})
	var got []string
	for _, s := range design.PaaS {
		text := line("%s: action %s, %d addresses", s.Name, s.DefaultAction.Or(topology.Allow), len(s.IPRules.Or(nil)))
		for _, i := range s.Incomplete {
			text += ", " + i.Property + " is open"
		}
		got = append(got, text)
	}
	if diff := cmp.Diff([]string{"r: action Allow, 0 addresses, firewallRules is open", "s: action Allow, 0 addresses, publicNetworkAccess is open",
		"t: action Deny, 1 addresses", "u: action Allow, 0 addresses"}, got); diff != "" {
		t.Error(diff)
	}
}
