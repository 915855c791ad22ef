package decode

import (
	"strings"

	"vnetproof/topology"
)

// decodeResource reads one resource into the design.
type decodeResource func(d *Decoder, o *object, r topology.Resource)

// kind is a resource type that the model has.
type kind struct {
	noun   string // in the words of a message
	decode decodeResource
}

// kindOf returns the kind of a resource type; a type that the model does not
// have is kept as topology.Other.
func kindOf(resourceType string) kind {
	if k, ok := kinds[strings.ToLower(resourceType)]; ok && k.decode != nil {
		return k
	}
	return kind{nounOf(resourceType), other}
}

// isModelled tells whether the model has a type.
func isModelled(resourceType string) bool { return kinds[strings.ToLower(resourceType)].decode != nil }

// nounOf returns the words for a resource type, or the type itself.
func nounOf(resourceType string) string {
	if k, ok := kinds[strings.ToLower(resourceType)]; ok {
		return k.noun
	}
	if resourceType == "" {
		return "resource"
	}
	return resourceType
}

// label names a resource in a message: "subnet hub/app". What an instance of a
// scale set has goes by the set.
func label(r *topology.Resource) string {
	if instance := strings.Index(strings.ToLower(string(r.ID)), "/virtualmachines/"); instance > 0 {
		if id := r.ID[:instance]; strings.EqualFold(id.Type(), "Microsoft.Compute/virtualMachineScaleSets") {
			return nounOf(id.Type()) + " " + id.Path()
		}
	}
	return nounOf(r.Type) + " " + r.ID.Path()
}

// kinds lists the modelled types by their lower-case names. Rows without a
// decoder are types that only occur nested. Decoders name kinds in messages,
// hence the table is filled at start and not where it is declared.
var kinds = map[string]kind{}

func init() {
	for _, table := range []map[string]kind{networkKinds(), balancerKinds(), gatewayKinds(), privateKinds(), wanKinds(), managerKinds(), frontDoorKinds()} {
		for t, k := range table {
			kinds[t] = k
		}
	}
	for t, p := range paasTypes {
		kinds[t] = kind{p.noun, paas}
	}
}

func networkKinds() map[string]kind {
	return map[string]kind{
		"microsoft.network/virtualnetworks": {"virtual network", virtualNetwork},
		"microsoft.network/virtualnetworks/subnets": {"subnet",
			childKind(subnet, func(v *topology.VirtualNetwork) *[]*topology.Subnet { return &v.Subnets })},
		"microsoft.network/virtualnetworks/virtualnetworkpeerings": {"peering",
			childKind(peering, func(v *topology.VirtualNetwork) *[]*topology.Peering { return &v.Peerings })},
		"microsoft.network/networkinterfaces":                  {"network interface", networkInterface},
		"microsoft.network/networkinterfaces/ipconfigurations": {"IP configuration", nil},
		"microsoft.compute/virtualmachines":                    {"virtual machine", virtualMachine},
		"microsoft.compute/virtualmachinescalesets":            {"scale set", scaleSet},
		"microsoft.network/networksecuritygroups":              {"network security group", networkSecurityGroup},
		"microsoft.network/networksecuritygroups/securityrules": {"security rule",
			childKind(securityRule, func(g *topology.NetworkSecurityGroup) *[]*topology.SecurityRule { return &g.SecurityRules })},
		"microsoft.network/applicationsecuritygroups": {"application security group", applicationSecurityGroup},
		"microsoft.network/routetables":               {"route table", routeTable},
		"microsoft.network/routetables/routes": {"route",
			childKind(route, func(t *topology.RouteTable) *[]*topology.Route { return &t.Routes })},
		"microsoft.network/publicipaddresses": {"public IP address", publicIPAddress},
		"microsoft.network/publicipprefixes":  {"public IP prefix", publicIPPrefix},
		"microsoft.network/natgateways":       {"NAT gateway", natGateway},
	}
}

func balancerKinds() map[string]kind {
	return map[string]kind{
		"microsoft.network/loadbalancers": {"load balancer", loadBalancer},
		"microsoft.network/loadbalancers/backendaddresspools": {"backend pool",
			childKind(backendPool, func(b *topology.LoadBalancer) *[]*topology.BackendPool { return &b.Pools })},
		"microsoft.network/loadbalancers/inboundnatrules": {"inbound NAT rule",
			childKind(inboundNATRule, func(b *topology.LoadBalancer) *[]*topology.InboundNATRule { return &b.InboundNATRules })},
		"microsoft.network/loadbalancers/frontendipconfigurations":           {"front end", nil},
		"microsoft.network/loadbalancers/loadbalancingrules":                 {"load balancing rule", nil},
		"microsoft.network/loadbalancers/outboundrules":                      {"outbound rule", nil},
		"microsoft.network/loadbalancers/probes":                             {"probe", nil},
		"microsoft.network/applicationgateways":                              {"application gateway", applicationGateway},
		"microsoft.network/applicationgateways/frontendipconfigurations":     {"front end", nil},
		"microsoft.network/applicationgateways/httplisteners":                {"listener", nil},
		"microsoft.network/applicationgateways/backendaddresspools":          {"backend pool", nil},
		"microsoft.network/applicationgatewaywebapplicationfirewallpolicies": {"WAF policy", wafPolicy},
		"microsoft.network/frontdoorwebapplicationfirewallpolicies":          {"WAF policy", wafPolicy},
		"microsoft.network/bastionhosts":                                     {"Bastion", bastionHost},
		"microsoft.network/azurefirewalls":                                   {"firewall", azureFirewall},
		"microsoft.network/azurefirewalls/ipconfigurations":                  {"IP configuration", nil},
		"microsoft.network/azurefirewalls/managementipconfiguration":         {"management IP configuration", nil},
		"microsoft.network/firewallpolicies":                                 {"firewall policy", firewallPolicy},
		"microsoft.network/firewallpolicies/rulecollectiongroups": {"rule collection group",
			childKind(ruleCollectionGroup, func(f *topology.FirewallPolicy) *[]*topology.RuleCollectionGroup { return &f.Groups })},
		"microsoft.network/firewallpolicies/rulegroups": {"rule collection group",
			childKind(ruleCollectionGroup, func(f *topology.FirewallPolicy) *[]*topology.RuleCollectionGroup { return &f.Groups })},
		"microsoft.network/ipgroups": {"IP group", ipGroup},
	}
}

func gatewayKinds() map[string]kind {
	return map[string]kind{
		"microsoft.network/virtualnetworkgateways":                  {"virtual network gateway", virtualNetworkGateway},
		"microsoft.network/virtualnetworkgateways/ipconfigurations": {"IP configuration", nil},
		"microsoft.network/virtualnetworkgateways/natrules": {"NAT rule",
			childKind(gatewayNATRule, func(g *topology.VirtualNetworkGateway) *[]*topology.GatewayNATRule { return &g.NATRules })},
		"microsoft.network/localnetworkgateways":          {"local network gateway", localNetworkGateway},
		"microsoft.network/connections":                   {"connection", connection},
		"microsoft.network/expressroutecircuits":          {"ExpressRoute circuit", expressRouteCircuit},
		"microsoft.network/expressroutecircuits/peerings": {"circuit peering", childOf(circuitPeering, joinCircuit)},
		"microsoft.network/expressroutecircuits/peerings/connections": {"Global Reach connection",
			childOf(globalReachConnection, joinGlobalReach)},
	}
}

func privateKinds() map[string]kind {
	return map[string]kind{
		"microsoft.network/privateendpoints":                      {"private endpoint", privateEndpoint},
		"microsoft.network/privateendpoints/privatednszonegroups": {"DNS zone group", childApart(privateDNSZoneGroup, false, joinZoneGroup)}, // concerns names only
		"microsoft.network/privatelinkservices":                   {"private link service", privateLinkService},
		"microsoft.network/privatednszones":                       {"private DNS zone", privateDNSZone},
		"microsoft.network/privatednszones/a":                     recordKind("A"),
		"microsoft.network/privatednszones/aaaa":                  recordKind("AAAA"),
		"microsoft.network/privatednszones/cname":                 recordKind("CNAME"),
		"microsoft.network/privatednszones/virtualnetworklinks": {"DNS zone link",
			childKind(dnsZoneLink, func(z *topology.PrivateDNSZone) *[]*topology.DNSZoneLink { return &z.Links })},
		"microsoft.network/dnsresolvers": {"DNS resolver", dnsResolver},
		"microsoft.network/dnsresolvers/inboundendpoints": {"inbound endpoint",
			childKind(inboundEndpoint, func(x *topology.DNSResolver) *[]*topology.ResolverEndpoint { return &x.Inbound })},
		"microsoft.network/dnsresolvers/outboundendpoints": {"outbound endpoint",
			childKind(outboundEndpoint, func(x *topology.DNSResolver) *[]*topology.ResolverEndpoint { return &x.Outbound })},
		"microsoft.network/dnsforwardingrulesets": {"forwarding ruleset", forwardingRuleset},
		"microsoft.network/dnsforwardingrulesets/forwardingrules": {"forwarding rule",
			childKind(forwardingRule, func(x *topology.ForwardingRuleset) *[]*topology.ForwardingRule { return &x.Rules })},
		"microsoft.network/dnsforwardingrulesets/virtualnetworklinks": {"ruleset link", childOf(forwardingRulesetLink, joinRulesetLink)},
		"microsoft.sql/servers/firewallrules":                         {"server firewall rule", childOf(sqlServerRule, joinSQLRule)},
		"microsoft.sql/servers/virtualnetworkrules":                   {"server network rule", childOf(sqlServerRule, joinSQLRule)},
		"microsoft.sql/servers/connectionpolicies":                    {"connection policy", childOf(sqlServerRule, joinSQLRule)},
		"microsoft.dbforpostgresql/servers/firewallrules":             {"server firewall rule", childOf(sqlServerRule, joinSQLRule)},
		"microsoft.dbforpostgresql/flexibleservers/firewallrules":     {"server firewall rule", childOf(sqlServerRule, joinSQLRule)},
		"microsoft.dbforpostgresql/servers/virtualnetworkrules":       {"server network rule", childOf(sqlServerRule, joinSQLRule)},
		"microsoft.dbforpostgresql/servergroupsv2/firewallrules":      {"server firewall rule", childOf(sqlServerRule, joinSQLRule)},
		"microsoft.documentdb/mongoclusters/firewallrules":            {"server firewall rule", childOf(sqlServerRule, joinSQLRule)},
		"microsoft.dbformysql/servers/virtualnetworkrules":            {"server network rule", childOf(sqlServerRule, joinSQLRule)},
		"microsoft.dbformysql/servers/firewallrules":                  {"server firewall rule", childOf(sqlServerRule, joinSQLRule)},
		"microsoft.dbformysql/flexibleservers/firewallrules":          {"server firewall rule", childOf(sqlServerRule, joinSQLRule)},
		"microsoft.servicebus/namespaces/networkrulesets":             {"network rule set", childOf(networkRuleSet, joinNetworkRuleSet)},
		"microsoft.eventhub/namespaces/networkrulesets":               {"network rule set", childOf(networkRuleSet, joinNetworkRuleSet)},
		"microsoft.web/sites/config":                                  {"app setting", childOf(siteSettings, joinSiteSettings)},
		"microsoft.web/sites/networkconfig":                           {"app network setting", childOf(siteSettings, joinSiteSettings)},
	}
}

func recordKind(letters string) kind {
	return kind{letters + " record", childKind(dnsRecord(letters), func(z *topology.PrivateDNSZone) *[]*topology.DNSRecord { return &z.Records })}
}

func wanKinds() map[string]kind {
	return map[string]kind{
		"microsoft.network/virtualwans":                  {"virtual WAN", virtualWAN},
		"microsoft.network/virtualhubs":                  {"virtual hub", virtualHub},
		"microsoft.network/virtualhubs/ipconfigurations": {"IP configuration", childOf(routeServerPlace, joinRouteServerPlace)},
		"microsoft.network/virtualhubs/bgpconnections":   {"BGP peer", childOf(bgpPeer, joinBGPPeer)},
		"microsoft.network/virtualhubs/routingintent":    {"routing intent", childOf(routingIntent, joinRoutingIntent)},
		"microsoft.network/virtualhubs/hubroutetables": {"hub route table",
			childKind(hubRouteTable, func(h *topology.VirtualHub) *[]*topology.HubRouteTable { return &h.RouteTables })},
		"microsoft.network/virtualhubs/hubvirtualnetworkconnections": {"hub connection",
			childKind(hubConnection, func(h *topology.VirtualHub) *[]*topology.HubConnection { return &h.Connections })},
		"microsoft.network/virtualhubs/virtualhubvnetconnections": {"hub connection",
			childKind(hubConnection, func(h *topology.VirtualHub) *[]*topology.HubConnection { return &h.Connections })},
		"microsoft.network/vpngateways": {"hub VPN gateway", hubVPNGateway},
		"microsoft.network/vpngateways/vpnconnections": {"VPN connection",
			childKind(hubVPNConnection, func(g *topology.HubVPNGateway) *[]*topology.HubVPNConnection { return &g.Connections })},
		"microsoft.network/vpnsites":             {"VPN site", vpnSite},
		"microsoft.network/expressroutegateways": {"hub ExpressRoute gateway", hubExpressRouteGateway},
		"microsoft.network/expressroutegateways/expressrouteconnections": {"ExpressRoute connection",
			childKind(hubExpressRouteConnection, func(g *topology.HubExpressRouteGateway) *[]*topology.HubExpressRouteConnection { return &g.Connections })},
		"microsoft.network/p2svpngateways": {"point-to-site gateway", hubP2SGateway},
	}
}

func managerKinds() map[string]kind {
	const manager = "microsoft.network/networkmanagers"
	return map[string]kind{
		manager: {"network manager", networkManager},
		manager + "/networkgroups": {"network group",
			childKind(networkGroup, func(m *topology.NetworkManager) *[]*topology.NetworkGroup { return &m.Groups })},
		manager + "/networkgroups/staticmembers": {"group member", childOf(networkGroupMember, joinStaticMember)},
		manager + "/securityadminconfigurations": {"security admin configuration",
			childKind(securityAdminConfiguration, func(m *topology.NetworkManager) *[]*topology.SecurityAdminConfiguration { return &m.SecurityAdmin })},
		manager + "/securityadminconfigurations/rulecollections": {"admin rule collection",
			childKind(adminRuleCollection, func(c *topology.SecurityAdminConfiguration) *[]*topology.AdminRuleCollection { return &c.Collections })},
		manager + "/securityadminconfigurations/rulecollections/rules": {"security admin rule",
			childKind(adminRule, func(c *topology.AdminRuleCollection) *[]*topology.SecurityRule { return &c.Rules })},
		manager + "/connectivityconfigurations": {"connectivity configuration",
			childKind(connectivityConfiguration, func(m *topology.NetworkManager) *[]*topology.ConnectivityConfiguration { return &m.Connectivity })},
		manager + "/routingconfigurations": {"routing configuration",
			childKind(routingConfiguration, func(m *topology.NetworkManager) *[]*topology.RoutingConfiguration { return &m.Routing })},
		manager + "/routingconfigurations/rulecollections": {"routing rule collection",
			childKind(routingRuleCollection, func(c *topology.RoutingConfiguration) *[]*topology.RoutingRuleCollection { return &c.Collections })},
		manager + "/routingconfigurations/rulecollections/rules": {"routing rule",
			childKind(routingRule, func(c *topology.RoutingRuleCollection) *[]*topology.Route { return &c.Routes })},
	}
}
