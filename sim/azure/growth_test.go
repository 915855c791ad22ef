package azure_test

import (
	"math"
	"testing"

	"vnetproof/sim/azure"
	"vnetproof/topology"
	"vnetproof/topology/generate"
)

// TestCompilingGrowsWithItsInput doubles one dimension of an estate at a time
// and compares the pieces of memory that compiling asks for.
func TestCompilingGrowsWithItsInput(t *testing.T) {
	small := generate.Estate{Spokes: 40, Subnets: 8, Groups: 40, Rules: 40, FirewallRules: 200, IPGroups: 40, Seed: 1}
	for _, tc := range []struct {
		name string
		grow func(*generate.Estate)
	}{
		{"spokes", func(e *generate.Estate) { e.Spokes, e.Groups = 2*e.Spokes, 2*e.Groups }},
		{"subnets", func(e *generate.Estate) { e.Subnets *= 2 }},
		{"rules", func(e *generate.Estate) { e.Rules *= 2 }},
		{"firewall rules", func(e *generate.Estate) { e.FirewallRules, e.IPGroups = 2*e.FirewallRules, 2*e.IPGroups }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			big := small
			tc.grow(&big)
			if exponent := math.Log2(pieces(t, big) / pieces(t, small)); exponent > 1.05 {
				t.Errorf("compiling grows with the power %.2f", exponent)
			}
		})
	}
}

// TestRulesAreReadOnceForAllSubnets: four times as many subnets of the same
// groups name more prefixes, but each rule is read once.
func TestRulesAreReadOnceForAllSubnets(t *testing.T) {
	few := generate.Estate{Spokes: 10, Subnets: 4, Groups: 5, Rules: 10, FirewallRules: 20, IPGroups: 5, Seed: 1}
	many := few
	many.Rules = 100
	fewSubnets := pieces(t, many) - pieces(t, few)
	few.Subnets, many.Subnets = 16, 16
	if manySubnets := pieces(t, many) - pieces(t, few); manySubnets > 1.5*fewSubnets {
		t.Errorf("rules cost %.0f in many subnets, %.0f in few", manySubnets, fewSubnets)
	}
}

// pieces counts them.
func pieces(t *testing.T, e generate.Estate) float64 {
	d := design(t, e)
	return testing.AllocsPerRun(1, func() { mustCompile(t, d) })
}

func mustCompile(t *testing.T, d *topology.Design) {
	if _, err := azure.Compile(d, azure.Options{}); err != nil {
		t.Fatal(err)
	}
}
