// Package nativetest reads designs that stand in tests as native YAML.
//
//	[nativetest] → native → decode → topology
//
// In: a test and texts. Out: a Design; a text that is wrong fails the test.
// Must not know: anything past the Design. Only tests import it.
package nativetest

import (
	"fmt"
	"testing"

	"vnetproof/topology"
	"vnetproof/topology/decode"
	"vnetproof/topology/native"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// Read reads a native design, and facts if there are any, which must be without errors.
func Read(t testing.TB, design string, facts ...string) *topology.Design {
	t.Helper()
	return ReadFiles(t, []string{design}, facts...)
}

// ReadFiles is Read of a design of several files.
func ReadFiles(t testing.TB, designs []string, facts ...string) *topology.Design {
	t.Helper()
	var diags source.Diagnostics
	r := native.NewReader(&diags)
	for i, d := range designs {
		r.AddDesign(parse(t, fmt.Sprintf("%c.network.yaml", 'a'+i), d))
	}
	for _, f := range facts {
		r.AddFacts(parse(t, "a.facts.yaml", f))
	}
	resources, overlays := r.Finish()
	d := decode.New(&diags)
	for _, n := range resources {
		d.Add(n)
	}
	for _, n := range overlays {
		d.AddFacts(n)
	}
	out := d.Finish()
	if err := diags.Err(); err != nil {
		t.Fatalf("the test's design: %v", err)
	}
	return out
}

func parse(t testing.TB, name, text string) *tree.Node {
	t.Helper()
	var diags source.Diagnostics
	root := tree.ParseYAML(source.NewFile(name, []byte(text)), []byte(text), &diags)
	if err := diags.Err(); err != nil {
		t.Fatalf("the test's YAML: %v", err)
	}
	return root
}
