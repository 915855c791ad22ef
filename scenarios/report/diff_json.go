package report

import (
	"io"
	"slices"

	"vnetproof/scenarios/diff"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/ruleset"
)

// DiffDocument is what diff answers.
type DiffDocument struct {
	SchemaVersion int            `json:"schemaVersion" jsonschema:"const=1"`
	Equal         bool           `json:"equal" jsonschema:"description=Everything is proved to be treated alike"`
	Opened        []DiffTraffic  `json:"opened"`
	Closed        []DiffTraffic  `json:"closed"`
	Rerouted      []DiffTraffic  `json:"rerouted"`
	Perhaps       []DiffTraffic  `json:"perhaps,omitempty" jsonschema:"description=What changes if what is unknown turns out so"`
	Added         []Changed      `json:"added,omitempty" jsonschema:"description=Resources that the new version has and the old one lacks"`
	Removed       []Changed      `json:"removed,omitempty" jsonschema:"description=Resources that the old version has and the new one lacks"`
	Pairs         *DiffPairs     `json:"pairs,omitempty" jsonschema:"description=Without --filters: between whom traffic was compared"`
	Families      []string       `json:"families" jsonschema:"description=Address families that were compared: those that anything of either design has"`
	Filters       []FilterResult `json:"filters,omitempty" jsonschema:"description=With --filters: what became of each rule list"`
	Basis
}

// DiffTraffic is traffic that is treated differently.
type DiffTraffic struct {
	Kind        string       `json:"kind,omitempty" jsonschema:"description=Of perhaps: what would happen to it,enum=opened,enum=closed,enum=rerouted"`
	Filter      *FilterTitle `json:"filter,omitempty"`
	Source      Ends         `json:"source"`
	Destination Ends         `json:"destination"`
	Traffic     []string     `json:"traffic"`
	AskedFor    []string     `json:"askedFor,omitempty" jsonschema:"description=Names that requests ask for; with a leading ! those that they do not"`
	OneWay      bool         `json:"oneWay,omitempty" jsonschema:"description=The packets arrive; their answers do not return"`
	With        string       `json:"with,omitempty" jsonschema:"description=An end that only the new version has (added) or only the old one (removed),enum=added,enum=removed"`
	Witness     *Packet      `json:"witness,omitempty"`
	Cause       *Cause       `json:"cause" jsonschema:"description=What decides now: the first decision that is another one than before"`
	Was         *Cause       `json:"was,omitempty" jsonschema:"description=What decided before"`
	Stopped     *Cause       `json:"stopped,omitempty" jsonschema:"description=What ends the packets where they do not get through if neither cause nor was does"`
	Path        []string     `json:"path,omitempty" jsonschema:"description=The hops between the ends now; absent where there are none"`
	WasPath     []string     `json:"wasPath,omitempty" jsonschema:"description=The hops between the ends before; absent where there were none"`
	Verdict     string       `json:"verdict,omitempty" jsonschema:"description=What becomes of the witness now"`
	WasVerdict  string       `json:"wasVerdict,omitempty" jsonschema:"description=What became of the witness before"`
}

// FilterTitle names a rule list.
type FilterTitle struct {
	Kind      string `json:"kind" jsonschema:"enum=network security group,enum=admin rule collection,enum=firewall policy"`
	Name      string `json:"name"`
	Direction string `json:"direction,omitempty"`
}

// FilterResult is what became of one rule list.
type FilterResult struct {
	FilterTitle
	ID      string `json:"id"`
	Verdict string `json:"verdict" jsonschema:"enum=equivalent,enum=different,enum=inconclusive,enum=added,enum=removed"`
	Reason  string `json:"reason,omitempty" jsonschema:"description=budget: the comparison was given up"`
	Place
}

// DiffFiltersJSON writes a comparison of filters as a document.
func DiffFiltersJSON(w io.Writer, r *diff.Filters) error {
	d := DiffDocument{SchemaVersion: schemaVersion, Equal: true, Families: familyWords(r.Families), Opened: []DiffTraffic{}, Closed: []DiffTraffic{}, Rerouted: []DiffTraffic{}}
	var gaps []*pipeline.Gap
	var assumptions []*pipeline.Assumption
	for _, f := range r.Filters {
		d.Equal = d.Equal && f.Verdict == diff.Equivalent
		d.Filters = append(d.Filters, filterOf(f))
		for _, g := range f.Gaps {
			if !slices.Contains(gaps, g) {
				gaps = append(gaps, g)
			}
		}
		assumptions = append(assumptions, f.Either().Assumptions...)
		for _, c := range f.Changes {
			d.add(c)
		}
		for _, c := range f.Perhaps {
			d.Perhaps = append(d.Perhaps, trafficOf(c, c.Kind.String())...)
		}
	}
	d.Basis = basisOf(gaps, assumptions)
	return writeJSON(w, d)
}

func (d *DiffDocument) add(c *diff.Change) {
	to := &d.Rerouted
	switch c.Kind {
	case diff.Opened:
		to = &d.Opened
	case diff.Closed:
		to = &d.Closed
	}
	*to = append(*to, trafficOf(c, "")...)
}

func trafficOf(c *diff.Change, kind string) []DiffTraffic {
	var out []DiffTraffic
	for _, p := range c.Parts {
		t := DiffTraffic{Kind: kind, Source: endOf(p.Src), Destination: endOf(p.Dst), Traffic: words(p.Traffic), AskedFor: endOf(p.Mark).Names,
			Cause: causeOf(c.Cause), Was: causeOf(c.Was)}
		title := titleOf(c.Filter)
		t.Filter = &title
		if p.Witness != nil {
			shown := packetOf(*p.Witness)
			t.Witness = &shown
		}
		out = append(out, t)
	}
	return out
}

func familyWords(families []packet.Family) []string {
	out := []string{}
	for _, f := range families {
		out = append(out, f.String())
	}
	return out
}

// endOf is an end in the contract's form: a name with a leading ! is one that
// the addresses are not in.
func endOf(e ruleset.End) Ends {
	out := Ends{Names: []string{}, Addresses: some(e.Addrs.Words())}
	for _, n := range e.In {
		out.Names = append(out.Names, n.Text)
	}
	for _, n := range e.Out {
		out.Names = append(out.Names, "!"+n.Text)
	}
	return out
}

func titleOf(f *diff.Filter) FilterTitle {
	x := f.Either()
	return FilterTitle{Kind: x.Kind.String(), Name: x.Name, Direction: x.Direction.String()}
}

func filterOf(f *diff.Filter) FilterResult {
	x := f.Either()
	out := FilterResult{FilterTitle: titleOf(f), ID: string(x.ID), Verdict: f.Verdict.String(), Place: placeOf(x.Pos)}
	if f.Budget {
		out.Reason = "budget"
	}
	return out
}
