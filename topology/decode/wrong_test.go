package decode

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// wants returns the patterns that the comments of a text expect, by line:
// // want "pattern" "pattern".
func wants(t *testing.T, text string) map[int][]*regexp.Regexp {
	t.Helper()
	out := map[int][]*regexp.Regexp{}
	quoted := regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
	for i, line := range strings.Split(text, "\n") {
		_, comment, ok := strings.Cut(line, "// want ")
		if !ok {
			continue
		}
		for _, q := range quoted.FindAllString(comment, -1) {
			pattern, err := strconv.Unquote(q)
			if err != nil {
				t.Fatalf("line %d: %v", i+1, err)
			}
			out[i+1] = append(out[i+1], regexp.MustCompile(pattern))
		}
	}
	return out
}

// decodeFile decodes the list of resources of a file.
func decodeFile(t *testing.T, name string) (text string, found []source.Diagnostic) {
	t.Helper()
	bytes, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	diags := &source.Diagnostics{}
	d := New(diags)
	for _, r := range tree.ParseJSON(source.NewFile(filepath.Base(name), bytes), bytes, diags).List() {
		d.Add(r)
	}
	d.Finish()
	return string(bytes), diags.Sorted()
}

// Each mistake of testdata/wrong is found at its line, and nothing else is.
func TestWrongInput(t *testing.T) {
	names, err := filepath.Glob("testdata/wrong/*.json")
	if err != nil || len(names) < 4 {
		t.Fatalf("only %d files: %v", len(names), err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			text, found := decodeFile(t, name)
			expected := wants(t, text)
			for _, f := range found {
				line := f.Pos.Line()
				if !take(expected, line, show(f)) {
					t.Errorf("%d: unexpected %s", line, show(f))
				}
			}
			for line, left := range expected {
				for _, pattern := range left {
					t.Errorf("%d: nothing found that matches %s", line, pattern)
				}
			}
		})
	}
}

// take removes the first pattern of the line that matches.
func take(expected map[int][]*regexp.Regexp, line int, text string) bool {
	for i, pattern := range expected[line] {
		if pattern.MatchString(text) {
			expected[line] = append(expected[line][:i:i], expected[line][i+1:]...)
			return true
		}
	}
	return false
}

func TestDiagnosticsUnderlineTheValue(t *testing.T) {
	_, found := decodeFile(t, "testdata/wrong/subnets.json")
	for _, f := range found {
		if f.Code == "overlapping-subnets" {
			if underlined(f) != `"10.0.2.0/23"` || f.Note != "ends at 10.0.3.255" || f.Related[0].Message != "hub/data begins at 10.0.3.0" {
				t.Errorf("underlined %s, note %q, related %v", underlined(f), f.Note, f.Related)
			}
			return
		}
	}
	t.Error("no overlap was found")
}
