// Package report writes answers for people and for programs.
//
//	walk, symbolic, finding, matrix → [report] → text, JSON, CSV
//
// In: finished answers. Out: bytes, the same each time: text for 80 columns and
// more, JSON as the shipped schema describes it, CSV. Names of the input are
// escaped for the format that shows them.
// Must not know: how an answer was found; it computes nothing.
package report
