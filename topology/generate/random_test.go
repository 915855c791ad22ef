package generate_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"vnetproof/topology"
	"vnetproof/topology/generate"
	"vnetproof/topology/native/nativetest"
)

// unseen are the fields of the model that random designs leave empty, and why.
var unseen = map[string]string{
	"ConnectivityConfiguration.Deployed":  "native files have no commits",
	"RoutingConfiguration.Deployed":       "native files have no commits",
	"SecurityAdminConfiguration.Deployed": "native files have no commits",
	"NetworkGroup.ByPolicy":               "native files have no Azure Policy",
	"Other.Orphan":                        "native files keep parts inside of what they belong to",
	"TagRanges.Published":                 "of files that Azure publishes",
	"Unknown.Supply":                      "a native file says of a value only that it is not known",
	"Unknown.AddressOf":                   "a native file says of a value only that it is not known",
	"HubRoute.NextHop":                    "read as a firewall or a connection where it is one",
}

// TestEveryKindOccurs: each kind of resource, child, fact and setting of the
// model is met in one of some random designs. All of them are without errors.
func TestEveryKindOccurs(t *testing.T) {
	seen := census{fields: map[string]int{}, met: map[any]bool{}}
	for seed := range uint64(600) {
		random := rand.New(rand.NewPCG(seed, 1))
		design, facts := generate.Random(random.IntN)
		d := nativetest.Read(t, design, facts)
		if t.Failed() {
			t.Fatal(design, facts)
		}
		seen.count(reflect.ValueOf(d).Elem())
	}
	var missing []string
	for field, n := range seen.fields {
		if _, excused := unseen[field]; excused == (n > 0) {
			missing = append(missing, fmt.Sprint(field, " in ", n))
		}
	}
	slices.Sort(missing)
	if len(missing) > 0 {
		t.Errorf("of 600 designs have (or do, although listed as unseen):\n%s", strings.Join(missing, "\n"))
	}
}

// census counts how often the fields of the model's types are filled.
type census struct {
	fields map[string]int
	met    map[any]bool
}

func (c *census) count(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && !c.met[v.Interface()] {
			c.met[v.Interface()] = true
			c.count(v.Elem())
		}
	case reflect.Interface:
		if !v.IsNil() {
			c.count(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			c.count(v.Index(i))
		}
	case reflect.Struct:
		c.countStruct(v)
	}
}

func (c *census) countStruct(v reflect.Value) {
	t := v.Type()
	if t.PkgPath() != reflect.TypeFor[topology.Design]().PkgPath() || strings.HasPrefix(t.Name(), "Property[") || strings.HasPrefix(t.Name(), "Ref[") {
		return
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() || f.Type == reflect.TypeFor[topology.Resource]() {
			continue
		}
		name := t.Name() + "." + f.Name
		if !v.Field(i).IsZero() {
			c.fields[name]++
		} else {
			c.fields[name] += 0
		}
		c.count(v.Field(i))
	}
}
