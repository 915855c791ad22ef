package terraform

import (
	"strings"
	"testing"
	"testing/fstest"

	"vnetproof/topology/decode"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// FuzzRead reads any JSON as a plan or state: it must end, without a panic, and
// so must the decoding of what it yields.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		with(nsg, association("subnet_id=azurerm_subnet.app.id,azurerm_subnet.app")), modules, prior, plan(azapiNetwork(azapiBody, "body", "")),
		stored(`{"mode": "managed", "type": "azurerm_lb", "name": "x", "module": "module.a[0]", "instances": [{"index_key": 1, "attributes": {"name": "x"}}]}`),
		`{"format_version": "1.0", "values": {"root_module": {"child_modules": [{"resources": [{"type": "azurerm_lb_rule", "values": {"loadbalancer_id": 1}}]}]}}}`,
		`{"format_version": "1.0", "planned_values": [], "resource_changes": {"a": 1}, "configuration": {"root_module": {"module_calls": {"m": {"module": {"resources": null}}}}}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, diags := source.NewFile("plan.json", []byte(text)), newDiags()
		root := tree.ParseJSON(file, []byte(text), diags)
		for _, prior := range []bool{false, true} {
			d := decode.New(diags)
			resources, _ := Read(file, root, Options{Prior: prior}, diags)
			for _, r := range resources {
				d.Add(r.Node)
			}
			d.Finish()
		}
	})
}

// FuzzScan scans any text as a .tf file: places are found in it, or not.
func FuzzScan(f *testing.F) {
	for _, seed := range []string{"resource \"a\" \"b\" {\n x = 1\n}", "a = <<EOT\n${\nEOT\n", "x \"${y(\"}\")}\" {", "/* ", "{{{{", "a = [\n{ b = \"", "\"\\"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		places := newPlaces(fstest.MapFS{"main.tf": {Data: []byte(text)}}, ".")
		for name, b := range places.read(".") {
			if !strings.Contains(name, ".") || !b.pos.IsValid() {
				t.Errorf("%q is at %s", name, b.pos)
			}
		}
	})
}
