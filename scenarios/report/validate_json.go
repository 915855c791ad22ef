package report

import (
	"io"

	"vnetproof/scenarios/ask"
	"vnetproof/sim/pipeline"
	"vnetproof/topology/graph"
	"vnetproof/topology/load"
	"vnetproof/topology/source"
)

// ValidateDocument is what validate answers.
type ValidateDocument struct {
	SchemaVersion int          `json:"schemaVersion" jsonschema:"const=1"`
	Files         []FileReport `json:"files"`
	Summary       Counts       `json:"summary"`
	Errors        []Problem    `json:"errors"`
	Warnings      []Problem    `json:"warnings"`
	Islands       [][]string   `json:"islands,omitempty" jsonschema:"description=With --report: the parts of the design that nothing joins"`
	SinglePoints  []Point      `json:"singlePointsOfFailure,omitempty" jsonschema:"description=With --report: resources without which more parts are left"`
	Basis
}

// FileReport is what one file held.
type FileReport struct {
	File   string         `json:"file"`
	Format string         `json:"format"`
	Types  map[string]int `json:"types"`
	Counts
}

// Counts are numbers of resources.
type Counts struct {
	Simulated   int `json:"simulated"`
	Irrelevant  int `json:"irrelevant"`
	Unsupported int `json:"unsupported"`
	Unknown     int `json:"unknown"`
}

// Problem is one thing wrong or doubtful.
type Problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
	Path    string `json:"path,omitempty" jsonschema:"description=Where it stands in the document: resources[3].properties.securityRules[12]"`
	Related []Spot `json:"related,omitempty" jsonschema:"description=Other places that explain it: the parameter that made the value"`
}

// Spot is a place that explains another.
type Spot struct {
	Place
	Message string `json:"message"`
}

// Point is a single point of failure.
type Point struct {
	Name string `json:"name"`
	ID   string `json:"id"`
	Place
	Parts [][]string `json:"parts"`
}

// ValidateJSON writes what was found as a document.
func ValidateJSON(w io.Writer, v *ask.Validation) error {
	total := totalOf(v.Input.Files)
	d := ValidateDocument{SchemaVersion: schemaVersion, Files: []FileReport{}, Summary: total,
		Errors: []Problem{}, Warnings: []Problem{}, Basis: basisOf(nil, nil)}
	for _, f := range v.Input.Files {
		d.Files = append(d.Files, fileOf(f))
	}
	for _, x := range v.Input.Diags.Sorted() {
		switch x.Severity {
		case source.Error:
			d.Errors = append(d.Errors, problemOf(x))
		case source.Warning:
			d.Warnings = append(d.Warnings, problemOf(x))
		case source.Unknown:
			d.Unknown = append(d.Unknown, unknownOf(&pipeline.Gap{Pos: x.Pos, Why: x.Message, Supply: x.Hint}))
		}
	}
	for _, island := range v.Islands {
		d.Islands = append(d.Islands, namesOf(island))
	}
	for _, h := range v.Hinges {
		d.SinglePoints = append(d.SinglePoints, pointOf(h))
	}
	return writeJSON(w, d)
}

func pointOf(h graph.Hinge) Point {
	p := Point{Name: h.Resource.Name, ID: string(h.Resource.ID), Place: placeOf(h.Resource.Pos)}
	for _, part := range h.Parts {
		p.Parts = append(p.Parts, namesOf(part))
	}
	return p
}

func fileOf(f load.File) FileReport {
	types := f.Counts.Types
	if types == nil {
		types = map[string]int{}
	}
	return FileReport{File: f.Name, Format: f.Format.String(), Types: types, Counts: Counts{Simulated: f.Counts.Simulated,
		Irrelevant: f.Counts.Irrelevant, Unsupported: f.Counts.Unsupported, Unknown: f.Counts.Unknown}}
}

func problemOf(d source.Diagnostic) Problem {
	line, column := d.Pos.LineColumn()
	p := Problem{File: d.Pos.File(), Line: line, Column: column, Code: d.Code, Message: d.Message, Hint: d.Hint, Path: d.Path}
	for _, r := range d.Related {
		p.Related = append(p.Related, Spot{placeOf(r.Pos), r.Message})
	}
	return p
}
