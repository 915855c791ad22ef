package suite

import _ "embed"

//go:embed scenario.schema.json
var schema []byte

// Schema returns the JSON Schema of scenario files, for editors. The caller
// must not change it.
func Schema() []byte { return schema }
