package decode

import (
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

func networkInterface(d *Decoder, o *object, r topology.Resource) {
	nic := &topology.NetworkInterface{Resource: r}
	if !d.enter(nic) {
		return
	}
	d.design.NetworkInterfaces = append(d.design.NetworkInterfaces, nic)
	p := o.of(&nic.Resource)
	readInterface(p, nic)
	nic.IPConfigurations = children(p, "ipConfigurations", ipConfiguration)
	p.rest("enableAcceleratedNetworking", "macAddress", "nicType", "vnetEncryptionSupported", "hostedWorkloads",
		"allowPort25Out", "auxiliaryMode", "auxiliarySku", "privateEndpoint", "privateLinkService", "tapConfigurations",
		"workloadType", "migrationPhase", "dscpConfiguration", "defaultOutboundConnectivityEnabled", "virtualMachine",
		"virtualMachineScaleSet", "isInUseWithService", "virtualNetworkTapProvisioningState")
}

// readInterface reads what a NIC and the template of a scale set's NICs share.
func readInterface(p *object, nic *topology.NetworkInterface) {
	ref(p, "networkSecurityGroup", &nic.NetworkSecurityGroup)
	nic.EnableIPForwarding = p.boolean("enableIPForwarding")
	nic.Primary = p.boolean("primary")
	dns := p.sub("dnsSettings")
	nic.DNSServers = dns.addrs("dnsServers")
	p.noteTrue("disableTcpStateTracking")
}

func ipConfiguration(o *object, r topology.Resource) *topology.IPConfiguration {
	c := &topology.IPConfiguration{Resource: r}
	p := o.of(&c.Resource)
	c.PrivateIPAddress = p.addr("privateIPAddress")
	ref(p, "publicIPAddress", &c.PublicIPAddress)
	c.InboundNATRules = refs[topology.InboundNATRule](p, "loadBalancerInboundNatRules")
	readIPConfiguration(p, c)
	if strings.EqualFold(p.text("privateIPAllocationMethod"), "Static") && c.PrivateIPAddress.IsAbsent() && !p.has("privateIPAddress") {
		p.missing("privateIPAddress", "Static allocation needs an address")
	}
	p.rest("privateLinkConnectionProperties", "virtualNetworkTaps", "isInUseWithService", "applicationGatewayBackendAddressPools")
	return c
}

// readIPConfiguration reads what an IP configuration and the template of a
// scale set's have in common.
func readIPConfiguration(p *object, c *topology.IPConfiguration) {
	ref(p, "subnet", &c.Subnet)
	c.Primary = p.boolean("primary")
	c.IPv6 = p.isIPv6("privateIPAddressVersion")
	if a, ok := c.PrivateIPAddress.Get(); ok {
		c.IPv6 = a.Is6()
	}
	c.ApplicationSecurityGroups = refs[topology.ApplicationSecurityGroup](p, "applicationSecurityGroups")
	c.LoadBalancerBackendPools = refs[topology.BackendPool](p, "loadBalancerBackendAddressPools")
	c.ApplicationGatewayPools = refs[topology.ApplicationGatewayBackendPool](p, "applicationGatewayBackendAddressPools")
	ref(p, "gatewayLoadBalancer", &c.GatewayLoadBalancer)
}

// missing reports a property that must be there.
func (o *object) missing(key, message string) {
	if o.d.diags.enough(source.Error, "missing-property", o.node.Where()) {
		return
	}
	o.d.diags.Add(source.Diagnostic{Severity: source.Error, Code: "missing-property", Pos: o.node.Where(), Path: o.at(key),
		Message: label(o.owner) + ": " + o.at(key) + " is missing: " + message})
}

// isIPv6 reads a property that is "IPv4" or "IPv6".
func (o *object) isIPv6(key string) bool {
	return enum(o, key, []word[bool]{{"IPv4", false}, {"IPv6", true}}).Or(false)
}

// noteUnless notes a property of which the simulation takes that it has one of
// some values, where it has another.
func (o *object) noteUnless(key string, taken ...string) {
	n := o.get(key)
	if saysNothing(n) || n.Is(tree.String) && isListed(n.Text, taken) {
		return
	}
	o.ignored(key, "the simulation takes that it is "+orList(taken))
}

// noteTrue notes a switch that the simulation does not know, where it is on.
func (o *object) noteTrue(key string) {
	p := o.boolean(key)
	if on, known := p.Get(); on || !known && !p.IsAbsent() {
		o.ignored(key, "the simulation does not know this property")
	}
}
