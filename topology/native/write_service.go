package native

import (
	"strconv"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

func writeApplicationGateway(b *body, g *topology.ApplicationGateway) {
	textOf(b, "sku", g.SKUName)
	if len(g.SubnetRefs) > 0 {
		refOf(b, "subnet", g.SubnetRefs[0])
	}
	if len(g.SubnetRefs) > 1 {
		b.lose("subnet", "it has several", g.SubnetRefs[1].Pos)
	}
	b.addEach("frontendIPConfigurations", eachByName(b.w, g.Frontends, writeFrontend))
	b.addEach("httpListeners", eachByName(b.w, g.Listeners, writeListener))
	b.addEach("backendAddressPools", eachByName(b.w, g.Pools, writeGatewayPool))
	value(b, "backendHttpSettings", g.BackendPorts, func(ports []int) *tree.Node {
		list := tree.NewList(source.Pos{})
		for i, port := range ports {
			entry := b.nested()
			entry.text("name", numbered("setting", i+1))
			entry.add("port", tree.NewNumber(source.Pos{}, strconv.Itoa(port)))
			list.Items = append(list.Items, entry.node)
		}
		return list
	})
	refOf(b, "firewallPolicy", g.WAFPolicy)
	textOf(b, "wafMode", g.WAFMode)
	flagOf(b, "enableNetworkIsolation", g.NetworkIsolation)
}

func writeListener(b *body, l *topology.ApplicationGatewayListener) {
	refOf(b, "frontendIPConfiguration", l.Frontend)
	numberOf(b, "port", l.Port)
	refOf(b, "firewallPolicy", l.WAFPolicy)
}

func writeGatewayPool(b *body, p *topology.ApplicationGatewayBackendPool) {
	var all []string
	for _, a := range p.Addresses.Or(nil) {
		all = append(all, a.String())
	}
	b.addList("addresses", textList(append(all, p.FQDNs.Or(nil)...)))
}

func writeWAFPolicy(b *body, p *topology.WAFPolicy) {
	textOf(b, "mode", p.Mode)
	oneWord(b, "state", p.Enabled, "Enabled", "Disabled")
}

func writeBastion(b *body, h *topology.BastionHost) {
	textOf(b, "sku", h.SKUName)
	refOf(b, "subnet", h.Subnet)
	refOf(b, "publicIPAddress", h.PublicIPAddress)
	refOf(b, "virtualNetwork", h.VirtualNetwork)
	flagOf(b, "enableIpConnect", h.IPConnect)
}

func writePrivateEndpoint(b *body, e *topology.PrivateEndpoint) {
	refOf(b, "subnet", e.Subnet)
	for i, c := range e.Connections {
		if i > 0 {
			b.lose("privateLinkService", "it has several connections", e.Pos)
			break
		}
		refOf(b, "privateLinkService", c.Service)
		refOf(b, "privateLinkService", c.PrivateLinkService)
		textListOf(b, "groupIds", c.GroupIDs)
		textOf(b, "status", c.Status)
		b.is("manual", c.Manual)
	}
	listOf(b, "privateIPAddresses", e.IPAddresses)
	refsOf(b, "applicationSecurityGroups", e.ApplicationSecurityGroups)
	refOf(b, "networkInterface", e.NIC)
	refsOf(b, "privateDnsZones", e.DNSZones)
}

func writePrivateLinkService(b *body, s *topology.PrivateLinkService) {
	refsOf(b, "loadBalancerFrontendIpConfigurations", s.Frontends)
	addresses, _ := s.NATAddresses.Get()
	if len(s.NATSubnets) == 1 && len(addresses) == 0 {
		refOf(b, "subnet", s.NATSubnets[0])
		return
	}
	list := tree.NewList(source.Pos{})
	for i, subnet := range s.NATSubnets {
		entry := b.nested()
		entry.text("name", numbered("ipconfig", i+1))
		refOf(entry, "subnet", subnet)
		if i < len(addresses) {
			entry.text("privateIPAddress", addresses[i].String())
		}
		list.Items = append(list.Items, entry.node)
	}
	b.addList("ipConfigurations", list)
}

func writePaaS(b *body, s *topology.PaaS) {
	b.text("type", s.Type)
	oneWord(b, "publicNetworkAccess", s.PublicNetworkAccess, "Enabled", "Disabled")
	wordOf(b, "defaultAction", s.DefaultAction)
	termsOf(b, "ipRules", s.IPRules)
	refsOf(b, "virtualNetworkRules", s.SubnetRules)
	oneWord(b, "bypass", s.BypassAzureServices, "AzureServices", "None")
	textOf(b, "connectionType", s.ConnectionPolicy)
	refOf(b, "virtualNetworkSubnet", s.IntegrationSubnet)
	flagOf(b, "vnetRouteAllEnabled", s.RouteAll)
}

func writeZone(b *body, z *topology.PrivateDNSZone) {
	b.addEach("virtualNetworkLinks", eachByName(b.w, z.Links, func(b *body, l *topology.DNSZoneLink) {
		refOf(b, "virtualNetwork", l.VirtualNetwork)
		flagOf(b, "registrationEnabled", l.RegistrationEnabled)
		textOf(b, "resolutionPolicy", l.ResolutionPolicy)
	}))
	for _, kind := range []string{"A", "AAAA", "CNAME"} {
		b.addEach(kind, recordsOf(b, z.Records, kind))
	}
}

// recordsOf writes the record sets of one type by name.
func recordsOf(b *body, all []*topology.DNSRecord, kind string) *tree.Node {
	out := b.nested()
	for _, r := range all {
		if r.Kind == kind {
			listOf(out, r.Name, r.Addresses)
			textOf(out, r.Name, r.Canonical)
		}
	}
	return out.node
}

func writeResolver(b *body, r *topology.DNSResolver) {
	refOf(b, "virtualNetwork", r.VirtualNetwork)
	b.addEach("inboundEndpoints", eachByName(b.w, r.Inbound, func(b *body, e *topology.ResolverEndpoint) {
		refOf(b, "subnet", e.Subnet)
		addrOf(b, "privateIpAddress", e.IPAddress)
	}))
	b.addEach("outboundEndpoints", eachByName(b.w, r.Outbound, func(b *body, e *topology.ResolverEndpoint) {
		refOf(b, "subnet", e.Subnet)
	}))
}

func writeRuleset(b *body, s *topology.ForwardingRuleset) {
	refsOf(b, "dnsResolverOutboundEndpoints", s.Outbound)
	b.addEach("forwardingRules", eachByName(b.w, s.Rules, writeForwardingRule))
	list := tree.NewList(source.Pos{})
	for i, link := range s.Links {
		entry := b.nested()
		entry.text("name", numbered("link", i+1))
		refOf(entry, "virtualNetwork", link)
		list.Items = append(list.Items, entry.node)
	}
	b.addList("virtualNetworkLinks", list)
}

func writeForwardingRule(b *body, r *topology.ForwardingRule) {
	textOf(b, "domainName", r.Domain)
	oneWord(b, "forwardingRuleState", r.Enabled, "Enabled", "Disabled")
	list := tree.NewList(source.Pos{})
	for _, t := range r.Targets.Or(nil) {
		entry := b.nested()
		entry.text("ipAddress", t.Addr().String())
		entry.add("port", tree.NewNumber(source.Pos{}, strconv.Itoa(int(t.Port()))))
		list.Items = append(list.Items, entry.node)
	}
	b.addList("targetDnsServers", list)
}

// standing returns the resources that stand by themselves. Parts of what the
// input does not hold cannot be said without it.
func (w *writer) standing(list []*topology.Other) []*topology.Other {
	var out []*topology.Other
	for _, o := range list {
		if o.Orphan {
			w.lose(o.ID, "all of it", "what it is a part of is not in the input", o.Pos)
			continue
		}
		out = append(out, o)
	}
	return out
}

// writeOther keeps what a resource without a section is attached to.
func writeOther(b *body, o *topology.Other) {
	b.text("type", o.Type)
	if strings.EqualFold(o.Type, "Microsoft.Resources/deployments") && !o.Irrelevant {
		b.add("properties", unknownNode(topology.Unknown{Why: "what the nested deployment holds"}))
		return
	}
	var ids []string
	for _, id := range o.References {
		ids = append(ids, string(id))
	}
	if ids != nil {
		properties := b.nested()
		properties.add("references", textList(ids))
		b.add("properties", properties.node)
	}
}
