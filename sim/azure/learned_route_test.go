package azure_test

import (
	"fmt"
	"strings"
	"testing"
)

// rivalled is a hub in which a circuit, a VPN site and an appliance announce
// the same prefix.
const rivalled = `
virtualNetworks:
  hub:
    addressPrefixes: [10.0.0.0/16]
    subnets:
      GatewaySubnet: {addressPrefix: 10.0.0.0/24}
      RouteServerSubnet: {addressPrefix: 10.0.1.0/24}
      app: {addressPrefix: 10.0.2.0/24}
      edge: {addressPrefix: 10.0.3.0/24}
virtualNetworkGateways:
  er: {gatewayType: ExpressRoute, subnet: hub/GatewaySubnet}
  vpn: {gatewayType: Vpn, subnet: hub/GatewaySubnet, enableBgp: true, activeActive: true}
expressRouteCircuits: {circuit: {}}
localNetworkGateways: {site: {gatewayIpAddress: 203.0.113.77, asn: 65010, bgpPeeringAddress: 192.168.255.1}}
connections:
  er-c: {connectionType: ExpressRoute, virtualNetworkGateway1: er, peer: circuit}
  vpn-c: {connectionType: IPsec, virtualNetworkGateway1: vpn, localNetworkGateway2: site, enableBgp: true}
routeServers: {rs: {subnet: hub/RouteServerSubnet, allowBranchToBranchTraffic: BRANCHES, hubRoutingPreference: PREFERENCE, bgpConnections: {nva: {peerAsn: 65020, peerIp: 10.0.3.4}}}}
virtualMachines:
  app1: {nics: [{subnet: hub/app, privateIPAddress: 10.0.2.4}]}
  nva: {nics: [{subnet: hub/edge, privateIPAddress: 10.0.3.4, enableIPForwarding: true}]}
`

// paths announces 10.200.0.0/16 with AS paths of these lengths; 0: not at all.
func paths(circuit, site, appliance int) string {
	var b strings.Builder
	b.WriteString("learnedRoutes:\n  - {gateway: er, from: circuit, prefixes: [10.201.0.0/16]}\n  - {gateway: vpn, from: site, prefixes: [10.202.0.0/16]}\n  - {routeServer: rs, from: nva, prefixes: [10.203.0.0/16]}\n")
	for _, p := range []struct {
		by   string
		hops int
	}{{"gateway: er, from: circuit", circuit}, {"gateway: vpn, from: site", site}, {"routeServer: rs, from: nva", appliance}} {
		if p.hops > 0 {
			fmt.Fprintf(&b, "  - {%s, prefixes: [10.200.0.0/16], asPath: [%s]}\n", p.by, strings.TrimSuffix(strings.Repeat("65001, ", p.hops), ", "))
		}
	}
	return b.String()
}

func TestGW08_TheRouteServersRoutingPreference(t *testing.T) {
	for _, row := range []struct {
		name                     string
		branches                 bool
		preference               string
		circuit, site, appliance int
		want                     string
	}{
		{"by default the circuit", true, "ExpressRoute", 5, 1, 1, "er"},
		{"preference VpnGateway", true, "VpnGateway", 1, 5, 0, "vpn"},
		{"of VPN and appliance the shorter AS path", true, "VpnGateway", 1, 5, 4, "nva"},
		{"also behind the circuit's place", true, "ExpressRoute", 0, 2, 1, "nva"},
		{"preference ASPath", true, "ASPath", 2, 3, 1, "nva"},
		{"preference ASPath, the circuit's the shortest", true, "ASPath", 1, 3, 2, "er"},
		{"near miss: no traffic between branches, no preference", false, "VpnGateway", 1, 5, 0, "er"},
		{"equal paths of VPN and appliance: nobody says", true, "VpnGateway", 1, 3, 3, "?"},
		{"equal paths with ASPath: nobody says", true, "ASPath", 2, 2, 0, "?"},
	} {
		t.Run(row.name, func(t *testing.T) {
			design := strings.NewReplacer("BRANCHES", fmt.Sprint(row.branches), "PREFERENCE", row.preference).Replace(rivalled)
			w := compile(t, design, paths(row.circuit, row.site, row.appliance))
			const packet = "app1 10.200.3.9 tcp/443"
			if row.want == "?" {
				if n := len(w.trace(packet).Branches); n < 2 {
					t.Errorf("%d branches", n)
				}
				return
			}
			for _, node := range []string{"er", "vpn", "nva"} {
				if got := w.passes(packet, node); got != (node == row.want) {
					t.Errorf("by %s: %v", node, got)
				}
			}
		})
	}
}
