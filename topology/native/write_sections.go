package native

import (
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// sections writes all kinds of resource, in the order of the table.
func (w *writer) sections() []tree.Member {
	d := w.design
	var out []tree.Member
	add := func(key string, n *tree.Node) { out = append(out, tree.Member{Key: key, Value: n}) }
	add("virtualNetworks", top(w, d.VirtualNetworks, writeNetwork))
	add("networkSecurityGroups", top(w, d.NetworkSecurityGroups, writeSecurityGroup))
	add("applicationSecurityGroups", top(w, d.ApplicationSecurityGroups, nothing))
	add("routeTables", top(w, d.RouteTables, writeRouteTable))
	add("virtualMachines", top(w, d.VirtualMachines, writeMachine))
	add("virtualMachineScaleSets", top(w, d.ScaleSets, writeScaleSet))
	add("networkInterfaces", top(w, w.ownNICs(), writeNIC))
	add("publicIPAddresses", top(w, w.ownPublicIPs(), writePublicIP))
	add("publicIPPrefixes", top(w, d.PublicIPPrefixes, writePublicIPPrefix))
	add("natGateways", top(w, d.NATGateways, writeNATGateway))
	add("loadBalancers", top(w, d.LoadBalancers, writeLoadBalancer))
	add("applicationGateways", top(w, d.ApplicationGateways, writeApplicationGateway))
	add("frontDoors", top(w, w.profiles(true), writeFrontDoor))
	add("classicFrontDoors", top(w, w.profiles(false), writeClassicFrontDoor))
	add("webApplicationFirewallPolicies", top(w, d.WAFPolicies, writeWAFPolicy))
	add("bastionHosts", top(w, d.BastionHosts, writeBastion))
	add("azureFirewalls", top(w, d.AzureFirewalls, writeFirewall))
	add("firewallPolicies", top(w, d.FirewallPolicies, writeFirewallPolicy))
	add("ipGroups", top(w, d.IPGroups, writeIPGroup))
	return append(out, w.reachingSections()...)
}

// reachingSections are the kinds that lead out of the networks.
func (w *writer) reachingSections() []tree.Member {
	d := w.design
	var out []tree.Member
	add := func(key string, n *tree.Node) { out = append(out, tree.Member{Key: key, Value: n}) }
	add("virtualNetworkGateways", top(w, d.VirtualNetworkGateways, writeGateway))
	add("localNetworkGateways", top(w, d.LocalNetworkGateways, writeLocalGateway))
	add("connections", top(w, d.Connections, writeConnection))
	add("expressRouteCircuits", top(w, d.ExpressRouteCircuits, writeCircuit))
	add("routeServers", top(w, d.RouteServers, writeRouteServer))
	add("privateEndpoints", top(w, d.PrivateEndpoints, writePrivateEndpoint))
	add("privateLinkServices", top(w, d.PrivateLinkServices, writePrivateLinkService))
	add("paas", top(w, d.PaaS, writePaaS))
	add("privateDnsZones", top(w, d.PrivateDNSZones, writeZone))
	add("dnsResolvers", top(w, d.DNSResolvers, writeResolver))
	add("dnsForwardingRulesets", top(w, d.ForwardingRulesets, writeRuleset))
	add("virtualWans", top(w, d.VirtualWANs, writeWAN))
	add("virtualHubs", top(w, d.VirtualHubs, writeHub))
	add("vpnGateways", top(w, d.HubVPNGateways, writeHubVPNGateway))
	add("vpnSites", top(w, d.VPNSites, writeVPNSite))
	add("expressRouteGateways", top(w, d.HubExpressRouteGateways, writeHubExpressRouteGateway))
	add("p2sVpnGateways", top(w, d.HubP2SGateways, writeP2SGateway))
	add("networkManagers", top(w, d.NetworkManagers, writeManager))
	add("otherResources", top(w, w.standing(d.Others), writeOther))
	add("onPremises", eachByName(w, d.Facts.Sites, writeSite))
	return out
}

// nothing is the writer of what has nothing but a name.
func nothing[T any](*body, T) {}

// namedEntries makes a list of objects with a name, for which order counts.
func namedEntries[T any](b *body, list []T, name func(T) string, write func(b *body, v T)) *tree.Node {
	out := tree.NewList(source.Pos{})
	for _, v := range list {
		entry := b.nested()
		entry.text("name", name(v))
		write(entry, v)
		out.Items = append(out.Items, entry.node)
	}
	return out
}

// addList adds a list, if it holds anything.
func (b *body) addList(key string, list *tree.Node) {
	if len(list.Items) > 0 {
		b.add(key, list)
	}
}
