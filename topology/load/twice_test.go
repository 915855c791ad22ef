package load

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// exported is an answer with one virtual network, and when it was changed.
func exported(prefix, changed string) string {
	return fmt.Sprintf(`[{"id": "%snet", "name": "net", "type": "Microsoft.Network/virtualNetworks", "systemData": {"lastModifiedAt": %q},
		"properties": {"addressSpace": {"addressPrefixes": [%q]}}}]`, vnetID, changed, prefix)
}

// Of what is exported twice the newer export is used, and the other told.
func TestTheNewerExportIsUsed(t *testing.T) {
	const early, late = "2026-01-02T03:04:05.1234567Z", "2026-02-02T03:04:05Z"
	for _, row := range []struct{ name, first, second, want, told string }{
		{"the later file is newer", exported("10.1.0.0/16", early), exported("10.2.0.0/16", late), "[10.2.0.0/16]", "a.json:1:2 changed last"},
		{"the earlier file is newer", exported("10.1.0.0/16", late), exported("10.2.0.0/16", early), "[10.1.0.0/16]", "b.json:1:2 changed last"},
		{"neither is dated", exported("10.1.0.0/16", ""), exported("10.2.0.0/16", ""), "[10.2.0.0/16]", "a.json:1:2 read last"},
		{"they say the same", exported("10.1.0.0/16", early), exported("10.1.0.0/16", late), "[10.1.0.0/16]", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			inFiles(t, map[string]string{"a.json": row.first, "b.json": row.second})
			in := Read(Options{})
			if got := fmt.Sprint(in.Design.VirtualNetworks[0].AddressPrefixes.Or(nil)); got != row.want || len(in.Design.VirtualNetworks) != 1 {
				t.Errorf("the prefixes are %s, want %s", got, row.want)
			}
			var told []string
			for _, d := range in.Diags.Sorted() {
				for _, why := range []string{"changed last", "read last"} {
					if d.Code == "exported-twice" && strings.Contains(d.Message, why) {
						told = append(told, d.Pos.String()+" "+why)
					}
				}
			}
			if diff := cmp.Diff(row.told, strings.Join(told, "; ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Twice in one list, or against a template, is no other case.
func TestExportedTwiceInOneList(t *testing.T) {
	a, b := exported("10.1.0.0/16", ""), exported("10.2.0.0/16", "")
	inFiles(t, map[string]string{"a.json": a[:len(a)-1] + "," + b[1:]})
	in := Read(Options{})
	if got := fmt.Sprint(in.Design.VirtualNetworks[0].AddressPrefixes.Or(nil)); got != "[10.2.0.0/16]" {
		t.Errorf("the prefixes are %s", got)
	}
	if in.Files[0].Counts.Simulated != 2 || in.Diags.HasErrors() {
		t.Errorf("counts %+v, %v", in.Files[0].Counts, in.Diags.Err())
	}
}
