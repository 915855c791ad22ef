// Package export reads answers of Azure: what `az network … list`, a single
// GET, a list call or Resource Graph return. It also writes designs in this
// shape, and as ARM templates.
//
//	bytes → tree → [export] → tree (ARM-shaped) → decode → topology
//	topology → [export] → bytes
//
// In: the document of an answer, or its items one at a time; a Design to write.
// Out: its resources, as they stand; JSON that reads back as the same design.
//
// What Azure Resource Inventory (github.com/microsoft/ARI) writes is not read:
// its output is a workbook of Excel. The JSON that lies in its ReportCache while
// it works is documented nowhere and removed at the end: rows as its sheets show
// them, with headings for keys that change between releases, lists joined to
// text, names instead of IDs, and without much that packets meet. Resource Graph,
// from which it is made, gives the resources themselves.
//
// Must not know: other formats, packets, how Azure forwards.
package export
