package decode

import (
	"fmt"

	"vnetproof/topology/source"
)

// maxFindings is how many findings of one kind are told for one file: a huge
// file may hold the same mistake a million times.
const maxFindings = 200

// findings hands diagnostics on, but no more of a kind than anyone reads. Those
// of a part wait until it is taken.
type findings struct {
	to *source.Diagnostics // nil for a part
	// waiting are the findings of a part, in order.
	waiting []waiting
	asked   findingKind // of a part: of which it was asked last whether there is enough
	seen    map[findingKind]int
	told    map[echo]bool
	last    map[findingKind]source.Diagnostic
	// order is that of the kinds of which there were too many.
	order []findingKind
}

// waiting is a finding of a part.
type waiting struct {
	source.Diagnostic
	asked bool // it is not told where there is enough of its kind
}

type findingKind struct {
	severity   source.Severity
	code, file string
}

// echo is what makes two findings one: instances of a scale set, say, repeat
// what their template lacks.
type echo struct {
	kind    findingKind
	pos     source.Pos
	message string
}

func newFindings(to *source.Diagnostics) *findings {
	return &findings{to: to, seen: map[findingKind]int{}, told: map[echo]bool{}, last: map[findingKind]source.Diagnostic{}}
}

// Add hands on a diagnostic.
func (fs *findings) Add(f source.Diagnostic) {
	kind := findingKind{f.Severity, f.Code, f.Pos.File()}
	if fs.to == nil {
		fs.waiting = append(fs.waiting, waiting{f, fs.asked == kind})
		fs.asked = findingKind{}
		return
	}
	if fs.told[echo{kind, f.Pos, f.Message}] {
		return
	}
	fs.seen[kind]++
	switch n := fs.seen[kind]; {
	case n <= maxFindings:
		fs.told[echo{kind, f.Pos, f.Message}] = true
		fs.to.Add(f)
	case n == maxFindings+1:
		fs.order = append(fs.order, kind)
		fs.last[kind] = f
	}
}

// enough tells whether so much of a kind was found that one more is only
// counted, and counts it. It spares the words.
func (fs *findings) enough(severity source.Severity, code string, pos source.Pos) bool {
	kind := findingKind{severity, code, pos.File()}
	if fs.to == nil {
		fs.asked = kind
		return false
	}
	if fs.seen[kind] <= maxFindings {
		return false
	}
	fs.seen[kind]++
	return true
}

// replay hands on the findings of a part, as if they were found now.
func (fs *findings) replay(part *findings) {
	for _, w := range part.waiting {
		if !w.asked || !fs.enough(w.Severity, w.Code, w.Pos) {
			fs.Add(w.Diagnostic)
		}
	}
}

// Errorf hands on an error at pos.
func (fs *findings) Errorf(pos source.Pos, code, format string, args ...any) {
	fs.Add(source.Diagnostic{Severity: source.Error, Pos: pos, Code: code, Message: fmt.Sprintf(format, args...)})
}

// end tells of which kinds there were more.
func (fs *findings) end() {
	for _, kind := range fs.order {
		f := fs.last[kind]
		fs.to.Add(source.Diagnostic{Severity: kind.severity, Code: kind.code, Pos: f.Pos,
			Message: fmt.Sprintf("%s; and %d more of this kind", f.Message, fs.seen[kind]-maxFindings-1)})
	}
}
