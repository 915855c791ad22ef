package judge

import (
	"vnetproof/scenarios/finding"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// Verdict is what is decided of a statement; the zero value is nothing yet.
type Verdict uint8

const (
	VerdictUnset Verdict = iota
	Proved
	Refuted
	Inconclusive
)

// String returns the verdict in one word.
func (v Verdict) String() string {
	return [...]string{"", "proved", "refuted", "inconclusive"}[v]
}

// and joins the verdicts of two parts of one statement.
func (v Verdict) and(o Verdict) Verdict {
	switch {
	case v == Refuted || o == Refuted:
		return Refuted
	case v == Inconclusive || o == Inconclusive:
		return Inconclusive
	}
	return Proved
}

// Decision is the verdict on a statement with its evidence.
type Decision struct {
	Verdict Verdict
	// Empty says that no source has anything to send to any destination: they
	// are one host, or share no address family. The verdict then means nothing.
	Empty      bool
	Violations []*finding.Finding
	Notes      []string // "nothing gets through", "relayed by agw1"
	Checked    Checked
	// Gaps are why a statement is inconclusive; Known is what holds all the same.
	Gaps  []*pipeline.Gap
	Known []string
	// Assumptions that the verdict rests on.
	Assumptions []*pipeline.Assumption
}

// Checked is what a verdict covers.
type Checked struct {
	// Sources and Destinations count places: hosts that are there, sites, the internet.
	Sources, Destinations int
	// Planned counts the addresses of planned hosts on both sides.
	Planned float64
	// Packets counts combinations of header fields.
	Packets  float64
	Families []packet.Family
}
