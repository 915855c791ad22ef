// Package walk moves one packet through a pipeline, out and back.
//
//	azure → pipeline → [walk] → sim → judge
//
// In: a Pipeline, a place and a packet. Out: a Trace: the verdict, what decided
// it, the hops out and back with the entry taken at each table and the one that
// would have been next, and every branch where uncertain entries or splits fork.
// Must not know: Azure, resources, packet sets (its answers check symbolic's).
//
// # Verdict
//
// If all branches are delivered the packet is; if all fail it is denied or
// dropped, as the branch that rests on the fewest uncertainties says. Otherwise
// it is inconclusive: the Gaps are those of the forks where the branches differ.
package walk
