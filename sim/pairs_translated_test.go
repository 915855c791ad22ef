package sim_test

import (
	"context"
	"strings"
	"testing"

	"vnetproof/sim"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic/pairs"
	"vnetproof/topology/generate"
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
func TestTranslatedSourcesAreNotLeft(t *testing.T) {
	s := simulate(t, translated, sim.Options{})
	places := s.Pipeline.Places
	internet := map[string]bool{}
	_, err := pairs.Each(context.Background(), s.Pipeline, pairs.Options{Cores: 1}, func(_ int, r *pairs.Row) error {
		at := string(places[r.Source.Place].Subnet)
		if !strings.Contains(at, "/spoke/subnets/") {
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
	for _, name := range []string{"forced", "gateway", "default"} {
		if at := string(subnetID(s, "spoke", name)); !internet[at] {
			t.Errorf("%s reaches the internet in no tile", name)
		}
	}
	comparePairs(t, s.Pipeline)
}

// TestTranslatedEstatesLeaveLittle: between two hubs, to the internet and to
// machines behind load balancers nothing of what subnets send is left but what
// goes to the front ends.
func TestTranslatedEstatesLeaveLittle(t *testing.T) {
	p, _ := estate(t, generate.Estate{Spokes: 6, Subnets: 2, Groups: 6, Rules: 10, FirewallRules: 60, Translated: true, Seed: 2})
	_, err := pairs.Each(context.Background(), p, pairs.Options{Cores: 1}, func(_ int, r *pairs.Row) error {
		if p.Places[r.Source.Place].Kind != pipeline.PlannedNode {
			return nil
		}
		for _, f := range r.Flows {
			if !strings.HasSuffix(f.Packets.Destinations().String(), ".20") {
				t.Errorf("left from %s: %s", pathOf(&p.Places[r.Source.Place]), f.Packets)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	comparePairs(t, p)
}
