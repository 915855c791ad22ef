package load

import (
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"vnetproof/topology/arm"
)

// linkedFiles reads the files that a template links to: those below its folder,
// and below folders that the user allows. Links of the file system that lead
// out of these are not followed.
type linkedFiles struct {
	folder  string          // of the template, as shown
	allowed []string        // other folders
	read    map[string]bool // names of the files that were read
}

// open reads the file of a name relative to the template's folder.
func (l linkedFiles) open(name string) ([]byte, error) {
	folder, inside, err := l.find(name)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	file, err := root.Open(inside)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	l.read[path.Join(l.folder, name)] = true
	return io.ReadAll(io.LimitReader(file, maxFile))
}

// find returns the folder that may be read and in which a file lies, and its
// name there.
func (l linkedFiles) find(name string) (folder, inside string, err error) {
	folder = filepath.FromSlash(l.folder)
	if filepath.IsLocal(filepath.FromSlash(name)) {
		return folder, filepath.FromSlash(name), nil
	}
	whole, err := filepath.Abs(filepath.Join(folder, filepath.FromSlash(name)))
	if err != nil {
		return "", "", err
	}
	for _, a := range l.allowed {
		if a, err = filepath.Abs(a); err != nil {
			return "", "", err
		}
		if inside, err := filepath.Rel(a, whole); err == nil && filepath.IsLocal(inside) {
			return a, inside, nil
		}
	}
	return "", "", arm.ErrOutside
}
