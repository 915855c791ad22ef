package terraform

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"vnetproof/topology/decode"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// placeOf says what becomes of the resources of a type: "read", "irrelevant" to
// what reaches what, or "told" as not simulated.
func placeOf(kind string) string {
	if t := tables[kind]; t != nil && t.onto != "" {
		return "read" // it changes another one
	}
	diags := &source.Diagnostics{}
	r := newReader(source.NewFile("plan.json", nil), Options{}, diags)
	r.readProviders(nil)
	values := tree.NewObject(source.Pos{})
	values.Members = append(values.Members, tree.Member{Key: "name", Value: tree.NewString(source.Pos{}, "x")})
	r.add(&instance{address: kind + ".x", kind: kind, name: kind + ".x", values: values})
	d := decode.New(diags)
	for _, x := range r.convert() {
		d.Add(x.Node)
	}
	switch f := d.Report().Of(""); {
	case f.Simulated > 0:
		return "read"
	case f.Irrelevant > 0:
		return "irrelevant"
	case f.Unsupported > 0 && !strings.HasPrefix(r.tableOf(r.instances[0]).kind, "azurerm_"):
		return "told"
	}
	return "nowhere"
}

// providerTypes are the types of the provider that its documentation has under
// networking, and those of services whose doors are of the network, each with
// its place. What the provider adds is put there on purpose, or fails.
func providerTypes(t *testing.T) [][]string {
	t.Helper()
	f, err := os.Open("testdata/azurerm.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out [][]string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if words := strings.Fields(lines.Text()); len(words) > 0 && !strings.HasPrefix(words[0], "#") {
			out = append(out, words)
		}
	}
	return out
}

func TestEveryTypeOfTheProviderHasItsPlace(t *testing.T) {
	counted := map[string]int{}
	for _, words := range providerTypes(t) {
		want, kind := words[0], words[1]
		counted[want]++
		if got := placeOf(kind); got != want {
			t.Errorf("%s %s: the list says %s", got, kind, want)
		}
	}
	t.Logf("%d types are read, %d are irrelevant, %d are told as not simulated", counted["read"], counted["irrelevant"], counted["told"])
	if counted["read"] < 150 {
		t.Errorf("the list has only %d types that are read", counted["read"])
	}
}
