package estate

import (
	"fmt"
	"io"

	"vnetproof/topology/generate"
)

// File is one file of an estate.
type File struct {
	Name  string
	Write func(w io.Writer) error
}

// Files returns the files of an estate. Those of equal estates are equal.
func Files(e generate.Estate, f Format) ([]File, error) {
	resources, leaks := e.Make()
	files, err := designFiles(resources, f)
	if err != nil {
		return nil, err
	}
	return append(files, File{"leaks.yaml", func(w io.Writer) error { return writeLeaks(w, leaks) }}), nil
}

func designFiles(resources []generate.Resource, f Format) ([]File, error) {
	switch f {
	case ARM:
		return []File{{"azuredeploy.json", func(w io.Writer) error { return writeTemplate(w, resources) }}}, nil
	case Export:
		return exportFiles(resources), nil
	}
	text, err := nativeText(resources)
	if err != nil {
		return nil, err
	}
	return []File{{"estate.network.yaml", func(w io.Writer) error { _, err := w.Write(text); return err }}}, nil
}

// writeLeaks lists what was planted: each is one way from a zone into another.
func writeLeaks(w io.Writer, leaks []generate.Leak) error {
	if _, err := fmt.Fprintln(w, "# Zones reach nothing of one another but by these, and what the shared zone sends."); err != nil {
		return err
	}
	if len(leaks) == 0 {
		_, err := fmt.Fprintln(w, "leaks: []")
		return err
	}
	if _, err := fmt.Fprintln(w, "leaks:"); err != nil {
		return err
	}
	for _, l := range leaks {
		if _, err := fmt.Fprintf(w, "  - {from: %q, to: %q, traffic: %s}\n", "subnet:"+l.From, "subnet:"+l.To, l.Traffic); err != nil {
			return err
		}
	}
	return nil
}
