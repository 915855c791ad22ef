package report

import (
	"fmt"
	"io"

	"vnetproof/scenarios"
)

// TestText tells the result of a run: one line a suite, the details of what
// fails, a summary.
func TestText(w io.Writer, s Style, r *scenarios.Result) error {
	p := newPage(w, s)
	wide := 0
	for _, suite := range r.Suites {
		wide = max(wide, width(p.clean(suite.Name)))
	}
	for _, suite := range r.Suites {
		p.suite(suite, min(wide, 48))
	}
	p.total(r)
	return p.done()
}

// suite is one line, and what is worth telling of its scenarios.
func (p *page) suite(s *scenarios.SuiteResult, wide int) {
	sum := s.Summary()
	word, i := "ok", good
	switch {
	case sum.Fail > 0:
		word, i = "FAIL", bad
	case sum.Inconclusive > 0:
		word, i = "?", unsure
	}
	if p.style.Quiet && word == "ok" {
		return
	}
	line := p.style.paint(i, pad(word, 6)) + pad(p.clean(s.Name), wide) + "  " + countsOf(sum)
	p.w.WriteString(line + "\n")
	for _, sc := range s.Results {
		p.scenario(s, sc)
	}
	p.notes(s)
}

// notes says once what is to be known about scenarios that hold; those who ask
// for more read it with each of them.
func (p *page) notes(s *scenarios.SuiteResult) {
	if p.style.Quiet || p.style.Verbose {
		return
	}
	var order []string
	names := map[string][]string{}
	for _, sc := range s.Results {
		if sc.Status != scenarios.Pass || sc.Decision == nil {
			continue
		}
		for _, note := range sc.Decision.Notes {
			if names[note] == nil {
				order = append(order, note)
			}
			names[note] = append(names[note], sc.Name)
		}
	}
	for _, note := range order {
		where := names[note][0]
		if n := len(names[note]); n > 1 {
			where = plural(n, "scenario") + " (-v names them)"
		}
		p.put(6, muted, note+": "+where)
	}
}

// countsOf is "7 proved, 2 refuted": what is zero is left out, but not all.
func countsOf(s scenarios.Summary) string {
	text := fmt.Sprintf("%d proved", s.Pass)
	for _, c := range []struct {
		n    int
		word string
	}{{s.Fail, "refuted"}, {s.Inconclusive, "inconclusive"}, {s.Waived, "waived"}} {
		if c.n > 0 {
			text += fmt.Sprintf(", %d %s", c.n, c.word)
		}
	}
	return text
}

// scenario tells what is not proved, and what is to those who ask for more.
func (p *page) scenario(s *scenarios.SuiteResult, sc *scenarios.ScenarioResult) {
	d := sc.Decision
	if d == nil {
		return
	}
	switch sc.Status {
	case scenarios.Pass:
		p.passed(sc)
		return
	case scenarios.Waived:
		p.head(muted, "waived", sc)
		p.put(6, muted, "until "+sc.Waive.Until.Format("2006-01-02")+": "+sc.Waive.Reason)
		if !p.style.Verbose {
			return
		}
	case scenarios.Fail:
		p.head(bad, "refuted", sc)
	case scenarios.Inconclusive:
		p.head(unsure, "inconclusive", sc)
	}
	if p.style.Quiet {
		return
	}
	p.violations(s, d.Violations)
	for _, g := range d.Gaps {
		p.gap(6, g)
	}
	for _, known := range d.Known {
		p.field(6, "known", 9, plain, known)
	}
	p.coverage(sc)
}

// head is the line of a scenario: a mark, a word, its name, its place.
func (p *page) head(i ink, word string, sc *scenarios.ScenarioResult) {
	p.pair(2, i, p.style.mark(i)+word+": "+sc.Name, sc.Pos.String())
}

func (p *page) passed(sc *scenarios.ScenarioResult) {
	if p.style.Verbose && !p.style.Quiet {
		p.head(good, "proved", sc)
		p.coverage(sc)
	}
}

// coverage says what a verdict covers and rests on, to those who ask for more.
func (p *page) coverage(sc *scenarios.ScenarioResult) {
	if !p.style.Verbose {
		return
	}
	d := sc.Decision
	for _, note := range d.Notes {
		p.field(6, "note", 9, plain, note)
	}
	c := d.Checked
	families := ""
	for i, f := range c.Families {
		if i > 0 {
			families += " and "
		}
		families += f.String()
	}
	p.field(6, "checked", 9, muted, fmt.Sprintf("%s × %s, %s of planned hosts, %.3g packets, %s",
		plural(c.Sources, "source"), plural(c.Destinations, "destination"), plural(int(c.Planned), "address"), c.Packets, families))
	for _, a := range d.Assumptions {
		p.assumption(6, a)
	}
}

// total is the summary of the run.
func (p *page) total(r *scenarios.Result) {
	sum := r.Summary()
	if sum.Fail == 0 && sum.Inconclusive == 0 {
		text := fmt.Sprintf("%s in %s, over %s and %s of endpoints", countsOf(sum), plural(len(r.Suites), "suite"),
			plural(subnets(r), "subnet"), plural(pairs(r), "pair"))
		p.put(0, good, text)
		return
	}
	text := fmt.Sprintf("%d proved, %d refuted, %d inconclusive", sum.Pass, sum.Fail, sum.Inconclusive)
	if sum.Waived > 0 {
		text += fmt.Sprintf(", %d waived", sum.Waived)
	}
	if r.NotRun > 0 {
		text += fmt.Sprintf(", %d not run", r.NotRun)
	}
	i := unsure
	if sum.Fail > 0 {
		i = bad
	}
	p.put(0, i, text+".")
	if sum.Fail > 0 && !p.style.Quiet {
		p.put(0, muted, "Draw them: --diagrams DIR. Follow one packet: vnetproof trace FROM TO TRAFFIC.")
	}
}

func subnets(r *scenarios.Result) int {
	n := 0
	for _, d := range r.Designs {
		for _, v := range d.Input.Design.VirtualNetworks {
			n += len(v.Subnets)
		}
	}
	return n
}

// pairs counts sources × destinations over all scenarios.
func pairs(r *scenarios.Result) int {
	n := 0
	for _, s := range r.Suites {
		for _, sc := range s.Results {
			if sc.Decision != nil {
				n += sc.Decision.Checked.Sources * sc.Decision.Checked.Destinations
			}
		}
	}
	return n
}
