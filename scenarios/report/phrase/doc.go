// Package phrase puts what decided, and what happened at a hop, into words.
//
//	walk, pipeline → [phrase] → report, diagram
//
// In: causes, routes, hops. Out: clauses that read the same in every format.
// Must not know: formats, colour, width; the words are not escaped.
package phrase
