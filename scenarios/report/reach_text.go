package report

import (
	"io"
	"strings"

	"vnetproof/scenarios/ask"
	"vnetproof/scenarios/report/phrase"
)

// ReachText lists what gets through, set by set, with its path and what let it.
func ReachText(w io.Writer, s Style, r *ask.Reach) error {
	p := newPage(w, s)
	for i, f := range r.Flows {
		if i > 0 && !s.Quiet {
			p.blank()
		}
		p.flow(f, plain, "")
	}
	for _, f := range r.Inconclusive {
		if !s.Quiet {
			p.blank()
		}
		p.flow(f, unsure, "perhaps: ")
	}
	p.reached(r)
	for _, c := range r.Unresolved {
		p.located(0, "", 0, c.Name+" has no address: "+c.Reason, c.Pos.String())
	}
	if !s.Quiet {
		p.remarks(r.Gaps(), r.Assumptions())
	}
	return p.done()
}

// reached is the answer in one line.
func (p *page) reached(r *ask.Reach) {
	ends := r.From + " → " + r.To + ", " + r.Traffic.String()
	switch {
	case len(r.Flows) == 0 && len(r.Inconclusive) == 0:
		p.put(0, plain, "nothing gets through: "+ends)
		return
	case p.style.Quiet:
		return
	}
	p.blank()
	text := plural(len(r.Flows), "set") + " of packets"
	if n := len(r.Inconclusive); n > 0 {
		text += " for certain, " + plural(n, "set") + " perhaps"
	}
	p.put(0, plain, text+": "+ends)
}

// flow tells one set of packets.
func (p *page) flow(f *ask.Flow, i ink, before string) {
	text := before + phrase.Ends(f.Source) + " → " + phrase.Ends(f.Destination) + "  " + f.Traffic.String()
	if f.OneWay {
		text += "  (one way: the answer does not return)"
	}
	p.put(0, i, text)
	if p.style.Quiet {
		return
	}
	if len(f.Path) > 0 {
		p.field(2, "over", 7, plain, strings.Join(f.Path, " → "))
	}
	for n, c := range f.Causes {
		label := ""
		if n == 0 {
			label = "by"
		}
		p.located(2, label, 7, phrase.Cause(c), phrase.Where(c))
	}
	if f.Stopped != nil {
		p.located(2, "lost", 7, phrase.Cause(f.Stopped), phrase.Where(f.Stopped))
	}
}
