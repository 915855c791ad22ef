package arm

import (
	"encoding/json"
	"fmt"
	"testing"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// checkResult fails where resources or diagnostics cannot be worked with.
func checkResult(t *testing.T, resources []Resource, diags *source.Diagnostics) {
	for _, r := range resources {
		for _, key := range []string{"id", "type", "name"} {
			if n := r.Node.Get(key); !n.Is(tree.String) && !n.Is(tree.Unknown) {
				t.Fatalf("%s of %s is %v", key, r.Path, n)
			}
		}
		checkNode(t, r.Node)
	}
	for _, d := range diags.Sorted() {
		if d.Message == "" || !d.Pos.IsValid() {
			t.Fatalf("diagnostic without text or place: %+v", d)
		}
	}
}

func checkNode(t *testing.T, n *tree.Node) {
	if n == nil || n.Kind == tree.Absent {
		t.Fatal("absent value")
	}
	if n.Kind == tree.Unknown && n.Why == "" {
		t.Fatal("an Unknown that does not say why")
	}
	for _, item := range n.Items {
		checkNode(t, item)
	}
	for _, m := range n.Members {
		checkNode(t, m.Value)
	}
}

func FuzzExpression(f *testing.F) {
	for _, s := range []string{
		"concat('a', parameters('object').one)", "format('{0:N0} {1,-5}', 12345, 'x')", "reference('vnet').subnets[0].id",
		"map(range(0, 3), lambda('x', lambdaVariables('x')))", "cidrSubnet('10.0.0.0/8', 24, 5)", "if(equals(1, 2), 'a', null())",
		"union(variables('deep1'), variables('deep2'))", "items(variables('entities'))", "sort(createArray(3, 1), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))",
		"dateTimeAdd('2020-04-07 14:53:14Z', 'PT1H', 'yyyy')", "json('{\"a\": [1]}')", "contoso.twice('x')", "resourceId('a/b', 'c')",
		"tryGet(reference('vnet'), 'x')", "split('a,b', createArray(',', 'x'))", "substring('abc', 1, 1)", "copyIndex()", "parameters('nothing')",
		"padLeft('a', 100, 'x')", "base64ToString('YQ==')", "uri('http://a/b', '../c')", "uniqueString(resourceGroup().id)", "environment().suffixes",
		"take(skip(parameters('list'), 1), 1)[0]", "mul(9223372036854775807, 2)", "replace('aaa', 'a', 'bb')", "toObject(parameters('list'), lambda('x', lambdaVariables('x')))",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		quoted, err := json.Marshal("[" + s + "]")
		if err != nil {
			return
		}
		resources, diags := read(fmt.Sprintf(world, quoted), Options{})
		checkResult(t, resources, diags)
	})
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		inGroup(someParameters),
		inGroup(`"resources": [` + nestedDeployment("n", "", inner+`, "parameters": {"p": {"value": "[concat('a', 'b')]"}}, "template": `+
			inGroup(`"parameters": {"p": {"type": "string"}}, "resources": [{"type": "A.B/c", "name": "[parameters('p')]"}], "outputs": {"o": {"value": 1}}`)) + `]`),
		inGroup(`"languageVersion": "2.0", "resources": {"a": {"type": "A.B/c", "name": "[format('{0}', copyIndex())]", "copy": {"name": "a", "count": 2}, "properties": {"x": "[reference('a[0]').x]"}}}`),
		inGroup(`"variables": {"copy": [{"name": "v", "count": 2, "input": "[copyIndex('v')]"}]}, "resources": [{"type": "A.B/c", "name": "x", "condition": "[variables('v')]", "resources": [{"type": "d", "name": "e", "scope": "x"}]}]`),
		inGroup(`"functions": [{"namespace": "n", "members": {"f": {"parameters": [{"name": "a"}], "output": {"value": "[parameters('a')]"}}}}], "resources": [{"type": "A.B/c", "name": "[n.f('x')]"}]`),
		inGroup(`"resources": [` + nestedDeployment("a", `, "resourceGroup": 5`, `, "templateLink": {"relativePath": "main.json"}`) + `]`),
		`{"resources": 5, "parameters": [], "variables": null, "functions": {}, "outputs": "x"}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		resources, diags := read(string(text), Options{ReadFile: files(map[string]string{"main.json": string(text)})})
		checkResult(t, resources, diags)
	})
}
