package terraform

import (
	"strings"
	"testing"
)

const groupID = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg"

// network is a virtual network by azapi, with its body as given.
func azapiNetwork(body, unknown, refs string) resource {
	return resource{address: "azapi_resource.hub", values: `"type": "Microsoft.Network/virtualNetworks@2024-05-01", "name": "hub", "parent_id": "` + groupID + `",
		"location": "westeurope", "body": ` + body, unknown: unknown, refs: refs}
}

const azapiBody = `{"properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": [{"name": "app", "properties": {"addressPrefix": "10.0.1.0/24"}}]}}`

// A body is an object, or JSON in a text, as older versions have it.
func TestBodiesOfAzapiAreARM(t *testing.T) {
	quoted := `"` + strings.ReplaceAll(azapiBody, `"`, `\"`) + `"`
	for _, body := range []string{azapiBody, quoted} {
		design := mustRead(t, plan(azapiNetwork(body, "output", "")))
		s := subnet(t, design, "hub/app")
		if s.ID.ResourceGroup() != "rg" || design.VirtualNetworks[0].APIVersion != "2024-05-01" {
			t.Errorf("the subnet is %s of version %s", s.ID, design.VirtualNetworks[0].APIVersion)
		}
	}
	_, found := read(t, input{text: plan(azapiNetwork(`"{"`, "", ""))})
	if !strings.Contains(codes(found), "error syntax") {
		t.Errorf("a body that is no JSON: found %s", codes(found))
	}
}

// What a body does not know is found by the type that its key wants.
func TestUnknownIDsInABodyAreFollowed(t *testing.T) {
	body := `{"properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": [{"name": "app", "properties": {"addressPrefix": "10.0.1.0/24",
		"networkSecurityGroup": {}, "routeTable": {}}}]}}`
	r := azapiNetwork(body, "", "body=azurerm_network_security_group.app.id,azurerm_network_security_group.app,azurerm_route_table.rt.id,azurerm_route_table.rt")
	text := plan(nsg, resource{address: "azurerm_route_table.rt", values: inGroup + `"name": "rt", "route": []`}, r)
	text = strings.Replace(text, `"after": {`+r.values+`}, "after_unknown": {"id": true}`, `"after": {`+r.values+`}, "after_unknown": {"id": true,
		"body": {"properties": {"subnets": [{"properties": {"networkSecurityGroup": {"id": true}, "routeTable": {"id": true}}}]}}}`, 1)
	s := subnet(t, mustRead(t, text), "hub/app")
	if nameOf(s.NetworkSecurityGroup.ID) != "app" || nameOf(s.RouteTable.ID) != "rt" {
		t.Errorf("NSG %q, route table %q", s.NetworkSecurityGroup.ID, s.RouteTable.ID)
	}
}

// Children of azapi name their parent by its ID.
func TestChildrenOfAzapiJoinTheirParent(t *testing.T) {
	child := resource{address: "azapi_resource.app", values: `"type": "Microsoft.Network/virtualNetworks/subnets@2024-05-01", "name": "app",
		"body": {"properties": {"addressPrefix": "10.0.1.0/24"}}`, unknown: "parent_id", refs: "parent_id=azurerm_virtual_network.hub.id,azurerm_virtual_network.hub"}
	design := mustRead(t, plan(hub[0], child))
	if got := subnet(t, design, "hub/app").AddressPrefixes.Or(nil); len(got) != 1 {
		t.Errorf("the prefixes are %v", got)
	}
}

// An update is laid over the resource that it names, by ID or by parent and name.
func TestUpdatesOfAzapiAreLaidOver(t *testing.T) {
	const body = `"body": {"properties": {"defaultOutboundAccess": false}}`
	const kind = `"type": "Microsoft.Network/virtualNetworks/subnets@2024-05-01", `
	for _, update := range []resource{
		{address: "azapi_update_resource.u", values: kind + body, unknown: "resource_id", refs: "resource_id=azurerm_subnet.app.id,azurerm_subnet.app"},
		{address: "azapi_update_resource.u", values: kind + `"name": "app", ` + body, unknown: "parent_id",
			refs: "parent_id=azurerm_virtual_network.hub.id,azurerm_virtual_network.hub"},
	} {
		s := subnet(t, mustRead(t, with(update)), "hub/app")
		if on, known := s.DefaultOutboundAccess.Get(); !known || on || len(s.AddressPrefixes.Or(nil)) != 1 {
			t.Errorf("%s: the subnet is %+v", update.unknown, s)
		}
	}
}
