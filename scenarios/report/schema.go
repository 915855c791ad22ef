package report

import _ "embed"

//go:embed result.schema.json
var schema []byte

// Schema returns the JSON Schema of every document that this package writes.
// It is made from the types of the documents; the caller must not change it.
func Schema() []byte { return schema }
