package graph

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology"
)

func vnet(d *topology.Design, name string) *topology.VirtualNetwork {
	v := &topology.VirtualNetwork{Resource: topology.Resource{ID: topology.ID("/vnets/" + name), Name: name}}
	d.VirtualNetworks = append(d.VirtualNetworks, v)
	return v
}

func peer(a, b *topology.VirtualNetwork) {
	p := &topology.Peering{Local: a, Remote: topology.Ref[topology.VirtualNetwork]{ID: b.ID, Target: b}}
	q := &topology.Peering{Local: b, Remote: topology.Ref[topology.VirtualNetwork]{ID: a.ID, Target: a}, Other: p}
	p.Other = q
	a.Peerings, b.Peerings = append(a.Peerings, p), append(b.Peerings, q)
}

func words(parts [][]*topology.Resource) string {
	var out []string
	for _, part := range parts {
		var names []string
		for _, r := range part {
			names = append(names, r.Name)
		}
		out = append(out, strings.Join(names, " "))
	}
	return strings.Join(out, " | ")
}

func told(g *Graph) []string {
	out := []string{words(g.Islands())}
	for _, h := range g.Hinges() {
		out = append(out, fmt.Sprintf("without %s: %s", h.Resource.Name, words(h.Parts)))
	}
	return out
}

func TestHubIsAHinge(t *testing.T) {
	d := &topology.Design{}
	hub, web, app, lone := vnet(d, "hub"), vnet(d, "web"), vnet(d, "app"), vnet(d, "lone")
	peer(hub, web)
	peer(hub, app)
	// One half alone joins nothing.
	lone.Peerings = []*topology.Peering{{Local: lone, Remote: topology.Ref[topology.VirtualNetwork]{ID: hub.ID, Target: hub}}}
	want := []string{"hub web app | lone", "without hub: web | app"}
	if diff := cmp.Diff(want, told(New(d))); diff != "" {
		t.Error(diff)
	}
}

func TestRingHasNoHinge(t *testing.T) {
	d := &topology.Design{}
	a, b, c := vnet(d, "a"), vnet(d, "b"), vnet(d, "c")
	peer(a, b)
	peer(b, c)
	peer(c, a)
	if diff := cmp.Diff([]string{"a b c"}, told(New(d))); diff != "" {
		t.Error(diff)
	}
}

// A gateway stands between its VNet and the site; a second one takes the load
// off the first, but not off the site's own device.
func TestGatewayToASite(t *testing.T) {
	d := &topology.Design{}
	hub := vnet(d, "hub")
	sub := &topology.Subnet{VirtualNetwork: hub}
	hq := &topology.LocalNetworkGateway{Resource: topology.Resource{ID: "/lng/hq", Name: "hq"}}
	d.LocalNetworkGateways = append(d.LocalNetworkGateways, hq)
	gateway := func(name string) {
		gw := &topology.VirtualNetworkGateway{Resource: topology.Resource{ID: topology.ID("/gw/" + name), Name: name},
			IPConfigurations: []*topology.IPConfiguration{{Subnet: topology.Ref[topology.Subnet]{ID: "/s", Target: sub}}}}
		d.VirtualNetworkGateways = append(d.VirtualNetworkGateways, gw)
		d.Connections = append(d.Connections, &topology.Connection{Gateway: topology.Ref[topology.VirtualNetworkGateway]{ID: gw.ID, Target: gw},
			LocalGateway: topology.Ref[topology.LocalNetworkGateway]{ID: hq.ID, Target: hq}})
	}
	gateway("vpn1")
	if diff := cmp.Diff([]string{"hub vpn1 hq", "without vpn1: hub | hq"}, told(New(d))); diff != "" {
		t.Error(diff)
	}
	gateway("vpn2")
	if diff := cmp.Diff([]string{"hub vpn1 vpn2 hq"}, told(New(d))); diff != "" {
		t.Error(diff)
	}
}

func TestNothing(t *testing.T) {
	if got := told(New(&topology.Design{})); len(got) != 1 || got[0] != "" {
		t.Errorf("got %q", got)
	}
}
