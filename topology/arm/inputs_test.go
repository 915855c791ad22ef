package arm

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// inputs returns the files of a folder of real inputs, or skips the test.
func inputs(t *testing.T, pattern string) []string {
	t.Helper()
	root := os.Getenv("VNETPROOF_INPUTS")
	if root == "" {
		t.Skip("VNETPROOF_INPUTS is not set: real templates are not read")
	}
	names, err := filepath.Glob(filepath.Join(root, pattern))
	if err != nil || len(names) == 0 {
		t.Fatalf("no files of %s: %v", pattern, err)
	}
	slices.Sort(names)
	return names
}

// readInput reads a template with the parameters file beside it.
func readInput(t *testing.T, name string, diags *source.Diagnostics) ([]Resource, *tree.Node) {
	t.Helper()
	parse := func(name string) (*source.File, *tree.Node) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file := source.NewFile(filepath.Base(name), text)
		return file, tree.ParseJSON(file, text, diags)
	}
	file, root := parse(name)
	if !IsTemplate(root) {
		return nil, nil
	}
	opts := Options{ReadFile: func(rel string) ([]byte, error) { return os.ReadFile(filepath.Join(filepath.Dir(name), rel)) }}
	if params := strings.TrimSuffix(name, ".json") + ".parameters.json"; exists(params) {
		_, doc := parse(params)
		opts.Parameters = append(opts.Parameters, doc)
	}
	return Read(file, root, opts, diags).Resources, root
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// unknowns counts the Unknown values of resources by their reason.
func unknowns(resources []Resource) map[string]int {
	out := map[string]int{}
	var walk func(n *tree.Node)
	walk = func(n *tree.Node) {
		if n.Is(tree.Unknown) {
			out[n.Why]++
		}
		for _, item := range n.Items {
			walk(item)
		}
		for _, m := range n.Members {
			walk(m.Value)
		}
	}
	for _, r := range resources {
		walk(r.Node)
		if r.Maybe != nil {
			out[r.Maybe.Why]++
		}
	}
	return out
}

// deployTime are the reasons for which a value may be unknown: only a deployment,
// a parameter or another file gives it.
var deployTime = regexp.MustCompile(`parameter "[^"]*" has no value$|is a secret of a key vault$|is known only (after deployment|in Azure)|` +
	`asks the resource itself|is another value at each deployment|is on the network, which is not read$|cannot be read: |` +
	`the template is not deployed to a resource group|the region of the deployment is not known|the default of parameter "[^"]*" is no|depends on region and subscription`)

func TestRealTemplates(t *testing.T) {
	resources, unknown, reasons := 0, 0, map[string]int{}
	for _, name := range append(inputs(t, "arm/*.json"), inputs(t, "bicep-json/*.json")...) {
		base := filepath.Base(name)
		t.Run(base, func(t *testing.T) {
			var diags source.Diagnostics
			got, root := readInput(t, name, &diags)
			if root == nil {
				t.Skip("no template")
			}
			resources += len(got)
			for why, n := range unknowns(got) {
				unknown += n
				reasons[deployTime.FindString(why)] += n
				if !deployTime.MatchString(why) {
					t.Errorf("%d values are left unknown: %s", n, why)
				}
			}
			if err := diags.Err(); err != nil {
				t.Error(err)
			}
		})
	}
	t.Logf("%d resources, %d values left to the deployment:", resources, unknown)
	for _, why := range slices.Sorted(maps.Keys(reasons)) {
		t.Logf("%5d %s", reasons[why], why)
	}
}
