package sim_test

import (
	"context"
	"strings"
	"testing"

	"vnetproof/sim"
	"vnetproof/sim/symbolic/pairs"
)

// translated has each common way to the internet: by the firewall, by a NAT
// gateway, and by default.
const translated = `
location: westeurope
publicIPAddresses: {fw-pip: {ipAddress: 20.0.0.1}, nat-pip: {ipAddress: 20.0.0.2}}
natGateways: {nat: {publicIPAddresses: [nat-pip]}}
firewallPolicies:
  pol:
    ruleCollectionGroups:
      g: {priority: 100, ruleCollections: {c: {priority: 100, action: Allow, rules: [
        {name: web, protocols: [TCP], source: 10.0.0.0/8, destination: "*", destinationPorts: [443]}]}}}
azureFirewalls: {fw: {sku: Standard, firewallPolicy: pol, subnet: hub/AzureFirewallSubnet, publicIPAddresses: [fw-pip]}}
routeTables: {rt: {routes: [{name: all, addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}]}}
virtualNetworks:
  hub:
    addressPrefixes: [10.0.0.0/16]
    subnets: {AzureFirewallSubnet: {addressPrefix: 10.0.0.0/26}}
    peerings: {to-spoke: {remoteVirtualNetwork: spoke, allowForwardedTraffic: true}}
  spoke:
    addressPrefixes: [10.1.0.0/16]
    peerings: {to-hub: {remoteVirtualNetwork: hub, allowForwardedTraffic: true}}
    subnets:
      forced: {addressPrefix: 10.1.0.0/24, routeTable: rt}
      gateway: {addressPrefix: 10.1.1.0/24, natGateway: nat}
      default: {addressPrefix: 10.1.2.0/24}
`

// TestTranslatedSourcesAreNotLeft: what goes to the internet with a translated
// source is followed with all else, and found as the search by paths finds it.
// What a firewall translates to its instances, of which any may answer, is left.
func TestTranslatedSourcesAreNotLeft(t *testing.T) {
	s := simulate(t, translated, sim.Options{})
	places := s.Pipeline.Places
	internet := map[string]bool{}
	_, err := pairs.Each(context.Background(), s.Pipeline, pairs.Options{Cores: 1}, func(_ int, r *pairs.Row) error {
		at := string(places[r.Source.Place].Subnet)
		if !strings.Contains(at, "/spoke/subnets/") || strings.HasSuffix(at, "/forced") {
			return nil
		}
		for _, tile := range r.Tiles {
			internet[at] = internet[at] || strings.Contains(s.Pipeline.Nodes[places[tile.Place].Node].Name, "internet")
		}
		for _, f := range r.Flows {
			t.Errorf("left from %s: %s", at, f.Packets)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"gateway", "default"} {
		if at := string(subnetID(s, "spoke", name)); !internet[at] {
			t.Errorf("%s reaches the internet in no tile", name)
		}
	}
	comparePairs(t, s.Pipeline)
}
