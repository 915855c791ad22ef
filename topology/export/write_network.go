package export

import (
	"net/netip"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// writeNetworks writes networks, what filters and routes in them, and addresses.
func writeNetworks(w *writer, d *topology.Design) {
	for _, v := range d.VirtualNetworks {
		writeNetwork(w.resource(&v.Resource), v)
	}
	for _, g := range d.NetworkSecurityGroups {
		childrenOf(w.resource(&g.Resource), "securityRules", g.SecurityRules, writeSecurityRule)
	}
	for _, g := range d.ApplicationSecurityGroups {
		w.resource(&g.Resource)
	}
	for _, t := range d.RouteTables {
		b := w.resource(&t.Resource)
		b.flag("disableBgpRoutePropagation", t.DisableBGPRoutePropagation)
		b.text("disablePeeringRoute", t.DisablePeeringRoute)
		childrenOf(b, "routes", t.Routes, writeRoute)
	}
	for _, a := range d.PublicIPAddresses {
		if isOwn(&a.Resource) {
			writePublicIP(w.resource(&a.Resource), a)
		}
	}
	for _, p := range d.PublicIPPrefixes {
		word(w.resource(&p.Resource), "ipPrefix", p.IPPrefix)
	}
	for _, g := range d.NATGateways {
		b := w.resource(&g.Resource)
		b.sku(g.SKU)
		links(b, "publicIpAddresses", g.PublicIPAddresses)
		links(b, "publicIpPrefixes", g.PublicIPPrefixes)
		link(b, "sourceVirtualNetwork", g.SourceVirtualNetwork)
	}
}

// isOwn tells whether a resource stands by itself, and is not made with an
// instance of a scale set.
func isOwn(r *topology.Resource) bool { return r.ID.Path() == r.ID.Name() }

func writeNetwork(b *body, v *topology.VirtualNetwork) {
	all(b, "addressSpace.addressPrefixes", v.AddressPrefixes)
	all(b, "dhcpOptions.dnsServers", v.DNSServers)
	b.flag("enableDdosProtection", v.DDoSProtection)
	link(b, "ddosProtectionPlan", v.DDoSPlan)
	b.text("privateEndpointVNetPolicies", v.PrivateEndpointVNetPolicies)
	childrenOf(b, "subnets", v.Subnets, writeSubnet)
	childrenOf(b, "virtualNetworkPeerings", v.Peerings, writePeering)
}

func writeSubnet(b *body, s *topology.Subnet) {
	all(b, "addressPrefixes", s.AddressPrefixes)
	link(b, "networkSecurityGroup", s.NetworkSecurityGroup)
	link(b, "routeTable", s.RouteTable)
	link(b, "natGateway", s.NATGateway)
	objects(b, "serviceEndpoints", s.ServiceEndpoints, func(e topology.ServiceEndpoint) *tree.Node {
		n := object()
		put(n, "service", str(e.Service))
		return n
	})
	links(b, "serviceEndpointPolicies", s.ServiceEndpointPolicies)
	objects(b, "delegations", s.Delegations, func(service string) *tree.Node {
		d := b.inner(service)
		d.set("serviceName", str(service))
		return d.node
	})
	b.flag("defaultOutboundAccess", s.DefaultOutboundAccess)
	word(b, "privateEndpointNetworkPolicies", s.PrivateEndpointNetworkPolicies)
}

func writePeering(b *body, p *topology.Peering) {
	link(b, "remoteVirtualNetwork", p.Remote)
	b.flag("allowVirtualNetworkAccess", p.AllowVirtualNetworkAccess)
	b.flag("allowForwardedTraffic", p.AllowForwardedTraffic)
	b.flag("allowGatewayTransit", p.AllowGatewayTransit)
	b.flag("useRemoteGateways", p.UseRemoteGateways)
	b.flag("peerCompleteVnets", p.PeerCompleteVNets)
	b.texts("localSubnetNames", p.LocalSubnetNames)
	b.texts("remoteSubnetNames", p.RemoteSubnetNames)
	b.text("peeringState", p.State)
	b.text("peeringSyncLevel", p.SyncLevel)
	all(b, "remoteAddressSpace.addressPrefixes", p.RemoteAddressPrefixes)
}

func writeSecurityRule(b *body, r *topology.SecurityRule) {
	number(b, "priority", r.Priority)
	word(b, "direction", r.Direction)
	word(b, "access", r.Access)
	word(b, "protocol", r.Protocol)
	securityEnd(b, "source", r.Source)
	securityEnd(b, "destination", r.Destination)
	value(b, "sourcePortRanges", r.SourcePorts, ports)
	value(b, "destinationPortRanges", r.DestinationPorts, ports)
}

// securityEnd writes one end of a rule: groups, or prefixes and tags.
func securityEnd(b *body, end string, p topology.Property[[]topology.AddressTerm]) {
	terms, _ := p.Get()
	if len(terms) > 0 && terms[0].ASG().IsSet() {
		objects(b, end+"ApplicationSecurityGroups", terms, func(t topology.AddressTerm) *tree.Node {
			if n := linkNode(b, end+"ApplicationSecurityGroups", t.ASG()); n != nil {
				return n
			}
			return tree.NewNull(source.Pos{})
		})
		return
	}
	b.terms(end+"AddressPrefixes", p)
}

func writeRoute(b *body, r *topology.Route) {
	word(b, "addressPrefix", r.AddressPrefix)
	if r.Tag != "" {
		b.set("addressPrefix", str(r.Tag))
	}
	word(b, "nextHopType", r.NextHopType)
	word(b, "nextHopIpAddress", r.NextHopIP)
	all(b, "nextHop.nextHopIpAddresses", r.NextHopIPs)
}

func writePublicIP(b *body, a *topology.PublicIPAddress) {
	b.sku(a.SKU)
	word(b, "ipAddress", a.IPAddress)
	if a.IPv6 {
		b.set("publicIPAddressVersion", str("IPv6"))
	}
	b.text("dnsSettings.fqdn", a.DNSName)
	link(b, "publicIPPrefix", a.Prefix)
	b.text("ddosSettings.protectionMode", a.DDoSProtection)
}

// configuration writes an IP configuration of whatever has one.
func configuration(b *body, c *topology.IPConfiguration) {
	link(b, "subnet", c.Subnet)
	address(b, c.PrivateIPAddress, c.IPv6)
	b.flag("primary", c.Primary)
	link(b, "publicIPAddress", c.PublicIPAddress)
	links(b, "applicationSecurityGroups", c.ApplicationSecurityGroups)
	links(b, "loadBalancerBackendAddressPools", c.LoadBalancerBackendPools)
	links(b, "loadBalancerInboundNatRules", c.InboundNATRules)
	links(b, "applicationGatewayBackendAddressPools", c.ApplicationGatewayPools)
	link(b, "gatewayLoadBalancer", c.GatewayLoadBalancer)
}

// address writes a private address, and the version of one that Azure assigns.
func address(b *body, a topology.Property[netip.Addr], v6 bool) {
	word(b, "privateIPAddress", a)
	if v6 {
		b.set("privateIPAddressVersion", str("IPv6"))
	}
}
