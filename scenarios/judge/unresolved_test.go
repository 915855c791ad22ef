package judge

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/sim/endpoint"
	"vnetproof/sim/pipeline"
)

// A name without an address for some sources: what must be delivered is
// missing, what must not happen does not.
func TestDecideNamesWithoutAddress(t *testing.T) {
	nxdomain := &pipeline.Cause{Kind: pipeline.DNSCause, Name: "db.example", Reason: "NXDOMAIN: the zone has no record db"}
	unknown := &pipeline.Cause{Kind: pipeline.DNSCause, Name: "db.example", Reason: "unknown", Gap: &pipeline.Gap{Why: "what server 10.0.0.9 answers"}}
	tests := []struct {
		expect string
		cause  *pipeline.Cause
		also   bool // web2 resolves the name to db1
		want   string
	}{
		{"reachable", nxdomain, false, "refuted\nmissing web1 → B tcp/443\n  because NXDOMAIN: the zone has no record db"},
		{"only", nxdomain, false, "refuted\nmissing web1 → B tcp/443\n  because NXDOMAIN: the zone has no record db"},
		{"some", nxdomain, false, "refuted\nmissing web1 → B tcp/443\n  because NXDOMAIN: the zone has no record db"},
		{"some", nxdomain, true, "proved"},
		{"some", unknown, true, "proved"},
		{"some", unknown, false, "inconclusive\ngap what server 10.0.0.9 answers"},
		{"reachable", unknown, true, "inconclusive\ngap what server 10.0.0.9 answers\nknown it holds for certain from web2"},
		{"isolated", nxdomain, false, "proved\nnote B has no address there: NXDOMAIN: the zone has no record db"},
		{"isolated", unknown, false, "inconclusive\ngap what server 10.0.0.9 answers"},
		{"via", unknown, false, "inconclusive\ngap what server 10.0.0.9 answers"},
	}
	for _, test := range tests {
		t.Run(test.expect+" "+test.cause.Reason, func(t *testing.T) {
			w := newWorld()
			j := w.build(t)
			c := w.case_(t, j, expectOf(t, test.expect), "tcp/443", w.ends("web2"), w.ends("db1"))
			c.Hops = [][]pipeline.NodeID{{w.fw}}
			if !test.also {
				c.Pairs = nil
			}
			c.Pairs = append(c.Pairs, endpoint.Pair{Unresolved: test.cause,
				Sources: []pipeline.Source{{Place: w.web1, Addresses: j.Pipeline.Places[w.web1].Addresses}}})
			if diff := cmp.Diff(test.want, show(decide(t, j, c))); diff != "" {
				t.Errorf("decision (-want +got):\n%s", diff)
			}
		})
	}
}
