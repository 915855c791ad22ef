package report

import (
	"io"

	"vnetproof/scenarios/diff"
	"vnetproof/sim/walk"
	"vnetproof/topology"
)

// Changed is a resource that one version lacks.
type Changed struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
	Place
}

// DiffPairs counts pairs of subnets, sites and the internet.
type DiffPairs struct {
	Compared int `json:"compared"`
	Changed  int `json:"changed" jsonschema:"description=Of which something changes for certain or perhaps; all others are proved equal"`
}

// DiffDesignsJSON writes a comparison of designs as a document.
func DiffDesignsJSON(w io.Writer, r *diff.Designs) error {
	d := DiffDocument{SchemaVersion: schemaVersion, Equal: r.Equal(), Families: familyWords(r.Families), Opened: []DiffTraffic{}, Closed: []DiffTraffic{}, Rerouted: []DiffTraffic{},
		Added: changedOf(r.Added), Removed: changedOf(r.Removed), Pairs: &DiffPairs{r.Pairs, r.Changed}, Basis: basisOf(r.Gaps, r.Assumptions)}
	for _, f := range r.Flows {
		t := designTraffic(f)
		switch f.Kind {
		case diff.Opened:
			d.Opened = append(d.Opened, t)
		case diff.Closed:
			d.Closed = append(d.Closed, t)
		default:
			d.Rerouted = append(d.Rerouted, t)
		}
	}
	for _, f := range r.Perhaps {
		t := designTraffic(f)
		t.Kind = f.Kind.String()
		d.Perhaps = append(d.Perhaps, t)
	}
	return writeJSON(w, d)
}

func designTraffic(f *diff.Flow) DiffTraffic {
	shown := packetOf(f.Witness)
	return DiffTraffic{Source: endsOf(f.Source), Destination: endsOf(f.Destination), Traffic: words(f.Traffic), OneWay: f.OneWay, With: f.With.String(),
		Witness: &shown, Cause: causeOf(f.Cause), Was: causeOf(f.Was), Stopped: causeOf(f.Stopped), Path: f.Path, WasPath: f.WasPath,
		Verdict: verdictOf(f.Now), WasVerdict: verdictOf(f.Before)}
}

func verdictOf(t *walk.Trace) string {
	if t == nil {
		return ""
	}
	return t.Verdict.String()
}

func changedOf(list []*topology.Resource) []Changed {
	var out []Changed
	for _, r := range list {
		out = append(out, Changed{ID: string(r.ID), Name: r.ID.Path(), Type: r.ID.Type(), Place: placeOf(r.Pos)})
	}
	return out
}
