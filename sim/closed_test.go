package sim_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vnetproof/sim/azure"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/topology"
	"vnetproof/topology/generate"
	"vnetproof/topology/native/nativetest"
)

// TestDenyOfAllCloses: where every NSG starts with a denial of all, nothing
// comes to hosts of subnets that have one, or leaves them. Only the network
// manager's AlwaysAllow passes NSGs by, and a host reaches itself.
func TestDenyOfAllCloses(t *testing.T) {
	closed := 0
	rapid.Check(t, func(rt *rapid.T) {
		d := drawText(rt, generate.Random)
		if strings.Contains(d.design, "AlwaysAllow") {
			rt.Skip("passes NSGs by")
		}
		direction := rapid.SampledFrom([]string{"Inbound", "Outbound"}).Draw(rt, "direction")
		rule := fmt.Sprintf("    securityRules:\n      - {name: none, priority: 100, direction: %s, access: Deny, protocol: \"*\", source: \"*\", destination: \"*\"}\n", direction)
		design := nativetest.Read(t, strings.ReplaceAll(d.design, "    securityRules:\n", rule), d.facts)
		n, err := azure.Compile(design, azure.Options{})
		if err != nil {
			rt.Fatal(err)
		}
		from := drawPlace(rt, n.Pipeline)
		answer := reach(rt, n.Pipeline, symbolic.Question{From: []pipeline.Source{{Place: from.ID, Addresses: from.Addresses}}, Services: packetset.AnyService(), Budget: 20_000,
			To: []pipeline.Target{{Sent: packet.AllAddrs(), Addressed: packet.AllAddrs()}}})
		for _, f := range answer.Flows {
			to := &n.Pipeline.Places[f.Destination]
			inside := to
			if direction == "Outbound" {
				inside = from
			}
			if !isFiltered(design, inside) {
				continue
			}
			closed++
			if f.Arrived && to.ID != from.ID && to.Kind != pipeline.PlatformNode {
				rt.Fatalf("%s: %s still arrive at %s", direction, f.Packets, to.Resource)
			}
		}
	})
	if closed < 50 {
		t.Errorf("only %d flows are of hosts with NSGs", closed)
	}
}

// isFiltered tells whether a place is hosts of a subnet with an NSG of the design.
func isFiltered(d *topology.Design, p *pipeline.Place) bool {
	s, ok := d.ByID(p.Subnet).(*topology.Subnet)
	return ok && s.NetworkSecurityGroup.Target != nil && (p.Kind == pipeline.HostNode || p.Kind == pipeline.PlannedNode)
}
