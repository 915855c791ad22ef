package report

import (
	"fmt"
	"io"
	"strings"

	"vnetproof/scenarios/diff"
	"vnetproof/scenarios/report/phrase"
	"vnetproof/sim/packet"
)

// listedEnds is how many ranges of a set are told in text; JSON has them all.
const listedEnds = 4

// shownChanges is how many changes of one filter are told.
const shownChanges = 20

// DiffFiltersText tells filter by filter what a change opens and closes.
func DiffFiltersText(w io.Writer, s Style, r *diff.Filters) error {
	p := newPage(w, s)
	for _, f := range r.Filters {
		if f.Verdict == diff.Equivalent && !s.Verbose {
			continue
		}
		p.diffFilter(f, r.Families)
	}
	p.put(0, strong, diffSummary(r))
	return p.done()
}

func (p *page) diffFilter(f *diff.Filter, families []packet.Family) {
	i := map[diff.Verdict]ink{diff.Equivalent: good, diff.Different: bad, diff.Inconclusive: unsure}[f.Verdict]
	p.put(0, i, p.style.mark(i)+filterTitle(f)+": "+f.Verdict.String())
	for n, c := range f.Changes {
		if n == shownChanges && !p.style.Verbose {
			p.put(2, muted, fmt.Sprintf("… %d more; -v tells all, JSON too", len(f.Changes)-n))
			break
		}
		p.diffChange(c, c.Kind.String(), families)
	}
	if !p.style.Quiet {
		for _, c := range f.Perhaps {
			p.diffChange(c, "perhaps "+c.Kind.String(), families)
		}
	}
	if f.Budget {
		p.put(2, unsure, "the rules overlap in too many ways to be compared within the budget")
	}
	for _, g := range f.Gaps {
		p.gap(2, g)
	}
}

// diffChange tells what is treated differently, by what, and one packet of it.
func (p *page) diffChange(c *diff.Change, label string, families []packet.Family) {
	const wide = 10
	whole, exact := c.Whole()
	traffic := whole.Traffic.String()
	if traffic == "any" {
		traffic = "any traffic"
	}
	most := listedEnds
	if p.style.Verbose {
		most = 0
	}
	text := diff.EndWords(whole.Src, most, families) + " → " + diff.EndWords(whole.Dst, most, families) + "  " + traffic + diff.MarkWords(whole.Mark)
	if !exact {
		text += fmt.Sprintf(" (not every combination: %d parts)", len(c.Parts))
	}
	i := map[diff.Kind]ink{diff.Opened: bad, diff.Closed: unsure}[c.Kind]
	p.field(2, label, max(wide, len(label)+1), i, text)
	if p.style.Quiet {
		return
	}
	p.located(2, "now by", wide, phrase.Cause(c.Cause), phrase.Where(c.Cause))
	p.located(2, "was", wide, phrase.Cause(c.Was), phrase.Where(c.Was))
	if whole.Witness != nil {
		p.field(2, "packet", wide, plain, whole.Witness.String())
	}
}

// filterTitle is "nsg web-nsg, inbound".
func filterTitle(f *diff.Filter) string {
	x := f.Either()
	return phrase.Join(", ", x.Kind.String()+" "+x.Name, strings.ToLower(x.Direction.String()))
}

// diffSummary counts: "1 opened, 2 closed; 3 rule lists: 1 different, 2 equivalent".
func diffSummary(r *diff.Filters) string {
	var verdicts [diff.Removed + 1]int
	var kinds [diff.Rerouted + 1]int
	for _, f := range r.Filters {
		verdicts[f.Verdict]++
		for _, c := range f.Changes {
			kinds[c.Kind]++
		}
	}
	var what, of []string
	for k := diff.Opened; k <= diff.Rerouted; k++ {
		if kinds[k] > 0 {
			what = append(what, fmt.Sprintf("%d %s", kinds[k], k))
		}
	}
	for v := diff.Equivalent; v <= diff.Removed; v++ {
		if verdicts[v] > 0 {
			of = append(of, fmt.Sprintf("%d %s", verdicts[v], v))
		}
	}
	text := plural(len(r.Filters), "rule list")
	if len(of) > 0 {
		text += ": " + strings.Join(of, ", ")
	}
	if len(r.Families) == 1 {
		text += ". Nothing in them has IPv6"
	}
	if len(what) > 0 {
		text = strings.Join(what, ", ") + ". " + text
	}
	return text
}
