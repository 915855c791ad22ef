package finding

import (
	"vnetproof/sim/endpoint"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/sim/walk"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// Kind is how a statement is violated. The zero Kind is of findings that
// violate none, as those of lint.
type Kind uint8

const (
	KindUnset Kind = iota
	// Leak is a packet that arrives and must not.
	Leak
	// Missing is a packet that must be delivered and is not.
	Missing
	// Bypass is a packet that arrives without passing what it must pass.
	Bypass
	// Detour is a packet that passes what it must not pass.
	Detour
	// Asymmetry is an answer that comes back through other stateful hops than its opener.
	Asymmetry
)

// String returns the contract's word.
func (k Kind) String() string {
	return [...]string{"", "leak", "missing", "bypass", "detour", "asymmetry"}[k]
}

// Severity is how much a finding matters; the zero value is not said.
type Severity uint8

const (
	SeverityUnset Severity = iota
	High
	Medium
	Low
	Info
)

// String returns the severity in one word.
func (s Severity) String() string {
	return [...]string{"", "high", "medium", "low", "info"}[s]
}

// Finding is one thing found, with its evidence. Fields that a question has
// nothing for are zero.
type Finding struct {
	Code     string // stable, kebab-case: of a violation its kind's word
	Kind     Kind
	OneWay   bool // the packet arrives, its answer does not return
	Severity Severity
	Pos      source.Pos  // of the statement, or of what is doubtful
	Resource topology.ID // what has to be looked at first; may be ""
	Message  string      // one line: "vnet:app → internet is not via fw:hub-fw"

	Source, Destination Ends
	Traffic             packet.Traffic
	// Partial says that not every combination of source, destination and traffic
	// is meant: they are the hull of what was found.
	Partial   bool
	Witness   *Witness // nil where no single packet shows it
	DecidedBy *pipeline.Cause
	Because   []Reason
	Fixes     []Fix

	Assumptions []*pipeline.Assumption
	Gaps        []*pipeline.Gap
}

// Ends is a set of addresses, each part under the name that users know it by.
type Ends []End

// End is one name and the addresses meant of it.
type End = endpoint.Named

// Reason is one sentence of why, with where it stands and the rules of Azure behind it.
type Reason struct {
	Text  string // no capital, no full stop: "app-rt, on app/batch, has no 0.0.0.0/0 route, so ..."
	Pos   source.Pos
	Rules []rule.ID
}

// Fix is one change that would mend what was found.
type Fix struct {
	Text     string      // "add to app-rt"
	Snippet  string      // what to write there, one line of YAML; may be ""
	Resource topology.ID // what to change; may be ""
	Pos      source.Pos  // where it stands
}

// Witness is one packet that shows a finding, and the way it goes.
type Witness struct {
	Packet packet.Packet // as its source sent it
	Trace  *walk.Trace
}
