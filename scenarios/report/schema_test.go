package report

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/invopop/jsonschema"
	validator "github.com/santhosh-tekuri/jsonschema/v6"
)

// documents are all that this package writes as JSON.
var documents = []any{TraceDocument{}, TestDocument{}, RoutesDocument{}, RulesDocument{}, ReachDocument{}, MatrixDocument{}, ValidateDocument{},
	DiffDocument{}, LintDocument{}}

// generated makes the schema from the types.
func generated(t *testing.T) []byte {
	t.Helper()
	r := &jsonschema.Reflector{Anonymous: true}
	root := map[string]any{
		"$schema":     "https://json-schema.org/draft/2020-12/schema",
		"title":       "vnetproof result",
		"description": "The JSON document of any command of vnetproof",
	}
	definitions := map[string]any{}
	var choices []any
	for _, d := range documents {
		s := r.Reflect(d)
		for name, definition := range s.Definitions {
			definitions[name] = definition
		}
		choices = append(choices, map[string]any{"$ref": "#/$defs/" + reflect.TypeOf(d).Name()})
	}
	root["oneOf"], root["$defs"] = choices, definitions
	text, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(text, '\n')
}

func TestSchemaIsThatOfTheTypes(t *testing.T) {
	want := generated(t)
	if *update {
		if err := os.WriteFile("result.schema.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(want), string(Schema())); diff != "" {
		t.Errorf("result.schema.json is not that of the types (-want +got); -update rewrites it:\n%s", diff)
	}
}

// valid checks a document against the shipped schema.
func valid(t *testing.T, document []byte) {
	t.Helper()
	root, err := validator.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := validator.NewCompiler()
	if err := c.AddResource("result.json", root); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("result.json")
	if err != nil {
		t.Fatal(err)
	}
	value, err := validator.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(value); err != nil {
		t.Errorf("the document is not valid: %v", err)
	}
}
