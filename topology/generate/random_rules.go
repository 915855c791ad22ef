package generate

import (
	"fmt"
	"strings"
)

// term returns a term of a rule's source or destination.
func (r *random) term() string {
	list := []string{`"*"`, "10.1.0.0/16", "10.1.10.0/28", "10.0.0.0/8", "10.2.10.4/32", "203.0.113.0/24", "asg:web", "192.168.0.0/16", "[10.0.10.0/24, 10.2.0.0/16]"}
	if r.has[dualStack] {
		list = append(list, `"fd00::/16"`, `["fd00:0:1::/48", 10.1.0.0/16]`)
	}
	if !r.plain {
		list = append(list, "VirtualNetwork", "Internet", "Storage", "10.0.2.4/32")
	}
	return r.known(pick(r, list...))
}

func (r *random) ports() string {
	return r.known(pick(r, `["*"]`, "[443]", "[22]", "[80, 443]", "[400-500]", "[8000-8100, 22]"))
}

// access allows more often than it denies.
func (r *random) access() string { return pick(r, "Allow", "Deny", "Allow") }

func (r *random) groupsOfRules() {
	r.put("applicationSecurityGroups", "web: {}")
	for i := range r.groups {
		r.put("networkSecurityGroups", "nsg%d:", i)
		r.put("networkSecurityGroups", "  securityRules:")
		for j := range r.choose(4) {
			r.put("networkSecurityGroups", "    - {name: r%d, priority: %d, direction: %s, access: %s, protocol: %s, source: %s, destination: %s, destinationPorts: %s%s}",
				j, 110+j*10, pick(r, "Inbound", "Outbound"), r.known(r.access()), pick(r, "Tcp", "Udp", "Icmp", `"*"`, "Tcp"), r.term(), pick(r, `"*"`, r.term()), r.ports(), r.option(6, ", sourcePorts: [1024-65535]"))
		}
		if r.odds(2) {
			r.put("networkSecurityGroups", "    - {name: last, priority: 4000, direction: %s, access: %s, protocol: \"*\", source: %s, destination: %s}",
				pick(r, "Inbound", "Inbound", "Outbound"), r.known(r.access()), r.term(), pick(r, `"*"`, r.term()))
		}
	}
}

// routeTables have overlapping prefixes and all kinds of next hop.
func (r *random) routeTables() {
	for i := range r.tables {
		r.put("routeTables", "rt%d:", i)
		if r.odds(4) {
			r.put("routeTables", "  disableBgpRoutePropagation: true")
		}
		if r.odds(8) {
			r.put("routeTables", "  disablePeeringRoute: All")
		}
		r.put("routeTables", "  routes:")
		used := map[string]bool{}
		for j := range 1 + r.choose(3) {
			if prefix := r.routePrefix(); !used[prefix] {
				used[prefix] = true
				r.put("routeTables", "    - {name: u%d, addressPrefix: %s, %s}", j, prefix, r.nextHop(strings.Contains(prefix, "::")))
			}
		}
	}
}

func (r *random) routePrefix() string {
	list := []string{"0.0.0.0/0", "0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16", "10.1.10.0/28", "10.2.10.4/32", "192.168.0.0/16", "203.0.113.0/24", "10.1.10.5/32", "Storage"}
	if r.has[dualStack] {
		list = append(list, `"::/0"`, `"fd00:0:1::/48"`)
	}
	return pick(r, list...)
}

// nextHop returns the next hop of a route; of IPv6 no appliance is at hand.
func (r *random) nextHop(six bool) string {
	if hops := r.appliances(); len(hops) > 0 && !six && r.odds(2) {
		return pick(r, hops...)
	}
	list := []string{"nextHopType: Internet", "nextHopType: VnetLocal", "nextHopType: None"}
	if !r.plain && !six {
		list = append(list, "nextHopType: VirtualNetworkGateway", "nextHopType: VirtualAppliance, nextHopIpAddress: "+r.known("10.1.10.4"))
	}
	return pick(r, list...)
}

// appliances are next hops that forward.
func (r *random) appliances() []string {
	var list []string
	if r.has[azureFirewall] {
		list = append(list, "nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4")
	}
	if r.has[appliance] {
		list = append(list, "nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.2.4", "nextHopType: VirtualApplianceEcmp, nextHopIpAddresses: [10.0.2.4, 10.1.10.4]")
	}
	if r.has[appliance] && r.has[balancer] {
		list = append(list, "nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.2.10")
	}
	return list
}

// manager has groups, and configurations of each kind.
func (r *random) manager() {
	var members []string
	for _, n := range r.nets[1:] {
		members = append(members, n.name)
	}
	r.put("networkManagers", "m:")
	if r.odds(3) {
		r.put("networkManagers", "  scopes: [/subscriptions/00000000-0000-0000-0000-000000000000]")
	}
	r.put("networkManagers", "  networkGroups: {g: {members: [%s]}, s: {memberType: Subnet, members: [%s]}}", strings.Join(members, ", "), r.hosts[0].path())
	r.connectivity()
	if r.mostly(3) {
		r.put("networkManagers", "  securityAdminConfigurations: {s: {%sruleCollections: {c: {appliesToGroups: [g], rules: {r: {priority: 10, direction: %s, access: %s, protocol: %s, source: %s, destinationPorts: [22]}, t: {priority: 20, direction: Inbound, access: %s, source: %s, destination: %s}}}}}}",
			r.option(3, "applyOnNetworkIntentPolicyBasedServices: [AllowRulesOnly], "), pick(r, "Inbound", "Outbound"), pick(r, "Allow", "Deny", "AlwaysAllow"), pick(r, "Tcp", "Any"), pick(r, `"*"`, "10.1.0.0/16"),
			pick(r, "Allow", "AlwaysAllow"), pick(r, `"*"`, "10.0.0.0/8", "networkGroup:g"), pick(r, `"*"`, "10.1.0.0/16"))
	}
	if !r.plain && r.odds(2) {
		r.put("networkManagers", "  routingConfigurations: {u: {%sruleCollections: {c: {appliesTo: [%s], %s%srules: {d: {destination: %s, nextHopType: %s}}}}}}",
			r.option(2, "routeTableUsageMode: UseExisting, "), pick(r, "g", "s"), r.option(3, "disableBgpRoutePropagation: true, "), r.option(3, "localRouteSetting: %s, ", pick(r, "DirectRoutingWithinVNet", "DirectRoutingWithinSubnet")),
			pick(r, "0.0.0.0/0", "10.0.0.0/8", "10.2.0.0/16", "Storage"), pick(r, "VirtualAppliance, nextHopAddress: 10.0.0.4", "VirtualAppliance, nextHopAddress: 10.0.2.4", "Internet", "NoNextHop"))
	}
}

// connectivity writes a mesh, or a hub with spokes that the manager peers.
func (r *random) connectivity() {
	switch n := r.choose(4); {
	case n == 0:
	case n == 1 && !r.plain:
		r.put("networkManagers", "  connectivityConfigurations: {cc: {connectivityTopology: HubAndSpoke, hub: hub, %sappliesToGroups: [{networkGroup: g%s%s}]}}", r.option(4, "deleteExistingPeering: true, "),
			r.option(2, ", groupConnectivity: DirectlyConnected"), r.option(2, ", isGlobal: true")+r.hubGateway())
	default:
		r.put("networkManagers", "  connectivityConfigurations: {cc: {connectivityTopology: Mesh%s, appliesToGroups: [{networkGroup: g}]}}", r.option(2, ", isGlobal: true"))
	}
}

func (r *random) hubGateway() string {
	if !r.has[gateway] {
		return ""
	}
	return fmt.Sprintf(", useHubGateway: %v", r.odds(2))
}
