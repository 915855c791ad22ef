// Package source says where things stand in the user's files and what is wrong there.
//
//	bytes → [source] → tree → topology → sim → scenarios
//
// In: the bytes of an input file. Out: positions small enough for every value
// to carry one, and diagnostics that name file, line and column.
// Must not know: JSON, YAML, Azure, or how a diagnostic is coloured.
package source
