package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// badInput is a folder that cannot be loaded and what must be said of it: every
// mistake at once, each as file:line:column with what was expected or a hint.
type badInput struct {
	name  string
	files map[string]string
	args  []string // of the command; absent: validate
	want  []string // each a part of one line of stderr or stdout
}

// network is one file with a design.
func network(text string) map[string]string { return map[string]string{"a.network.yaml": text} }

// suiteFiles is a good design and one suite.
func suiteFiles(text string) map[string]string {
	return map[string]string{"a.network.yaml": goodDesign, "a.scenario.yaml": text}
}

const goodDesign = `virtualNetworks:
  web: {addressPrefixes: [10.1.0.0/16], subnets: {front: {addressPrefix: 10.1.0.0/24}, back: {addressPrefix: 10.1.1.0/24}}}
virtualMachines:
  web1: {nics: [{subnet: web/front}]}
  app1: {nics: [{subnet: web/back}]}
`

var badInputs = []badInput{
	{name: "YAML syntax", files: network("virtualNetworks:\n  web: {addressPrefixes: [10.1.0.0/16\n"), want: []string{"a.network.yaml:3"}},
	{name: "tabs", files: network("virtualNetworks:\n\tweb: {}\n"), want: []string{"a.network.yaml:2:1", "tab"}},
	{name: "duplicate keys", files: network("virtualNetworks:\n  web: {addressPrefixes: [10.1.0.0/16]}\n  web: {addressPrefixes: [10.2.0.0/16]}\n"),
		want: []string{"a.network.yaml:3:3", "a.network.yaml:2"}},
	{name: "unknown key with suggestion", files: network("virtualNetworks:\n  web: {adressPrefixes: [10.1.0.0/16]}\n"),
		want: []string{"a.network.yaml:2:9", "did you mean addressPrefixes?"}},
	{name: "unknown section", files: network("virtualNetwork:\n  web: {}\nvirtualMachines: {}\n"), want: []string{"a.network.yaml:1:1", "did you mean virtualNetworks?"}},
	{name: "a number for a list", files: network("virtualNetworks:\n  web: {addressPrefixes: 7}\n"), want: []string{"a.network.yaml:2:26"}},
	{name: "text for true or false", files: network("routeTables:\n  rt: {disableBgpRoutePropagation: maybe}\n"), want: []string{"a.network.yaml:2:36"}},
	{name: "a list for an object", files: network("virtualNetworks: [web]\n"), want: []string{"a.network.yaml:1:18"}},
	{name: "bad CIDR", files: network("virtualNetworks:\n  web: {addressPrefixes: [10.1.0/16]}\n"), want: []string{"a.network.yaml:2:27"}},
	{name: "prefix length past 32", files: network("virtualNetworks:\n  web: {addressPrefixes: [10.1.0.0/33]}\n"), want: []string{"a.network.yaml:2:27"}},
	{name: "host bits set", files: network("virtualNetworks:\n  web: {addressPrefixes: [10.1.0.1/16]}\n"), want: []string{"a.network.yaml:2:27", "10.1.0.0/16"}},
	{name: "overlapping subnets", files: network("virtualNetworks:\n  web:\n    addressPrefixes: [10.1.0.0/16]\n    subnets:\n      a: {addressPrefix: 10.1.0.0/23}\n      b: {addressPrefix: 10.1.1.0/24}\n"),
		want: []string{"a.network.yaml:6", "overlaps", "a.network.yaml:5"}},
	{name: "subnet outside its VNet", files: network("virtualNetworks:\n  web: {addressPrefixes: [10.1.0.0/16], subnets: {a: {addressPrefix: 10.2.0.0/24}}}\n"), want: []string{"a.network.yaml:2:70"}},
	{name: "overlapping prefixes of a VNet", files: network("virtualNetworks:\n  web: {addressPrefixes: [10.1.0.0/16, 10.1.4.0/24]}\n"), want: []string{"a.network.yaml:2:26", "10.1.4.0/24"}},
	{name: "overlapping peers", files: network("virtualNetworks:\n  a: {addressPrefixes: [10.1.0.0/16], peerings: {b: {remoteVirtualNetwork: b}}}\n  b: {addressPrefixes: [10.1.0.0/16], peerings: {a: {remoteVirtualNetwork: a}}}\n"),
		want: []string{"a.network.yaml:2"}},
	{name: "a subnet too small", files: network("virtualNetworks:\n  web: {addressPrefixes: [10.1.0.0/16], subnets: {a: {addressPrefix: 10.1.0.0/30}}}\n"), want: []string{"a.network.yaml:2:70"}},
	{name: "a short name that nothing bears", files: network("virtualNetworks:\n  web: {addressPrefixes: [10.1.0.0/16], subnets: {a: {addressPrefix: 10.1.0.0/24, routeTable: rt}}}\n"), want: []string{"a.network.yaml:2:95", "rt"}},
	{name: "a NIC in a subnet that is not there", files: network("virtualNetworks:\n  web: {addressPrefixes: [10.1.0.0/16], subnets: {front: {addressPrefix: 10.1.0.0/24}}}\nvirtualMachines: {vm: {nics: [{subnet: web/frnt}]}}\n"),
		want: []string{"a.network.yaml:3:40", "web/front"}},
	{name: "duplicate priority", files: network("networkSecurityGroups:\n  g:\n    securityRules:\n      - {name: a, priority: 100, direction: Inbound, access: Allow, protocol: Tcp, source: \"*\", destination: \"*\"}\n      - {name: b, priority: 100, direction: Inbound, access: Deny, protocol: Tcp, source: \"*\", destination: \"*\"}\n"),
		want: []string{"a.network.yaml:5", "priority", "a.network.yaml:4"}},
	{name: "priority out of range", files: network("networkSecurityGroups:\n  g:\n    securityRules:\n      - {name: a, priority: 50, direction: Inbound, access: Allow, protocol: Tcp, source: \"*\", destination: \"*\"}\n"),
		want: []string{"a.network.yaml:4:29", "100", "4096"}},
	{name: "an unknown protocol", files: network("networkSecurityGroups:\n  g: {securityRules: [{name: a, priority: 100, direction: Inbound, access: Allow, protocol: Tpc, source: \"*\", destination: \"*\"}]}\n"),
		want: []string{"a.network.yaml:2:93", "Tcp"}},
	{name: "an unknown direction", files: network("networkSecurityGroups:\n  g: {securityRules: [{name: a, priority: 100, direction: In, access: Allow, protocol: Tcp, source: \"*\", destination: \"*\"}]}\n"),
		want: []string{"a.network.yaml:2:59", "Inbound"}},
	{name: "a port past 65535", files: network("networkSecurityGroups:\n  g: {securityRules: [{name: a, priority: 100, direction: Inbound, access: Allow, protocol: Tcp, source: \"*\", destination: \"*\", destinationPorts: [70000]}]}\n"),
		want: []string{"a.network.yaml:2:148"}},
	{name: "a port range the wrong way round", files: network("networkSecurityGroups:\n  g: {securityRules: [{name: a, priority: 100, direction: Inbound, access: Allow, protocol: Tcp, source: \"*\", destination: \"*\", destinationPorts: [90-80]}]}\n"),
		want: []string{"a.network.yaml:2:148"}},
	{name: "a self-peering", files: network("virtualNetworks:\n  web: {addressPrefixes: [10.1.0.0/16], peerings: {me: {remoteVirtualNetwork: web}}}\n"), want: []string{"a.network.yaml:2"}},
	{name: "a next hop address missing", files: network("routeTables:\n  rt: {routes: [{name: d, addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliance}]}\n"), want: []string{"a.network.yaml:2", "nextHopIpAddress"}},
	{name: "a bad next hop type", files: network("routeTables:\n  rt: {routes: [{name: d, addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliances}]}\n"), want: []string{"a.network.yaml:2:66", "VirtualAppliance"}},
	{name: "an address outside its subnet", files: network("virtualNetworks:\n  web: {addressPrefixes: [10.1.0.0/16], subnets: {a: {addressPrefix: 10.1.0.0/24}}}\nvirtualMachines: {vm: {nics: [{subnet: web/a, privateIPAddress: 10.1.9.9}]}}\n"),
		want: []string{"a.network.yaml:3:65"}},
	{name: "a reserved address", files: network("virtualNetworks:\n  web: {addressPrefixes: [10.1.0.0/16], subnets: {a: {addressPrefix: 10.1.0.0/24}}}\nvirtualMachines: {vm: {nics: [{subnet: web/a, privateIPAddress: 10.1.0.3}]}}\n"),
		want: []string{"a.network.yaml:3:65"}},
	{name: "an address twice", files: network("virtualNetworks:\n  web: {addressPrefixes: [10.1.0.0/16], subnets: {a: {addressPrefix: 10.1.0.0/24}}}\nvirtualMachines:\n  vm: {nics: [{subnet: web/a, privateIPAddress: 10.1.0.9}]}\n  vm2: {nics: [{subnet: web/a, privateIPAddress: 10.1.0.9}]}\n"),
		want: []string{"a.network.yaml:5", "a.network.yaml:4"}},
	{name: "several mistakes at once", files: network("virtualNetworks:\n  web: {addressPrefixes: [10.1.0/16]}\n  app: {adressPrefixes: [10.2.0.0/16]}\nrouteTables:\n  rt: {routes: [{name: d, addressPrefix: 10.0.0.0/40, nextHopType: Internet}]}\n"),
		want: []string{"a.network.yaml:2:27", "a.network.yaml:3:9", "a.network.yaml:5:42", "errors in 1 file"}},
	{name: "two files bear one name", files: map[string]string{"a.network.yaml": "virtualNetworks: {web: {addressPrefixes: [10.1.0.0/16]}}\n", "b.network.yaml": "virtualNetworks: {web: {addressPrefixes: [10.2.0.0/16]}}\n"},
		want: []string{"b.network.yaml:1", "a.network.yaml:1"}},
	{name: "an alias bomb", files: network("a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\nvirtualNetworks: [*g,*g,*g,*g,*g,*g,*g,*g,*g]\n"),
		want: []string{"a.network.yaml:"}},
	{name: "an empty file", files: network(""), args: []string{"validate", "-t", "a.network.yaml"}, want: []string{"a.network.yaml"}},
	{name: "a binary file", files: map[string]string{"a.network.yaml": "\x7fELF\x02\x01\x01\x00\x00\x00\x00\xff\xfe\x80"}, args: []string{"validate", "-t", "a.network.yaml"}, want: []string{"a.network.yaml"}},
	{name: "a directory without a topology", files: map[string]string{"notes.txt": "nothing here\n"}, want: []string{"no"}},
	{name: "a path that is not there", files: map[string]string{}, args: []string{"validate", "-t", "nowhere"}, want: []string{"nowhere"}},
	{name: "JSON syntax", files: map[string]string{"a.json": "{\"resources\": [{\"type\": \"Microsoft.Network/virtualNetworks\",, \"name\": \"web\"}], \"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\"}"},
		args: []string{"validate", "-t", "a.json"}, want: []string{"a.json:1:61"}},
	{name: "a parameter never declared", files: map[string]string{"a.json": `{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
 "resources": [{"type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-05-01", "name": "[parameters('nam')]",
  "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}}]}`}, want: []string{"a.json:2:", "nam"}},
	{name: "a file of another kind by name", files: map[string]string{"a.yaml": "hello: world\n"}, args: []string{"validate", "-t", "a.yaml"}, want: []string{"a.yaml"}},
	{name: "a selector that matches nothing", files: suiteFiles("suite: s\nscenarios:\n  - {name: a, from: subnet:web/nowhere, to: vm:app1, expect: isolated}\n"), args: []string{"test"}, want: []string{"a.scenario.yaml:3:21", "web/nowhere"}},
	{name: "an ambiguous name", files: map[string]string{
		"a.network.yaml":  "resourceGroup: one\n" + goodDesign,
		"b.network.yaml":  "resourceGroup: two\nvirtualNetworks:\n  other: {addressPrefixes: [10.9.0.0/16], subnets: {x: {addressPrefix: 10.9.0.0/24}}}\nvirtualMachines: {web1: {nics: [{subnet: other/x}]}}\n",
		"a.scenario.yaml": "suite: s\nscenarios:\n  - {name: a, from: vm:web1, to: vm:app1, expect: isolated}\n"},
		args: []string{"test"}, want: []string{"a.scenario.yaml:3:21", "one/web1", "two/web1"}},
	{name: "an unknown traffic word", files: suiteFiles("suite: s\nscenarios:\n  - {name: a, from: vm:web1, to: vm:app1, expect: reachable, traffic: tpc/443}\n"), args: []string{"test"}, want: []string{"a.scenario.yaml:3:71", "tcp"}},
	{name: "an unknown expectation", files: suiteFiles("suite: s\nscenarios:\n  - {name: a, from: vm:web1, to: vm:app1, expect: reachible}\n"), args: []string{"test"}, want: []string{"a.scenario.yaml:3:51", "reachable"}},
	{name: "via without a hop", files: suiteFiles("suite: s\nscenarios:\n  - {name: a, from: vm:web1, to: internet, expect: via}\n"), args: []string{"test"}, want: []string{"a.scenario.yaml:3", "via"}},
	{name: "an unknown key of a scenario", files: suiteFiles("suite: s\nscenarios:\n  - {name: a, form: vm:web1, to: vm:app1, expect: isolated}\n"), args: []string{"test"}, want: []string{"a.scenario.yaml:3:15", "from"}},
	{name: "two scenarios of one name", files: suiteFiles("suite: s\nscenarios:\n  - {name: a, from: vm:web1, to: vm:app1, expect: some}\n  - {name: a, from: vm:app1, to: vm:web1, expect: some}\n"), args: []string{"test"}, want: []string{"a.scenario.yaml:4", "a.scenario.yaml:3"}},
	{name: "a bad date of a waiver", files: suiteFiles("suite: s\nscenarios:\n  - {name: a, from: vm:web1, to: vm:app1, expect: some, waive: {until: 2027-13-31, reason: x}}\n"), args: []string{"test"}, want: []string{"a.scenario.yaml:3:72"}},
	{name: "a suite without scenarios", files: suiteFiles("suite: s\nscenarios: []\n"), args: []string{"test"}, want: []string{"a.scenario.yaml:"}},
	{name: "an unknown fact", files: map[string]string{"a.network.yaml": goodDesign, "a.facts.yaml": "learnedRoute: []\nappliances: {}\n"}, want: []string{"a.facts.yaml:1:1", "learnedRoutes"}},
}

// TestBadInput: every mistake at once, exit 2, nothing written.
func TestBadInput(t *testing.T) {
	for _, tc := range badInputs {
		t.Run(tc.name, func(t *testing.T) {
			before := lay(t, tc.files)
			args := tc.args
			if args == nil {
				args = []string{"validate"}
			}
			code, told := call(t, args...)
			if code != 2 {
				t.Errorf("exit code %d, want 2", code)
			}
			for _, want := range tc.want {
				if !strings.Contains(told, want) {
					t.Errorf("not told: %q", want)
				}
			}
			if after := listing(t); after != before {
				t.Errorf("files changed: %s, were %s", after, before)
			}
			if t.Failed() {
				t.Logf("told:\n%s", told)
			}
		})
	}
}

// doubtfulInputs load: what they lack is unknown, what is odd in them a warning.
var doubtfulInputs = []badInput{
	{name: "a route table outside the input", files: network("virtualNetworks:\n  web: {addressPrefixes: [10.1.0.0/16], subnets: {a: {addressPrefix: 10.1.0.0/24, routeTable: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/routeTables/rt}}}\n"),
		want: []string{"unknown", "a.network.yaml:2:95"}},
	{name: "an NSG outside the input", files: network("virtualNetworks:\n  web: {addressPrefixes: [10.1.0.0/16], subnets: {a: {addressPrefix: 10.1.0.0/24, networkSecurityGroup: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/g}}}\n"),
		want: []string{"unknown", "a.network.yaml:2:105"}},
	{name: "a peer outside the input", files: network("virtualNetworks:\n  web: {addressPrefixes: [10.1.0.0/16], peerings: {p: {remoteVirtualNetwork: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v}}}\n"),
		want: []string{"unknown", "a.network.yaml:2"}},
	{name: "a parameter without value", files: map[string]string{"a.json": `{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
 "parameters": {"prefix": {"type": "string"}},
 "resources": [{"type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-05-01", "name": "web",
  "properties": {"addressSpace": {"addressPrefixes": ["[parameters('prefix')]"]}}}]}`}, want: []string{"unknown", "prefix"}},
	{name: "a one-sided peering", files: network("virtualNetworks:\n  a: {addressPrefixes: [10.1.0.0/16], peerings: {b: {remoteVirtualNetwork: b}}}\n  b: {addressPrefixes: [10.2.0.0/16]}\n"),
		want: []string{"warning", "a.network.yaml:2"}},
	{name: "a 0/0 route on GatewaySubnet", files: network("virtualNetworks:\n  a: {addressPrefixes: [10.1.0.0/16], subnets: {GatewaySubnet: {addressPrefix: 10.1.0.0/27, routeTable: rt}}}\nrouteTables:\n  rt: {routes: [{name: d, addressPrefix: 0.0.0.0/0, nextHopType: Internet}]}\n"),
		want: []string{"warning", "GatewaySubnet"}},
	{name: "an NSG on GatewaySubnet", files: network("virtualNetworks:\n  a: {addressPrefixes: [10.1.0.0/16], subnets: {GatewaySubnet: {addressPrefix: 10.1.0.0/27, networkSecurityGroup: g}}}\nnetworkSecurityGroups: {g: {}}\n"),
		want: []string{"warning", "GatewaySubnet"}},
	{name: "a resource type that is not simulated", files: map[string]string{"a.json": `[{"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkVirtualAppliances/n", "name": "n", "type": "Microsoft.Network/networkVirtualAppliances", "location": "westeurope", "properties": {}}]`},
		args: []string{"validate", "--report"}, want: []string{"unsupported"}},
	{name: "more routes than a table may have", files: network("routeTables:\n  rt:\n    routes:\n" + manyRoutes(401)), want: []string{"warning", "400"}},
	{name: "more rules than a group may have", files: network("networkSecurityGroups:\n  g:\n    securityRules:\n" + manyRules(1001)), want: []string{"warning", "1000"}},
	{name: "a linked template that is not there", files: map[string]string{"a.json": `{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
 "resources": [{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "d", "properties": {"mode": "Incremental", "templateLink": {"relativePath": "net.json"}}}]}`},
		want: []string{"unknown", "net.json"}},
}

func manyRoutes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "      - {name: r%d, addressPrefix: 10.%d.%d.0/24, nextHopType: None}\n", i, i/256, i%256)
	}
	return b.String()
}

func manyRules(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "      - {name: r%d, priority: %d, direction: Inbound, access: Deny, protocol: Tcp, source: \"*\", destination: \"*\", destinationPorts: [%d]}\n", i, 100+i, 1+i)
	}
	return b.String()
}

// TestDoubtfulInputLoads: neither unknowns nor warnings stop the work.
func TestDoubtfulInputLoads(t *testing.T) {
	for _, tc := range doubtfulInputs {
		t.Run(tc.name, func(t *testing.T) {
			lay(t, tc.files)
			args := tc.args
			if args == nil {
				args = []string{"validate"}
			}
			code, told := call(t, args...)
			if code != 0 {
				t.Errorf("exit code %d, want 0", code)
			}
			for _, want := range tc.want {
				if !strings.Contains(told, want) {
					t.Errorf("not told: %q", want)
				}
			}
			if t.Failed() {
				t.Logf("told:\n%.3000s", told)
			}
		})
	}
}

// TestHundredMiBOfBrackets is refused at once.
func TestHundredMiBOfBrackets(t *testing.T) {
	lay(t, nil)
	if err := os.WriteFile("a.json", bytes.Repeat([]byte{'['}, 100<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	code, told := call(t, "validate", "-t", "a.json")
	if code != 2 || !strings.Contains(told, "a.json:1:") {
		t.Errorf("exit code %d:\n%.400s", code, told)
	}
}

// lay makes an empty folder with the files, goes there, and lists it.
func lay(t *testing.T, files map[string]string) string {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return listing(t)
}

func listing(t *testing.T) string {
	t.Helper()
	names, err := filepath.Glob("*")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(names, " ")
}

// call runs the command and returns its exit code and all it printed.
func call(t *testing.T, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	a := &app{stdout: &out, stderr: &out, env: func(string) (string, bool) { return "", false }}
	code := a.run(context.Background(), args)
	return code, out.String()
}
