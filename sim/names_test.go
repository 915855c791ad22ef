package sim_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"vnetproof/sim/azure"
	"vnetproof/sim/endpoint"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/sim/walk"
	"vnetproof/topology/generate"
	"vnetproof/topology/native/nativetest"
)

// TestEnginesAgreeOnNames: both engines send to the addresses that a name has
// where it is asked for, and agree on what becomes of that.
func TestEnginesAgreeOnNames(t *testing.T) {
	resolved := 0
	rapid.Check(t, func(rt *rapid.T) {
		d := drawText(rt, generate.RandomNames)
		design := nativetest.Read(t, d.design, d.facts)
		n, err := azure.Compile(design, azure.Options{})
		if err != nil {
			rt.Fatal(err)
		}
		resolver := endpoint.NewResolver(design, n)
		from := selector(rt, "vm:vm-hub-x0", "vm:vm-a-x0", "subnet:a/x", "subnet:hub/x", "vm:vm-b-x0", "internet")
		to := selector(rt, "fqdn:web.corp.example", "fqdn:www.corp.example", "fqdn:app.corp.example", "fqdn:www.contoso.com", "fqdn:acct.blob.core.windows.net")
		pairs, err := resolver.Pairs(from, to)
		if err != nil {
			rt.Skip(err)
		}
		traffic, _ := packet.ParseTraffic("tcp/443")
		for _, p := range pairs {
			if p.Unresolved == nil {
				resolved++
				agreeOnPair(rt, n.Pipeline, p, traffic)
			}
		}
		agreeOnSample(rt, resolver, pairs, from, to, traffic)
	})
	if resolved < 20 {
		t.Errorf("only %d names have addresses", resolved)
	}
}

func selector(rt *rapid.T, texts ...string) endpoint.Selector {
	s, err := endpoint.Parse(rapid.SampledFrom(texts).Draw(rt, "selector"))
	if err != nil {
		rt.Fatal(err)
	}
	return s
}

// agreeOnPair compares the engines on packets of each flow to a name.
func agreeOnPair(rt *rapid.T, p *pipeline.Pipeline, pair endpoint.Pair, traffic packet.Traffic) {
	for _, from := range pair.Sources {
		answer := reach(rt, p, symbolic.Question{From: []pipeline.Source{from}, To: pair.Inside, Services: packetset.FromTraffic(traffic, packet.IPv4), Budget: 20_000})
		for _, f := range answer.Flows {
			for _, b := range f.Packets.Boxes() {
				compare(rt, answer, walk.Walk(p, from.Place, drawFromBox(rt, b)))
			}
		}
	}
}

// agreeOnSample checks that the one packet that is traced to a name is among
// those that are asked about.
func agreeOnSample(rt *rapid.T, resolver *endpoint.Resolver, pairs []endpoint.Pair, from, to endpoint.Selector, traffic packet.Traffic) {
	sample, err := resolver.Sample(from, to, traffic)
	if err != nil {
		return
	}
	for _, p := range pairs {
		for _, s := range p.Sources {
			if s.Place != sample.From || p.Unresolved != nil {
				continue
			}
			var sent packet.AddrSet
			for _, target := range p.Inside {
				sent = sent.Union(target.Sent)
			}
			if resolved := packet.FromAddrs(sample.Resolved.Addresses...); !sent.Equal(resolved) || !sent.Contains(sample.Packet.Dst) {
				rt.Fatal(fmt.Sprintf("asked about %s, the name has %s, traced %s", sent, resolved, sample.Packet.Dst))
			}
		}
	}
}
