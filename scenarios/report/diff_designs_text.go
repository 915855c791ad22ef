package report

import (
	"fmt"
	"io"
	"strings"

	"vnetproof/scenarios/diff"
	"vnetproof/scenarios/report/phrase"
	"vnetproof/sim/walk"
	"vnetproof/topology"
)

// DiffDesignsText tells what a change of a design opens, closes and leads
// another way; then the resources that come and go; last what is left equal.
func DiffDesignsText(w io.Writer, s Style, r *diff.Designs) error {
	p := newPage(w, s)
	p.diffFlows(r.Flows, false)
	if len(r.Flows) > 0 && len(r.Perhaps) > 0 && !s.Quiet {
		p.blank()
	}
	if !s.Quiet {
		p.diffFlows(r.Perhaps, true)
	}
	if !s.Quiet {
		p.resources("added", r.Added)
		p.resources("removed", r.Removed)
		p.remarks(r.Gaps, r.Assumptions)
	}
	if len(r.Flows)+len(r.Perhaps)+len(r.Added)+len(r.Removed)+len(r.Gaps)+len(r.Assumptions) > 0 {
		p.blank()
	}
	p.put(0, strong, designsSummary(r))
	return p.done()
}

// shownEnds is how many ends of one change are told.
const shownEnds = 6

// diffFlows tells changes, those by one decision together.
func (p *page) diffFlows(flows []*diff.Flow, perhaps bool) {
	for told, i := 0, 0; i < len(flows); told++ {
		end := i + 1
		for end < len(flows) && flows[i].Alike(flows[end]) {
			end++
		}
		if i > 0 && !p.style.Quiet {
			p.blank()
		}
		if told == shownChanges && !p.style.Verbose {
			p.put(0, muted, fmt.Sprintf("… %d more; -v tells all, JSON too", len(flows)-i))
			return
		}
		p.diffGroup(flows[i:end], perhaps)
		i = end
	}
}

// diffGroup tells what one decision changes, by what, and one packet of it.
func (p *page) diffGroup(flows []*diff.Flow, perhaps bool) {
	const wide = 11
	f := flows[0]
	i := map[diff.Kind]ink{diff.Opened: bad, diff.Closed: unsure}[f.Kind]
	label := kindWord(f.Kind)
	if perhaps {
		i, label = unsure, "perhaps"
	}
	for n, g := range flows {
		if n == shownEnds && !p.style.Verbose {
			p.field(0, "", wide, muted, fmt.Sprintf("… %d more; -v tells all, JSON too", len(flows)-n))
			break
		}
		p.field(0, label, wide, i, flowLine(g, perhaps))
		if label = ""; p.style.Quiet {
			label = kindWord(f.Kind)
		}
	}
	if p.style.Quiet {
		return
	}
	p.cause("now by", f.Cause != nil, phrase.Cause(f.Cause), phrase.Where(f.Cause))
	p.cause("was", f.Was != nil, phrase.Cause(f.Was), phrase.Where(f.Was))
	p.cause("stopped", f.Stopped != nil, "by "+phrase.Cause(f.Stopped), phrase.Where(f.Stopped))
	if f.Kind == diff.Rerouted {
		p.field(2, "over", wide-2, plain, hopsWord(f.Path)+"; was "+hopsWord(f.WasPath))
	}
	p.field(2, "packet", wide-2, plain, f.Witness.String()+": "+walkedWord(f.Now, f.Kind == diff.Closed)+", was "+walkedWord(f.Before, f.Kind == diff.Opened))
}

// flowLine is who sends what to whom.
func flowLine(f *diff.Flow, perhaps bool) string {
	text := phrase.Ends(f.Source) + " → " + phrase.Ends(f.Destination) + "  " + trafficWord(f.Traffic.String())
	if perhaps {
		text = kindWord(f.Kind) + ": " + text
	}
	if f.OneWay {
		text += "  (one way: the answer does not return)"
	}
	if f.With != diff.WithNeither {
		text += "  (with what was " + f.With.String() + ")"
	}
	return text
}

func (p *page) cause(label string, is bool, text, where string) {
	if is {
		p.located(2, label, 9, text, where)
	}
}

func kindWord(k diff.Kind) string {
	if k == diff.Rerouted {
		return "re-routed"
	}
	return k.String()
}

func trafficWord(words string) string {
	if words == "any" {
		return "any traffic"
	}
	return words
}

func hopsWord(hops []string) string {
	if len(hops) == 0 {
		return "no hop between"
	}
	return strings.Join(hops, " → ")
}

// walkedWord is what became of the witness; where it does not get to the
// destination told, it may get to another one.
func walkedWord(t *walk.Trace, elsewhere bool) string {
	switch {
	case t == nil:
		return "not sent"
	case elsewhere && t.Arrived:
		return "arrives elsewhere"
	}
	if t.Arrived && t.Verdict.String() != "delivered" {
		return "arrives unanswered"
	}
	return t.Verdict.String()
}

// shownResources is how many resources that come or go are told by name.
const shownResources = 10

// resources names what one version lacks.
func (p *page) resources(label string, list []*topology.Resource) {
	if len(list) == 0 {
		return
	}
	p.blank()
	for n, r := range list {
		if n == shownResources && !p.style.Verbose {
			p.field(0, "", 10, muted, fmt.Sprintf("… %d more; -v tells all, JSON too", len(list)-n))
			return
		}
		p.located(0, label, 10, shortType(r.ID)+" "+r.ID.Path(), r.Pos.String())
		label = ""
	}
}

// shortType is the last word of a type.
func shortType(id topology.ID) string {
	parts := strings.Split(id.Type(), "/")
	return parts[len(parts)-1]
}

// designsSummary counts: "1 opened, 2 closed. Nothing else changed: 40 of 42
// pairs are proved equal".
func designsSummary(r *diff.Designs) string {
	var kinds [diff.Rerouted + 1]int
	for _, f := range r.Flows {
		kinds[f.Kind]++
	}
	var what []string
	for k := diff.Opened; k <= diff.Rerouted; k++ {
		if kinds[k] > 0 {
			what = append(what, fmt.Sprintf("%d %s", kinds[k], kindWord(k)))
		}
	}
	if n := len(r.Perhaps); n > 0 {
		what = append(what, fmt.Sprintf("%d perhaps", n))
	}
	left := fmt.Sprintf("%d of %s of ends are proved equal", r.Pairs-r.Changed, plural(r.Pairs, "pair"))
	switch {
	case len(what) == 0 && len(r.Gaps) == 0:
		return fmt.Sprintf("Nothing is opened, closed or re-routed: all %s of ends are proved equal", plural(r.Pairs, "pair"))
	case len(what) == 0:
		return "Not all is proved equal: see what is unknown"
	case len(r.Gaps) > 0:
		return strings.Join(what, ", ") + "; beside what is unknown " + left
	}
	return strings.Join(what, ", ") + ". Nothing else changed: " + left
}
