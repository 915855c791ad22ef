package filter

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/sim/azure"
	"vnetproof/sim/packet"
	"vnetproof/sim/ruleset"
	"vnetproof/topology"
	"vnetproof/topology/load"
)

func whole(t *testing.T, paths ...string) *topology.Design {
	t.Helper()
	d, diags := load.Load(load.Options{Paths: paths})
	if diags.HasErrors() {
		t.Fatal(diags.Err())
	}
	return d
}

func read(t *testing.T, text string) *topology.Design {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.network.yaml")
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return whole(t, name)
}

// TestRulesAreTheEffectiveOnes holds the rules of lone NSGs against those that
// the simulation of the same design has at its subnets.
func TestRulesAreTheEffectiveOnes(t *testing.T) {
	d := whole(t, "../../testdata/hub-spoke")
	network, err := azure.Compile(d, azure.Options{})
	if err != nil {
		t.Fatal(err)
	}
	filters, seen := Of(d, NewNames()), 0
	for _, v := range d.VirtualNetworks {
		for _, s := range v.Subnets {
			nsg := s.NetworkSecurityGroup.Target
			if nsg == nil {
				continue
			}
			for _, way := range []topology.Direction{topology.Inbound, topology.Outbound} {
				seen++
				if diff := cmp.Diff(effective(network, s.ID, way), lone(filters, nsg.ID, way)); diff != "" {
					t.Errorf("%s, %s (-effective +lone):\n%s", nsg.Name, way, diff)
				}
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d lists were compared", seen)
	}
}

func effective(n *azure.Network, subnet topology.ID, way topology.Direction) []string {
	var out []string
	for _, r := range n.EffectiveRules(subnet) {
		if r.Direction == way && r.Level == "subnet" {
			out = append(out, r.Name+" "+r.Access.String())
		}
	}
	return out
}

func lone(filters []*Filter, nsg topology.ID, way topology.Direction) []string {
	var out []string
	for _, f := range filters {
		if f.ID == nsg && f.Direction == way {
			for _, r := range f.Rules {
				out = append(out, r.Cause().Filter.Name+" "+r.Cause().Filter.Access.String())
			}
		}
	}
	return out
}

func TestWhatTermsAre(t *testing.T) {
	const head = "networkSecurityGroups:\n  web-nsg:\n    securityRules:\n      - {name: r, priority: 100, direction: Inbound, access: Allow, source: "
	tests := []struct {
		source string
		addrs  string // of the rule; "any" for no limit
		names  []string
	}{
		{"'*'", "any", nil},
		{"10.0.0.0/8", "10.0.0.0/8", nil},
		{"0.0.0.0/0", "0.0.0.0/0", nil},
		{"AzureLoadBalancer", "168.63.129.16", nil},
		{"VirtualNetwork", "any", []string{"VirtualNetwork, varies"}},
		{"Internet", "any", []string{"Internet, varies"}},
		{"Storage", "any", []string{"Storage"}},
		{"[Storage.WestEurope, 10.0.0.0/8]", "10.0.0.0/8", []string{"Storage.WestEurope"}},
		{"[10.0.0.0/8, '*']", "any", nil},
	}
	for _, test := range tests {
		f := Of(read(t, head+test.source+"}\n"), NewNames())[0]
		r := f.List.Rules[0]
		addrs, names := "any", []string(nil)
		if r.Src != nil {
			addrs = r.Src.String()
		}
		for _, n := range r.SrcNames {
			text := n.Text
			if n.Varies {
				text += ", varies"
			}
			names = append(names, text)
		}
		if addrs != test.addrs || !slices.Equal(names, test.names) {
			t.Errorf("%s is %s and %v, want %s and %v", test.source, addrs, names, test.addrs, test.names)
		}
	}
}

func TestFactsGiveTagsAndNamesAddresses(t *testing.T) {
	dir := t.TempDir()
	design, facts := filepath.Join(dir, "a.network.yaml"), filepath.Join(dir, "a.facts.yaml")
	for name, text := range map[string]string{
		design: "networkSecurityGroups:\n  web-nsg:\n    securityRules:\n      - {name: r, priority: 100, direction: Outbound, access: Allow, destination: Storage}\n",
		facts:  "serviceTags: {Storage: [20.60.0.0/16]}\n",
	} {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	f := Of(whole(t, design, facts), NewNames())[1]
	if r := f.List.Rules[0]; r.Dst == nil || r.Dst.String() != "20.60.0.0/16" || len(r.DstNames) > 0 {
		t.Errorf("Storage is %v and %v, want 20.60.0.0/16", r.Dst, r.DstNames)
	}
}

func TestHowNamesStandToOneAnother(t *testing.T) {
	ns := NewNames()
	storage, west, sql := ns.tag("Storage"), ns.tag("storage.westeurope"), ns.tag("Sql")
	if !slices.Contains(west.Within, storage) || slices.Contains(storage.Within, west) {
		t.Error("Storage.WestEurope is not within Storage alone")
	}
	if !slices.Contains(sql.Apart, storage) || slices.Contains(sql.Within, storage) {
		t.Error("Sql and Storage are not apart")
	}
	if ns.tag("STORAGE") != storage {
		t.Error("a tag is another one in capitals")
	}
	asked := ns.askedFor([]string{"*.contoso.com", "WWW.contoso.com", "www.contoso.com", "contoso.com", "https://x.example/y"})
	pattern, host, root, url := asked[0], asked[1], asked[3], asked[4]
	if host != asked[2] || !slices.Contains(host.Within, pattern) {
		t.Error("www.contoso.com is not one name within *.contoso.com")
	}
	if !slices.Contains(root.Apart, pattern) {
		t.Error("contoso.com is within *.contoso.com, or may be")
	}
	if url.Varies || ns.Gap(url) == nil {
		t.Error("what a URL matches is taken as known")
	}
}

func TestICMPWithPorts(t *testing.T) {
	text := "networkSecurityGroups:\n  web-nsg:\n    securityRules:\n"
	for i, ports := range []string{"8", "8", "0-255", "'*'"} {
		text += "      - {name: r" + string(rune('0'+i)) + ", priority: 10" + string(rune('0'+i)) +
			", direction: Inbound, access: Allow, protocol: Icmp, destinationPorts: [" + ports + "]}\n"
	}
	names := NewNames()
	rules := Of(read(t, text), names)[0].List.Rules
	mark := func(i int) *ruleset.Name {
		if len(rules[i].Marks) == 0 {
			return nil
		}
		return rules[i].Marks[0]
	}
	switch {
	case mark(0) == nil || mark(0) != mark(1):
		t.Error("NSG-5: equal ports on ICMP are not taken as doing the same")
	case mark(2) == nil || mark(2) == mark(0):
		t.Error("NSG-5: other ports on ICMP are taken as doing the same")
	case mark(3) != nil:
		t.Error("ICMP with all ports is in doubt")
	case names.Gap(mark(0)) == nil || !strings.Contains(names.Gap(mark(0)).Why, "ICMP"):
		t.Error("the doubt has no reason")
	}
}

func TestFamilies(t *testing.T) {
	const nsg = "networkSecurityGroups: {web-nsg: {securityRules: [{name: r, priority: 100, direction: Inbound, access: Allow, source: "
	four := read(t, nsg+"'*'}]}}\n")
	for name, d := range map[string]*topology.Design{
		"rule":    read(t, nsg+"'fd00::/8'}]}}\n"),
		"network": read(t, "virtualNetworks: {web: {addressPrefixes: [10.0.0.0/16, 'fd00::/48']}}\n"),
	} {
		if got := Families(four, d); len(got) != 2 {
			t.Errorf("a %s of IPv6: families %v, want both", name, got)
		}
	}
	if got := Families(four); len(got) != 1 || got[0] != packet.IPv4 {
		t.Errorf("families %v, want IPv4 alone", got)
	}
}
