package report

import (
	"io"

	"vnetproof/scenarios"
	"vnetproof/scenarios/finding"
	"vnetproof/sim/pipeline"
)

// TestDocument is what test answers.
type TestDocument struct {
	SchemaVersion int           `json:"schemaVersion" jsonschema:"const=1"`
	Suites        []SuiteResult `json:"suites"`
	Summary       Summary       `json:"summary"`
	NotRun        int           `json:"notRun,omitempty" jsonschema:"description=Scenarios that --fail-fast left out"`
	Basis
}

// Summary counts scenarios.
type Summary struct {
	Pass         int `json:"pass"`
	Fail         int `json:"fail"`
	Inconclusive int `json:"inconclusive"`
	Waived       int `json:"waived"`
}

// SuiteResult is one suite.
type SuiteResult struct {
	Name      string           `json:"name"`
	File      string           `json:"file"`
	Scenarios []ScenarioResult `json:"scenarios"`
}

// ScenarioResult is one scenario.
type ScenarioResult struct {
	Name string `json:"name"`
	Place
	Status     string      `json:"status" jsonschema:"enum=pass,enum=fail,enum=inconclusive,enum=waived"`
	Expect     string      `json:"expect"`
	Notes      []string    `json:"notes"`
	Known      []string    `json:"known,omitempty" jsonschema:"description=What holds though the statement is inconclusive"`
	Waiver     *Waiver     `json:"waiver,omitempty"`
	Checked    Checked     `json:"checked"`
	Violations []Violation `json:"violations"`
	Basis
}

// Waiver excuses a failure through a day.
type Waiver struct {
	Until  string `json:"until"`
	Reason string `json:"reason"`
}

// Checked is what a verdict covers.
type Checked struct {
	Sources      int      `json:"sources"`
	Destinations int      `json:"destinations"`
	Planned      float64  `json:"planned" jsonschema:"description=Addresses of planned hosts on both sides"`
	Packets      float64  `json:"packets"`
	Families     []string `json:"families"`
}

// Violation is one way in which a statement does not hold.
type Violation struct {
	Kind        string   `json:"kind" jsonschema:"enum=leak,enum=missing,enum=bypass,enum=detour,enum=asymmetry"`
	OneWay      bool     `json:"oneWay"`
	Message     string   `json:"message"`
	Source      Ends     `json:"source"`
	Destination Ends     `json:"destination"`
	Traffic     []string `json:"traffic"`
	Partial     bool     `json:"partial,omitempty" jsonschema:"description=Not every combination of source and destination and traffic is meant"`
	Packet      *Packet  `json:"packet,omitempty"`
	DecidedBy   *Cause   `json:"decidedBy,omitempty"`
	Path        []Hop    `json:"path" jsonschema:"description=The witness packet on its way out"`
	Return      []Hop    `json:"return,omitempty" jsonschema:"description=Its answer on the way back"`
	Because     []Reason `json:"because"`
	Fixes       []Fix    `json:"fixes"`
}

// Reason is one sentence of why.
type Reason struct {
	Text string `json:"text"`
	Place
	Behaviours []string `json:"behaviours,omitempty"`
}

// Fix is one change that would mend a violation.
type Fix struct {
	Text    string `json:"text"`
	Snippet string `json:"snippet,omitempty"`
	ID      string `json:"id,omitempty" jsonschema:"description=Resource ID of what to change"`
	Place
}

// TestJSON writes the result of a run as a document.
func TestJSON(w io.Writer, r *scenarios.Result) error {
	sum := r.Summary()
	d := TestDocument{SchemaVersion: schemaVersion, Suites: []SuiteResult{}, NotRun: r.NotRun,
		Summary: Summary{Pass: sum.Pass, Fail: sum.Fail, Inconclusive: sum.Inconclusive, Waived: sum.Waived}}
	var assumptions []*pipeline.Assumption
	var gaps []*pipeline.Gap
	for _, s := range r.Suites {
		d.Suites = append(d.Suites, suiteOf(s))
		for _, sc := range s.Results {
			if sc.Decision != nil {
				assumptions = append(assumptions, sc.Decision.Assumptions...)
				gaps = append(gaps, sc.Decision.Gaps...)
			}
		}
	}
	d.Basis = basisOf(distinct(gaps), distinct(assumptions))
	return writeJSON(w, d)
}

// distinct keeps the first of equal pointers.
func distinct[T comparable](list []T) []T {
	seen := map[T]bool{}
	var out []T
	for _, v := range list {
		if !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

func suiteOf(s *scenarios.SuiteResult) SuiteResult {
	out := SuiteResult{Name: s.Name, File: s.File(), Scenarios: []ScenarioResult{}}
	for _, sc := range s.Results {
		if sc.Status != scenarios.StatusUnset {
			out.Scenarios = append(out.Scenarios, scenarioOf(s, sc))
		}
	}
	return out
}

func scenarioOf(s *scenarios.SuiteResult, sc *scenarios.ScenarioResult) ScenarioResult {
	out := ScenarioResult{Name: sc.Name, Place: placeOf(sc.Pos), Status: sc.Status.String(), Expect: sc.Expect.String(),
		Notes: []string{}, Violations: []Violation{}, Checked: Checked{Families: []string{}}, Basis: basisOf(nil, nil)}
	if sc.Waive != nil {
		out.Waiver = &Waiver{Until: sc.Waive.Until.Format("2006-01-02"), Reason: sc.Waive.Reason}
	}
	d := sc.Decision
	if d == nil {
		return out
	}
	out.Notes, out.Known = some(d.Notes), d.Known
	c := d.Checked
	out.Checked = Checked{Sources: c.Sources, Destinations: c.Destinations, Planned: c.Planned, Packets: c.Packets, Families: []string{}}
	for _, f := range c.Families {
		out.Checked.Families = append(out.Checked.Families, f.String())
	}
	for _, v := range d.Violations {
		out.Violations = append(out.Violations, violationOf(s.Design.Simulation.Pipeline, v))
	}
	out.Basis = basisOf(d.Gaps, d.Assumptions)
	return out
}

func violationOf(p *pipeline.Pipeline, f *finding.Finding) Violation {
	v := Violation{Kind: f.Kind.String(), OneWay: f.OneWay, Message: f.Message, Source: endsOf(f.Source), Destination: endsOf(f.Destination),
		Traffic: words(f.Traffic), Partial: f.Partial, DecidedBy: causeOf(f.DecidedBy), Path: []Hop{}, Because: []Reason{}, Fixes: []Fix{}}
	if f.Witness != nil {
		packet := packetOf(f.Witness.Packet)
		v.Packet = &packet
		if t := f.Witness.Trace; t != nil {
			v.Path, v.Return = hopsOf(p, t.Forward), hopsOf(p, t.Return)
		}
	}
	for _, r := range f.Because {
		v.Because = append(v.Because, Reason{Text: r.Text, Place: placeOf(r.Pos), Behaviours: ids(r.Rules)})
	}
	for _, x := range f.Fixes {
		v.Fixes = append(v.Fixes, Fix{Text: x.Text, Snippet: x.Snippet, ID: string(x.Resource), Place: placeOf(x.Pos)})
	}
	return v
}
