package terraform

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology"
)

const vnetID = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/hub"

// says lists what bears on packets in a design, for comparison.
func says(d *topology.Design) []string {
	var out []string
	for _, v := range d.VirtualNetworks {
		out = append(out, fmt.Sprint("network ", v.Name, " ", v.AddressPrefixes.Or(nil), " dns ", v.DNSServers.Or(nil)))
		for _, s := range v.Subnets {
			out = append(out, fmt.Sprintf("subnet %s %v nsg=%s rt=%s nat=%s services=%d", s.ID.Path(), s.AddressPrefixes.Or(nil),
				nameOf(s.NetworkSecurityGroup.ID), nameOf(s.RouteTable.ID), nameOf(s.NATGateway.ID), len(s.ServiceEndpoints)))
		}
	}
	for _, g := range d.NetworkSecurityGroups {
		for _, r := range g.SecurityRules {
			out = append(out, fmt.Sprint("rule ", r.ID.Path(), " ", r.Priority.Or(0), " ", r.Access.Or(0), " ", r.DestinationPorts.Or(nil)))
		}
	}
	for _, t := range d.RouteTables {
		for _, r := range t.Routes {
			prefix, _ := r.AddressPrefix.Get()
			hop, _ := r.NextHopIP.Get()
			out = append(out, fmt.Sprint("route ", r.ID.Path(), " ", prefix, " ", hop, " bgp off ", t.DisableBGPRoutePropagation.Or(false)))
		}
	}
	return out
}

const rule = `"name": "https", "priority": 100, "direction": "Inbound", "access": "Allow", "protocol": "Tcp", "source_port_range": "*",
	"source_port_ranges": [], "destination_port_range": "443", "destination_port_ranges": [], "source_address_prefix": "*", "destination_address_prefix": "*",
	"source_application_security_group_ids": [], "description": ""`

const hop = `"name": "default", "address_prefix": "0.0.0.0/0", "next_hop_type": "VirtualAppliance", "next_hop_in_ip_address": "10.0.0.4"`

// The provider lets one write children inside of their parents or beside them,
// and links as attributes or associations.
func TestInlineAndSeparateFormsAreEqual(t *testing.T) {
	const group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/"
	inline := mustRead(t, plan(
		resource{address: "azurerm_network_security_group.app", values: inGroup + `"name": "app", "security_rule": [{` + rule + `}]`},
		resource{address: "azurerm_route_table.app", values: inGroup + `"name": "app", "bgp_route_propagation_enabled": false, "route": [{` + hop + `}]`},
		resource{address: "azurerm_virtual_network.hub", values: inGroup + `"name": "hub", "address_space": ["10.0.0.0/16"], "dns_servers": ["10.0.0.9"], "subnet": [
			{"name": "app", "address_prefixes": ["10.0.1.0/24"], "service_endpoints": ["Microsoft.Storage"],
			 "security_group": "` + group + `networkSecurityGroups/app", "route_table_id": "` + group + `routeTables/app"}]`},
	))
	separate := mustRead(t, plan(
		resource{address: "azurerm_network_security_group.app", values: inGroup + `"name": "app"`, unknown: "security_rule"},
		resource{address: "azurerm_network_security_rule.https", values: `"resource_group_name": "rg", "network_security_group_name": "app", ` + rule},
		resource{address: "azurerm_route_table.app", values: inGroup + `"name": "app", "disable_bgp_route_propagation": true`, unknown: "route"},
		resource{address: "azurerm_route.default", values: `"resource_group_name": "rg", "route_table_name": "app", ` + hop},
		resource{address: "azurerm_virtual_network.hub", values: inGroup + `"name": "hub", "address_space": ["10.0.0.0/16"]`, unknown: "subnet guid dns_servers"},
		resource{address: "azurerm_virtual_network_dns_servers.hub", values: `"dns_servers": ["10.0.0.9"]`, unknown: "virtual_network_id",
			refs: "virtual_network_id=azurerm_virtual_network.hub.id,azurerm_virtual_network.hub"},
		resource{address: "azurerm_subnet.app", values: `"resource_group_name": "rg", "name": "app", "virtual_network_name": "hub",
			"address_prefixes": ["10.0.1.0/24"], "service_endpoints": ["Microsoft.Storage"]`},
		association("subnet_id=azurerm_subnet.app.id,azurerm_subnet.app network_security_group_id=azurerm_network_security_group.app.id,azurerm_network_security_group.app"),
		resource{address: "azurerm_subnet_route_table_association.app", unknown: "subnet_id route_table_id",
			refs: "subnet_id=azurerm_subnet.app.id,azurerm_subnet.app route_table_id=azurerm_route_table.app.id,azurerm_route_table.app"},
	))
	if diff := cmp.Diff(says(inline), says(separate)); diff != "" {
		t.Errorf("separate (+) differs from inline (-):\n%s", diff)
	}
	if got := len(says(inline)); got != 4 {
		t.Errorf("only %d lines: %v", got, says(inline))
	}
}

// A state lists separate children inside of their parents, too: they are there once.
func TestChildrenThatAStateRepeatsAreThereOnce(t *testing.T) {
	design := mustRead(t, stored(
		`{"mode": "managed", "type": "azurerm_virtual_network", "name": "hub", "instances": [{"attributes": {"id": "`+vnetID+`", "name": "hub",
			"resource_group_name": "rg", "address_space": ["10.0.0.0/16"], "dns_servers": [],
			"subnet": [{"id": "`+vnetID+`/subnets/app", "name": "app", "address_prefix": "10.0.1.0/24", "security_group": ""}]}}]}`,
		`{"mode": "managed", "type": "azurerm_subnet", "name": "app", "instances": [{"index_key": "app", "attributes": {"id": "`+vnetID+`/subnets/app", "name": "app",
			"resource_group_name": "rg", "virtual_network_name": "hub", "address_prefixes": ["10.0.1.0/24"], "default_outbound_access_enabled": false}},
			{"deposed": "0a", "attributes": {"name": "old"}}]}`))
	s := subnet(t, design, "hub/app")
	if on, known := s.DefaultOutboundAccess.Get(); len(design.VirtualNetworks[0].Subnets) != 1 || on || !known {
		t.Errorf("the subnet is %+v", s)
	}
	if string(s.ID) != vnetID+"/subnets/app" {
		t.Errorf("its ID is %s", s.ID)
	}
}

// stored is a .tfstate file.
func stored(resources ...string) string {
	return `{"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "x", "outputs": {}, "resources": [` + strings.Join(resources, ", ") + `]}`
}

// Where the subscription is told somewhere, made-up IDs are in it, so that they
// match those that are known.
func TestMadeUpIDsAreInTheSubscriptionOfOthers(t *testing.T) {
	design := mustRead(t, plan(
		resource{address: "azurerm_virtual_network.hub", values: inGroup + `"id": "` + vnetID + `", "name": "hub", "address_space": ["10.0.0.0/16"]`},
		hub[1]))
	if got := string(subnet(t, design, "hub/app").ID); got != vnetID+"/subnets/app" {
		t.Errorf("the subnet is %s", got)
	}
}

func TestProvidersTellSubscriptions(t *testing.T) {
	text := strings.Replace(plan(hub...), `"configuration": {`, `"variables": {"sub": {"value": "22222222-0000-0000-0000-000000000000"}},
		"configuration": {"provider_config": {"azurerm": {"expressions": {"subscription_id": {"references": ["var.sub"]}}}}, `, 1)
	text = strings.ReplaceAll(text, `"name": "app", "expressions"`, `"name": "app", "provider_config_key": "azurerm", "expressions"`)
	text = strings.ReplaceAll(text, `"name": "hub", "expressions"`, `"name": "hub", "provider_config_key": "net:azurerm", "expressions"`)
	design := mustRead(t, text)
	if got := subnet(t, design, "hub/app").ID.Subscription(); got != "22222222-0000-0000-0000-000000000000" {
		t.Errorf("the subscription is %s", got)
	}
}

const prior = `{"format_version": "1.2",
"prior_state": {"format_version": "1.0", "values": {"root_module": {"resources": [
  {"address": "azurerm_virtual_network.hub", "mode": "managed", "type": "azurerm_virtual_network", "name": "hub",
   "values": {"id": "` + vnetID + `", "name": "hub", "resource_group_name": "rg", "address_space": ["10.0.0.0/24"], "subnet": []}},
  {"address": "data.azurerm_virtual_network.spoke", "mode": "data", "type": "azurerm_virtual_network", "name": "spoke",
   "values": {"id": "` + vnetID + `-spoke", "name": "hub-spoke", "resource_group_name": "rg", "address_space": ["10.1.0.0/16"], "subnets": ["app"]}}]}}},
"planned_values": {"root_module": {"resources": [
  {"address": "azurerm_virtual_network.hub", "mode": "managed", "type": "azurerm_virtual_network", "name": "hub",
   "values": {"id": "` + vnetID + `", "name": "hub", "resource_group_name": "rg", "address_space": ["10.0.0.0/16"], "subnet": []}}]}},
"resource_changes": [{"address": "azurerm_virtual_network.hub", "change": {"actions": ["update"], "after": {}, "after_unknown": {}}},
  {"address": "azurerm_virtual_network.gone", "mode": "managed", "type": "azurerm_virtual_network", "name": "gone", "change": {"actions": ["delete"], "after": null}},
  {"address": "azurerm_virtual_network.hub", "deposed": "0a", "mode": "managed", "type": "azurerm_virtual_network", "name": "hub", "change": {"actions": ["delete"], "after": null}}]}`

// A plan has two readings: what is there, and what will be.
func TestAPlanHasTwoReadings(t *testing.T) {
	for _, row := range []struct {
		prior bool
		want  string
	}{{false, "[10.0.0.0/16]"}, {true, "[10.0.0.0/24]"}} {
		design, _ := read(t, input{text: prior, prior: row.prior})
		if got := fmt.Sprint(design.VirtualNetworks[0].AddressPrefixes.Or(nil)); got != row.want || len(design.VirtualNetworks) != 2 {
			t.Errorf("prior %t: %d networks, the first of %s; want 2, %s", row.prior, len(design.VirtualNetworks), got, row.want)
		}
	}
}

// Of a network that a data source reads only the names of subnets are known.
func TestADataSourceTellsLess(t *testing.T) {
	design, _ := read(t, input{text: prior})
	spoke := design.VirtualNetworks[1]
	if len(spoke.Incomplete) != 1 || spoke.Incomplete[0].Property != "subnets" {
		t.Errorf("%s is incomplete in %v", spoke.Name, spoke.Incomplete)
	}
}

func TestPlansThatAreNotWholeSaySo(t *testing.T) {
	for _, addition := range []string{`"errored": true`, `"complete": false`, `"deferred_changes": [{}]`} {
		_, found := read(t, input{text: strings.Replace(plan(hub...), "{", "{"+addition+",", 1)})
		if got := codes(found); got != "unknown partial-plan" {
			t.Errorf("%s: found %q", addition, got)
		}
	}
	mustRead(t, strings.Replace(plan(hub...), "{", `{"errored": false, "complete": true, "deferred_changes": [],`, 1))
}

func TestVersionsThatAreNotReadAreRefused(t *testing.T) {
	for _, text := range []string{
		strings.Replace(plan(hub...), `"1.2"`, `"2.0"`, 1),
		`{"format_version": "2.0", "values": {"root_module": {}}}`,
		strings.Replace(stored(), `"version": 4`, `"version": 3`, 1),
	} {
		if _, found := read(t, input{text: text}); codes(found) != "error old-version" {
			t.Errorf("%.60s: found %q", text, codes(found))
		}
	}
}

// Positions are those of the .tf files where they lie beside the plan.
func TestPositionsAreThoseOfTheConfiguration(t *testing.T) {
	const main = `# networks
resource "azurerm_virtual_network" "hub" {
  name          = "hub"
  address_space = ["10.0.0.0/16",
    "10.9.0.0/16"]

  dynamic "subnet" {
    for_each = var.subnets
    content {
      name             = subnet.key
      address_prefixes = [subnet.value] # "}"
    }
  }
}

resource azurerm_network_security_group app {
  security_rule {
    name     = "ssh"
    priority = 200
    description = "ssh-${var.x["}"]}" /* { */
  }
  security_rule {
    name        = "https"
    description = <<-EOT
      }
    EOT
  }
}
`
	design, found := read(t, input{folder: fstest.MapFS{"main.tf": {Data: []byte(main)}, "broken.tf": {Data: []byte("resource \"a\" {\n x = \"${\n")}}, text: plan(
		resource{address: "azurerm_virtual_network.hub", values: inGroup + `"name": "hub", "address_space": ["10.0.0.0/16", "10.9.0.0/16"],
			"subnet": [{"name": "a", "address_prefixes": ["10.0.1.0/24"]}, {"name": "b", "address_prefixes": ["10.0.2.0/24"]}]`},
		resource{address: "azurerm_network_security_group.app", values: inGroup + `"name": "app", "security_rule": [{` + rule + `}, {` +
			strings.NewReplacer("https", "ssh", "100", "200").Replace(rule) + `}]`})})
	for _, d := range found {
		t.Errorf("%s", d)
	}
	v := design.VirtualNetworks[0]
	rules := design.NetworkSecurityGroups[0].SecurityRules
	for _, row := range []struct{ got, want string }{
		{v.Pos.String(), "main.tf:2:1"},
		{v.AddressPrefixes.Pos.String(), "main.tf:4:3"},
		{v.Subnets[1].AddressPrefixes.Pos.String(), "main.tf:11:7"},
		{rules[0].Pos.String(), "main.tf:22:3"},
		{rules[1].Pos.String(), "main.tf:17:3"},
		{rules[1].Priority.Pos.String(), "main.tf:19:5"},
		{rules[1].Access.Pos.String(), "main.tf:17:3"},
	} {
		if row.got != row.want {
			t.Errorf("got %s, want %s", row.got, row.want)
		}
	}
}

// What only a block of unknown number makes is not taken for absent.
func TestBlocksOfUnknownNumberAreUnknown(t *testing.T) {
	gateway := resource{address: "azurerm_virtual_network_gateway.g", values: inGroup + `"name": "g", "type": "Vpn", "sku": "VpnGw1"`,
		unknown: "ip_configuration bgp_settings"}
	design, _ := read(t, input{text: plan(gateway)})
	g := design.VirtualNetworkGateways[0]
	if len(g.Incomplete) != 1 || g.Incomplete[0].Property != "ipConfigurations" || g.BGP.ASN.Unknown() != nil {
		t.Errorf("the gateway is incomplete in %v", g.Incomplete)
	}
}

// A name that only apply gives is stood in for by the address; links hold.
func TestUnknownNamesAreStoodInFor(t *testing.T) {
	design, found := read(t, input{text: plan(
		resource{address: `azurerm_virtual_network.v["a/b"]`, values: inGroup + `"address_space": ["10.0.0.0/16"]`, unknown: "name subnet", refs: "name=random_pet.p.id"},
		resource{address: "azurerm_subnet.s", values: `"resource_group_name": "rg", "name": "s", "address_prefixes": ["10.0.1.0/24"]`, unknown: "virtual_network_name",
			refs: `virtual_network_name=azurerm_virtual_network.v["a/b"].name,azurerm_virtual_network.v["a/b"],azurerm_virtual_network.v`})})
	if got := codes(found); got != "unknown unknown-name" {
		t.Errorf("found %s", got)
	}
	if len(design.VirtualNetworks) != 1 || len(design.VirtualNetworks[0].Subnets) != 1 {
		t.Errorf("networks are %v", says(design))
	}
}

func TestResourcesOfOtherProvidersAreCounted(t *testing.T) {
	file, root := parsed(t, plan(append(hub, resource{address: "random_pet.p", values: `"length": 2`})...))
	resources, foreign := Read(file, root, Options{}, newDiags())
	if len(resources) != 2 || len(foreign) != 1 || foreign[0].Type != "random_pet" || resources[1].Address != "azurerm_subnet.app" {
		t.Errorf("%v and %v", resources, foreign)
	}
}

// A type that nobody knows is kept, with what it names.
func TestUnknownTypesKeepTheirLinks(t *testing.T) {
	design, found := read(t, input{text: with(resource{address: "azurerm_future_thing.x", values: inGroup + `"name": "x"`, unknown: "pool",
		refs: "pool=azurerm_subnet.app.id,azurerm_subnet.app"})})
	if got := codes(found); got != "unknown unsupported-type" {
		t.Errorf("found %s", got)
	}
	if x := design.Others[0]; len(x.References) != 1 || x.References[0].Path() != "hub/app" {
		t.Errorf("%s names %v", x.ID, x.References)
	}
}

func TestDetection(t *testing.T) {
	for _, row := range []struct {
		text        string
		plan, state bool
	}{
		{plan(hub...), true, false},
		{prior, true, false},
		{stored(), false, true},
		{`{"format_version": "1.0", "values": {"root_module": {}}}`, false, true},
		{`{"version": 3, "terraform_version": "0.11.14", "modules": []}`, false, true},
		{`{"version": 4, "resources": []}`, false, false},
		{`{"format_version": "1.0", "provider_schemas": {}}`, false, false},
		{`{"value": []}`, false, false},
		{`[]`, false, false},
	} {
		_, root := parsed(t, row.text)
		if IsPlan(root) != row.plan || IsState(root) != row.state {
			t.Errorf("%.60s: plan %t, state %t", row.text, IsPlan(root), IsState(root))
		}
	}
}
