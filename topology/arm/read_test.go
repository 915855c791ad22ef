package arm

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology/tree"
)

// outline lists resources as "path id", with ? and why for uncertain ones.
func outline(resources []Resource) []string {
	out := []string{}
	for _, r := range resources {
		id := show(r.Node.Get("id"))
		id = strings.ReplaceAll(strings.Trim(id, `"`), sub0+"/resourceGroups/rg/providers/", "…/")
		line := r.Path + " " + id
		if r.Maybe != nil {
			line += " ?" + r.Maybe.Why
		}
		out = append(out, line)
	}
	return out
}

// check reads a template of these resources and compares outline and diagnostics.
func check(t *testing.T, text string, opts Options, want, wantFound []string) []Resource {
	t.Helper()
	resources, diags := read(text, opts)
	if diff := cmp.Diff(want, outline(resources)); diff != "" {
		t.Error(diff)
	}
	if wantFound == nil {
		wantFound = []string{}
	}
	if diff := cmp.Diff(wantFound, found(diags)); diff != "" {
		t.Error(diff)
	}
	return resources
}

// inGroup is a template for a resource group with more sections.
func inGroup(sections string) string { return "{" + rgSchema + ", " + sections + "}" }

func TestIsTemplateAndIsParameters(t *testing.T) {
	for _, tt := range []struct {
		in                   string
		template, parameters bool
	}{
		{`{"$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#", "resources": []}`, true, false},
		{`{"$schema": "http://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json"}`, true, false},
		{`{"contentVersion": "1.0.0.0", "resources": []}`, true, false},
		{`{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "parameters": {}}`, false, true},
		{`{"resources": []}`, false, false},
		{`[]`, false, false},
	} {
		root := parse(t, tt.in)
		if got := IsTemplate(root); got != tt.template {
			t.Errorf("IsTemplate(%s) = %v", tt.in, got)
		}
		if got := IsParameters(root); got != tt.parameters {
			t.Errorf("IsParameters(%s) = %v", tt.in, got)
		}
	}
}

func TestChildrenInEverySpelling(t *testing.T) {
	check(t, inGroup(`"resources": [
		{"type": "Microsoft.Network/virtualNetworks", "name": "v", "resources": [
			{"type": "subnets", "name": "a"},
			{"type": "Microsoft.Network/virtualNetworks/subnets", "name": "[concat('v', '/b')]"},
			{"type": "virtualNetworkPeerings", "name": "p", "resources": [{"type": "deep", "name": "d"}]}]},
		{"type": "Microsoft.Network/virtualNetworks/subnets", "name": "v/c"},
		{"type": "Microsoft.Network/virtualNetworks/providers/locks", "name": "v/Microsoft.Authorization/l"},
		{"type": "Microsoft.Authorization/locks", "name": "l2", "scope": "[format('Microsoft.Network/virtualNetworks/{0}', 'v')]"}]`),
		Options{}, []string{
			"resources[0] …/Microsoft.Network/virtualNetworks/v",
			"resources[0].resources[0] …/Microsoft.Network/virtualNetworks/v/subnets/a",
			"resources[0].resources[1] …/Microsoft.Network/virtualNetworks/v/subnets/b",
			"resources[0].resources[2] …/Microsoft.Network/virtualNetworks/v/virtualNetworkPeerings/p",
			"resources[0].resources[2].resources[0] …/Microsoft.Network/virtualNetworks/v/virtualNetworkPeerings/p/deep/d",
			"resources[1] …/Microsoft.Network/virtualNetworks/v/subnets/c",
			"resources[2] …/Microsoft.Network/virtualNetworks/v/providers/Microsoft.Authorization/locks/l",
			"resources[3] …/Microsoft.Network/virtualNetworks/v/providers/Microsoft.Authorization/locks/l2",
		}, nil)
}

func TestResourceBodyHasAllThatIsDeclared(t *testing.T) {
	resources, _ := read(inGroup(`"resources": [{"comments": "x", "condition": true, "type": "A.B/c", "apiVersion": "1", "name": "n",
		"location": "[resourceGroup().location]", "tags": {"[concat('a', 'b')]": "c"}, "sku": {"name": "S"}, "zones": ["1"],
		"dependsOn": ["x"], "properties": {"literal": "[[x]", "n": null, "subnets": [{"name": "inside"}]}}]`), Options{})
	want := `{"id":"` + sub0 + `/resourceGroups/rg/providers/A.B/c/n","type":"A.B/c","name":"n","apiVersion":"1","location":"location-of-rg",` +
		`"tags":{"ab":"c"},"sku":{"name":"S"},"zones":["1"],"properties":{"literal":"[x]","n":null,"subnets":[{"name":"inside"}]}}`
	if diff := cmp.Diff(want, show(resources[0].Node)); diff != "" {
		t.Error(diff)
	}
}

func TestCopyLoops(t *testing.T) {
	resources := check(t, inGroup(`"parameters": {"n": {"type": "int", "defaultValue": 2}},
		"variables": {"zones": ["a", "b", "c"]},
		"resources": [{"type": "A.B/c", "name": "[concat('n', copyIndex('outer', 1))]", "copy": {"name": "outer", "count": "[parameters('n')]", "mode": "serial", "batchSize": 1},
			"properties": {"i": "[copyIndex()]", "copy": [
				{"name": "inner", "count": "[length(variables('zones'))]",
				 "input": {"z": "[variables('zones')[copyIndex('inner')]]", "o": "[copyIndex('outer')]", "r": "[copyIndex()]",
					"copy": [{"name": "deep", "count": 2, "input": "[format('{0}{1}{2}', copyIndex('outer'), copyIndex('inner'), copyIndex('deep'))]"}]}}]},
			"resources": [{"type": "d", "name": "[concat('child', copyIndex())]"}]}]`),
		Options{}, []string{
			"resources[0] …/A.B/c/n1", "resources[0].resources[0] …/A.B/c/n1/d/child0",
			"resources[0] …/A.B/c/n2", "resources[0].resources[0] …/A.B/c/n2/d/child1",
		}, nil)
	want := `{"i":1,"inner":[{"z":"a","o":1,"r":1,"deep":["100","101"]},{"z":"b","o":1,"r":1,"deep":["110","111"]},{"z":"c","o":1,"r":1,"deep":["120","121"]}]}`
	if diff := cmp.Diff(want, show(resources[2].Node.Get("properties"))); diff != "" {
		t.Error(diff)
	}
}

func TestAPropertyCalledCopyIsNoLoop(t *testing.T) {
	resources, _ := read(inGroup(`"resources": [{"type": "A.B/c", "name": "n", "properties": {"copy": [{"source": "x"}], "b": {"copy": "yes"}}}]`), Options{})
	want := `{"copy":[{"source":"x"}],"b":{"copy":"yes"}}`
	if diff := cmp.Diff(want, show(resources[0].Node.Get("properties"))); diff != "" {
		t.Error(diff)
	}
}

func TestCopyCounts(t *testing.T) {
	for _, tt := range []struct {
		count string
		want  []string
		found []string
	}{
		{`0`, []string{}, nil},
		{`800`, nil, nil},
		{`801`, []string{}, []string{"error 2:70 expected a count from 0 to 800, found 801"}},
		{`-1`, []string{}, []string{"error 2:70 expected a count from 0 to 800, found -1"}},
		{`"x"`, []string{}, []string{`error 2:70 expected a count from 0 to 800, found "x"`}},
		{`"[parameters('n')]"`, []string{`resources[0] ?parameter "n" has no value ?how many of it there are is not known: parameter "n" has no value`},
			[]string{`unknown 2:70 how many resources this loop makes is not known: parameter "n" has no value`}},
	} {
		text := inGroup("\"parameters\": {\"n\": {\"type\": \"int\"}}, \"resources\": [\n" +
			`{"type": "A.B/c", "name": "[string(copyIndex())]", "copy": {"count": ` + tt.count + `, "name": "l"}}]`)
		resources, diags := read(text, Options{})
		if tt.want == nil {
			if len(resources) != 800 {
				t.Errorf("count %s: %d resources", tt.count, len(resources))
			}
			continue
		}
		wantFound := append([]string{}, tt.found...)
		if strings.Contains(tt.count, "801") || tt.count == "-1" || tt.count == `"x"` {
			if diff := cmp.Diff(wantFound[0], found(diags)[0]); diff != "" {
				t.Error(diff)
			}
			continue
		}
		if diff := cmp.Diff(tt.want, outline(resources)); diff != "" {
			t.Errorf("count %s: %s", tt.count, diff)
		}
		if diff := cmp.Diff(wantFound, found(diags)); diff != "" {
			t.Errorf("count %s: %s", tt.count, diff)
		}
	}
}

func TestConditions(t *testing.T) {
	check(t, inGroup(`"parameters": {"deploy": {"type": "bool", "defaultValue": true}, "open": {"type": "bool"}}, "resources": [
		{"type": "A.B/c", "name": "yes", "condition": "[parameters('deploy')]"},
		{"type": "A.B/c", "name": "[split(null(), '/')]", "condition": "[not(parameters('deploy'))]", "resources": [{"type": "d", "name": "e"}]},
		{"type": "A.B/c", "name": "perhaps", "condition": "[parameters('open')]", "resources": [{"type": "d", "name": "e"}]}]`),
		Options{}, []string{
			"resources[0] …/A.B/c/yes",
			`resources[2] …/A.B/c/perhaps ?whether it is deployed is not known: parameter "open" has no value`,
			`resources[2].resources[0] …/A.B/c/perhaps/d/e ?whether it is deployed is not known: parameter "open" has no value`,
		}, nil)
}

func TestSymbolicNames(t *testing.T) {
	resources := check(t, inGroup(`"languageVersion": "2.0", "resources": {
		"old": {"existing": true, "type": "A.B/c", "name": "old", "resourceGroup": "elsewhere"},
		"first": {"type": "A.B/c", "name": "one", "properties": {"x": "[reference('many[1]').y]", "all": "[map(references('many'), lambda('r', lambdaVariables('r').y))]",
			"o": "[reference('old').z]", "info": "[resourceInfo('old').id]", "n": "[resourceInfo('first').name]"}},
		"many": {"copy": {"name": "many", "count": 2}, "type": "A.B/c", "name": "[format('m{0}', copyIndex())]", "properties": {"y": "[copyIndex()]"}},
		"first::kid": {"type": "A.B/c/d", "name": "one/kid"}}`),
		Options{}, []string{
			"resources.first …/A.B/c/one", "resources.many …/A.B/c/m0", "resources.many …/A.B/c/m1", "resources.first::kid …/A.B/c/one/d/kid",
		}, nil)
	want := `{"x":1,"all":[0,1],"o":?properties.z is known only after deployment: A.B/c old is not deployed by the template,"info":"` +
		sub0 + `/resourceGroups/elsewhere/providers/A.B/c/old","n":"one"}`
	if diff := cmp.Diff(want, show(resources[0].Node.Get("properties"))); diff != "" {
		t.Error(diff)
	}
	ref := resources[0].Node.At("properties", "o").Ref
	if diff := cmp.Diff(&tree.Ref{ID: sub0 + "/resourceGroups/elsewhere/providers/A.B/c/old", Path: "properties.z"}, ref); diff != "" {
		t.Error(diff)
	}
}

func TestScopesOfSchemas(t *testing.T) {
	for _, tt := range []struct{ schema, want string }{
		{"2019-04-01/deploymentTemplate.json#", sub0 + "/resourceGroups/rg/providers/A.B/c/n"},
		{"2018-05-01/subscriptionDeploymentTemplate.json#", sub0 + "/providers/A.B/c/n"},
		{"2019-08-01/managementGroupDeploymentTemplate.json#", "/providers/Microsoft.Management/managementGroups/mg/providers/A.B/c/n"},
		{"2019-08-01/tenantDeploymentTemplate.json#", "/providers/A.B/c/n"},
	} {
		resources, _ := read(`{"$schema": "https://schema.management.azure.com/schemas/`+tt.schema+`", "resources": [{"type": "A.B/c", "name": "n"}]}`, Options{})
		if got := resources[0].Node.Get("id").Str(); got != tt.want {
			t.Errorf("%s: %s", tt.schema, got)
		}
	}
	resources, _ := read(`{"$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
		"resources": [{"type": "Microsoft.Resources/resourceGroups", "name": "hub"}]}`, Options{Subscription: "s"})
	if got := resources[0].Node.Get("id").Str(); got != "/subscriptions/s/resourceGroups/hub" {
		t.Errorf("resource group: %s", got)
	}
}

func TestMistakesInResources(t *testing.T) {
	check(t, inGroup(`"resources": [
		{"type": "A.B/c/d", "name": "n"},
		{"name": "n"},
		{"type": "A.B/c"},
		"x",
		{"type": "A.B/c", "name": "n", "condition": 5},
		{"type": "A.B/c", "name": "a", "properties": {"v": "[concat('a']", "w": "[nope()]", "x": "[copyIndex()]"}}]`),
		Options{}, []string{"resources[0] ?its type and name do not fit", "resources[2] ?it is not given", "resources[4] …/A.B/c/n", "resources[5] …/A.B/c/a"},
		[]string{
			"error 2:31 the resource wants 2 names for the type A.B/c/d, found 1",
			"error 3:3 a resource without a type",
			"error 4:3 a resource without a name",
			"error 5:3 expected a resource object, found text",
			"error 6:47 expected true or false, found 5",
			"error 7:66 the expression ends here; expected , or )",
			"error 7:77 there is no function nope",
			"error 7:94 copyIndex stands outside of a loop",
		})
}

func TestPlacesOfValues(t *testing.T) {
	text := inGroup(`"parameters": {"p": {"type": "string", "defaultValue": "10.0.0.0/16"}},
"variables": {"subnets": [{"name": "a", "prefix": "10.0.1.0/24"}]},
"resources": [{"type": "A.B/c", "name": "n", "properties": {
"literal": "x",
"fetched": "[parameters('p')]",
"made": "[concat(parameters('p'), '')]",
"list": "[variables('subnets')]",
"member": "[variables('subnets')[0].prefix]",
"missing": "[reference('z').a.b]"}}]`)
	resources, _ := read(text, Options{})
	properties := resources[0].Node.Get("properties")
	place := func(n *tree.Node) string {
		s := fmt.Sprintf("%s w%d", strings.TrimPrefix(n.Pos.String(), "dir/main.json:"), n.Width)
		if n.Origin.IsValid() {
			s += " from " + strings.TrimPrefix(n.Origin.String(), "dir/main.json:")
		}
		return s
	}
	for _, tt := range []struct{ name, got, want string }{
		{"literal", place(properties.Get("literal")), "4:12 w3"},
		{"fetched", place(properties.Get("fetched")), "5:12 w19 from 1:180"},
		{"made", place(properties.Get("made")), "6:9 w31"},
		{"list", place(properties.Get("list")), "7:9 w24 from 2:26"},
		{"item of list", place(properties.Get("list").Items[0].Get("prefix")), "2:51 w13"},
		{"member", place(properties.Get("member")), "8:11 w34 from 2:51"},
		{"missing", place(properties.Get("missing")), "9:12 w22"},
		{"id", place(resources[0].Node.Get("id")), "3:41 w3"},
		{"resource", place(resources[0].Node), "3:15 w251"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s at %s, want %s", tt.name, tt.got, tt.want)
		}
	}
}

func TestErrorsSayWhatMadeTheValue(t *testing.T) {
	text := inGroup(`"parameters": {"p": {"type": "string",
"defaultValue": "10.0.0.0/33"}},
"resources": [{"type": "A.B/c", "name": "n", "properties": {"list": [{"v":
"[concat('x', cidrSubnet(parameters('p'), 24, 0))]"}]}}]`)
	_, diags := read(text, Options{})
	d := diags.Sorted()[0]
	got := fmt.Sprintf("%v w%d [%s] %s, from %v", d.Pos, d.Width, d.Path, d.Message, d.Related[0].Pos)
	want := `dir/main.json:4:15 w34 [resources[0].properties.list[0].v] cidrSubnet wants an address range as in 10.0.0.0/16 as first argument, found "10.0.0.0/33", from dir/main.json:2:17`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
