package scenarios

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vnetproof/scenarios/finding"
)

// Each mistake of the broken landing zone is mended by what its findings
// suggest, applied to the files as a user would. Behind one mistake another may
// show, which is mended in turn.
func TestFixesMend(t *testing.T) {
	const broken = "../testdata/hub-spoke-broken"
	result := run1(t, Options{Paths: []string{filepath.Join(broken, "mistakes.scenario.yaml")}})
	for _, sc := range result.Suites[0].Results {
		t.Run(sc.Name, func(t *testing.T) {
			if sc.Status != Fail {
				t.Fatalf("it is %s", sc.Status)
			}
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(broken)); err != nil {
				t.Fatal(err)
			}
			for round := 0; sc.Status == Fail && round < 3; round++ {
				mendAll(t, dir, sc)
				sc = rerun(t, dir, sc.Name)
			}
			for _, v := range sc.Decision.Violations {
				t.Errorf("still %s: %s; %s", v.Kind, v.Because[0].Text, v.Because[0].Pos)
			}
			if sc.Status != Pass {
				t.Errorf("mended it is %s", sc.Status)
			}
		})
	}
}

func rerun(t *testing.T, dir, name string) *ScenarioResult {
	t.Helper()
	o := Options{Paths: []string{filepath.Join(dir, "mistakes.scenario.yaml")}, Run: regexp.MustCompile("/" + regexp.QuoteMeta(name))}
	return run1(t, o).Suites[0].Results[0]
}

// mendAll applies the first fix of each violation, the lowest in a file first,
// so that lines above stay where they are.
func mendAll(t *testing.T, dir string, sc *ScenarioResult) {
	t.Helper()
	var fixes []finding.Fix
	for _, v := range sc.Decision.Violations {
		if len(v.Fixes) == 0 {
			t.Fatalf("no fix for %s", v.Message)
		}
		fixes = append(fixes, v.Fixes[0])
	}
	slices.SortFunc(fixes, func(a, b finding.Fix) int { return b.Pos.Compare(a.Pos) })
	for _, f := range fixes {
		mend(t, dir, f)
	}
}

// mend applies a fix where it stands: an item to the resource's list, a key to
// the resource, or the line taken out.
func mend(t *testing.T, dir string, f finding.Fix) {
	t.Helper()
	path := filepath.Join(dir, filepath.Base(f.Pos.File()))
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	at := f.Pos.Line() - 1
	switch {
	case strings.HasPrefix(f.Text, "narrow or remove"):
		lines = append(lines[:at], lines[at+1:]...)
	case strings.HasPrefix(f.Text, "add to"):
		list := "routes:"
		if strings.Contains(f.Snippet, "priority") {
			list = "securityRules:"
		}
		if strings.TrimSpace(lines[at+1]) == "" {
			lines[at] += "\n    " + list
		} else {
			for !strings.HasSuffix(lines[at], list) {
				at++
			}
		}
		lines[at] += "\n      - " + f.Snippet
	case strings.HasPrefix(f.Text, "give ") && strings.Contains(f.Text, "a route table with"):
		lines[at] = set(lines[at], "routeTable: mended")
		lines = append(lines, "routeTables:", "  mended:", "    routes:", "      - "+f.Snippet)
	case strings.HasPrefix(f.Text, "set on"):
		lines[at] = set(lines[at], f.Snippet)
	default:
		t.Fatalf("this test cannot apply %q", f.Text)
	}
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o666); err != nil {
		t.Fatal(err)
	}
}

// set gives a key of a resource, in braces on its line or on lines below it.
func set(line, pair string) string {
	key, _, _ := strings.Cut(pair, ":")
	line = regexp.MustCompile(`,? *`+key+`: *\w+`).ReplaceAllString(line, "")
	if strings.HasSuffix(line, "}") {
		return strings.TrimSuffix(line, "}") + ", " + pair + "}"
	}
	return line + "\n" + line[:len(line)-len(strings.TrimLeft(line, " "))] + "  " + pair
}
