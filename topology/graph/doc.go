// Package graph sees a design as vertices and edges: what hangs together, and
// on what.
//
//	topology → [graph] → report
//
// In: a Design. Out: its islands, which nothing joins, and its hinges: single
// resources without which more islands would be left.
// Must not know: routes, rules, packets; what is joined may yet be isolated.
package graph
