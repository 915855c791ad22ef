package endpoint_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const named = town + `
privateDnsZones:
  corp.example:
    virtualNetworkLinks: {hub: {virtualNetwork: hub}}
    A: {www: [10.0.4.4]}
`

// A name means what the design's own DNS answers where the packet starts.
func TestPairsByName(t *testing.T) {
	w := build(t, named)
	tests := []struct{ name, from, to, want string }{
		{"no name, one pair", "vm:web1,vm:nva", "vm:web2", "web1 nva/nva-b nva/nva-a → web2"},
		{"where the zone is linked, and where it is not", "vm:web1,vm:nva", "fqdn:www.corp.example",
			"web1 → dns: public: public DNS answers, with addresses that the design does not tell, not known: which public address www.corp.example has\nnva/nva-b nva/nva-a → nva/nva-a"},
		{"no such record", "nic:nva-a", "fqdn:ftp.corp.example",
			"nva/nva-a → dns: NXDOMAIN: private zone corp.example is linked to VNet hub and has no record ftp"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			pairs, err := w.Pairs(parse(t, test.from), parse(t, test.to))
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for _, p := range pairs {
				line := ""
				for _, s := range p.Sources {
					line += w.names.Place(s.Place) + " "
				}
				line += "→"
				for _, g := range p.Inside {
					if !g.Addressed.IsEmpty() {
						line += " " + w.names.Place(g.Place)
					}
				}
				if c := p.Unresolved; c != nil {
					line += " " + c.Kind.String() + ": " + c.Reason
					if c.Gap != nil {
						line += ", not known: " + c.Gap.Why
					}
				}
				lines = append(lines, line)
			}
			if diff := cmp.Diff(test.want, strings.Join(lines, "\n")); diff != "" {
				t.Errorf("pairs (-want +got):\n%s", diff)
			}
		})
	}
}
