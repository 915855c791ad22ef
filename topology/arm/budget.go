package arm

import (
	"fmt"

	"vnetproof/topology/source"
)

// What one template may cost. Real ones stay far below.
const (
	maxWork     = 8_000_000 // evaluated nodes, calls and list items
	maxText     = 4 << 20   // bytes of one text, as in a whole template
	maxTexts    = 256 << 20 // bytes of all texts that functions make
	maxNesting  = 400       // evaluations inside each other
	maxCopies   = 800       // iterations of one loop, as in Azure
	maxNested   = 20        // templates nested in each other
	maxInstance = 50_000    // resources of all templates
)

// budget counts what evaluation costs. Once it is used up, everything is
// unknown and the reason is reported once.
type budget struct {
	work    int
	texts   int
	depth   int
	spentBy string // why there is nothing left; empty while there is
	quiet   int    // more than 0 while what is evaluated counts for nothing
}

// spend takes n from the budget and tells whether there was enough.
func (b *budget) spend(n int) bool {
	b.work += n
	if b.work > maxWork && b.spentBy == "" {
		b.spentBy = fmt.Sprintf("the template takes more than %d steps to evaluate", maxWork)
	}
	return b.spentBy == ""
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

// report is one diagnostic that was added, so that a loop says things once.
type report struct {
	pos     source.Pos
	message string
}

// add adds a diagnostic unless it was added before.
func (r *reader) add(d source.Diagnostic) {
	key := report{d.Pos, d.Message}
	if r.quiet > 0 || r.reported[key] {
		return
	}
	r.reported[key] = true
	r.diags.Add(d)
}
