package report

import (
	"bytes"
	"flag"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/scenarios/ask"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/sim/walk"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares what write writes with a file in testdata.
func golden(t *testing.T, name string, write func(io.Writer) error) {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s changed (-want +got); -update rewrites it:\n%s", path, diff)
	}
}

const designText = `networkSecurityGroups:
  web-nsg: {}
routeTables:
  web-rt:
    routes:
      - {name: to-hq, addressPrefix: 192.168.0.0/16}
firewallPolicies:
  hub-policy: {}
`

var designFile = source.NewFile("hub.network.yaml", []byte(designText))

func at(offset int) source.Pos { return designFile.Pos(offset) }

func addrs(text string) packet.AddrSet {
	s, err := packet.ParseAddrSet(text)
	if err != nil {
		panic(err)
	}
	return s
}

// network is web1 → firewall → site hq, with a way back past nothing.
type network struct {
	p    *pipeline.Pipeline
	web1 pipeline.PlaceID
	hq   pipeline.PlaceID
}

// smallNetwork builds it; deny makes the firewall deny.
func smallNetwork(deny bool) network {
	b := pipeline.NewBuilder()
	web := b.Node(pipeline.Node{Kind: pipeline.HostNode, Name: "web1", Within: "web/frontend", Resource: "/x/networkInterfaces/web1-nic", Pos: at(3)})
	fw := b.Node(pipeline.Node{Kind: pipeline.FirewallNode, Name: "hub-fw", Within: "hub", Resource: "/x/azureFirewalls/hub-fw"})
	site := b.Node(pipeline.Node{Kind: pipeline.SiteNode, Name: "hq", Resource: "/x/onPremises/hq"})
	n := network{}
	n.web1 = b.Place(pipeline.Place{Node: web, Kind: pipeline.HostNode, Addresses: addrs("10.1.1.4"), Held: true, Answers: true})
	n.hq = b.Place(pipeline.Place{Node: site, Kind: pipeline.SiteNode, Addresses: addrs("192.168.0.0/16"), Held: true, Answers: true})
	filter, state := b.State(), b.State()
	route := b.Reserve(web, pipeline.RouteTable, "routes of web/frontend")
	fireTable := b.Reserve(fw, pipeline.FirewallTable, "rules of hub-fw")
	out := b.Reserve(fw, pipeline.RouteTable, "routes of hub-fw")
	to := pipeline.Action{Kind: pipeline.Goto}
	goTo := func(t pipeline.TableID) pipeline.Action { a := to; a.Next = t; return a }
	nsg := b.Table(web, pipeline.FilterTable, "web-nsg, outbound", &pipeline.State{ID: filter, Remember: true, Known: goTo(route)},
		pipeline.Row{Action: goTo(route), Cause: &pipeline.Cause{Kind: pipeline.DefaultRule, Name: "AllowVnetOutBound", Pos: at(25), Rules: []rule.ID{"NSG-1"},
			Filter: &pipeline.Filter{Group: "web-nsg", Level: "subnet", Name: "AllowVnetOutBound", Priority: 65000, Access: topology.Allow, Direction: topology.Outbound}}})
	b.Fill(route, nil, pipeline.Row{Action: goTo(fireTable), Cause: &pipeline.Cause{Kind: pipeline.RouteCause, Name: "to-hq", Pos: at(80), Rules: []rule.ID{"RT-4"},
		Route: &pipeline.Route{Prefix: "192.168.0.0/16", NextHopType: topology.VirtualAppliance, NextHopIP: "10.0.0.4", Source: "User", Name: "web-rt/to-hq"},
		Over: &pipeline.Cause{Kind: pipeline.RouteCause, Route: &pipeline.Route{Prefix: "192.168.0.0/16",
			NextHopType: topology.NextHopVirtualNetworkGateway, Source: "VirtualNetworkGateway"}}}})
	decision, access := goTo(out), topology.Allow
	if deny {
		decision, access = pipeline.Action{Kind: pipeline.Deny}, topology.Deny
	}
	b.Fill(fireTable, &pipeline.State{ID: state, Remember: true, Known: goTo(out), Unseen: pipeline.Refuse, Strict: true},
		pipeline.Row{Action: decision, Cause: &pipeline.Cause{Kind: pipeline.FirewallRule, Name: "spokes-to-hq/https", Pos: at(120), Resource: "/x/firewallPolicies/hub-policy",
			Filter:      &pipeline.Filter{Group: "hub-policy", Level: "firewall", Name: "spokes-to-hq/https", Access: access},
			Assumptions: []*pipeline.Assumption{{Text: "hub-fw is healthy", Pos: at(120)}}}})
	home := addrs("10.1.0.0/16")
	b.Fill(out, nil,
		pipeline.Row{Dst: &home, Action: pipeline.Action{Kind: pipeline.Deliver, Place: n.web1}, Cause: &pipeline.Cause{Kind: pipeline.PeeringCause, Name: "hub/to-web"}},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Deliver, Place: n.hq}, Cause: &pipeline.Cause{Kind: pipeline.RouteCause,
			Route: &pipeline.Route{Prefix: "192.168.0.0/16", NextHopType: topology.NextHopVirtualNetworkGateway, Source: "VirtualNetworkGateway", Name: "hub-vpn"}}})
	b.SetOrigin(n.web1, nsg)
	b.SetOrigin(n.hq, fireTable)
	p, err := b.Build()
	if err != nil {
		panic(err)
	}
	n.p = p
	return n
}

func (n network) trace() *ask.Trace {
	sent := packet.Packet{Src: netip.MustParseAddr("10.1.1.4"), Dst: netip.MustParseAddr("192.168.0.10"), Protocol: packet.TCP, SrcPort: 49152, DstPort: 443}
	return &ask.Trace{Pipeline: n.p, Walk: walk.Walk(n.p, n.web1, sent)}
}
