package load

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vnetproof/topology/decode"
	"vnetproof/topology/source"
)

// notDesigns are folders of real inputs that hold no designs: answers of
// questions and logs.
var notDesigns = []string{"effective", "flow-logs", "LICENSES"}

// Every file of the real inputs is read, or says why not. Of the resources in
// them nearly all are simulated or known to be irrelevant. A nested deployment
// whose template is elsewhere, or has no parameters, is none of these: what it
// deploys is not in the file.
func TestRealInputsAreRead(t *testing.T) {
	total := decode.FileReport{}
	for _, name := range allInputs(t) {
		in := Read(Options{Paths: []string{name}})
		tell(t, name, in)
		for _, f := range in.Files {
			total.Simulated += f.Counts.Simulated
			total.Irrelevant += f.Counts.Irrelevant
			total.Unsupported += f.Counts.Unsupported
			total.Unknown += f.Counts.Unknown
		}
	}
	known := total.Simulated + total.Irrelevant
	all := known + total.Unsupported
	if all == 0 {
		t.Fatal("nothing was read")
	}
	percent := 100 * float64(known) / float64(all)
	t.Logf("%d resources: %d simulated, %d irrelevant, %d unsupported: %.1f %% simulated or irrelevant; %d deployments of templates that are not here",
		all, total.Simulated, total.Irrelevant, total.Unsupported, percent, total.Unknown)
	if percent < 95 {
		t.Errorf("%.1f %% of the resources are simulated or irrelevant; expected 95 %%", percent)
	}
}

// allInputs are the files of the real inputs that may hold designs.
func allInputs(t *testing.T) []string {
	t.Helper()
	root := os.Getenv("VNETPROOF_INPUTS")
	if root == "" {
		t.Skip("VNETPROOF_INPUTS is not set: real files are not read")
	}
	var names []string
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(root, p)
		folder, _, _ := strings.Cut(filepath.ToSlash(rel), "/")
		for _, other := range notDesigns {
			if folder == other {
				return nil
			}
		}
		if mayHoldDesign(p) {
			names = append(names, p)
		}
		return nil
	})
	if err != nil || len(names) == 0 {
		t.Fatalf("no files in %s: %v", root, err)
	}
	return names
}

// tell logs what of a file could not be read.
func tell(t *testing.T, name string, in *Input) {
	t.Helper()
	short := filepath.Join(filepath.Base(filepath.Dir(name)), filepath.Base(name))
	for _, f := range in.Files {
		c := f.Counts
		if all := c.Simulated + c.Irrelevant + c.Unsupported + c.Unknown; all > 0 {
			t.Logf("%s (%s): %d simulated, %d irrelevant, %d unsupported, %d unknown", short, f.Format, c.Simulated, c.Irrelevant, c.Unsupported, c.Unknown)
		}
	}
	seen := map[string]bool{}
	for _, d := range in.Diags.Sorted() {
		line := d.Severity.String() + " " + d.Code + ": " + d.Message
		if d.Severity == source.Warning || d.Code == "outside-input" || d.Code == "unknown-value" || seen[line] {
			continue
		}
		seen[line] = true
		t.Logf("  %s", line)
	}
}
