// Package judge decides whether a statement about a design holds.
//
//	suite, symbolic → [judge] → scenarios → report
//
// In: a statement whose ends are found, and the engines to ask. Out: a Decision:
// proved, refuted or inconclusive, with one finding for each distinct thing that
// decided against it, what was covered and what it rests on.
// Must not know: how packets move, formats, which files were read.
//
// # Certainty
//
// A packet may be in several flows: where an entry is uncertain only one of
// them is real, where paths split all are. Of a property of flows (arrives,
// fails, goes past the firewall) a packet therefore has it possibly if one of
// its flows has it, and surely if a certain flow has it or all of its flows
// have it. A statement that forbids the property is proved where no packet has
// it possibly, refuted where one has it surely, else inconclusive, and the gaps
// of the flows that have it are why.
package judge
