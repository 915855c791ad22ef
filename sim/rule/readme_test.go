package rule

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite README.md")

// place is where something stands: a file of the project and a line.
type place struct {
	file string // relative to the project's top, with /
	line int
	name string
}

// link is the place as Markdown, seen from this folder.
func (p place) link() string {
	return fmt.Sprintf("[%s](../../%s)", p.name, p.file)
}

// found is what the project's files say of each rule.
type found struct {
	homes, tests map[ID][]place
	behaviours   map[ID][]place
}

var (
	// A home is a comment that names the rule before a colon, alone or in a list.
	homeOf = regexp.MustCompile(`^\s*//\s*((?:[A-Z][A-Z0-9]*-\d+(?:,\s*)?)+):`)
	testOf = regexp.MustCompile(`^func (Test((?:[A-Z][A-Z0-9]*?\d{2}_)+)\w*)\(`)
	oneID  = regexp.MustCompile(`[A-Z][A-Z0-9]*-\d+`)
	oneRef = regexp.MustCompile(`([A-Z]+|V6)(\d{2})_`)
	folder = regexp.MustCompile(`^([A-Z][A-Z0-9]*-\d+)-`)
)

// search reads the project's Go files and the folders of behaviours.
func search(t *testing.T) found {
	t.Helper()
	f := found{homes: map[ID][]place{}, tests: map[ID][]place{}, behaviours: map[ID][]place{}}
	top := filepath.Join("..", "..")
	err := filepath.WalkDir(top, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(top, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && rel != "." || rel == "sim/rule"):
			return filepath.SkipDir
		case !entry.IsDir() && strings.HasSuffix(rel, ".go"):
			return f.read(name, rel)
		case entry.IsDir() && path.Dir(rel) == "testdata/behaviours":
			if m := folder.FindStringSubmatch(entry.Name()); m != nil {
				f.behaviours[ID(m[1])] = append(f.behaviours[ID(m[1])], place{rel, 1, strings.TrimPrefix(entry.Name(), m[0])})
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (f found) read(name, rel string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	for i, line := range strings.Split(string(text), "\n") {
		if strings.HasSuffix(rel, "_test.go") {
			if m := testOf.FindStringSubmatch(line); m != nil {
				for _, ref := range oneRef.FindAllStringSubmatch(m[2], -1) {
					id := ID(ref[1] + "-" + strings.TrimPrefix(ref[2], "0"))
					f.tests[id] = append(f.tests[id], place{rel, i + 1, m[1]})
				}
			}
			continue
		}
		if m := homeOf.FindStringSubmatch(line); m != nil {
			for _, id := range oneID.FindAllString(m[1], -1) {
				f.homes[ID(id)] = append(f.homes[ID(id)], place{rel, i + 1, path.Base(rel)})
			}
		}
	}
	return nil
}

// TestReadme: README.md is what the rows and the project's files say.
func TestReadme(t *testing.T) {
	want := readme(search(t))
	if *update {
		if err := os.WriteFile("README.md", []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(bytes.ReplaceAll(got, []byte("\r"), nil))); diff != "" {
		t.Errorf("README.md differs (-want +got); rewrite it with go test ./sim/rule -update:\n%s", diff)
	}
}

func readme(f found) string {
	var b strings.Builder
	counts := map[Status]int{}
	for _, r := range All() {
		counts[r.Status]++
	}
	b.WriteString("# Rules of Azure's behaviour\n\n")
	b.WriteString("Generated from the rows of this package and from the project's files; `go test ./sim/rule -update` rewrites it.\n\n")
	fmt.Fprintf(&b, "%d rules: %d simulated, %d validated, %d inconclusive, %d out of scope.\n\n", len(All()), counts[Simulated], counts[Validated], counts[Inconclusive], counts[OutOfScope])
	b.WriteString("- *simulated*: decides where packets go.\n- *validated*: checked when a design is loaded, and refused or warned about.\n" +
		"- *inconclusive*: where it matters the answer is inconclusive, and names it.\n- *out of scope*: no part of reachability.\n\n")
	b.WriteString("| id | rule | status | home | tests | behaviours | source |\n| --- | --- | --- | --- | --- | --- | --- |\n")
	for _, r := range All() {
		status := r.Status.String()
		if r.Why != "" {
			status += ": " + r.Why
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | [page](%s) |\n", r.ID, cell(r.Sentence), cell(status),
			links(f.homes[r.ID]), links(f.tests[r.ID]), links(f.behaviours[r.ID]), r.Source)
	}
	return b.String()
}

func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

func links(list []place) string {
	var out []string
	for _, p := range list {
		if l := p.link(); !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return strings.Join(out, "<br>")
}

// TestEveryRuleHasHomeAndTests: what is simulated or validated is written
// somewhere and tested by name.
func TestEveryRuleHasHomeAndTests(t *testing.T) {
	f := search(t)
	for _, r := range All() {
		if r.Status != Simulated && r.Status != Validated {
			continue
		}
		if len(f.homes[r.ID]) == 0 {
			t.Errorf("%s is %s and no comment says where", r.ID, r.Status)
		}
		if len(f.tests[r.ID]) == 0 {
			t.Errorf("%s is %s and no test bears its name", r.ID, r.Status)
		}
	}
	for id, list := range f.tests {
		if _, ok := Lookup(id); !ok {
			t.Errorf("%s: there is no rule %s", list[0].name, id)
		}
	}
	for id, list := range f.homes {
		if _, ok := Lookup(id); !ok {
			t.Errorf("%s:%d: there is no rule %s", list[0].file, list[0].line, id)
		}
	}
}

// TestNineInTenAreSimulatedOrValidated is what the project promises.
func TestNineInTenAreSimulatedOrValidated(t *testing.T) {
	done := 0
	for _, r := range All() {
		if r.Status == Simulated || r.Status == Validated {
			done++
		}
	}
	if 10*done < 9*len(All()) {
		t.Errorf("%d of %d rules are simulated or validated", done, len(All()))
	}
}
