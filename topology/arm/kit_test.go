package arm

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// rgSchema begins a template for a resource group.
const rgSchema = `"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0"`

// read reads a template given as text.
func read(text string, opts Options) ([]Resource, *source.Diagnostics) {
	var diags source.Diagnostics
	file := source.NewFile("dir/main.json", []byte(text))
	root := tree.ParseJSON(file, []byte(text), &diags)
	return Read(file, root, opts, &diags).Resources, &diags
}

// files is a ReadFile over texts by name.
func files(texts map[string]string) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		if text, ok := texts[name]; ok {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	}
}

// found lists diagnostics as "severity line:column code message".
func found(diags *source.Diagnostics) []string {
	out := []string{}
	for _, d := range diags.Sorted() {
		line, column := d.Pos.LineColumn()
		out = append(out, fmt.Sprintf("%v %d:%d %s", d.Severity, line, column, d.Message))
	}
	return out
}

// show writes a value as JSON; an Unknown as ?why.
func show(n *tree.Node) string {
	if n == nil {
		return "nothing"
	}
	switch n.Kind {
	case tree.Unknown:
		return "?" + n.Why
	case tree.List:
		parts := []string{}
		for _, item := range n.Items {
			parts = append(parts, show(item))
		}
		return "[" + strings.Join(parts, ",") + "]"
	case tree.Object:
		parts := []string{}
		for _, m := range n.Members {
			parts = append(parts, fmt.Sprintf("%q:%s", m.Key, show(m.Value)))
		}
		return "{" + strings.Join(parts, ",") + "}"
	case tree.String:
		return fmt.Sprintf("%q", n.Text)
	case tree.Null:
		return "null"
	}
	return n.Text
}

// world is a template in which expressions are tried, at properties.v of its
// last resource.
const world = `{` + rgSchema + `,
"parameters": {
  "object": {"type": "object", "defaultValue": {"one": "a", "two": "b", "three": "c"}},
  "second": {"type": "object", "defaultValue": {"one": "a", "two": "z", "three": "c"}},
  "list": {"type": "array", "defaultValue": ["one", "two", "three"]},
  "nothing": {"type": "string"},
  "nulls": {"type": "object", "defaultValue": {"null1": null, "null2": null, "string": "default", "int": 1, "object": {"first": "default"}, "array": [1]}}
},
"variables": {
  "dogs": [
    {"name": "Evie", "age": 5, "interests": ["Ball", "Frisbee"]},
    {"name": "Casper", "age": 3, "interests": ["Other dogs"]},
    {"name": "Indy", "age": 2, "interests": ["Butter"]},
    {"name": "Kira", "age": 8, "interests": ["Rubs"]}],
  "entities": {"item002": {"enabled": false, "number": 200}, "item001": {"enabled": true, "number": 300}},
  "deep1": {"property": {"one": "a", "two": "b", "three": "c1"}, "nestedArray": [1, 2]},
  "deep2": {"property": {"three": "c2", "four": "d", "five": "e"}, "nestedArray": [3, 4]},
  "copy": [{"name": "itemForLoop", "count": "[length(range(0, 10))]", "input": "[range(0, 10)[copyIndex('itemForLoop')]]"}]
},
"functions": [{"namespace": "contoso", "members": {
  "uniqueName": {"parameters": [{"name": "namePrefix", "type": "string"}],
    "output": {"type": "string", "value": "[concat(toLower(parameters('namePrefix')), '-x')]"}},
  "twice": {"parameters": [{"name": "s", "type": "string"}],
    "output": {"type": "string", "value": "[concat(contoso.uniqueName(parameters('s')), contoso.uniqueName(parameters('s')))]"}},
  "outside": {"parameters": [], "output": {"type": "string", "value": "[parameters('list')]"}}}}],
"resources": [
  {"type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-05-01", "name": "vnet", "location": "westeurope",
    "properties": {"flowTimeoutInMinutes": null, "bgpCommunities": {"virtualNetworkCommunity": ""}, "addressSpace": {"addressPrefixes": ["[concat('10.0.0.0', '/16')]"]},
      "subnets": [{"name": "web", "properties": {"addressPrefix": "10.0.0.0/24"}}]}},
  {"type": "Microsoft.Test/things", "apiVersion": "1", "name": "x", "properties": {"v": %s}}]}`

// evaluate returns the value of an expression in the world.
func evaluate(expr string) (*tree.Node, *source.Diagnostics) {
	quoted, _ := json.Marshal("[" + expr + "]")
	resources, diags := read(fmt.Sprintf(world, quoted), Options{})
	if len(resources) == 0 {
		return nil, diags
	}
	return resources[len(resources)-1].Node.At("properties", "v"), diags
}

// example is an expression and its value as JSON.
type example struct{ expr, want string }

// try checks examples that must evaluate without any diagnostic.
func try(t *testing.T, examples []example) {
	t.Helper()
	for _, x := range examples {
		got, diags := evaluate(x.expr)
		if s := show(got); s != x.want {
			t.Errorf("%s\n  got  %s\n  want %s", x.expr, s, x.want)
		}
		if all := found(diags); len(all) > 0 {
			t.Errorf("%s: %v", x.expr, all)
		}
	}
}

// refuse checks expressions that have an error.
func refuse(t *testing.T, examples []example) {
	t.Helper()
	for _, x := range examples {
		_, diags := evaluate(x.expr)
		all := diags.Sorted()
		if len(all) != 1 || all[0].Severity != source.Error || all[0].Message != x.want {
			t.Errorf("%s\n  got  %v\n  want %s", x.expr, found(diags), x.want)
		}
	}
}

// parse reads JSON.
func parse(t *testing.T, text string) *tree.Node {
	t.Helper()
	var diags source.Diagnostics
	root := tree.ParseJSON(source.NewFile("f.json", []byte(text)), []byte(text), &diags)
	if diags.HasErrors() {
		t.Fatal(diags.Err())
	}
	return root
}
