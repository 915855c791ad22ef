package report

// MatrixDocument is what matrix answers.
type MatrixDocument struct {
	SchemaVersion int     `json:"schemaVersion" jsonschema:"const=1"`
	By            string  `json:"by"`
	Classes       []Class `json:"classes" jsonschema:"description=Endpoints that no cell tells apart"`
	Sets          []Set   `json:"sets"`
	Cells         [][]int `json:"cells" jsonschema:"description=cells[i][j] is the index of the set that class i may send to class j"`
	Basis
}

// Class is a set of endpoints that no cell tells apart.
type Class struct {
	Members []string `json:"members"`
}

// Set is what at least one address of a row may send to one of a column.
type Set struct {
	Traffic []string `json:"traffic"`
	Verdict string   `json:"verdict"`
	Partial bool     `json:"partial,omitempty" jsonschema:"description=Not all addresses can"`
}
