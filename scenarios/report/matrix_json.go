package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"vnetproof/scenarios/matrix"
)

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
	Traffic []string `json:"traffic" jsonschema:"description=Delivered: its answers return"`
	OneWay  []string `json:"oneWay,omitempty" jsonschema:"description=Arrives; its answers do not return"`
	Unknown []string `json:"unknown,omitempty" jsonschema:"description=May or may not arrive"`
	Verdict string   `json:"verdict" jsonschema:"enum=isolated,enum=delivered,enum=oneWay,enum=inconclusive"`
	Partial bool     `json:"partial,omitempty" jsonschema:"description=Not all addresses can"`
}

// MatrixJSON writes who may talk to whom as a document. Each row of cells is
// one line: a matrix of thousands would else be millions of lines.
func MatrixJSON(w io.Writer, m *matrix.Matrix) error {
	d := MatrixDocument{SchemaVersion: schemaVersion, By: m.By.String(), Classes: []Class{}, Sets: []Set{}, Cells: [][]int{},
		Basis: basisOf(m.Gaps, m.Assumptions)}
	for _, members := range m.Classes {
		c := Class{Members: []string{}}
		for _, i := range members {
			c.Members = append(c.Members, m.Ends[i].Name)
		}
		d.Classes = append(d.Classes, c)
	}
	for _, s := range m.Sets {
		d.Sets = append(d.Sets, setOf(s))
	}
	return writeMatrix(w, d, m.Rows)
}

// writeMatrix writes the document with the cells put in by rows.
func writeMatrix(w io.Writer, d MatrixDocument, rows [][]matrix.Cell) error {
	var b bytes.Buffer
	if err := writeJSON(&b, d); err != nil {
		return err
	}
	before, after, found := bytes.Cut(b.Bytes(), []byte("\n  \"cells\": []"))
	if !found {
		return fmt.Errorf("write JSON: the cells have no place")
	}
	if _, err := fmt.Fprintf(w, "%s\n  \"cells\": [", before); err != nil {
		return err
	}
	cells := make([]int, len(rows))
	for i, r := range rows {
		clear(cells)
		for _, c := range r {
			cells[c.To] = c.Set
		}
		line, err := json.Marshal(cells)
		if err != nil {
			return fmt.Errorf("write JSON: %w", err)
		}
		comma := ","
		if i == len(rows)-1 {
			comma = ""
		}
		if _, err := fmt.Fprintf(w, "\n    %s%s", line, comma); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "\n  ]%s", after)
	return err
}

func setOf(s matrix.Set) Set {
	out := Set{Traffic: words(s.Delivered), OneWay: s.OneWay.Words(), Unknown: s.Unknown.Words(), Partial: s.Partial, Verdict: "delivered"}
	switch {
	case s.IsEmpty():
		out.Verdict = "isolated"
	case !s.Unknown.IsEmpty():
		out.Verdict = "inconclusive"
	case s.Delivered.IsEmpty():
		out.Verdict = "oneWay"
	}
	return out
}
