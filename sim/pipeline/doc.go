// Package pipeline holds a compiled network: match-action tables that lead to
// one another, and the places where packets start and end.
//
//	topology → azure → [pipeline] → walk, symbolic → judge → report
//
// In: what azure puts into a Builder. Out: an immutable Pipeline that both
// engines read. They share it and nothing else, so their agreement means something.
// Must not know: how Azure behaves, resources beyond their IDs, packet sets.
//
// # How a packet moves
//
// The opener of a flow starts at the Origin table of its place; a place without
// Origin opens and answers nothing. At a table these entries may decide: the
// uncertain ones that match, up to the first that matches and is not uncertain,
// and that one. If all of them name the same exit, it is certain: the packet
// takes it by the last of them, the one that matches whatever else holds. If
// not, the packet goes by every exit that they name, each by the first of the
// entries that name it, and whatever follows is uncertain, because of the Gaps
// of the uncertain entries up to that one. In short: an exit is possible if some
// of them name it, and certain if no other one is possible.
//
// The exit is an Action. Goto leads on to a table, after its Rewrite if it has
// one. Deliver ends at a Place: the opener has arrived. Deny and Drop end it.
// Split goes all of its ways: each is real, none is uncertain for that. Unknown
// ends as delivered and as failed, uncertain. A packet that comes to a table
// again with the same header, or to more than MaxTables tables, is in a loop:
// dropped, by the last route that it took in the loop, else by its last entry.
// The opener and its answer are two packets in this.
//
// If the table has a State that remembers, an opener which leaves it by Goto or
// Deliver is put on the flow's trail: the state's id, the header before and the
// header after the action's Rewrite.
//
// After arrival at a place that Answers (at another one the flow is delivered
// with that), the answer, the arrived header with source and destination
// exchanged, starts at the Origin of that place. It goes through tables in the
// same manner, with one difference: at a table with a State, if the trail has a
// record of that state whose header after, reversed, equals the answer's
// header, the answer takes the state's Known action with the header before,
// reversed: known flows pass and their translation is undone. Of several such
// records the last one counts. Without one, or without a Known action, the
// State's Unseen policy says whether the table judges the answer as an opener or
// refuses it (asymmetry). The answer puts nothing on the trail.
//
// The flow is delivered if the answer ends at the place where the opener began
// and its header is the opener's reversed; an answer that ends elsewhere or
// otherwise is lost: dropped, by the last route that it took, else by its last
// entry. A Strict state on the trail where the answer was not known breaks TCP:
// the middlebox holds a half-open flow and drops what follows (WALK-5).
//
// A Rewrite to more than one address or port gives the field one value of that
// set that nobody can tell beforehand. A later entry whose condition holds for
// all values of the set matches, one that holds for none does not, and one that
// holds for some is uncertain, for the reason that the Rewrite's Gap names. That
// an entry was taken narrows the set no further, and two such fields are equal
// if their sets are. Ports are neither rewritten nor compared where the
// protocol has none.
package pipeline
