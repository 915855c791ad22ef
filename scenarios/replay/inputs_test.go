package replay_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vnetproof/scenarios/ask"
	"vnetproof/scenarios/replay"
	"vnetproof/topology/load"
)

// TestRecordedAnswers: what Azure answered about three real designs.
func TestRecordedAnswers(t *testing.T) {
	inputs := os.Getenv("VNETPROOF_INPUTS")
	if inputs == "" {
		t.Skip("VNETPROOF_INPUTS names no folder of real designs")
	}
	list, _, err := replay.Read(filepath.Join(inputs, "effective"))
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, design := range []string{"nwn-watch", "nwn-manage", "nwn-vnet2vnet"} {
		desk, err := ask.Open(load.Options{Paths: []string{filepath.Join(inputs, "azure-export", design+"-design.json")}})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range replay.Compare(desk, list) {
			if !strings.Contains(r.Recording.File, design) {
				continue
			}
			if r.Skipped != "" {
				t.Errorf("%s: skipped: %s", r.Recording.File, r.Skipped)
			}
			for _, d := range r.Differences {
				t.Errorf("%s: %s: %s", r.Recording.File, r.About, d)
			}
			compared++
		}
	}
	if compared < 8 {
		t.Errorf("%d answers compared", compared)
	}
}
