package dns

import (
	"net/netip"

	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/topology/source"
)

// Outcome is how a question ends.
type Outcome uint8

const (
	OutcomeUnset Outcome = iota
	// Resolved: Addresses has them; they come from a private zone or an endpoint's record.
	Resolved
	// ResolvedPublicly: the public answer; Addresses may be empty where the design does not tell it.
	ResolvedPublicly
	// NoSuchName: NXDOMAIN; nothing can be sent.
	NoSuchName
	// NoAnswer: the server cannot be reached, or servers ask each other in a loop.
	NoAnswer
	// NotKnown: a server outside the design answers; Gap says which.
	NotKnown
)

// String returns the outcome as users read it.
func (o Outcome) String() string {
	return [...]string{"unset", "private", "public", "NXDOMAIN", "no answer", "unknown"}[o]
}

// Answer is what a question for a name gives.
type Answer struct {
	Name      string
	Outcome   Outcome
	Addresses []netip.Addr
	Steps     []Step
	Gap       *pipeline.Gap // of NotKnown
}

// Step is one thing that happened on the way to an answer.
type Step struct {
	Text  string // "private zone x is linked to VNet y: no record z"
	Pos   source.Pos
	Rules []rule.ID
}

// Cause tells the last step as what decided, for an answer without addresses.
func (a Answer) Cause() *pipeline.Cause {
	c := &pipeline.Cause{Kind: pipeline.DNSCause, Name: a.Name, Reason: a.Outcome.String(), Gap: a.Gap}
	if n := len(a.Steps); n > 0 {
		last := a.Steps[n-1]
		c.Pos, c.Rules, c.Reason = last.Pos, last.Rules, a.Outcome.String()+": "+last.Text
	}
	return c
}
