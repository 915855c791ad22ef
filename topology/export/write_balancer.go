package export

import (
	"fmt"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

// writeBalancers writes load balancers, application gateways and Bastions.
func writeBalancers(w *writer, d *topology.Design) {
	for _, l := range d.LoadBalancers {
		writeLoadBalancer(w.resource(&l.Resource), l)
	}
	for _, g := range d.ApplicationGateways {
		writeApplicationGateway(w.resource(&g.Resource), g)
	}
	for _, p := range d.WAFPolicies {
		b := w.resource(&p.Resource)
		b.text("policySettings.mode", p.Mode)
		b.either("policySettings.state", p.Enabled, "Enabled", "Disabled")
	}
	for _, h := range d.BastionHosts {
		writeBastion(w.resource(&h.Resource), h)
	}
}

func writeLoadBalancer(b *body, l *topology.LoadBalancer) {
	b.sku(l.SKU)
	childrenOf(b, "frontendIPConfigurations", l.Frontends, writeFrontend)
	childrenOf(b, "backendAddressPools", l.Pools, writePool)
	childrenOf(b, "probes", l.Probes, func(b *body, p *topology.Probe) {
		b.text("protocol", p.Protocol)
		number(b, "port", p.Port)
	})
	childrenOf(b, "loadBalancingRules", l.Rules, func(b *body, r *topology.LoadBalancingRule) {
		link(b, "frontendIPConfiguration", r.Frontend)
		links(b, "backendAddressPools", r.Pools)
		transport(b, r.Protocol)
		number(b, "frontendPort", r.FrontendPort)
		number(b, "backendPort", r.BackendPort)
		b.flag("enableFloatingIP", r.EnableFloatingIP)
		b.flag("disableOutboundSnat", r.DisableOutboundSNAT)
		link(b, "probe", r.Probe)
	})
	childrenOf(b, "inboundNatRules", l.InboundNATRules, writeInboundRule)
	childrenOf(b, "outboundRules", l.OutboundRules, func(b *body, r *topology.OutboundRule) {
		links(b, "frontendIPConfigurations", r.Frontends)
		link(b, "backendAddressPool", r.Pool)
		transport(b, r.Protocol)
	})
}

func writeFrontend(b *body, f *topology.FrontendIPConfiguration) {
	link(b, "subnet", f.Subnet)
	address(b, f.PrivateIPAddress, f.IPv6)
	link(b, "publicIPAddress", f.PublicIPAddress)
	link(b, "publicIPPrefix", f.PublicIPPrefix)
	link(b, "gatewayLoadBalancer", f.GatewayLoadBalancer)
}

func writePool(b *body, p *topology.BackendPool) {
	objects(b, "loadBalancerBackendAddresses", p.Addresses, func(a topology.BackendAddress) *tree.Node {
		n := b.inner(a.Name)
		word(n, "ipAddress", a.IPAddress)
		link(n, "virtualNetwork", a.VirtualNetwork)
		link(n, "subnet", a.Subnet)
		return n.node
	})
}

func writeInboundRule(b *body, r *topology.InboundNATRule) {
	link(b, "frontendIPConfiguration", r.Frontend)
	transport(b, r.Protocol)
	first := "frontendPort"
	if !r.FrontendPortEnd.IsAbsent() {
		first = "frontendPortRangeStart"
	}
	number(b, first, r.FrontendPort)
	number(b, "frontendPortRangeEnd", r.FrontendPortEnd)
	number(b, "backendPort", r.BackendPort)
	b.flag("enableFloatingIP", r.EnableFloatingIP)
	link(b, "backendAddressPool", r.Pool)
}

// transport writes the protocol of a load balancer's rule.
func transport(b *body, p topology.Property[topology.RuleProtocol]) {
	value(b, "protocol", p, func(v topology.RuleProtocol) *tree.Node {
		if v == topology.AnyProtocol {
			return str("All")
		}
		return str(v.String())
	})
}

func writeApplicationGateway(b *body, g *topology.ApplicationGateway) {
	b.text("sku.name", g.SKUName)
	objects(b, "gatewayIPConfigurations", g.SubnetRefs, func(r topology.Ref[topology.Subnet]) *tree.Node {
		n := b.inner(r.ID.Name())
		link(n, "subnet", r)
		return n.node
	})
	childrenOf(b, "frontendIPConfigurations", g.Frontends, writeFrontend)
	var numbered []topology.Property[int]
	childrenOf(b, "httpListeners", g.Listeners, func(b *body, l *topology.ApplicationGatewayListener) {
		link(b, "frontendIPConfiguration", l.Frontend)
		link(b, "firewallPolicy", l.WAFPolicy)
		if !l.Port.IsAbsent() {
			numbered = append(numbered, l.Port)
			b.set("frontendPort.id", str(string(g.ID)+"/frontendPorts/"+portName(len(numbered))))
		}
	})
	for k, port := range numbered {
		n := b.inner(portName(k + 1))
		number(n, "port", port)
		appendTo(b, "frontendPorts", n.node)
	}
	childrenOf(b, "backendAddressPools", g.Pools, writeGatewayPool)
	value(b, "backendHttpSettingsCollection", g.BackendPorts, func(list []int) *tree.Node {
		out := object()
		out.Kind = tree.List
		for k, port := range list {
			n := b.inner(fmt.Sprintf("setting-%d", k+1))
			n.set("port", numberNode(port))
			out.Items = append(out.Items, n.node)
		}
		return out
	})
	link(b, "firewallPolicy", g.WAFPolicy)
	if mode, ok := g.WAFMode.Get(); ok {
		b.set("webApplicationFirewallConfiguration.enabled", str("true"))
		b.set("webApplicationFirewallConfiguration.firewallMode", str(mode))
	}
	b.flag("enableNetworkIsolation", g.NetworkIsolation)
}

func portName(k int) string { return fmt.Sprintf("port-%d", k) }

// appendTo appends an item to a list of the properties.
func appendTo(b *body, key string, item *tree.Node) {
	n := b.properties.Get(key)
	if n == nil {
		n = &tree.Node{Kind: tree.List}
		put(b.properties, key, n)
	}
	n.Items = append(n.Items, item)
}

func writeGatewayPool(b *body, p *topology.ApplicationGatewayBackendPool) {
	if u := p.Addresses.Unknown(); u != nil {
		b.w.lose(b.of, "backendAddresses", u.Why, p.Addresses.Pos)
		return
	}
	if p.Addresses.IsAbsent() && p.FQDNs.IsAbsent() {
		return
	}
	list := &tree.Node{Kind: tree.List}
	for _, a := range p.Addresses.Or(nil) {
		n := object()
		put(n, "ipAddress", str(a.String()))
		list.Items = append(list.Items, n)
	}
	for _, name := range p.FQDNs.Or(nil) {
		n := object()
		put(n, "fqdn", str(name))
		list.Items = append(list.Items, n)
	}
	b.set("backendAddresses", list)
}

func writeBastion(b *body, h *topology.BastionHost) {
	if name, ok := h.SKUName.Get(); ok {
		n := object()
		put(n, "name", str(name))
		put(b.node, "sku", n)
	}
	if h.Subnet.IsSet() || h.PublicIPAddress.IsSet() {
		c := b.inner("ipconfig1")
		link(c, "subnet", h.Subnet)
		link(c, "publicIPAddress", h.PublicIPAddress)
		appendTo(b, "ipConfigurations", c.node)
	}
	link(b, "virtualNetwork", h.VirtualNetwork)
	b.flag("enableIpConnect", h.IPConnect)
}
