package report

import (
	"io"

	"vnetproof/sim/rule"
)

// RuleText explains a rule of Azure: its sentence, an example where it
// surprises, what the simulation does with it, and the page that says so.
func RuleText(w io.Writer, r rule.Rule, s Style) error {
	p := newPage(w, s)
	p.field(0, string(r.ID), 9, plain, r.Sentence)
	if l, ok := rule.LessonOf(r.ID); ok {
		p.blank()
		p.field(0, "why", 9, plain, l.Text)
		p.field(0, "example", 9, plain, l.Example)
	}
	p.blank()
	status := r.Status.String()
	if r.Why != "" {
		status += ": " + r.Why
	}
	p.field(0, "here", 9, plain, status)
	p.field(0, "page", 9, plain, r.Source)
	return p.done()
}
