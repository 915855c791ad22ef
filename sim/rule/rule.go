package rule

// ID names a rule of Azure's behaviour, as "RT-5".
type ID string

// Status says what the simulation does with a rule.
type Status uint8

const (
	StatusUnset Status = iota
	// Simulated rules decide where packets go.
	Simulated
	// Validated rules are checked when a design is loaded, and refused or warned about.
	Validated
	// Inconclusive rules make an answer inconclusive, by name, where they matter.
	Inconclusive
	// OutOfScope rules have no part in reachability, or not yet.
	OutOfScope
)

// String returns the status in words.
func (s Status) String() string {
	return [...]string{"unset", "simulated", "validated", "inconclusive", "out of scope"}[s]
}

// Rule is one row of the list.
type Rule struct {
	ID       ID
	Sentence string // one plain sentence
	Source   string // page of the public documentation
	Status   Status
	Why      string // of Inconclusive and OutOfScope: why
}
