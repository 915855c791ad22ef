package native_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology"
	"vnetproof/topology/native"
	"vnetproof/topology/native/nativetest"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// parse reads YAML of a test, which must be well-formed.
func parse(t *testing.T, name, text string) *tree.Node {
	t.Helper()
	var diags source.Diagnostics
	root := tree.ParseYAML(source.NewFile(name, []byte(text)), []byte(text), &diags)
	if err := diags.Err(); err != nil {
		t.Fatalf("the test's own YAML: %v", err)
	}
	return root
}

// read reads one design and returns its resources and diagnostics, one a line.
func read(t *testing.T, text string) ([]*tree.Node, []string) {
	t.Helper()
	var diags source.Diagnostics
	r := native.NewReader(&diags)
	r.AddDesign(parse(t, "a.network.yaml", text))
	resources, _ := r.Finish()
	var found []string
	for _, d := range diags.Sorted() {
		found = append(found, d.String())
	}
	return resources, found
}

// find returns the resource of that type's last part and name.
func find(t *testing.T, resources []*tree.Node, kind, name string) *tree.Node {
	t.Helper()
	for _, r := range resources {
		if strings.HasSuffix(r.Get("type").Str(), "/"+kind) && r.Get("name").Str() == name {
			return r
		}
	}
	t.Fatalf("no %s %s among %d resources", kind, name, len(resources))
	return nil
}

// show writes a tree as compact JSON-like text.
func show(n *tree.Node) string {
	switch {
	case n == nil:
		return "absent"
	case n.Kind == tree.Object:
		var parts []string
		for _, m := range n.Members {
			parts = append(parts, m.Key+": "+show(m.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case n.Kind == tree.List:
		var parts []string
		for _, item := range n.Items {
			parts = append(parts, show(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case n.Kind == tree.Unknown:
		return "?"
	}
	return n.Text
}

// sample is the example of the documentation, as printed.
const sample = `location: westeurope
virtualNetworks:
  hub:
    addressPrefixes: [10.0.0.0/16]
    subnets:
      AzureFirewallSubnet: {addressPrefix: 10.0.0.0/26}
      GatewaySubnet: {addressPrefix: 10.0.1.0/27, routeTable: from-gateway}
    peerings:
      to-web: {remoteVirtualNetwork: web, allowForwardedTraffic: true, allowGatewayTransit: true}
networkSecurityGroups:
  web:
    securityRules:
      - {name: https-in, priority: 100, direction: Inbound, access: Allow, protocol: Tcp,
         source: Internet, destination: asg:web, destinationPorts: [443]}
routeTables:
  from-gateway:
    routes:
      - {name: web, addressPrefix: 10.1.0.0/16, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}
virtualMachines:
  web1: {nics: [{subnet: web/frontend, privateIPAddress: 10.1.0.4, applicationSecurityGroups: [web]}]}
onPremises:
  hq: {addressPrefixes: [192.168.0.0/16], via: {vpnGateway: hub-vpn}}
`

// rest is a second file with what the sample names and does not hold.
const rest = `virtualNetworks:
  web:
    addressPrefixes: [10.1.0.0/16]
    subnets: {frontend: {addressPrefix: 10.1.0.0/24, networkSecurityGroup: web}}
virtualNetworkGateways:
  hub-vpn: {gatewayType: Vpn, subnet: hub/GatewaySubnet}
`

func TestReaderReadsTheSampleWithItsSecondFile(t *testing.T) {
	var diags source.Diagnostics
	r := native.NewReader(&diags)
	r.AddDesign(parse(t, "hub.network.yaml", sample))
	r.AddDesign(parse(t, "web.network.yaml", rest))
	resources, facts := r.Finish()
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	const base = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/"
	for _, tc := range []struct {
		kind, name string
		keys       []string
		want       string
	}{
		{"virtualNetworks", "hub", []string{"id"}, base + "virtualNetworks/hub"},
		{"virtualNetworks", "hub", []string{"location"}, "westeurope"},
		{"virtualNetworks", "hub", []string{"properties", "addressSpace"}, "{addressPrefixes: [10.0.0.0/16]}"},
		{"virtualNetworks", "hub", []string{"properties", "virtualNetworkPeerings"},
			"[{name: to-web, id: " + base + "virtualNetworks/hub/virtualNetworkPeerings/to-web, properties: " +
				"{remoteVirtualNetwork: {id: " + base + "virtualNetworks/web}, allowForwardedTraffic: true, allowGatewayTransit: true}}]"},
		{"networkSecurityGroups", "web", []string{"properties", "securityRules"},
			"[{name: https-in, id: " + base + "networkSecurityGroups/web/securityRules/https-in, properties: {priority: 100, " +
				"direction: Inbound, access: Allow, protocol: Tcp, sourceAddressPrefix: Internet, sourcePortRange: *, " +
				"destinationApplicationSecurityGroups: [{id: " + base + "applicationSecurityGroups/web}], destinationPortRange: 443}}]"},
		{"networkInterfaces", "web1-nic", []string{"properties", "ipConfigurations"},
			"[{name: ipconfig1, properties: {subnet: {id: " + base + "virtualNetworks/web/subnets/frontend}, " +
				"privateIPAddress: 10.1.0.4, applicationSecurityGroups: [{id: " + base + "applicationSecurityGroups/web}]}}]"},
		{"virtualMachines", "web1", []string{"properties", "networkProfile", "networkInterfaces"},
			"[{id: " + base + "networkInterfaces/web1-nic, properties: {primary: true}}]"},
		{"applicationSecurityGroups", "web", []string{"id"}, base + "applicationSecurityGroups/web"},
	} {
		got := show(find(t, resources, tc.kind, tc.name).At(tc.keys...))
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s %s %v:\n%s", tc.kind, tc.name, tc.keys, diff)
		}
	}
	if len(facts) != 1 || show(facts[0]) != "{onPremises: {hq: {addressPrefixes: [192.168.0.0/16], via: {vpnGateway: hub-vpn}}}}" {
		t.Errorf("facts: %d, %s", len(facts), show(facts[0]))
	}
}

func TestReadKeepsPositions(t *testing.T) {
	resources, _ := read(t, "virtualNetworks:\n  hub:\n    addressPrefixes: [10.0.0.0/16]\n    subnets:\n      app: {addressPrefix: 10.0.1.0/24}\n")
	hub := find(t, resources, "virtualNetworks", "hub")
	subnet := hub.At("properties", "subnets").List()[0]
	got := []string{
		hub.Get("name").Where().String(),
		hub.At("properties", "addressSpace", "addressPrefixes").List()[0].Where().String(),
		subnet.Get("name").Where().String(),
		subnet.At("properties", "addressPrefix").Where().String(),
	}
	want := []string{"a.network.yaml:2:3", "a.network.yaml:3:23", "a.network.yaml:5:7", "a.network.yaml:5:28"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	vnet := "virtualNetworks:\n  hub:\n    addressPrefixes: [10.0.0.0/16]\n    subnets: {app: {addressPrefix: 10.0.1.0/24}}\n"
	for _, tc := range []struct {
		name, text string
		want       []string
	}{
		{"a design is an object", "[]\n", []string{"1:1: expected sections such as virtualNetworks, found a list"}},
		{"unknown section", "virtualNetwork: {}\n", []string{`1:1: unknown key "virtualNetwork"; did you mean virtualNetworks?`}},
		{"unknown key in an entry", strings.Replace(vnet, "addressPrefix:", "adressPrefix:", 1),
			[]string{`4:21: unknown key "adressPrefix"; did you mean addressPrefix?`}},
		{"a required key that is misspelt is told once", "virtualNetworks: {hub: {addresPrefixes: [10.0.0.0/16]}}\n",
			[]string{`1:25: unknown key "addresPrefixes"; did you mean addressPrefixes?`}},
		{"a network rule for names", networkRule("targetFqdns: [www.contoso.com]"), []string{`1:166: a NetworkRule has no "targetFqdns"; only rules of ruleType ApplicationRule have it`}},
		{"a network rule that translates", networkRule("translatedPort: 443"), []string{`1:169: a NetworkRule has no "translatedPort"; only rules of ruleType NatRule have it`}},
		{"key of ARM's nesting", vnet + "networkSecurityGroups: {n: {securityRules: [{name: r, priority: 100, direction: Inbound, access: Allow, sourceAddressPrefix: Internet}]}}\n",
			[]string{`5:105: unknown key "sourceAddressPrefix"; did you mean source?`}},
		{"wrong type", "virtualNetworks: {hub: {addressPrefixes: [10.0.0.0/16], enableDdosProtection: yes please}}\n",
			[]string{"1:79: expected true or false, found text"}},
		{"a section that is a list", "routeTables: [a]\n", []string{"1:14: expected an object of routeTables by name, found a list"}},
		{"no value of the list", vnet + "routeTables: {t: {routes: [{name: d, addressPrefix: 0.0.0.0/0, nextHopType: Internett}]}}\n",
			[]string{`5:77: "Internett" is none of VirtualAppliance, VirtualApplianceEcmp, VirtualNetworkGateway, VnetLocal, Internet, None; did you mean Internet?`}},
		{"missing key", "virtualNetworks: {hub: {}}\n", []string{`1:19: "addressPrefixes" is missing: address space, as [10.0.0.0/16]`}},
		{"entry without a name", vnet + "routeTables: {t: {routes: [{addressPrefix: 0.0.0.0/0, nextHopType: None}]}}\n",
			[]string{`5:28: "name" is missing: name of the entry`}},
		{"name that nothing bears", vnet + "virtualMachines: {a: {nics: [{subnet: hub/ap}]}}\n",
			[]string{`5:39: no subnet is named "hub/ap"; did you mean hub/app?`}},
		{"name of another kind", vnet + "virtualMachines: {a: {nics: [{subnet: hub}]}}\n",
			[]string{`5:39: no subnet is named "hub"; add it, or give the full resource ID of one outside the design`}},
		{"rule on a group without members", vnet + "networkSecurityGroups: {n: {securityRules: [{name: r, priority: 100, direction: Inbound, access: Allow, source: asg:web}]}}\n",
			[]string{`5:113: no application security group is named "web"; add it, or give the full resource ID of one outside the design`}},
		{"service without a type", "paas: {a: {publicNetworkAccess: Disabled}}\n", []string{`1:8: expected the resource's "type", as in Microsoft.Storage/storageAccounts`}},
		{"name with slashes", "routeTables: {a/b/c/d: {}}\n", []string{`1:15: "a/b/c/d" cannot be a name: expected NAME or GROUP/NAME`}},
		{"name with an empty part", "routeTables: {a/: {}}\n", []string{`1:15: "a/" cannot be a name: expected NAME or GROUP/NAME`}},
		{"name of a child with a slash", strings.Replace(vnet, "app:", "app/x:", 1), []string{`4:15: "app/x" cannot be a name: expected text without a slash`}},
		{"ambiguous name", vnet + "routeTables: {t: {resourceGroup: one}}\n---\nrouteTables: {t: {resourceGroup: two}}\n---\n" +
			"virtualNetworks: {x: {addressPrefixes: [10.9.0.0/16], subnets: {s: {addressPrefix: 10.9.0.0/24, routeTable: t}}}}\n",
			[]string{`3.network.yaml:1:109: "t" may mean one/t or two/t; write the group before the name, or the full resource ID`}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var diags source.Diagnostics
			r := native.NewReader(&diags)
			parts := strings.Split(tc.text, "---\n")
			for i, part := range parts {
				r.AddDesign(parse(t, fmt.Sprintf("%d.network.yaml", i+1), part))
			}
			r.Finish()
			var got []string
			for _, d := range diags.Sorted() {
				got = append(got, d.String())
			}
			for i, w := range tc.want {
				if len(parts) == 1 {
					tc.want[i] = "1.network.yaml:" + w
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// networkRule is a policy with a network rule that has a key more.
func networkRule(more string) string {
	return "firewallPolicies: {p: {ruleCollectionGroups: {g: {priority: 200, ruleCollections: {c: {priority: 200, action: Allow, rules: {r: {ruleType: NetworkRule, " + more + "}}}}}}}}\n"
}

func TestServersListPrefixesAsRanges(t *testing.T) {
	d := nativetest.Read(t, "paas: {sql: {type: Microsoft.Sql/servers, ipRules: [20.0.0.0/24, 20.1.0.1, 20.2.0.0-20.2.0.9]}}\n")
	var got []string
	for _, rule := range d.PaaS[0].IPRules.Or(nil) {
		got = append(got, rule.Range().Low.String()+"-"+rule.Range().High.String())
	}
	if diff := cmp.Diff([]string{"20.0.0.0-20.0.0.255", "20.1.0.1-20.1.0.1", "20.2.0.0-20.2.0.9"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestReaderFollowsNames(t *testing.T) {
	const other = "/subscriptions/s/resourceGroups/lab/providers/Microsoft.Network/routeTables/edge"
	text := `
resourceGroup: net
routeTables:
  near: {}
  far: {resourceGroup: other}
  twice: {}
virtualNetworks:
  v:
    addressPrefixes: [10.0.0.0/16]
    subnets:
      same-group: {addressPrefix: 10.0.0.0/24, routeTable: near}
      other-group: {addressPrefix: 10.0.1.0/24, routeTable: FAR}
      with-group: {addressPrefix: 10.0.2.0/24, routeTable: other/far}
      own-first: {addressPrefix: 10.0.3.0/24, routeTable: twice}
      by-id: {addressPrefix: 10.0.4.0/24, routeTable: /subscriptions/x/resourceGroups/y/providers/Microsoft.Network/routeTables/z}
      other-format: {addressPrefix: 10.0.5.0/24, routeTable: edge}
`
	var diags source.Diagnostics
	r := native.NewReader(&diags)
	r.Know(topology.ID(other))
	r.Know("/subscriptions/s/resourceGroups/lab/providers/Microsoft.Network/routeTables/twice")
	r.AddDesign(parse(t, "a.network.yaml", text))
	resources, _ := r.Finish()
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range find(t, resources, "virtualNetworks", "v").At("properties", "subnets").List() {
		id := topology.ID(s.At("properties", "routeTable", "id").Str())
		got = append(got, s.Get("name").Str()+" "+id.ResourceGroup()+"/"+id.Name())
	}
	want := []string{"same-group net/near", "other-group other/far", "with-group other/far", "own-first net/twice",
		"by-id y/z", "other-format lab/edge"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReaderChecksFacts(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"the sample", someFacts, ""},
		{"unknown section", "learnedRoute: []\n", `1:1: unknown key "learnedRoute"; did you mean learnedRoutes?`},
		{"resources", "virtualNetworks: {}\n", `1:1: unknown key "virtualNetworks"; known here: $schema, learnedRoutes, onPremises, appliances, serviceTags, fqdns, down, platform`},
		{"wrong type", "appliances: {nva: {stateful: maybe}}\n", "1:30: expected true or false, found text"},
		{"prefixes missing", "learnedRoutes: [{gateway: g}]\n", `1:17: "prefixes" is missing: the prefixes`},
		{"wrong word", "appliances: {nva: {filter: [{access: Alow}]}}\n", `1:38: "Alow" is none of Allow, Deny; did you mean Allow?`},
		{"a list", "[]\n", "1:1: expected sections such as learnedRoutes, found a list"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var diags source.Diagnostics
			r := native.NewReader(&diags)
			r.AddFacts(parse(t, "f", tc.text))
			r.Finish()
			var got []string
			for _, d := range diags.Sorted() {
				got = append(got, strings.TrimPrefix(d.String(), "f:"))
			}
			if diff := cmp.Diff(tc.want, strings.Join(got, "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFormatsAreToldByContentAndName(t *testing.T) {
	for _, tc := range []struct {
		file, text                string
		design, facts, isScenario bool
	}{
		{"a.yaml", sample, true, false, false},
		{"a.yaml", someFacts, false, true, false},
		{"a.yaml", "onPremises: {hq: {}}\n", true, false, false},
		{"a.facts.yaml", "onPremises: {hq: {}}\n", false, true, false},
		{"a.yaml", "suite: s\nscenarios: []\n", false, false, true},
		{"a.network.yaml", "virtualNetwork: {}\n", true, false, false},
		{"a.yaml", "kind: Deployment\n", false, false, false},
		{"a.yaml", "[1]\n", false, false, false},
	} {
		root := parse(t, tc.file, tc.text)
		got := []bool{native.IsDesign(root), native.IsFacts(root), native.IsScenario(root)}
		if diff := cmp.Diff([]bool{tc.design, tc.facts, tc.isScenario}, got); diff != "" {
			t.Errorf("%s %q: design, facts, scenario: %s", tc.file, tc.text, diff)
		}
	}
}
