package decode

import (
	"slices"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
)

func loadBalancer(d *Decoder, o *object, r topology.Resource) {
	b := &topology.LoadBalancer{Resource: r}
	if !d.enter(b) {
		return
	}
	d.design.LoadBalancers = append(d.design.LoadBalancers, b)
	b.SKU = skuOf(o, &b.Resource)
	if strings.EqualFold(o.sub("sku").text("tier"), "Global") {
		o.sub("sku").ignored("tier", "a cross-region load balancer is not simulated")
	}
	p := o.of(&b.Resource)
	b.Frontends = children(p, "frontendIPConfigurations", frontend)
	b.Pools = children(p, "backendAddressPools", backendPool)
	b.Probes = children(p, "probes", probe)
	b.Rules = children(p, "loadBalancingRules", loadBalancingRule)
	b.InboundNATRules = children(p, "inboundNatRules", inboundNATRule)
	b.OutboundRules = children(p, "outboundRules", outboundRule)
	if pools := p.get("inboundNatPools"); !emptyValue(pools) {
		b.Incomplete = append(b.Incomplete, topology.Incomplete{Property: "inboundNatPools", Pos: pools.Pos, Unknown: topology.Unknown{
			Why:    "which instance of a scale set a port of a NAT pool leads to is known once it runs",
			Supply: "write inboundNatRules"}})
	}
	p.rest("backendIPConfigurations", "scope")
}

// skuOf reads the tier of a resource, which stands beside its properties.
func skuOf(o *object, r *topology.Resource) topology.Property[topology.SKU] {
	o.owner = r
	return enum(o.sub("sku"), "name", skus)
}

func frontend(o *object, r topology.Resource) *topology.FrontendIPConfiguration {
	f := &topology.FrontendIPConfiguration{Resource: r}
	p := o.of(&f.Resource)
	ref(p, "subnet", &f.Subnet)
	f.PrivateIPAddress = p.addr("privateIPAddress")
	ref(p, "publicIPAddress", &f.PublicIPAddress)
	ref(p, "publicIPPrefix", &f.PublicIPPrefix)
	ref(p, "gatewayLoadBalancer", &f.GatewayLoadBalancer)
	f.IPv6 = p.isIPv6("privateIPAddressVersion")
	p.rest("privateIPAllocationMethod", "inboundNatRules", "inboundNatPools", "outboundRules", "loadBalancingRules",
		"httpListeners", "privateLinkConfiguration", "zones")
	return f
}

func backendPool(o *object, r topology.Resource) *topology.BackendPool {
	b := &topology.BackendPool{Resource: r}
	p := o.of(&b.Resource)
	items := slices.DeleteFunc(p.list("loadBalancerBackendAddresses"), isInterfaceMember)
	b.Addresses = make([]topology.BackendAddress, len(items))
	for i, item := range items {
		backendAddress(item, &b.Addresses[i])
		if !b.Addresses[i].VirtualNetwork.IsSet() {
			ref(p, "virtualNetwork", &b.Addresses[i].VirtualNetwork)
		}
	}
	for _, item := range p.list("backendIPConfigurations") {
		member, pos := topology.ID(item.text("id")), item.node.Pos
		p.d.afterLinks = append(p.d.afterLinks, func(d *Decoder) { d.noteMember(&b.Resource, member, pos) })
	}
	p.rest("backendIPConfigurations", "loadBalancingRules", "outboundRules", "outboundRule", "inboundNatRules",
		"drainPeriodInSeconds", "syncMode", "location", "tunnelInterfaces", "virtualNetwork")
	return b
}

// isInterfaceMember tells whether an entry of a pool's addresses repeats an
// interface that is in the pool, as exports have it.
func isInterfaceMember(a *object) bool {
	p := a.properties()
	return p.has("networkInterfaceIPConfiguration") && !p.has("ipAddress")
}

// noteMember notes that an export names a member of a pool which is not in the
// input: neither its interface nor the scale set that it is an instance of.
func (d *Decoder) noteMember(pool *topology.Resource, member topology.ID, pos source.Pos) {
	nic := member.Parent()
	_, isInstance := d.design.ByID(nic.Parent().Parent()).(*topology.ScaleSet)
	if member == "" || isInstance || d.design.ByID(nic) != nil || len(pool.Incomplete) > 0 {
		return
	}
	pool.Incomplete = append(pool.Incomplete, topology.Incomplete{Property: "backendIPConfigurations", Pos: pos, Unknown: topology.Unknown{
		Why: "member " + nic.Path() + " is not in the input", Supply: "add " + string(nic) + " to the input"}})
}

// backendAddress reads a member of a pool by address.
func backendAddress(o *object, a *topology.BackendAddress) {
	a.Name = o.text("name")
	p := o.properties()
	a.IPAddress = p.addr("ipAddress")
	ref(p, "virtualNetwork", &a.VirtualNetwork)
	ref(p, "subnet", &a.Subnet)
	if strings.EqualFold(p.text("adminState"), "Down") {
		p.ignored("adminState", "a member that is taken down is not simulated; use a facts file's down")
	}
	p.rest("networkInterfaceIPConfiguration", "inboundNatRulesPortMapping")
}

// balancedProtocols are the protocols of a load balancer's rules.
var balancedProtocols = []word[topology.RuleProtocol]{
	{"Tcp", topology.TCP}, {"Udp", topology.UDP}, {"All", topology.AnyProtocol},
}

func loadBalancingRule(o *object, r topology.Resource) *topology.LoadBalancingRule {
	rule := &topology.LoadBalancingRule{Resource: r}
	p := o.of(&rule.Resource)
	ref(p, "frontendIPConfiguration", &rule.Frontend)
	rule.Pools = refs[topology.BackendPool](p, "backendAddressPools")
	if p.has("backendAddressPool") && len(rule.Pools) == 0 {
		rule.Pools = make([]topology.Ref[topology.BackendPool], 1)
		ref(p, "backendAddressPool", &rule.Pools[0])
	}
	rule.Protocol = enum(p, "protocol", balancedProtocols)
	rule.FrontendPort = p.integer("frontendPort", 0, 65535)
	rule.BackendPort = p.integer("backendPort", 0, 65535)
	rule.EnableFloatingIP = p.boolean("enableFloatingIP")
	rule.DisableOutboundSNAT = p.boolean("disableOutboundSnat")
	ref(p, "probe", &rule.Probe)
	p.needs("protocol", "every load balancing rule has one")
	p.rest("loadDistribution", "idleTimeoutInMinutes", "enableTcpReset", "allowBackendPortConflict", "enableDestinationServiceEndpoint",
		"enableConnectionTracking", "backendAddressPool")
	return rule
}

func inboundNATRule(o *object, r topology.Resource) *topology.InboundNATRule {
	rule := &topology.InboundNATRule{Resource: r}
	p := o.of(&rule.Resource)
	ref(p, "frontendIPConfiguration", &rule.Frontend)
	rule.Protocol = enum(p, "protocol", balancedProtocols)
	rule.FrontendPort = p.integer("frontendPort", 0, 65535)
	if rule.FrontendPort.Or(0) == 0 && p.has("frontendPortRangeStart") {
		rule.FrontendPort = p.integer("frontendPortRangeStart", 0, 65535)
		rule.FrontendPortEnd = p.integer("frontendPortRangeEnd", 0, 65535)
	}
	rule.BackendPort = p.integer("backendPort", 0, 65535)
	rule.EnableFloatingIP = p.boolean("enableFloatingIP")
	ref(p, "backendAddressPool", &rule.Pool)
	p.rest("idleTimeoutInMinutes", "enableTcpReset", "allowBackendPortConflict", "enableDestinationServiceEndpoint",
		"backendIPConfiguration", "frontendPortRangeStart", "frontendPortRangeEnd")
	return rule
}

func outboundRule(o *object, r topology.Resource) *topology.OutboundRule {
	rule := &topology.OutboundRule{Resource: r}
	p := o.of(&rule.Resource)
	rule.Frontends = refs[topology.FrontendIPConfiguration](p, "frontendIPConfigurations")
	ref(p, "backendAddressPool", &rule.Pool)
	rule.Protocol = enum(p, "protocol", balancedProtocols)
	p.rest("allocatedOutboundPorts", "enableTcpReset", "idleTimeoutInMinutes")
	return rule
}

func probe(o *object, r topology.Resource) *topology.Probe {
	x := &topology.Probe{Resource: r}
	p := o.of(&x.Resource)
	x.Protocol = p.oneOf("protocol", "Tcp", "Http", "Https")
	x.Port = p.integer("port", 1, 65535)
	if v := p.text("noHealthyBackendsBehavior"); v != "" && !strings.EqualFold(v, "AllProbedDown") {
		p.ignored("noHealthyBackendsBehavior", "members that take flows though all probes fail are not simulated")
	}
	p.rest("requestPath", "intervalInSeconds", "numberOfProbes", "probeThreshold", "loadBalancingRules")
	return x
}
