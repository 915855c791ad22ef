package azure_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// preferring is two hubs with two VPN sites and two circuits each; the VNet is
// connected to the first.
const preferring = `
virtualWans: {w: {}}
virtualHubs:
  hub1: {virtualWan: w, addressPrefix: 10.100.0.0/23, hubRoutingPreference: FIRST, hubVirtualNetworkConnections: {v: {remoteVirtualNetwork: vnet1}}}
  hub2: {virtualWan: w, addressPrefix: 10.101.0.0/23, hubRoutingPreference: SECOND}
vpnSites: {s1: {virtualWan: w}, s2: {virtualWan: w}, s7: {virtualWan: w}, s8: {virtualWan: w}}
vpnGateways:
  g1: {virtualHub: hub1, connections: {a: {remoteVpnSite: s1}, b: {remoteVpnSite: s2}}}
  g2: {virtualHub: hub2, connections: {a: {remoteVpnSite: s7}, b: {remoteVpnSite: s8}}}
expressRouteCircuits: {c3: {}, c4: {}, c9: {}, c10: {}}
expressRouteGateways:
  e1: {virtualHub: hub1, expressRouteConnections: {a: {expressRouteCircuit: c3}, b: {expressRouteCircuit: c4}}}
  e2: {virtualHub: hub2, expressRouteConnections: {a: {expressRouteCircuit: c9}, b: {expressRouteCircuit: c10}}}
virtualNetworks: {vnet1: {addressPrefixes: [10.1.0.0/16], subnets: {app: {addressPrefix: 10.1.0.0/24}}}}
virtualMachines: {vm1: {nics: [{subnet: vnet1/app, privateIPAddress: 10.1.0.4}]}}
`

// announced are paths as those of the published example: 10.61.1.0/24 at the first hub
// only, 10.62.1.0/24 at the second only, 10.55.2.0/24 at both, the first hub's
// with the longer AS paths.
const announced = `learnedRoutes:
  - {virtualHub: hub1, from: s1, prefixes: [10.61.1.0/24], asPath: [65001]}
  - {virtualHub: hub1, from: s2, prefixes: [10.61.1.0/24], asPath: [65001, 65001]}
  - {virtualHub: hub1, from: c3, prefixes: [10.61.1.0/24], asPath: [65001, 65001]}
  - {virtualHub: hub1, from: c4, prefixes: [10.61.1.0/24], asPath: [65001]}
  - {virtualHub: hub1, from: s2, prefixes: [10.55.2.0/24], asPath: [65001, 65001, 65001, 65001]}
  - {virtualHub: hub1, from: c3, prefixes: [10.55.2.0/24], asPath: [65001, 65001, 65001, 65001]}
  - {virtualHub: hub2, from: s8, prefixes: [10.55.2.0/24], asPath: [65001]}
  - {virtualHub: hub2, from: c9, prefixes: [10.55.2.0/24], asPath: [65001]}
  - {virtualHub: hub2, from: s7, prefixes: [10.62.1.0/24], asPath: [65001]}
  - {virtualHub: hub2, from: s8, prefixes: [10.62.1.0/24], asPath: [65001]}
  - {virtualHub: hub2, from: c9, prefixes: [10.62.1.0/24], asPath: [65001]}
  - {virtualHub: hub2, from: c10, prefixes: [10.62.1.0/24], asPath: [65001]}
`

func TestVWAN10_TheTableOfTheHubRoutingPreferencePage(t *testing.T) {
	for _, row := range []struct{ dst, first, second, want string }{
		{"10.61.1.5", "ASPath", "any", "c4"},
		{"10.61.1.5", "VpnGateway", "any", "s1"},
		{"10.61.1.5", "ExpressRoute", "any", "c4"},
		{"10.62.1.5", "any", "ASPath", "c10 c9"},
		{"10.62.1.5", "any", "ExpressRoute", "c10 c9"},
		{"10.62.1.5", "any", "VpnGateway", "s7 s8"},
		{"10.55.2.5", "ASPath", "ASPath", "c9"},
		{"10.55.2.5", "ASPath", "ExpressRoute", "c9"},
		{"10.55.2.5", "ASPath", "VpnGateway", "s8"},
		{"10.55.2.5", "ExpressRoute", "any", "c3"},
		{"10.55.2.5", "VpnGateway", "any", "s2"},
	} {
		for _, first := range preferences(row.first) {
			for _, second := range preferences(row.second) {
				t.Run(fmt.Sprint(row.dst, first, second), func(t *testing.T) {
					w := compile(t, strings.NewReplacer("FIRST", first, "SECOND", second).Replace(preferring), announced)
					if diff := cmp.Diff(row.want, strings.Join(w.reached("vm1 "+row.dst+" tcp/443"), " ")); diff != "" {
						t.Error(diff)
					}
				})
			}
		}
	}
}

func preferences(s string) []string {
	if s == "any" {
		return []string{"ExpressRoute", "VpnGateway", "ASPath"}
	}
	return []string{s}
}

// The hubs' own number, prepended twice between hubs, makes a remote path longer.
func TestVWAN10_BetweenHubsAPathIsTwoLonger(t *testing.T) {
	for _, row := range []struct{ path, want string }{
		{"65001, 65001", "c3"},
		{"65001, 65001, 65001", "c3"}, // as long: the local one
		{"65001, 65001, 65001, 65001", "c9"},
	} {
		w := compile(t, strings.NewReplacer("FIRST", "ASPath", "SECOND", "ExpressRoute").Replace(preferring),
			"learnedRoutes: [{virtualHub: hub1, from: c3, prefixes: [10.55.0.0/16], asPath: ["+row.path+"]}, {virtualHub: hub2, from: c9, prefixes: [10.55.0.0/16], asPath: [65001]}]")
		if diff := cmp.Diff([]string{row.want}, w.reached("vm1 10.55.2.5 tcp/443")); diff != "" {
			t.Errorf("%s: %s", row.path, diff)
		}
	}
}

// reached are the places that a packet may arrive at, of all its ways.
func (w world) reached(line string) []string {
	w.t.Helper()
	var names []string
	for _, b := range w.trace(line).Branches {
		names = append(names, w.Pipeline.Nodes[w.Pipeline.Places[b.To].Node].Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
