package terraform

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology"
)

// line writes what a test wants to see.
func line(format string, args ...any) string { return fmt.Sprintf(format, args...) }

// The families of resources: each row is a plan, and what it says once decoded.
func TestFamilies(t *testing.T) {
	for _, row := range []struct {
		name string
		list []resource
		want []string
		got  func(d *topology.Design) []string
	}{
		{"a scale set", []resource{hub[0], hub[1], {address: "azurerm_linux_virtual_machine_scale_set.s", values: inGroup + `"name": "pool", "sku": "Standard_D2s_v5",
			"instances": 2, "network_interface": [{"name": "eth0", "primary": true, "ip_forwarding_enabled": true, "ip_configuration": [{"name": "c", "primary": true,
			"version": "IPv4", "public_ip_address": [{"name": "pub"}], "application_security_group_ids": []}]}]`}},
			[]string{"2 instances: pool_0/eth0 forwards true, public pub", "2 instances: pool_1/eth0 forwards true, public pub"},
			func(d *topology.Design) (out []string) {
				for _, n := range d.ScaleSets[0].NICs {
					on, _ := n.EnableIPForwarding.Get()
					out = append(out, line("%d instances: %s forwards %t, public %s", d.ScaleSets[0].Capacity.Or(0), n.Name, on, n.IPConfigurations[0].PublicIPAddress.Target.Name))
				}
				return out
			}},
		{"an old machine", []resource{{address: "azurerm_virtual_machine.m", values: inGroup + `"name": "m", "network_interface_ids": ["` + groupID +
			`/providers/Microsoft.Network/networkInterfaces/a", "` + groupID + `/providers/Microsoft.Network/networkInterfaces/b"],
			"primary_network_interface_id": "` + groupID + `/providers/Microsoft.Network/networkInterfaces/b"`}},
			[]string{"b", "a"},
			func(d *topology.Design) (out []string) {
				for _, r := range d.VirtualMachines[0].NICs {
					out = append(out, r.ID.Name())
				}
				return out
			}},
		{"a firewall without policy", []resource{
			{address: "azurerm_firewall.f", values: inGroup + `"name": "fw", "sku_name": "AZFW_VNet", "sku_tier": "Standard", "dns_servers": ["10.0.0.9"], "private_ip_ranges": ["10.0.0.0/8"],
			"dns_proxy_enabled": true, "threat_intel_mode": "Deny", "ip_configuration": [], "virtual_hub": []`},
			{address: "azurerm_firewall_network_rule_collection.n", values: `"name": "net", "azure_firewall_name": "fw", "resource_group_name": "rg", "priority": 100, "action": "Allow",
			"rule": [{"name": "web", "source_addresses": ["*"], "destination_addresses": ["AzureCloud"], "destination_ports": ["443"], "protocols": ["TCP"]}]`},
			{address: "azurerm_firewall_application_rule_collection.a", values: `"name": "app", "azure_firewall_name": "fw", "resource_group_name": "rg", "priority": 200, "action": "Deny",
			"rule": [{"name": "x", "source_addresses": ["*"], "target_fqdns": ["*.contoso.com"], "protocol": [{"type": "Https", "port": 443}]}]`},
			{address: "azurerm_firewall_nat_rule_collection.d", values: `"name": "nat", "azure_firewall_name": "fw", "resource_group_name": "rg", "priority": 300, "action": "Dnat",
			"rule": [{"name": "in", "source_addresses": ["*"], "destination_addresses": ["203.0.113.4"], "destination_ports": ["443"], "protocols": ["TCP"],
			"translated_address": "10.0.1.4", "translated_port": "8443"}]`}},
			[]string{"Deny, proxy true, 1 private ranges", "DNAT nat: 1 rules, priority 300", "network net: 1 rules, priority 100", "application app: 1 rules, priority 200"},
			func(d *topology.Design) []string {
				p := d.AzureFirewalls[0].Classic
				out := []string{line("%s, proxy %t, %d private ranges", p.ThreatIntelMode.Or(""), p.DNSProxy.Or(false), len(p.SNATPrivateRanges.Or(nil)))}
				for _, c := range p.Groups[0].Collections {
					out = append(out, line("%s %s: %d rules, priority %d", c.Kind, c.Name, len(c.Rules), c.Priority.Or(0)))
				}
				return out
			}},
		{"an IP group in two pieces", []resource{
			{address: "azurerm_ip_group.g", values: inGroup + `"name": "g", "cidrs": ["10.0.0.0/24"]`},
			{address: "azurerm_ip_group_cidr.c", values: `"cidr": "10.1.0.0/24"`, unknown: "ip_group_id", refs: "ip_group_id=azurerm_ip_group.g.id,azurerm_ip_group.g"}},
			[]string{"2"},
			func(d *topology.Design) []string { return []string{line("%d", len(d.IPGroups[0].Addresses.Or(nil)))} }},
		{"a gateway and its site", []resource{
			{address: "azurerm_virtual_network_gateway.g", values: inGroup + `"name": "g", "type": "Vpn", "vpn_type": "RouteBased", "sku": "VpnGw2", "bgp_enabled": true,
			"bgp_settings": [{"asn": 65010, "peer_weight": 0}], "ip_configuration": [], "vpn_client_configuration": [{"address_space": ["172.16.0.0/24"], "vpn_client_protocols": ["OpenVPN"]}]`},
			{address: "azurerm_local_network_gateway.l", values: inGroup + `"name": "hq", "gateway_address": "192.0.2.1", "address_space": ["192.168.0.0/16"], "bgp_settings": [{"asn": 65001, "bgp_peering_address": "192.168.0.1"}]`},
			{address: "azurerm_virtual_network_gateway_connection.c", values: inGroup + `"name": "c", "type": "IPsec", "routing_weight": 10,
			"traffic_selector_policy": [{"local_address_cidrs": ["10.0.0.0/16"], "remote_address_cidrs": ["192.168.0.0/16"]}]`, unknown: "virtual_network_gateway_id local_network_gateway_id",
				refs: "virtual_network_gateway_id=azurerm_virtual_network_gateway.g.id local_network_gateway_id=azurerm_local_network_gateway.l.id"}},
			[]string{"g AS 65010 BGP true, clients 1, to hq AS 65001 192.168.0.1, 1 selectors"},
			func(d *topology.Design) []string {
				g, c := d.VirtualNetworkGateways[0], d.Connections[0]
				l := c.LocalGateway.Target
				peer, _ := l.BGP.PeerAddress.Get()
				return []string{line("%s AS %d BGP %t, clients %d, to %s AS %d %s, %d selectors", c.Gateway.Target.Name, g.BGP.ASN.Or(0), g.EnableBGP.Or(false),
					len(g.ClientAddressPool.Or(nil)), l.Name, l.BGP.ASN.Or(0), peer, len(c.TrafficSelectors.Or(nil)))}
			}},
		{"a route server", []resource{hub[0], hub[1],
			{address: "azurerm_route_server.r", values: inGroup + `"name": "rs", "sku": "Standard", "branch_to_branch_traffic_enabled": true`, unknown: "subnet_id public_ip_address_id",
				refs: "subnet_id=azurerm_subnet.app.id public_ip_address_id=azurerm_public_ip.p.id"},
			{address: "azurerm_public_ip.p", values: inGroup + `"name": "p", "sku": "Standard", "allocation_method": "Static"`, unknown: "ip_address fqdn"},
			{address: "azurerm_route_server_bgp_connection.b", values: `"name": "nva", "peer_asn": 65020, "peer_ip": "10.0.1.9"`, unknown: "route_server_id",
				refs: "route_server_id=azurerm_route_server.r.id"}},
			[]string{"rs in hub/app, branches true, peer nva AS 65020"},
			func(d *topology.Design) []string {
				s := d.RouteServers[0]
				return []string{line("%s in %s, branches %t, peer %s AS %d", s.Name, s.Subnet.ID.Path(), s.AllowBranchToBranch.Or(false), s.Peers[0].Name, s.Peers[0].ASN.Or(0))}
			}},
	} {
		t.Run(row.name, func(t *testing.T) {
			design, found := read(t, input{text: plan(row.list...)})
			for _, d := range found {
				if d.Code != "outside-input" && d.Code != "wrong-subnet" && d.Severity.String() != "warning" {
					t.Errorf("%s %s: %s", d.Severity, d.Code, d)
				}
			}
			if diff := cmp.Diff(row.want, row.got(design)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
