package export_test

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology"
	"vnetproof/topology/export"
	"vnetproof/topology/load"
	"vnetproof/topology/source"
)

// dump writes a design as text: values without their places, links as IDs,
// children inside of their parents.
func dump(d *topology.Design) string {
	for _, a := range d.PublicIPAddresses {
		if a.SKU.IsAbsent() && a.APIVersion == "" { // what a native file means
			a.SKU = topology.Known(topology.Standard, source.Pos{})
		}
	}
	var blocks []string
	fields := reflect.ValueOf(*d)
	for i := range fields.NumField() {
		switch name := fields.Type().Field(i).Name; name {
		case "All", "byID", "Ignored", "Unsettled", "Facts", "Others":
		default:
			for k := range fields.Field(i).Len() {
				var out strings.Builder
				r := fields.Field(i).Index(k)
				dumpValue(&out, r, name+" "+r.Interface().(topology.Node).Base().ID.Path(), "")
				blocks = append(blocks, out.String())
			}
		}
	}
	slices.Sort(blocks)
	return strings.Join(blocks, "")
}

func dumpValue(out *strings.Builder, v reflect.Value, path string, parent topology.ID) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			dumpValue(out, v.Index(i), fmt.Sprintf("%s[%d]", path, i), parent)
		}
	case reflect.Pointer, reflect.Interface:
		dumpPointer(out, v, path, parent)
	case reflect.Struct:
		dumpStruct(out, v, path, parent)
	default:
		if !v.IsZero() {
			fmt.Fprintf(out, "%s = %v\n", path, v)
		}
	}
}

// dumpPointer follows pointers to what is new, and names what they lead to else.
func dumpPointer(out *strings.Builder, v reflect.Value, path string, parent topology.ID) {
	if v.IsNil() {
		return
	}
	var node topology.Node
	if v.CanInterface() { // what a Property holds is none
		node, _ = v.Interface().(topology.Node)
	}
	if node == nil {
		dumpValue(out, v.Elem(), path, parent)
		return
	}
	id := node.Base().ID
	if v.Kind() == reflect.Interface || parent != "" && !strings.HasPrefix(id.Key(), parent.Key()+"/") {
		fmt.Fprintf(out, "%s → %s\n", path, id)
		return
	}
	dumpValue(out, v.Elem(), path, id)
}

func dumpStruct(out *strings.Builder, v reflect.Value, path string, parent topology.ID) {
	switch v.Type() {
	case reflect.TypeFor[netip.Addr](), reflect.TypeFor[netip.Prefix](), reflect.TypeFor[netip.AddrPort]():
		fmt.Fprintf(out, "%s = %v\n", path, v)
		return
	}
	name := v.Type().Name()
	for i := range v.NumField() {
		f := v.Type().Field(i)
		switch {
		case f.Type == reflect.TypeFor[source.Pos](), strings.HasPrefix(name, "Ref[") && f.Name == "Target",
			f.Name == "Members" && strings.HasSuffix(name, "Pool"), // follows from the NICs
			name == "Resource" && (f.Name == "Type" || f.Name == "APIVersion" || f.Name == "Location" && strings.Contains(parent.Path(), "/")):
		default:
			dumpValue(out, v.Field(i), path+"."+f.Name, parent)
		}
	}
}

// What is written as Azure's answer, or as a template, reads back as the same design.
func TestWhatIsWrittenReadsBackAsTheSameDesign(t *testing.T) {
	for _, path := range []string{"../../testdata/hub-spoke", "../../testdata/hub-spoke-broken", "../../testdata/export-hub-spoke",
		"../../testdata/terraform-hub-spoke", "../native/testdata/everything.network.yaml"} {
		design, diags := load.Load(load.Options{Paths: []string{path}})
		if err := diags.Err(); err != nil {
			t.Fatal(err)
		}
		for name, write := range map[string]func(*topology.Design) ([]byte, []source.Diagnostic){"list": export.WriteList, "template": export.WriteTemplate} {
			t.Run(filepath.Base(path)+" "+name, func(t *testing.T) {
				text, lost := write(design)
				for _, d := range lost {
					if !strings.Contains(d.Message, "Azure keeps no facts") && !strings.Contains(d.Message, "its type is not simulated") {
						t.Errorf("lost: %s", d)
					}
				}
				file := filepath.Join(t.TempDir(), "written.json")
				if err := os.WriteFile(file, text, 0o644); err != nil {
					t.Fatal(err)
				}
				again, diags := load.Load(load.Options{Paths: []string{file}})
				if err := diags.Err(); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(dump(design), dump(again)); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}
