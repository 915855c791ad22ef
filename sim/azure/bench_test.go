package azure_test

import (
	"encoding/json"
	"runtime"
	"testing"

	"vnetproof/sim/azure"
	"vnetproof/topology"
	"vnetproof/topology/decode"
	"vnetproof/topology/generate"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// design reads an estate.
func design(t testing.TB, e generate.Estate) *topology.Design {
	t.Helper()
	resources, _ := e.Make()
	var diags source.Diagnostics
	d := decode.New(&diags)
	for _, r := range resources {
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		d.Add(tree.ParseJSON(source.NewFile(r.Name, text), text, &diags))
	}
	out := d.Finish()
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// BenchmarkCompile compiles estates that grow in subnets, in rules of each
// security group and in rules of the firewall, and tells what each costs.
func BenchmarkCompile(b *testing.B) {
	plain := generate.Estate{Spokes: 250, Subnets: 10, Groups: 250, Rules: 50, FirewallRules: 500, IPGroups: 75, Seed: 1}
	for _, size := range []struct {
		name string
		grow func(*generate.Estate)
	}{
		{"spokes=250", func(*generate.Estate) {}},
		{"spokes=500", func(e *generate.Estate) { e.Spokes, e.Groups = 500, 500 }},
		{"spokes=1000", func(e *generate.Estate) { e.Spokes, e.Groups = 1000, 1000 }},
		{"rules=100", func(e *generate.Estate) { e.Rules = 100 }},
		{"rules=200", func(e *generate.Estate) { e.Rules = 200 }},
		{"firewall=2000", func(e *generate.Estate) { e.FirewallRules, e.IPGroups = 2000, 300 }},
		{"groups=300/rules=1000", func(e *generate.Estate) { e.Spokes, e.Groups, e.Rules = 300, 300, 1000 }},
	} {
		b.Run(size.name, func(b *testing.B) {
			e := plain
			size.grow(&e)
			compileEstate(b, e)
		})
	}
}

func compileEstate(b *testing.B, e generate.Estate) {
	d := design(b, e)
	subnets := float64(e.Spokes * e.Subnets)
	rules := float64(e.Groups*e.Rules + e.FirewallRules)
	var n *azure.Network
	before := heap()
	for b.Loop() {
		var err error
		if n, err = azure.Compile(d, azure.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	kept := float64(heap() - before)
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/subnets, "ns/subnet")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rules, "ns/rule")
	b.ReportMetric(kept/subnets, "kept-B/subnet")
	b.ReportMetric(kept/rules, "kept-B/rule")
	b.ReportMetric(float64(len(n.Pipeline.Bodies)), "bodies")
	b.ReportMetric(float64(len(n.Pipeline.Tables)), "tables")
	b.ReportMetric(float64(len(n.Pipeline.AddrSets)), "addrsets")
}

// heap returns how many bytes are in use.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
