package phrase

import (
	"strings"
	"unicode/utf8"
)

// Break breaks text into lines of at most so many columns, at spaces. A word
// that is too long stays whole, for a path or an ID cut in two cannot be copied.
// Spaces before the first word stay.
func Break(text string, columns int) []string { return BreakHanging(text, columns, 0) }

// BreakHanging is Break where lines after the first are narrower.
func BreakHanging(text string, columns, hang int) []string {
	if width(text) <= columns {
		return []string{text}
	}
	var lines []string
	line := text[:len(text)-len(strings.TrimLeft(text, " "))]
	for word := range strings.FieldsSeq(text) {
		limit := columns
		if len(lines) > 0 {
			limit -= hang
		}
		switch {
		case strings.TrimSpace(line) == "":
			line += word
		case width(line)+1+width(word) > limit:
			lines = append(lines, line)
			line = word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}

// width is the number of columns that s takes.
func width(s string) int { return utf8.RuneCountInString(s) }
