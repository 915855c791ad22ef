package generate

import (
	"fmt"
	"strings"
)

// Choose returns a number from 0 to n-1; n is at least 1.
type Choose func(n int) int

// Random writes a small design that a random source chooses: a hub, spokes and
// a stranger, with everything that bears on reachability set this way or that.
// It returns the design and its facts, as native YAML.
func Random(choose Choose) (design, facts string) {
	r := &random{choose: choose}
	return r.write()
}

// RandomPlain is Random without what makes more connections open less:
// appliances, firewalls, gateways, load balancers, and rules that deny by tag.
func RandomPlain(choose Choose) (design, facts string) {
	r := &random{choose: choose, plain: true}
	return r.write()
}

func (r *random) write() (design, facts string) {
	r.shape()
	r.networks()
	r.groups()
	r.tables()
	r.machines()
	r.firewall()
	r.gateway()
	r.endpoints()
	r.balancer()
	r.manager()
	return r.out.String(), r.facts()
}

// random is one design being written.
type random struct {
	choose   Choose
	plain    bool
	out      strings.Builder
	vnets    []string
	subnets  []string // "vnet/subnet"
	groups2  int      // number of NSGs
	tables2  int
	hasFW    bool
	hasNVA   bool
	hasGW    bool
	hasLB    bool
	nvaAddr  string
	appFacts []string
}

func (r *random) odds(n int) bool { return r.choose(n) == 0 }

func pick[T any](r *random, list ...T) T { return list[r.choose(len(list))] }

func (r *random) line(indent int, format string, args ...any) {
	r.out.WriteString(strings.Repeat("  ", indent))
	fmt.Fprintf(&r.out, format, args...)
	r.out.WriteString("\n")
}

// shape decides what the design has at all.
func (r *random) shape() {
	r.vnets = []string{"hub", "a", "b", "c"}[:2+r.choose(3)]
	r.hasFW, r.hasNVA, r.hasGW = r.odds(2), r.odds(2), r.odds(2)
	r.hasLB = r.odds(3)
	if r.plain {
		r.hasFW, r.hasNVA, r.hasGW, r.hasLB = false, false, false, false
	}
	r.groups2, r.tables2 = 1+r.choose(3), 1+r.choose(3)
	r.nvaAddr = "10.0.2.4"
}

func (r *random) space(vnet string) string { return fmt.Sprintf("10.%d.0.0/16", octet(vnet)) }

// octet returns the second octet of a VNet's prefix.
func octet(vnet string) int {
	return map[string]int{"hub": 0, "a": 1, "b": 2, "c": 3}[vnet]
}

func (r *random) networks() {
	r.line(0, "location: westeurope")
	r.line(0, "virtualNetworks:")
	for _, v := range r.vnets {
		r.line(1, "%s:", v)
		if r.odds(4) {
			r.line(2, "location: eastus")
		}
		r.line(2, "addressPrefixes: [%s]", r.space(v))
		r.line(2, "subnets:")
		r.platformSubnets(v)
		for _, s := range []string{"x", "y"}[:1+r.choose(2)] {
			r.subnet(v, s)
		}
		r.peerings(v)
	}
}

func (r *random) platformSubnets(v string) {
	if v != "hub" {
		return
	}
	if r.hasFW {
		r.line(3, "AzureFirewallSubnet: {addressPrefix: 10.0.0.0/26}")
	}
	if r.hasGW {
		extra := ""
		if r.odds(2) {
			extra = fmt.Sprintf(", routeTable: rt%d", r.choose(r.tables2))
		}
		r.line(3, "GatewaySubnet: {addressPrefix: 10.0.1.0/27%s}", extra)
	}
	if r.hasNVA {
		r.line(3, "nva: {addressPrefix: 10.0.2.0/28%s}", r.subnetExtras())
	}
}

func (r *random) subnet(v, s string) {
	third := 10
	if s == "y" {
		third = 11
	}
	r.line(3, "%s: {addressPrefix: 10.%d.%d.0/28%s}", s, octet(v), third, r.subnetExtras())
	r.subnets = append(r.subnets, v+"/"+s)
}

func (r *random) subnetExtras() string {
	var b strings.Builder
	if !r.odds(3) {
		fmt.Fprintf(&b, ", networkSecurityGroup: nsg%d", r.choose(r.groups2))
	}
	if !r.odds(3) {
		fmt.Fprintf(&b, ", routeTable: rt%d", r.choose(r.tables2))
	}
	if r.odds(4) {
		b.WriteString(", natGateway: nat")
	}
	if r.odds(3) {
		fmt.Fprintf(&b, ", defaultOutboundAccess: %v", r.odds(2))
	}
	if r.odds(3) {
		fmt.Fprintf(&b, ", privateEndpointNetworkPolicies: %s", pick(r, "Disabled", "Enabled", "NetworkSecurityGroupEnabled", "RouteTableEnabled"))
	}
	return b.String()
}

// peerings joins the hub with each spoke, with any flags, at times on one side only.
func (r *random) peerings(v string) {
	r.line(2, "peerings:")
	for _, o := range r.vnets {
		if o == v || (v != "hub" && o != "hub") || r.odds(10) {
			continue
		}
		flags := fmt.Sprintf("remoteVirtualNetwork: %s, allowForwardedTraffic: %v", o, !r.odds(3))
		if r.odds(5) {
			flags += ", allowVirtualNetworkAccess: false"
		}
		if v == "hub" && r.odds(2) {
			flags += ", allowGatewayTransit: true"
		}
		if o == "hub" && r.hasGW && r.odds(2) {
			flags += ", useRemoteGateways: true"
		}
		r.line(3, "to-%s: {%s}", o, flags)
	}
	r.line(3, "to-outside: {remoteVirtualNetwork: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/far, remoteAddressPrefixes: [10.77.%d.0/24]}", octet(v))
}

// term returns a term of a rule's source or destination.
func (r *random) term() string {
	if r.plain {
		return pick(r, `"*"`, "10.1.0.0/16", "10.1.10.0/28", "10.0.0.0/8", "10.2.10.4/32", "203.0.113.0/24", "asg:web", "192.168.0.0/16")
	}
	return pick(r, `"*"`, "VirtualNetwork", "Internet", "10.1.0.0/16", "10.1.10.0/28", "10.0.0.0/8", "10.2.10.4/32", "203.0.113.0/24", "asg:web",
		"Storage", "192.168.0.0/16", "10.0.2.4/32")
}

func (r *random) ports() string {
	return pick(r, `["*"]`, "[443]", "[22]", "[80, 443]", "[400-500]", "[8000-8100, 22]")
}

func (r *random) groups() {
	r.line(0, "applicationSecurityGroups: {web: {}}")
	r.line(0, "networkSecurityGroups:")
	for i := range r.groups2 {
		r.line(1, "nsg%d:", i)
		r.line(2, "securityRules:")
		for j := range r.choose(5) {
			source, destination := r.term(), r.term()
			r.line(3, "- {name: r%d, priority: %d, direction: %s, access: %s, protocol: %s, source: %s, destination: %s, destinationPorts: %s%s}",
				j, 100+j*10, pick(r, "Inbound", "Outbound"), pick(r, "Allow", "Deny"), pick(r, "Tcp", "Udp", "Icmp", `"*"`, "Tcp"), source, destination, r.ports(), r.sourcePorts())
		}
		r.line(3, "- {name: last, priority: 4000, direction: %s, access: %s, protocol: \"*\", source: %s, destination: %s}",
			pick(r, "Inbound", "Outbound"), pick(r, "Allow", "Deny"), r.term(), r.term())
	}
}

func (r *random) sourcePorts() string {
	if r.odds(6) {
		return ", sourcePorts: [1024-65535]"
	}
	return ""
}

// tables writes route tables: overlapping prefixes, all kinds of next hop.
func (r *random) tables() {
	r.line(0, "routeTables:")
	for i := range r.tables2 {
		r.line(1, "rt%d:", i)
		if r.odds(4) {
			r.line(2, "disableBgpRoutePropagation: true")
		}
		r.line(2, "routes:")
		used := map[string]bool{}
		for j := range 1 + r.choose(4) {
			prefix := pick(r, "0.0.0.0/0", "0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16", "10.1.10.0/28", "10.2.10.4/32", "192.168.0.0/16", "203.0.113.0/24", "10.1.10.5/32")
			if used[prefix] {
				continue
			}
			used[prefix] = true
			r.line(3, "- {name: u%d, addressPrefix: %s, %s}", j, prefix, r.nextHop())
		}
	}
}

func (r *random) nextHop() string {
	hops := []string{"nextHopType: Internet", "nextHopType: None", "nextHopType: VnetLocal"}
	if !r.plain {
		hops = append(hops, "nextHopType: VirtualNetworkGateway", "nextHopType: VirtualAppliance, nextHopIpAddress: 10.1.10.4")
	}
	if r.hasFW {
		hops = append(hops, "nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4", "nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4")
	}
	if r.hasNVA {
		hops = append(hops, "nextHopType: VirtualAppliance, nextHopIpAddress: "+r.nvaAddr, "nextHopType: VirtualAppliance, nextHopIpAddress: "+r.nvaAddr)
	}
	return pick(r, hops...)
}

func (r *random) machines() {
	r.line(0, "publicIPAddresses:")
	r.line(1, "nat-pip: {ipAddress: 198.51.100.1}")
	r.line(1, "fw-pip: {ipAddress: 198.51.100.2}")
	r.line(1, "vm-pip: {ipAddress: 198.51.100.3, sku: %s}", pick(r, "Standard", "Basic"))
	r.line(1, "lb-pip: {}")
	r.line(0, "natGateways: {nat: {publicIPAddresses: [nat-pip]}}")
	r.line(0, "virtualMachines:")
	for i, s := range r.subnets {
		v, name, _ := strings.Cut(s, "/")
		third := 10
		if name == "y" {
			third = 11
		}
		for j := range 1 + r.choose(2) {
			r.line(1, "vm-%s-%s%d: {nics: [{subnet: %s, privateIPAddress: 10.%d.%d.%d%s}]}", v, name, j, s, octet(v), third, 4+j, r.nicExtras(i == 0 && j == 0, v == "a"))
		}
	}
	if r.hasNVA {
		r.line(1, "nva: {nics: [{subnet: hub/nva, privateIPAddress: %s, enableIPForwarding: %v%s}]}", r.nvaAddr, !r.odds(6), r.nicExtras(false, false))
		r.appFacts = append(r.appFacts, fmt.Sprintf("  nva: {stateful: %v, snat: %v%s}", r.odds(2), r.odds(3),
			pick(r, "", "", ", filter: [{access: Deny, protocol: Tcp, destinationPorts: [22]}, {access: Allow, protocol: \"*\"}]")))
	}
}

func (r *random) nicExtras(public, balanced bool) string {
	var b strings.Builder
	if public && r.odds(2) {
		b.WriteString(", publicIPAddress: vm-pip")
	}
	if r.odds(3) {
		fmt.Fprintf(&b, ", networkSecurityGroup: nsg%d", r.choose(r.groups2))
	}
	if r.odds(3) {
		b.WriteString(", applicationSecurityGroups: [web]")
	}
	if r.hasLB && balanced && r.odds(2) {
		b.WriteString(", loadBalancerBackendAddressPools: [lb/pool]")
	}
	return b.String()
}

func (r *random) firewall() {
	if !r.hasFW {
		return
	}
	r.line(0, "ipGroups: {spokes: {ipAddresses: [10.1.0.0/16, 10.2.0.0/16]}}")
	r.line(0, "azureFirewalls: {fw: {subnet: hub/AzureFirewallSubnet, publicIPAddresses: [fw-pip], firewallPolicy: p}}")
	r.line(0, "firewallPolicies:")
	r.line(1, "p:")
	r.line(2, "dnsProxy: %v", r.odds(2))
	if r.odds(3) {
		r.line(2, "snatPrivateRanges: [%s]", pick(r, "0.0.0.0/0", "255.255.255.255/32", "10.0.0.0/8"))
	}
	r.line(2, "ruleCollectionGroups:")
	r.line(3, "g:")
	r.line(4, "priority: 200")
	r.line(4, "ruleCollections:")
	if r.odds(2) {
		r.line(5, "dnat: {priority: 100, action: DNAT, rules: [{name: d, source: [\"*\"], destination: [198.51.100.2], protocols: [TCP], destinationPorts: [8443], translatedAddress: 10.1.10.4, translatedPort: 443}]}")
	}
	for i := range 1 + r.choose(3) {
		r.line(5, "net%d: {priority: %d, action: %s, rules: [{name: n, source: [%s], destination: [%s], protocols: [%s], destinationPorts: %s}]}",
			i, 200+i*10, pick(r, "Allow", "Allow", "Deny"), pick(r, `"*"`, "ipGroup:spokes", "10.1.0.0/16", "192.168.0.0/16"), pick(r, `"*"`, "ipGroup:spokes", "10.2.0.0/16", "203.0.113.0/24"),
			pick(r, "TCP", "Any", "UDP", "TCP, ICMP"), pick(r, `["*"]`, "[443]", "[22, 443]"))
	}
	if r.odds(2) {
		r.line(5, "app: {priority: 300, action: Allow, rules: [{name: h, source: [\"*\"], protocols: [\"Https:443\"], targetFqdns: [%s]}]}", pick(r, `"*"`, `"*.contoso.com"`))
	}
}

func (r *random) gateway() {
	if !r.hasGW {
		return
	}
	extra := ""
	if r.odds(3) {
		extra = ", gatewayDefaultSite: hq"
	}
	r.line(0, "virtualNetworkGateways: {vpn: {gatewayType: Vpn, subnet: hub/GatewaySubnet%s}}", extra)
	r.line(0, "localNetworkGateways: {hq: {addressPrefixes: [%s], gatewayIpAddress: 203.0.113.77}}", pick(r, "192.168.0.0/16", "192.168.0.0/16, 0.0.0.0/0", "192.168.0.0/17"))
	r.line(0, "connections: {to-hq: {connectionType: IPsec, virtualNetworkGateway1: vpn, localNetworkGateway2: hq, enableBgp: %v}}", r.odds(4))
}

func (r *random) endpoints() {
	if !r.odds(2) {
		return
	}
	r.line(0, "paas: {acct: {type: Microsoft.Storage/storageAccounts}}")
	r.line(0, "privateEndpoints: {pe: {subnet: %s, privateLinkService: acct, groupIds: [blob]}}", pick(r, r.subnets...))
}

func (r *random) balancer() {
	if !r.hasLB {
		return
	}
	front := "{publicIPAddress: lb-pip}"
	if r.odds(2) {
		front = "{subnet: " + pick(r, r.subnets...) + ", privateIPAddress: FRONT}"
		s := strings.SplitN(front, "subnet: ", 2)[1]
		v, rest, _ := strings.Cut(s, "/")
		third := 10
		if strings.HasPrefix(rest, "y") {
			third = 11
		}
		front = strings.Replace(front, "FRONT", fmt.Sprintf("10.%d.%d.10", octet(v), third), 1)
	}
	r.line(0, "loadBalancers:")
	r.line(1, "lb:")
	r.line(2, "frontendIPConfigurations: {f: %s}", front)
	r.line(2, "backendAddressPools: {pool: {}}")
	r.line(2, "probes: {p: {protocol: Tcp, port: 443}}")
	r.line(2, "loadBalancingRules: {web: {frontendIPConfiguration: lb/f, backendAddressPool: lb/pool, protocol: Tcp, frontendPort: 443, backendPort: %s, enableFloatingIP: %v, probe: lb/p}}",
		pick(r, "443", "443"), false)
}

func (r *random) manager() {
	if !r.odds(4) {
		return
	}
	r.line(0, "networkManagers:")
	r.line(1, "m:")
	r.line(2, "networkGroups: {g: {members: [%s]}}", strings.Join(r.vnets[1:], ", "))
	if r.odds(2) {
		r.line(2, "connectivityConfigurations: {cc: {connectivityTopology: Mesh, appliesToGroups: [{networkGroup: g}]}}")
	}
	r.line(2, "securityAdminConfigurations: {s: {ruleCollections: {c: {appliesToGroups: [g], rules: {r: {priority: 10, direction: Inbound, access: %s, protocol: Tcp, source: \"*\", destinationPorts: [22]}}}}}}",
		pick(r, "Allow", "Deny", "AlwaysAllow"))
}

// facts writes the overlay.
func (r *random) facts() string {
	if len(r.appFacts) == 0 || r.odds(3) {
		return ""
	}
	return "appliances:\n" + strings.Join(r.appFacts, "\n") + "\n"
}
