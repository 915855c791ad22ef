package load

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology"
)

// groupExports are the exports of two groups, with some text replaced.
func groupExports(t *testing.T, replace ...string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, name := range []string{"hub-rg.json", "spoke-rg.json"} {
		text, err := os.ReadFile("testdata/group-export/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = strings.NewReplacer(replace...).Replace(string(text))
	}
	return files
}

// An export of a group repeats children beside their parents, and names what is
// in other groups by parameters.
func TestGroupExportsAreRead(t *testing.T) {
	inFiles(t, groupExports(t))
	in := Read(Options{})
	if diff := cmp.Diff([]string{"hub-rg.json:1:1 warning taken-as-group", "spoke-rg.json:1:1 warning taken-as-group"}, told(in)); diff != "" {
		t.Error(diff)
	}
	d := in.Design
	var got []string
	for _, v := range d.VirtualNetworks {
		for _, p := range v.Peerings {
			got = append(got, fmt.Sprintf("%s in %s, %d subnets, peer %v", v.Name, v.ID.ResourceGroup(), len(v.Subnets), nameOf(p.Remote.Target)))
		}
	}
	for _, g := range d.NetworkSecurityGroups {
		got = append(got, fmt.Sprintf("%s has %d rules", g.Name, len(g.SecurityRules)))
	}
	for _, m := range d.VirtualMachines {
		got = append(got, fmt.Sprintf("%s in %s", m.Name, m.NICs[0].Target.IPConfigurations[0].Subnet.Target.ID.Path()))
	}
	if diff := cmp.Diff([]string{"hub in hub-rg, 1 subnets, peer spoke", "spoke in spoke-rg, 1 subnets, peer hub", "app-nsg has 2 rules", "app1 in hub/app"}, got); diff != "" {
		t.Error(diff)
	}
	if all := in.Files[0].Counts.Simulated + in.Files[1].Counts.Simulated; all != 12 {
		t.Errorf("%d resources are simulated", all)
	}
}

func nameOf(v *topology.VirtualNetwork) string {
	if v == nil {
		return "none"
	}
	return v.Name
}

// Where only one side names the other, or several places are named, nobody
// knows which group an export is of.
func TestGroupsAreNotGuessed(t *testing.T) {
	const hub = "resourceGroups/hub-rg/providers/Microsoft.Network/virtualNetworks/hub"
	for name, replace := range map[string][]string{
		"one side only":   {"virtualNetworks_spoke_externalid", "virtualNetworks_spoke_elsewhere"},
		"of another name": {hub, "resourceGroups/hub-rg/providers/Microsoft.Network/virtualNetworks/core"},
		"another type":    {hub, "resourceGroups/hub-rg/providers/Microsoft.Network/virtualHubs/hub"},
	} {
		t.Run(name, func(t *testing.T) {
			inFiles(t, groupExports(t, replace...))
			if in := Read(Options{}); strings.Contains(strings.Join(told(in), " "), "taken-as-group") {
				t.Errorf("told %v", told(in))
			}
		})
	}
	t.Run("two places", func(t *testing.T) {
		files := groupExports(t)
		files["other.json"] = strings.NewReplacer("hub-rg", "hub2-rg", "virtualNetworks_spoke_name", "virtualNetworks_spoke2_name").Replace(files["spoke-rg.json"])
		inFiles(t, files)
		in := Read(Options{})
		for _, v := range in.Design.VirtualNetworks {
			if v.Name == "hub" && v.ID.ResourceGroup() != "rg" {
				t.Errorf("hub is taken to be in %s", v.ID.ResourceGroup())
			}
		}
	})
}

// netOf is a VNet "hub" of a subscription, peered with that of another.
func netOf(own, other, prefix, more string) string {
	id := func(subscription string) string {
		return "/subscriptions/" + subscription + "/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub"
	}
	return fmt.Sprintf(`{"id": %q, "name": "hub", "type": "microsoft.network/virtualnetworks"%s, "properties": {"addressSpace": {"addressPrefixes": [%q]},
		"virtualNetworkPeerings": [{"id": "%s/virtualNetworkPeerings/other", "name": "other", "properties": {"peeringState": "Connected", "remoteVirtualNetwork": {"id": %q}}}]}}`,
		id(own), more, prefix, id(own), id(other))
}

// Subscriptions of several tenants may lie in one folder, with equal names.
func TestSubscriptionsInOneFolder(t *testing.T) {
	inFiles(t, map[string]string{
		"one/list.json": "[" + netOf("aa", "bb", "10.1.0.0/16", "") + "]",
		"two/graph.json": `{"count": 2, "total_records": 2, "skip_token": null, "data": [` + netOf("bb", "aa", "10.2.0.0/16", `, "subscriptionId": "bb", "tenantId": "t2", "resourceGroup": "net"`) + "," +
			netOf("cc", "dd", "10.1.0.0/16", `, "subscriptionId": "cc", "tenantId": "t3", "resourceGroup": "net"`) + `]}`,
	})
	in := Read(Options{Paths: []string{"**"}})
	var got []string
	for _, v := range in.Design.VirtualNetworks {
		peer := v.Peerings[0].Remote
		got = append(got, fmt.Sprintf("%s %v peer %s known %t", v.ID.Subscription(), v.AddressPrefixes.Or(nil), peer.ID.Subscription(), peer.Target != nil))
	}
	want := []string{"aa [10.1.0.0/16] peer bb known true", "bb [10.2.0.0/16] peer aa known true", "cc [10.1.0.0/16] peer dd known false"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if found := told(in); len(found) > 0 {
		t.Errorf("told %v", found)
	}
}

// shapes are one resource in all shapes that Azure answers in: a list of the
// CLI, which is flat, a list of the API, one resource, Resource Graph, its table.
func shapes(prefix, changed string) map[string]string {
	const id = vnetID + "net"
	properties := fmt.Sprintf(`{"addressSpace": {"addressPrefixes": [%q]}}`, prefix)
	head := fmt.Sprintf(`"id": %q, "name": "net", "systemData": {"lastModifiedAt": %q}`, id, changed)
	whole := fmt.Sprintf(`{%s, "type": "Microsoft.Network/virtualNetworks", "properties": %s}`, head, properties)
	return map[string]string{
		"flat.json":  fmt.Sprintf(`[{%s, "type": "Microsoft.Network/virtualNetworks", "resourceGroup": "rg", "addressSpace": {"addressPrefixes": [%q]}}]`, head, prefix),
		"list.json":  fmt.Sprintf(`{"value": [%s], "nextLink": null}`, whole),
		"get.json":   whole,
		"graph.json": fmt.Sprintf(`{"data": [{"id": %q, "name": "net", "type": "microsoft.network/virtualnetworks", "changedTime": %q, "properties": %s}]}`, id, changed, properties),
		"table.csv":  "id,name,type,changedTime,properties\n" + id + ",net,microsoft.network/virtualnetworks," + changed + `,"` + strings.ReplaceAll(properties, `"`, `""`) + "\"\n",
	}
}

// Whatever shapes it is exported in, the newer export of a resource is used and
// the older one told.
func TestTheNewerExportIsUsedAcrossShapes(t *testing.T) {
	old, young := shapes("10.1.0.0/16", "2026-01-02T03:04:05Z"), shapes("10.2.0.0/16", "2026-02-02T03:04:05Z")
	for a, text := range old {
		for b, newer := range young {
			for _, order := range [][2]string{{"1-", "2-"}, {"2-", "1-"}} {
				inFiles(t, map[string]string{order[0] + a: text, order[1] + b: newer})
				in := Read(Options{})
				if got := fmt.Sprint(in.Design.VirtualNetworks[0].AddressPrefixes.Or(nil)); got != "[10.2.0.0/16]" || len(in.Design.VirtualNetworks) != 1 {
					t.Errorf("%s%s and newer %s%s: %s", order[0], a, order[1], b, got)
				}
				if found := strings.Join(told(in), ", "); !strings.HasPrefix(found, order[0]+a) || !strings.HasSuffix(found, "warning exported-twice") {
					t.Errorf("%s%s and newer %s%s: told %q", order[0], a, order[1], b, found)
				}
			}
		}
	}
}

func TestInventoriesAreNotRead(t *testing.T) {
	sheet := `{"NATGateway": null, "VirtualNetwork": [{"ID": "` + vnetID + `net", "Subscription": "prod", "Resource Group": "net", "Name": "net", "Address Space": "10.0.0.0/16 ,", "Resource U": 1}]}`
	inFiles(t, map[string]string{"Networking.json": sheet, "Report.xlsx": "PK\x03\x04\x00\x00", "hub.network.yaml": hubYAML})
	for name, want := range map[string]string{
		"Networking.json": "Networking.json:1:1 error inventory", "Report.xlsx": "Report.xlsx:1:1 error inventory", ".": "Networking.json:1:1 warning inventory",
	} {
		if got := told(Read(Options{Paths: []string{name}})); len(got) == 0 || got[0] != want {
			t.Errorf("%s: told %v, want %s", name, got, want)
		}
	}
}
