package report

import (
	"fmt"
	"io"
	"strings"

	"vnetproof/scenarios/finding"
	"vnetproof/scenarios/lint"
)

// LintText tells findings, where they stand and because of what.
func LintText(w io.Writer, s Style, r *lint.Result) error {
	p := newPage(w, s)
	for _, f := range r.Findings {
		p.lintFinding(f)
	}
	if !s.Quiet {
		p.remarks(r.Gaps, nil)
		for _, name := range r.TooBig {
			p.put(0, unsure, name+": given up, the rules overlap in too many ways for the budget")
		}
	}
	if len(r.Findings) > 0 && !s.Quiet {
		p.blank()
	}
	p.put(0, strong, lintSummary(r))
	return p.done()
}

func (p *page) lintFinding(f *finding.Finding) {
	const wide = 9
	i := map[finding.Severity]ink{finding.High: bad, finding.Medium: bad, finding.Low: unsure}[f.Severity]
	p.pair(0, i, f.Severity.String()+strings.Repeat(" ", wide-len(f.Severity.String()))+f.Code, f.Pos.String())
	p.field(0, "", wide, plain, f.Message)
	if p.style.Quiet {
		return
	}
	for k, b := range f.Because {
		label := ""
		if k == 0 {
			label = "because"
		}
		p.located(0, label, wide, b.Text, b.Pos.String())
	}
}

// lintSummary counts: "2 findings: 1 medium, 1 low; 40 rules in 6 rule lists".
func lintSummary(r *lint.Result) string {
	var counts [finding.Info + 1]int
	for _, f := range r.Findings {
		counts[f.Severity]++
	}
	var words []string
	for s := finding.High; s <= finding.Info; s++ {
		if counts[s] > 0 {
			words = append(words, fmt.Sprintf("%d %s", counts[s], s))
		}
	}
	text := "nothing found"
	if len(words) > 0 {
		text = plural(len(r.Findings), "finding") + ": " + strings.Join(words, ", ")
	}
	return text + "; " + plural(r.Rules, "rule") + " in " + plural(r.Filters, "rule list")
}
