package diff

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vnetproof/sim/azure"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
	"vnetproof/topology/generate"
	"vnetproof/topology/load"
)

// edits are what turns one rule of an exported NSG into another one.
var edits = []struct {
	from *regexp.Regexp
	to   string
}{
	{regexp.MustCompile(`"access": "Allow"`), `"access": "Deny"`},
	{regexp.MustCompile(`"access": "Deny"`), `"access": "Allow"`},
	{regexp.MustCompile(`"destinationPortRange": "[0-9]+"`), "\"destinationPortRange\":\n\"*\""},
	{regexp.MustCompile(`"sourceAddressPrefix": "[0-9./]+"`), `"sourceAddressPrefix": "VirtualNetwork"`},
	{regexp.MustCompile(`"sourceAddressPrefix": "[0-9./]+"`), `"sourceAddressPrefix": "Storage"`},
}

// TestARevisionChangesWhatTwoDesignsDo: a design and its revision differ as the
// two designs do, told at the same places.
func TestARevisionChangesWhatTwoDesignsDo(t *testing.T) {
	revisions, changes := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		if rapid.IntRange(0, 3).Draw(r, "one of four is compared, for each costs much") != 0 {
			return
		}
		resources, _ := generate.Estate{Spokes: 3, Subnets: 2, Groups: 2, Rules: 5, FirewallRules: 6, IPGroups: 3, Leaks: 2,
			Unknown: rapid.SampledFrom([]int{0, 10}).Draw(r, "unknown"), Seed: rapid.Uint64Range(0, 99).Draw(r, "seed")}.Make()
		text, err := json.MarshalIndent(resources, "", " ")
		if err != nil {
			r.Fatal(err)
		}
		before := load.Options{Paths: []string{written(t, text)}}
		for range rapid.IntRange(1, 2).Draw(r, "edits") {
			e := rapid.SampledFrom(edits).Draw(r, "edit")
			if found := e.from.FindAllIndex(text, -1); len(found) > 0 {
				at := rapid.SampledFrom(found).Draw(r, "where")
				text = append(append(append([]byte{}, text[:at[0]]...), e.to...), text[at[1]:]...)
			}
		}
		after := load.Options{Paths: []string{written(t, text)}}
		x, ok := load.ReadRevision(before, after)
		if !ok || !azure.CanRevise(x.Revision) {
			return
		}
		revisions++
		a, b := readWhole(r, before), readWhole(r, after)
		whole := compared(r, func(ctx context.Context) (*Designs, error) { return OfDesigns(ctx, a, b, DesignOptions{}) })
		revision := compared(r, func(ctx context.Context) (*Designs, error) { return OfRevision(ctx, x.Revision, DesignOptions{}) })
		if diff := cmp.Diff(whole, revision); diff != "" {
			r.Fatalf("two designs, and a revision: %s", diff)
		}
		if strings.Contains(whole, "opened") || strings.Contains(whole, "closed") {
			changes++
		}
	})
	if revisions == 0 || changes == 0 {
		t.Errorf("%d revisions with %d changes", revisions, changes)
	}
}

func written(t *testing.T, text []byte) string {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "estate.json"), text, 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func readWhole(r *rapid.T, o load.Options) *topology.Design {
	d, diags := load.Load(o)
	if err := diags.Err(); err != nil {
		r.Fatal(err)
	}
	return d
}

// compared writes what differs, and where all that it rests on stands.
func compared(r *rapid.T, compare func(context.Context) (*Designs, error)) string {
	d, err := compare(context.Background())
	if err != nil {
		r.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintln(&b, d.Pairs, d.Changed, d.Families, len(d.Added), len(d.Removed))
	for _, list := range [][]*Flow{d.Flows, d.Perhaps} {
		fmt.Fprintln(&b, len(list))
		for _, f := range list {
			fmt.Fprintln(&b, f.Kind, f.Source, f.Destination, f.Traffic, f.OneWay, f.Path, f.WasPath, f.Witness,
				toldCause(f.Cause), toldCause(f.Was), toldCause(f.Stopped), toldBasis(f.Gaps, f.Assumptions))
		}
	}
	return b.String() + toldBasis(d.Gaps, d.Assumptions)
}

func toldCause(c *pipeline.Cause) string {
	if c == nil {
		return "-"
	}
	return fmt.Sprint(c.Kind, c.Name, " ", c.Reason, " at ", c.Pos)
}

func toldBasis(gaps []*pipeline.Gap, assumptions []*pipeline.Assumption) string {
	var b strings.Builder
	for _, g := range gaps {
		fmt.Fprint(&b, g.Why, " at ", g.Pos, ";")
	}
	for _, a := range assumptions {
		fmt.Fprint(&b, a.Text, " at ", a.Pos, ";")
	}
	return b.String()
}
