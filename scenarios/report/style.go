package report

// Style is how text is to look. The zero value is what goes to a file or pipe:
// 80 columns, no colour, no marks.
type Style struct {
	Color   bool
	Marks   bool // ✓ and ✗ can be shown
	ASCII   bool // nothing beyond ASCII can be shown
	Width   int  // columns; 0 means 80
	Verbose bool
	Quiet   bool
}

const (
	usualWidth = 80
	leastWidth = 60
	mostWidth  = 140
)

// columns returns how wide lines may be.
func (s Style) columns() int {
	if s.Width == 0 {
		return usualWidth
	}
	return min(max(s.Width, leastWidth), mostWidth)
}

// ink is what a piece of text means; colour only adds to the words.
type ink uint8

const (
	plain ink = iota
	strong
	good
	bad
	unsure
	muted
)

// codes are the terminal's, by ink.
var codes = [...]string{"", "\x1b[1m", "\x1b[32m", "\x1b[31m", "\x1b[33m", "\x1b[2m"}

// paint colours text that is already escaped.
func (s Style) paint(i ink, text string) string {
	if !s.Color || i == plain || text == "" {
		return text
	}
	return codes[i] + text + "\x1b[0m"
}

// mark returns the sign that stands before a word, with a space, or nothing.
func (s Style) mark(i ink) string {
	if !s.Marks {
		return ""
	}
	switch i {
	case good:
		return "✓ "
	case bad:
		return "✗ "
	case unsure:
		return "? "
	}
	return ""
}
