package endpoint

import (
	"fmt"
	"strconv"
	"strings"

	"vnetproof/sim/pipeline"
)

// Error says what of a selector is wrong and what to write instead.
type Error struct {
	Text          string // the selector
	Offset, Width int    // bytes in Text
	Message, Hint string
	Candidates    []string // of an ambiguous name: what would be clear
	// Empty says that the selector is well formed and matches nothing.
	Empty bool
	// Cause is set where a name has no address: what decided that.
	Cause *pipeline.Cause
}

// Error returns `unknown kind of endpoint "vn" at offset 0 of "vn:hub"; did you mean vnet:NAME?`.
func (e *Error) Error() string {
	text := fmt.Sprintf("%s at offset %d of %q", e.Message, e.Offset, e.Text)
	if len(e.Candidates) > 0 {
		text += ": " + strings.Join(e.Candidates, ", ")
	}
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

// Errors is everything wrong with a selector, in the order of the text.
type Errors []*Error

// Error lists the errors, one a line.
func (es Errors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// AllEmpty tells whether nothing is wrong but that nothing matches.
func (es Errors) AllEmpty() bool {
	for _, e := range es {
		if !e.Empty {
			return false
		}
	}
	return true
}

func quote(text string) string { return strconv.Quote(text) }
