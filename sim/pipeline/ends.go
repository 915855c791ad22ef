package pipeline

import "vnetproof/sim/packet"

// Source is where the packets of a question start: a place, and which source
// addresses they bear.
type Source struct {
	Place     PlaceID
	Addresses packet.AddrSet
}

// Target is where the packets of a question should end.
type Target struct {
	Place PlaceID
	// Sent limits the destination address as the source sent it, before any
	// translation: all addresses where any will do, as for a host that may be
	// reached by its own, its public or a load balancer's address.
	Sent packet.AddrSet
	// Addressed are the destination addresses that a statement which demands
	// delivery ranges over: the private addresses of a host asked from inside,
	// the public ones asked from the internet.
	Addressed packet.AddrSet
}

// FromEdge returns targets as a Front Door addresses them: by their public
// addresses, and by others where they have none, since a private link leads there.
func FromEdge(inside, outside []Target) []Target {
	private := map[PlaceID]Target{}
	for _, t := range inside {
		private[t.Place] = t
	}
	out := make([]Target, len(outside))
	for i, t := range outside {
		out[i] = t
		if own, ok := private[t.Place]; ok && t.Addressed.IsEmpty() {
			out[i] = own
		}
	}
	return out
}

// MaxTables is how many tables a packet passes before it counts as looping, as
// a time to live.
const MaxTables = 256

// Step is one decision on a packet's way: the entry of a table that it took.
type Step struct {
	Table TableID
	Entry int  // index into the table's Body.Entries and Causes; meaningless if Known or Refused
	Known bool // the answer to a remembered flow took the state's Known action
	// Refused says that the state refused an answer whose opener it did not see.
	Refused bool
	// Way is the number of the way taken of a Split, else 0.
	Way int
}

// Ending says in what manner a flow ended, where its Outcome and Cause do not.
type Ending uint8

const (
	EndingUnset Ending = iota
	// Answered flows are delivered: the answer came back.
	Answered
	// Unanswered flows are delivered at a place that answers nothing.
	Unanswered
	// Stopped flows came to an entry that denies or drops.
	Stopped
	// NotModelled flows came to an unknown action.
	NotModelled
	// NoOrigin flows began, or had to be answered, where nothing starts.
	NoOrigin
	// Looped packets came to a table again.
	Looped
	// Refused answers came to a stateful table that had not seen the opener.
	Refused
	// Lost answers ended elsewhere than where the opener began.
	Lost
	// HalfOpen flows are broken by a stateful table that did not see the answer.
	HalfOpen
)

// String returns the ending as a clause.
func (e Ending) String() string {
	return [...]string{"unset", "the answer came back", "nothing answers there", "stopped", "not modelled",
		"nothing starts there", "a loop", "its opener was not seen here", "the answer went astray",
		"the answer went past a stateful hop"}[e]
}
