package arm

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// deployment is a nested deployment with more properties and members.
func nestedDeployment(name, members, properties string) string {
	return `{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "` + name + `"` + members +
		`, "properties": {"mode": "Incremental"` + properties + `}}`
}

const inner = `, "expressionEvaluationOptions": {"scope": "inner"}`

func TestOuterScopeSeesTheParent(t *testing.T) {
	resources := check(t, inGroup(`"parameters": {"p": {"type": "string", "defaultValue": "parent"}}, "resources": [`+
		nestedDeployment("n", `, "resourceGroup": "other", "copy": {"name": "loop", "count": 2}`,
			`, "template": `+inGroup(`"parameters": {"p": {"type": "string", "defaultValue": "own"}}, "resources": [
				{"type": "A.B/c", "name": "[concat(parameters('p'), copyIndex('loop'))]",
				 "properties": {"group": "[resourceGroup().name]", "id": "[resourceId('A.B/x', 'y')]"}}]`))+`]`),
		Options{}, []string{
			"resources[0].properties.template.resources[0] " + sub0 + "/resourceGroups/other/providers/A.B/c/parent0",
			"resources[0].properties.template.resources[0] " + sub0 + "/resourceGroups/other/providers/A.B/c/parent1",
		}, nil)
	want := `{"group":"rg","id":"` + sub0 + `/resourceGroups/rg/providers/A.B/x/y"}`
	if diff := cmp.Diff(want, show(resources[0].Node.Get("properties"))); diff != "" {
		t.Error(diff)
	}
}

func TestInnerScopeSeesItselfOnly(t *testing.T) {
	resources := check(t, inGroup(`"parameters": {"p": {"type": "string", "defaultValue": "parent"}}, "variables": {"v": "x"}, "resources": [`+
		nestedDeployment("n", `, "resourceGroup": "other"`, inner+`, "parameters": {"p": {"value": "[concat(parameters('p'), '-given')]"}},
			"template": `+inGroup(`"parameters": {"p": {"type": "string", "defaultValue": "own"}, "q": {"type": "string", "defaultValue": "[parameters('p')]"},
				"r": {"type": "string"}},
				"resources": [{"type": "A.B/c", "name": "[parameters('q')]", "properties": {"group": "[resourceGroup().name]", "r": "[parameters('r')]",
				"name": "[deployment().name]", "v": "[variables('v')]"}}]`))+`]`),
		Options{}, []string{"resources[0].properties.template.resources[0] " + sub0 + "/resourceGroups/other/providers/A.B/c/parent-given"},
		[]string{`error 5:43 variables finds no variable "v"`})
	want := `{"group":"other","r":?parameter "r" has no value,"name":"n","v":?the expression has an error}`
	if diff := cmp.Diff(want, show(resources[0].Node.Get("properties"))); diff != "" {
		t.Error(diff)
	}
	if got, want := resources[0].Node.At("properties", "r").Supply, "a value for r among the parameters of the nested deployment"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestInnerTemplateInsideOfAnOuterOneIsEscaped(t *testing.T) {
	check(t, inGroup(`"resources": [`+nestedDeployment("outer", "", `, "template": `+inGroup(`"resources": [`+
		nestedDeployment("inner", "", inner+`, "parameters": {"p": {"value": "[concat('g', 'iven')]"}}, "template": `+inGroup(
			`"parameters": {"p": {"type": "string"}}, "resources": [{"type": "A.B/c", "name": "[[concat(parameters('p'), '1')]"}, {"type": "A.B/c", "name": "[concat(parameters('p'), '2')]"}]`))+`]`))+`]`),
		Options{}, []string{
			"resources[0].properties.template.resources[0].properties.template.resources[0] …/A.B/c/given1",
			"resources[0].properties.template.resources[0].properties.template.resources[1] …/A.B/c/given2",
		}, nil)
}

func TestOutputsOfNestedDeployments(t *testing.T) {
	resources := check(t, inGroup(`"resources": [
		{"type": "A.B/c", "name": "[reference('n').outputs.name.value]", "properties": {
			"list": "[reference('n').outputs.list.value[1]]",
			"byId": "[reference(resourceId('Microsoft.Resources/deployments', 'n')).outputs.sub.value.id]",
			"try": "[tryGet(reference('n'), 'outputs', 'name', 'value')]",
			"none": "[tryGet(reference('n'), 'outputs', 'nope')]",
			"state": "[reference('n').provisioningState]",
			"typo": "[reference('n').outputs.nam.value]"}},`+
		nestedDeployment("n", "", inner+`, "template": `+inGroup(`"resources": [
			{"type": "Microsoft.Network/virtualNetworks", "name": "v", "properties": {"subnets": [{"name": "s"}]}}],
			"outputs": {"name": {"type": "string", "value": "[concat('made-', 'there')]"}, "sub": {"type": "object", "value": "[reference('v').subnets[0]]"},
			"list": {"type": "array", "copy": {"count": 3, "input": "[copyIndex()]"}}, "unused": {"type": "string", "value": "[nope()]"}}`))+`]`),
		Options{}, []string{"resources[0] …/A.B/c/made-there", "resources[1].properties.template.resources[0] …/Microsoft.Network/virtualNetworks/v"},
		[]string{`error 8:14 Microsoft.Resources/deployments n has no output "nam"; did you mean name?`, "error 11:119 there is no function nope"})
	want := `{"list":1,"byId":"` + sub0 + `/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s","try":"made-there","none":null,` +
		`"state":?properties.provisioningState is known only after deployment: the template does not state it for Microsoft.Resources/deployments n,"typo":?the expression has an error}`
	if diff := cmp.Diff(want, show(resources[0].Node.Get("properties"))); diff != "" {
		t.Error(diff)
	}
}

func TestNestedDeploymentsToOtherScopes(t *testing.T) {
	one := inGroup(`"resources": [{"type": "A.B/c", "name": "n"}]`)
	check(t, inGroup(`"parameters": {"rg": {"type": "string"}}, "resources": [`+strings.Join([]string{
		nestedDeployment("a", `, "subscriptionId": "11111111-1111-1111-1111-111111111111", "resourceGroup": "x"`, `, "template": `+one),
		nestedDeployment("b", `, "subscriptionId": "11111111-1111-1111-1111-111111111111", "location": "westeurope"`, `, "template": `+one),
		nestedDeployment("c", `, "scope": "/"`, `, "template": `+one),
		nestedDeployment("d", `, "scope": "Microsoft.Management/managementGroups/m"`, `, "template": `+one),
		nestedDeployment("e", `, "resourceGroup": "[parameters('rg')]"`, `, "template": `+one),
	}, ",")+`]`), Options{}, []string{
		"resources[0].properties.template.resources[0] /subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/x/providers/A.B/c/n",
		"resources[1].properties.template.resources[0] /subscriptions/11111111-1111-1111-1111-111111111111/providers/A.B/c/n",
		"resources[2].properties.template.resources[0] /providers/A.B/c/n",
		"resources[3].properties.template.resources[0] /providers/Microsoft.Management/managementGroups/m/providers/A.B/c/n",
		"resources[4].properties.template.resources[0] " + sub0 + "/resourceGroups/(parameters('rg'))/providers/A.B/c/n",
	}, nil)
}

func TestConditionOfANestedDeployment(t *testing.T) {
	one := inGroup(`"resources": [{"type": "A.B/c", "name": "n"}]`)
	check(t, inGroup(`"parameters": {"open": {"type": "bool"}}, "resources": [`+
		nestedDeployment("a", `, "condition": false`, `, "template": `+one)+","+
		nestedDeployment("b", `, "condition": "[parameters('open')]"`, `, "template": `+one)+`,
		{"type": "A.B/x", "name": "y", "properties": {"o": "[reference('a').outputs.z.value]"}}]`),
		Options{}, []string{
			`resources[1].properties.template.resources[0] …/A.B/c/n ?whether it is deployed is not known: parameter "open" has no value`,
			"resources[2] …/A.B/x/y",
		}, nil)
}

func TestLinkedTemplates(t *testing.T) {
	linked := files(map[string]string{
		"nested/vnet.json":     inGroup(`"parameters": {"name": {"type": "string"}}, "resources": [{"type": "A.B/c", "name": "[parameters('name')]"},` + nestedDeployment("deep", "", `, "templateLink": {"relativePath": "deeper/x.json"}`) + `]`),
		"nested/deeper/x.json": inGroup(`"resources": [{"type": "A.B/c", "name": "x"}]`),
		"side.json":            inGroup(`"resources": [{"type": "A.B/c", "name": "[deployment().name]"}]`),
		"params.json":          `{"parameters": {"name": {"value": "from-file"}}}`,
		"broken.json":          `{"resources": [`,
	})
	resources := check(t, inGroup(`"resources": [`+strings.Join([]string{
		nestedDeployment("a", "", `, "templateLink": {"relativePath": "nested/vnet.json"}, "parameters": {"name": {"value": "given"}}`),
		nestedDeployment("b", "", `, "templateLink": {"uri": "[uri(deployment().properties.templateLink.uri, 'side.json?sas=1')]"}`),
		nestedDeployment("c", "", `, "templateLink": {"relativePath": "nested/vnet.json"}, "parametersLink": {"relativePath": "params.json"}`),
		nestedDeployment("d", "", `, "templateLink": {"relativePath": "../secret.json"}`),
		nestedDeployment("e", "", `, "templateLink": {"relativePath": "nested/../../secret.json"}`),
		nestedDeployment("f", "", `, "templateLink": {"uri": "https://example.com/a.json"}`),
		nestedDeployment("g", "", `, "templateLink": {"relativePath": "missing.json"}`),
		nestedDeployment("h", "", `, "templateLink": {"uri": "file:///../../etc/passwd"}`),
		nestedDeployment("i", "", `, "templateLink": {"id": "/subscriptions/x/templateSpecs/y"}`),
		nestedDeployment("j", "", `, "templateLink": {"relativePath": "/etc/passwd"}`),
	}, ",\n")+`]`), Options{ReadFile: linked}, []string{
		"resources[0] …/A.B/c/given", "resources[0] …/A.B/c/x",
		"resources[0] …/A.B/c/b",
		"resources[0] …/A.B/c/from-file", "resources[0] …/A.B/c/x",
		"resources[3] …/Microsoft.Resources/deployments/d", "resources[4] …/Microsoft.Resources/deployments/e",
		"resources[5] …/Microsoft.Resources/deployments/f", "resources[6] …/Microsoft.Resources/deployments/g",
		"resources[7] …/Microsoft.Resources/deployments/h", "resources[8] …/Microsoft.Resources/deployments/i",
		"resources[9] …/Microsoft.Resources/deployments/j",
	}, []string{
		`unknown 4:1 what this nested deployment deploys is not known: its template "../secret.json" lies outside of the folder of the template`,
		`unknown 5:1 what this nested deployment deploys is not known: its template "nested/../../secret.json" lies outside of the folder of the template`,
		`unknown 6:1 what this nested deployment deploys is not known: its template https://example.com/a.json is on the network, which is not read`,
		`unknown 7:1 what this nested deployment deploys is not known: missing.json cannot be read: file does not exist`,
		`unknown 8:1 what this nested deployment deploys is not known: its template "../../etc/passwd" lies outside of the folder of the template`,
		`unknown 9:1 what this nested deployment deploys is not known: its template is the template spec /subscriptions/x/templateSpecs/y, which is in Azure`,
		`unknown 10:1 what this nested deployment deploys is not known: its template "/etc/passwd" lies outside of the folder of the template`,
	})
	if got := resources[0].Node.Pos.File(); got != "dir/nested/vnet.json" {
		t.Errorf("place in %s, want the linked file", got)
	}
}

func TestLinkedTemplatesWithoutReadFile(t *testing.T) {
	_, diags := read(inGroup(`"resources": [`+nestedDeployment("a", "", `, "templateLink": {"relativePath": "x.json"}`)+`]`), Options{})
	if got := diags.Sorted(); len(got) != 1 || !strings.Contains(got[0].Message, "linked files such as x.json are not read") {
		t.Errorf("got %v", got)
	}
}

func TestParentFoldersWhereAllowed(t *testing.T) {
	opts := Options{AllowParent: true, ReadFile: func(name string) ([]byte, error) {
		if name != "../x.json" {
			return nil, errors.New("asked for " + name)
		}
		return []byte(inGroup(`"resources": [{"type": "A.B/c", "name": "x"}]`)), nil
	}}
	check(t, inGroup(`"resources": [`+nestedDeployment("a", "", `, "templateLink": {"relativePath": "../x.json"}`)+`]`),
		opts, []string{"resources[0] …/A.B/c/x"}, nil)
}
