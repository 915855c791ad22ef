package decode

import (
	"fmt"
	"strings"
	"testing"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// providers is where the resources of the tests live.
const providers = "/subscriptions/s/resourceGroups/rg/providers/"

// network is a resource ID of the tests: "virtualNetworks/hub".
func network(path string) string { return providers + "Microsoft.Network/" + path }

// resource is the JSON text of one resource of Microsoft.Network, of another
// provider where kind names one.
func resource(kind, name, properties string) string {
	return resourceWith(kind, name, `"properties": {`+properties+`}`)
}

// resourceWith is a resource with more than properties.
func resourceWith(kind, name, members string) string {
	if !strings.HasPrefix(kind, "Microsoft.") {
		kind = "Microsoft.Network/" + kind
	}
	return fmt.Sprintf(`{"type": %q, "id": %q, "name": %q, "location": "West Europe", %s}`,
		kind, idFor(kind, name), name, members)
}

// idFor spells an ID from a type and a name with as many parts.
func idFor(kind, name string) string {
	parts := strings.Split(kind, "/")
	id := providers + parts[0]
	for i, n := range strings.Split(name, "/") {
		id += "/" + parts[i+1] + "/" + n
	}
	return id
}

// to is the JSON text of a reference.
func to(path string) string { return fmt.Sprintf(`{"id": %q}`, network(path)) }

// decodeAll decodes resources and returns the design and what was found.
func decodeAll(t *testing.T, resources ...string) (*topology.Design, []source.Diagnostic) {
	t.Helper()
	diags := &source.Diagnostics{}
	d := New(diags)
	nodes := parseList(t, resources)
	for _, r := range nodes {
		d.Add(r)
	}
	design, found := d.Finish(), diags.Sorted()
	if len(nodes) > 0 {
		sameInParts(t, resources)
	}
	return design, found
}

// decodeClean decodes resources that must be without fault.
func decodeClean(t *testing.T, resources ...string) *topology.Design {
	t.Helper()
	design, found := decodeAll(t, resources...)
	for _, f := range found {
		t.Errorf("unexpected %s", show(f))
	}
	nodes := parseList(t, resources)
	anyOrder(t, nodes)
	survive(t, nodes)
	return design
}

func parseList(t *testing.T, resources []string) []*tree.Node {
	t.Helper()
	text := listOfAll(resources)
	diags := &source.Diagnostics{}
	root := tree.ParseJSON(source.NewFile("test.json", text), text, diags)
	if err := diags.Err(); err != nil {
		t.Fatalf("test input: %v\n%s", err, text)
	}
	return root.List()
}

// listOfAll is the JSON text of a list of resources.
func listOfAll(resources []string) []byte {
	return []byte("[\n" + strings.Join(resources, ",\n") + "\n]")
}

// show is a diagnostic without its place: "error bad-prefix: message; hint".
func show(f source.Diagnostic) string {
	s := fmt.Sprintf("%s %s: %s", f.Severity, f.Code, f.Message)
	if f.Hint != "" {
		s += "; " + f.Hint
	}
	return s
}

// underlined is the text that a diagnostic points at.
func underlined(f source.Diagnostic) string {
	line := f.Pos.LineText()
	_, column := f.Pos.LineColumn()
	rest := line[column-1:]
	if f.Width > 0 && f.Width <= len(rest) {
		return rest[:f.Width]
	}
	return rest[:1]
}
