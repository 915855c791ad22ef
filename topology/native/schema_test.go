package native_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"vnetproof/topology/native"
	"vnetproof/topology/tree"
)

var update = flag.Bool("update", false, "rewrite the schemas that are shipped")

var schemas = []struct {
	file string
	text func() []byte
}{
	{"schema/topology.schema.json", native.TopologySchema},
	{"schema/facts.schema.json", native.FactsSchema},
}

func TestShippedSchemasAreThoseOfTheTable(t *testing.T) {
	for _, s := range schemas {
		if *update {
			if err := os.WriteFile(s.file, s.text(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		shipped, err := os.ReadFile(s.file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(shipped), string(s.text())); diff != "" {
			t.Errorf("%s is not what the table says; run the test with -update:\n%s", s.file, diff)
		}
	}
}

// compile returns a schema that can validate.
func compile(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("s.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("s.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// plain turns a tree into what JSON would decode to.
func plain(n *tree.Node) any {
	switch {
	case n.IsAbsent():
		return nil
	case n.Kind == tree.Object:
		out := map[string]any{}
		for _, m := range n.Members {
			out[m.Key] = plain(m.Value)
		}
		return out
	case n.Kind == tree.List:
		out := []any{}
		for _, item := range n.Items {
			out = append(out, plain(item))
		}
		return out
	case n.Kind == tree.Bool:
		return n.Text == "true"
	case n.Kind == tree.Number:
		return json.Number(n.Text)
	}
	return n.Text
}

func TestDesignsOfTheTestsHoldToTheSchema(t *testing.T) {
	schema := compile(t, native.TopologySchema())
	var files []string
	for _, pattern := range []string{"testdata/*.network.yaml", "../../testdata/*/*.network.yaml"} {
		found, _ := filepath.Glob(pattern)
		files = append(files, found...)
	}
	if len(files) < 5 {
		t.Fatalf("only %d designs", len(files))
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(plain(parse(t, name, string(text)))); err != nil {
			t.Errorf("%s: %#v", name, err)
		}
	}
}

const someFacts = `
learnedRoutes:
  - {gateway: hub-er, prefixes: [10.200.0.0/16, 0.0.0.0/0], asPath: [65010]}
  - {gateway: hub-vpn, from: branch1, prefixes: [10.101.0.0/16]}
  - {routeServer: rs, from: nva1, nextHopIpAddress: 10.1.1.5, prefixes: [0.0.0.0/0]}
onPremises:
  hq: {addressPrefixes: [10.200.0.0/16], via: {expressRouteCircuit: hq-circuit}}
appliances:
  nva1: {stateful: true, snat: false, filter: [{access: Allow, protocol: Tcp, destinationPorts: [443]}]}
serviceTags: {Storage.WestEurope: [20.60.0.0/16]}
fqdns: {www.contoso.com: [203.0.113.7]}
down: [gw:hub-vpn, peering:hub/to-web]
platform: {defaultOutboundAccess: false}
`

func TestSchemasTellGoodFromBad(t *testing.T) {
	vnet := "virtualNetworks: {hub: {addressPrefixes: [10.0.0.0/16]}}\n"
	for _, tc := range []struct {
		name, text string
		schema     func() []byte
		good       bool
	}{
		{"the sample", sample, native.TopologySchema, true},
		{"its second file", rest, native.TopologySchema, true},
		{"a network without a space", "virtualNetworks: {hub: {}}", native.TopologySchema, false},
		{"an unknown section", vnet + "routers: {}", native.TopologySchema, false},
		{"an unknown key", vnet + "routeTables: {t: {rutes: []}}", native.TopologySchema, false},
		{"a wrong type", vnet + "routeTables: {t: {disableBgpRoutePropagation: maybe}}", native.TopologySchema, false},
		{"a wrong word", vnet + "routeTables: {t: {routes: [{name: a, addressPrefix: 0.0.0.0/0, nextHopType: Nowhere}]}}", native.TopologySchema, false},
		{"a rule without a name", vnet + "networkSecurityGroups: {n: {securityRules: [{priority: 100, direction: Inbound, access: Deny}]}}", native.TopologySchema, false},
		{"facts", someFacts, native.FactsSchema, true},
		{"facts are no design", someFacts, native.TopologySchema, false},
		{"routes without prefixes", "learnedRoutes: [{gateway: g}]", native.FactsSchema, false},
		{"an appliance of words", "appliances: {nva: yes}", native.FactsSchema, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := compile(t, tc.schema()).Validate(plain(parse(t, "a.yaml", tc.text)))
			if (err == nil) != tc.good {
				t.Errorf("validates: %v, want %v: %v", err == nil, tc.good, err)
			}
		})
	}
}

func TestSchemaDescribesEachObjectOnce(t *testing.T) {
	text := string(native.TopologySchema())
	for _, name := range []string{"subnet", "securityRule", "nic", "firewallRule"} {
		if n := strings.Count(text, "\n    \""+name+"\": {"); n != 1 {
			t.Errorf("%s is defined %d times", name, n)
		}
	}
}
