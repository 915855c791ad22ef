package walk

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// Trace is what becomes of one packet. It is not changed once returned.
type Trace struct {
	Packet  packet.Packet
	From    pipeline.PlaceID
	Verdict pipeline.Outcome
	// Arrived says that the opener reached a place in every branch, answered or not.
	Arrived bool
	// To is the place that the opener reached in the branch shown; zero if none.
	To pipeline.PlaceID
	// DecidedBy follows the contract: of a failure what stopped it; of a delivery
	// the rule or route that let it through; of an inconclusive packet the first
	// entry at which the branches part.
	DecidedBy *pipeline.Cause
	Ending    pipeline.Ending // of the branch shown
	// Reason is a plain clause where DecidedBy does not say it all, else "".
	Reason string
	// Forward and Return are the hops of the branch shown: the one that rests on
	// the fewest uncertainties.
	Forward, Return []Hop
	// Gaps are why an inconclusive packet is so, in the order met.
	Gaps []*pipeline.Gap
	// Assumptions that the verdict rests on, in the order met, without repeats.
	Assumptions []*pipeline.Assumption
	// Branches are all ends of the packet, in the order of exploration.
	Branches []Branch
	// CutOff says that there are more branches than are followed.
	CutOff bool
}

// Hop is the decisions that a packet met at one node.
type Hop struct {
	Node  pipeline.NodeID
	Steps []Step // none where a packet only starts or ends
	// Packet is the header as it leaves the hop.
	Packet Header
}

// Step is one decision of a hop.
type Step struct {
	pipeline.Step
	// Cause is that of the entry, or of the state if the answer was known or refused.
	Cause  *pipeline.Cause
	Action pipeline.ActionKind
	// RunnerUp is the index of the entry that would have decided had this one
	// not been there; -1 if none, or no entry decided.
	RunnerUp int
	// Uncertain says that the entry may not have decided.
	Uncertain bool
	// Packet is the header after the action.
	Packet Header
}

// Branch is one end of a packet and the way there.
type Branch struct {
	Outcome pipeline.Outcome
	Ending  pipeline.Ending
	Arrived bool             // the opener reached To
	To      pipeline.PlaceID // zero if it did not
	Cause   *pipeline.Cause  // what stopped it; nil if delivered
	Certain bool             // no uncertain entry lies on the way
	// Gaps are why it is uncertain, in the order met, without repeats.
	Gaps            []*pipeline.Gap
	Forward, Return []pipeline.Step
	// Seen is the opener's header as it arrived.
	Seen Header
}
