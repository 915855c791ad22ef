package azure_test

import (
	"strings"
	"testing"

	"vnetproof/sim/azure"
	"vnetproof/topology/arm"
	"vnetproof/topology/decode"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// hubTemplate has a route to the address of a firewall or of something else,
// which Azure chooses.
const hubTemplate = `{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "resources": [
 {"type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-05-01", "name": "hub", "location": "westeurope", "properties": {
  "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": [
   {"name": "AzureFirewallSubnet", "properties": {"addressPrefix": "10.0.0.0/26"}},
   {"name": "app", "properties": {"addressPrefix": "10.0.1.0/24", "routeTable": {"id": "[resourceId('Microsoft.Network/routeTables', 'rt')]"}}}]}},
 {"type": "Microsoft.Network/publicIPAddresses", "apiVersion": "2024-05-01", "name": "pip", "location": "westeurope", "sku": {"name": "Standard"}, "properties": {}},
 {"type": "Microsoft.Network/azureFirewalls", "apiVersion": "2024-05-01", "name": "fw", "location": "westeurope", "properties": {
  "sku": {"name": "AZFW_VNet", "tier": "Standard"}, "ipConfigurations": [{"name": "c", "properties": {
   "subnet": {"id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'hub', 'AzureFirewallSubnet')]"},
   "publicIPAddress": {"id": "[resourceId('Microsoft.Network/publicIPAddresses', 'pip')]"}}}]}},
 {"type": "Microsoft.Network/routeTables", "apiVersion": "2024-05-01", "name": "rt", "location": "westeurope", "properties": {"routes": [
  {"name": "default", "properties": {"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance",
   "nextHopIpAddress": "[reference('fw').PATH]"}}]}}]}`

// A route to the address that a deployment gives to the firewall leads to the
// firewall, as an assumption; one to another value that only a deployment knows
// leads nobody knows where.
func TestRT08_AnAddressThatADeploymentWillGive(t *testing.T) {
	for path, want := range map[string]string{
		"ipConfigurations[0].properties.privateIPAddress": "10.0.0.4",
		"ipConfigurations[1].properties.privateIPAddress": "",
		"hubIPAddresses.somethingElse":                    "",
	} {
		var diags source.Diagnostics
		text := []byte(strings.Replace(hubTemplate, "PATH", path, 1))
		file := source.NewFile("hub.json", text)
		d := decode.New(&diags)
		for _, r := range arm.Read(file, tree.ParseJSON(file, text, &diags), arm.Options{}, &diags).Resources {
			d.Add(r.Node)
		}
		design := d.Finish()
		n, err := azure.Compile(design, azure.Options{})
		if err != nil {
			t.Fatal(err)
		}
		seen := false
		for _, r := range n.EffectiveRoutes(design.VirtualNetworks[0].Subnets[1].ID) {
			if r.Source != azure.User {
				continue
			}
			seen = true
			got := ""
			if len(r.NextHopIPs) > 0 {
				got = r.NextHopIPs[0].String()
			}
			if got != want {
				t.Errorf("%s: the next hop is %q, want %q", path, got, want)
			}
		}
		if !seen {
			t.Errorf("%s: there is no user route", path)
		}
	}
}
