package load

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What the explorer of Resource Graph downloads is read, with places in it.
func TestTablesOfResourceGraphAreRead(t *testing.T) {
	const header = "id,name,type,location,tags,properties\n"
	row := func(prefix string) string {
		return `"` + vnetID + `net",net,microsoft.network/virtualnetworks,westeurope,"{""env"":""prod""}","{""addressSpace"":
 {""addressPrefixes"":[""` + prefix + `""]}}"` + "\n"
	}
	inFiles(t, map[string]string{"graph.csv": "\ufeff" + header + row("10.3.0.0/16"), "other.csv": "a,b\n1,2\n",
		"bad/graph.csv": header + row("10.3.0.0/33"), "torn/graph.csv": header + "\"x\n", "half/graph.csv": header + "\"" + vnetID + "net\",n,t,l,,\"{\"\"a\"\"\"\n"})
	in := Read(Options{})
	if got := fmt.Sprint(in.Design.VirtualNetworks[0].AddressPrefixes.Or(nil)); got != "[10.3.0.0/16]" || in.Files[0].Counts.Simulated != 1 {
		t.Errorf("the prefixes are %s", got)
	}
	if diff := cmp.Diff([]string{"other.csv"}, in.Skipped); diff != "" {
		t.Error(diff)
	}
	for name, want := range map[string]string{"bad": "bad/graph.csv:2:156 error bad-prefix", "torn": "torn/graph.csv:2:1 error syntax", "half": "half/graph.csv:2:93 error syntax"} {
		in := Read(Options{Paths: []string{name}})
		if got := told(in); len(got) == 0 || got[0] != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
