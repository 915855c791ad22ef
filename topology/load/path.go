package load

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"vnetproof/topology/source"
)

// path loads what a user names: a file, a folder's own files, or what a glob
// matches.
func (l *loader) path(p string) {
	info, err := os.Stat(p)
	switch {
	case err == nil && info.IsDir():
		l.folder(p)
	case err == nil:
		l.named(p, byName)
	case hasGlob(p):
		l.glob(p)
	default:
		l.fail(p, "no-file", "no such file or folder", err)
	}
}

func hasGlob(p string) bool { return strings.ContainsAny(p, "*?[{") }

// folder loads the files of a folder, not those of its folders.
func (l *loader) folder(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		l.fail(dir, "unreadable", "cannot be read", err)
		return
	}
	some, names := false, make([]string, len(entries))
	for i, e := range entries {
		names[i] = filepath.Join(dir, e.Name())
		some = l.found(names[i]) || some
	}
	for _, name := range bicepOf(names) {
		some = l.compiledIn(name) || some
	}
	if !some {
		l.failHint(dir, "no-design", "this folder holds no design",
			"expected *.network.yaml, an ARM template or exported resources; DIR/** also looks into folders below")
	}
}

// glob loads the files that a pattern matches. Links to folders are not
// followed, and hidden ones not looked into.
func (l *loader) glob(pattern string) {
	matches, err := doublestar.FilepathGlob(pattern, doublestar.WithFilesOnly(), doublestar.WithNoFollow(), doublestar.WithNoHidden())
	if err != nil {
		l.fail(pattern, "bad-pattern", "is not a pattern", err)
		return
	}
	some := false
	for _, m := range matches {
		some = l.found(m) || some
	}
	if !some {
		l.failHint(pattern, "no-design", "no file that this pattern matches holds a design", "")
	}
}

// found loads a file that a folder or glob gave, and tells whether it is one
// of a known format, now or before.
func (l *loader) found(p string) bool {
	info, err := os.Stat(p)
	if err != nil || !info.Mode().IsRegular() || !mayHoldDesign(p) {
		return false
	}
	if l.again(p) {
		return true
	}
	before := len(l.files)
	l.file(p, inFolder)
	return len(l.files) > before
}

// compiledIn compiles Bicep source that a folder gave, where that can be.
func (l *loader) compiledIn(p string) bool {
	if _, err := exec.LookPath("bicep"); err != nil && len(l.files) > 0 {
		l.skipped = append(l.skipped, shownName(p))
		return false
	}
	if !l.again(p) {
		l.bicep(p, inFolder)
	}
	return true
}

// named loads a file that the user named: it must be of a known format.
func (l *loader) named(p string, why errand) {
	info, err := os.Stat(p)
	if err != nil || info.IsDir() {
		l.fail(p, "no-file", "no such file", err)
		return
	}
	switch {
	case l.again(p):
	case isBicep(p):
		l.bicep(p, why)
	default:
		l.file(p, why)
	}
}

// again tells whether a file was loaded already, by whatever name.
func (l *loader) again(p string) bool {
	real, err := filepath.Abs(p)
	if err == nil {
		if r, err := filepath.EvalSymlinks(real); err == nil {
			real = r
		}
	}
	if l.seen[real] {
		return true
	}
	l.seen[real] = true
	return false
}

// mayHoldDesign tells by its name whether a file is worth a look.
func mayHoldDesign(p string) bool {
	switch strings.ToLower(filepath.Ext(p)) {
	case ".json", ".jsonc", ".yaml", ".yml", ".tfstate", ".csv":
		return true
	}
	return false
}

// shownName is a path as messages show it: relative to the working folder
// where it lies there, with forward slashes.
func shownName(p string) string {
	if filepath.IsAbs(p) {
		if wd, err := os.Getwd(); err == nil {
			if rel, err := filepath.Rel(wd, p); err == nil && filepath.IsLocal(rel) {
				p = rel
			}
		}
	}
	return filepath.ToSlash(filepath.Clean(p))
}

// fail reports a path that cannot be loaded, with what the system says of it.
func (l *loader) fail(p, code, message string, err error) {
	hint := ""
	if pe, ok := err.(*fs.PathError); ok && !os.IsNotExist(err) {
		hint = pe.Err.Error()
	}
	l.failHint(p, code, message, hint)
}

func (l *loader) failHint(p, code, message, hint string) {
	l.diags.Add(source.Diagnostic{Severity: source.Error, Code: code, Pos: source.NewFile(shownName(p), nil).Pos(0),
		Message: message, Hint: hint})
}
