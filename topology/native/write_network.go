package native

import (
	"fmt"
	"slices"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

func writeNetwork(b *body, v *topology.VirtualNetwork) {
	listOf(b, "addressPrefixes", v.AddressPrefixes)
	listOf(b, "dnsServers", v.DNSServers)
	flagOf(b, "enableDdosProtection", v.DDoSProtection)
	refOf(b, "ddosProtectionPlan", v.DDoSPlan)
	textOf(b, "privateEndpointVNetPolicies", v.PrivateEndpointVNetPolicies)
	b.addEach("subnets", eachByName(b.w, v.Subnets, writeSubnet))
	b.addEach("peerings", eachByName(b.w, v.Peerings, writePeering))
}

func writeSubnet(b *body, s *topology.Subnet) {
	if prefixes, ok := s.AddressPrefixes.Get(); ok && len(prefixes) == 1 {
		b.text("addressPrefix", prefixes[0].String())
	} else {
		listOf(b, "addressPrefixes", s.AddressPrefixes)
	}
	refOf(b, "networkSecurityGroup", s.NetworkSecurityGroup)
	refOf(b, "routeTable", s.RouteTable)
	refOf(b, "natGateway", s.NATGateway)
	var services []string
	for _, e := range s.ServiceEndpoints {
		services = append(services, e.Service)
	}
	b.addList("serviceEndpoints", textList(services))
	refsOf(b, "serviceEndpointPolicies", s.ServiceEndpointPolicies)
	b.addList("delegations", textList(s.Delegations))
	flagOf(b, "defaultOutboundAccess", s.DefaultOutboundAccess)
	wordOf(b, "privateEndpointNetworkPolicies", s.PrivateEndpointNetworkPolicies)
}

func writePeering(b *body, p *topology.Peering) {
	refOf(b, "remoteVirtualNetwork", p.Remote)
	flagOf(b, "allowVirtualNetworkAccess", p.AllowVirtualNetworkAccess)
	flagOf(b, "allowForwardedTraffic", p.AllowForwardedTraffic)
	flagOf(b, "allowGatewayTransit", p.AllowGatewayTransit)
	flagOf(b, "useRemoteGateways", p.UseRemoteGateways)
	flagOf(b, "peerCompleteVnets", p.PeerCompleteVNets)
	textListOf(b, "localSubnetNames", p.LocalSubnetNames)
	textListOf(b, "remoteSubnetNames", p.RemoteSubnetNames)
	textOf(b, "peeringState", p.State)
	textOf(b, "peeringSyncLevel", p.SyncLevel)
	listOf(b, "remoteAddressPrefixes", p.RemoteAddressPrefixes)
}

func writeSecurityGroup(b *body, g *topology.NetworkSecurityGroup) {
	b.addList("securityRules", namedEntries(b, g.SecurityRules, nameOf[*topology.SecurityRule], writeSecurityRule))
}

// nameOf returns the last part of a resource's name.
func nameOf[T topology.Node](r T) string { return r.Base().Name }

func writeSecurityRule(b *body, r *topology.SecurityRule) {
	numberOf(b, "priority", r.Priority)
	wordOf(b, "direction", r.Direction)
	wordOf(b, "access", r.Access)
	writeMatch(b, r)
}

// writeMatch writes what a rule of an NSG or appliance matches; what matches
// all is not written.
func writeMatch(b *body, r *topology.SecurityRule) {
	if r.Protocol.Or(topology.ProtocolUnset) != topology.AnyProtocol {
		wordOf(b, "protocol", r.Protocol)
	}
	if !isAny(r.Source) {
		termsOf(b, "source", r.Source)
	}
	if !isAny(r.Destination) {
		termsOf(b, "destination", r.Destination)
	}
	portsOf(b, "sourcePorts", r.SourcePorts)
	portsOf(b, "destinationPorts", r.DestinationPorts)
}

func isAny(p topology.Property[[]topology.AddressTerm]) bool {
	terms, ok := p.Get()
	return ok && len(terms) == 1 && terms[0].Any
}

func writeRouteTable(b *body, t *topology.RouteTable) {
	flagOf(b, "disableBgpRoutePropagation", t.DisableBGPRoutePropagation)
	textOf(b, "disablePeeringRoute", t.DisablePeeringRoute)
	b.addList("routes", namedEntries(b, t.Routes, nameOf[*topology.Route], writeRoute))
}

func writeRoute(b *body, r *topology.Route) {
	prefixOf(b, "addressPrefix", r.AddressPrefix)
	b.text("addressPrefix", r.Tag)
	wordOf(b, "nextHopType", r.NextHopType)
	addrOf(b, "nextHopIpAddress", r.NextHopIP)
	listOf(b, "nextHopIpAddresses", r.NextHopIPs)
}

func writeMachine(b *body, m *topology.VirtualMachine) { refsOf(b, "nics", m.NICs) }

// ownNICs are the NICs that are not those of a scale set's instances.
func (w *writer) ownNICs() []*topology.NetworkInterface {
	return slices.DeleteFunc(slices.Clone(w.design.NetworkInterfaces), func(n *topology.NetworkInterface) bool {
		return strings.Contains(n.ID.Path(), "/")
	})
}

func writeNIC(b *body, n *topology.NetworkInterface) {
	flagOf(b, "primary", n.Primary)
	writeInterface(b, n, writeIPConfiguration)
}

// writeInterface writes what NICs and the templates of scale sets share. A
// single address of the usual name stands on the NIC itself.
func writeInterface(b *body, n *topology.NetworkInterface, write func(*body, *topology.IPConfiguration)) {
	refOf(b, "networkSecurityGroup", n.NetworkSecurityGroup)
	flagOf(b, "enableIPForwarding", n.EnableIPForwarding)
	listOf(b, "dnsServers", n.DNSServers)
	configs := n.IPConfigurations
	if len(configs) == 1 && configs[0].Name == "ipconfig1" && configs[0].Primary.IsAbsent() {
		write(b, configs[0])
		return
	}
	b.addEach("ipConfigurations", eachByName(b.w, configs, write))
}

func writeIPConfiguration(b *body, c *topology.IPConfiguration) {
	refOf(b, "subnet", c.Subnet)
	addrOf(b, "privateIPAddress", c.PrivateIPAddress)
	if c.IPv6 && c.PrivateIPAddress.IsAbsent() {
		b.text("privateIPAddressVersion", "IPv6")
	}
	flagOf(b, "primary", c.Primary)
	refOf(b, "publicIPAddress", c.PublicIPAddress)
	refsOf(b, "applicationSecurityGroups", c.ApplicationSecurityGroups)
	refsOf(b, "loadBalancerBackendAddressPools", c.LoadBalancerBackendPools)
	refsOf(b, "loadBalancerInboundNatRules", c.InboundNATRules)
	refsOf(b, "applicationGatewayBackendAddressPools", c.ApplicationGatewayPools)
	refOf(b, "gatewayLoadBalancer", c.GatewayLoadBalancer)
}

// writeScaleSet writes the template that the first instance was made from.
func writeScaleSet(b *body, s *topology.ScaleSet) {
	if s.Flexible {
		b.text("orchestrationMode", "Flexible")
	}
	numberOf(b, "capacity", s.Capacity)
	nics := tree.NewObject(source.Pos{})
	for _, n := range s.NICs {
		if n.ID.Parent().Name() != "0" {
			continue
		}
		nic := b.nested()
		flagOf(nic, "primary", n.Primary)
		writeInterface(nic, n, writeInstanceAddress)
		nics.Members = append(nics.Members, tree.Member{Key: n.ID.Name(), Value: nic.node})
	}
	b.addEach("nics", nics)
}

// writeInstanceAddress writes an address of a scale set's template.
func writeInstanceAddress(b *body, c *topology.IPConfiguration) {
	own := *c
	own.PublicIPAddress = topology.Ref[topology.PublicIPAddress]{}
	writeIPConfiguration(b, &own)
	if c.PublicIPAddress.IsSet() {
		b.text("publicIPAddressConfiguration", c.PublicIPAddress.ID.Name())
	}
}

// ownPublicIPs are the addresses that are not those of a scale set's instances.
func (w *writer) ownPublicIPs() []*topology.PublicIPAddress {
	return slices.DeleteFunc(slices.Clone(w.design.PublicIPAddresses), func(a *topology.PublicIPAddress) bool {
		return strings.Contains(a.ID.Path(), "/")
	})
}

func writePublicIP(b *body, a *topology.PublicIPAddress) {
	olderSKUOf(b, a.SKU)
	addrOf(b, "ipAddress", a.IPAddress)
	if a.IPv6 {
		b.text("publicIPAddressVersion", "IPv6")
	}
	refOf(b, "publicIPPrefix", a.Prefix)
	textOf(b, "fqdn", a.DNSName)
	textOf(b, "ddosProtectionMode", a.DDoSProtection)
}

// skuOf writes a SKU that is not Standard, which a native file means anyway.
func skuOf(b *body, p topology.Property[topology.SKU]) {
	if p.Or(topology.SKUUnset) != topology.Standard {
		wordOf(b, "sku", p)
	}
}

// olderSKUOf writes the SKU of a public address or load balancer. Where ARM
// input is silent it means Basic, and a native file must say so (NSG-16).
func olderSKUOf(b *body, p topology.Property[topology.SKU]) {
	if p.IsAbsent() && b.of.APIVersion != "" {
		b.text("sku", topology.Basic.String())
		return
	}
	skuOf(b, p)
}

func writePublicIPPrefix(b *body, p *topology.PublicIPPrefix) { prefixOf(b, "ipPrefix", p.IPPrefix) }

func writeNATGateway(b *body, g *topology.NATGateway) {
	skuOf(b, g.SKU)
	refsOf(b, "publicIPAddresses", g.PublicIPAddresses)
	refsOf(b, "publicIPPrefixes", g.PublicIPPrefixes)
	refOf(b, "sourceVirtualNetwork", g.SourceVirtualNetwork)
}

func writeLoadBalancer(b *body, l *topology.LoadBalancer) {
	olderSKUOf(b, l.SKU)
	b.addEach("frontendIPConfigurations", eachByName(b.w, l.Frontends, writeFrontend))
	b.addEach("backendAddressPools", eachByName(b.w, l.Pools, writePool))
	b.addEach("loadBalancingRules", eachByName(b.w, l.Rules, writeBalancingRule))
	b.addEach("inboundNatRules", eachByName(b.w, l.InboundNATRules, writeInboundRule))
	b.addEach("outboundRules", eachByName(b.w, l.OutboundRules, writeOutboundRule))
	b.addEach("probes", eachByName(b.w, l.Probes, writeProbe))
}

func writeFrontend(b *body, f *topology.FrontendIPConfiguration) {
	refOf(b, "subnet", f.Subnet)
	addrOf(b, "privateIPAddress", f.PrivateIPAddress)
	refOf(b, "publicIPAddress", f.PublicIPAddress)
	refOf(b, "publicIPPrefix", f.PublicIPPrefix)
	refOf(b, "gatewayLoadBalancer", f.GatewayLoadBalancer)
}

func writePool(b *body, p *topology.BackendPool) {
	list := tree.NewList(source.Pos{})
	for i, a := range p.Addresses {
		entry := b.nested()
		if a.Name == "" {
			a.Name = fmt.Sprint(i + 1)
		}
		entry.text("name", a.Name)
		addrOf(entry, "ipAddress", a.IPAddress)
		refOf(entry, "virtualNetwork", a.VirtualNetwork)
		refOf(entry, "subnet", a.Subnet)
		list.Items = append(list.Items, entry.node)
	}
	b.addList("addresses", list)
}

// transportOf writes the protocol of a load balancer's rule.
func transportOf(b *body, p topology.Property[topology.RuleProtocol]) {
	value(b, "protocol", p, func(v topology.RuleProtocol) *tree.Node {
		if v == topology.AnyProtocol {
			return textNode("All")
		}
		return textNode(v.String())
	})
}

func writeBalancingRule(b *body, r *topology.LoadBalancingRule) {
	refOf(b, "frontendIPConfiguration", r.Frontend)
	refsOf(b, "backendAddressPools", r.Pools)
	transportOf(b, r.Protocol)
	numberOf(b, "frontendPort", r.FrontendPort)
	numberOf(b, "backendPort", r.BackendPort)
	flagOf(b, "enableFloatingIP", r.EnableFloatingIP)
	flagOf(b, "disableOutboundSnat", r.DisableOutboundSNAT)
	refOf(b, "probe", r.Probe)
}

func writeInboundRule(b *body, r *topology.InboundNATRule) {
	refOf(b, "frontendIPConfiguration", r.Frontend)
	transportOf(b, r.Protocol)
	first := "frontendPort"
	if !r.FrontendPortEnd.IsAbsent() {
		first = "frontendPortRangeStart"
	}
	numberOf(b, first, r.FrontendPort)
	numberOf(b, "frontendPortRangeEnd", r.FrontendPortEnd)
	numberOf(b, "backendPort", r.BackendPort)
	flagOf(b, "enableFloatingIP", r.EnableFloatingIP)
	refOf(b, "backendAddressPool", r.Pool)
}

func writeOutboundRule(b *body, r *topology.OutboundRule) {
	refsOf(b, "frontendIPConfigurations", r.Frontends)
	refOf(b, "backendAddressPool", r.Pool)
	transportOf(b, r.Protocol)
}

func writeProbe(b *body, p *topology.Probe) {
	textOf(b, "protocol", p.Protocol)
	numberOf(b, "port", p.Port)
}
