package arm

import (
	"fmt"
	"strings"
	"testing"
)

// doubling is a template whose last variable is made of the one before, twice.
func doubling(first, step string, levels int, value string) string {
	vars := []string{`"v0": ` + first}
	for i := 1; i <= levels; i++ {
		vars = append(vars, fmt.Sprintf(`"v%d": "%s"`, i, strings.ReplaceAll(step, "$", fmt.Sprintf("variables('v%d')", i-1))))
	}
	return inGroup(`"variables": {` + strings.Join(vars, ",") + `}, "resources": [{"type": "A.B/c", "name": "n", "properties": {"v": "` +
		strings.ReplaceAll(value, "$", fmt.Sprintf("variables('v%d')", levels)) + `"}}]`)
}

// copies is a property loop around a value.
func copies(count int, input string) string {
	return fmt.Sprintf(`{"copy": [{"name": "x", "count": %d, "input": %s}]}`, count, input)
}

func TestHostileTemplatesAreRefused(t *testing.T) {
	resource := func(properties string) string {
		return inGroup(`"resources": [{"type": "A.B/c", "name": "n", "properties": ` + properties + `}]`)
	}
	for _, tt := range []struct{ name, in, want string }{
		{"text grows", doubling(`"xxxxxxxx"`, "[concat($, $)]", 60, "[$]"), "concat makes a text of"},
		{"much text", resource(copies(800, copies(800, `"[padLeft('x', 100000)]"`))), "more than 64 MiB of text"},
		{"list grows", doubling(`["x"]`, "[concat($, $)]", 60, "[$]"), "steps to evaluate"},
		{"list of lists", doubling(`["x"]`, "[createArray($, $)]", 60, "[$]"), "more than 3000000 values"},
		{"list of lists as text", doubling(`["x"]`, "[createArray($, $)]", 60, "[string($)]"), "steps to evaluate"},
		{"object of objects compared", doubling(`{"x": 1}`, "[createObject('a', $, 'b', $)]", 60, "[string(equals($, union($, $)))]"), "steps to evaluate"},
		{"loops in loops", resource(copies(800, copies(800, copies(800, `"[copyIndex('x')]"`)))), "steps to evaluate"},
		{"lambdas in lambdas", resource(`{"v": "[map(range(0, 10000), lambda('x', map(range(0, 10000), lambda('y', 1))))]"}`), "steps to evaluate"},
		{"function calls itself", inGroup(`"functions": [{"namespace": "f", "members": {"g": {"parameters": [], "output": {"type": "int", "value": "[add(f.g(), f.g())]"}}}}],
			"resources": [{"type": "A.B/c", "name": "n", "properties": {"v": "[f.g()]"}}]`), "too deeply, or in a circle"},
		{"template links to itself", inGroup(`"resources": [` + nestedDeployment("a", `, "copy": {"name": "l", "count": 3}`, `, "templateLink": {"relativePath": "main.json"}`) + `]`),
			"more than 50000 resources"},
		{"loop of resources in nested deployments", inGroup(`"resources": [` + nestedDeployment("a", `, "copy": {"name": "l", "count": 800}`, `, "template": `+
			inGroup(`"resources": [{"type": "A.B/c", "name": "[string(copyIndex('m'))]", "copy": {"name": "m", "count": 800}}]`)) + `]`), "more than 50000 resources"},
		{"deep expression", resource(`{"v": "[` + strings.Repeat("concat(", 5000) + `]"}`), "nested deeper than 100 levels"},
		{"long expression", resource(`{"v": "[concat('` + strings.Repeat("x", 70000) + `')]"}`), "at most 65536 are read"},
		{"circle of deployments", inGroup(`"resources": [` + nestedDeployment("a", "", inner+`, "parameters": {"p": {"value": "[reference('a').outputs.o.value]"}},
			"template": `+inGroup(`"parameters": {"p": {"type": "string"}}, "resources": [{"type": "A.B/c", "name": "[parameters('p')]"}], "outputs": {"o": {"type": "string", "value": "[parameters('p')]"}}`)) + `]`),
			"goes in a circle"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, diags := read(tt.in, Options{ReadFile: files(map[string]string{"main.json": tt.in})})
			all := found(diags)
			if !strings.Contains(strings.Join(all, "\n"), tt.want) {
				t.Errorf("want %q, got %.500q", tt.want, all)
			}
			if len(all) > maxReported {
				t.Errorf("%d diagnostics", len(all))
			}
		})
	}
}

func TestLoopReportsOneMistakeOnce(t *testing.T) {
	_, diags := read(inGroup(`"resources": [{"type": "A.B/c", "name": "[nope()]", "copy": {"name": "l", "count": 800}}]`), Options{})
	if got := found(diags); len(got) != 1 {
		t.Errorf("%d diagnostics: %.300q", len(got), got)
	}
}
