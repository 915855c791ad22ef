package report

import (
	"bytes"
	"io"
	"testing"
)

func TestTraceText(t *testing.T) {
	for name, tt := range map[string]struct {
		deny  bool
		style Style
	}{
		"trace-delivered.txt": {false, Style{}},
		"trace-denied.txt":    {true, Style{}},
		"trace-color.txt":     {true, Style{Color: true, Marks: true, Width: 200}},
		"trace-narrow.txt":    {false, Style{Width: 40}},
		"trace-ascii.txt":     {false, Style{ASCII: true, Quiet: true}},
	} {
		golden(t, name, func(w io.Writer) error { return TraceText(w, tt.style, smallNetwork(tt.deny).trace()) })
	}
}

func TestTraceJSON(t *testing.T) {
	for name, deny := range map[string]bool{"trace-delivered.json": false, "trace-denied.json": true} {
		golden(t, name, func(w io.Writer) error {
			var b bytes.Buffer
			err := TraceJSON(io.MultiWriter(w, &b), smallNetwork(deny).trace())
			valid(t, b.Bytes())
			return err
		})
	}
}
