// Package diagram draws designs, and traces and findings laid over them.
//
//	topology, walk, finding → [diagram] → DOT → SVG, PNG
//
// In: a Design and what is to be marked on it. Out: the same picture as DOT,
// SVG or PNG, byte for byte the same each time. Graphviz runs in process, so
// nothing need be installed.
// Must not know: how anything was found out; it computes nothing.
package diagram
