package report

import (
	"io"
	"strings"
	"testing"

	"vnetproof/topology/source"
)

func TestDiagnosticsText(t *testing.T) {
	text := "virtualNetworks:\n  hub:\n    subnets:\n\t  app: {addressPrefix: 10.0.2.0/23}\n    adressPrefix: x\n"
	f := source.NewFile("hub.network.yaml", []byte(text))
	long := source.NewFile("min.json", []byte(`{"a":"`+strings.Repeat("x", 300)+`","b":"10.0.0.0/33","c":"`+strings.Repeat("y", 300)+"\"}\n"))
	var ds source.Diagnostics
	ds.Add(source.Diagnostic{Severity: source.Error, Pos: f.Pos(strings.Index(text, "10.0.2.0")), Width: 11,
		Message: "subnet hub/app 10.0.2.0/23 overlaps hub/data 10.0.3.0/24", Note: "ends at 10.0.3.255",
		Related: []source.Related{{Pos: f.Pos(20), Message: "hub/data begins at 10.0.3.0"}}})
	ds.Add(source.Diagnostic{Severity: source.Error, Pos: f.Pos(strings.Index(text, "adress")), Width: 12,
		Message: `unknown key "adressPrefix"`, Hint: "did you mean addressPrefix?"})
	ds.Add(source.Diagnostic{Severity: source.Error, Pos: long.Pos(strings.Index(string("{\"a\":\""+strings.Repeat("x", 300)+"\",\"b\":\""), "zzz") + 317), Width: 11,
		Message: "10.0.0.0/33 is no prefix\x1b[2J"})
	ds.Warningf(f.Pos(0), "limit", "too many rules")
	ds.Unknownf(f.Pos(0), "outside", "peering to a VNet that is not in the input")
	ds.Errorf(source.Pos{}, "no-topology", "nothing to load in .")
	golden(t, "diagnostics.txt", func(w io.Writer) error { return DiagnosticsText(w, Style{}, ds.Sorted()) })
}

// A file of one line that is as long as the file is not shown.
func TestHugeLineIsNotShown(t *testing.T) {
	f := source.NewFile("huge.json", []byte(strings.Repeat("[", 1<<20)))
	var ds source.Diagnostics
	ds.Errorf(f.Pos(100), "depth", "nested too deeply")
	golden(t, "diagnostics-huge.txt", func(w io.Writer) error { return DiagnosticsText(w, Style{}, ds.Sorted()) })
}
