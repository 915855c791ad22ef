package scenarios

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vnetproof/scenarios/suite"
	"vnetproof/topology/load"
	"vnetproof/topology/source"
)

// suiteFile is a file of a suite, by the path that opens it.
type suiteFile struct {
	path  string
	suite *suite.Suite
}

// readSuites finds and reads all suites of some paths, by file name.
func readSuites(paths []string, diags *source.Diagnostics) []suiteFile {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	var files []string
	for _, p := range paths {
		files = append(files, findSuites(p, diags)...)
	}
	slices.Sort(files)
	var out []suiteFile
	for _, p := range withoutEchoes(files) {
		out = append(out, suiteFile{p, suite.Read(load.Document(p, diags), diags)})
	}
	return out
}

// findSuites returns the suites that a path names: itself, or those in a folder
// and the folders below, hidden ones left out.
func findSuites(p string, diags *source.Diagnostics) []string {
	info, err := os.Stat(p)
	if err != nil {
		diags.Add(source.Diagnostic{Severity: source.Error, Code: "no-file", Pos: placeOf(p), Message: "no such file or folder"})
		return nil
	}
	if !info.IsDir() {
		return []string{filepath.Clean(p)}
	}
	var found []string
	_ = filepath.WalkDir(p, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			diags.Add(source.Diagnostic{Severity: source.Error, Code: "unreadable", Pos: placeOf(path), Message: "cannot be read", Hint: reasonOf(err)})
		case path != p && strings.HasPrefix(e.Name(), "."):
			if e.IsDir() {
				return fs.SkipDir
			}
		case !e.IsDir() && isSuiteName(e.Name()):
			found = append(found, filepath.Clean(path))
		}
		return nil
	})
	if len(found) == 0 && !diags.HasErrors() {
		diags.Add(source.Diagnostic{Severity: source.Error, Code: "no-suite", Pos: placeOf(p), Message: "no scenario suite is in this folder or below",
			Hint: "expected *.scenario.yaml; vnetproof init writes a first one"})
	}
	return found
}

// isSuiteName tells by its name whether a file is a suite.
func isSuiteName(name string) bool {
	name = strings.ToLower(name)
	for _, ending := range []string{".yaml", ".yml", ".json"} {
		if strings.HasSuffix(name, ".scenario"+ending) {
			return true
		}
	}
	return false
}

// withoutEchoes drops files that were named twice, by whatever path.
func withoutEchoes(files []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(files, func(p string) bool {
		real, err := filepath.Abs(p)
		if err == nil {
			if r, err := filepath.EvalSymlinks(real); err == nil {
				real = r
			}
		}
		again := seen[real]
		seen[real] = true
		return again
	})
}

// placeOf is the place of a path as a whole.
func placeOf(p string) source.Pos {
	return source.NewFile(filepath.ToSlash(filepath.Clean(p)), nil).Pos(0)
}

// reasonOf returns what the system says, without the path that it repeats.
func reasonOf(err error) string {
	if pe, ok := err.(*fs.PathError); ok {
		return pe.Err.Error()
	}
	return err.Error()
}

// topologyOf returns the paths of the design that a suite is about: what the
// caller says, else what the suite names, relative to its file, else its folder.
func (f suiteFile) topologyOf(o *Options, diags *source.Diagnostics) []string {
	if len(o.Load.Paths) > 0 {
		return o.Load.Paths
	}
	dir := filepath.Dir(f.path)
	if len(f.suite.Topology) == 0 {
		return []string{dir}
	}
	var out []string
	for _, t := range f.suite.Topology {
		p := filepath.FromSlash(t.Text)
		if !filepath.IsAbs(p) {
			p = filepath.Join(dir, p)
		}
		if _, err := os.Stat(p); err != nil && !strings.ContainsAny(p, "*?[{") {
			diags.Add(source.Diagnostic{Severity: source.Error, Code: "no-file", Pos: t.Pos, Message: "topology " + t.Text + ": no such file or folder",
				Hint: "it is looked for as " + filepath.ToSlash(p)})
			continue
		}
		out = append(out, p)
	}
	return out
}
