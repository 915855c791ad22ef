package terraform

import (
	"testing"

	"vnetproof/topology"
)

func TestPlatformServices(t *testing.T) {
	const subnetID = zeroGroup + "virtualNetworks/hub/subnets/app"
	told(t, []string{
		"storage: action Deny, 1 addresses, 1 subnets, bypass true, public false",
		"vault: action Deny, 1 addresses, 0 subnets, bypass false, public true",
		"sql: action Deny, 1 addresses, 1 subnets, bypass true, public true",
		"app: action Deny, 1 addresses, 0 subnets, bypass false, public true, in app, all routed true",
		"bus: action Deny, 1 addresses, 0 subnets, bypass false, public true",
	}, func(d *topology.Design) (out []string) {
		for _, s := range d.PaaS {
			text := line("%s: action %s, %d addresses, %d subnets, bypass %t, public %t", s.Name, s.DefaultAction.Or(0), len(s.IPRules.Or(nil)), len(s.SubnetRules),
				s.BypassAzureServices.Or(false), s.PublicNetworkAccess.Or(true))
			if s.IntegrationSubnet.Target != nil {
				text += line(", in %s, all routed %t", s.IntegrationSubnet.Target.Name, s.RouteAll.Or(false))
			}
			out = append(out, text)
		}
		return out
	}, hub[0], hub[1],
		resource{address: "azurerm_storage_account.s", values: inGroup + `"name": "storage", "public_network_access_enabled": false, "account_tier": "Standard"`, unknown: "network_rules primary_blob_endpoint"},
		resource{address: "azurerm_storage_account_network_rules.s", values: `"default_action": "Deny", "bypass": ["AzureServices", "Logging"], "ip_rules": ["203.0.113.4"]`,
			unknown: "storage_account_id virtual_network_subnet_ids", refs: "storage_account_id=azurerm_storage_account.s.id virtual_network_subnet_ids=azurerm_subnet.app.id"},
		resource{address: "azurerm_key_vault.v", values: inGroup + `"name": "vault", "sku_name": "standard", "network_acls": [{"default_action": "Deny", "bypass": "None", "ip_rules": ["203.0.113.0/24"],
			"virtual_network_subnet_ids": []}]`},
		resource{address: "azurerm_mssql_server.q", values: inGroup + `"name": "sql", "public_network_access_enabled": true, "connection_policy": "Default", "version": "12.0"`},
		resource{address: "azurerm_mssql_firewall_rule.a", values: `"name": "a", "start_ip_address": "203.0.113.4", "end_ip_address": "203.0.113.9"`, unknown: "server_id", refs: "server_id=azurerm_mssql_server.q.id"},
		resource{address: "azurerm_mssql_firewall_rule.b", values: `"name": "azure", "start_ip_address": "0.0.0.0", "end_ip_address": "0.0.0.0"`, unknown: "server_id", refs: "server_id=azurerm_mssql_server.q.id"},
		resource{address: "azurerm_mssql_virtual_network_rule.c", values: `"name": "c"`, unknown: "server_id subnet_id", refs: "server_id=azurerm_mssql_server.q.id subnet_id=azurerm_subnet.app.id"},
		resource{address: "azurerm_linux_web_app.w", values: inGroup + `"name": "app", "virtual_network_subnet_id": "` + subnetID + `", "site_config": [{"vnet_route_all_enabled": true,
			"ip_restriction": [{"name": "x", "action": "Allow", "priority": 100, "ip_address": "203.0.113.0/24", "headers": []}]}]`},
		resource{address: "azurerm_servicebus_namespace.b", values: inGroup + `"name": "bus", "sku": "Premium", "network_rule_set": [{"default_action": "Deny", "public_network_access_enabled": true,
			"trusted_services_allowed": false, "ip_rules": ["203.0.113.4"], "network_rules": []}]`})
}

func TestPrivateAccessAndNames(t *testing.T) {
	told(t, []string{
		"endpoint pe in hub/app to storage [blob], zones 1, groups 1", "zone privatelink.blob.core.windows.net linked to hub, A x [10.0.1.9]",
		"resolver r in hub: inbound 10.0.1.4, ruleset sends contoso.com. to [10.9.0.4:53] for 1 networks",
	}, func(d *topology.Design) []string {
		e, z, r, f := d.PrivateEndpoints[0], d.PrivateDNSZones[0], d.DNSResolvers[0], d.ForwardingRulesets[0]
		in, _ := r.Inbound[0].IPAddress.Get()
		return []string{
			line("endpoint %s in %s to %s %v, zones %d, groups %d", e.Name, e.Subnet.ID.Path(), e.Connections[0].Service.Target.Name, e.Connections[0].GroupIDs.Or(nil), len(e.DNSZones), len(e.ApplicationSecurityGroups)),
			line("zone %s linked to %s, A %s %v", z.Name, z.Links[0].VirtualNetwork.Target.Name, z.Records[0].Name, z.Records[0].Addresses.Or(nil)),
			line("resolver %s in %s: inbound %s, ruleset sends %s to %v for %d networks", r.Name, r.VirtualNetwork.Target.Name, in, f.Rules[0].Domain.Or(""), f.Rules[0].Targets.Or(nil), len(f.Links)),
		}
	}, hub[0], hub[1],
		resource{address: "azurerm_storage_account.s", values: inGroup + `"name": "storage"`},
		resource{address: "azurerm_application_security_group.g", values: inGroup + `"name": "g"`},
		resource{address: "azurerm_private_endpoint.e", values: inGroup + `"name": "pe", "private_service_connection": [{"name": "c", "is_manual_connection": false, "subresource_names": ["blob"],
			"private_connection_resource_id": "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/storage"}],
			"private_dns_zone_group": [{"name": "default", "private_dns_zone_ids": ["` + zeroGroup + `privateDnsZones/privatelink.blob.core.windows.net"]}]`, unknown: "subnet_id network_interface custom_dns_configs",
			refs: "subnet_id=azurerm_subnet.app.id"},
		resource{address: "azurerm_private_endpoint_application_security_group_association.e", unknown: "private_endpoint_id application_security_group_id",
			refs: "private_endpoint_id=azurerm_private_endpoint.e.id application_security_group_id=azurerm_application_security_group.g.id"},
		resource{address: "azurerm_private_dns_zone.z", values: `"resource_group_name": "rg", "name": "privatelink.blob.core.windows.net"`, unknown: "soa_record number_of_record_sets"},
		resource{address: "azurerm_private_dns_zone_virtual_network_link.l", values: `"resource_group_name": "rg", "name": "l", "private_dns_zone_name": "privatelink.blob.core.windows.net", "registration_enabled": false`,
			unknown: "virtual_network_id", refs: "virtual_network_id=azurerm_virtual_network.hub.id"},
		resource{address: "azurerm_private_dns_a_record.a", values: `"resource_group_name": "rg", "name": "x", "zone_name": "privatelink.blob.core.windows.net", "records": ["10.0.1.9"], "ttl": 300`, unknown: "fqdn"},
		resource{address: "azurerm_private_dns_resolver.r", values: inGroup + `"name": "r"`, unknown: "virtual_network_id", refs: "virtual_network_id=azurerm_virtual_network.hub.id"},
		resource{address: "azurerm_private_dns_resolver_inbound_endpoint.i", values: `"name": "in", "location": "westeurope", "ip_configurations": [{"private_ip_address": "10.0.1.4", "private_ip_allocation_method": "Static",
			"subnet_id": "` + zeroGroup + `virtualNetworks/hub/subnets/app"}]`, unknown: "private_dns_resolver_id", refs: "private_dns_resolver_id=azurerm_private_dns_resolver.r.id"},
		resource{address: "azurerm_private_dns_resolver_outbound_endpoint.o", values: `"name": "out", "location": "westeurope"`, unknown: "private_dns_resolver_id subnet_id",
			refs: "private_dns_resolver_id=azurerm_private_dns_resolver.r.id subnet_id=azurerm_subnet.app.id"},
		resource{address: "azurerm_private_dns_resolver_dns_forwarding_ruleset.f", values: inGroup + `"name": "f"`, unknown: "private_dns_resolver_outbound_endpoint_ids",
			refs: "private_dns_resolver_outbound_endpoint_ids=azurerm_private_dns_resolver_outbound_endpoint.o.id"},
		resource{address: "azurerm_private_dns_resolver_forwarding_rule.x", values: `"name": "x", "domain_name": "contoso.com.", "enabled": true, "target_dns_servers": [{"ip_address": "10.9.0.4", "port": 53}]`,
			unknown: "dns_forwarding_ruleset_id", refs: "dns_forwarding_ruleset_id=azurerm_private_dns_resolver_dns_forwarding_ruleset.f.id"},
		resource{address: "azurerm_private_dns_resolver_virtual_network_link.y", values: `"name": "y"`, unknown: "dns_forwarding_ruleset_id virtual_network_id",
			refs: "dns_forwarding_ruleset_id=azurerm_private_dns_resolver_dns_forwarding_ruleset.f.id virtual_network_id=azurerm_virtual_network.hub.id"})
}

func TestApplicationGateways(t *testing.T) {
	told(t, []string{"WAF_v2 in hub/app, listener https on 443 at public, backends [10.0.1.4] [x.contoso.com] at [8080], Prevention", "pool 10.0.1.7, rule lb any port via private 10.0.1.100"},
		func(d *topology.Design) []string {
			g, l := d.ApplicationGateways[0], d.LoadBalancers[0]
			front, _ := l.Frontends[0].PrivateIPAddress.Get()
			member, _ := l.Pools[0].Addresses[0].IPAddress.Get()
			p := g.Pools[0]
			return []string{
				line("%s in %s, listener %s on %d at %s, backends %v %v at %v, %s", g.SKUName.Or(""), g.SubnetRefs[0].ID.Path(), g.Listeners[0].Name, g.Listeners[0].Port.Or(0), g.Listeners[0].Frontend.Target.Name,
					p.Addresses.Or(nil), p.FQDNs.Or(nil), g.BackendPorts.Or(nil), g.WAFPolicy.Target.Mode.Or("")),
				line("pool %s, rule %s any port via %s %s", member, l.Rules[0].Name, l.Rules[0].Frontend.Target.Name, front),
			}
		}, hub[0], hub[1],
		resource{address: "azurerm_web_application_firewall_policy.p", values: inGroup + `"name": "waf", "policy_settings": [{"enabled": true, "mode": "Prevention"}], "managed_rules": [{}]`},
		resource{address: "azurerm_application_gateway.g", values: inGroup + `"name": "g", "sku": [{"name": "WAF_v2", "tier": "WAF_v2", "capacity": 2}], "firewall_policy_id": "` + zeroGroup + `ApplicationGatewayWebApplicationFirewallPolicies/waf",
			"gateway_ip_configuration": [{"name": "c", "subnet_id": "` + zeroGroup + `virtualNetworks/hub/subnets/app"}], "frontend_ip_configuration": [{"name": "public", "private_ip_address_allocation": "Dynamic"}],
			"frontend_port": [{"name": "p443", "port": 443}], "http_listener": [{"name": "https", "frontend_ip_configuration_name": "public", "frontend_port_name": "p443", "protocol": "Https"}],
			"backend_address_pool": [{"name": "b", "ip_addresses": ["10.0.1.4"], "fqdns": ["x.contoso.com"]}], "backend_http_settings": [{"name": "s", "port": 8080, "protocol": "Http", "cookie_based_affinity": "Disabled"}],
			"request_routing_rule": [{"name": "r", "rule_type": "Basic", "http_listener_name": "https"}], "waf_configuration": []`},
		resource{address: "azurerm_lb.l", values: inGroup + `"name": "l", "sku": "Standard", "frontend_ip_configuration": [{"name": "private", "private_ip_address": "10.0.1.100", "private_ip_address_allocation": "Static",
			"subnet_id": "` + zeroGroup + `virtualNetworks/hub/subnets/app"}]`},
		resource{address: "azurerm_lb_backend_address_pool.b", values: `"name": "b", "tunnel_interface": []`, unknown: "loadbalancer_id", refs: "loadbalancer_id=azurerm_lb.l.id"},
		resource{address: "azurerm_lb_backend_address_pool_address.a", values: `"name": "a", "ip_address": "10.0.1.7"`, unknown: "backend_address_pool_id virtual_network_id",
			refs: "backend_address_pool_id=azurerm_lb_backend_address_pool.b.id virtual_network_id=azurerm_virtual_network.hub.id"},
		resource{address: "azurerm_lb_rule.r", values: `"name": "lb", "protocol": "All", "frontend_port": 0, "backend_port": 0, "frontend_ip_configuration_name": "private"`, unknown: "loadbalancer_id backend_address_pool_ids",
			refs: "loadbalancer_id=azurerm_lb.l.id backend_address_pool_ids=azurerm_lb_backend_address_pool.b.id"})
}

func TestFrontDoors(t *testing.T) {
	const profile = `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Cdn/profiles/fd`
	told(t, []string{
		"Premium_AzureFrontDoor, endpoint edge on true, route all to web as HttpsOnly [Https] for [www.contoso.com]",
		"origin app app.azurewebsites.net at 443 by private link to app, waf waf Prevention before 2",
		"classic: www.fabrikam.com with waf, pool b at 20.0.0.4:8443, rule to b as MatchRequest",
	}, func(d *topology.Design) []string {
		f, old := d.FrontDoors[0], d.FrontDoors[1]
		e, g, p := f.Endpoints[0], f.OriginGroups[0], f.SecurityPolicies[0]
		o, r := g.Origins[0], e.Routes[0]
		rule := old.Rules[0]
		return []string{
			line("%s, endpoint %s on %t, route %s to %s as %s %v for [%s]", f.SKUName.Or(""), e.Name, e.Enabled.Or(false), r.Name, r.OriginGroup.Target.Name, r.Forwarding.Or(""),
				r.Protocols.Or(nil), r.Domains[0].Target.HostName.Or("")),
			line("origin %s %s at %d by private link to %s, waf %s %s before %d", o.Name, o.HostName.Or(""), o.HTTPSPort.Or(0), o.PrivateLink.Service.Target.Name,
				p.WAFPolicy.Target.Name, p.WAFPolicy.Target.Mode.Or(""), len(p.Domains)),
			line("classic: %s with %s, pool %s at %s:%d, rule to %s as %s", rule.Endpoints[0].Target.HostName.Or(""), old.Endpoints[0].WAFPolicy.Target.Name, old.OriginGroups[0].Name,
				old.OriginGroups[0].Origins[0].HostName.Or(""), old.OriginGroups[0].Origins[0].HTTPSPort.Or(0), rule.OriginGroup.Target.Name, rule.Forwarding.Or("")),
		}
	},
		resource{address: "azurerm_linux_web_app.app", values: inGroup + `"name": "app"`},
		resource{address: "azurerm_cdn_frontdoor_profile.p", values: `"resource_group_name": "rg", "name": "fd", "sku_name": "Premium_AzureFrontDoor", "response_timeout_seconds": 120`},
		resource{address: "azurerm_cdn_frontdoor_endpoint.e", values: `"name": "edge", "enabled": true`, unknown: "cdn_frontdoor_profile_id", refs: "cdn_frontdoor_profile_id=azurerm_cdn_frontdoor_profile.p.id"},
		resource{address: "azurerm_cdn_frontdoor_custom_domain.d", values: `"name": "www", "host_name": "www.contoso.com", "tls": [{}]`, unknown: "cdn_frontdoor_profile_id", refs: "cdn_frontdoor_profile_id=azurerm_cdn_frontdoor_profile.p.id"},
		resource{address: "azurerm_cdn_frontdoor_origin_group.g", values: `"name": "web", "load_balancing": [{}], "session_affinity_enabled": false`, unknown: "cdn_frontdoor_profile_id", refs: "cdn_frontdoor_profile_id=azurerm_cdn_frontdoor_profile.p.id"},
		resource{address: "azurerm_cdn_frontdoor_origin.o", values: `"name": "app", "host_name": "app.azurewebsites.net", "https_port": 443, "http_port": 80, "enabled": true, "certificate_name_check_enabled": true,
			"private_link": [{"location": "westeurope", "private_link_target_id": "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Web/sites/app", "target_type": "sites"}]`,
			unknown: "cdn_frontdoor_origin_group_id", refs: "cdn_frontdoor_origin_group_id=azurerm_cdn_frontdoor_origin_group.g.id"},
		resource{address: "azurerm_cdn_frontdoor_route.r", values: `"name": "all", "enabled": true, "forwarding_protocol": "HttpsOnly", "https_redirect_enabled": true, "supported_protocols": ["Https"], "patterns_to_match": ["/*"],
			"cdn_frontdoor_custom_domain_ids": ["` + profile + `/customDomains/www"]`, unknown: "cdn_frontdoor_endpoint_id cdn_frontdoor_origin_group_id",
			refs: "cdn_frontdoor_endpoint_id=azurerm_cdn_frontdoor_endpoint.e.id cdn_frontdoor_origin_group_id=azurerm_cdn_frontdoor_origin_group.g.id"},
		resource{address: "azurerm_cdn_frontdoor_firewall_policy.w", values: `"resource_group_name": "rg", "name": "waf", "mode": "Prevention", "enabled": true, "sku_name": "Premium_AzureFrontDoor"`},
		resource{address: "azurerm_cdn_frontdoor_security_policy.s", values: `"name": "s", "security_policies": [{"firewall": [{"cdn_frontdoor_firewall_policy_id": "` + zeroGroup + `frontDoorWebApplicationFirewallPolicies/waf",
			"association": [{"domain": [{"cdn_frontdoor_domain_id": "` + profile + `/customDomains/www"}, {"cdn_frontdoor_domain_id": "` + profile + `/afdEndpoints/edge"}], "patterns_to_match": ["/*"]}]}]}]`,
			unknown: "cdn_frontdoor_profile_id", refs: "cdn_frontdoor_profile_id=azurerm_cdn_frontdoor_profile.p.id"},
		resource{address: "azurerm_frontdoor.old", values: `"resource_group_name": "rg", "name": "old", "load_balancer_enabled": true,
			"frontend_endpoint": [{"name": "www", "host_name": "www.fabrikam.com", "web_application_firewall_policy_link_id": "` + zeroGroup + `frontDoorWebApplicationFirewallPolicies/waf"}],
			"backend_pool": [{"name": "b", "backend": [{"address": "20.0.0.4", "http_port": 80, "https_port": 8443, "enabled": true, "host_header": "x"}], "load_balancing_name": "l", "health_probe_name": "h"}],
			"routing_rule": [{"name": "r", "accepted_protocols": ["Https"], "patterns_to_match": ["/*"], "frontend_endpoints": ["www"], "forwarding_configuration": [{"backend_pool_name": "b", "forwarding_protocol": "MatchRequest"}], "redirect_configuration": []}]`})
}
