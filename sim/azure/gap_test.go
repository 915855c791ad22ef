package azure_test

import (
	"net/netip"
	"strings"
	"testing"

	"vnetproof/sim/azure"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// changed compiles a native design after a change that its format cannot write.
func changed(t *testing.T, design string, change func(d *topology.Design)) world {
	t.Helper()
	d := read(t, design)
	change(d)
	n, err := azure.Compile(d, azure.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return world{t, d, n}
}

var later = topology.Unknown{Why: "known after apply", Supply: "apply it"}

func notKnown[T any]() topology.Property[T] { return topology.NotKnown[T](later, source.Pos{}) }

func TestUnknownSettings(t *testing.T) {
	rule := func(d *topology.Design) *topology.SecurityRule { return d.NetworkSecurityGroups[0].SecurityRules[0] }
	route := func(d *topology.Design) *topology.Route { return d.RouteTables[0].Routes[0] }
	for _, tc := range []struct {
		name   string
		change func(d *topology.Design)
		line   string
		want   string
	}{
		{"rule: its source", func(d *topology.Design) { rule(d).Source = notKnown[[]topology.AddressTerm]() }, "web1 10.1.1.4 tcp/443", "inconclusive"},
		{"rule: its source, another port", func(d *topology.Design) { rule(d).Source = notKnown[[]topology.AddressTerm]() }, "web1 10.1.1.4 tcp/80", "delivered"},
		{"rule: its ports", func(d *topology.Design) { rule(d).DestinationPorts = notKnown[[]topology.PortTerm]() }, "web1 10.1.1.4 tcp/80", "inconclusive"},
		{"rule: its ports, another protocol", func(d *topology.Design) { rule(d).DestinationPorts = notKnown[[]topology.PortTerm]() }, "web1 10.1.1.4 udp/80", "delivered"},
		{"rule: its access", func(d *topology.Design) { rule(d).Access = notKnown[topology.Access]() }, "web1 10.1.1.4 tcp/443", "inconclusive"},
		{"rule: its priority", func(d *topology.Design) { rule(d).Priority = notKnown[int]() }, "web1 10.1.1.4 tcp/443", "inconclusive"},
		{"rule: its direction", func(d *topology.Design) { rule(d).Direction = notKnown[topology.Direction]() }, "web1 10.1.1.4 tcp/443", "inconclusive"},
		{"rule: its protocol", func(d *topology.Design) { rule(d).Protocol = notKnown[topology.RuleProtocol]() }, "web1 10.1.1.4 udp/443", "inconclusive"},
		{"NSG: its rules", func(d *topology.Design) {
			nsg := d.NetworkSecurityGroups[0]
			nsg.Incomplete = append(nsg.Incomplete, topology.Incomplete{Property: "securityRules", Unknown: later})
		}, "web1 10.1.1.4 udp/80", "inconclusive"},
		{"NSG: not in the input", func(d *topology.Design) {
			d.VirtualNetworks[0].Subnets[1].NetworkSecurityGroup = topology.Ref[topology.NetworkSecurityGroup]{ID: "/subscriptions/x/far"}
		}, "web1 10.1.1.4 udp/80", "inconclusive"},
		{"route: its next hop type", func(d *topology.Design) { route(d).NextHopType = notKnown[topology.NextHopType]() }, "app1 10.9.0.4 tcp/443", "inconclusive"},
		{"route: its next hop type, elsewhere", func(d *topology.Design) { route(d).NextHopType = notKnown[topology.NextHopType]() }, "app1 10.1.0.4 tcp/443", "delivered"},
		{"route: its prefix", func(d *topology.Design) { route(d).AddressPrefix = notKnown[netip.Prefix]() }, "app1 203.0.113.10 tcp/443", "inconclusive"},
		{"route table: not in the input", func(d *topology.Design) {
			d.VirtualNetworks[0].Subnets[1].RouteTable = topology.Ref[topology.RouteTable]{ID: "/subscriptions/x/far"}
		}, "app1 10.1.0.4 tcp/443", "inconclusive"},
		{"route table: its routes", func(d *topology.Design) {
			d.RouteTables[0].Incomplete = append(d.RouteTables[0].Incomplete, topology.Incomplete{Property: "routes", Unknown: later})
		}, "app1 10.1.0.4 tcp/443", "inconclusive"},
		{"VNet: its space", func(d *topology.Design) { d.VirtualNetworks[1].AddressPrefixes = notKnown[[]netip.Prefix]() }, "app1 10.77.0.4 tcp/443", "inconclusive"},
		{"subnet: its outbound access", func(d *topology.Design) { d.VirtualNetworks[0].Subnets[0].DefaultOutboundAccess = notKnown[bool]() }, "web1 203.0.113.10 tcp/443", "inconclusive"},
		{"a setting that is not simulated, of the NIC", func(d *topology.Design) {
			d.Ignored = append(d.Ignored, topology.Ignored{Resource: d.NetworkInterfaces[0].ID, Property: "nicType"})
		}, "web1 10.1.1.4 tcp/80", "inconclusive"},
		{"a denial before it still is one", func(d *topology.Design) {
			d.Ignored = append(d.Ignored, topology.Ignored{Resource: d.NetworkInterfaces[1].ID, Property: "nicType"})
		}, "web1 10.1.1.4 tcp/443", "denied"},
		{"of the rule", func(d *topology.Design) {
			d.Ignored = append(d.Ignored, topology.Ignored{Resource: rule(d).ID, Property: "mode"})
		}, "web1 10.1.1.4 tcp/443", "inconclusive"},
		{"of the peering", func(d *topology.Design) {
			d.Ignored = append(d.Ignored, topology.Ignored{Resource: d.VirtualNetworks[0].Peerings[0].ID, Property: "filter"})
		}, "web1 10.9.0.4 tcp/443", "inconclusive"},
	} {
		w := changed(t, gapDesign, tc.change)
		if tr := w.trace(tc.line); tr.Verdict.String() != tc.want {
			t.Errorf("%s: %s: got %s, want %s\n%s", tc.name, tc.line, w.told(tr), tc.want, w.story(tr))
		} else if tc.want == "inconclusive" && len(tr.Gaps) == 0 {
			t.Errorf("%s: no gap is named", tc.name)
		}
	}
}

// gapDesign: rule no-https denies, route far leads over nva1.
var gapDesign = strings.Replace(strings.Replace(withRoutes(
	"{name: far, addressPrefix: 10.9.0.0/24, nextHopType: VirtualAppliance, nextHopIpAddress: 10.1.0.5}",
	"no-https 100 In Deny Tcp 10.1.0.0/24 * 443"), "privateIPAddress: 10.1.0.5", "privateIPAddress: 10.1.0.5, enableIPForwarding: true", 1),
	"[10.1.0.0/16, \"fd00:1::/48\"]", "[10.1.0.0/16, \"fd00:1::/48\"]", 1)

func TestNSG16_UnknownTier(t *testing.T) {
	bare := strings.Replace(withRules(), "networkSecurityGroup: app-nsg, ", "", 1)
	w := changed(t, bare, func(d *topology.Design) { d.PublicIPAddresses[0].SKU = notKnown[topology.SKU]() })
	w.check(want{"closed or open", "internet 20.0.0.7 tcp/443", "inconclusive by publicAddress app-pip"})
}

func TestNextHopOfAStranger(t *testing.T) {
	design := routed("10.1.0.0/16", "far 10.9.0.0/16 VirtualAppliance 10.1.2.77")
	compile(t, design).check(want{"nothing holds the next hop", "app1 10.9.0.4 tcp/443", "dropped by route rt/far"})
	w := changed(t, design, func(d *topology.Design) {
		box := &topology.Other{Resource: topology.Resource{ID: "/subscriptions/s/box", Name: "box", Type: "Vendor.Net/boxes"},
			References: []topology.ID{d.VirtualNetworks[0].Subnets[1].ID}}
		d.Others = append(d.Others, box)
	})
	w.check(want{"something in the subnet may", "app1 10.9.0.4 tcp/443", "inconclusive by route rt/far"})
}

func TestPublicAddressesThatNothingTakes(t *testing.T) {
	design := outwardOf("", "") + "  vm2: {nics: [{subnet: net/app}]}\n"
	compile(t, design).check(want{"attached to nothing", "internet 20.0.0.7 tcp/443", "dropped by publicAddress vm-pip"})
	w := changed(t, design, func(d *topology.Design) {
		box := &topology.Other{Resource: topology.Resource{ID: "/subscriptions/s/box", Name: "box", Type: "Vendor.Net/boxes"},
			References: []topology.ID{id("Microsoft.Network/publicIPAddresses/vm-pip")}}
		d.Others = append(d.Others, box)
	})
	w.check(want{"attached to what is not simulated", "internet 20.0.0.7 tcp/443", "inconclusive by unmodelled box"})
}

func TestDownMachines(t *testing.T) {
	compile(t, roundabout, "down: [vm:nva1]").check(
		want{"as a next hop", "web1 10.1.1.4 tcp/443", "dropped by noHost nva1"},
		want{"as a source", "nva1 10.1.1.4 tcp/443", "dropped by noHost nva1"},
		want{"others are up", "net/app 10.1.1.4 tcp/443", "delivered by route 10.1.0.0/16"},
	)
}

func TestDynamicAddresses(t *testing.T) {
	design := `
virtualNetworks: {net: {addressPrefixes: [10.1.0.0/16], subnets: {app: {addressPrefix: 10.1.1.0/24}}}}
virtualMachines:
  b: {nics: [{subnet: net/app}]}
  a: {nics: [{subnet: net/app}]}
  fixed: {nics: [{subnet: net/app, privateIPAddress: 10.1.1.4}]}
`
	w := compile(t, design)
	for name, want := range map[string]string{"a": "10.1.1.5", "b": "10.1.1.6"} {
		a, ok := w.Address(id("Microsoft.Network/networkInterfaces/" + name + "-nic/ipConfigurations/ipconfig1"))
		if !ok || a.String() != want {
			t.Errorf("%s has %s, want %s", name, a, want)
		}
	}
	tr := w.trace("a 10.1.1.6 tcp/443")
	if len(tr.Assumptions) == 0 || !strings.Contains(tr.Assumptions[0].Text, "no fixed address") {
		t.Errorf("assumptions %v", tr.Assumptions)
	}
}

func TestRulesThatTellFreeAddressesApart(t *testing.T) {
	design := `
virtualNetworks: {net: {addressPrefixes: [10.1.0.0/16], subnets: {app: {addressPrefix: 10.1.1.0/24, networkSecurityGroup: nsg}, web: {addressPrefix: 10.1.0.0/24}}}}
networkSecurityGroups: {nsg: {securityRules: [{name: one, priority: 100, direction: Inbound, access: Deny, protocol: "*", source: "*", destination: $TO}]}}
virtualMachines:
  web1: {nics: [{subnet: net/web, privateIPAddress: 10.1.0.4}]}
  fixed: {nics: [{subnet: net/app, privateIPAddress: 10.1.1.4}]}
  loose: {nics: [{subnet: net/app}]}
`
	for to, want := range map[string]string{
		"10.1.1.5":    "inconclusive by nsgRule one of nsg",
		"10.1.1.200":  "inconclusive by nsgRule one of nsg",
		"10.1.1.4":    "delivered by defaultRule AllowVnetInBound of nsg",
		"10.1.1.0/24": "denied by nsgRule one of nsg",
		"10.1.0.0/24": "delivered by defaultRule AllowVnetInBound of nsg",
		"10.1.1.0/25": "inconclusive by nsgRule one of nsg",
	} {
		w := compile(t, strings.Replace(design, "$TO", to, 1))
		if got := w.told(w.trace("web1 10.1.1.5 tcp/443")); got != want {
			t.Errorf("a rule on %s: got %q, want %q", to, got, want)
		}
	}
	compile(t, strings.Replace(design, "$TO", "10.1.1.4", 1)).check(want{"a fixed address is itself", "web1 10.1.1.4 tcp/443", "denied by nsgRule one of nsg"})
}

func TestStrictTakesNothingAsGiven(t *testing.T) {
	strict := func(design, line string) string {
		d := read(t, design)
		n, err := azure.Compile(d, azure.Options{Strict: true})
		if err != nil {
			t.Fatal(err)
		}
		w := world{t, d, n}
		return w.trace(line).Verdict.String()
	}
	for _, tc := range []struct{ name, design, line, want string }{
		{"an appliance without facts", roundabout, "web1 10.1.1.4 tcp/443", "inconclusive"},
		{"a way without assumptions", roundabout, "web1 10.1.2.5 tcp/443", "delivered"},
		{"default outbound access", outwardOf("", ""), "vm1 203.0.113.10 tcp/443", "inconclusive"},
		{"a NAT gateway with its address", outwardOf(nat, ""), "vm1 203.0.113.10 tcp/443", "delivered"},
	} {
		if got := strict(tc.design, tc.line); got != tc.want {
			t.Errorf("%s: %s: got %s, want %s", tc.name, tc.line, got, tc.want)
		}
	}
}

func TestARuleOnAllOfAnIPv4PrefixHoldsItsHostsBesideIPv6(t *testing.T) {
	const design = `
virtualNetworks: {v: {addressPrefixes: [10.1.0.0/16, "fd00::/48"], subnets: {s: {addressPrefixes: [10.1.0.0/28, "fd00::/64"], networkSecurityGroup: g}}}}
networkSecurityGroups: {g: {securityRules: {own: {priority: 100, direction: Outbound, access: Deny, protocol: "*", source: "*", destination: 10.1.0.0/28}}}}
virtualMachines: {a: {nics: [{subnet: v/s, privateIPAddress: 10.1.0.4}]}, b: {nics: [{subnet: v/s}]}}
`
	compile(t, design).check(want{"all that b may have", "a 10.1.0.5 tcp/443", "denied by nsgRule own of g"})
	compile(t, with(design, "destination: 10.1.0.0/28", "destination: 10.1.0.0/29")).check(
		want{"near miss: half of it", "a 10.1.0.5 tcp/443", "inconclusive by nsgRule own of g"})
}
