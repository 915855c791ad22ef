package sim_test

import (
	"net/netip"
	"strings"
	"testing"

	"vnetproof/sim"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/topology"
	"vnetproof/topology/decode"
	"vnetproof/topology/native"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// simulate reads and compiles a native design, which must be without errors.
func simulate(t testing.TB, text string, o sim.Options) *sim.Simulation {
	t.Helper()
	var diags source.Diagnostics
	r := native.NewReader(&diags)
	r.AddDesign(tree.ParseYAML(source.NewFile("a.network.yaml", []byte(text)), []byte(text), &diags))
	resources, _ := r.Finish()
	d := decode.New(&diags)
	for _, n := range resources {
		d.Add(n)
	}
	design := d.Finish()
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	s, err := sim.New(design, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// placeOf finds a place by the end of its resource ID.
func placeOf(t testing.TB, s *sim.Simulation, suffix string) *pipeline.Place {
	t.Helper()
	for i := range s.Pipeline.Places[1:] {
		if p := &s.Pipeline.Places[i+1]; strings.HasSuffix(string(p.Resource), suffix) {
			return p
		}
	}
	t.Fatalf("no place of %s", suffix)
	return nil
}

// between asks about all packets from one place to the addresses of another.
func between(from, to *pipeline.Place) symbolic.Question {
	return symbolic.Question{
		From:     []pipeline.Source{{Place: from.ID, Addresses: from.Addresses}},
		To:       []pipeline.Target{{Place: to.ID, Sent: packet.AllAddrs(), Addressed: to.Addresses}},
		Services: packetset.FromTraffic(packet.AnyTraffic(), packet.IPv4),
	}
}

// sample returns a packet of traffic from one place to another.
func sample(t testing.TB, from, to *pipeline.Place, traffic string) packet.Packet {
	words, err := packet.ParseTraffic(traffic)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := words.Sample(lowest(from), lowest(to))
	return p
}

func lowest(p *pipeline.Place) netip.Addr {
	a, _ := p.Addresses.Lowest()
	return a
}

func subnetID(s *sim.Simulation, vnet, subnet string) topology.ID {
	for _, p := range s.Pipeline.Places {
		if strings.HasSuffix(string(p.Subnet), "/"+vnet+"/subnets/"+subnet) {
			return p.Subnet
		}
	}
	return ""
}
