// Package tree holds a document as nodes that know where they stand.
//
//	bytes → native, arm, terraform, export → [tree] → decode → topology
//
// In: nodes built by a reader. Out: scalars, lists, objects and unknowns with
// positions, asked for by key without regard to case, as Azure does.
// Must not know: file formats, Azure resource types.
package tree
