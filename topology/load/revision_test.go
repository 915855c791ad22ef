package load

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vnetproof/topology"
	"vnetproof/topology/generate"
	"vnetproof/topology/source"
)

// inputs are two folders with the same export in two files.
type inputs struct {
	t        *testing.T
	old, new string
}

func sameInputs(t *testing.T) inputs {
	t.Helper()
	resources, _ := generate.Estate{Spokes: 3, Subnets: 2, Groups: 3, Rules: 4, FirewallRules: 6, IPGroups: 3, Seed: 1}.Make()
	x := inputs{t, t.TempDir(), t.TempDir()}
	text, err := json.MarshalIndent(resources, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	x.write(x.old, "estate.json", string(text))
	x.write(x.new, "estate.json", string(text))
	return x
}

func (x inputs) write(dir, name, text string) {
	x.t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		x.t.Fatal(err)
	}
}

// edit replaces the first text of its kind in the new input.
func (x inputs) edit(from, to string) {
	x.t.Helper()
	text, err := os.ReadFile(filepath.Join(x.new, "estate.json"))
	if err != nil {
		x.t.Fatal(err)
	}
	if !strings.Contains(string(text), from) {
		x.t.Fatalf("no %s to replace", from)
	}
	x.write(x.new, "estate.json", strings.Replace(string(text), from, to, 1))
}

func (x inputs) read() (*Revised, bool) {
	return ReadRevision(Options{Paths: []string{x.old}}, Options{Paths: []string{x.new}})
}

// TestARevisionIsWhatReadingFinds: the NSGs of a revision are those of the new
// input, and everything stands where it says.
func TestARevisionIsWhatReadingFinds(t *testing.T) {
	for _, tc := range []struct{ name, from, to string }{
		{"nothing", "", ""},
		{"as long as before", `"Inbound"`, `"inbound"`},
		{"shorter", `"Allow"`, `"Deny"`},
		{"longer, over more lines", `"priority": 100`, "\"priority\":\n\n  1000"},
		{"another order of keys", `"access": "Allow",`, ``},
	} {
		t.Run(tc.name, func(t *testing.T) {
			x := sameInputs(t)
			if x.edit(tc.from, tc.to); tc.to == "" && tc.from != "" {
				x.edit(`"direction"`, `"access": "Allow", "direction"`)
			}
			r, ok := x.read()
			if !ok {
				t.Fatal("it is no revision")
			}
			whole, diags := Load(Options{Paths: []string{x.new}})
			if err := diags.Err(); err != nil {
				t.Fatal(err)
			}
			x.compare(r.Revision, whole)
		})
	}
}

// compare compares a revision with the design that the new input is.
func (x inputs) compare(r *topology.Revision, whole *topology.Design) {
	x.t.Helper()
	changed := map[topology.Node]bool{}
	for _, g := range r.Groups {
		changed[g.Old] = true
		for _, rule := range g.Old.SecurityRules {
			changed[rule] = true
		}
		opts := cmp.Options{cmp.Comparer(func(a, b source.Pos) bool { return a.String() == b.String() }), cmpopts.EquateComparable()}
		if diff := cmp.Diff(whole.ByID(g.New.ID).(*topology.NetworkSecurityGroup).SecurityRules[0].Resource, g.New.SecurityRules[0].Resource, opts); diff != "" {
			x.t.Error(diff)
		}
	}
	for i, n := range r.Of.All {
		other := whole.All[i].Base()
		if got := r.Where(n.Base().Pos); !changed[n] && got.String() != other.Pos.String() {
			x.t.Errorf("%s stands at %s, not %s", other.ID, other.Pos, got)
		}
	}
	if len(r.Of.All) != len(whole.All) {
		x.t.Errorf("%d and %d resources", len(r.Of.All), len(whole.All))
	}
}

// TestWhatIsNoRevision: anything but rules of NSGs is read as a whole.
func TestWhatIsNoRevision(t *testing.T) {
	for _, tc := range []struct {
		name string
		edit func(x inputs)
	}{
		{"another subnet", func(x inputs) { x.edit(`"addressPrefix": "10.`, `"addressPrefix": "11.`) }},
		{"a firewall rule", func(x inputs) { x.edit(`"ruleCollections"`, `"rulecollections"`) }},
		{"an NSG of another name", func(x inputs) { x.edit(`"name": "nsg0000"`, `"name": "other"`) }},
		{"an NSG elsewhere", func(x inputs) { x.edit(`networkSecurityGroups",`, `networkSecurityGroups", "tags": {"a": "b"},`) }},
		{"a setting that is not simulated", func(x inputs) { x.edit(`"securityRules"`, `"flavour": 1, "securityRules"`) }},
		{"a list that ends early", func(x inputs) { x.edit(`"Allow"`, `"Allow"}}]}}], "x": [{"a": {"b": [{"c": {"d": 1`) }},
		{"wrong JSON", func(x inputs) { x.edit(`"Allow"`, `"Allow`) }},
		{"a wrong rule", func(x inputs) { x.edit(`"priority": 100`, `"priority": 1`) }},
		{"rules of the same priority", func(x inputs) { x.edit(`"priority": 101`, `"priority": 100`) }},
		{"one more resource", func(x inputs) {
			x.edit("[\n", `[{"id": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/more", "properties": {"securityRules": []}},`)
		}},
		{"a design more", func(x inputs) { x.write(x.new, "more.network.yaml", "routeTables: {a: {}}\n") }},
		{"a design less", func(x inputs) { x.write(x.old, "more.network.yaml", "routeTables: {a: {}}\n") }},
		{"a format that may name other files", func(x inputs) {
			for _, dir := range []string{x.old, x.new} {
				x.write(dir, "more.network.yaml", "routeTables: {a: {}}\n")
			}
		}},
		{"an NSG exported twice", func(x inputs) {
			text, err := os.ReadFile(filepath.Join(x.old, "estate.json"))
			if err != nil {
				t.Fatal(err)
			}
			x.write(x.old, "twice.json", string(text))
			x.write(x.new, "twice.json", string(text))
			x.edit(`"Allow"`, `"Deny"`)
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			x := sameInputs(t)
			tc.edit(x)
			if r, ok := x.read(); ok && r.Revision.Groups == nil || ok && slices.IndexFunc(r.Revision.Groups, topology.GroupRevision.SameBut) >= 0 {
				t.Errorf("it is a revision of %d NSGs", len(r.Revision.Groups))
			}
		})
	}
}

// TestFilesWithoutDesignMayDiffer: and are told by the names of their input.
func TestFilesWithoutDesignMayDiffer(t *testing.T) {
	x := sameInputs(t)
	x.write(x.old, "leaks.yaml", "[]\n")
	x.write(x.new, "notes.yaml", "[]\n")
	r, ok := x.read()
	if !ok {
		t.Fatal("it is no revision")
	}
	if want := []string{shownName(filepath.Join(x.new, "notes.yaml"))}; !slices.Equal(r.Skipped, want) {
		t.Errorf("skipped %v, want %v", r.Skipped, want)
	}
}
