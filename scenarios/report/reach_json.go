package report

import (
	"io"

	"vnetproof/scenarios/ask"
)

// ReachDocument is what reach answers.
type ReachDocument struct {
	SchemaVersion int      `json:"schemaVersion" jsonschema:"const=1"`
	From          string   `json:"from"`
	To            string   `json:"to"`
	Traffic       []string `json:"traffic"`
	Flows         []Flow   `json:"flows"`
	Inconclusive  []Flow   `json:"inconclusive"`
	Unresolved    []Cause  `json:"unresolved,omitempty" jsonschema:"description=Why the destination's name has no address for some sources"`
	Basis
}

// Flow is a set of packets that take one path.
type Flow struct {
	Source      Ends     `json:"source"`
	Destination Ends     `json:"destination"`
	Traffic     []string `json:"traffic"`
	OneWay      bool     `json:"oneWay" jsonschema:"description=The packets arrive; their answers do not return"`
	Path        []string `json:"path" jsonschema:"description=The hops between the ends"`
	Rules       []Cause  `json:"rules"`
	DecidedBy   *Cause   `json:"decidedBy,omitempty" jsonschema:"description=What stops the answer of a one-way flow"`
	Packet      Packet   `json:"packet" jsonschema:"description=One packet of the set"`
}

// ReachJSON writes what gets through as a document.
func ReachJSON(w io.Writer, r *ask.Reach) error {
	d := ReachDocument{SchemaVersion: schemaVersion, From: r.From, To: r.To, Traffic: words(r.Traffic),
		Flows: flowsOf(r.Flows), Inconclusive: flowsOf(r.Inconclusive), Basis: basisOf(r.Gaps(), r.Assumptions())}
	for _, c := range r.Unresolved {
		d.Unresolved = append(d.Unresolved, *causeOf(c))
	}
	return writeJSON(w, d)
}

func flowsOf(list []*ask.Flow) []Flow {
	out := make([]Flow, len(list))
	for i, f := range list {
		out[i] = Flow{Source: endsOf(f.Source), Destination: endsOf(f.Destination), Traffic: words(f.Traffic), OneWay: f.OneWay,
			Path: some(f.Path), Rules: []Cause{}, DecidedBy: causeOf(f.Stopped), Packet: packetOf(f.Witness)}
		for _, c := range f.Causes {
			out[i].Rules = append(out[i].Rules, *causeOf(c))
		}
	}
	return out
}
