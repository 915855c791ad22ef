// Package diff says what a change of a design changes.
//
//	load, filter, ruleset → [diff] → report
//
// In: two designs. Out: for each filter of the same name whether both versions
// are equivalent, else which traffic is opened, closed or led elsewhere, by
// which rule and before by which, with a packet that shows it.
// Must not know: formats, exit codes, how sets of packets are found.
package diff
