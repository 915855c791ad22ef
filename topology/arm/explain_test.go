package arm

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// parsedFile reads a JSON text as a file of that name.
func parsedFile(name, text string) (*source.File, *tree.Node) {
	file := source.NewFile(name, []byte(text))
	return file, tree.ParseJSON(file, []byte(text), &source.Diagnostics{})
}

// explained returns path and parameters of what is found at the first
// occurrence of a text in a file.
func explained(d *Deployment, file *source.File, text, at string) []string {
	x := source.Diagnostic{Severity: source.Error, Pos: file.Pos(strings.Index(text, at))}
	d.Explain(&x)
	out := []string{x.Path}
	for _, r := range x.Related {
		out = append(out, fmt.Sprintf("%s: %s", r.Pos, r.Message))
	}
	return out
}

func TestExplainLeadsToPlacesAndParameters(t *testing.T) {
	linked := inGroup(`"parameters": {"inner": {"type": "string"}},
		"resources": [{"type": "A.B/c", "name": "x", "properties": {"v": "[parameters('inner')]"}}]`)
	text := inGroup(`"parameters": {"port": {"type": "string"}, "size": {"type": "int", "defaultValue": 3}},
		"variables": {"both": "[concat(parameters('port'), string(parameters('size')))]"},
		"resources": [
			{"type": "A.B/c", "name": "a", "properties": {"rules": [{"name": "one"}, {"port": "[variables('both')]"}]}},
			{"type": "A.B/c", "name": "b", "properties": {"v": "plain"}},
			` + nestedDeployment("n", "", `, "parameters": {"inner": {"value": "[parameters('port')]"}}, "templateLink": {"relativePath": "linked.json"}`) + `]`)
	given := `{"parameters": {"port": {"value": "70000"}}}`
	file, root := parsedFile("dir/main.json", text)
	givenFile, givenRoot := parsedFile("dir/main.parameters.json", given)
	d := Read(file, root, Options{Parameters: []*tree.Node{givenRoot}, ReadFile: files(map[string]string{"linked.json": linked})}, &source.Diagnostics{})

	const port = `dir/main.parameters.json:1:35: parameter "port" gets its value here`
	for _, row := range []struct {
		file     *source.File
		text, at string
		want     []string
	}{
		{file, text, `"[variables('both')]"`, []string{"resources[0].properties.rules[1].port", port,
			`dir/main.json:1:208: parameter "size" has this value by default`}},
		{file, text, `"one"`, []string{"resources[0].properties.rules[0].name"}},
		{file, text, `"plain"`, []string{"resources[1].properties.v"}},
		{file, text, `{"type": "A.B/c", "name": "b"`, []string{"resources[1]"}},
		{source.NewFile("dir/linked.json", []byte(linked)), linked, `"[parameters('inner')]"`, []string{"resources[0].properties.v", port}},
		{givenFile, given, `"70000"`, []string{"parameters.port.value"}},
		{source.NewFile("dir/other.json", []byte(text)), text, `"plain"`, []string{""}},
	} {
		if diff := cmp.Diff(row.want, explained(d, row.file, row.text, row.at)); diff != "" {
			t.Errorf("%s: %s", row.at, diff)
		}
	}
}

// A default that cannot be a name is a placeholder; what is given, or written, is not.
func TestNamesMadeOfDefaultsAreUnknown(t *testing.T) {
	template := func(name string) string {
		return inGroup(`"parameters": {"n": {"type": "string", "defaultValue": ""}}, "resources": [{"type": "A.B/c/d", "name": "` + name + `",
			"properties": {"id": "[resourceId('A.B/c', parameters('n'))]", "part": "[split(parameters('n'), '/')[1]]"}}]`)
	}
	const why = `the default of parameter "n" is no value that can be used here`
	got, diags := read(template("[parameters('n')]"), Options{})
	if len(got) != 1 || len(found(diags)) > 0 {
		t.Fatalf("%d resources, %v", len(got), found(diags))
	}
	for _, key := range []string{"name", "id"} {
		if n := got[0].Node.Get(key); n.Why != why || n.Supply != "--set n=VALUE, or a parameters file" {
			t.Errorf("%s is %s; %s", key, show(n), n.Supply)
		}
	}
	for _, key := range []string{"id", "part"} {
		if n := got[0].Node.At("properties", key); n.Why != why {
			t.Errorf("properties.%s is %s", key, show(n))
		}
	}
	for name, o := range map[string]Options{"[parameters('n')]": {Set: []Setting{{"n", "x"}}}, "x": {}} {
		if _, diags := read(template(name), o); len(found(diags)) == 0 || !strings.Contains(found(diags)[0], "wants 2 names") {
			t.Errorf("%s: %v", name, found(diags))
		}
	}
}
