package suite

import (
	"time"

	"vnetproof/sim/endpoint"
	"vnetproof/sim/packet"
	"vnetproof/topology/source"
)

// Suite is one scenario file.
type Suite struct {
	Name      string
	Pos       source.Pos
	Topology  []Path // as written, relative to the file; none: the file's own folder
	Scenarios []*Scenario
}

// File returns the name of the file that holds the suite.
func (s *Suite) File() string { return s.Pos.File() }

// Path is a file or folder that a suite names.
type Path struct {
	Text string
	Pos  source.Pos
}

// Scenario is one statement.
type Scenario struct {
	Name       string
	Pos        source.Pos
	From, To   Selector
	Expect     Expect
	Traffic    packet.Traffic
	Via        []Selector // of via all of them, in this order; of not-via any
	Symmetric  bool
	AllowEmpty bool
	Waive      *Waiver // nil: none
}

// Selector is a selector and where it stands.
type Selector struct {
	endpoint.Selector
	Value Value
}

// Waiver excuses a failure up to and including a day.
type Waiver struct {
	Until  time.Time // midnight UTC of the last day
	Reason string
	Pos    source.Pos
}

// Excuses tells whether the waiver holds on a day.
func (w *Waiver) Excuses(day time.Time) bool { return w != nil && !day.After(w.Until) }

// Expect is what a scenario states.
type Expect uint8

const (
	ExpectUnset Expect = iota
	// Reachable: every packet of the traffic from every source to every
	// destination is delivered.
	Reachable
	// Isolated: no packet of the traffic arrives.
	Isolated
	// Only: the traffic is delivered, and nothing else arrives.
	Only
	// Via: whatever arrives passes these hops, in this order.
	Via
	// NotVia: nothing that arrives passes any of these hops.
	NotVia
	// Some: at least one packet is delivered.
	Some
)

// expectWords are in the order in which users see them listed.
var expectWords = []string{Reachable: "reachable", Isolated: "isolated", Only: "only", Via: "via", NotVia: "not-via", Some: "some"}

// String returns the word of the scenario language.
func (e Expect) String() string { return expectWords[e] }

// expectOf returns the statement of a word.
func expectOf(word string) (Expect, bool) {
	for e, w := range expectWords {
		if w == word && w != "" {
			return Expect(e), true
		}
	}
	return ExpectUnset, false
}
