package decode

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vnetproof/topology/source"
)

// codes are the codes of what was found, sorted, but for unknowns.
func codes(found []source.Diagnostic) string {
	var out []string
	for _, f := range found {
		if f.Severity != source.Unknown {
			out = append(out, f.Code)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// expectCodes decodes resources and compares what was found.
func expectCodes(t *testing.T, want string, resources ...string) {
	t.Helper()
	_, found := decodeAll(t, resources...)
	if got := codes(found); got != want {
		t.Errorf("found %q, want %q", got, want)
		for _, f := range found {
			t.Log(show(f))
		}
	}
}

// vnet is a VNet with one prefix, subnets "name prefix" and halves of peerings
// to other VNets.
func vnet(name, prefix string, members ...string) string {
	return resource("virtualNetworks", name, `"addressSpace": {"addressPrefixes": ["`+prefix+`"]}`+joined(members))
}

func joined(members []string) string {
	out := ""
	for _, m := range members {
		out += ", " + m
	}
	return out
}

func subnets(subnets ...string) string {
	var out []string
	for _, s := range subnets {
		name, rest, _ := strings.Cut(s, " ")
		prefix, more, _ := strings.Cut(rest, " ")
		if more != "" {
			more = ", " + more
		}
		out = append(out, fmt.Sprintf(`{"name": %q, "properties": {"addressPrefix": %q%s}}`, name, prefix, more))
	}
	return `"subnets": [` + strings.Join(out, ",") + `]`
}

func peers(remote ...string) string {
	var out []string
	for i, r := range remote {
		r, more, _ := strings.Cut(r, " ")
		if more != "" {
			more = ", " + more
		}
		out = append(out, fmt.Sprintf(`{"name": "to-%s-%d", "properties": {"remoteVirtualNetwork": %s%s}}`, r, i, to("virtualNetworks/"+r), more))
	}
	return `"virtualNetworkPeerings": [` + strings.Join(out, ",") + `]`
}

func TestRT18_PeersMustNotOverlap(t *testing.T) {
	t.Run("two peers share addresses", func(t *testing.T) {
		expectCodes(t, "overlapping-peers", vnet("a", "10.0.0.0/16", peers("b")), vnet("b", "10.0.4.0/24", peers("a")))
	})
	t.Run("neighbours do not", func(t *testing.T) {
		expectCodes(t, "", vnet("a", "10.0.0.0/16", peers("b")), vnet("b", "10.1.0.0/16", peers("a")))
	})
	t.Run("two peers of one network share addresses", func(t *testing.T) {
		expectCodes(t, "overlapping-peers", vnet("hub", "10.0.0.0/16", peers("b", "c")),
			vnet("b", "10.1.0.0/16", peers("hub")), vnet("c", "10.1.0.0/16", peers("hub")))
	})
	t.Run("networks that are not joined may", func(t *testing.T) {
		expectCodes(t, "", vnet("a", "10.0.0.0/16"), vnet("b", "10.0.0.0/16"))
	})
	t.Run("a subnet peering exchanges only its subnets", func(t *testing.T) {
		half := func(remote, here, there string) string {
			return peers(remote + ` "peerCompleteVnets": false, "localSubnetNames": ["` + here + `"], "remoteSubnetNames": ["` + there + `"]`)
		}
		expectCodes(t, "",
			vnet("a", "10.0.0.0/16", subnets("x 10.0.1.0/24"), half("b", "x", "y")),
			vnet("b", "10.0.0.0/16", subnets("y 10.0.2.0/24"), half("a", "y", "x")))
		expectCodes(t, "overlapping-peers",
			vnet("a", "10.0.0.0/16", subnets("x 10.0.1.0/24"), half("b", "x", "y")),
			vnet("b", "10.0.0.0/16", subnets("y 10.0.1.0/25"), half("a", "y", "x")))
	})
}

func TestSelfAndDoublePeering(t *testing.T) {
	expectCodes(t, "self-peering", vnet("a", "10.0.0.0/16", peers("a")))
	expectCodes(t, "duplicate-peering", vnet("a", "10.0.0.0/16", peers("b", "b")), vnet("b", "10.1.0.0/16", peers("a")))
}

func TestPEER01_OneHalfAloneIsAWarning(t *testing.T) {
	expectCodes(t, "one-sided-peering", vnet("a", "10.0.0.0/16", peers("b")), vnet("b", "10.1.0.0/16"))
	expectCodes(t, "", vnet("a", "10.0.0.0/16", peers("b")), vnet("b", "10.1.0.0/16", peers("a")))
}

func TestPEER05_RemoteGateway(t *testing.T) {
	spoke := vnet("spoke", "10.1.0.0/16", peers(`hub "useRemoteGateways": true`))
	expectCodes(t, "", vnet("hub", "10.0.0.0/16", peers(`spoke "allowGatewayTransit": true`)), spoke)
	expectCodes(t, "no-gateway-transit", vnet("hub", "10.0.0.0/16", peers("spoke")), spoke)
	expectCodes(t, "own-and-remote-gateway", vnet("hub", "10.0.0.0/16", peers(`spoke "allowGatewayTransit": true`)),
		vnet("spoke", "10.1.0.0/16", subnets("GatewaySubnet 10.1.0.0/27"), peers(`hub "useRemoteGateways": true`)), gateway("gw", "spoke", "Vpn"))
	expectCodes(t, "two-remote-gateways",
		vnet("hub", "10.0.0.0/16", peers(`spoke "allowGatewayTransit": true`)), vnet("hub2", "10.2.0.0/16", peers(`spoke "allowGatewayTransit": true`)),
		vnet("spoke", "10.1.0.0/16", peers(`hub "useRemoteGateways": true`, `hub2 "useRemoteGateways": true`)))
}

// gateway is a virtual network gateway in a VNet's GatewaySubnet.
func gateway(name, network, kind string) string {
	return resource("virtualNetworkGateways", name, fmt.Sprintf(`"gatewayType": %q, "ipConfigurations": [{"name": "c",
		"properties": {"subnet": %s}}]`, kind, to("virtualNetworks/"+network+"/subnets/GatewaySubnet")))
}

func TestPEER10_FiveHundredPeerings(t *testing.T) {
	for _, row := range []struct {
		n    int
		want string
	}{{500, ""}, {501, "too-many-peerings"}} {
		var remotes []string
		for i := range row.n {
			remotes = append(remotes, fmt.Sprintf("far%d", i))
		}
		expectCodes(t, row.want, vnet("hub", "10.0.0.0/16", peers(remotes...)))
	}
}

func TestNSG17_OwnSubnetsTakeNoGroup(t *testing.T) {
	group := resource("networkSecurityGroups", "g", "")
	table := resource("routeTables", "t", "")
	withGroup := `"networkSecurityGroup": ` + to("networkSecurityGroups/g")
	withTable := `"routeTable": ` + to("routeTables/t")
	rows := []struct{ subnet, want string }{
		{"GatewaySubnet 10.0.0.0/27 " + withGroup, "unsupported-group"},
		{"AzureFirewallSubnet 10.0.0.0/26 " + withGroup, "unsupported-group"},
		{"RouteServerSubnet 10.0.0.0/27 " + withGroup, "unsupported-group"},
		{"RouteServerSubnet 10.0.0.0/27 " + withTable, "unsupported-route-table"},
		{"AzureBastionSubnet 10.0.0.0/26 " + withTable, "unsupported-route-table"},
		{"AzureBastionSubnet 10.0.0.0/26 " + withGroup, ""},
		{"GatewaySubnet 10.0.0.0/27 " + withTable, ""},
		{"app 10.0.0.0/27 " + withGroup + ", " + withTable, ""},
	}
	for _, row := range rows {
		t.Run(row.subnet, func(t *testing.T) {
			expectCodes(t, row.want, vnet("hub", "10.0.0.0/16", subnets(row.subnet)), group, table)
		})
	}
}

// rule is a security rule with a priority and a direction.
func rule(name string, priority int, direction string) string {
	return fmt.Sprintf(`{"name": %q, "properties": {"priority": %d, "direction": %q, "access": "Allow", "protocol": "*", "sourceAddressPrefix": "*",
		"sourcePortRange": "*", "destinationAddressPrefix": "*", "destinationPortRange": "*"}}`, name, priority, direction)
}

func group(name string, rules ...string) string {
	return resource("networkSecurityGroups", name, `"securityRules": [`+strings.Join(rules, ",")+`]`)
}

func TestNSG18_ThousandRules(t *testing.T) {
	var rules []string
	for i := range 1001 {
		rules = append(rules, rule(fmt.Sprintf("r%d", i), 100+i, "Inbound"))
	}
	expectCodes(t, "", group("g", rules[:1000]...))
	expectCodes(t, "too-many-rules", group("g", rules...))
}

func TestNSG23_PriorityOnceADirection(t *testing.T) {
	expectCodes(t, "duplicate-priority", group("g", rule("a", 100, "Inbound"), rule("b", 100, "Inbound")))
	expectCodes(t, "", group("g", rule("a", 100, "Inbound"), rule("b", 100, "Outbound")))
	expectCodes(t, "duplicate-resource", group("g", rule("a", 100, "Inbound"), rule("A", 101, "Inbound")))
}

func table(name string, routes ...string) string {
	var out []string
	for i, r := range routes {
		prefix, hop, _ := strings.Cut(r, " ")
		out = append(out, fmt.Sprintf(`{"name": "r%d", "properties": {"addressPrefix": %q, "nextHopType": %q}}`, i, prefix, hop))
	}
	return resource("routeTables", name, `"routes": [`+strings.Join(out, ",")+`]`)
}

func TestRT28_FourHundredRoutes(t *testing.T) {
	var routes, tags []string
	for i := range 401 {
		routes = append(routes, fmt.Sprintf("10.%d.%d.0/24 None", i/250, i%250))
	}
	for i := range 26 {
		tags = append(tags, fmt.Sprintf("Storage.Region%d Internet", i))
	}
	expectCodes(t, "", table("t", routes[:400]...))
	expectCodes(t, "too-many-routes", table("t", routes...))
	expectCodes(t, "", table("t", tags[:25]...))
	expectCodes(t, "too-many-routes", table("t", tags...))
}

func TestRT16_RoutesOfAGatewaySubnet(t *testing.T) {
	hub := vnet("hub", "10.0.0.0/16", subnets(`GatewaySubnet 10.0.0.0/27 "routeTable": `+to("routeTables/t")))
	expectCodes(t, "gateway-default-route", hub, table("t", "0.0.0.0/0 Internet"))
	expectCodes(t, "", hub, table("t", "10.1.0.0/16 None"))
	expectCodes(t, "gateway-propagation", hub, resource("routeTables", "t", `"disableBgpRoutePropagation": true`))
	expectCodes(t, "", vnet("hub", "10.0.0.0/16"), table("t", "0.0.0.0/0 Internet"))
}

func TestWALK13_SmallestSubnets(t *testing.T) {
	rows := []struct{ network, subnet, want string }{
		{"10.0.0.0/16", "10.0.0.0/29", ""}, {"10.0.0.0/16", "10.0.0.0/30", "subnet-size"},
		{"fd00::/48", "fd00::/64", ""}, {"fd00::/48", "fd00::/65", "subnet-size"}, {"fd00::/48", "fd00::/60", "subnet-size"},
	}
	for _, row := range rows {
		t.Run(row.subnet, func(t *testing.T) { expectCodes(t, row.want, vnet("v", row.network, subnets("s "+row.subnet))) })
	}
}

func TestGW01_OneGatewayOfEachType(t *testing.T) {
	hub := vnet("hub", "10.0.0.0/16", subnets("GatewaySubnet 10.0.0.0/27", "app 10.0.1.0/24"))
	expectCodes(t, "", hub, gateway("vpn", "hub", "Vpn"), gateway("er", "hub", "ExpressRoute"))
	expectCodes(t, "two-gateways", hub, gateway("vpn", "hub", "Vpn"), gateway("vpn2", "hub", "Vpn"))
	expectCodes(t, "wrong-subnet", hub, strings.ReplaceAll(gateway("vpn", "hub", "Vpn"), "subnets/GatewaySubnet", "subnets/app"))
}

func TestConnectionsNeedTheirOtherEnd(t *testing.T) {
	hub := vnet("hub", "10.0.0.0/16", subnets("GatewaySubnet 10.0.0.0/27"))
	gw := gateway("vpn", "hub", "Vpn")
	site := resource("localNetworkGateways", "hq", `"localNetworkAddressSpace": {"addressPrefixes": ["192.168.0.0/16"]}`)
	end := `"virtualNetworkGateway1": ` + to("virtualNetworkGateways/vpn")
	expectCodes(t, "", hub, gw, site, resource("connections", "c", `"connectionType": "IPsec", `+end+`, "localNetworkGateway2": `+to("localNetworkGateways/hq")))
	expectCodes(t, "missing-property", hub, gw, site, resource("connections", "c", `"connectionType": "IPsec", `+end))
	expectCodes(t, "missing-property", hub, gw, site, resource("connections", "c", `"connectionType": "Vnet2Vnet", `+end))
	expectCodes(t, "missing-property", hub, gw, site, resource("connections", "c", `"connectionType": "ExpressRoute", `+end))
}

func TestFW17_PolicyOrClassicRules(t *testing.T) {
	policy := resource("firewallPolicies", "p", "")
	rules := `"networkRuleCollections": [{"name": "c", "properties": {"priority": 100, "action": {"type": "Allow"}, "rules": [{"name": "r",
		"protocols": ["Any"], "sourceAddresses": ["*"], "destinationAddresses": ["*"], "destinationPorts": ["*"]}]}}]`
	with := `"firewallPolicy": ` + to("firewallPolicies/p")
	expectCodes(t, "policy-and-rules", policy, resource("azureFirewalls", "fw", with+", "+rules))
	expectCodes(t, "", policy, resource("azureFirewalls", "fw", with))
	expectCodes(t, "", policy, resource("azureFirewalls", "fw", rules))
}

func TestFirewallPrioritiesAreUsedOnce(t *testing.T) {
	groupOf := func(name string, priority int, collections string) string {
		return resource("firewallPolicies/ruleCollectionGroups", "p/"+name, fmt.Sprintf(`"priority": %d, "ruleCollections": [%s]`, priority, collections))
	}
	collection := func(name string, priority int) string {
		return fmt.Sprintf(`{"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": %q, "priority": %d, "action": {"type": "Deny"},
			"rules": [{"ruleType": "NetworkRule", "name": "r", "ipProtocols": ["TCP"], "sourceAddresses": ["*"], "destinationAddresses": ["*"],
			"destinationPorts": ["22"]}]}`, name, priority)
	}
	policy := resource("firewallPolicies", "p", "")
	expectCodes(t, "duplicate-priority", policy, groupOf("a", 100, ""), groupOf("b", 100, ""))
	expectCodes(t, "", policy, groupOf("a", 100, ""), groupOf("b", 200, ""))
	expectCodes(t, "duplicate-priority", policy, groupOf("a", 100, collection("c", 200)+","+collection("d", 200)))
	expectCodes(t, "", policy, groupOf("a", 100, collection("c", 200)+","+collection("d", 201)))
}

func TestDNS05_OneZoneOfANameForANetwork(t *testing.T) {
	hub := vnet("hub", "10.0.0.0/16")
	zone := func(groupName, link string) []string {
		in := func(s string) string {
			return strings.ReplaceAll(s, "resourceGroups/rg/", "resourceGroups/"+groupName+"/")
		}
		return []string{in(resource("privateDnsZones", "x.net", "")),
			strings.Replace(in(resource("privateDnsZones/virtualNetworkLinks", "x.net/"+link, `"virtualNetwork": {"id": "HUB"}`)), "HUB", network("virtualNetworks/hub"), 1)}
	}
	expectCodes(t, "", append(zone("a", "l"), hub)...)
	expectCodes(t, "duplicate-zone-link", append(append(zone("a", "l"), zone("b", "m")...), hub)...)
}

func TestVWAN09_OneHubForANetwork(t *testing.T) {
	hub := func(name string) string {
		return resource("virtualHubs", name, `"virtualWan": `+to("virtualWans/w")+`, "addressPrefix": "10.100.0.0/24"`)
	}
	join := func(hub string) string {
		return resource("virtualHubs/hubVirtualNetworkConnections", hub+"/c", `"remoteVirtualNetwork": `+to("virtualNetworks/v"))
	}
	wan := resource("virtualWans", "w", "")
	v := vnet("v", "10.0.0.0/16", subnets("GatewaySubnet 10.0.0.0/27"))
	expectCodes(t, "", wan, hub("h1"), hub("h2"), v, join("h1"))
	expectCodes(t, "two-hubs", wan, hub("h1"), hub("h2"), v, join("h1"), join("h2"))
	expectCodes(t, "gateway-beside-hub", wan, hub("h1"), v, join("h1"), gateway("gw", "v", "Vpn"))
}

func TestV601_FamiliesAreNotMixed(t *testing.T) {
	mixed := strings.Replace(rule("a", 100, "Inbound"), `"sourceAddressPrefix": "*"`, `"sourceAddressPrefixes": ["10.0.0.0/8", "fd00::/8"]`, 1)
	expectCodes(t, "mixed-families", group("g", mixed))
	expectCodes(t, "", group("g", strings.Replace(mixed, `, "fd00::/8"`, "", 1)))
}

func TestNSG17_WhatABastionNeeds(t *testing.T) {
	hub := vnet("hub", "10.0.0.0/16", subnets(`AzureBastionSubnet 10.0.0.0/26 "networkSecurityGroup": `+to("networkSecurityGroups/g")))
	bastion := resource("bastionHosts", "b", `"ipConfigurations": [{"name": "c", "properties": {"subnet": `+to("virtualNetworks/hub/subnets/AzureBastionSubnet")+`}}]`)
	from := func(source string, priority int) string {
		return strings.Replace(rule(source, priority, "Inbound"), `"sourceAddressPrefix": "*"`, `"sourceAddressPrefix": "`+source+`"`, 1)
	}
	deny := strings.Replace(rule("deny", 4000, "Inbound"), `"Allow"`, `"Deny"`, 1)
	expectCodes(t, "", hub, bastion, group("g", from("Internet", 100), from("GatewayManager", 110)))
	expectCodes(t, "", hub, bastion, group("g", from("Internet", 100)))
	expectCodes(t, "service-blocked service-blocked", hub, bastion, group("g"))
	expectCodes(t, "service-blocked service-blocked service-blocked", hub, bastion, group("g", from("Internet", 100), deny))
}

func TestNSG17_WhatAnApplicationGatewayNeeds(t *testing.T) {
	hub := vnet("hub", "10.0.0.0/16", subnets(`agw 10.0.0.0/26 "networkSecurityGroup": `+to("networkSecurityGroups/g")))
	gateway := func(sku string) string {
		return resource("applicationGateways", "a", `"sku": {"name": "`+sku+`"}, "gatewayIPConfigurations": [{"name": "c", "properties": {
			"subnet": `+to("virtualNetworks/hub/subnets/agw")+`}}]`)
	}
	expectCodes(t, "service-blocked", hub, gateway("Standard_v2"), group("g"))
	expectCodes(t, "", hub, gateway("Standard_v2"), group("g", rule("all", 100, "Inbound")))
	expectCodes(t, "", hub, gateway("Standard_Small"), group("g"))
}

func TestNSG09_GroupOfOneNetwork(t *testing.T) {
	nic := func(name, network string) string {
		return resource("networkInterfaces", name, `"ipConfigurations": [{"name": "c", "properties": {"subnet": `+to("virtualNetworks/"+network+"/subnets/app")+`,
			"applicationSecurityGroups": [`+to("applicationSecurityGroups/g")+`]}}]`)
	}
	a, b := vnet("a", "10.0.0.0/16", subnets("app 10.0.0.0/24")), vnet("b", "10.1.0.0/16", subnets("app 10.1.0.0/24"))
	g := resource("applicationSecurityGroups", "g", "")
	expectCodes(t, "", a, b, g, nic("n1", "a"), nic("n2", "a"))
	expectCodes(t, "group-in-two-networks", a, b, g, nic("n1", "a"), nic("n2", "b"))
}

func TestFW13_FiveThousandPrefixes(t *testing.T) {
	var addresses []string
	for i := range 5001 {
		addresses = append(addresses, fmt.Sprintf(`"10.%d.%d.0/24"`, i/250, i%250))
	}
	expectCodes(t, "", resource("ipGroups", "g", `"ipAddresses": [`+strings.Join(addresses[:5000], ",")+`]`))
	expectCodes(t, "too-many-prefixes", resource("ipGroups", "g", `"ipAddresses": [`+strings.Join(addresses, ",")+`]`))
}

func TestLinksToWhatIsNotSimulated(t *testing.T) {
	endpoint := func(service string) string {
		return resource("privateEndpoints", "pe", `"subnet": `+to(appSubnet)+`, "privateLinkServiceConnections": [{"name": "l", "properties": {
			"privateLinkServiceId": "`+service+`"}}]`)
	}
	rows := []struct {
		name, want string
		resources  []string
	}{
		{"a service of a type that is not known", "unsupported-target unsupported-type", []string{
			resource("Microsoft.Databricks/workspaces", "d", ""), endpoint(idFor("Microsoft.Databricks/workspaces", "d"))}},
		{"a service of another kind", "unsupported-property", []string{resource("applicationGateways", "a", ""), endpoint(network("applicationGateways/a"))}},
		{"a pool of a balancer outside", "outside-input unsupported-target", []string{
			resource("loadBalancers/backendAddressPools", "lb/p", ""), resource("networkInterfaces", "n", `"ipConfigurations": [{"name": "c", "properties": {
				"subnet": `+to(appSubnet)+`, "loadBalancerBackendAddressPools": [`+to("loadBalancers/lb/backendAddressPools/p")+`]}}]`)}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			_, found := decodeAll(t, append(row.resources, hubWithApp())...)
			var got []string
			for _, f := range found {
				if f.Severity != source.Unknown {
					t.Errorf("unexpected %s", show(f))
				}
				got = append(got, f.Code)
			}
			slices.Sort(got)
			if strings.Join(got, " ") != row.want {
				t.Errorf("found %v, want %s", got, row.want)
			}
		})
	}
}

func TestMisspeltServiceTag(t *testing.T) {
	from := func(tag string) string {
		return group("g", strings.Replace(rule("a", 100, "Inbound"), `"sourceAddressPrefix": "*"`, `"sourceAddressPrefix": "`+tag+`"`, 1))
	}
	for _, tag := range []string{"VirtualNetwrok", "Intenet", "AzureLoadBalancr"} {
		expectCodes(t, "unknown-service-tag", from(tag))
	}
	for _, tag := range []string{"virtualnetwork", "Internet", "Storage.WestEurope", "EventHub", "WindowsVirtualDesktop", "AzureBackup", "Sql", "GatewayManager"} {
		expectCodes(t, "", from(tag))
	}
}

func TestRT17_TheFirewallsDefaultRoute(t *testing.T) {
	hub := func(t string) string {
		return vnet("hub", "10.0.0.0/16", subnets(`AzureFirewallSubnet 10.0.0.0/26 "routeTable": `+to("routeTables/"+t), "AzureFirewallManagementSubnet 10.0.0.64/26"))
	}
	at := func(subnet string) string {
		return `{"name": "ip", "properties": {"subnet": ` + to("virtualNetworks/hub/subnets/"+subnet) + `}}`
	}
	plain := resource("azureFirewalls", "fw", `"ipConfigurations": [`+at("AzureFirewallSubnet")+`]`)
	forced := resource("azureFirewalls", "fw", `"ipConfigurations": [`+at("AzureFirewallSubnet")+`], "managementIpConfiguration": `+at("AzureFirewallManagementSubnet"))
	expectCodes(t, "firewall-default-route", hub("t"), table("t", "0.0.0.0/0 VirtualNetworkGateway"), plain)
	expectCodes(t, "", hub("t"), table("t", "0.0.0.0/0 Internet"), plain)
	expectCodes(t, "", hub("t"), table("t", "0.0.0.0/0 VirtualNetworkGateway"), forced)
}

func TestNAT01_OneNetworkEach(t *testing.T) {
	gateway := resource("natGateways", "nat", "")
	served := ` "natGateway": ` + to("natGateways/nat")
	a, b := vnet("a", "10.0.0.0/16", subnets("app 10.0.0.0/24"+served)), vnet("b", "10.1.0.0/16", subnets("app 10.1.0.0/24"+served))
	expectCodes(t, "nat-gateway-in-two-networks", gateway, a, b)
	expectCodes(t, "", gateway, a, vnet("b", "10.1.0.0/16", subnets("app 10.1.0.0/24")))
}

// record is a record set of a public zone.
func record(kind, name, properties string) string {
	return resource("dnsZones/"+kind, "contoso.com/"+name, properties)
}

func TestDNS08_RecordsThatDangle(t *testing.T) {
	app := resource("Microsoft.Web/sites", "shop", "")
	address := resource("publicIPAddresses", "pip", `"dnsSettings": {"domainNameLabel": "web", "fqdn": "web.westeurope.cloudapp.azure.com"}`)
	expectCodes(t, "", app, record("CNAME", "www", `"CNAMERecord": {"cname": "shop.azurewebsites.net"}`))
	expectCodes(t, "dangling-record", app, record("CNAME", "www", `"CNAMERecord": {"cname": "gone.azurewebsites.net."}`))
	expectCodes(t, "", record("CNAME", "www", `"CNAMERecord": {"cname": "gone.azurewebsites.net"}`)) // the input has no app at all
	expectCodes(t, "", app, record("CNAME", "www", `"CNAMERecord": {"cname": "www.fabrikam.com"}`))
	expectCodes(t, "", address, record("CNAME", "web", `"CNAMERecord": {"cname": "web.westeurope.cloudapp.azure.com"}`))
	expectCodes(t, "dangling-record", address, record("CNAME", "web", `"CNAMERecord": {"cname": "old.westeurope.cloudapp.azure.com"}`))
	expectCodes(t, "", address, record("A", "a", `"targetResource": `+to("publicIPAddresses/pip")))
	expectCodes(t, "dangling-record", address, record("A", "a", `"targetResource": `+to("publicIPAddresses/gone")))
	expectCodes(t, "dangling-record", app, resource("privateDnsZones", "corp.example", ""),
		resource("privateDnsZones/CNAME", "corp.example/www", `"cnameRecord": {"cname": "gone.azurewebsites.net"}`))
}

func TestDDOS01_ProtectionThatIsNotThere(t *testing.T) {
	network := func(properties string) string { return vnet("hub", "10.0.0.0/16", properties) }
	plan := `"ddosProtectionPlan": ` + to("ddosProtectionPlans/plan")
	expectCodes(t, "", network(`"enableDdosProtection": true, `+plan))
	expectCodes(t, "no-ddos-plan", network(`"enableDdosProtection": true`))
	expectCodes(t, "ddos-plan-off", network(`"enableDdosProtection": false, `+plan))
	expectCodes(t, "", network(`"enableDdosProtection": false`))
	address := func(sku string) string {
		return resourceWith("publicIPAddresses", "pip", `"sku": {"name": "`+sku+`"}, "properties": {"ddosSettings": {"protectionMode": "Enabled"}}`)
	}
	expectCodes(t, "", address("Standard"))
	expectCodes(t, "ddos-basic-address", address("Basic"))
}
