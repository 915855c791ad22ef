package source

import (
	"fmt"
	"slices"
	"strings"
)

// Severity says what a Diagnostic means for the work: the zero value is no severity.
type Severity uint8

const (
	// Error stops the work: exit 2, nothing is written.
	Error Severity = iota + 1
	// Unknown is a value that the input does not hold; answers that depend on it are inconclusive.
	Unknown
	// Warning is doubtful but has one clear meaning.
	Warning
)

// String returns "error", "unknown" or "warning".
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Unknown:
		return "unknown"
	case Warning:
		return "warning"
	}
	return "none"
}

// Diagnostic is one thing wrong with, missing from, or doubtful in an input.
type Diagnostic struct {
	Severity Severity
	Code     string // stable, kebab-case: "unknown-key", "overlapping-subnets"
	Pos      Pos
	Width    int    // bytes to underline; 0 means one
	Path     string // path inside the document, as in "resources[3].properties"; may be empty
	Message  string // what is wrong and what was expected
	Note     string // shown behind the underline; may be empty
	Hint     string // what to do about it; may be empty
	Related  []Related
}

// Related is another position that explains a Diagnostic.
type Related struct {
	Pos     Pos
	Message string
}

// String returns "file:line:column: message; hint".
func (d Diagnostic) String() string {
	var b strings.Builder
	if d.Pos.IsValid() {
		b.WriteString(d.Pos.String() + ": ")
	}
	b.WriteString(d.Message)
	if d.Hint != "" {
		b.WriteString("; " + d.Hint)
	}
	return b.String()
}

// Diagnostics collects what is found. Readers add to one and go on, so that a
// user sees everything at once. The zero value is empty and ready to use.
// It is not safe for concurrent use.
type Diagnostics struct {
	list []Diagnostic
}

// Add appends a diagnostic.
func (ds *Diagnostics) Add(d Diagnostic) { ds.list = append(ds.list, d) }

// Errorf adds an Error at pos with a code and a formatted message.
func (ds *Diagnostics) Errorf(pos Pos, code, format string, args ...any) {
	ds.Add(Diagnostic{Severity: Error, Pos: pos, Code: code, Message: fmt.Sprintf(format, args...)})
}

// Warningf adds a Warning at pos with a code and a formatted message.
func (ds *Diagnostics) Warningf(pos Pos, code, format string, args ...any) {
	ds.Add(Diagnostic{Severity: Warning, Pos: pos, Code: code, Message: fmt.Sprintf(format, args...)})
}

// Unknownf adds an Unknown at pos with a code and a formatted message.
func (ds *Diagnostics) Unknownf(pos Pos, code, format string, args ...any) {
	ds.Add(Diagnostic{Severity: Unknown, Pos: pos, Code: code, Message: fmt.Sprintf(format, args...)})
}

// Each hands every diagnostic to f, which may complete it.
func (ds *Diagnostics) Each(f func(*Diagnostic)) {
	for i := range ds.list {
		f(&ds.list[i])
	}
}

// Append adds all of other.
func (ds *Diagnostics) Append(other *Diagnostics) { ds.list = append(ds.list, other.list...) }

// Sorted returns all diagnostics by position, without echoes: entries of equal
// severity, position and message.
func (ds *Diagnostics) Sorted() []Diagnostic {
	out := slices.Clone(ds.list)
	slices.SortStableFunc(out, func(a, b Diagnostic) int {
		if c := a.Pos.Compare(b.Pos); c != 0 {
			return c
		}
		return strings.Compare(a.Message, b.Message)
	})
	return slices.CompactFunc(out, func(a, b Diagnostic) bool {
		return a.Severity == b.Severity && a.Pos == b.Pos && a.Message == b.Message
	})
}

// HasErrors tells whether any entry is an Error.
func (ds *Diagnostics) HasErrors() bool {
	return slices.ContainsFunc(ds.list, func(d Diagnostic) bool { return d.Severity == Error })
}

// Err returns ds as an error if it holds an Error, else nil.
func (ds *Diagnostics) Err() error {
	if ds.HasErrors() {
		return ds
	}
	return nil
}

// Error lists the errors, one a line.
func (ds *Diagnostics) Error() string {
	var lines []string
	for _, d := range ds.Sorted() {
		if d.Severity == Error {
			lines = append(lines, d.String())
		}
	}
	return strings.Join(lines, "\n")
}
