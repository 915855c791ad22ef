package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// house is the folder of go.mod.
const house = "../.."

// folder is a package of the house: its path in the module and its files.
type folder struct {
	path  string
	files []*ast.File // without tests
	names []string
}

// folders parses every package, without tests.
func folders(t *testing.T) []*folder {
	t.Helper()
	var out []*folder
	err := filepath.WalkDir(house, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !d.IsDir() {
			return nil
		}
		if d.Name() == ".git" || d.Name() == "testdata" {
			return fs.SkipDir
		}
		f, err := parse(p)
		if f != nil {
			out = append(out, f)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 10 {
		t.Fatalf("only %d packages found", len(out))
	}
	return out
}

func parse(dir string) (*folder, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	rel, err := filepath.Rel(house, dir)
	if err != nil {
		return nil, err
	}
	f := &folder{path: filepath.ToSlash(rel)}
	for _, e := range entries {
		name := e.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		f.files = append(f.files, file)
		f.names = append(f.names, name)
	}
	if f.files == nil {
		return nil, nil
	}
	return f, nil
}

// imports are all that the folder imports, without the module's own name in front.
func (f *folder) imports() []string {
	var out []string
	for _, file := range f.files {
		for _, i := range file.Imports {
			p, _ := strconv.Unquote(i.Path.Value)
			out = append(out, strings.TrimPrefix(p, "vnetproof/"))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// floors are the storeys of the house: who imports may only look down.
var floors = []string{"topology", "sim", "scenarios", "cmd"}

func floor(p string) int {
	top, _, _ := strings.Cut(p, "/")
	return slices.Index(floors, top)
}

func TestImportsLookDown(t *testing.T) {
	for _, f := range folders(t) {
		if floor(f.path) < 0 {
			t.Errorf("%s stands outside of %s", f.path, strings.Join(floors, ", "))
		}
		for _, i := range f.imports() {
			if floor(i) > floor(f.path) {
				t.Errorf("%s imports %s: cmd → scenarios → sim → topology, never back", f.path, i)
			}
		}
	}
}

// arrow forbids imports of one folder, with the reason.
type arrow struct {
	from string // path.Match pattern
	not  []string
	why  string
}

var arrows = []arrow{
	{"topology/source", ours, "positions stand below everything"},
	{"topology/tree", []string{"topology", "topology/decode", "topology/native", "topology/arm", "topology/export"}, "nodes know no Azure"},
	{"topology", []string{"topology/tree", "topology/decode", "topology/native", "topology/arm", "topology/export", "topology/load"}, "the model knows no file format"},
	{"topology/native", []string{"topology/decode", "topology/arm", "topology/export"}, "a reader hands over trees and knows no other reader"},
	{"topology/arm", []string{"topology/decode", "topology/native", "topology/export"}, "a reader hands over trees and knows no other reader"},
	{"topology/export", []string{"topology/decode", "topology/native", "topology/arm"}, "a reader hands over trees and knows no other reader"},
	{"topology/terraform", []string{"topology/decode", "topology/native", "topology/arm", "topology/export"}, "a reader hands over trees and knows no other reader"},
	{"topology/servicetag", []string{"topology/decode", "topology/native", "topology/load", "sim", "sim/azure"}, "published ranges know no rules"},
	{"topology/decode", []string{"topology/native", "topology/arm", "topology/export", "topology/load"}, "decode sees ARM's shape only"},
	{"sim/packet", ours, "packets are an algebra of their own"},
	{"sim/rule", ours, "the list of rules stands below everything"},
	{"sim/packetset", []string{"sim/pipeline", "sim/azure", "sim/walk", "sim/symbolic", "topology"}, "sets know no network"},
	{"sim/pipeline", []string{"sim/azure", "sim/packetset", "sim/walk", "sim/symbolic"}, "tables know neither Azure nor engines"},
	{"sim/azure", []string{"sim/packetset", "sim/walk", "sim/symbolic", "sim/endpoint"}, "how Azure forwards needs no engine and no sets"},
	{"sim/walk", []string{"sim/packetset", "sim/azure", "sim/symbolic"}, "the walk checks the sets, so it must not share them"},
	{"sim/symbolic", []string{"sim/azure", "sim/walk"}, "the sets check the walk, so they must not share it"},
	{"scenarios/suite", []string{"sim", "sim/azure", "sim/walk", "sim/symbolic"}, "the language needs no simulator"},
	{"scenarios/finding", []string{"sim", "sim/azure", "sim/symbolic", "scenarios/judge", "scenarios/report"}, "findings are plain data"},
	{"scenarios/report", []string{"sim/symbolic", "scenarios/judge"}, "reports compute nothing"},
	{"scenarios/report/printable", ours, "escaping needs nobody"},
	{"scenarios/report/phrase", []string{"scenarios/report", "sim", "sim/azure", "sim/symbolic"}, "words need no format and no engine"},
	{"scenarios/diagram", []string{"sim", "sim/azure", "sim/symbolic", "scenarios/judge"}, "diagrams compute nothing"},
	{"cmd/vnetproof", []string{"sim/packet", "sim/packetset", "sim/pipeline", "sim/azure", "sim/walk", "sim/symbolic", "topology/decode", "topology/arm", "topology/export", "scenarios/judge"}, "a command is flags, one call, one report"},
	{"cmd/vnetproof/ui", ours, "terminals and files know no results"},
}

// ours stands for every package of the house.
var ours = []string{"*"}

func TestImportArrows(t *testing.T) {
	all := folders(t)
	for _, a := range arrows {
		found := false
		for _, f := range all {
			if ok, _ := path.Match(a.from, f.path); !ok {
				continue
			}
			found = true
			for _, i := range f.imports() {
				if floor(i) >= 0 && (a.not[0] == "*" || slices.Contains(a.not, i)) {
					t.Errorf("%s imports %s: %s", f.path, i, a.why)
				}
			}
		}
		if !found {
			t.Errorf("no package is called %s", a.from)
		}
	}
}

// homes says where a library may be used: it has one job there.
var homes = map[string][]string{
	"github.com/spf13/cobra":        {"cmd/vnetproof"},
	"github.com/spf13/pflag":        {"cmd/vnetproof"},
	"github.com/emicklei/dot":       {"scenarios/diagram"},
	"github.com/tetratelabs/wazero": {"scenarios/diagram/graphviz"},
	"github.com/goccy/go-yaml":      {"topology/tree"},
	"github.com/yourbasic/graph":    {"topology", "topology/graph", "sim/symbolic"},

	"github.com/hashicorp/terraform-json": {"topology/terraform"},
	"github.com/google/go-cmp":            nil, // tests
	"pgregory.net/rapid":                  nil, // tests
}

func TestLibrariesStayAtHome(t *testing.T) {
	for _, f := range folders(t) {
		for _, i := range f.imports() {
			for library, rooms := range homes {
				inside := slices.ContainsFunc(rooms, func(r string) bool { return f.path == r || strings.HasPrefix(f.path, r+"/") })
				if (i == library || strings.HasPrefix(i, library+"/")) && !inside {
					t.Errorf("%s imports %s, which is for %v", f.path, i, rooms)
				}
			}
		}
	}
}

// Every package says what it is for: where it stands in the flow, what goes in
// and comes out, what it must not know.
func TestPackageComments(t *testing.T) {
	for _, f := range folders(t) {
		var comments []string
		for i, file := range f.files {
			if file.Doc == nil {
				continue
			}
			comments = append(comments, file.Doc.Text())
			if n := f.names[i]; n != "doc.go" && file.Name.Name != "main" && len(f.files) > 1 {
				t.Errorf("%s: the package comment stands in %s, not in doc.go", f.path, n)
			}
		}
		if len(comments) != 1 {
			t.Errorf("%s has %d package comments, want one", f.path, len(comments))
			continue
		}
		for _, part := range []string{"[" + path.Base(f.path), "In: ", "Out: ", "Must not know: "} {
			if !strings.Contains(comments[0], part) {
				t.Errorf("the comment of %s lacks %q", f.path, part)
			}
		}
	}
}

// vagueNames say nothing about what is inside.
var vagueNames = []string{"util", "utils", "helper", "helpers", "common", "misc", "core", "model", "models", "base", "shared", "types"}

func TestFoldersSayWhatIsInside(t *testing.T) {
	for _, f := range folders(t) {
		if slices.Contains(vagueNames, path.Base(f.path)) {
			t.Errorf("%s: a name that says nothing", f.path)
		}
	}
}

// foreign are words that have no place in the project: how it is made, and the
// machine it is made on. They are put together here, so as not to find themselves.
var foreign = regexp.MustCompile(strings.Join([]string{
	"/wo" + "rk/", `\bsub` + `agents?\b`, `(?i)\b(this|next|last|a) ses` + `sion of\b`, `(?i)\bissue ` + `#?[0-9]`,
	"registry\\." + "npmjs", "pypi\\." + "org", "proxy\\." + "golang",
}, "|"))

// outside is the one line of .ci/run that may name a folder beside the house.
var outside = regexp.MustCompile(`\bsha` + `red/(inputs|answers|azure|perf|hooks)\b`)

func TestForeignWords(t *testing.T) {
	err := filepath.WalkDir(house, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if d.Name() == ".git" {
				return fs.SkipDir
			}
			return nil
		}
		if !isText(p) {
			return nil
		}
		text, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		for n, line := range strings.Split(string(text), "\n") {
			if foreign.MatchString(line) {
				t.Errorf("%s:%d: %s", p, n+1, foreign.FindString(line))
			}
			if outside.MatchString(line) && filepath.Base(filepath.Dir(p)) != ".ci" {
				t.Errorf("%s:%d: names a folder outside of the project", p, n+1)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func isText(p string) bool {
	switch filepath.Ext(p) {
	case ".go", ".md", ".yaml", ".txtar", ".txt", ".mod", "":
		info, err := os.Stat(p)
		return err == nil && info.Mode().IsRegular() && info.Size() < 1<<20
	}
	return false
}

// The files stay small enough to be one thing each.
func TestFilesAreRooms(t *testing.T) {
	for _, f := range folders(t) {
		for _, name := range f.names {
			text, err := os.ReadFile(filepath.Join(house, filepath.FromSlash(f.path), name))
			if err != nil {
				t.Fatal(err)
			}
			if lines := strings.Count(string(text), "\n"); lines > 400 {
				t.Errorf("%s/%s has %d lines; is it two rooms?", f.path, name, lines)
			}
		}
	}
}
