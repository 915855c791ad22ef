package suite

import (
	"testing"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// FuzzRead: any document gives a suite or diagnostics with a place, never a panic.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{whole, "", "[]", "suite: 1", "scenarios: {}", "suite: s\nscenarios: [null, 1, [], {via: [[]]}]", "a: &a [*a]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var diags source.Diagnostics
		file := source.NewFile("a.scenario.yaml", []byte(text))
		root := tree.ParseYAML(file, []byte(text), &diags)
		s := Read(root, &diags)
		if !diags.HasErrors() && len(s.Scenarios) == 0 {
			t.Fatal("no error and no scenario")
		}
		for _, d := range diags.Sorted() {
			if !d.Pos.IsValid() {
				t.Fatalf("no place: %s", d)
			}
		}
	})
}
