package arm

import (
	"fmt"
	"os"
	"path/filepath"
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
	return Read(file, root, opts, diags), root
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

func TestRealTemplates(t *testing.T) {
	for _, name := range append(inputs(t, "arm/*.json"), inputs(t, "bicep-json/*.json")...) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			var diags source.Diagnostics
			resources, root := readInput(t, name, &diags)
			if root == nil {
				t.Logf("no template")
				return
			}
			var lines []string
			total := 0
			for why, n := range unknowns(resources) {
				lines = append(lines, fmt.Sprintf("%5d %s", n, why))
				total += n
			}
			slices.Sort(lines)
			t.Logf("%d resources, %d unknown values\n%s", len(resources), total, strings.Join(lines, "\n"))
			for _, d := range diags.Sorted() {
				t.Logf("%v %v %s [%s]", d.Severity, d, d.Code, d.Path)
			}
		})
	}
}
