package native_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"vnetproof/topology"
	"vnetproof/topology/decode"
	"vnetproof/topology/native"
	"vnetproof/topology/source"
)

// decodeFolder decodes the native files of a folder.
func decodeFolder(t *testing.T, dir string) (*topology.Design, *source.Diagnostics) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.network.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no designs in %s: %v", dir, err)
	}
	diags := &source.Diagnostics{}
	r := native.NewReader(diags)
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		r.AddDesign(parse(t, filepath.Base(name), string(text)))
	}
	d := decode.New(diags)
	resources, facts := r.Finish()
	for _, n := range resources {
		d.Add(n)
	}
	for _, n := range facts {
		d.AddFacts(n)
	}
	return d.Finish(), diags
}

func TestHubSpokeDecodesWithoutAWord(t *testing.T) {
	for _, tc := range []struct {
		dir                string
		networks, machines int
	}{
		{"../../testdata/hub-spoke", 4, 9},
		{"../../testdata/hub-spoke-broken", 5, 10},
	} {
		design, diags := decodeFolder(t, tc.dir)
		for _, d := range diags.Sorted() {
			t.Errorf("%s: %s", d.Severity, d)
		}
		for _, i := range design.Ignored {
			t.Errorf("%s: %s is ignored: %s", i.Pos, i.Property, i.Why)
		}
		if len(design.VirtualNetworks) != tc.networks || len(design.VirtualMachines) != tc.machines {
			t.Errorf("%s: decoded %d networks and %d machines; want %d and %d", tc.dir,
				len(design.VirtualNetworks), len(design.VirtualMachines), tc.networks, tc.machines)
		}
	}
}

// mentions tells what the file of every key leaves open on purpose: a plan, a
// cluster, and the tables that every virtual hub has without saying.
func mentions(message string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(message, w) })
}

// notedSettings can be written and are not simulated: what they change is
// inconclusive by their name.
var notedSettings = []string{"allowVirtualWanTraffic", "allowNonVirtualWanTraffic", "autoLearnPrivateRanges"}

func TestEveryKeyIsKnownToDecode(t *testing.T) {
	design, diags := decodeFolder(t, "testdata")
	for _, d := range diags.Sorted() {
		if d.Severity != source.Unknown || !mentions(d.Message, append(notedSettings, "ddosProtectionPlans", "managedClusters")...) {
			t.Errorf("%s: %s", d.Severity, d)
		}
	}
	for _, o := range design.Others {
		if o.Name != "aks" && o.Name != "agent" {
			t.Errorf("%s: %s is of a type that decode does not know: %s", o.Pos, o.Name, o.Type)
		}
	}
	for _, i := range design.Ignored {
		if mentions(i.Property, notedSettings...) {
			continue
		}
		t.Errorf("%s: %s is ignored: %s", i.Pos, i.Property, i.Why)
	}
	fields := reflect.ValueOf(*design)
	for i := range fields.NumField() {
		f := fields.Type().Field(i)
		if f.Type.Kind() == reflect.Slice && f.Name != "Ignored" && f.Name != "Unsettled" && fields.Field(i).Len() == 0 {
			t.Errorf("the file of every key gives no %s", f.Name)
		}
	}
}
