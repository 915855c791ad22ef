package generate

import "fmt"

func (r *random) publicAddresses() {
	r.put("publicIPAddresses", "vm-pip: {ipAddress: 198.51.100.3, sku: %s%s%s}", pick(r, "Standard", "Standard", "Basic"),
		r.option(8, ", ddosProtectionMode: Enabled"), r.option(4, ", fqdn: vm.westeurope.cloudapp.azure.com"))
	r.put("publicIPAddresses", "lb-pip: {%s}", r.option(3, "ipAddress: 198.51.100.5"))
	if r.has[dualStack] {
		r.put("publicIPAddresses", "six-pip: {publicIPAddressVersion: IPv6, ipAddress: \"2001:db8::3\"}")
	}
}

// natGateways writes one for each VNet: none may serve several.
func (r *random) natGateways() {
	if r.odds(6) {
		r.put("publicIPPrefixes", "block: {%s}", pick(r, "ipPrefix: 198.51.100.64/30", "ipPrefix: 198.51.100.64/30", "prefixLength: 30"))
		r.put("publicIPAddresses", "of-block: {publicIPPrefix: block}")
		r.put("natGateways", "nat-hub: {publicIPPrefixes: [block]}")
	}
	for _, n := range r.nets {
		if n.name != "hub" || r.firstOf("natGateways") == "" {
			r.put("publicIPAddresses", "nat-%s-pip: {ipAddress: 198.51.100.%d}", n.name, 20+n.octet)
			r.put("natGateways", "nat-%s: {publicIPAddresses: [nat-%s-pip]}", n.name, n.name)
		}
	}
	if r.odds(8) {
		r.put("publicIPAddresses", "wide-pip: {ipAddress: 198.51.100.7}")
		r.put("natGateways", "wide: {sku: StandardV2, publicIPAddresses: [wide-pip], sourceVirtualNetwork: a}")
	}
}

func (r *random) machines() {
	for i, h := range r.hosts {
		for j := range 1 + r.choose(2) {
			r.machine(fmt.Sprintf("vm-%s-%s%d", h.net.name, h.name, j), h, 4+j, r.nicExtras(i == 0 && j == 0, h, j))
		}
	}
}

// machine writes a VM with one NIC, of both families where the design has both.
func (r *random) machine(name string, h host, last int, extras string) {
	if r.has[dualStack] && r.mostly(4) {
		extras += fmt.Sprintf(", ipConfigurations: [{name: six, subnet: %s, privateIPAddress: \"fd00:0:%d:%d::%d\", privateIPAddressVersion: IPv6%s}]%s",
			h.path(), h.net.octet, h.third, last, r.publicSix(name), r.option(4, ", primary: true"))
	}
	if !r.has[dualStack] && r.odds(8) {
		extras += fmt.Sprintf(", ipConfigurations: [{name: second, subnet: %s, privateIPAddress: 10.%d.%d.%d, primary: false}]", h.path(), h.net.octet, h.third, last+3)
	}
	r.put("virtualMachines", "%s: {nics: [{subnet: %s, privateIPAddress: 10.%d.%d.%d%s}]}", name, h.path(), h.net.octet, h.third, last, extras)
}

func (r *random) publicSix(name string) string {
	if name != "vm-a-x0" {
		return ""
	}
	return r.option(2, ", publicIPAddress: six-pip")
}

func (r *random) nicExtras(public bool, h host, j int) string {
	extras := ""
	if public {
		extras = r.option(2, ", publicIPAddress: vm-pip")
	}
	extras += r.option(4, ", networkSecurityGroup: nsg%d", r.choose(r.groups)) + r.option(4, ", applicationSecurityGroups: [web]") +
		r.option(8, ", enableIPForwarding: true")
	if r.has[names] {
		extras += r.option(8, ", dnsServers: [10.0.8.4]")
	}
	if h.net.name == "a" {
		extras += r.memberships(h, j)
	}
	return extras
}

// memberships puts machines of VNet a behind what spreads traffic.
func (r *random) memberships(h host, j int) string {
	extras := ""
	if r.has[balancer] && r.mostly(3) {
		extras += ", loadBalancerBackendAddressPools: [lb/pool]"
		if h.name == "x" && j == 0 {
			extras += ", loadBalancerInboundNatRules: [lb/ssh]"
		}
	} else if r.has[linkService] && h.name == "x" {
		extras += ", loadBalancerBackendAddressPools: [plb/pool]"
	}
	if r.has[appGateway] {
		extras += r.option(3, ", applicationGatewayBackendAddressPools: [agw/pool]")
	}
	if r.has[inspection] && h.name == "x" && j == 0 {
		extras += r.option(2, ", gatewayLoadBalancer: glb/inspect")
	}
	return extras
}

// appliance writes an NVA in a subnet of its own, and what it does.
func (r *random) appliance() {
	hub := r.net("hub")
	r.platformSubnet(hub, "nva", "10.0.2.0/28", r.filtered(4), r.routed(4), r.option(6, ", natGateway: nat-hub"))
	pool := ""
	if r.has[balancer] {
		pool = ", loadBalancerBackendAddressPools: [ha/nvas]"
		r.put("loadBalancers", "ha: {frontendIPConfigurations: {f: {subnet: hub/nva, privateIPAddress: 10.0.2.10}}, backendAddressPools: {nvas: {}}, loadBalancingRules: {all: {frontendIPConfiguration: ha/f, backendAddressPool: ha/nvas, protocol: All%s}}}",
			r.option(2, ", enableFloatingIP: true"))
	}
	if r.odds(5) {
		r.put("virtualMachineScaleSets", "nva: {capacity: 1, nics: [{name: eth0, primary: true, subnet: hub/nva, enableIPForwarding: true%s}]}", pool)
	} else {
		r.put("virtualMachines", "nva: {nics: [{subnet: hub/nva, privateIPAddress: 10.0.2.4, enableIPForwarding: %v%s}]}", r.mostly(6), pool+r.option(5, ", networkSecurityGroup: nsg0"))
	}
	if r.mostly(5) {
		r.tell("appliances", "nva: {stateful: %v, snat: %v%s%s}", r.odds(2), r.odds(3), r.option(3, ", disableSnatOnPL: true"),
			pick(r, "", "", ", filter: [{access: Deny, protocol: Tcp, destinationPorts: [22]}, {name: rest, access: Allow}]",
				", filter: [{access: Allow, source: [10.0.0.0/8, asg:web], destination: 10.0.0.0/8, sourcePorts: [1024-65535]}]"))
	}
}

func (r *random) scaleSets() {
	h := pick(r, r.hosts...)
	extras := ""
	if r.has[balancer] && h.net.name == "a" {
		extras = ", loadBalancerBackendAddressPools: [lb/pool]"
	}
	r.put("virtualMachineScaleSets", "set: {orchestrationMode: %s, capacity: %d, nics: [{name: eth0, primary: true, subnet: %s%s}]}", pick(r, "Uniform", "Flexible"), 1+r.choose(2), h.path(),
		extras+r.option(3, ", networkSecurityGroup: nsg0")+r.option(4, ", publicIPAddressConfiguration: pub"))
}
