package decode

import (
	"net/netip"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

func applicationGateway(d *Decoder, o *object, r topology.Resource) {
	g := &topology.ApplicationGateway{Resource: r}
	if !d.enter(g) {
		return
	}
	d.design.ApplicationGateways = append(d.design.ApplicationGateways, g)
	p := o.of(&g.Resource)
	g.SKUName = p.sub("sku").str("name")
	g.SubnetRefs = gatewaySubnets(p)
	g.Frontends = children(p, "frontendIPConfigurations", frontend)
	ports := frontendPorts(p)
	readListener := func(o *object, r topology.Resource) *topology.ApplicationGatewayListener {
		return listener(o, r, ports)
	}
	g.Listeners = children(p, "httpListeners", readListener)
	g.Listeners = append(g.Listeners, children(p, "listeners", readListener)...)
	g.Pools = children(p, "backendAddressPools", applicationGatewayPool)
	g.BackendPorts = backendPorts(p)
	ref(p, "firewallPolicy", &g.WAFPolicy)
	g.WAFMode = wafMode(p.sub("webApplicationFirewallConfiguration"))
	g.NetworkIsolation = p.boolean("enableNetworkIsolation")
	for _, item := range p.list("probes") {
		if probe := item.properties(); !saysNothing(probe.get("port")) {
			probe.ignored("port", "probes at a port of their own are not simulated")
		}
	}
	if !emptyValue(p.get("privateLinkConfigurations")) {
		p.ignored("privateLinkConfigurations", "private link to an application gateway is not simulated")
	}
	p.rest("sku", "requestRoutingRules", "routingRules", "urlPathMaps", "redirectConfigurations", "rewriteRuleSets", "probes",
		"sslCertificates", "sslPolicy", "sslProfiles", "trustedRootCertificates", "trustedClientCertificates",
		"authenticationCertificates", "autoscaleConfiguration", "customErrorConfigurations", "enableHttp2", "enableFips",
		"forceFirewallPolicyAssociation", "globalConfiguration", "operationalState", "privateEndpointConnections",
		"frontendPorts", "backendHttpSettingsCollection", "backendSettingsCollection", "gatewayIPConfigurations",
		"webApplicationFirewallConfiguration", "loadDistributionPolicies", "entraJWTValidationConfigs", "defaultPredefinedSslPolicy")
}

// gatewaySubnets reads the subnets of the gateway's instances.
func gatewaySubnets(p *object) []topology.Ref[topology.Subnet] {
	items := p.list("gatewayIPConfigurations")
	out := make([]topology.Ref[topology.Subnet], len(items))
	for i, item := range items {
		ref(item.properties(), "subnet", &out[i])
	}
	return out
}

// frontendPorts reads the ports that listeners name.
func frontendPorts(p *object) map[string]topology.Property[int] {
	ports := map[string]topology.Property[int]{}
	for _, item := range p.list("frontendPorts") {
		ports[strings.ToLower(item.text("name"))] = item.properties().integer("port", 1, 65535)
	}
	return ports
}

func listener(o *object, r topology.Resource, ports map[string]topology.Property[int]) *topology.ApplicationGatewayListener {
	l := &topology.ApplicationGatewayListener{Resource: r}
	p := o.of(&l.Resource)
	ref(p, "frontendIPConfiguration", &l.Frontend)
	ref(p, "firewallPolicy", &l.WAFPolicy)
	l.Port = listenerPort(p, ports)
	p.rest("protocol", "hostName", "hostNames", "sslCertificate", "sslProfile", "requireServerNameIndication",
		"customErrorConfigurations", "frontendPort", "requestRoutingRules")
	return l
}

// listenerPort looks up the port that a listener names.
func listenerPort(p *object, ports map[string]topology.Property[int]) topology.Property[int] {
	n := p.sub("frontendPort").get("id")
	switch {
	case n == nil:
		return topology.Property[int]{}
	case n.Is(tree.Unknown):
		return unknownProperty[int](p, n, "frontendPort")
	}
	port, ok := ports[strings.ToLower(topology.ID(n.Text).Name())]
	if !ok {
		p.fail(n, "unknown-name", "frontendPort", "no front end port of the gateway has this name", "add it to frontendPorts")
	}
	return port
}

func applicationGatewayPool(o *object, r topology.Resource) *topology.ApplicationGatewayBackendPool {
	b := &topology.ApplicationGatewayBackendPool{Resource: r}
	p := o.of(&b.Resource)
	var addresses []netip.Addr
	var names []string
	for _, item := range p.list("backendAddresses") {
		if a, ok := item.addr("ipAddress").Get(); ok {
			addresses = append(addresses, a)
		}
		if name, ok := item.str("fqdn").Get(); ok {
			names = append(names, name)
		}
	}
	if n := p.get("backendAddresses"); n != nil {
		b.Addresses, b.FQDNs = topology.Known(addresses, n.Pos), topology.Known(names, n.Pos)
	}
	p.rest("backendIPConfigurations", "requestRoutingRules", "urlPathMaps", "pathRules")
	return b
}

// backendPorts reads the ports at which the gateway asks its backends.
func backendPorts(p *object) topology.Property[[]int] {
	var ports []int
	for _, key := range []string{"backendHttpSettingsCollection", "backendSettingsCollection"} {
		for _, item := range p.list(key) {
			if port, ok := item.properties().integer("port", 1, 65535).Get(); ok {
				ports = append(ports, port)
			}
		}
	}
	if ports == nil {
		return topology.Property[[]int]{}
	}
	return topology.Known(ports, p.node.Pos)
}

// wafMode is the mode of a gateway's own firewall, absent where it is off.
func wafMode(w *object) topology.Property[string] {
	if on, ok := w.boolean("enabled").Get(); ok && !on {
		return topology.Property[string]{}
	}
	return w.oneOf("firewallMode", "Detection", "Prevention")
}
