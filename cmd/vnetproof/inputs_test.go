package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vnetproof/scenarios/ask"
	"vnetproof/scenarios/report"
	"vnetproof/topology/load"
)

// realInputs returns the files of real designs, or skips the test.
func realInputs(t *testing.T) []string {
	t.Helper()
	root := os.Getenv("VNETPROOF_INPUTS")
	if root == "" {
		t.Skip("VNETPROOF_INPUTS is not set: real files are not read")
	}
	var names []string
	for _, pattern := range []string{"*/*.json", "*/*.tfstate"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	if len(names) < 100 {
		t.Fatalf("%d files in %s", len(names), root)
	}
	return names
}

// unread are real files that no design can be made of, and why.
var unread = map[string]string{
	"bicep-loops.json":                   "virtual networks without an address space",
	"bicep-loops.symbolicnames.json":     "virtual networks without an address space",
	"infracost-azure-firewall-plan.json": "four firewalls of one name",
	"mspnp-n-tier-linux.json":            "parameters of another tool",
	"mspnp-secure-vnet-dmz.json":         "parameters of another tool",
	"mspnp-secure-vnet-hybrid.json":      "parameters of another tool",
	"azurespeed-ipranges.json":           "address ranges of another tool",
}

// noDesign are folders and endings of real files that hold none.
func noDesign(name string) bool {
	switch filepath.Base(filepath.Dir(name)) {
	case "effective", "flow-logs", "service-tags":
		return true
	}
	return strings.HasSuffix(name, "parameters.json")
}

// Every real file is read or refused with a reason, and nearly all network
// resources are simulated or known to be irrelevant, as `validate --report` says.
func TestRealInputsAreRead(t *testing.T) {
	total, parts, unsupported, network := report.Counts{}, map[string]int{}, 0, 0
	for _, name := range realInputs(t) {
		v := ask.Validate(load.Options{Paths: []string{name}}, true)
		doc := validated(t, v)
		if len(doc.Errors) > 0 {
			t.Logf("not read: %s: %s", filepath.Base(name), doc.Errors[0].Message)
			if unread[filepath.Base(name)] == "" && !noDesign(name) {
				t.Errorf("%s is not read", name)
			}
		}
		add(&total, doc.Summary)
		for _, f := range doc.Files {
			for kind, n := range f.Types {
				parts[kind] += n
				if isNetworkType(kind) {
					network += n
				}
			}
		}
		for _, o := range v.Input.Design.Others {
			if !o.Irrelevant && isNetworkType(o.Type) {
				unsupported++
			}
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(parts)) {
		t.Logf("%5d %s", parts[kind], kind)
	}
	t.Logf("%d simulated, %d irrelevant, %d unsupported, %d in templates that are not there",
		total.Simulated, total.Irrelevant, total.Unsupported, total.Unknown)
	share := 100 * float64(network-unsupported) / float64(network)
	t.Logf("%.1f %% of %d network resources are simulated or irrelevant", share, network)
	if share < 95 {
		t.Error("want 95 % at least")
	}
}

// validated is the document that `validate --report --format json` prints.
func validated(t *testing.T, v *ask.Validation) (doc report.ValidateDocument) {
	t.Helper()
	var out bytes.Buffer
	if err := report.ValidateJSON(&out, v); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func isNetworkType(kind string) bool {
	kind = strings.ToLower(kind)
	return strings.HasPrefix(kind, "microsoft.network/")
}

func add(sum *report.Counts, c report.Counts) {
	sum.Simulated += c.Simulated
	sum.Irrelevant += c.Irrelevant
	sum.Unsupported += c.Unsupported
	sum.Unknown += c.Unknown
}

func TestWrittenRealDesignsAnswerAlike(t *testing.T) {
	whole, tried := 0, 0
	for _, name := range realInputs(t) {
		o := load.Options{Paths: []string{name}}
		desk, err := ask.Open(o)
		if err != nil || noDesign(name) || len(desk.Design().All) == 0 {
			continue
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			tried += len(writtenForms)
			whole += sameAnswers(t, o)
		})
	}
	t.Logf("%d of %d writings say all of their design", whole, tried)
	if whole == 0 {
		t.Error("no writing says all of its design")
	}
}
