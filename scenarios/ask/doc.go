// Package ask answers the questions of single commands about one design.
//
//	load, sim, endpoint → [ask] → report, diagram
//
// In: which files to load, and a question in a user's words. Out: the answer,
// with its ends found and named, for a report to write. It judges nothing.
// Must not know: statements and verdicts on them, formats, flags.
package ask
