package sim_test

import (
	"context"
	"testing"

	"vnetproof/sim"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/topology/generate"
)

// big is the estate of 10,000 subnets that single questions are timed on.
var big = generate.Estate{Spokes: 1000, Subnets: 10, Groups: 1000, Rules: 50, FirewallRules: 2000, IPGroups: 300, Seed: 1}

// BenchmarkEstateReach asks between two subnets of 10,000, others each time.
func BenchmarkEstateReach(b *testing.B) {
	s := simulationOf(b, big)
	hosts := hostsOf(s.Pipeline)
	i := 0
	for b.Loop() {
		i++
		from, to := hosts[i*97%len(hosts)], hosts[i*8191%len(hosts)]
		if _, err := s.Reach(context.Background(), reachOf(from, to)); err != nil {
			b.Fatal(err)
		}
	}
}

// reachOf asks what one subnet may send to another.
func reachOf(from, to *pipeline.Place) symbolic.Question {
	return symbolic.Question{From: []pipeline.Source{{Place: from.ID, Addresses: from.Addresses}},
		To:       []pipeline.Target{{Place: to.ID, Sent: packet.AllAddrs(), Addressed: to.Addresses}},
		Services: packetset.FromTraffic(packet.AnyTraffic(), packet.IPv4), Wanted: symbolic.Arrivals}
}

// BenchmarkEstateTrace walks packets between two subnets of 10,000.
func BenchmarkEstateTrace(b *testing.B) {
	s := simulationOf(b, big)
	hosts := hostsOf(s.Pipeline)
	i := 0
	for b.Loop() {
		i++
		from, to := hosts[i*97%len(hosts)], hosts[i*8191%len(hosts)]
		if _, err := s.Trace(from.ID, sample(b, from, to, "tcp/443")); err != nil {
			b.Fatal(err)
		}
	}
}

func simulationOf(b *testing.B, e generate.Estate) *sim.Simulation {
	s, err := sim.New(estateDesign(b, e), sim.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return s
}
