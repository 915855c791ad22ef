// Package export reads answers of Azure: what `az network … list`, a single
// GET, a list call or Resource Graph return. It also writes designs in this
// shape, and as ARM templates.
//
//	bytes → tree → [export] → tree (ARM-shaped) → decode → topology
//	topology → [export] → bytes
//
// In: the document of an answer, or its items one at a time; a Design to write.
// Out: its resources, as they stand; JSON that reads back as the same design.
// Must not know: other formats, packets, how Azure forwards.
package export
