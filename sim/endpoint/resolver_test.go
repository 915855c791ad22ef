package endpoint_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/sim/packet"
)

func TestSources(t *testing.T) {
	w := build(t, town, "Storage", "Sql")
	front := "web1 10.1.0.4\nweb2 10.1.0.5\nplanned hosts of web/front 10.1.0.6,fd00:1::4-fd00:1::ffff:ffff:ffff:fffe"
	tests := []struct{ selector, want string }{
		{"vm:web1", "web1 10.1.0.4"},
		{"VM:WEB1", "web1 10.1.0.4"},
		{"vm:net/web1", "web1 10.1.0.4"},
		{"vm:nva", "nva/nva-b 10.0.4.5\nnva/nva-a 10.0.4.4"},
		{"vm:web?", "web1 10.1.0.4\nweb2 10.1.0.5"},
		{"web1", "web1 10.1.0.4"},
		{"nic:nva-a", "nva/nva-a 10.0.4.4"},
		{"subnet:web/front", front},
		{"subnet:net/web/front", front},
		{"web/front", front},
		{"vnet:web", front + "\nplanned hosts of web/empty 10.1.1.4-10.1.1.6"},
		{"vnet:web,!subnet:*/empty", front},
		{"vnet:dev-*", "web 10.9.0.4\nplanned hosts of dev-west/front 10.9.0.5-10.9.0.6"},
		{"subnet:hub/AzureFirewallSubnet", "fw 10.0.0.4-10.0.0.62"},
		{"asg:web", "web1 10.1.0.4"},
		{"tag:tier=front", "web1 10.1.0.4"},
		{"tag:ENV=p*", front + "\nplanned hosts of web/empty 10.1.1.4-10.1.1.6"},
		{"rg:dev", "web 10.9.0.4\nplanned hosts of dev-west/front 10.9.0.5-10.9.0.6"},
		{"region:northeurope", "planned hosts of dev-west/front 10.9.0.5-10.9.0.6"},
		{"onprem:hq", "hq 192.168.0.0/16"},
		{"internet", "internet public"},
		{"fw:fw", "fw 10.0.0.4-10.0.0.62"},
		{"gw:vpn", "vpn 10.0.1.4"},
		{"pe:archive-pe", "archive-pe 10.0.5.4"},
		{"paas:archive", "archive 240.0.0.3\narchive-pe 10.0.5.4"},
		{"ip:10.1.0.4", "web1 10.1.0.4"},
		{"ip:20.0.0.4", "web1 10.1.0.4"},
		{"ip:10.1.1.5", "planned hosts of web/empty 10.1.1.5"},
		{"cidr:10.1.0.0/29", "web1 10.1.0.4\nweb2 10.1.0.5\nplanned hosts of web/front 10.1.0.6"},
		{"ip:192.168.7.7", "hq 192.168.7.7"},
		{"ip:8.8.8.8", "internet 8.8.8.8"},
		{"service:storage", "internet 240.0.0.2"},
		{"fqdn:archive.blob.core.windows.net", `the design gives no address for "archive.blob.core.windows.net": public: public DNS answers, with addresses that the design does not tell at offset 0 of "fqdn:archive.blob.core.windows.net"; add fqdns: {archive.blob.core.windows.net: [...]} in a facts file`},
		{string(w.design.VirtualMachines[0].ID), "web1 10.1.0.4"},
		{"!vnet:*,!internet", "hq 192.168.0.0/16"},
		{"vnet:web,!ip:10.1.0.4,!ip:10.1.0.6", "web2 10.1.0.5\nplanned hosts of web/front fd00:1::4-fd00:1::ffff:ffff:ffff:fffe\nplanned hosts of web/empty 10.1.1.4-10.1.1.6"},

		{"vm:web3", `the design has no virtual machine named "web3" at offset 0 of "vm:web3"; did you mean web?`},
		{"vm:x*", `no virtual machine of the design matches "x*" at offset 0 of "vm:x*"; there are nva, web, web1, web2`},
		{"web", `"web" is ambiguous at offset 0 of "web": asg:web, vm:web, vnet:web; write one of them`},
		{"nothing", `the design has nothing named "nothing" at offset 0 of "nothing"; there are vm:nva, vm:web, vm:web1, vm:web2, nic:dev-web, nic:nva-a, nic:nva-b, nic:web1-nic, and 18 more`},
		{"subnet:front", `"front" is ambiguous at offset 0 of "subnet:front": subnet:dev-west/front, subnet:web/front; write one of them`},
		{"ip:172.31.0.100", `172.31.0.100 lives nowhere: no subnet, site or client pool holds it, and it is not public at offset 0 of "ip:172.31.0.100"; give the site that has it those prefixes, or name another source`},
		{"tag:env=test", `no host bears the tag env=test at offset 0 of "tag:env=test"; there are prod`},
		{"rg:Nett", `no host is in resource group "Nett" at offset 0 of "rg:Nett"; did you mean net?`},
		{"vm:web1,!vnet:web", `nothing that sends packets is left of "vm:web1,!vnet:web" at offset 0 of "vm:web1,!vnet:web"; write allowEmpty: true where that is meant`},
		{"lb:lb", `nothing that sends packets is left of "lb:lb" at offset 0 of "lb:lb"; write allowEmpty: true where that is meant`},
		{"service:VirtualNetwork", `service tag VirtualNetwork is no fixed set of addresses at offset 0 of "service:VirtualNetwork"; name the VNet: vnet:NAME`},
		{"/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/virtualMachines/x", `the design has no resource "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/virtualMachines/x" at offset 0 of "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/virtualMachines/x"`},
	}
	for _, test := range tests {
		t.Run(test.selector, func(t *testing.T) {
			if diff := cmp.Diff(test.want, w.sources(t, test.selector)); diff != "" {
				t.Errorf("sources (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTargets(t *testing.T) {
	w := build(t, town, "Storage", "Sql")
	tests := []struct{ selector, want string }{
		{"vm:web1", "web1 all; 10.1.0.4; 20.0.0.4"},
		{"vm:web2", "web2 all; 10.1.0.5; 20.0.0.7"},
		{"internet", "internet public; public; public\narchive 240.0.0.3; none; none"},
		{"lb:lb", "web1 20.0.0.7; 20.0.0.7; 20.0.0.7\nweb2 20.0.0.7; 20.0.0.7; 20.0.0.7"},
		{"service:Storage", "internet 240.0.0.2; 240.0.0.2; 240.0.0.2\narchive 240.0.0.3; none; none"},
		{"service:Sql", "internet 240.0.0.1; 240.0.0.1; 240.0.0.1"},
		{"internet,!service:Storage", "internet " + w.show(outside(w).Subtract(ranges("240.0.0.2"))) + "; " +
			w.show(outside(w).Subtract(ranges("240.0.0.2"))) + "; " + w.show(outside(w).Subtract(ranges("240.0.0.2")))},
		{"subnet:web/empty", "planned hosts of web/empty all; 10.1.1.4-10.1.1.6; none"},
	}
	for _, test := range tests {
		t.Run(test.selector, func(t *testing.T) {
			if diff := cmp.Diff(test.want, w.targets(t, test.selector)); diff != "" {
				t.Errorf("targets (-want +got):\n%s", diff)
			}
		})
	}
}

func outside(w *world) packet.AddrSet { return w.network.Pipeline.Places[w.network.Internet].Addresses }

func ranges(text string) packet.AddrSet {
	set, err := packet.ParseAddrSet(text)
	if err != nil {
		panic(err)
	}
	return set
}

// A packet to an address may come to any place: load balancers and firewalls
// translate. Only where the address lives is it demanded.
func TestAddressTargets(t *testing.T) {
	w := build(t, town)
	tests := []struct{ selector, demanded string }{
		{"ip:10.1.0.4", "web1 10.1.0.4; none"},
		{"ip:20.0.0.4", "web1 20.0.0.4; 20.0.0.4"},
		{"ip:8.8.8.8", "internet 8.8.8.8; 8.8.8.8"},
		{"ip:172.31.0.100", "internet 172.31.0.100; 172.31.0.100"},
		{"ip:10.1.1.5", "internet 10.1.1.5; 10.1.1.5"},
		{"cidr:10.1.1.0/29", "planned hosts of web/empty 10.1.1.4-10.1.1.6; none"},
		{"cidr:10.1.0.0/29", "web1 10.1.0.4; none\nweb2 10.1.0.5; none\nplanned hosts of web/front 10.1.0.6; none"},
	}
	for _, test := range tests {
		t.Run(test.selector, func(t *testing.T) {
			ends, err := w.Targets(parse(t, test.selector))
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for i, g := range ends.Inside {
				if out := ends.Outside[i].Addressed; !g.Addressed.IsEmpty() || !out.IsEmpty() {
					lines = append(lines, w.names.Place(g.Place)+" "+w.show(g.Addressed)+"; "+w.show(out))
				}
			}
			if diff := cmp.Diff(test.demanded, strings.Join(lines, "\n")); diff != "" {
				t.Errorf("demanded (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHops(t *testing.T) {
	w := build(t, town)
	tests := []struct{ selector, want string }{
		{"fw:fw", "fw"},
		{"gw:vpn", "vpn"},
		{"onprem:hq", "hq"},
		{"vm:nva", "nva/nva-b nva/nva-a"},
		{"ip:10.0.0.4", "fw"},
		{"fw:fw,vm:web1", "web1 fw"},
		{"vm:web*,!vm:web1", "web2 web"},
		{"fw:hub", `the design has no firewall named "hub" at offset 0 of "fw:hub"; there are fw`},
	}
	for _, test := range tests {
		t.Run(test.selector, func(t *testing.T) {
			got := ""
			nodes, err := w.Hops(parse(t, test.selector))
			if err != nil {
				got = err.Error()
			}
			for _, n := range nodes {
				got = strings.TrimSpace(got + " " + w.network.Pipeline.Nodes[n].Name)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("hops (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSample(t *testing.T) {
	w := build(t, town)
	tests := []struct{ from, to, traffic, want string }{
		{"vm:web1", "internet", "tcp/443", "web1 tcp 10.1.0.4:49152 → 203.0.113.10:443"},
		{"internet", "vm:web1", "tcp/443", "internet tcp 203.0.113.10:49152 → 20.0.0.4:443"},
		{"internet", "vm:web2", "tcp/443", "internet tcp 203.0.113.10:49152 → 20.0.0.7:443"},
		{"internet", "lb:lb", "tcp/443", "internet tcp 203.0.113.10:49152 → 20.0.0.7:443"},
		{"subnet:web/front", "subnet:web/empty", "udp", "web1 udp 10.1.0.4:49152 → 10.1.1.4:53"},
		{"vm:nva", "onprem:hq", "icmp", "nva/nva-b icmp 10.0.4.5 → 192.168.0.1"},
		{"vm:web2,vm:web1", "ip:10.0.4.4", "tcp/8080,80", "web2 tcp 10.1.0.5:49152 → 10.0.4.4:8080"},
		{"vm:web1", "ip:10.1.1.5", "tcp/80", "web1 tcp 10.1.0.4:49152 → 10.1.1.5:80; nobody"},
		{"vm:web1", "ip:172.31.0.100", "any", "web1 tcp 10.1.0.4:49152 → 172.31.0.100:443"},
		{"cidr:fd00:1::/64", "vm:web1", "tcp/80", `"cidr:fd00:1::/64" and "vm:web1" have no address family in common at offset 0 of "vm:web1"`},
	}
	for _, test := range tests {
		t.Run(test.from+" "+test.to, func(t *testing.T) {
			traffic, err := packet.ParseTraffic(test.traffic)
			if err != nil {
				t.Fatal(err)
			}
			s, err := w.Sample(parse(t, test.from), parse(t, test.to), traffic)
			got := ""
			if err != nil {
				got = err.Error()
			} else {
				got = w.names.Place(s.From) + " " + s.Packet.String()
				if s.Nobody {
					got += "; nobody"
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("sample (-want +got):\n%s", diff)
			}
		})
	}
}
