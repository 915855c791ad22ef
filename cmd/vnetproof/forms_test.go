package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology/load"
)

// forms are the folders that hold one design in five forms.
var forms = []string{"hub-spoke", "arm-hub-spoke", "arm-nested-hub-spoke", "terraform-hub-spoke", "export-hub-spoke"}

// slip is a mistake that can be made in each of the forms: what is written, in
// any of their spellings, and what stands then.
type slip struct {
	wrote  *regexp.Regexp
	stands string
}

// slips are those that the broken landing zone has too, as far as one slip of
// the pen makes them; together as many as do not hide each other.
var slips = []struct {
	name     string
	slips    []slip
	unproved []string
}{
	{"filters", []slip{
		{regexp.MustCompile(`\bAzureLoadBalancer\b`), "10.9.9.9"}, // no probe is let in
		{regexp.MustCompile(`\b1433\b`), "1434"},                  // the databases listen elsewhere
		{regexp.MustCompile(`(?i)(private_?endpoint_?network_?policies"?\s*[:=]\s*"?)Enabled`), "${1}Disabled"},
	}, []string{
		"fail: nobody reaches the archive past the firewall",
		"fail: the web site answers the whole world",
		"fail: both web servers take part in it",
		"fail: app reaches the databases on 1433 and on nothing else",
		"fail: batch reaches the databases on 1433 and on nothing else",
		"fail: reporting reaches the databases on 1433 and on nothing else",
	}},
	{"routes", []slip{
		{regexp.MustCompile(`0\.0\.0\.0/0`), "0.0.0.0/1"},
		{regexp.MustCompile(`(?i)(disable_?bgp_?route_?propagation"?\s*[:=]\s*)true|(bgp_route_propagation_enabled"?\s*[:=]\s*(?:\{"constant_value":)?)false`), ""},
	}, []string{
		"fail: web and app reach the partner's API",
		"fail: spokes to the head office pass the firewall, then the gateway",
		"fail: the head office to spokes passes the firewall",
		"fail: the head office reaches the web servers on 443 and on nothing else",
		"fail: web and app call the head office on 443 and on nothing else",
		"fail: data and the head office share nothing",
		"fail: web reaches app on 8443 and on nothing else",
		"fail: app reaches the databases on 1433 and on nothing else",
		"fail: batch reaches the databases on 1433 and on nothing else",
	}},
	{"peerings", []slip{ // whether one lets in is known to nobody, in any form
		{regexp.MustCompile(`(?i)(allow_?forwarded_?traffic"?\s*[:=]\s*)true`), "${1}false"},
	}, []string{
		"inconclusive: web and app reach the partner's API",
		"inconclusive: the head office reaches the web servers on 443 and on nothing else",
		"inconclusive: web and app call the head office on 443 and on nothing else",
		"inconclusive: web reaches app on 8443 and on nothing else",
		"inconclusive: app reaches the databases on 1433 and on nothing else",
		"inconclusive: batch reaches the databases on 1433 and on nothing else",
	}},
}

// slipped copies a form with mistakes in it.
func slipped(t *testing.T, form string, slips []slip) load.Options {
	t.Helper()
	from, dir := filepath.Join(house, "testdata", form), filepath.Join(t.TempDir(), form)
	made := make([]int, len(slips))
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rest, _ := filepath.Rel(from, path)
		if entry.IsDir() {
			return os.MkdirAll(filepath.Join(dir, rest), 0o755)
		}
		text, err := os.ReadFile(path)
		if err != nil || strings.HasSuffix(path, ".scenario.yaml") {
			return err
		}
		for i, s := range slips {
			made[i] += len(s.wrote.FindAllIndex(text, -1))
			text = s.make(text)
		}
		return os.WriteFile(filepath.Join(dir, rest), text, 0o644)
	})
	if err != nil || slices.Contains(made, 0) {
		t.Fatalf("%s: the slips are made %d times, %v", form, made, err)
	}
	return load.Options{Paths: []string{dir}}
}

// make makes the mistake: a switch without what else stands is turned over.
func (s slip) make(text []byte) []byte {
	if s.stands != "" {
		return s.wrote.ReplaceAll(text, []byte(s.stands))
	}
	return s.wrote.ReplaceAllFunc(text, func(found []byte) []byte {
		if on, is := strings.CutSuffix(string(found), "true"); is {
			return []byte(on + "false")
		}
		return []byte(strings.TrimSuffix(string(found), "false") + "true")
	})
}

// A mistake is refuted alike in whatever form it is made: the same statements,
// the same packets on the same ways, the same deciding rules, the same mending.
func TestFormsFailAlike(t *testing.T) {
	suites := filepath.Join(house, "testdata", "hub-spoke")
	for _, tc := range slips {
		t.Run(tc.name, func(t *testing.T) {
			var table, results string
			for i, name := range forms {
				gotTable, gotResults := unscoped(answers(t, slipped(t, name, tc.slips), suites))
				if i == 0 {
					table, results = gotTable, gotResults
					if diff := cmp.Diff(tc.unproved, unprovedIn(t, results)); diff != "" {
						t.Errorf("not proved: %s", diff)
					}
				}
				sameAs(t, name, table, results, gotTable, gotResults)
			}
		})
	}
}

// What is imported or exported of a form with mistakes is refuted alike too.
func TestWrittenFormsFailAlike(t *testing.T) {
	suites := filepath.Join(house, "testdata", "hub-spoke")
	for _, name := range forms[1:] {
		t.Run(name, func(t *testing.T) {
			o := slipped(t, name, append(slices.Clone(slips[0].slips), slips[1].slips...))
			if whole := sameAnswers(t, o, suites); whole != len(writtenForms) {
				t.Errorf("%d of %d writings say all of it", whole, len(writtenForms))
			}
		})
	}
}

// unscoped drops of IDs where a form deploys to: a template of one resource
// group holds what others keep in several.
func unscoped(table, results string) (string, string) {
	return table, scopeOfID.ReplaceAllString(results, "")
}

var scopeOfID = regexp.MustCompile(`/subscriptions/[^/"]+/resourceGroups/[^/"]+/providers`)

// unprovedIn lists the scenarios that a document of results does not prove.
func unprovedIn(t *testing.T, results string) (names []string) {
	t.Helper()
	var doc struct {
		Suites []struct {
			Scenarios []struct{ Name, Status string }
		}
	}
	if err := json.Unmarshal([]byte(results), &doc); err != nil {
		t.Fatal(err)
	}
	for _, suite := range doc.Suites {
		for _, sc := range suite.Scenarios {
			if sc.Status != "pass" {
				names = append(names, sc.Status+": "+sc.Name)
			}
		}
	}
	return names
}

// sameAs compares the answers of a form with those of the first one.
func sameAs(t *testing.T, name, table, results, gotTable, gotResults string) {
	t.Helper()
	if diff := cmp.Diff(table, gotTable); diff != "" {
		t.Errorf("%s: the matrix differs: %s", name, diff)
	}
	if diff := cmp.Diff(results, gotResults); diff != "" {
		t.Errorf("%s: the results differ: %s", name, diff)
	}
}
