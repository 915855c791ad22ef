package load

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology/source"
)

const (
	hubYAML   = "virtualNetworks: {hub: {addressPrefixes: [10.0.0.0/16], subnets: {app: {addressPrefix: 10.0.1.0/24}}}}\n"
	factsYAML = "serviceTags: {Storage: [203.0.113.0/24]}\n"
	vnetID    = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/"
	spokeJSON = `{"id": "` + vnetID + `spoke", "name": "spoke", "type": "Microsoft.Network/virtualNetworks",
		"properties": {"addressSpace": {"addressPrefixes": ["10.1.0.0/16"]}}}`
	schema    = `"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0"`
	deploying = `{` + schema + `, "parameters": {"prefix": {"type": "string"}}, "resources": [{"type": "Microsoft.Network/virtualNetworks",
		"apiVersion": "2024-05-01", "name": "arm", "location": "westeurope", "properties": {"addressSpace": {"addressPrefixes": ["[parameters('prefix')]"]}}}]}`
	given = `{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "contentVersion": "1.0.0.0",
		"parameters": {"prefix": {"value": "10.2.0.0/16"}}}`
	suite = "suite: s\nscenarios: []\n"
)

// inFiles writes files into a new folder and makes it the working folder.
func inFiles(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// networks are the names of the VNets that were loaded, sorted.
func networks(in *Input) string {
	var names []string
	for _, v := range in.Design.VirtualNetworks {
		names = append(names, v.Name)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// told are the diagnostics as "file:line:column severity code", but for unknowns.
func told(in *Input) []string {
	out := []string{}
	for _, f := range in.Diags.Sorted() {
		if f.Severity != source.Unknown {
			out = append(out, f.Pos.String()+" "+f.Severity.String()+" "+f.Code)
		}
	}
	return out
}

func TestFormatsAreFoundByContent(t *testing.T) {
	named := func(text, name string) string {
		return strings.Replace(strings.ReplaceAll(text, "spoke", name), "10.1", "10.9", 1)
	}
	inFiles(t, map[string]string{"hub.network.yaml": hubYAML, "other.yaml": strings.ReplaceAll(hubYAML, "hub", "plain"), "x.facts.yaml": factsYAML,
		"one.json": spokeJSON, "list.json": `[` + named(spokeJSON, "listed") + `]`, "value.json": `{"value": [` + named(spokeJSON, "valued") + `]}`,
		"graph.json": `{"count": 1, "data": [` + named(spokeJSON, "graphed") + `]}`, "main.json": deploying, "main.parameters.json": given,
		"s.scenario.yaml": suite, "package.json": `{"name": "x"}`, "notes.yaml": "a: b\n", "README.md": "# hi", "nothing.json": ""})
	in := Read(Options{})
	if diff := cmp.Diff([]string{}, told(in)); diff != "" {
		t.Errorf("diagnostics: %s", diff)
	}
	if got := networks(in); got != "arm graphed hub listed plain spoke valued" {
		t.Errorf("networks are %q", got)
	}
	want := []string{"graph.json export", "hub.network.yaml native", "list.json export", "main.json arm", "main.parameters.json arm-parameters",
		"one.json export", "other.yaml native", "value.json export", "x.facts.yaml facts"}
	var got []string
	for _, f := range in.Files {
		got = append(got, f.Name+" "+f.Format.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"notes.yaml", "nothing.json", "package.json"}, in.Skipped); diff != "" {
		t.Error(diff)
	}
	if len(in.Design.Facts.ServiceTags) != 1 {
		t.Errorf("the facts were not read")
	}
	for _, v := range in.Design.VirtualNetworks {
		if _, ok := v.AddressPrefixes.Get(); !ok {
			t.Errorf("prefixes of %s are not known", v.Name)
		}
	}
}

func TestWhatAPathGives(t *testing.T) {
	files := map[string]string{"net/hub.network.yaml": hubYAML, "net/hub.facts.yaml": factsYAML, "net/deep/spoke.json": spokeJSON,
		"net/.hidden/x.network.yaml": strings.ReplaceAll(hubYAML, "hub", "hidden"), "elsewhere/other.facts.yaml": "fqdns: {a.b: [203.0.113.1]}\n"}
	rows := []struct {
		name     string
		options  Options
		networks string
		files    int
	}{
		{"a folder gives its own files", Options{Paths: []string{"net"}}, "hub", 2},
		{"a glob goes down", Options{Paths: []string{"net/**"}}, "hub spoke", 3},
		{"a file is read alone", Options{Paths: []string{"net/hub.network.yaml"}}, "hub", 1},
		{"facts are named", Options{Paths: []string{"net/hub.network.yaml"}, Facts: []string{"elsewhere/other.facts.yaml"}}, "hub", 2},
		{"facts among the paths", Options{Paths: []string{"net/hub.network.yaml", "elsewhere/other.facts.yaml"}}, "hub", 2},
		{"twice counts once", Options{Paths: []string{"net", "net/hub.network.yaml", "./net/../net"}, Facts: []string{"net/hub.facts.yaml"}}, "hub", 2},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			inFiles(t, files)
			in := Read(row.options)
			if got := networks(in); got != row.networks || len(in.Files) != row.files || len(told(in)) > 0 {
				t.Errorf("networks %q of %d files; %v", got, len(in.Files), told(in))
			}
		})
	}
}

func TestPathsThatGiveNoDesign(t *testing.T) {
	rows := []struct {
		name    string
		files   map[string]string
		options Options
		want    []string
	}{
		{"no such path", nil, Options{Paths: []string{"gone"}}, []string{"gone:1:1 error no-file"}},
		{"an empty folder", nil, Options{}, []string{".:1:1 error no-design"}},
		{"a folder of other files", map[string]string{"n/a.txt": "x", "n/package.json": "{}"}, Options{Paths: []string{"n"}}, []string{"n:1:1 error no-design"}},
		{"a pattern that matches nothing", nil, Options{Paths: []string{"n/**"}}, []string{"n/**:1:1 error no-design"}},
		{"a pattern that is none", nil, Options{Paths: []string{"n/["}}, []string{"n/[:1:1 error bad-pattern"}},
		{"a file of no known format", map[string]string{"a.txt": "hello: world"}, Options{Paths: []string{"a.txt"}}, []string{"a.txt:1:1 error unknown-format"}},
		{"JSON of no known format", map[string]string{"a.json": "{}"}, Options{Paths: []string{"a.json"}}, []string{"a.json:1:1 error unknown-format"}},
		{"a binary file", map[string]string{"a.network.yaml": "\x7fELF\x00\x01"}, Options{Paths: []string{"a.network.yaml"}}, []string{"a.network.yaml:1:1 error unknown-format"}},
		{"an empty design", map[string]string{"a.network.yaml": " \n"}, Options{}, []string{"a.network.yaml:1:1 error empty-file"}},
		{"an empty file", map[string]string{"a.json": ""}, Options{Paths: []string{"a.json"}}, []string{"a.json:1:1 error empty-file"}},
		{"a suite", map[string]string{"a.scenario.yaml": suite}, Options{Paths: []string{"a.scenario.yaml"}}, []string{"a.scenario.yaml:1:1 error wrong-format"}},
		{"only facts", map[string]string{"a.facts.yaml": factsYAML}, Options{}, []string{"a.facts.yaml:1:1 error no-design"}},
		{"a design as facts", map[string]string{"a.network.yaml": hubYAML, "b.json": spokeJSON}, Options{Paths: []string{"b.json"}, Facts: []string{"a.network.yaml"}},
			[]string{"a.network.yaml:1:1 error wrong-format"}},
		{"an export as facts", map[string]string{"a.network.yaml": hubYAML, "b.json": spokeJSON}, Options{Paths: []string{"a.network.yaml"}, Facts: []string{"b.json"}},
			[]string{"b.json:1:1 error wrong-format"}},
		{"parameters alone", map[string]string{"a.parameters.json": given}, Options{Paths: []string{"a.parameters.json"}}, []string{"a.parameters.json:1:1 error no-template"}},
		{"a broken export is not skipped", map[string]string{"a.network.yaml": hubYAML, "b.json": `{"value": [` + spokeJSON}, Options{}, []string{"b.json:2:72 error syntax"}},
		{"a broken design", map[string]string{"a.network.yaml": "virtualNetworks: {hub: [\n"}, Options{}, []string{"a.network.yaml:2:1 error syntax"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			inFiles(t, row.files)
			if diff := cmp.Diff(row.want, told(Read(row.options))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNamesLeadFromFileToFile(t *testing.T) {
	inFiles(t, map[string]string{"spoke.json": spokeJSON,
		"hub.network.yaml": "virtualNetworks: {hub: {addressPrefixes: [10.0.0.0/16], peerings: {to-spoke: {remoteVirtualNetwork: spoke}}}}\n"})
	in := Read(Options{})
	if p := in.Design.VirtualNetworks[1].Peerings[0]; p.Remote.Target == nil {
		t.Errorf("the peering leads to %+v; %v", p.Remote, told(in))
	}
}

// linking is a template that deploys parts/net.json.
const linking = `{` + schema + `, "resources": [{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "inner", "properties": {
	"mode": "Incremental", "templateLink": {"relativePath": "parts/net.json"}, "parameters": {"prefix": {"value": "10.5.0.0/16"}}}}]}`

func TestLinkedTemplateIsNoDeploymentOfItsOwn(t *testing.T) {
	inFiles(t, map[string]string{"main.json": linking, "parts/net.json": deploying})
	in := Read(Options{Paths: []string{"**"}})
	if got := networks(in); got != "arm" || len(in.Diags.Sorted()) > 0 {
		t.Errorf("networks %q, %v", got, in.Diags.Sorted())
	}
}

func TestLinksOutOfTheFolderAreNotFollowed(t *testing.T) {
	inFiles(t, map[string]string{"in/main.json": linking, "out/net.json": deploying})
	if err := os.Symlink(filepath.Join("..", "out"), filepath.Join("in", "parts")); err != nil {
		t.Skip("no symbolic links here")
	}
	in := Read(Options{Paths: []string{"in/main.json"}})
	if got := networks(in); got != "" || len(in.Diags.Sorted()) != 1 {
		t.Errorf("networks %q, %v", got, in.Diags.Sorted())
	}
}

func TestLoopOfLinksEnds(t *testing.T) {
	inFiles(t, map[string]string{"net/hub.network.yaml": hubYAML})
	if err := os.Symlink(".", filepath.Join("net", "again")); err != nil {
		t.Skip("no symbolic links here")
	}
	in := Read(Options{Paths: []string{"net/**"}})
	if got := networks(in); got != "hub" || len(in.Files) != 1 {
		t.Errorf("networks %q of %d files", got, len(in.Files))
	}
}

func TestLaterDeploymentHolds(t *testing.T) {
	inner := strings.Replace(deploying, "[parameters('prefix')]", "10.6.0.0/16", 1)
	text := `{` + schema + `, "resources": [` + between(deploying, `"resources": [`, `]}`) + `, {"type": "Microsoft.Resources/deployments",
		"apiVersion": "2022-09-01", "name": "again", "properties": {"mode": "Incremental", "template": ` + inner + `}}],
		"parameters": {"prefix": {"type": "string", "defaultValue": "10.5.0.0/16"}}}`
	inFiles(t, map[string]string{"main.json": text})
	in := Read(Options{})
	if diff := cmp.Diff([]string{"main.json:1:139 warning deployed-twice"}, told(in)); diff != "" {
		t.Error(diff)
	}
	if got := in.Design.VirtualNetworks[0].AddressPrefixes.Or(nil); len(got) != 1 || got[0].String() != "10.6.0.0/16" {
		t.Errorf("prefixes %v", got)
	}
}

// between is what stands in text between two marks.
func between(text, from, to string) string {
	_, text, _ = strings.Cut(text, from)
	return text[:strings.LastIndex(text, to)]
}
