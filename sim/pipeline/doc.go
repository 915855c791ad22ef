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
// The opener of a flow starts at the Origin table of its place. At a table the
// first entry that matches decides. If that entry is Uncertain it may apply or
// not: the packet goes both ways from there, by the entry's exit and on to the
// next entry that matches, and whatever follows is uncertain.
//
// The exit is an Action. Goto leads on to a table, after its Rewrite if it has
// one. Deliver ends at a Place: the opener has arrived. Deny and Drop end it.
// Split goes all of its ways: each is real, none is uncertain for that. Unknown
// ends as delivered and as failed, uncertain. A packet that comes to a table
// again with the same header is in a loop: dropped.
//
// If the table has a State that remembers, an opener which leaves it by Goto or
// Deliver is put on the flow's trail: the state's id, the header before and the
// header after the action's Rewrite.
//
// After arrival the answer, the arrived header with source and destination
// exchanged, starts at the Origin of the place where the opener arrived. It
// goes through tables in the same manner, with one difference: at a table with
// a State, if the trail has a record of that state whose header after, reversed,
// equals the answer's header, the answer takes the state's Known action with
// the header before, reversed: known flows pass and their translation is
// undone. Without such a record the State's Unseen policy says whether the
// table judges the answer as an opener or refuses it (asymmetry). The answer
// puts nothing on the trail.
//
// The flow is delivered if the answer ends at the place where the opener began
// and its header is the opener's reversed; an answer that ends elsewhere is
// lost. A Strict state on the trail that the answer did not pass breaks TCP:
// the middlebox holds a half-open flow and drops what follows (WALK-5).
//
// A Rewrite to more than one address or port gives the field one value of that
// set that nobody can tell beforehand. A later entry whose condition holds for
// all values of the set matches, one that holds for none does not, and one that
// holds for some is Uncertain, for the reason that the Rewrite's Gap names.
package pipeline
