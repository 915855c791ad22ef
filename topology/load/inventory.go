package load

import (
	"bytes"
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// isInventory tells whether a document is one of those that Azure Resource
// Inventory keeps while it makes its workbook: rows of each sheet, as shown.
func isInventory(root *tree.Node) bool {
	if !root.Is(tree.Object) {
		return false
	}
	for _, sheet := range root.Members {
		rows := sheet.Value.List()
		if len(rows) > 0 && rows[0].Get("Resource U") != nil && rows[0].Get("Subscription") != nil {
			return true
		}
	}
	return false
}

// isWorkbook tells whether a file is a workbook of Excel.
func isWorkbook(name string, text []byte) bool {
	return strings.HasSuffix(strings.ToLower(name), ".xlsx") && bytes.HasPrefix(text, []byte("PK"))
}

// inventory tells of what an inventory's tool wrote: sheets name subnets' rules
// and route tables, but hold neither IDs nor all that a packet meets.
func (l *loader) inventory(f *source.File, why errand) {
	severity := source.Error
	if why == inFolder {
		severity = source.Warning
		l.skipped = append(l.skipped, f.Name())
	}
	l.diags.Add(source.Diagnostic{Severity: severity, Code: "inventory", Pos: f.Pos(0),
		Message: "this looks like a report of Azure Resource Inventory, whose sheets leave out what packets meet: it is not read",
		Hint:    "export the resources themselves: vnetproof export-commands prints how"})
}
