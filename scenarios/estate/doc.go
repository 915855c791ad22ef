// Package estate writes big designs with known truth, in the format a user asks for.
//
//	topology/generate → [estate] → cmd
//
// In: how big an estate to make, and a Format. Out: the files of it, and
// leaks.yaml beside them: the ways that were planted between zones.
// Must not know: packets, questions.
package estate
