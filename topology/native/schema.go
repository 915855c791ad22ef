package native

import (
	"encoding/json"
	"slices"

	"github.com/invopop/jsonschema"
)

// schema describes a value in JSON Schema, 2020-12.
type schema = jsonschema.Schema

// definitions collects the objects that a schema describes once and refers to.
type definitions struct {
	all jsonschema.Definitions
}

// TopologySchema returns the JSON Schema of *.network.yaml files.
func TopologySchema() []byte { return render(designSpec(), "vnetproof topology") }

// FactsSchema returns the JSON Schema of *.facts.yaml files.
func FactsSchema() []byte { return render(factsSpec(), "vnetproof facts") }

// render writes the schema of a document.
func render(s spec, title string) []byte {
	d := &definitions{all: jsonschema.Definitions{}}
	root := d.object(s)
	root.Version = jsonschema.Version
	root.Title = title
	root.Definitions = d.all
	out, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		return nil
	}
	return append(out, '\n')
}

// object describes an object with the spec's keys; one with a name is
// described among the definitions.
func (d *definitions) object(s spec) *schema {
	if s.name == "" {
		return d.fields(s)
	}
	if _, done := d.all[s.name]; !done {
		d.all[s.name] = &schema{} // ends recursion
		d.all[s.name] = d.fields(s)
	}
	return &schema{Ref: "#/$defs/" + s.name}
}

// byName describes an object of such objects by name. Where nothing is
// required of one, its name alone will do.
func (d *definitions) byName(s spec) *schema {
	value := d.object(s)
	if !slices.ContainsFunc(s.keys, func(k key) bool { return k.required }) {
		value = &schema{AnyOf: []*schema{value, {Type: "null"}}}
	}
	return &schema{Type: "object", AdditionalProperties: value}
}

func (d *definitions) fields(s spec) *schema {
	out := &schema{Type: "object", Description: s.doc, Properties: jsonschema.NewProperties(),
		AdditionalProperties: jsonschema.FalseSchema}
	for _, k := range s.keys {
		value := *d.value(k.shape, s)
		if k.doc != "" {
			value.Description = k.doc
		}
		out.Properties.Set(k.name, &value)
		if k.required {
			out.Required = append(out.Required, k.name)
		}
	}
	return out
}

// value describes the value of a key of s: in its own shape, or not known yet.
// A shape with a name is described among the definitions.
func (d *definitions) value(of shape, s spec) *schema {
	if of.free || s.name == unknownSpec.name {
		return of.schema(d)
	}
	if of.name == "" {
		return &schema{AnyOf: []*schema{of.schema(d), d.object(unknownSpec)}}
	}
	if _, done := d.all[of.name]; !done {
		d.all[of.name] = &schema{AnyOf: []*schema{of.schema(d), d.object(unknownSpec)}}
	}
	return &schema{Ref: "#/$defs/" + of.name}
}

func anyOf(values []string) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}
