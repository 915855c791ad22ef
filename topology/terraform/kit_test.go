package terraform

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"vnetproof/topology"
	"vnetproof/topology/decode"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// input is a document that a test reads.
type input struct {
	text   string
	prior  bool
	folder fs.FS
}

// read reads a document and decodes what it yields.
func read(t *testing.T, in input) (*topology.Design, []source.Diagnostic) {
	t.Helper()
	file := source.NewFile("plan.json", []byte(in.text))
	diags := &source.Diagnostics{}
	root := tree.ParseJSON(file, []byte(in.text), diags)
	if diags.HasErrors() {
		t.Fatalf("the test's document: %v", diags)
	}
	resources, _ := Read(file, root, Options{Prior: in.prior, Folder: in.folder}, diags)
	d := decode.New(diags)
	for _, r := range resources {
		d.Add(r.Node)
	}
	design := d.Finish()
	return design, diags.Sorted()
}

// mustRead is read for a document with nothing wrong in it.
func mustRead(t *testing.T, text string) *topology.Design {
	t.Helper()
	design, found := read(t, input{text: text})
	for _, d := range found {
		t.Errorf("%s %s: %s", d.Severity, d.Code, d)
	}
	return design
}

// codes are the diagnostics by code, errors first named as such.
func codes(found []source.Diagnostic) string {
	var out []string
	for _, d := range found {
		out = append(out, d.Severity.String()+" "+d.Code)
	}
	return strings.Join(out, ", ")
}

// resource is one line of a test's plan: what Terraform plans, what it does not
// know of it, and the expressions of its configuration.
type resource struct {
	address string
	values  string // members of an object
	unknown string // attributes, by spaces
	refs    string // attribute=reference,reference …, by spaces
	config  string // further members of the configuration, as count_expression
}

// plan writes a plan of resources of the root module, as Terraform 1.11 does.
func plan(list ...resource) string {
	var planned, changes, config []string
	written := map[string]bool{}
	for _, r := range list {
		kind, name, index := parts(r.address)
		head := fmt.Sprintf(`"address": %q, "mode": "managed", "type": %q, "name": %q%s`, r.address, kind, name, index)
		planned = append(planned, fmt.Sprintf(`{%s, "values": {%s}}`, head, r.values))
		changes = append(changes, fmt.Sprintf(`{%s, "change": {"actions": ["create"], "before": null, "after": {%s}, "after_unknown": {%s}}}`,
			head, r.values, unknowns(r)))
		if !written[kind+name] {
			config = append(config, fmt.Sprintf(`{"address": "%s.%s", "mode": "managed", "type": %q, "name": %q, "expressions": {%s}%s}`,
				kind, name, kind, name, expressions(r), r.config))
		}
		written[kind+name] = true
	}
	return document(strings.Join(planned, ",\n"), strings.Join(changes, ",\n"), strings.Join(config, ",\n"))
}

// document is a plan whose parts are written already.
func document(planned, changes, config string) string {
	return fmt.Sprintf(`{"format_version": "1.2", "terraform_version": "1.11.4",
"planned_values": {"root_module": {"resources": [%s]}},
"resource_changes": [%s],
"configuration": {"root_module": {"resources": [%s]}}}`, planned, changes, config)
}

// parts cuts an address of the root module.
func parts(address string) (kind, name, index string) {
	p := split(address)
	if len(p) > 2 {
		index = `, "index": ` + strings.Trim(p[2], "[]")
	}
	return p[0], p[1], index
}

func unknowns(r resource) string {
	var out []string
	if !strings.Contains(r.values, `"id"`) {
		out = append(out, `"id": true`)
	}
	for _, a := range strings.Fields(r.unknown) {
		out = append(out, fmt.Sprintf("%q: true", a))
	}
	return strings.Join(out, ", ")
}

// expressions writes constants for what is planned, and references.
func expressions(r resource) string {
	var out []string
	for _, e := range strings.Fields(r.refs) {
		attribute, refs, _ := strings.Cut(e, "=")
		var list []string
		for _, ref := range strings.Split(refs, ",") {
			list = append(list, fmt.Sprintf("%q", ref))
		}
		out = append(out, fmt.Sprintf(`%q: {"references": [%s]}`, attribute, strings.Join(list, ", ")))
	}
	return strings.Join(out, ", ")
}

const inGroup = `"resource_group_name": "rg", "location": "westeurope", `

// hub is a network with one subnet, of which no ID is known.
var hub = []resource{
	{address: "azurerm_virtual_network.hub", values: inGroup + `"name": "hub", "address_space": ["10.0.0.0/16"]`},
	{address: "azurerm_subnet.app", values: inGroup + `"name": "app", "virtual_network_name": "hub", "address_prefixes": ["10.0.1.0/24"]`},
}

// with puts resources behind those of the hub.
func with(list ...resource) string { return plan(append(hub[:len(hub):len(hub)], list...)...) }

func subnet(t *testing.T, d *topology.Design, path string) *topology.Subnet {
	t.Helper()
	for _, v := range d.VirtualNetworks {
		for _, s := range v.Subnets {
			if s.ID.Path() == path {
				return s
			}
		}
	}
	t.Fatalf("there is no subnet %s", path)
	return nil
}

func newDiags() *source.Diagnostics { return &source.Diagnostics{} }

func parsed(t *testing.T, text string) (*source.File, *tree.Node) {
	t.Helper()
	file, diags := source.NewFile("plan.json", []byte(text)), newDiags()
	root := tree.ParseJSON(file, []byte(text), diags)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return file, root
}
