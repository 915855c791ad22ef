package terraform

import (
	"strings"
	"testing"

	"vnetproof/topology"
	"vnetproof/topology/source"
)

// nsg and association are what most rows begin with.
var (
	nsg  = resource{address: "azurerm_network_security_group.app", values: inGroup + `"name": "app", "security_rule": []`}
	nsgs = []resource{
		{address: `azurerm_network_security_group.each["app"]`, values: inGroup + `"name": "app", "security_rule": []`},
		{address: `azurerm_network_security_group.each["db"]`, values: inGroup + `"name": "db", "security_rule": []`},
	}
)

func association(refs string) resource {
	return resource{address: "azurerm_subnet_network_security_group_association.app", unknown: "subnet_id network_security_group_id", refs: refs}
}

func TestUnknownIDsAreFollowedToTheirResource(t *testing.T) {
	rows := []struct {
		name, refs, want string
		more             []resource
	}{
		{"by attribute", "network_security_group_id=azurerm_network_security_group.app.id,azurerm_network_security_group.app", "app", []resource{nsg}},
		{"by resource, as old versions write it", "network_security_group_id=azurerm_network_security_group.app", "app", []resource{nsg}},
		{"by key", `network_security_group_id=azurerm_network_security_group.each[\"db\"].id,azurerm_network_security_group.each[\"db\"],azurerm_network_security_group.each`,
			"db", nsgs},
		{"one of its type beside a variable", "network_security_group_id=var.name,azurerm_network_security_group.app.id,azurerm_network_security_group.app",
			"app", []resource{nsg}},
		{"of several, nobody knows which", "network_security_group_id=azurerm_network_security_group.each", "", nsgs},
		{"a local hides what it is", "network_security_group_id=local.nsg", "", []resource{nsg}},
		{"a resource of another type", "network_security_group_id=azurerm_virtual_network.hub.id,azurerm_virtual_network.hub", "", nil},
		{"part of another value", "network_security_group_id=azurerm_network_security_group.app.name,azurerm_network_security_group.app", "", []resource{nsg}},
		{"a resource that does not exist", "network_security_group_id=azurerm_network_security_group.none.id,azurerm_network_security_group.none", "", nil},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			refs := "subnet_id=azurerm_subnet.app.id,azurerm_subnet.app " + strings.ReplaceAll(row.refs, `\"`, `"`)
			design, found := read(t, input{text: with(append(row.more, association(refs))...)})
			s := subnet(t, design, "hub/app")
			if got := nameOf(s.NetworkSecurityGroup.ID); got != row.want || (row.want == "") != (s.NetworkSecurityGroup.Why != nil) {
				t.Errorf("the NSG is %q, unknown because %v; want %q\n%v", got, s.NetworkSecurityGroup.Why, row.want, codes(found))
			}
		})
	}
}

func nameOf(id topology.ID) string {
	if id == "" {
		return ""
	}
	return id.Name()
}

// azurerm_subnet.app[each.key].id loses its attribute and index in a plan: it
// names the resource and each.key.
func TestAnIndexThatVariesGoesWithTheInstance(t *testing.T) {
	list := []resource{hub[0]}
	for _, key := range []string{"a", "b"} {
		list = append(list,
			resource{address: `azurerm_subnet.s["` + key + `"]`, values: inGroup + `"name": "` + key + `", "virtual_network_name": "hub", "address_prefixes": ["10.0.` +
				map[string]string{"a": "1", "b": "2"}[key] + `.0/24"]`},
			resource{address: `azurerm_route_table.t["` + key + `"]`, values: inGroup + `"name": "rt-` + key + `", "route": []`},
			resource{address: `azurerm_subnet_route_table_association.x["` + key + `"]`, unknown: "subnet_id route_table_id",
				refs: "subnet_id=azurerm_subnet.s,each.key route_table_id=azurerm_route_table.t,each.key"})
	}
	design := mustRead(t, plan(list...))
	for _, key := range []string{"a", "b"} {
		if got := nameOf(subnet(t, design, "hub/"+key).RouteTable.ID); got != "rt-"+key {
			t.Errorf("subnet %s has route table %q", key, got)
		}
	}
}

// An index that comes from each.value or a variable is found where the plan
// tells these.
func TestAnIndexThatIsKnownIsFound(t *testing.T) {
	const refs = "subnet_id=azurerm_subnet.app.id,azurerm_subnet.app network_security_group_id=azurerm_network_security_group.each,"
	for _, row := range []struct{ name, refs, forEach, want string }{
		{"a constant map", "each.value", `{"constant_value": {"x": "db", "y": "app"}}`, "db"},
		{"an object of a variable", "each.value.nsg,each.value", `{"references": ["var.subnets"]}`, "app"},
		{"a variable", `var.nsg`, `{"constant_value": {"x": 1}}`, "db"},
		{"of two that may be meant nobody knows", `var.nsg,each.value.nsg,each.value`, `{"references": ["var.subnets"]}`, ""},
		{"a local hides it", "each.value", `{"references": ["local.subnets"]}`, ""},
	} {
		a := association(refs + row.refs)
		a.address, a.config = `azurerm_subnet_network_security_group_association.app["x"]`, `, "for_each_expression": `+row.forEach
		text := strings.Replace(with(append(nsgs, a)...), "{", `{"variables": {"subnets": {"value": {"x": {"nsg": "app"}}}, "nsg": {"value": "db"}},`, 1)
		design, _ := read(t, input{text: text})
		if got := nameOf(subnet(t, design, "hub/app").NetworkSecurityGroup.ID); got != row.want {
			t.Errorf("%s: the NSG is %q, want %q", row.name, got, row.want)
		}
	}
}

// By count the index is that of the instance only where there are as many.
func TestACountGoesWithAnEqualCount(t *testing.T) {
	for _, row := range []struct {
		tables int
		want   string
	}{{1, "rt-0"}, {2, ""}} {
		list := append(hub[:2:2], resource{address: `azurerm_subnet_route_table_association.x[0]`, unknown: "subnet_id route_table_id",
			refs: "subnet_id=azurerm_subnet.app.id,azurerm_subnet.app route_table_id=azurerm_route_table.t,count.index"})
		for k := range row.tables {
			list = append(list, resource{address: "azurerm_route_table.t[" + string(rune('0'+k)) + "]",
				values: inGroup + `"name": "rt-` + string(rune('0'+k)) + `", "route": []`})
		}
		design, _ := read(t, input{text: plan(list...)})
		if got := nameOf(subnet(t, design, "hub/app").RouteTable.ID); got != row.want {
			t.Errorf("of %d tables the subnet has %q, want %q", row.tables, got, row.want)
		}
	}
}

const modules = `{"format_version": "1.2",
"planned_values": {"root_module": {"resources": [
  {"address": "azurerm_network_security_group.app", "mode": "managed", "type": "azurerm_network_security_group", "name": "app",
   "values": {"resource_group_name": "rg", "name": "app", "security_rule": []}},
  {"address": "azurerm_subnet_route_table_association.app", "mode": "managed", "type": "azurerm_subnet_route_table_association", "name": "app", "values": {}},
  {"address": "azurerm_route_table.app", "mode": "managed", "type": "azurerm_route_table", "name": "app",
   "values": {"resource_group_name": "rg", "name": "rt", "route": []}}],
 "child_modules": [{"address": "module.net[\"west\"]", "resources": [
  {"address": "module.net[\"west\"].azurerm_virtual_network.v", "mode": "managed", "type": "azurerm_virtual_network", "name": "v",
   "values": {"resource_group_name": "rg", "name": "hub", "address_space": ["10.0.0.0/16"]}},
  {"address": "module.net[\"west\"].azurerm_subnet.s[\"app\"]", "mode": "managed", "type": "azurerm_subnet", "name": "s", "index": "app",
   "values": {"resource_group_name": "rg", "name": "app", "virtual_network_name": "hub", "address_prefixes": ["10.0.1.0/24"]}},
  {"address": "module.net[\"west\"].azurerm_subnet.s[\"db\"]", "mode": "managed", "type": "azurerm_subnet", "name": "s", "index": "db",
   "values": {"resource_group_name": "rg", "name": "db", "virtual_network_name": "hub", "address_prefixes": ["10.0.2.0/24"]}},
  {"address": "module.net[\"west\"].azurerm_subnet_network_security_group_association.s[\"app\"]", "mode": "managed",
   "type": "azurerm_subnet_network_security_group_association", "name": "s", "index": "app", "values": {}}]}]}},
"resource_changes": [
  {"address": "azurerm_subnet_route_table_association.app", "change": {"after": {}, "after_unknown": {"subnet_id": true, "route_table_id": true}}},
  {"address": "module.net[\"west\"].azurerm_subnet_network_security_group_association.s[\"app\"]",
   "change": {"after": {}, "after_unknown": {"subnet_id": true, "network_security_group_id": true}}}],
"configuration": {"root_module": {
  "resources": [
   {"mode": "managed", "type": "azurerm_network_security_group", "name": "app", "expressions": {}},
   {"mode": "managed", "type": "azurerm_route_table", "name": "app", "expressions": {}},
   {"mode": "managed", "type": "azurerm_subnet_route_table_association", "name": "app", "expressions": {
    "subnet_id": {"references": ["module.net[\"west\"].subnet_ids[\"db\"]", "module.net[\"west\"].subnet_ids", "module.net[\"west\"]"]},
    "route_table_id": {"references": ["azurerm_route_table.app.id", "azurerm_route_table.app"]}}}],
  "module_calls": {"net": {"source": "./net",
   "expressions": {"nsg_id": {"references": ["azurerm_network_security_group.app.id", "azurerm_network_security_group.app"]}},
   "module": {
    "outputs": {"subnet_ids": {"expression": {"references": ["azurerm_subnet.s"]}}},
    "resources": [
     {"mode": "managed", "type": "azurerm_virtual_network", "name": "v", "expressions": {}},
     {"mode": "managed", "type": "azurerm_subnet", "name": "s", "expressions": {}},
     {"mode": "managed", "type": "azurerm_subnet_network_security_group_association", "name": "s", "expressions": {
      "subnet_id": {"references": ["azurerm_subnet.s", "each.key"]}, "network_security_group_id": {"references": ["var.nsg_id"]}}}]}}}}}}`

// References lead into modules by their variables and out of them by outputs.
func TestReferencesPassModules(t *testing.T) {
	design := mustRead(t, modules)
	if got := nameOf(subnet(t, design, "hub/app").NetworkSecurityGroup.ID); got != "app" {
		t.Errorf("subnet app has NSG %q", got)
	}
	if got := nameOf(subnet(t, design, "hub/db").RouteTable.ID); got != "rt" {
		t.Errorf("subnet db has route table %q", got)
	}
}

// What a value comes from is looked up as far as it is known.
func TestUnknownValuesAreLookedUp(t *testing.T) {
	nic := resource{address: "azurerm_network_interface.nva", values: inGroup + `"name": "nva", "ip_configuration": [{"name": "x", "private_ip_address": "10.0.1.4",
		"private_ip_address_allocation": "Static"}]`, unknown: "private_ip_address"}
	firewall := resource{address: "azurerm_firewall.fw", values: inGroup + `"name": "fw", "ip_configuration": []`, unknown: ""}
	route := func(ref string) resource {
		return resource{address: "azurerm_route.default", values: `"resource_group_name": "rg", "route_table_name": "rt", "name": "default", "address_prefix": "0.0.0.0/0",
			"next_hop_type": "VirtualAppliance"`, unknown: "next_hop_in_ip_address", refs: "next_hop_in_ip_address=" + ref}
	}
	table := resource{address: "azurerm_route_table.rt", values: inGroup + `"name": "rt"`, unknown: "route"}
	for ref, want := range map[string]string{
		"azurerm_network_interface.nva.private_ip_address,azurerm_network_interface.nva":                     "10.0.1.4",
		"azurerm_network_interface.nva.ip_configuration[0].private_ip_address,azurerm_network_interface.nva": "10.0.1.4",
		"azurerm_firewall.fw.ip_configuration[0].private_ip_address,azurerm_firewall.fw":                     "",
		"local.nva": "",
	} {
		design, _ := read(t, input{text: with(nic, firewall, table, route(ref))})
		hop := design.RouteTables[0].Routes[0].NextHopIP
		got, known := hop.Get()
		if known != (want != "") || known && got.String() != want || !known && hop.Unknown() == nil {
			t.Errorf("%s: the next hop is %v, %v; want %q", ref, got, hop.Unknown(), want)
		}
	}
}

// An association that names nobody knows which subnet may touch each of them.
func TestAnUnknownAssociationTouchesAll(t *testing.T) {
	design, found := read(t, input{text: with(nsg, association("subnet_id=local.x network_security_group_id=azurerm_network_security_group.app.id"))})
	if s := subnet(t, design, "hub/app"); s.NetworkSecurityGroup.Why == nil {
		t.Errorf("the subnet's NSG is taken for known: %v", s.NetworkSecurityGroup)
	}
	if got := codes(found); !strings.Contains(got, "unknown unknown-association") {
		t.Errorf("found %s", got)
	}
}

// An association with a subnet of another configuration is told, and kept as a
// part of that subnet that is not read.
func TestAnAssociationOutsideIsTold(t *testing.T) {
	const id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/other/subnets/app"
	design, found := read(t, input{text: plan(nsg, resource{address: "azurerm_subnet_network_security_group_association.app",
		values: `"subnet_id": "` + id + `"`, unknown: "network_security_group_id", refs: "network_security_group_id=azurerm_network_security_group.app.id"})})
	if got := codes(found); !strings.Contains(got, "unknown outside-input") {
		t.Errorf("found %s", got)
	}
	if len(design.Others) != 1 || !strings.HasPrefix(string(design.Others[0].ID), id+"/") {
		t.Errorf("others are %v", design.Others)
	}
	for _, d := range found {
		if d.Severity == source.Error {
			t.Errorf("%s", d)
		}
	}
}

// A plan whose references go in circles ends.
func TestCirclesEnd(t *testing.T) {
	design, _ := read(t, input{text: with(
		resource{address: "azurerm_route_table.a", values: inGroup + `"route": []`, unknown: "name", refs: "name=azurerm_route_table.b.name"},
		resource{address: "azurerm_route_table.b", values: inGroup + `"route": []`, unknown: "name", refs: "name=azurerm_route_table.a.name"})})
	if len(design.RouteTables) != 2 {
		t.Errorf("there are %d route tables", len(design.RouteTables))
	}
}
