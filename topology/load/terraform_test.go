package load

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	planJSON = `{"format_version": "1.2", "planned_values": {"root_module": {"resources": [
		{"address": "azurerm_virtual_network.planned", "mode": "managed", "type": "azurerm_virtual_network", "name": "planned",
		 "values": {"name": "planned", "resource_group_name": "rg", "address_space": ["10.3.0.0/16"]}}]}},
		"prior_state": {"values": {"root_module": {"resources": [
		{"address": "azurerm_virtual_network.old", "mode": "managed", "type": "azurerm_virtual_network", "name": "old",
		 "values": {"id": "` + vnetID + `old", "name": "old", "resource_group_name": "rg", "address_space": ["10.4.0.0/16"]}}]}}},
		"configuration": {"root_module": {"resources": [{"mode": "managed", "type": "azurerm_virtual_network", "name": "planned", "expressions": {}}]}}}`
	stateJSON = `{"version": 4, "terraform_version": "1.11.4", "resources": [{"mode": "managed", "type": "azurerm_virtual_network", "name": "stored",
		"instances": [{"attributes": {"id": "` + vnetID + `stored", "name": "stored", "resource_group_name": "rg", "address_space": ["10.5.0.0/16"]}}]},
		{"mode": "managed", "type": "random_pet", "name": "p", "instances": [{"attributes": {"id": "x"}}]}]}`
	mainTF = "# hub\nresource \"azurerm_virtual_network\" \"planned\" {\n  address_space = [\"10.3.0.0/16\"]\n}\n"
)

func TestTerraformIsFoundByContent(t *testing.T) {
	inFiles(t, map[string]string{"plan/tfplan.json": planJSON, "plan/main.tf": mainTF, "plan/terraform.tfstate": stateJSON, "state/terraform.tfstate": stateJSON})
	for _, row := range []struct {
		options Options
		want    string
		skipped []string
	}{
		{Options{Paths: []string{"plan"}}, "planned", []string{"plan/terraform.tfstate"}},
		{Options{Paths: []string{"plan"}, Prior: true}, "old", []string{"plan/terraform.tfstate"}},
		{Options{Paths: []string{"state"}}, "stored", nil},
		{Options{Paths: []string{"plan/tfplan.json", "plan/terraform.tfstate"}}, "planned stored", nil},
	} {
		in := Read(row.options)
		if got := networks(in); got != row.want || len(told(in)) > 0 {
			t.Errorf("%v: networks %q, want %q; %v", row.options, got, row.want, told(in))
		}
		if diff := cmp.Diff(row.skipped, in.Skipped); diff != "" {
			t.Errorf("%v: skipped %s", row.options, diff)
		}
	}
}

// Places are in the configuration beside the plan; what is none of Azure's is counted.
func TestTerraformIsPlacedAndCounted(t *testing.T) {
	inFiles(t, map[string]string{"plan/tfplan.json": planJSON, "plan/main.tf": mainTF, "state/terraform.tfstate": stateJSON})
	in := Read(Options{Paths: []string{"plan", "state"}})
	if got := in.Design.VirtualNetworks[0].AddressPrefixes.Pos.String(); got != "plan/main.tf:3:3" {
		t.Errorf("the prefixes stand at %s", got)
	}
	counts := in.Files[1].Counts
	if counts.Simulated != 1 || counts.Irrelevant != 1 || counts.Types["random_pet"] != 1 {
		t.Errorf("the state holds %+v", counts)
	}
	if got := in.Files[0].Counts.Simulated; got != 1 {
		t.Errorf("%d resources of the plan are simulated", got)
	}
}
