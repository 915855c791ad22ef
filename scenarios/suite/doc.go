// Package suite reads scenario files: what a user states about a design.
//
//	*.scenario.yaml → tree → [suite] → scenarios → judge
//
// In: a document tree. Out: a Suite whose statements are checked as far as they
// can be without a design, each with its place, and every mistake at once.
// Must not know: the simulation, verdicts.
package suite
