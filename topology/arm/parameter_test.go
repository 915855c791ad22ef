package arm

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology/tree"
)

const someParameters = `"parameters": {
"s": {"type": "string", "defaultValue": "default"}, "i": {"type": "int", "defaultValue": 1}, "b": {"type": "bool"},
"l": {"type": "array", "defaultValue": []}, "o": {"type": "object", "defaultValue": {}}, "choice": {"type": "string", "allowedValues": ["A", "B"], "defaultValue": "A"},
"n": {"type": "string", "nullable": true}, "u": {"$ref": "#/definitions/count"}, "secret": {"type": "securestring"}},
"definitions": {"count": {"$ref": "#/definitions/whole"}, "whole": {"type": "int"}},
"resources": [{"type": "A.B/c", "name": "x", "properties": {"v": ["[parameters('s')]", "[parameters('i')]", "[parameters('b')]", "[parameters('l')]", "[parameters('o')]",
"[parameters('choice')]", "[parameters('n')]", "[parameters('u')]", "[parameters('secret')]"]}}]`

func TestParameterValues(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files []string
		set   []Setting
		want  string
		found []string
	}{
		{"defaults", nil, nil,
			`["default",1,?parameter "b" has no value,[],{},"A",null,?parameter "u" has no value,?parameter "secret" has no value]`, nil},
		{"file", []string{`{"parameters": {"s": {"value": "file"}, "B": {"value": true}, "l": {"value": ["[x]"]}, "secret": {"reference": {"keyVault": {}}}}}`}, nil,
			`["file",1,true,["[x]"],{},"A",null,?parameter "u" has no value,?parameter "secret" is a secret of a key vault]`, nil},
		{"later files and settings win", []string{`{"parameters": {"s": {"value": "one"}, "i": {"value": 1}}}`, `{"parameters": {"s": {"value": "two"}, "i": {"value": 2}}}`},
			[]Setting{{"i", "3"}, {"l", `[1]`}, {"o", `{"a": true}`}, {"b", "false"}, {"u", "7"}, {"n", "5"}},
			`["two",3,false,[1],{"a":true},"A","5",7,?parameter "secret" has no value]`, nil},
		{"wrong", []string{"{\"parameters\": {\n\"i\": {\"value\": \"x\"},\n\"choice\": {\"value\": \"C\"},\n\"sss\": {\"value\": 1},\n\"s\": 5}}"},
			[]Setting{{"l", "x"}, {"u", "true"}, {"zz", "1"}},
			`["default","x",?parameter "b" has no value,"x",{},"C",null,true,?parameter "secret" has no value]`,
			[]string{
				`error 1:1 parameter "l" wants a list, found "x"`, `error 1:1 parameter "u" wants a number, found true`,
				`error 1:1 the template declares no parameter "zz"`,
				`error 2:16 parameter "i" wants a number, found "x"`, `error 3:21 parameter "choice" does not allow "C"`,
				`error 4:1 the template declares no parameter "sss"`, `error 5:6 expected {"value": …} for parameter "s"`,
			}},
		{"null takes the default", []string{`{"parameters": {"s": {"value": null}, "choice": {"value": "b"}}}`}, nil,
			`["default",1,?parameter "b" has no value,[],{},"b",null,?parameter "u" has no value,?parameter "secret" has no value]`, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			opts := Options{Set: tt.set}
			for _, f := range tt.files {
				opts.Parameters = append(opts.Parameters, parse(t, f))
			}
			resources, diags := read(inGroup(someParameters), opts)
			if diff := cmp.Diff(tt.want, show(resources[0].Node.At("properties", "v"))); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(append([]string{}, tt.found...), found(diags)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUnknownParameterSaysWhatWouldSupplyIt(t *testing.T) {
	resources, _ := read(inGroup(someParameters), Options{})
	v := resources[0].Node.At("properties", "v").Items[2]
	if !v.Is(tree.Unknown) || v.Supply != "--set b=VALUE, or a parameters file" {
		t.Errorf("got %q", v.Supply)
	}
}

func TestUnusedMistakesAreNotEvaluated(t *testing.T) {
	check(t, inGroup(`"parameters": {"p": {"type": "string", "defaultValue": "[nope()]"}, "q": {"type": "string"}},
		"variables": {"v": "[nope()]"}, "resources": [{"type": "A.B/c", "name": "x", "properties": {}}], "outputs": {"o": {"type": "string", "value": "[nope()]"}}`),
		Options{}, []string{"resources[0] …/A.B/c/x"}, nil)
}

func TestCirclesAreReported(t *testing.T) {
	check(t, inGroup(`"parameters": {"p": {"type": "string", "defaultValue": "[parameters('q')]"}, "q": {"type": "string", "defaultValue": "[parameters('p')]"}},
"variables": {"v": "[variables('w')]", "w": "[concat(variables('v'), 'x')]"},
"resources": [{"type": "A.B/c", "name": "x", "properties": {"p": "[parameters('p')]",
"v": "[variables('v')]",
"r": "[reference('x').r]"}}]`), Options{}, []string{"resources[0] …/A.B/c/x"}, []string{
		`error 1:244 parameters goes in a circle: parameter "p" needs its own value`,
		`error 2:54 variables goes in a circle: variable "v" needs its own value`,
		"error 5:8 reference goes in a circle: properties.r of A.B/c x needs its own value",
	})
}
