package estate

import (
	"encoding/json"
	"io"
	"path"

	"vnetproof/topology/generate"
)

// exportFiles makes one list of each type of resource.
func exportFiles(resources []generate.Resource) []File {
	lists := map[string][]generate.Resource{}
	var types []string
	for _, r := range resources {
		if lists[r.Type] == nil {
			types = append(types, r.Type)
		}
		lists[r.Type] = append(lists[r.Type], r)
	}
	var files []File
	for _, t := range types {
		files = append(files, File{path.Base(t) + ".json", func(w io.Writer) error { return writeList(w, lists[t]) }})
	}
	return files
}

// writeList writes a resource a line.
func writeList[T any](w io.Writer, list []T) error {
	for i, r := range list {
		text, err := json.Marshal(r)
		if err != nil {
			return err
		}
		before := ",\n"
		if i == 0 {
			before = "[\n"
		}
		if _, err := w.Write(append([]byte(before), text...)); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "\n]\n")
	return err
}
