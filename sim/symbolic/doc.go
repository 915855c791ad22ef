// Package symbolic moves all packets through a pipeline at once, as exact sets.
//
//	azure → pipeline → [symbolic] → sim → judge
//
// In: a Pipeline and a Question. Out: an Answer: sets of packets, as their
// sources sent them, with how each ends, by which path and for which reasons.
// Must not know: Azure, resources, and package walk, which checks its answers.
package symbolic
