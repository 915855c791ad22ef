package symbolic

import (
	"errors"

	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
)

// Question asks what happens to all packets from some places to others.
type Question struct {
	From []pipeline.Source
	// To limits the packets to those sent to an address of some Target's Sent
	// and, among those that arrive, tells arrivals at a Target from others.
	// Packets to addresses that are not Addressed, and by which nothing comes to
	// a Target or to something not modelled, are left out of the Answer: they do
	// not arrive at a Target.
	To []pipeline.Target
	// Services are the protocols and ports asked about.
	Services packetset.ServiceSet
	// Wanted says which packets the Answer must cover.
	Wanted Wanted
	// Budget bounds how often sets are cut; 0 is DefaultBudget.
	Budget int
	// Progress, if not nil, is told how many sources are done, from several
	// goroutines, one at a time. Reach tells nothing.
	Progress func(done, total int)
}

// Wanted is a part of the packets of a Question. Package pairs answers for no
// others, though for all of what may become of each; Reach answers for all.
type Wanted uint8

const (
	// Everything is all packets.
	Everything Wanted = iota
	// Arrivals are the packets that may arrive at a Target, to an address of its Sent.
	Arrivals
	// Failures are the packets that may not be delivered at such a Target.
	Failures
)

// DefaultBudget is the bound of a Question that names none.
const DefaultBudget = 1 << 20

// ErrBudget says that a Question takes more work than its Budget allows.
var ErrBudget = errors.New("budget: the question takes more work than is allowed")

// Answer holds how every packet of a Question ends. For each source the
// Packets of its flows cover all that was asked; they overlap only where the
// same packet may end in several ways (uncertain entries, splits).
//
// Flows are in the order of their sources, then by path. No two flows of a
// source agree in all but Packets and Seen.
type Answer struct {
	Flows []Flow
	// Assumptions are those that the ends of packets which were not wanted rest on.
	Assumptions []*pipeline.Assumption
	// Overrun are the sources about which nothing is said: what they send took
	// more work than the budget allows.
	Overrun []pipeline.Source
}

// Flow is a set of packets of one source that take one path to one end.
type Flow struct {
	Source pipeline.Source
	// Packets are as their source sent them.
	Packets packetset.Set
	// Destination is the place where the opener arrived; zero if it did not.
	Destination pipeline.PlaceID
	// Outcome is Delivered if the answer returned, Denied or Dropped if the
	// opener or its answer ended early, InconclusiveOutcome if it came to
	// something that is not modelled.
	Outcome pipeline.Outcome
	// Ending says in what manner it ended.
	Ending pipeline.Ending
	// Arrived says that the opener reached Destination, answered or not.
	Arrived bool
	// Certain says that no uncertain entry lies on the path. A flow that is not
	// certain may not exist; a packet is uncertain only in flows that do not
	// certainly exist, yet if all of its flows agree, so does the verdict.
	Certain bool
	// Forward and Return are the decisions taken, in order.
	Forward, Return []pipeline.Step
	// Seen is the source address as the destination sees it.
	Seen packet.AddrSet
	// Cause is what decided: of an end before delivery the entry or state that
	// stopped it; of a delivery nil (the renderer picks from Forward).
	Cause *pipeline.Cause
	// Gaps are why the flow is uncertain, in the order met.
	Gaps []*pipeline.Gap
	// Assumptions that the flow rests on, in the order met, without repeats.
	Assumptions []*pipeline.Assumption
}
