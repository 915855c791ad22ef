// Package finding is the one currency between questions and renderers.
//
//	judge, lint, assess, diff → [finding] → report, diagram
//
// In: what a question found out, already named and placed. Out: the same, as
// plain data: who, to whom, what traffic, which packet shows it, what decided
// and what would have to change. It computes nothing and prints nothing.
// Must not know: how anything is found out, formats, colour.
package finding
