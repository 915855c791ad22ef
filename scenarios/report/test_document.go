package report

// TestDocument is what test answers.
type TestDocument struct {
	SchemaVersion int           `json:"schemaVersion" jsonschema:"const=1"`
	Suites        []SuiteResult `json:"suites"`
	Summary       Summary       `json:"summary"`
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
	Waiver     string      `json:"waiver,omitempty"`
	Checked    Checked     `json:"checked"`
	Violations []Violation `json:"violations"`
	Basis
}

// Checked is what a verdict covers.
type Checked struct {
	Sources      Amount   `json:"sources"`
	Destinations Amount   `json:"destinations"`
	Planned      Amount   `json:"planned" jsonschema:"description=How many of them nothing holds yet"`
	Packets      float64  `json:"packets"`
	Families     []string `json:"families"`
}

// Amount is a count that may be too large for an integer.
type Amount float64

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
