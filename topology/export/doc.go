// Package export reads answers of Azure: what `az network … list`, a single
// GET, a list call or Resource Graph return.
//
//	bytes → tree → [export] → tree (ARM-shaped) → decode → topology
//
// In: the document of an answer, or its items one at a time. Out: its
// resources, as they stand.
// Must not know: resource types, what properties mean.
package export
