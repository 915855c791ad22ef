package decode

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology"
)

func TestPrivateEndpoint(t *testing.T) {
	design := decodeClean(t, hubWithApp(),
		resource("Microsoft.Storage/storageAccounts", "data", `"publicNetworkAccess": "Disabled"`),
		resource("privateEndpoints", "pe", `"subnet": `+to(appSubnet)+`, "ipConfigurations": [{"name": "i", "properties": {"privateIPAddress": "10.0.1.9",
			"groupId": "blob", "memberName": "blob"}}], "privateLinkServiceConnections": [{"name": "l", "properties": {
			"privateLinkServiceId": "`+idFor("Microsoft.Storage/storageAccounts", "data")+`", "groupIds": ["blob"],
			"privateLinkServiceConnectionState": {"status": "Approved", "description": "x"}}}], "networkInterfaces": [`+to("networkInterfaces/pe-nic")+`]`),
		resource("networkInterfaces", "pe-nic", `"ipConfigurations": [{"name": "c", "properties": {"subnet": `+to(appSubnet)+`, "privateIPAddress": "10.0.1.9"}}]`),
		resource("privateEndpoints/privateDnsZoneGroups", "pe/default", `"privateDnsZoneConfigs": [{"name": "z", "properties": {
			"privateDnsZoneId": "`+network("privateDnsZones/privatelink.blob.core.windows.net")+`"}}]`),
		resource("privateDnsZones", "privatelink.blob.core.windows.net", ""),
		resource("privateDnsZones/A", "privatelink.blob.core.windows.net/data", `"ttl": 10, "aRecords": [{"ipv4Address": "10.0.1.9"}]`),
		resource("privateDnsZones/CNAME", "privatelink.blob.core.windows.net/alias", `"cnameRecord": {"cname": "data.privatelink.blob.core.windows.net"}`),
		resource("privateDnsZones/virtualNetworkLinks", "privatelink.blob.core.windows.net/l", `"virtualNetwork": `+to("virtualNetworks/hub")+`,
			"registrationEnabled": false, "resolutionPolicy": "NxDomainRedirect"`))
	e := design.PrivateEndpoints[0]
	sameValue(t, "addresses", e.IPAddresses, []netip.Addr{netip.MustParseAddr("10.0.1.9")})
	if e.Connections[0].Service.Target != design.PaaS[0] || e.DNSZones[0].Target != design.PrivateDNSZones[0] || e.NIC.Target.PrivateEndpoint != e {
		t.Errorf("links of the endpoint: %+v", e)
	}
	sameValue(t, "status", e.Connections[0].Status, "Approved")
	sameValue(t, "public access", design.PaaS[0].PublicNetworkAccess, false)
	z := design.PrivateDNSZones[0]
	sameValue(t, "record", z.Records[0].Addresses, []netip.Addr{netip.MustParseAddr("10.0.1.9")})
	sameValue(t, "alias", z.Records[1].Canonical, "data.privatelink.blob.core.windows.net")
	if z.Links[0].VirtualNetwork.Target == nil {
		t.Errorf("the zone is not linked")
	}
}

func TestPrivateLinkService(t *testing.T) {
	design := decodeClean(t, hubWithApp(), resource("loadBalancers", "lb", `"frontendIPConfigurations": [{"name": "fe", "properties": {"subnet": `+to(appSubnet)+`}}]`),
		resource("privateLinkServices", "pls", `"loadBalancerFrontendIpConfigurations": [`+to("loadBalancers/lb/frontendIPConfigurations/fe")+`],
			"ipConfigurations": [{"name": "n", "properties": {"subnet": `+to(appSubnet)+`, "privateIPAddress": "10.0.1.30"}}]`),
		resource("privateEndpoints", "pe", `"subnet": `+to(appSubnet)+`, "manualPrivateLinkServiceConnections": [{"name": "l", "properties": {
			"privateLinkServiceId": "`+network("privateLinkServices/pls")+`"}}]`))
	s, e := design.PrivateLinkServices[0], design.PrivateEndpoints[0]
	sameValue(t, "NAT addresses", s.NATAddresses, []netip.Addr{netip.MustParseAddr("10.0.1.30")})
	if s.Frontends[0].Target == nil || e.Connections[0].PrivateLinkService.Target != s || !e.Connections[0].Manual {
		t.Errorf("service and endpoint are not linked")
	}
}

func TestFiltersOfPlatformServices(t *testing.T) {
	subnet := network(appSubnet)
	rows := []struct {
		name      string
		resources []string
		action    topology.Access
		rules     int
		subnets   int
		bypass    bool
	}{
		{"storage account", []string{resource("Microsoft.Storage/storageAccounts", "x", `"networkAcls": {"defaultAction": "Deny", "bypass": "AzureServices, Logging",
			"ipRules": [{"value": "203.0.113.0/24", "action": "Allow"}], "virtualNetworkRules": [{"id": "`+subnet+`", "action": "Allow"}]}`)},
			topology.Deny, 1, 1, true},
		{"Cosmos DB", []string{resource("Microsoft.DocumentDB/databaseAccounts", "x", `"ipRules": [{"ipAddressOrRange": "203.0.113.4"}],
			"virtualNetworkRules": [{"id": "`+subnet+`"}], "isVirtualNetworkFilterEnabled": true`)}, topology.Deny, 1, 1, false},
		{"SQL server", []string{resource("Microsoft.Sql/servers", "x", ""),
			resource("Microsoft.Sql/servers/firewallRules", "x/azure", `"startIpAddress": "0.0.0.0", "endIpAddress": "0.0.0.0"`),
			resource("Microsoft.Sql/servers/firewallRules", "x/office", `"startIpAddress": "203.0.113.4", "endIpAddress": "203.0.113.9"`),
			resource("Microsoft.Sql/servers/virtualNetworkRules", "x/app", `"virtualNetworkSubnetId": "`+subnet+`"`),
			resource("Microsoft.Sql/servers/connectionPolicies", "x/default", `"connectionType": "Redirect"`)}, topology.Deny, 1, 1, true},
		{"Service Bus", []string{resource("Microsoft.ServiceBus/namespaces", "x", ""),
			resource("Microsoft.ServiceBus/namespaces/networkRuleSets", "x/default", `"defaultAction": "Deny", "ipRules": [{"ipMask": "203.0.113.4"}],
			"virtualNetworkRules": [{"subnet": {"id": "`+subnet+`"}}]`)}, topology.Deny, 1, 1, false},
		{"web app", []string{resource("Microsoft.Web/sites", "x", `"siteConfig": {"ipSecurityRestrictions": [
			{"ipAddress": "203.0.113.0/24", "action": "Allow", "priority": 100}, {"vnetSubnetResourceId": "`+subnet+`", "action": "Allow"}]}`)}, topology.Deny, 1, 1, false},
		{"container registry", []string{resource("Microsoft.ContainerRegistry/registries", "x", `"networkRuleSet": {"defaultAction": "Allow"}`)}, topology.Allow, 0, 0, false},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s := decodeClean(t, append(row.resources, hubWithApp())...).PaaS[0]
			rules := s.IPRules.Or(nil)
			if s.DefaultAction.Or(0) != row.action || len(rules) != row.rules || len(s.SubnetRules) != row.subnets || s.BypassAzureServices.Or(false) != row.bypass {
				t.Errorf("default %s, %d rules, %d subnets, bypass %t", s.DefaultAction.Or(0), len(rules), len(s.SubnetRules), s.BypassAzureServices.Or(false))
			}
			for _, r := range s.SubnetRules {
				if r.Target == nil {
					t.Errorf("subnet rule %s is not linked", r.ID)
				}
			}
		})
	}
}

func TestWebAppJoinsANetwork(t *testing.T) {
	config := resource("Microsoft.Web/sites/networkConfig", "web/virtualNetwork", `"subnetResourceId": "`+network(appSubnet)+`"`)
	design := decodeClean(t, hubWithApp(), config,
		resource("Microsoft.Web/sites", "web", `"siteConfig": {"vnetRouteAllEnabled": true}, "hostNames": ["WWW.contoso.com"]`))
	s := design.PaaS[0]
	sameValue(t, "route all", s.RouteAll, true)
	if s.IntegrationSubnet.Target == nil {
		t.Errorf("the app joins no subnet")
	}
	if diff := cmp.Diff([]string{"web.azurewebsites.net", "www.contoso.com"}, s.Hosts); diff != "" {
		t.Error(diff)
	}
}

func TestResolverAndRuleset(t *testing.T) {
	design := decodeClean(t, vnet("hub", "10.0.0.0/16", subnets("in 10.0.1.0/28", "out 10.0.1.16/28")),
		resource("dnsResolvers", "r", `"virtualNetwork": `+to("virtualNetworks/hub")),
		resource("dnsResolvers/inboundEndpoints", "r/in", `"ipConfigurations": [{"subnet": `+to("virtualNetworks/hub/subnets/in")+`, "privateIpAddress": "10.0.1.4"}]`),
		resource("dnsResolvers/outboundEndpoints", "r/out", `"subnet": `+to("virtualNetworks/hub/subnets/out")),
		resource("dnsForwardingRulesets", "s", `"dnsResolverOutboundEndpoints": [`+to("dnsResolvers/r/outboundEndpoints/out")+`]`),
		resource("dnsForwardingRulesets/forwardingRules", "s/corp", `"domainName": "corp.contoso.com.", "forwardingRuleState": "Enabled",
			"targetDnsServers": [{"ipAddress": "192.168.0.53"}, {"ipAddress": "192.168.0.54", "port": 5353}]`),
		resource("dnsForwardingRulesets/virtualNetworkLinks", "s/l", `"virtualNetwork": `+to("virtualNetworks/hub")))
	r, s := design.DNSResolvers[0], design.ForwardingRulesets[0]
	if r.Inbound[0].Subnet.Target == nil || s.Outbound[0].Target != r.Outbound[0] || s.Links[0].Target == nil || !s.Rules[0].Enabled.Or(false) {
		t.Errorf("resolver %+v, ruleset %+v", r, s)
	}
	targets, _ := s.Rules[0].Targets.Get()
	if len(targets) != 2 || targets[0].Port() != 53 || targets[1].String() != "192.168.0.54:5353" {
		t.Errorf("targets %v", targets)
	}
}

func TestNetworkManager(t *testing.T) {
	const m = "networkManagers"
	design := decodeClean(t, vnet("v", "10.0.0.0/16", subnets("app 10.0.1.0/24")),
		resource(m, "m", `"networkManagerScopes": {"subscriptions": ["/subscriptions/s"]}`),
		resource(m+"/networkGroups", "m/g", `"memberType": "VirtualNetwork"`),
		resource(m+"/networkGroups/staticMembers", "m/g/v", `"resourceId": "`+network("virtualNetworks/v")+`"`),
		resource(m+"/networkGroups/staticMembers", "m/g/app", `"resourceId": "`+network("virtualNetworks/v/subnets/app")+`"`),
		resource(m+"/securityAdminConfigurations", "m/sec", `"applyOnNetworkIntentPolicyBasedServices": ["AllowRulesOnly"]`),
		resource(m+"/securityAdminConfigurations/ruleCollections", "m/sec/c", `"appliesToGroups": [{"networkGroupId": "`+network(m+"/m/networkGroups/g")+`"}]`),
		resourceWith(m+"/securityAdminConfigurations/ruleCollections/rules", "m/sec/c/r", `"kind": "Custom", "properties": {"priority": 1, "direction": "Inbound",
			"access": "AlwaysAllow", "protocol": "Any", "sources": [{"addressPrefix": "Internet", "addressPrefixType": "ServiceTag"},
			{"addressPrefix": "`+network(m+"/m/networkGroups/g")+`", "addressPrefixType": "NetworkGroup"}], "destinationPortRanges": ["22"]}`),
		resource(m+"/connectivityConfigurations", "m/mesh", `"connectivityTopology": "HubAndSpoke", "isGlobal": "True", "deleteExistingPeering": "False",
			"hubs": [{"resourceId": "`+network("virtualNetworks/v")+`", "resourceType": "Microsoft.Network/virtualNetworks"}],
			"appliesToGroups": [{"networkGroupId": "`+network(m+"/m/networkGroups/g")+`", "groupConnectivity": "DirectlyConnected", "useHubGateway": "True", "isGlobal": "False"}]`),
		resource(m+"/routingConfigurations", "m/rt", ""),
		resource(m+"/routingConfigurations/ruleCollections", "m/rt/c", `"appliesTo": [{"networkGroupId": "`+network(m+"/m/networkGroups/g")+`"}],
			"disableBgpRoutePropagation": "True", "localRouteSetting": "DirectRoutingWithinVNet"`),
		resource(m+"/routingConfigurations/ruleCollections/rules", "m/rt/c/r", `"destination": {"type": "AddressPrefix", "destinationAddress": "0.0.0.0/0"},
			"nextHop": {"nextHopType": "VirtualAppliance", "nextHopAddress": "10.0.0.4"}`),
		resource("Microsoft.Authorization/policyDefinitions", "p", `"policyRule": {"then": {"effect": "addToNetworkGroup",
			"details": {"networkGroupId": "`+network(m+"/m/networkGroups/g")+`"}}}`))
	n := design.NetworkManagers[0]
	g := n.Groups[0]
	if len(g.Members) != 1 || g.Members[0].Target == nil || len(g.Subnets) != 1 || g.Subnets[0].Target == nil || g.ByPolicy == nil {
		t.Errorf("group %+v", g)
	}
	rule := n.SecurityAdmin[0].Collections[0].Rules[0]
	sameValue(t, "access", rule.Access, topology.AlwaysAllow)
	sameValue(t, "ports", rule.DestinationPorts, []topology.PortTerm{{Low: 22, High: 22}})
	if sources, _ := rule.Source.Get(); len(sources) != 2 || sources[0].Tag != "Internet" || sources[1].NetworkGroup().Target != g {
		t.Errorf("sources %+v", sources)
	}
	if all, _ := rule.Destination.Get(); len(all) != 1 || !all[0].Any {
		t.Errorf("destinations %+v", all)
	}
	c := n.Connectivity[0]
	if c.Mesh || c.Hub.Target == nil || !c.Groups[0].DirectlyConnected.Or(false) || c.Groups[0].Group.Target != g || !c.IsGlobal.Or(false) {
		t.Errorf("connectivity %+v", c)
	}
	routes := n.Routing[0].Collections[0]
	sameValue(t, "propagation", routes.DisableBGPRoutePropagation, true)
	sameValue(t, "next hop", routes.Routes[0].NextHopIP, netip.MustParseAddr("10.0.0.4"))
}

func TestTypesThatAreNotModelled(t *testing.T) {
	design, found := decodeAll(t, hubWithApp(),
		resource("Microsoft.Compute/virtualMachines/extensions", "vm/x", ""), resource("Microsoft.Authorization/roleAssignments", "r", ""),
		resource("ddosProtectionPlans", "d", ""), resource("Microsoft.ContainerService/managedClusters", "aks", `"agentPoolProfiles": [{"vnetSubnetID": "`+network(appSubnet)+`"}]`),
		resource("virtualNetworks/customThings", "hub/x", ""))
	var unsupported []string
	for _, o := range design.Others {
		if !o.Irrelevant {
			unsupported = append(unsupported, o.Name)
		}
	}
	if strings.Join(unsupported, " ") != "aks x" || len(found) != 2 {
		t.Errorf("unsupported are %v; found %v", unsupported, found)
	}
	if refs := design.Others[3].References; len(refs) != 1 || refs[0].Path() != "hub/app" {
		t.Errorf("the cluster names %v", refs)
	}
	if parts := design.VirtualNetworks[0].Incomplete; len(parts) != 1 || parts[0].Property != "customThings" {
		t.Errorf("the network lacks %v", parts)
	}
}
