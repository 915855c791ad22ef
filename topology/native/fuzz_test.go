package native_test

import (
	"os"
	"path/filepath"
	"testing"

	"vnetproof/topology/decode"
	"vnetproof/topology/native"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// FuzzReader holds the reader, and decode behind it, to answer any document.
func FuzzReader(f *testing.F) {
	f.Add(sample)
	f.Add(rest)
	f.Add(someFacts)
	f.Add("virtualMachines: {a: {nics: [{subnet: hub/a}, b, [c], 1]}}\n")
	f.Add("paas: {a: {type: x}, b: {type: Microsoft.Sql/servers, ipRules: [-]}}\n")
	f.Add("networkSecurityGroups: {n: {securityRules: {a: {source: [asg:, asg:x, {}]}}}}\n")
	f.Add("virtualNetworks: &a {a: *a}\n")
	files, _ := filepath.Glob("testdata/*.yaml")
	for _, name := range files {
		if text, err := os.ReadFile(name); err == nil {
			f.Add(string(text))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		var diags source.Diagnostics
		root := tree.ParseYAML(source.NewFile("a.network.yaml", []byte(text)), []byte(text), &diags)
		native.IsDesign(root)
		native.IsFacts(root)
		native.IsScenario(root)
		r := native.NewReader(&diags)
		r.AddDesign(root)
		r.AddFacts(root)
		d := decode.New(&diags)
		resources, facts := r.Finish()
		for _, n := range resources {
			d.Add(n)
		}
		for _, n := range facts {
			d.AddFacts(n)
		}
		if d.Finish() == nil {
			t.Error("no design")
		}
	})
}
