package native_test

import (
	"fmt"
	"net/netip"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vnetproof/topology"
	"vnetproof/topology/decode"
	"vnetproof/topology/load"
	"vnetproof/topology/native"
	"vnetproof/topology/source"
)

// decodeText decodes native text.
func decodeText(t *testing.T, design, facts []byte) (*topology.Design, *source.Diagnostics) {
	t.Helper()
	diags := &source.Diagnostics{}
	r := native.NewReader(diags)
	r.AddDesign(parse(t, "written.network.yaml", string(design)))
	if facts != nil {
		r.AddFacts(parse(t, "written.facts.yaml", string(facts)))
	}
	d := decode.New(diags)
	resources, overlay := r.Finish()
	for _, n := range resources {
		d.Add(n)
	}
	for _, n := range overlay {
		d.AddFacts(n)
	}
	return d.Finish(), diags
}

// dump writes a design as text, resource by resource: values without their
// places in files, links as IDs, children inside of their parents. Types,
// regions and API versions of children have no meaning, nor have names of
// parts that nothing can refer to.
func dump(d *topology.Design) string {
	var blocks []string
	fields := reflect.ValueOf(*d)
	for i := range fields.NumField() {
		switch name := fields.Type().Field(i).Name; name {
		case "All", "byID", "Ignored", "Unsettled":
		default:
			blocks = append(blocks, dumpList(fields.Field(i), name)...)
		}
	}
	slices.Sort(blocks)
	return strings.ToLower(strings.Join(blocks, ""))
}

// dumpList writes the resources of a list, each under its ID, for their order
// is that of files.
func dumpList(list reflect.Value, name string) []string {
	if list.Kind() != reflect.Slice {
		var out strings.Builder
		dumpValue(&out, list, name, "")
		return []string{out.String()}
	}
	var blocks []string
	for i := range list.Len() {
		var out strings.Builder
		id := list.Index(i).Interface().(topology.Node).Base().ID
		dumpValue(&out, list.Index(i), name+" "+id.ResourceGroup()+"/"+id.Path(), "")
		blocks = append(blocks, out.String())
	}
	return blocks
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
	if !v.Type().Implements(reflect.TypeFor[topology.Node]()) {
		dumpValue(out, v.Elem(), path, parent)
		return
	}
	id := v.Interface().(topology.Node).Base().ID
	if v.Kind() == reflect.Interface || parent != "" && !strings.HasPrefix(id.Key(), parent.Key()+"/") {
		fmt.Fprintf(out, "%s → %s\n", path, id)
		return
	}
	dumpValue(out, v.Elem(), path, id)
}

// isPlatformAddress tells the IP configurations of firewalls and gateways,
// whose names nothing refers to.
var isPlatformAddress = regexp.MustCompile(`^(AzureFirewalls|VirtualNetworkGateways) .*\.(IPConfigurations\[\d+\]|ManagementIP)$`)

func dumpStruct(out *strings.Builder, v reflect.Value, path string, parent topology.ID) {
	name := v.Type().Name()
	if s, ok := plainText(v); ok {
		fmt.Fprintf(out, "%s = %s\n", path, s)
		return
	}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		switch {
		case f.Type == reflect.TypeFor[source.Pos](), strings.HasPrefix(name, "Ref[") && f.Name == "Target",
			f.Name == "Members" && strings.HasSuffix(name, "Pool"), // follows from the NICs
			name == "Resource" && (f.Name == "Type" || f.Name == "Location" && strings.Contains(parent.Path(), "/") || f.Name == "APIVersion"),
			name == "PrivateLinkConnection" && f.Name == "Name", isPlatformAddress.MatchString(path) && f.Name == "Resource":
		default:
			dumpValue(out, v.Field(i), path+"."+f.Name, parent)
		}
	}
}

// plainText returns addresses and prefixes, which are structs of their own. In
// a Property they print as their insides, which is as good for comparing.
func plainText(v reflect.Value) (string, bool) {
	switch v.Type() {
	case reflect.TypeFor[netip.Addr](), reflect.TypeFor[netip.Prefix](), reflect.TypeFor[netip.AddrPort]():
		return fmt.Sprint(v), true
	}
	return "", false
}

func TestWhatIsWrittenReadsBackAsTheSameDesign(t *testing.T) {
	for _, path := range []string{"../../testdata/hub-spoke", "../../testdata/hub-spoke-broken", "../../testdata/export-hub-spoke",
		"testdata/everything.network.yaml"} {
		t.Run(filepath.Base(path), func(t *testing.T) {
			design, diags := load.Load(load.Options{Paths: []string{path}})
			if err := diags.Err(); err != nil {
				t.Fatal(err)
			}
			text, lost := native.Write(design)
			for _, d := range lost {
				t.Errorf("lost: %s", d)
			}
			again, diags := decodeText(t, text, native.WriteFacts(design))
			if err := diags.Err(); err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			if diff := cmp.Diff(dump(design), dump(again)); diff != "" {
				t.Errorf("%s\n%s", diff, text)
			}
		})
	}
}

func TestWrittenTextIsWhatPeopleWrite(t *testing.T) {
	const text = `resourceGroup: net
location: westeurope

virtualNetworks:
  hub:
    addressPrefixes: [10.0.0.0/16, "fd00:1::/48"]
    subnets: {app: {addressPrefix: 10.0.1.0/24, networkSecurityGroup: web, routeTable: rt}}

networkSecurityGroups:
  web:
    securityRules:
      - name: in
        priority: 100
        direction: Inbound
        access: Allow
        protocol: Tcp
        source: [10.1.0.0/16, Internet]
        destination: asg:web
        destinationPorts: [443, 8000-8100]

applicationSecurityGroups:
  web:

routeTables:
  rt: {resourceGroup: other, routes: [{name: "10.1", addressPrefix: 10.1.0.0/16, nextHopType: None}]}

virtualMachines:
  web1: {tags: {env: prod, "on": "yes"}, nics: [web1-nic]}

networkInterfaces:
  web1-nic: {subnet: hub/app, privateIPAddress: 10.0.1.4, applicationSecurityGroups: [web]}
`
	design, diags := decodeText(t, []byte(text), nil)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	got, _ := native.Write(design)
	if diff := cmp.Diff(text, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestNSG16_WhatARMLeavesToItsDefaultIsWrittenOut(t *testing.T) {
	const address = "{id: /subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/publicIPAddresses/a, " +
		"type: Microsoft.Network/publicIPAddresses, name: a, %sproperties: {}}"
	for _, tc := range []struct{ name, says, want string }{
		{"ARM, silent", `apiVersion: "2020-05-01", `, `  a: {apiVersion: "2020-05-01", sku: Basic}`},
		{"ARM, Standard", `apiVersion: "2020-05-01", sku: {name: Standard}, `, `  a: {apiVersion: "2020-05-01"}`},
		{"native, silent", "", "  a:"},
	} {
		var diags source.Diagnostics
		d := decode.New(&diags)
		d.Add(parse(t, "arm.yaml", fmt.Sprintf(address, tc.says)))
		text, _ := native.Write(d.Finish())
		_, got, _ := strings.Cut(string(text), "publicIPAddresses:\n")
		if diff := cmp.Diff(tc.want, strings.TrimSpace(got), cmpopts.AcyclicTransformer("trim", strings.TrimSpace)); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
	}
}

func TestWhatIsNotKnownIsWrittenAsSuch(t *testing.T) {
	const text = `routeTables:
  t:
    disableBgpRoutePropagation: {unknown: parameter propagate has no value, supply: propagate in a parameters file}
    routes: [{name: a, addressPrefix: 10.0.0.0/8, nextHopType: {unknown: later}, nextHopIpAddress: {unknown: later, addressOf: /subscriptions/s/x}}, {unknown: a loop of unknown length}]
networkSecurityGroups:
  n: {securityRules: [{name: r, priority: 100, direction: Inbound, access: Allow, source: {unknown: later}, destinationPorts: {unknown: later}}]}
virtualNetworks:
  v: {addressPrefixes: {unknown: given at deployment}, tags: {unknown: a tag of that name}, subnets: {unknown: {addressPrefix: 10.0.0.0/24, routeTable: {unknown: later}}}}
`
	design, diags := decodeText(t, []byte(text), nil)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	table, rule, subnet := design.RouteTables[0], design.NetworkSecurityGroups[0].SecurityRules[0], design.VirtualNetworks[0].Subnets[0]
	got := []string{
		fmt.Sprint(table.DisableBGPRoutePropagation.Unknown().Why, ", ", table.DisableBGPRoutePropagation.Unknown().Supply),
		fmt.Sprint(table.Routes[0].NextHopIP.Unknown().AddressOf),
		fmt.Sprint(table.Routes[0].NextHopType.Unknown().Why, ", ", len(table.Routes), ", ", table.Incomplete[0].Unknown.Why),
		fmt.Sprint(rule.Source.Unknown().Why, ", ", rule.DestinationPorts.Unknown().Why),
		fmt.Sprint(design.VirtualNetworks[0].AddressPrefixes.Unknown().Why, ", ", design.VirtualNetworks[0].Tags),
		fmt.Sprint(subnet.Name, ", ", subnet.RouteTable.Why.Why),
	}
	want := []string{
		"parameter propagate has no value, propagate in a parameters file",
		"/subscriptions/s/x",
		"later, 1, a loop of unknown length",
		"later, later",
		"given at deployment, [{unknown a tag of that name}]",
		"unknown, later",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	written, lost := native.Write(design)
	if len(lost) > 0 {
		t.Error(lost)
	}
	again, diags := decodeText(t, written, nil)
	if err := diags.Err(); err != nil {
		t.Fatalf("%v\n%s", err, written)
	}
	if diff := cmp.Diff(dump(design), dump(again)); diff != "" {
		t.Errorf("%s\n%s", diff, written)
	}
}

func TestWriteSaysWhatItLeavesOut(t *testing.T) {
	const base = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/"
	var diags source.Diagnostics
	d := decode.New(&diags)
	d.Add(parse(t, "arm.yaml", "{id: "+base+"virtualNetworks/v, type: Microsoft.Network/virtualNetworks, name: v, "+
		"properties: {addressSpace: {addressPrefixes: [10.0.0.0/16]}, newestSetting: on}}"))
	_, lost := native.Write(d.Finish())
	var got []string
	for _, l := range lost {
		got = append(got, l.String())
	}
	want := []string{"arm.yaml:1:199: v: newestSetting is left out: the simulation does not know this property"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFactsAreWrittenAndReadBack(t *testing.T) {
	design, diags := load.Load(load.Options{Paths: []string{"testdata/everything.network.yaml"}, Facts: []string{"testdata/everything.facts.yaml"}})
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	text, _ := native.Write(design)
	again, diags := decodeText(t, text, native.WriteFacts(design))
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	if len(design.Facts.LearnedRoutes) != 3 || len(design.Facts.Appliances) != 1 || len(design.Facts.Down) != 2 {
		t.Errorf("the overlay was not read: %+v", design.Facts)
	}
	if diff := cmp.Diff(dump(design), dump(again)); diff != "" {
		t.Error(diff)
	}
}
