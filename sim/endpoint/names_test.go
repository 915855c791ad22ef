package endpoint_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/sim/endpoint"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

func TestNamesOfSets(t *testing.T) {
	w := build(t, town, "Storage", "Sql")
	tests := []struct{ name, selector, without, want string }{
		{"a host", "vm:web1", "", "web1 10.1.0.4"},
		{"a whole subnet bears its prefixes", "subnet:web/front", "", "web/front* 10.1.0.0/29,fd00:1::/64"},
		{"of one family it is whole, too", "subnet:web/front", "fd00:1::/64", "web/front* 10.1.0.0/29"},
		{"a part of a subnet is its hosts", "subnet:web/front", "10.1.0.6,fd00:1::/64", "web/front 10.1.0.4/31"},
		{"all planned hosts of a subnet without others are the subnet", "subnet:web/empty", "", "web/empty* 10.1.1.0/29"},
		{"a part of the planned hosts", "subnet:web/empty", "10.1.1.5", "planned hosts of web/empty 10.1.1.4,10.1.1.6"},
		{"the internet", "internet", "", "any public address* known public"},
		{"a service tag whose addresses nobody knows", "service:Storage,ip:8.8.8.8", "", "Storage none; public addresses 8.8.8.8"},
		{"the internet less a service tag", "internet,!service:Storage", "1.0.0.0-9.255.255.255,11.0.0.0-239.255.255.255,2000::/3", "Sql none"},
		{"a part of the internet", "ip:8.8.8.8", "", "public addresses 8.8.8.8"},
		{"a site", "onprem:hq", "", "hq* 192.168.0.0/16"},
		{"several, by address", "vm:web1,onprem:hq,subnet:web/empty", "", "web1 10.1.0.4; web/empty* 10.1.1.0/29; hq* 192.168.0.0/16"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			sources, err := w.Sources(parse(t, test.selector))
			if err != nil {
				t.Fatal(err)
			}
			without := packet.AddrSet{}
			if test.without != "" {
				without = ranges(test.without)
			}
			parts := map[pipeline.PlaceID]packet.AddrSet{}
			for _, s := range sources {
				if set := s.Addresses.Subtract(without); !set.IsEmpty() {
					parts[s.Place] = set
				}
			}
			if diff := cmp.Diff(test.want, w.showNamed(w.names.Of(parts))); diff != "" {
				t.Errorf("names (-want +got):\n%s", diff)
			}
		})
	}
}

// showNamed prints names, whole ones of more than one address with a star.
func (w *world) showNamed(list []endpoint.Named) string {
	var words []string
	for _, n := range list {
		word, set := n.Name, n.Addresses
		if n.Whole && set.Count() > 1 {
			word += "*"
		}
		if !n.Space.IsEmpty() {
			set = n.Space
		}
		if set.Equal(outside(w).Subtract(ranges("240.0.0.0/4"))) {
			words = append(words, word+" known public")
			continue
		}
		words = append(words, word+" "+w.show(set))
	}
	return strings.Join(words, "; ")
}

// Names that two hosts or subnets share are told apart by resource group.
func TestSharedNamesAreToldApart(t *testing.T) {
	w := build(t, `
location: westeurope
resourceGroup: one
virtualNetworks:
  v: {addressPrefixes: [10.0.0.0/16], subnets: {s: {addressPrefix: 10.0.0.0/29}}}
networkInterfaces:
  a: {subnet: v/s, privateIPAddress: 10.0.0.4}
  c: {subnet: v/s, privateIPAddress: 10.0.0.6}
---
resourceGroup: two
networkInterfaces:
  a: {subnet: v/s, privateIPAddress: 10.0.0.5}
`)
	var got []string
	for i := range w.network.Pipeline.Places[1:] {
		if p := &w.network.Pipeline.Places[i+1]; p.Kind == pipeline.HostNode {
			got = append(got, w.names.Place(p.ID))
		}
	}
	if diff := cmp.Diff([]string{"one/a", "c", "two/a"}, got); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}
