package terraform

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology"
)

// told checks what a plan says, and that nothing in it is wrong or ignored.
func told(t *testing.T, want []string, got func(d *topology.Design) []string, list ...resource) {
	t.Helper()
	design, found := read(t, input{text: plan(list...)})
	for _, d := range found {
		if d.Severity.String() == "error" || d.Code == "unsupported-property" || d.Code == "unknown-value" {
			t.Errorf("%s %s: %s", d.Severity, d.Code, d)
		}
	}
	if diff := cmp.Diff(want, got(design)); diff != "" {
		t.Error(diff)
	}
}

func TestVirtualWAN(t *testing.T) {
	told(t, []string{
		"hub 10.100.0.0/24, prefers ASPath, firewall fw",
		"connection spoke to hub, table shared, labels [], to 1 tables, static 10.9.0.0/16",
		"table shared: [shared] route to connection spoke",
		"intent internet=true private=true to fw",
		"site hq AS 65001 on vpn/hq, internet security true, BGP true",
		"clients [172.16.0.0/24] table shared",
	}, func(d *topology.Design) []string {
		h := d.VirtualHubs[0]
		prefix, _ := h.AddressPrefix.Get()
		c, table := h.Connections[0], h.RouteTables[0]
		static := c.Routing.VNetRoutes[0].Prefixes.Or(nil)
		p := h.RoutingIntent.Policies[0]
		v := h.VPNGateway.Connections[0]
		return []string{
			line("%s %s, prefers %s, firewall %s", h.Name, prefix, h.RoutingPreference.Or(""), h.Firewall.Target.Name),
			line("connection %s to %s, table %s, labels %v, to %d tables, static %s", c.Name, c.RemoteVNet.Target.Name, c.Routing.Associated.Target.Name,
				c.Routing.PropagatedLabels.Or(nil), len(c.Routing.PropagatedTo), static[0]),
			line("table %s: %v route to connection %s", table.Name, table.Labels, table.Routes[0].NextHopConnection.Target.Name),
			line("intent internet=%t private=%t to %s", p.Internet, p.Private, p.NextHop.Target.Name),
			line("site %s AS %d on %s, internet security %t, BGP %t", v.Site.Target.Name, v.Site.Target.BGP.ASN.Or(0), v.ID.Path(), v.EnableInternetSecurity.Or(false), v.EnableBGP.Or(false)),
			line("clients %v table %s", h.P2S.ClientAddressPool.Or(nil), h.P2S.Routing.Associated.Target.Name),
		}
	}, hub[0],
		resource{address: "azurerm_virtual_wan.w", values: inGroup + `"name": "wan", "type": "Standard", "allow_branch_to_branch_traffic": true, "office365_local_breakout_category": "None"`},
		resource{address: "azurerm_virtual_hub.h", values: inGroup + `"name": "hub", "address_prefix": "10.100.0.0/24", "sku": "Standard", "hub_routing_preference": "ASPath", "route": []`,
			unknown: "virtual_wan_id", refs: "virtual_wan_id=azurerm_virtual_wan.w.id"},
		resource{address: "azurerm_virtual_hub_route_table.t", values: `"name": "shared", "labels": ["shared"], "route": []`, unknown: "virtual_hub_id", refs: "virtual_hub_id=azurerm_virtual_hub.h.id"},
		resource{address: "azurerm_virtual_hub_route_table_route.r", values: `"name": "r", "destinations": ["10.9.0.0/16"], "destinations_type": "CIDR", "next_hop_type": "ResourceId"`,
			unknown: "route_table_id next_hop", refs: "route_table_id=azurerm_virtual_hub_route_table.t.id next_hop=azurerm_virtual_hub_connection.c.id"},
		resource{address: "azurerm_virtual_hub_connection.c", values: `"name": "spoke", "internet_security_enabled": true, "routing": [{"static_vnet_route": [
			{"name": "nva", "address_prefixes": ["10.9.0.0/16"], "next_hop_ip_address": "10.0.1.4"}], "static_vnet_local_route_override_criteria": "Contains",
			"propagated_route_table": [{"labels": [], "route_table_ids": ["` + zeroGroup + `virtualHubs/hub/hubRouteTables/shared"]}],
			"associated_route_table_id": "` + zeroGroup + `virtualHubs/hub/hubRouteTables/shared"}]`,
			unknown: "virtual_hub_id remote_virtual_network_id", refs: "virtual_hub_id=azurerm_virtual_hub.h.id remote_virtual_network_id=azurerm_virtual_network.hub.id"},
		resource{address: "azurerm_firewall.f", values: inGroup + `"name": "fw", "sku_name": "AZFW_Hub", "sku_tier": "Standard", "threat_intel_mode": "", "firewall_policy_id": "` + zeroGroup +
			`firewallPolicies/p", "ip_configuration": [], "virtual_hub": [{"virtual_hub_id": "` + zeroGroup + `virtualHubs/hub", "public_ip_count": 1}]`},
		resource{address: "azurerm_virtual_hub_routing_intent.i", values: `"name": "intent", "routing_policy": [{"name": "all", "destinations": ["Internet", "PrivateTraffic"],
			"next_hop": "` + zeroGroup + `azureFirewalls/fw"}]`, unknown: "virtual_hub_id", refs: "virtual_hub_id=azurerm_virtual_hub.h.id"},
		resource{address: "azurerm_vpn_site.s", values: inGroup + `"name": "hq", "address_cidrs": ["192.168.0.0/16"], "link": [{"name": "l", "ip_address": "192.0.2.1", "speed_in_mbps": 100,
			"bgp": [{"asn": 65001, "peering_address": "192.168.0.1"}]}]`, unknown: "virtual_wan_id", refs: "virtual_wan_id=azurerm_virtual_wan.w.id"},
		resource{address: "azurerm_vpn_gateway.v", values: inGroup + `"name": "vpn", "scale_unit": 1`, unknown: "virtual_hub_id bgp_settings", refs: "virtual_hub_id=azurerm_virtual_hub.h.id"},
		resource{address: "azurerm_vpn_gateway_connection.x", values: `"name": "hq", "internet_security_enabled": true, "vpn_link": [{"name": "l", "bgp_enabled": true}]`, unknown: "vpn_gateway_id remote_vpn_site_id routing",
			refs: "vpn_gateway_id=azurerm_vpn_gateway.v.id remote_vpn_site_id=azurerm_vpn_site.s.id"},
		resource{address: "azurerm_point_to_site_vpn_gateway.p", values: inGroup + `"name": "p2s", "scale_unit": 1, "connection_configuration": [{"name": "c", "internet_security_enabled": false,
			"vpn_client_address_pool": [{"address_prefixes": ["172.16.0.0/24"]}], "route": [{"associated_route_table_id": "` + zeroGroup + `virtualHubs/hub/hubRouteTables/shared",
			"propagated_route_table": [{"ids": [], "labels": ["shared"]}]}]}]`, unknown: "virtual_hub_id", refs: "virtual_hub_id=azurerm_virtual_hub.h.id"})
}

// zeroGroup begins made-up IDs.
const zeroGroup = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/"

func TestExpressRoute(t *testing.T) {
	told(t, []string{"a down=false private=true reaches b; on gw: a"}, func(d *topology.Design) []string {
		c := d.ExpressRouteCircuits[0]
		return []string{line("%s down=%t private=%t reaches %s; on %s: %s", c.Name, c.Down.Or(true), c.PrivatePeering.Or(false), c.GlobalReach[0].Target.Name,
			d.HubExpressRouteGateways[0].Name, d.HubExpressRouteGateways[0].Connections[0].Circuit.Target.Name)}
	},
		resource{address: "azurerm_express_route_circuit.a", values: inGroup + `"name": "a", "bandwidth_in_mbps": 50, "service_provider_name": "x", "peering_location": "y",
			"sku": [{"family": "MeteredData", "tier": "Standard"}], "service_provider_provisioning_state": "Provisioned"`},
		resource{address: "azurerm_express_route_circuit.b", values: inGroup + `"name": "b", "sku": [{"family": "MeteredData", "tier": "Standard"}]`, unknown: "service_provider_provisioning_state"},
		resource{address: "azurerm_express_route_circuit_peering.a", values: `"resource_group_name": "rg", "express_route_circuit_name": "a", "peering_type": "AzurePrivatePeering", "vlan_id": 100`},
		resource{address: "azurerm_express_route_circuit_peering.b", values: `"resource_group_name": "rg", "express_route_circuit_name": "b", "peering_type": "AzurePrivatePeering", "vlan_id": 100`},
		resource{address: "azurerm_express_route_circuit_connection.c", values: `"name": "reach", "address_prefix_ipv4": "192.169.8.0/29"`, unknown: "peering_id peer_peering_id",
			refs: "peering_id=azurerm_express_route_circuit_peering.a.id peer_peering_id=azurerm_express_route_circuit_peering.b.id"},
		resource{address: "azurerm_express_route_gateway.g", values: inGroup + `"name": "gw", "scale_units": 1, "virtual_hub_id": "` + zeroGroup + `virtualHubs/hub"`},
		resource{address: "azurerm_express_route_connection.x", values: `"name": "x", "routing": []`, unknown: "express_route_gateway_id express_route_circuit_peering_id",
			refs: "express_route_gateway_id=azurerm_express_route_gateway.g.id express_route_circuit_peering_id=azurerm_express_route_circuit_peering.a.id"})
}

func TestNetworkManagers(t *testing.T) {
	told(t, []string{
		"group g of hub, scopes 1", "admin rule deny Deny Inbound 10 from tag Internet on group g, intent None",
		"mesh true global false of g", "route to Internet by VirtualAppliance 10.0.0.4 on g, bgp off true",
	}, func(d *topology.Design) []string {
		m := d.NetworkManagers[0]
		col := m.SecurityAdmin[0].Collections[0]
		rule, mesh, routing := col.Rules[0], m.Connectivity[0], m.Routing[0].Collections[0]
		hop, _ := routing.Routes[0].NextHopIP.Get()
		return []string{
			line("group %s of %s, scopes %d", m.Groups[0].Name, m.Groups[0].Members[0].Target.Name, len(m.Scopes)),
			line("admin rule %s %s %s %d from tag %s on group %s, intent %s", rule.Name, rule.Access.Or(0), rule.Direction.Or(0), rule.Priority.Or(0),
				rule.Source.Or(nil)[0].Tag, col.AppliesTo[0].Target.Name, m.SecurityAdmin[0].ApplyOnIntentPolicies.Or("")),
			line("mesh %t global %t of %s", mesh.Mesh, mesh.IsGlobal.Or(true), mesh.Groups[0].Group.Target.Name),
			line("route to %s by %s %s on %s, bgp off %t", routing.Routes[0].Tag, routing.Routes[0].NextHopType.Or(0), hop, routing.AppliesTo[0].Target.Name, routing.DisableBGPRoutePropagation.Or(false)),
		}
	}, hub[0],
		resource{address: "azurerm_network_manager.m", values: inGroup + `"name": "m", "scope": [{"subscription_ids": ["/subscriptions/00000000-0000-0000-0000-000000000000"], "management_group_ids": []}],
			"scope_accesses": ["Connectivity"]`, unknown: "cross_tenant_scopes"},
		resource{address: "azurerm_network_manager_network_group.g", values: `"name": "g", "member_type": "VirtualNetwork"`, unknown: "network_manager_id", refs: "network_manager_id=azurerm_network_manager.m.id"},
		resource{address: "azurerm_network_manager_static_member.s", values: `"name": "s"`, unknown: "network_group_id target_virtual_network_id region",
			refs: "network_group_id=azurerm_network_manager_network_group.g.id target_virtual_network_id=azurerm_virtual_network.hub.id"},
		resource{address: "azurerm_network_manager_security_admin_configuration.c", values: `"name": "c", "apply_on_network_intent_policy_based_services": ["None"]`, unknown: "network_manager_id",
			refs: "network_manager_id=azurerm_network_manager.m.id"},
		resource{address: "azurerm_network_manager_admin_rule_collection.r", values: `"name": "r"`, unknown: "security_admin_configuration_id network_group_ids",
			refs: "security_admin_configuration_id=azurerm_network_manager_security_admin_configuration.c.id network_group_ids=azurerm_network_manager_network_group.g.id"},
		resource{address: "azurerm_network_manager_admin_rule.x", values: `"name": "deny", "action": "Deny", "direction": "Inbound", "priority": 10, "protocol": "Tcp", "source_port_ranges": ["0-65535"],
			"destination_port_ranges": ["22"], "source": [{"address_prefix_type": "ServiceTag", "address_prefix": "Internet"}], "destination": [{"address_prefix_type": "IPPrefix", "address_prefix": "*"}]`,
			unknown: "admin_rule_collection_id", refs: "admin_rule_collection_id=azurerm_network_manager_admin_rule_collection.r.id"},
		resource{address: "azurerm_network_manager_connectivity_configuration.y", values: `"name": "mesh", "connectivity_topology": "Mesh", "global_mesh_enabled": false, "hub": [],
			"applies_to_group": [{"group_connectivity": "None", "use_hub_gateway": false, "global_mesh_enabled": false, "network_group_id": "` + zeroGroup + `networkManagers/m/networkGroups/g"}]`,
			unknown: "network_manager_id", refs: "network_manager_id=azurerm_network_manager.m.id"},
		resource{address: "azurerm_network_manager_routing_configuration.z", values: `"name": "z"`, unknown: "network_manager_id", refs: "network_manager_id=azurerm_network_manager.m.id"},
		resource{address: "azurerm_network_manager_routing_rule_collection.z", values: `"name": "z", "bgp_route_propagation_enabled": false`, unknown: "routing_configuration_id network_group_ids",
			refs: "routing_configuration_id=azurerm_network_manager_routing_configuration.z.id network_group_ids=azurerm_network_manager_network_group.g.id"},
		resource{address: "azurerm_network_manager_routing_rule.z", values: `"name": "z", "destination": [{"type": "ServiceTag", "address": "Internet"}],
			"next_hop": [{"type": "VirtualAppliance", "address": "10.0.0.4"}]`, unknown: "rule_collection_id", refs: "rule_collection_id=azurerm_network_manager_routing_rule_collection.z.id"})
}
