package report

// ReachDocument is what reach answers.
type ReachDocument struct {
	SchemaVersion int      `json:"schemaVersion" jsonschema:"const=1"`
	From          string   `json:"from"`
	To            string   `json:"to"`
	Traffic       []string `json:"traffic"`
	Flows         []Flow   `json:"flows"`
	Inconclusive  []Flow   `json:"inconclusive"`
	Basis
}

// Flow is a set of packets that take one path.
type Flow struct {
	Source      Ends     `json:"source"`
	Destination Ends     `json:"destination"`
	Traffic     []string `json:"traffic"`
	OneWay      bool     `json:"oneWay" jsonschema:"description=The packets arrive; their answers do not return"`
	Path        []string `json:"path"`
	Rules       []Cause  `json:"rules"`
	DecidedBy   *Cause   `json:"decidedBy,omitempty" jsonschema:"description=What stops the answer of a one-way flow"`
	Packet      *Packet  `json:"packet,omitempty" jsonschema:"description=One packet of the set"`
}
