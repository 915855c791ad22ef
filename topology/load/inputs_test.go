package load

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"vnetproof/topology/source"
)

// realInputs returns the files of a folder of real inputs, or skips the test.
func realInputs(t *testing.T, folder string) []string {
	t.Helper()
	root := os.Getenv("VNETPROOF_INPUTS")
	if root == "" {
		t.Skip("VNETPROOF_INPUTS is not set: real files are not read")
	}
	names, err := filepath.Glob(filepath.Join(root, folder, "*.json"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no files in %s: %v", folder, err)
	}
	return names
}

// counts adds up what files held.
type counts struct {
	files, simulated, irrelevant, unsupported, unknown int
	types                                              map[string]int
}

func (c *counts) add(in *Input) {
	c.files++
	for _, f := range in.Files {
		c.simulated += f.Counts.Simulated
		c.irrelevant += f.Counts.Irrelevant
		c.unsupported += f.Counts.Unsupported
		c.unknown += f.Counts.Unknown
		for name, n := range f.Counts.Types {
			c.types[name] += n
		}
	}
}

func (c *counts) String() string {
	out := fmt.Sprintf("%d files: %d resources simulated, %d irrelevant, %d unsupported, %d unknown\n",
		c.files, c.simulated, c.irrelevant, c.unsupported, c.unknown)
	for _, name := range slices.Sorted(maps.Keys(c.types)) {
		out += fmt.Sprintf("%5d %s\n", c.types[name], name)
	}
	return out
}

func TestRealExportsLoad(t *testing.T) {
	total := counts{types: map[string]int{}}
	for _, name := range realInputs(t, "azure-export") {
		in := Read(Options{Paths: []string{name}})
		total.add(in)
		for _, f := range in.Diags.Sorted() {
			if f.Severity == source.Error {
				t.Errorf("%s", f)
			}
		}
	}
	t.Log(&total)
	if total.unsupported > 0 {
		t.Errorf("%d resources are of types that the simulation does not know", total.unsupported)
	}
}

// Templates of other tools, with schemas of their own, are no ARM templates.
func TestRealTemplatesLoad(t *testing.T) {
	total := counts{types: map[string]int{}}
	for _, name := range realInputs(t, "arm") {
		in := Read(Options{Paths: []string{name}})
		for _, f := range in.Diags.Sorted() {
			switch {
			case f.Severity != source.Error:
			case f.Code == "unknown-format" || f.Code == "no-template":
				t.Logf("not loaded: %s", f)
			default:
				t.Errorf("%s", f)
			}
		}
		total.add(in)
	}
	t.Log(&total)
}

// A folder of exports is one design, in which the pieces find each other.
func TestRealExportsAreOneDesign(t *testing.T) {
	realInputs(t, "azure-export")
	in := Read(Options{Paths: []string{filepath.Join(os.Getenv("VNETPROOF_INPUTS"), "azure-export")}})
	if err := in.Diags.Err(); err != nil {
		t.Error(err)
	}
	linked := 0
	for _, nic := range in.Design.NetworkInterfaces {
		for _, c := range nic.IPConfigurations {
			if c.Subnet.Target != nil {
				linked++
			}
		}
	}
	if linked < 20 {
		t.Errorf("only %d IP configurations found their subnet", linked)
	}
}
