package decode

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

func TestNestedAndApart(t *testing.T) {
	hub := vnet("hub", "10.0.0.0/16", subnets("app 10.0.1.0/24"))
	apart := func(prefix string) string {
		return resource("virtualNetworks/subnets", "hub/app", `"addressPrefix": "`+prefix+`", "provisioningState": "Succeeded"`)
	}
	t.Run("saying the same", func(t *testing.T) { expectCodes(t, "", hub, apart("10.0.1.0/24")) })
	t.Run("saying different things", func(t *testing.T) {
		design, found := decodeAll(t, hub, apart("10.0.2.0/24"))
		if got := codes(found); got != "given-twice" {
			t.Errorf("found %q", got)
		}
		all := design.VirtualNetworks[0].Subnets
		if len(all) != 1 || design.ByID(all[0].ID) != topology.Node(all[0]) {
			t.Fatalf("subnets %v", all)
		}
		sameValue(t, "prefix", all[0].AddressPrefixes, prefixesOf("10.0.2.0/24"))
	})
}

func TestLinksOfWhatIsReplacedAreForgotten(t *testing.T) {
	hub := vnet("hub", "10.0.0.0/16", subnets(`app 10.0.1.0/24 "routeTable": `+to("routeTables/gone")))
	_, found := decodeAll(t, hub, resource("virtualNetworks/subnets", "hub/app", `"addressPrefix": "10.0.1.0/24"`))
	if len(found) != 1 || found[0].Code != "given-twice" {
		t.Errorf("found %v", found)
	}
}

func TestTheSameResourceTwice(t *testing.T) {
	a := resource("routeTables", "t", `"disableBgpRoutePropagation": true, "routes": [], "etag": "1"`)
	same := `{"name": "T", "ID": "` + strings.ToUpper(idFor("Microsoft.Network/routeTables", "t")) + `", "type": "Microsoft.Network/routeTables",
		"disablebgproutepropagation": true, "routes": [], "etag": "2", "resourceGroup": "rg"}`
	expectCodes(t, "", a, same)
	expectCodes(t, "duplicate-resource", a, resource("routeTables", "t", `"disableBgpRoutePropagation": false`))
}

func TestSame(t *testing.T) {
	nodes := parseList(t, []string{`{"properties": {"a": [1, 2], "b": {"id": "/X"}}}`, `{"B": {"id": "/x"}, "A": [1, 2], "name": "n"}`,
		`{"a": [2, 1], "b": {"id": "/x"}}`, `{"a": [1, 2], "b": {"id": "/y"}}`, `{"a": [1, 2]}`})
	if !Same(nodes[0], nodes[1]) {
		t.Error("the order and case of keys, and the level of properties, tell resources apart")
	}
	for i, n := range nodes[2:] {
		if Same(nodes[0], n) {
			t.Errorf("row %d says the same", i+2)
		}
	}
}

// maybe decodes resources of which the last is doubtful.
func maybe(t *testing.T, resources ...string) (*topology.Design, []source.Diagnostic) {
	t.Helper()
	diags := &source.Diagnostics{}
	d := New(diags)
	nodes := parseList(t, resources)
	for i, n := range nodes {
		if i == len(nodes)-1 {
			d.AddMaybe(n, tree.NewUnknown(n.Pos, "the condition is not known", "a parameter"))
		} else {
			d.Add(n)
		}
	}
	return d.Finish(), diags.Sorted()
}

func TestDoubtfulResource(t *testing.T) {
	design, found := maybe(t, hubWithApp(), group("g", rule("a", 100, "Inbound")))
	g := design.NetworkSecurityGroups[0]
	if g.Maybe == nil || g.SecurityRules[0].Maybe == nil || len(g.Incomplete) != 1 || design.VirtualNetworks[0].Maybe != nil {
		t.Errorf("doubt of the group %v, of its rule %v", g.Maybe, g.SecurityRules[0].Maybe)
	}
	want := "unknown maybe-deployed: it is not known whether network security group g is deployed: the condition is not known; a parameter"
	if len(found) != 1 || show(found[0]) != want {
		t.Errorf("found %v", found)
	}
}

func TestTwoVersionsOfADoubtfulResource(t *testing.T) {
	design, found := maybe(t, group("g", rule("a", 100, "Inbound")), group("g", rule("b", 100, "Inbound")))
	if len(found) != 1 || found[0].Code != "two-versions" || len(design.NetworkSecurityGroups) != 1 {
		t.Errorf("found %v", found)
	}
	if parts := design.NetworkSecurityGroups[0].Incomplete; len(parts) != 1 {
		t.Errorf("the group lacks %v", parts)
	}
}

func TestUnknownValuesStayUnknown(t *testing.T) {
	nodes := parseList(t, []string{vnet("hub", "10.0.0.0/16", subnets("app 10.0.1.0/24")), group("g")})
	unknown := tree.NewUnknown(nodes[0].Pos, "parameter x has no value", "--set x=VALUE")
	set := func(n *tree.Node, key string, v *tree.Node) {
		n.Members = append(n.Members, tree.Member{Key: key, KeyPos: n.Pos, Value: v})
	}
	properties := nodes[0].Get("properties")
	set(properties, "enableDdosProtection", unknown)
	set(properties, "dhcpOptions", tree.NewObject(nodes[0].Pos, tree.Member{Key: "dnsServers", Value: tree.NewList(nodes[0].Pos, unknown)}))
	set(properties.Get("subnets").Items[0].Get("properties"), "networkSecurityGroup", tree.NewObject(nodes[0].Pos, tree.Member{Key: "id", Value: unknown}))
	set(nodes[1].Get("properties"), "nothing", nil)
	nodes[1].Get("properties").Members[0].Value = unknown

	diags := &source.Diagnostics{}
	d := New(diags)
	for _, n := range nodes {
		d.Add(n)
	}
	design := d.Finish()
	v, g := design.VirtualNetworks[0], design.NetworkSecurityGroups[0]
	want := &topology.Unknown{Why: "parameter x has no value", Supply: "--set x=VALUE"}
	for what, got := range map[string]*topology.Unknown{"flag": v.DDoSProtection.Unknown(), "list": v.DNSServers.Unknown(), "link": v.Subnets[0].NetworkSecurityGroup.Why} {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	if len(g.Incomplete) != 1 || g.Incomplete[0].Property != "securityRules" || g.Incomplete[0].Unknown != *want {
		t.Errorf("the group lacks %v", g.Incomplete)
	}
	if diags.HasErrors() {
		t.Errorf("errors: %v", diags)
	}
}

func TestNamesThatAreNotKnown(t *testing.T) {
	nodes := parseList(t, []string{group("a", rule("r", 100, "Inbound")), group("b")})
	for _, n := range nodes {
		for i := range n.Members {
			if key := n.Members[i].Key; key == "id" || key == "name" {
				n.Members[i].Value = tree.NewUnknown(nodes[0].Pos, "parameter x has no value", "")
			}
		}
	}
	diags := &source.Diagnostics{}
	d := New(diags)
	for _, n := range nodes {
		d.Add(n)
	}
	design := d.Finish()
	if len(design.NetworkSecurityGroups) != 2 || diags.HasErrors() {
		t.Fatalf("%d groups, %v", len(design.NetworkSecurityGroups), diags.Sorted())
	}
	if a, b := design.NetworkSecurityGroups[0].ID, design.NetworkSecurityGroups[1].ID; a.Path() != "unnamed at test.json:2:1" || a == b {
		t.Errorf("they are called %s and %s", a, b)
	}
}

func TestReportCountsResources(t *testing.T) {
	d := New(&source.Diagnostics{})
	nodes := parseList(t, []string{hubWithApp(), group("g"), resource("Microsoft.Insights/components", "i", ""),
		resource("Microsoft.ContainerService/managedClusters", "k", ""), resource("Microsoft.Resources/deployments", "d", "")})
	for i := range nodes[4].Members {
		if nodes[4].Members[i].Key == "properties" {
			nodes[4].Members[i].Value = tree.NewUnknown(nodes[4].Pos, "linked", "")
		}
	}
	for _, n := range nodes {
		d.Add(n)
	}
	want := FileReport{File: "test.json", Simulated: 2, Irrelevant: 1, Unsupported: 1, Unknown: 1, Types: map[string]int{
		"Microsoft.Network/virtualNetworks": 1, "Microsoft.Network/networkSecurityGroups": 1, "Microsoft.Insights/components": 1,
		"Microsoft.ContainerService/managedClusters": 1, "Microsoft.Resources/deployments": 1}}
	if diff := cmp.Diff(want, d.Report().Of("test.json")); diff != "" {
		t.Error(diff)
	}
	if got := d.Report().Of("other.json"); got.Simulated != 0 || got.Types == nil {
		t.Errorf("a file without resources has %+v", got)
	}
	n := 0
	for range d.IDs() {
		n++
	}
	if n != 6 {
		t.Errorf("%d IDs, want those of five resources and a subnet", n)
	}
}

func TestWAFPolicies(t *testing.T) {
	design := decodeClean(t, resource("ApplicationGatewayWebApplicationFirewallPolicies", "a", `"policySettings": {"mode": "Prevention", "state": "Enabled"}`),
		resource("FrontDoorWebApplicationFirewallPolicies", "b", `"policySettings": {"mode": "Detection", "enabledState": "Disabled"}`))
	sameValue(t, "mode", design.WAFPolicies[0].Mode, "Prevention")
	sameValue(t, "state", design.WAFPolicies[0].Enabled, true)
	sameValue(t, "state of Front Door's", design.WAFPolicies[1].Enabled, false)
}
