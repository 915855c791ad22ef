package sim_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"vnetproof/sim"
	"vnetproof/sim/pipeline"
)

// spokes writes a hub with peered spokes of four subnets, each with a security
// group of rules.
func spokes(n, rules int) string {
	var nets, peerings, groups, machines strings.Builder
	for i := range n {
		fmt.Fprintf(&peerings, "      to-%d: {remoteVirtualNetwork: spoke%d, allowForwardedTraffic: true}\n", i, i)
		fmt.Fprintf(&nets, "  spoke%d:\n    addressPrefixes: [10.%d.0.0/16]\n    peerings: {to-hub: {remoteVirtualNetwork: hub, allowForwardedTraffic: true}}\n    subnets:\n", i, i+1)
		for k := range 4 {
			fmt.Fprintf(&nets, "      s%d: {addressPrefix: 10.%d.%d.0/24, networkSecurityGroup: g%d-%d}\n", k, i+1, k, i, k)
			fmt.Fprintf(&groups, "  g%d-%d:\n    securityRules:\n", i, k)
			for r := range rules {
				fmt.Fprintf(&groups, "      - {name: r%d, priority: %d, direction: Inbound, access: %s, protocol: Tcp, source: 10.%d.%d.0/24, destination: \"*\", destinationPorts: [%d]}\n",
					r, 100+r, []string{"Allow", "Deny"}[r%2], r%n+1, r%4, 1000+r*7%50)
			}
		}
		fmt.Fprintf(&machines, "  vm%d: {nics: [{name: vm%d-nic, subnet: spoke%d/s0, privateIPAddress: 10.%d.0.4}]}\n", i, i, i, i+1)
	}
	return "location: westeurope\nvirtualNetworks:\n  hub:\n    addressPrefixes: [10.0.0.0/16]\n    subnets: {x: {addressPrefix: 10.0.0.0/24}}\n    peerings:\n" +
		peerings.String() + nets.String() + "networkSecurityGroups:\n" + groups.String() + "virtualMachines:\n  hubvm: {nics: [{name: hubvm-nic, subnet: hub/x, privateIPAddress: 10.0.0.4}]}\n" + machines.String()
}

func BenchmarkTrace(b *testing.B) {
	s := simulate(b, spokes(50, 50), sim.Options{})
	from, to := placeOf(b, s, "/hubvm-nic"), placeOf(b, s, "/vm7-nic")
	sent := sample(b, from, to, "tcp/443")
	for b.Loop() {
		t, err := s.Trace(from.ID, sent)
		if err != nil || t.Verdict != pipeline.Delivered {
			b.Fatal(t.Verdict, err)
		}
	}
}

// BenchmarkReach asks between two hosts, by whatever address.
func BenchmarkReach(b *testing.B) {
	for _, n := range []int{10, 50} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := simulate(b, spokes(n, 50), sim.Options{})
			from, to := placeOf(b, s, "/hubvm-nic"), placeOf(b, s, "/vm7-nic")
			for b.Loop() {
				answer, err := s.Reach(context.Background(), between(from, to))
				if err != nil || len(answer.Flows) == 0 {
					b.Fatal(err)
				}
			}
		})
	}
}
