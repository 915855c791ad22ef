package decode

import (
	"net/netip"
	"strings"
	"testing"

	"vnetproof/topology"
)

func TestLoadBalancer(t *testing.T) {
	design := decodeClean(t, hubWithApp(),
		resourceWith("loadBalancers", "lb", `"sku": {"name": "Standard"}, "properties": {
			"frontendIPConfigurations": [{"name": "fe", "properties": {"subnet": `+to(appSubnet)+`, "privateIPAddress": "10.0.1.9"}}],
			"backendAddressPools": [{"name": "pool", "properties": {"loadBalancerBackendAddresses": [
				{"name": "a", "properties": {"ipAddress": "10.0.1.20", "virtualNetwork": `+to("virtualNetworks/hub")+`}}]}}],
			"probes": [{"name": "p", "properties": {"protocol": "Tcp", "port": 22}}],
			"loadBalancingRules": [{"name": "ha", "properties": {"frontendIPConfiguration": `+to("loadBalancers/lb/frontendIPConfigurations/fe")+`,
				"backendAddressPool": `+to("loadBalancers/lb/backendAddressPools/pool")+`, "protocol": "All", "frontendPort": 0, "backendPort": 0,
				"enableFloatingIP": true, "probe": `+to("loadBalancers/lb/probes/p")+`}}],
			"inboundNatRules": [{"name": "ssh", "properties": {"frontendIPConfiguration": `+to("loadBalancers/lb/frontendIPConfigurations/fe")+`,
				"protocol": "Tcp", "frontendPort": 2222, "backendPort": 22}}],
			"outboundRules": [{"name": "out", "properties": {"frontendIPConfigurations": [`+to("loadBalancers/lb/frontendIPConfigurations/fe")+`],
				"backendAddressPool": `+to("loadBalancers/lb/backendAddressPools/pool")+`, "protocol": "All"}}]}`),
		resource("networkInterfaces", "nic", `"ipConfigurations": [{"name": "c", "properties": {"subnet": `+to(appSubnet)+`,
			"loadBalancerBackendAddressPools": [`+to("loadBalancers/lb/backendAddressPools/pool")+`],
			"loadBalancerInboundNatRules": [`+to("loadBalancers/lb/inboundNatRules/ssh")+`]}}]`))
	lb := design.LoadBalancers[0]
	c := design.NetworkInterfaces[0].IPConfigurations[0]
	sameValue(t, "SKU", lb.SKU, topology.Standard)
	sameValue(t, "protocol", lb.Rules[0].Protocol, topology.AnyProtocol)
	sameValue(t, "address of a member", lb.Pools[0].Addresses[0].IPAddress, netip.MustParseAddr("10.0.1.20"))
	if lb.Rules[0].Frontend.Target != lb.Frontends[0] || lb.Rules[0].Pools[0].Target != lb.Pools[0] || lb.Rules[0].Probe.Target != lb.Probes[0] {
		t.Errorf("the rule is not linked: %+v", lb.Rules[0])
	}
	if lb.Frontends[0].LoadBalancer != lb || lb.Pools[0].LoadBalancer != lb || lb.Pools[0].Members[0] != c || lb.InboundNATRules[0].Target != c {
		t.Errorf("the balancer and the NIC do not know each other")
	}
	if lb.OutboundRules[0].Pool.Target != lb.Pools[0] {
		t.Errorf("the outbound rule is not linked")
	}
}

func TestApplicationGateway(t *testing.T) {
	design := decodeClean(t, hubWithApp(),
		resource("applicationGateways", "agw", `"sku": {"name": "WAF_v2", "tier": "WAF_v2"},
			"gatewayIPConfigurations": [{"name": "g", "properties": {"subnet": `+to(appSubnet)+`}}],
			"frontendIPConfigurations": [{"name": "fe", "properties": {"subnet": `+to(appSubnet)+`, "privateIPAddress": "10.0.1.10"}}],
			"frontendPorts": [{"name": "https", "properties": {"port": 443}}],
			"httpListeners": [{"name": "l", "properties": {"frontendIPConfiguration": `+to("applicationGateways/agw/frontendIPConfigurations/fe")+`,
				"frontendPort": `+to("applicationGateways/agw/frontendPorts/HTTPS")+`, "protocol": "Https"}}],
			"backendAddressPools": [{"name": "pool", "properties": {"backendAddresses": [{"ipAddress": "10.0.1.20"}, {"fqdn": "app.contoso.com"}]}}],
			"backendHttpSettingsCollection": [{"name": "s", "properties": {"port": 8443, "protocol": "Https"}}],
			"webApplicationFirewallConfiguration": {"enabled": true, "firewallMode": "Prevention"},
			"requestRoutingRules": [{"name": "r", "properties": {}}]`),
		resource("networkInterfaces", "nic", `"ipConfigurations": [{"name": "c", "properties": {"subnet": `+to(appSubnet)+`,
			"applicationGatewayBackendAddressPools": [`+to("applicationGateways/agw/backendAddressPools/pool")+`]}}]`))
	g := design.ApplicationGateways[0]
	sameValue(t, "port", g.Listeners[0].Port, 443)
	sameValue(t, "backend ports", g.BackendPorts, []int{8443})
	sameValue(t, "mode", g.WAFMode, "Prevention")
	sameValue(t, "names", g.Pools[0].FQDNs, []string{"app.contoso.com"})
	if g.SubnetRefs[0].Target == nil || g.Listeners[0].Frontend.Target != g.Frontends[0] || len(g.Pools[0].Members) != 1 {
		t.Errorf("links of the gateway: %+v", g)
	}
}

func TestNATGatewayAndBastion(t *testing.T) {
	design := decodeClean(t,
		vnet("hub", "10.0.0.0/16", subnets(`app 10.0.1.0/24 "natGateway": `+to("natGateways/n"), "AzureBastionSubnet 10.0.2.0/26")),
		resourceWith("publicIPAddresses", "p", `"sku": {"name": "Standard"}`), resource("publicIPPrefixes", "pp", `"ipPrefix": "203.0.113.0/28"`),
		resourceWith("natGateways", "n", `"sku": {"name": "StandardV2"}, "properties": {"publicIpAddresses": [`+to("publicIPAddresses/p")+`],
			"publicIpPrefixes": [`+to("publicIPPrefixes/pp")+`], "sourceVirtualNetwork": `+to("virtualNetworks/hub")+`}`),
		resourceWith("bastionHosts", "b", `"sku": {"name": "Standard"}, "properties": {"enableIpConnect": true, "ipConfigurations": [
			{"name": "c", "properties": {"subnet": `+to("virtualNetworks/hub/subnets/AzureBastionSubnet")+`, "publicIPAddress": `+to("publicIPAddresses/p")+`}}]}`))
	n, b := design.NATGateways[0], design.BastionHosts[0]
	sameValue(t, "SKU", n.SKU, topology.StandardV2)
	sameValue(t, "prefix", n.PublicIPPrefixes[0].Target.IPPrefix, netip.MustParsePrefix("203.0.113.0/28"))
	if design.VirtualNetworks[0].Subnets[0].NATGateway.Target != n || n.SourceVirtualNetwork.Target == nil {
		t.Errorf("the NAT gateway is not linked")
	}
	if b.Subnet.Target == nil || b.PublicIPAddress.Target == nil || !b.IPConnect.Or(false) {
		t.Errorf("the bastion is %+v", b)
	}
}

// TestPoolOfAnExport reads a pool as Azure lists it: with the interfaces that
// name it, of which one is not in the input.
func TestPoolOfAnExport(t *testing.T) {
	config := func(nic string) string { return to("networkInterfaces/" + nic + "/ipConfigurations/c") }
	pool := to("loadBalancers/lb/backendAddressPools/pool")
	lb := func(members string) string {
		return resourceWith("loadBalancers", "lb", `"sku": {"name": "Standard"}, "properties": {"backendAddressPools": [{"name": "pool", "properties": {
			"loadBalancerBackendAddresses": [{"name": "x", "properties": {"networkInterfaceIPConfiguration": `+config("nic")+`}}],
			"backendIPConfigurations": [`+members+`]}}]}`)
	}
	nic := resource("networkInterfaces", "nic", `"ipConfigurations": [{"name": "c", "properties": {"subnet": `+to(appSubnet)+`,
		"loadBalancerBackendAddressPools": [`+pool+`]}}]`)
	whole := decodeClean(t, hubWithApp(), lb(config("nic")), nic).LoadBalancers[0].Pools[0]
	if len(whole.Addresses) != 0 || len(whole.Members) != 1 || len(whole.Incomplete) != 0 {
		t.Errorf("the pool has %d addresses, %d members, and lacks %v", len(whole.Addresses), len(whole.Members), whole.Incomplete)
	}
	part := decodeClean(t, hubWithApp(), lb(config("nic")+", "+config("far")), nic).LoadBalancers[0].Pools[0]
	if len(part.Incomplete) != 1 || !strings.Contains(part.Incomplete[0].Unknown.Why, "far is not in the input") {
		t.Errorf("the pool lacks %v", part.Incomplete)
	}
}
