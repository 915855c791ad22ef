package generate

import (
	"fmt"
	"strings"
)

// virtualWAN connects the spokes to one or two virtual hubs.
func (r *random) virtualWAN() {
	hubs := []string{"h1", "h2"}[:1+r.choose(2)]
	if r.odds(2) {
		hubs = hubs[:1]
	}
	r.put("virtualWans", "w: {type: Standard, allowBranchToBranchTraffic: %v}", r.mostly(3))
	secured := r.odds(2)
	if secured {
		r.put("azureFirewalls", "hub-fw: {virtualHub: h1, firewallPolicy: q%s}", r.option(3, ", hubPublicIPAddresses: [198.51.100.9], hubPrivateIPAddress: 10.100.0.132"))
		if !r.has[azureFirewall] {
			r.ipGroups()
		}
		r.put("firewallPolicies", "q:")
		r.groupOfCollections(200, 1+r.choose(2))
	}
	for _, n := range r.nets[1:] {
		if r.mostly(6) {
			n.hub = pick(r, hubs...)
		}
	}
	for i, h := range hubs {
		r.virtualHub(h, 100+i, secured && i == 0)
	}
	r.branches(hubs)
}

func (r *random) virtualHub(h string, octet int, secured bool) {
	r.put("virtualHubs", "%s:", h)
	r.put("virtualHubs", "  virtualWan: w")
	r.put("virtualHubs", "  addressPrefix: 10.%d.0.0/23", octet)
	if r.odds(4) {
		r.put("virtualHubs", "  hubRoutingPreference: %s", pick(r, "ASPath", "VpnGateway", "ExpressRoute"))
	}
	intent := secured && r.odds(2)
	table := ""
	switch {
	case intent:
		r.put("virtualHubs", "  routingIntent: {%s}", pick(r, "p: {destinations: [PrivateTraffic], nextHop: hub-fw}", "i: {destinations: [Internet], nextHop: hub-fw}",
			"b: {destinations: [PrivateTraffic, Internet], nextHop: hub-fw}"))
	case r.odds(2):
		table = h + "/red"
		r.put("virtualHubs", "  hubRouteTables: {red: {labels: [%s]%s}%s}", pick(r, "", "prod"), r.hubRoutes(h, secured), r.option(2, ", defaultRouteTable: {labels: [default]%s}", r.hubRoutes(h, secured)))
	}
	r.hubConnections(h, table)
	if a := r.net("a"); a.hub == h && r.odds(4) {
		r.put("virtualHubs", "  bgpConnections: {nva: {peerAsn: 65001, peerIp: 10.1.10.4, hubVirtualNetworkConnection: to-a}}")
		r.tell("learnedRoutes", "- {virtualHub: %s, from: nva, prefixes: [%s]}", h, pick(r, "10.202.0.0/16", "0.0.0.0/0"))
	}
}

func (r *random) hubRoutes(h string, secured bool) string {
	var routes []string
	if secured && r.odds(2) {
		routes = append(routes, fmt.Sprintf("all: {destinations: [%s], nextHop: hub-fw}", pick(r, "0.0.0.0/0", "10.0.0.0/8", "0.0.0.0/0, 10.1.0.0/16")))
	}
	if r.net("a").hub == h && r.odds(2) {
		routes = append(routes, fmt.Sprintf("nva: {destinations: [10.9.0.0/16], nextHop: %s/to-a}", h))
	}
	if len(routes) == 0 {
		return ""
	}
	return ", routes: {" + strings.Join(routes, ", ") + "}"
}

func (r *random) hubConnections(h, table string) {
	var list []string
	for _, n := range r.nets[1:] {
		if n.hub != h {
			continue
		}
		list = append(list, fmt.Sprintf("to-%s: {remoteVirtualNetwork: %s, enableInternetSecurity: %v%s%s}", n.name, n.name, r.odds(2), r.hubRouting(h, table), r.behind(n)))
	}
	if len(list) > 0 {
		r.put("virtualHubs", "  hubVirtualNetworkConnections: {%s}", strings.Join(list, ", "))
	}
}

// behind are static routes of a connection to an appliance in the VNet.
func (r *random) behind(n *network) string {
	if !r.odds(4) {
		return ""
	}
	return fmt.Sprintf(", vnetRoutes: {nva: {addressPrefixes: [%s], nextHopIpAddress: 10.%d.10.4}}", pick(r, "10.9.0.0/16", "0.0.0.0/0"), n.octet) +
		r.option(3, ", vnetLocalRouteOverrideCriteria: %s", pick(r, "Contains", "Equal")) + r.option(3, ", propagateStaticRoutes: %v", r.odds(2))
}

func (r *random) hubRouting(h, table string) string {
	if table == "" || r.odds(3) {
		return ""
	}
	return r.option(2, ", associatedRouteTable: %s", table) + pick(r, "", ", propagatedRouteTables: ["+table+"]", ", propagatedRouteTables: ["+h+"/defaultRouteTable, "+table+"]", ", propagatedLabels: [prod]", ", propagatedRouteTables: ["+h+"/noneRouteTable]")
}

// branches are sites, circuits and clients of the hubs.
func (r *random) branches(hubs []string) {
	for i, h := range hubs {
		if r.mostly(3) {
			r.put("vpnSites", "s%d: {virtualWan: w, addressPrefixes: [192.168.%d.0/24]%s}", i+1, i+1, r.option(4, ", asn: 65030, bgpPeeringAddress: 192.168.%d.1", i+1))
			r.put("vpnGateways", "g%d: {virtualHub: %s, connections: {k: {remoteVpnSite: s%d%s%s%s}}}", i+1, h, i+1, r.option(3, ", enableInternetSecurity: true"), r.option(3, ", enableBgp: false"),
				r.option(4, ", associatedRouteTable: %s/defaultRouteTable", h))
			if r.odds(4) {
				r.tell("onPremises", "dc%d: {addressPrefixes: [192.168.%d.0/25], via: {vpnSite: s%d}%s}", i+1, i+1, i+1, r.option(2, ", knows: [10.0.0.0/8]"))
			}
		}
	}
	last := hubs[len(hubs)-1]
	if r.odds(4) {
		r.put("p2sVpnGateways", "clients: {virtualHub: %s, vpnClientAddressPool: [172.16.1.0/24]%s%s}", last, r.option(2, ", enableInternetSecurity: true"), r.option(3, ", propagatedLabels: [default]"))
	}
	if r.odds(4) {
		if r.firstOf("expressRouteCircuits") == "" {
			r.circuits()
		}
		r.put("expressRouteGateways", "hub-er: {virtualHub: %s%s, expressRouteConnections: {c: {expressRouteCircuit: circuit%s%s}}}", last, r.option(3, ", allowNonVirtualWanTraffic: true"), r.option(3, ", enableInternetSecurity: true"),
			r.option(3, ", propagatedLabels: [default]"))
		if r.odds(2) {
			r.tell("learnedRoutes", "- {virtualHub: %s, from: circuit, prefixes: [192.168.64.0/18]}", last)
		}
	}
}
