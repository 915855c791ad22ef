// Package lint finds rules that are not worth having.
//
//	load, filter, ruleset → [lint] → report
//
// In: a design. Out: findings, each of one check: a check is a value with a
// name, what it looks for in plain words, and how it finds it; one file a check.
// Must not know: formats, exit codes, how sets of packets are found.
package lint
