// Package native reads and writes the designs and facts that people write by hand.
//
//	bytes → tree → [native] → tree (ARM-shaped) → decode → topology → [native] → bytes
//
// In: documents of *.network.yaml and *.facts.yaml files; a design to write.
// Out: resources in ARM's shape, short names replaced by resource IDs, every
// value at its place in the user's file; a design as people would write it. One
// table, a file a chapter of Azure, says which keys there are; the reader and
// the JSON Schemas both follow it.
// Must not know: how YAML is parsed, what Azure does with a value.
package native
