package export

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

const hub = `{"id": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/hub", "name": "hub"}`

func TestAnswersOfEveryShape(t *testing.T) {
	rows := []struct {
		name, text string
		resources  int
		codes      []string
	}{
		{"one resource of a GET", hub, 1, nil},
		{"a list of az", "[" + hub + "]", 1, nil},
		{"a list call", `{"value": [` + hub + `]}`, 1, nil},
		{"Resource Graph", `{"count": 1, "data": [` + hub + `], "skip_token": null}`, 1, nil},
		{"one page of several", `{"value": [` + hub + `], "nextLink": "https://x"}`, 1, []string{"more-pages"}},
		{"an item that is no resource", `[` + hub + `, {"name": "x"}]`, 1, []string{"no-resource"}},
		{"nothing", `{"value": []}`, 0, nil},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			diags := &source.Diagnostics{}
			root := tree.ParseJSON(source.NewFile("x.json", []byte(row.text)), []byte(row.text), diags)
			if got := IsAnswer(root); got != (row.resources > 0) {
				t.Errorf("IsAnswer is %t", got)
			}
			n := 0
			Read(root, diags, func(*tree.Node) { n++ })
			var codes []string
			for _, d := range diags.Sorted() {
				codes = append(codes, d.Code)
			}
			if n != row.resources || !cmp.Equal(codes, row.codes) {
				t.Errorf("got %d resources and %v, want %d and %v", n, codes, row.resources, row.codes)
			}
		})
	}
}

func TestOtherDocumentsAreNoAnswers(t *testing.T) {
	for _, text := range []string{`{"name": "package", "id": "x"}`, `{"resources": []}`, `[1, 2]`, `"text"`,
		`{"value": [{"addressPrefix": ["10.0.0.0/16"], "nextHopType": "VnetLocal"}]}`} {
		root := tree.ParseJSON(source.NewFile("x.json", []byte(text)), []byte(text), &source.Diagnostics{})
		if IsAnswer(root) {
			t.Errorf("%s is taken for an answer", text)
		}
	}
}
