package generate

import (
	"fmt"
	"strings"
)

// pool is a load balancer with two machines, in the first subnet of a spoke.
type pool struct {
	name  string
	spoke int
	port  int // of the firewall, for the internet
}

const (
	loadBalancers  = 20
	unknownTag     = "Storage.WestEurope"
	unknownIPGroup = "ipg-elsewhere"
)

// isUnknown draws whether a rule names what is not there.
func (m *estate) isUnknown() bool { return m.Unknown > 0 && m.random.IntN(100) < m.Unknown }

// outside is public addresses that are none of the estate's: spokes cannot come
// back in by the firewall's own.
var outside = []string{"8.0.0.0/7", "11.0.0.0/8", "12.0.0.0/6", "16.0.0.0/4", "32.0.0.0/3", "64.0.0.0/3", "128.0.0.0/3", "193.0.0.0/8", "194.0.0.0/7", "196.0.0.0/7", "199.0.0.0/8",
	"200.0.0.0/5", "208.0.0.0/4"}

// translate lets all spokes send HTTPS to the internet, and the internet to
// load balancers through the firewalls.
func (m *estate) translate() {
	m.net = append(m.net, rule{name: "internet", allow: true, protocol: "Tcp", source: []string{"10.0.0.0/8", "172.16.0.0/12"}, dest: outside, ports: []string{"443"}})
	opened := map[int]bool{}
	count := min(loadBalancers, m.Spokes)
	for i := range count {
		p := pool{name: fmt.Sprintf("lb%02d", i), spoke: i * m.Spokes / count, port: 10_001 + i}
		m.pools = append(m.pools, p)
		if n := m.groupOf(p.spoke, 0); !opened[n] {
			opened[n] = true
			m.openTo(m.group[n])
		}
	}
}

// openTo lets the firewalls and the probes of load balancers in, before the
// last rule of an NSG, which denies.
func (m *estate) openTo(g *group) {
	var firewalls []string
	for h := range m.hubs() {
		if m.Pattern == VirtualWAN {
			firewalls = append(firewalls, hubPrefix(h))
		} else {
			firewalls = append(firewalls, firewallSubnet(h))
		}
	}
	last := len(g.rules) - 1
	g.rules = append(g.rules[:last:last],
		rule{name: "from-firewalls", priority: 4094, inbound: true, allow: true, protocol: "Tcp", source: firewalls, dest: []string{"*"}, ports: []string{"443"}},
		rule{name: "probes", priority: 4095, inbound: true, allow: true, protocol: "*", source: []string{"AzureLoadBalancer"}, dest: []string{"*"}, ports: []string{"*"}},
		g.rules[last])
}

// poolAddress returns the address of a spoke's first subnet with that number.
func poolAddress(spoke, n int) string {
	a := subnetPrefix(spoke, 0).Addr()
	for range n {
		a = a.Next()
	}
	return a.String()
}

// translations are the DNAT rules.
func (m *estate) translations() any {
	var rules []any
	for _, p := range m.pools {
		rules = append(rules, map[string]any{"ruleType": "NatRule", "name": p.name, "ipProtocols": []string{"TCP"}, "sourceAddresses": outside, "sourceIpGroups": []string{},
			"destinationAddresses": []string{publicAddress(m.hubOf(p.spoke))}, "destinationPorts": []string{fmt.Sprint(p.port)},
			"translatedAddress": poolAddress(p.spoke, 20), "translatedPort": "443"})
	}
	return map[string]any{"name": "to-load-balancers", "priority": 100, "ruleCollectionType": "FirewallPolicyNatRuleCollection", "action": map[string]any{"type": "DNAT"}, "rules": rules}
}

func (m *estate) loadBalancers() []Resource {
	var list []Resource
	for _, p := range m.pools {
		list = append(list, m.loadBalancer(p))
		for n := range 2 {
			list = append(list, m.machine(p, n)...)
		}
	}
	return list
}

func (m *estate) loadBalancer(p pool) Resource {
	own := "loadBalancers/" + p.name
	lb := resource("loadBalancers", p.name, map[string]any{
		"frontendIPConfigurations": []any{child(own, "frontendIPConfigurations", "front", map[string]any{
			"subnet": subnetRef(p.spoke), "privateIPAddress": poolAddress(p.spoke, 20), "privateIPAllocationMethod": "Static"})},
		"backendAddressPools": []any{child(own, "backendAddressPools", "machines", map[string]any{})},
		"probes":              []any{child(own, "probes", "https", map[string]any{"protocol": "Tcp", "port": 443, "intervalInSeconds": 5, "numberOfProbes": 2})},
		"loadBalancingRules": []any{child(own, "loadBalancingRules", "https", map[string]any{
			"frontendIPConfiguration": ref(own+"/frontendIPConfigurations", "front"), "backendAddressPool": ref(own+"/backendAddressPools", "machines"),
			"probe": ref(own+"/probes", "https"), "protocol": "Tcp", "frontendPort": 443, "backendPort": 443})}})
	lb.SKU = map[string]any{"name": "Standard"}
	return lb
}

func subnetRef(spoke int) map[string]any {
	return ref("virtualNetworks/"+spokeName(spoke)+"/subnets", subnetName(0))
}

// machine is one member of a pool and its NIC.
func (m *estate) machine(p pool, n int) []Resource {
	name := fmt.Sprintf("%s-vm%d", p.name, n)
	nic := resource("networkInterfaces", name+"-nic", map[string]any{"ipConfigurations": []any{child("networkInterfaces/"+name+"-nic", "ipConfigurations", "ipconfig1", map[string]any{
		"subnet": subnetRef(p.spoke), "privateIPAddress": poolAddress(p.spoke, 4+n), "privateIPAllocationMethod": "Static", "primary": true,
		"loadBalancerBackendAddressPools": []any{ref("loadBalancers/"+p.name+"/backendAddressPools", "machines")}})}})
	vm := resource("virtualMachines", name, map[string]any{"networkProfile": map[string]any{"networkInterfaces": []any{ref("networkInterfaces", name+"-nic")}}})
	vm.Type = "Microsoft.Compute/virtualMachines"
	vm.ID = strings.Replace(vm.ID, "Microsoft.Network", "Microsoft.Compute", 1)
	return []Resource{nic, vm}
}
