package load

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is named as parameters wins over files beside the template, and single
// settings over both.
func TestParametersThatAreNamedWin(t *testing.T) {
	other := `{"parameters": {"prefix": {"value": "10.7.0.0/16"}}}`
	inFiles(t, map[string]string{"main.json": deploying, "main.parameters.json": given, "other/prod.json": other, "other/spoke.json": spokeJSON})
	for _, row := range []struct {
		options Options
		want    string
	}{
		{Options{}, "[10.2.0.0/16]"},
		{Options{Parameters: []string{"other/prod.json"}}, "[10.7.0.0/16]"},
		{Options{Parameters: []string{"other/prod.json"}, Set: []string{"prefix=10.8.0.0/16"}}, "[10.8.0.0/16]"},
	} {
		in := Read(row.options)
		if got := fmt.Sprint(in.Design.VirtualNetworks[0].AddressPrefixes.Or(nil)); got != row.want || len(told(in)) > 0 {
			t.Errorf("%v: the prefixes are %s, want %s; %v", row.options, got, row.want, told(in))
		}
	}
	if diff := cmp.Diff([]string{"--set prefix:1:1 error bad-value"}, told(Read(Options{Set: []string{"prefix"}}))); diff != "" {
		t.Error(diff)
	}
	in := Read(Options{Parameters: []string{"other/spoke.json"}})
	if diff := cmp.Diff([]string{"other/spoke.json:1:1 error wrong-format"}, told(in)); diff != "" {
		t.Error(diff)
	}
}
