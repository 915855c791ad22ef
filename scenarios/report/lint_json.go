package report

import (
	"io"

	"vnetproof/scenarios/finding"
	"vnetproof/scenarios/lint"
)

// LintDocument is what lint answers.
type LintDocument struct {
	SchemaVersion int          `json:"schemaVersion" jsonschema:"const=1"`
	Findings      []LintResult `json:"findings"`
	Checked       LintChecked  `json:"checked"`
	GivenUp       []string     `json:"givenUp,omitempty" jsonschema:"description=Rule lists that took more than the budget"`
	Basis
}

// LintResult is one finding.
type LintResult struct {
	Code     string   `json:"code"`
	Severity string   `json:"severity" jsonschema:"enum=high,enum=medium,enum=low,enum=info"`
	Message  string   `json:"message"`
	Rule     *Cause   `json:"rule,omitempty"`
	Because  []Reason `json:"because"`
	ID       string   `json:"id"`
	Place
}

// LintChecked is what was looked at.
type LintChecked struct {
	Lists    int      `json:"lists"`
	Rules    int      `json:"rules"`
	Families []string `json:"families" jsonschema:"description=Address families that anything of the design has"`
}

// LintJSON writes findings as a document.
func LintJSON(w io.Writer, r *lint.Result) error {
	d := LintDocument{SchemaVersion: schemaVersion, Findings: []LintResult{}, Checked: LintChecked{r.Filters, r.Rules, familyWords(r.Families)},
		GivenUp: r.TooBig, Basis: basisOf(r.Gaps, nil)}
	for _, f := range r.Findings {
		d.Findings = append(d.Findings, lintOf(f))
	}
	return writeJSON(w, d)
}

func lintOf(f *finding.Finding) LintResult {
	out := LintResult{Code: f.Code, Severity: f.Severity.String(), Message: f.Message, Rule: causeOf(f.DecidedBy),
		Because: []Reason{}, ID: string(f.Resource), Place: placeOf(f.Pos)}
	for _, b := range f.Because {
		out.Because = append(out.Because, Reason{Text: b.Text, Place: placeOf(b.Pos), Behaviours: ids(b.Rules)})
	}
	return out
}
