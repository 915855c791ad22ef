package terraform

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology/source"
)

func TestPlainExpressionsAreReadFromTheConfiguration(t *testing.T) {
	for text, want := range map[string][]string{
		"var.firewall":                     {"var.firewall"},
		"azurerm_subnet.app.id":            {"azurerm_subnet.app.id"},
		`azurerm_subnet.app["a"].id`:       {`azurerm_subnet.app["a"].id`},
		"azurerm_subnet.app[0].id":         {"azurerm_subnet.app[0].id"},
		"azurerm_subnet.app[each.key].id":  {"azurerm_subnet.app", "each.key"},
		"[azurerm_subnet.app.id]":          {"azurerm_subnet.app.id"},
		"module.net.ids[each.value.name]":  {"module.net.ids", "each.value.name"},
		`"${azurerm_lb.x.id}/probes/a"`:    nil,
		"var.a == 1 ? var.b : var.c":       nil,
		"azurerm_subnet.app[local.x + 1]":  nil,
		"values(azurerm_subnet.app)[*].id": nil,
		"[var.a, var.b]":                   nil,
		"true":                             nil,
	} {
		b := scan(source.NewFile("main.tf", []byte("x = "+text)), "y {\n x = "+text+"\n}")[0]
		if diff := cmp.Diff(want, b.references("x")); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

// What a dynamic block names is found in the .tf file.
func TestDynamicBlocksAreReadFromTheConfiguration(t *testing.T) {
	nic := resource{address: "azurerm_network_interface.n", values: inGroup + `"name": "n", "ip_configuration": [{"name": "x", "private_ip_address_allocation": "Dynamic"}]`}
	const known = `"after_unknown": {"id": true}}}`
	text := with(nic)
	last := strings.LastIndex(text, known)
	text = text[:last] + `"after_unknown": {"id": true, "ip_configuration": [{"subnet_id": true, "private_ip_address": true}]}}}` + text[last+len(known):]
	const main = "resource \"azurerm_network_interface\" \"n\" {\n dynamic \"ip_configuration\" {\n  content {\n   subnet_id = azurerm_subnet.app.id\n  }\n }\n}\n"
	for _, folder := range []fstest.MapFS{{"main.tf": {Data: []byte(main)}}, {}} {
		design, _ := read(t, input{text: text, folder: folder})
		c := design.NetworkInterfaces[0].IPConfigurations[0]
		if found := len(folder) > 0; (nameOf(c.Subnet.ID) == "app") != found || (c.Subnet.Why != nil) == found || c.PrivateIPAddress.Unknown() != nil {
			t.Errorf("with %d files the subnet is %+v", len(folder), c.Subnet)
		}
	}
}
