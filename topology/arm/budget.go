package arm

import (
	"fmt"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// What one template may cost. Real ones stay far below.
const (
	maxWork     = 2_000_000 // evaluated nodes, calls and list items, besides
	workPerNode = 4         // so many for each node of the documents
	maxText     = 4 << 20   // bytes of one text, as in a whole template
	maxTexts    = 64 << 20  // bytes of all texts that functions make
	maxNesting  = 1000      // evaluations inside each other
	maxCopies   = 800       // iterations of one loop, as in Azure
	maxNested   = 20        // templates nested in each other
	maxInstance = 50_000    // resources of all templates
	maxReported = 1000      // diagnostics of one template
)

// budget counts what evaluation costs. Once it is used up, everything is
// unknown and the reason is reported once.
type budget struct {
	work    int
	allowed int
	texts   int
	depth   int
	spentBy string // why there is nothing left; empty while there is
	values  int    // of all resources
	quiet   int    // more than 0 while what is evaluated counts for nothing
}

// spend takes n from the budget and tells whether there was enough.
func (b *budget) spend(n int) bool {
	b.work += n
	if b.work > b.allowed && b.spentBy == "" {
		b.spentBy = fmt.Sprintf("the template takes more than %d steps to evaluate", b.allowed)
	}
	return b.spentBy == ""
}

// allow adds to the budget what a document may cost.
func (b *budget) allow(root *tree.Node) {
	b.allowed += workPerNode * count(root)
}

// count returns the number of values of a document.
func count(n *tree.Node) int {
	sum := 1
	for _, item := range n.Items {
		sum += count(item)
	}
	for _, m := range n.Members {
		sum += count(m.Value)
	}
	return sum
}

// makeText takes the bytes of a new text from the budget.
func (b *budget) makeText(n int) error {
	if n > maxText {
		return fmt.Errorf("makes a text of %d bytes; at most %d are allowed", n, maxText)
	}
	if b.texts += n; b.texts > maxTexts && b.spentBy == "" {
		b.spentBy = fmt.Sprintf("the template makes more than %d MiB of text", maxTexts>>20)
	}
	return nil
}

// measure counts the values of a result, each as often as it stands there, and
// tells whether they are not too many for what comes after.
func (b *budget) measure(n *tree.Node) bool {
	if b.values++; b.values > tree.MaxNodes {
		if b.spentBy == "" {
			b.spentBy = fmt.Sprintf("the resources of the template have more than %d values", tree.MaxNodes)
		}
		return false
	}
	for _, item := range n.Items {
		if !b.measure(item) {
			return false
		}
	}
	for _, m := range n.Members {
		if !b.measure(m.Value) {
			return false
		}
	}
	return true
}

// report is one diagnostic that was added, so that a loop says things once.
type report struct {
	pos     source.Pos
	message string
}

// add adds a diagnostic unless it was added before.
func (r *reader) add(d source.Diagnostic) {
	key := report{d.Pos, d.Message}
	if r.quiet > 0 || r.reported[key] || len(r.reported) >= maxReported {
		return
	}
	r.reported[key] = true
	r.diags.Add(d)
}
