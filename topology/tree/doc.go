// Package tree holds a document as nodes that know where they stand.
//
//	bytes → native, arm, terraform, export → [tree] → decode → topology
//
// In: JSON or YAML text, or nodes built by a reader. Out: scalars, lists,
// objects and unknowns with positions, asked for by key without regard to
// case, as Azure does. Reading goes on past an error where the rest still has
// one meaning, and is bounded in size, depth and number of values.
// Must not know: dialects of formats, Azure resource types.
package tree
