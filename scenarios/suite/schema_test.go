package suite

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("scenario.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("scenario.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plain returns a document as the values that a schema is asked about.
func plain(n *tree.Node) any {
	switch n.Kind {
	case tree.Object:
		out := map[string]any{}
		for _, m := range n.Members {
			out[m.Key] = plain(m.Value)
		}
		return out
	case tree.List:
		out := []any{}
		for _, item := range n.Items {
			out = append(out, plain(item))
		}
		return out
	case tree.Bool:
		return n.Text == "true"
	case tree.Number:
		return json.Number(n.Text)
	}
	return n.Text
}

// The schema and the reader agree on which files are well formed.
func TestSchemaAgreesWithReader(t *testing.T) {
	schema := compiled(t)
	scenario := func(s string) string { return "suite: s\nscenarios: [{name: n, from: any, to: any, " + s + "}]" }
	tests := []struct {
		name, text string
		ok         bool
	}{
		{"whole", whole, true},
		{"one topology", "suite: s\ntopology: x\nscenarios: [{name: n, from: any, to: any, expect: some}]", true},
		{"unknown key", scenario("expect: some, x: 1"), false},
		{"unknown expect", scenario("expect: none"), false},
		{"via without via", scenario("expect: via"), false},
		{"not-via with via", scenario("expect: not-via, via: fw:a"), true},
		{"via without need", scenario("expect: some, via: fw:a"), false},
		{"empty via", scenario("expect: via, via: []"), false},
		{"protocol number", scenario("expect: some, traffic: 50"), true},
		{"traffic list", scenario("expect: some, traffic: [tcp]"), false},
		{"no expect", scenario("traffic: tcp"), false},
		{"no scenarios", "suite: s\nscenarios: []", false},
		{"no suite", "scenarios: [{name: n, from: any, to: any, expect: some}]", false},
		{"waiver without reason", scenario("expect: some, waive: {until: '2027-01-31'}"), false},
		{"waiver with a strange date", scenario("expect: some, waive: {until: '31.1.2027', reason: r}"), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var diags source.Diagnostics
			root := tree.ParseYAML(source.NewFile("a.yaml", []byte(test.text)), []byte(test.text), &diags)
			Read(root, &diags)
			if got := !diags.HasErrors(); got != test.ok {
				t.Errorf("reader: ok = %v: %v", got, diags.Err())
			}
			if err := schema.Validate(plain(root)); (err == nil) != test.ok {
				t.Errorf("schema: %v", err)
			}
		})
	}
}

// Every key that the reader knows is in the schema, and none else.
func TestSchemaHasTheReadersKeys(t *testing.T) {
	var doc struct {
		Properties map[string]any
		Defs       map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	if err := json.Unmarshal(Schema(), &doc); err != nil {
		t.Fatal(err)
	}
	keys := func(m map[string]any) []string {
		var out []string
		for k := range m {
			out = append(out, k)
		}
		slices.Sort(out)
		return out
	}
	if diff := cmp.Diff([]string{"scenarios", "suite", "topology"}, keys(doc.Properties)); diff != "" {
		t.Error(diff)
	}
	want := []string{"allowEmpty", "expect", "from", "name", "symmetric", "to", "traffic", "via", "waive"}
	if diff := cmp.Diff(want, keys(doc.Defs["scenario"].Properties)); diff != "" {
		t.Error(diff)
	}
}
