package scenarios

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vnetproof/sim/rule"
)

const behaviours = "../testdata/behaviours"

var (
	// A folder of behaviours is named after the rule that it shows.
	behaviourName = regexp.MustCompile(`^([A-Z][A-Z0-9]*-[1-9][0-9]*)(-[a-z0-9]+)+$`)
	// A suite begins with the rules that it shows, and cites pages by title.
	behaviourHeader = regexp.MustCompile(`(?s)^# ((?:[A-Z][A-Z0-9]*-[1-9][0-9]*(?:, )?)+): .*\n# Pages?: "`)
)

// Every folder shows a rule of the list with a suite that says which one, cites
// its page, and holds; a statement that nothing can break shows no rule.
func TestBehavioursHold(t *testing.T) {
	suites := map[string][]*SuiteResult{}
	for _, s := range run1(t, Options{Paths: []string{behaviours}}).Suites {
		folder := filepath.Base(filepath.Dir(s.File()))
		suites[folder] = append(suites[folder], s)
	}
	entries, err := os.ReadDir(behaviours)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		t.Run(e.Name(), func(t *testing.T) { checkBehaviour(t, e.Name(), suites[e.Name()]) })
	}
	if len(entries) < 120 {
		t.Errorf("%d behaviours, want 120 at least", len(entries))
	}
}

func checkBehaviour(t *testing.T, folder string, suites []*SuiteResult) {
	m := behaviourName.FindStringSubmatch(folder)
	if m == nil {
		t.Fatal("the folder is not named RULE-words")
	}
	if _, ok := rule.Lookup(rule.ID(m[1])); !ok {
		t.Errorf("there is no rule %s", m[1])
	}
	if len(suites) == 0 {
		t.Error("the folder has no suite")
	}
	for _, s := range suites {
		checkHeader(t, m[1], s)
		for _, sc := range s.Results {
			if sc.Status != Pass {
				t.Errorf("%s: %s", sc.Name, sc.Status)
			}
			if slices.Contains(sc.Decision.Notes, "nothing gets through") {
				t.Errorf("%s: holds of nothing", sc.Name)
			}
		}
	}
}

// checkHeader checks that a suite begins with its rule in plain words and the
// title of the page that says so.
func checkHeader(t *testing.T, id string, s *SuiteResult) {
	text, err := os.ReadFile(s.File())
	if err != nil {
		t.Fatal(err)
	}
	header := behaviourHeader.FindSubmatch(text)
	if header == nil || !slices.Contains(strings.Split(string(header[1]), ", "), id) {
		t.Errorf("%s does not begin with the rule and the title of its page", s.File())
	}
	if !strings.HasPrefix(s.Name, id+" ") {
		t.Errorf("suite %q does not begin with %s", s.Name, id)
	}
}
