package native_test

import (
	"testing"

	"vnetproof/topology/load"
)

func TestExportOfHubSpokeLoadsWithoutAWord(t *testing.T) {
	design, diags := load.Load(load.Options{Paths: []string{"../../testdata/export-hub-spoke"}})
	for _, d := range diags.Sorted() {
		t.Errorf("%s: %s", d.Severity, d)
	}
	for _, i := range design.Ignored {
		t.Errorf("%s: %s is ignored: %s", i.Pos, i.Property, i.Why)
	}
	byHand, _ := decodeFolder(t, "../../testdata/hub-spoke")
	if got, want := len(design.All), len(byHand.All); got != want {
		t.Errorf("the export has %d resources, the design by hand %d", got, want)
	}
}
