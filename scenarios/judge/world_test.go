package judge

import (
	"context"
	"net/netip"
	"strings"
	"testing"

	"vnetproof/scenarios/suite"
	"vnetproof/sim/endpoint"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic/pairs"
	"vnetproof/sim/walk"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// world is a small network made by hand: two subnets, web with web1 and web2
// and planned hosts, db with db1; a firewall, a site, the internet. What its
// filters and routes say is up to the test.
type world struct {
	b      *pipeline.Builder
	design topology.Design
	file   *source.File

	web1, web2, webPlanned, db1, internet, site, relay pipeline.PlaceID
	fw                                                 pipeline.NodeID

	// rules are the rows of the web NSG, outbound, and of the db NSG, inbound,
	// before their defaults.
	webOut, dbIn []nsgRule
	// routes of the web subnet before the system's.
	routes []route
	// backRoutes of the db subnet before the system's.
	backRoutes []route
	hasRelay   bool
}

// nsgRule is one row of an NSG.
type nsgRule struct {
	name     string
	traffic  string // "" is any
	src, dst string // "" is any
	access   topology.Access
	gap      string // why it is uncertain; "" is certain
}

// route is one row of a route table.
type route struct {
	// to is "fw", "internet", "local", "none", "unknown" or "split"; with a
	// question mark the route may apply or not.
	prefix, to string
	user       bool
}

const sub = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/"

func at(w *world, offset int) source.Pos { return w.file.Pos(offset) }

func newWorld() *world {
	text := strings.Repeat("0123456789\n", 20)
	return &world{b: pipeline.NewBuilder(), file: source.NewFile("net.yaml", []byte(text))}
}

func set(text string) packet.AddrSet {
	s, err := packet.ParseAddrSet(text)
	if err != nil {
		panic(err)
	}
	return s
}

// build makes the pipeline and a judge of it.
func (w *world) build(t testing.TB) *Judge {
	t.Helper()
	w.model()
	b := w.b
	host := func(name, within string, kind pipeline.NodeKind, id topology.ID) pipeline.NodeID {
		return b.Node(pipeline.Node{Kind: kind, Name: name, Within: within, Resource: id})
	}
	webID, dbID := topology.ID(sub+"virtualNetworks/v/subnets/web"), topology.ID(sub+"virtualNetworks/v/subnets/db")
	place := func(node pipeline.NodeID, kind pipeline.NodeKind, subnet topology.ID, addrs, public string, held bool) pipeline.PlaceID {
		p := pipeline.Place{Node: node, Kind: kind, Subnet: subnet, Addresses: set(addrs), Held: held, Answers: true}
		if public != "" {
			p.Public = set(public)
		}
		return b.Place(p)
	}
	w.web1 = place(host("web1", "v/web", pipeline.HostNode, "/nic/web1"), pipeline.HostNode, webID, "10.0.1.4", "20.0.0.4", true)
	w.web2 = place(host("web2", "v/web", pipeline.HostNode, "/nic/web2"), pipeline.HostNode, webID, "10.0.1.5", "", true)
	w.webPlanned = place(host("v/web", "v/web", pipeline.PlannedNode, webID), pipeline.PlannedNode, webID, "10.0.1.6-10.0.1.254", "", false)
	w.db1 = place(host("db1", "v/db", pipeline.HostNode, "/nic/db1"), pipeline.HostNode, dbID, "10.0.2.4", "", true)
	w.internet = place(b.Node(pipeline.Node{Kind: pipeline.InternetNode, Name: "internet"}), pipeline.InternetNode, "", "1.0.0.0-9.255.255.255,203.0.113.0/24", "", true)
	w.site = place(host("hq", "", pipeline.SiteNode, "/site/hq"), pipeline.SiteNode, "", "192.168.0.0/16", "", true)
	w.fw = b.Node(pipeline.Node{Kind: pipeline.FirewallNode, Name: "hub-fw", Resource: sub + "azureFirewalls/hub-fw"})
	if w.hasRelay {
		p := pipeline.Place{Node: host("agw", "", pipeline.ApplicationGatewayNode, "/agw"), Kind: pipeline.ApplicationGatewayNode,
			Addresses: set("10.0.3.4"), Held: true, Answers: true, Relays: true}
		w.relay = b.Place(p)
	}
	w.wire()
	p, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return &Judge{Design: &w.design, Pipeline: p, Names: endpoint.NewNames(&w.design, p),
		Reach: pairs.New(p).Reach,
		Trace: func(at pipeline.PlaceID, sent packet.Packet) (*walk.Trace, error) { return walk.Walk(p, at, sent), nil },
	}
}

// model enters what fixes need of the design.
func (w *world) model() {
	pos := at(w, 0)
	v := &topology.VirtualNetwork{Resource: topology.Resource{ID: sub + "virtualNetworks/v", Name: "v", Pos: pos}}
	web := &topology.NetworkSecurityGroup{Resource: topology.Resource{ID: sub + "networkSecurityGroups/web-nsg", Name: "web-nsg", Pos: at(w, 11)}}
	db := &topology.NetworkSecurityGroup{Resource: topology.Resource{ID: sub + "networkSecurityGroups/db-nsg", Name: "db-nsg", Pos: at(w, 22)}}
	table := &topology.RouteTable{Resource: topology.Resource{ID: sub + "routeTables/web-rt", Name: "web-rt", Pos: at(w, 33)}}
	subnet := func(name, prefix string, offset int) *topology.Subnet {
		s := &topology.Subnet{Resource: topology.Resource{ID: v.ID.Child("subnets", name), Name: name, Pos: at(w, offset)}, VirtualNetwork: v}
		s.AddressPrefixes = topology.Known([]netip.Prefix{netip.MustParsePrefix(prefix)}, pos)
		v.Subnets = append(v.Subnets, s)
		w.design.Add(s)
		return s
	}
	subnet("web", "10.0.1.0/24", 44).RouteTable = topology.Ref[topology.RouteTable]{ID: table.ID, Target: table}
	subnet("db", "10.0.2.0/24", 55)
	w.design.VirtualNetworks = append(w.design.VirtualNetworks, v)
	fw := &topology.AzureFirewall{Resource: topology.Resource{ID: sub + "azureFirewalls/hub-fw", Name: "hub-fw"}}
	fw.IPConfigurations = []*topology.IPConfiguration{{PrivateIPAddress: topology.Known(netip.MustParseAddr("10.0.0.4"), pos)}}
	for _, n := range []topology.Node{v, web, db, table, fw} {
		w.design.Add(n)
	}
}

// wire fills the tables.
func (w *world) wire() {
	b := w.b
	delivery := b.Reserve(0, pipeline.PlumbingTable, "delivery")
	edge := b.Reserve(0, pipeline.PlumbingTable, "edge")
	firewall := b.Reserve(w.fw, pipeline.FirewallTable, "firewall")
	fwState := &pipeline.State{ID: b.State(), Remember: true, Strict: true, Unseen: pipeline.Refuse,
		Known: pipeline.Action{Kind: pipeline.Goto, Next: b.Table(w.fw, pipeline.RouteTable, "routes of the firewall", nil, w.routeRows(nil, delivery, edge, firewall)...)},
		Cause: &pipeline.Cause{Kind: pipeline.Asymmetry, Name: "hub-fw", Reason: "hub-fw did not see the opener"}}
	b.Fill(firewall, fwState, pipeline.Row{Action: fwState.Known, Cause: &pipeline.Cause{Kind: pipeline.FirewallRule, Name: "all", Pos: at(w, 100),
		Filter: &pipeline.Filter{Group: "hub-policy", Level: "firewall", Name: "all", Access: topology.Allow}}})
	webRoutes := b.Table(0, pipeline.RouteTable, "routes of v/web", nil, w.routeRows(w.routes, delivery, edge, firewall)...)
	dbRoutes := b.Table(0, pipeline.RouteTable, "routes of v/db", nil, w.routeRows(w.backRoutes, delivery, edge, firewall)...)
	in := map[pipeline.PlaceID]pipeline.TableID{}
	for _, h := range []struct {
		place   pipeline.PlaceID
		routes  pipeline.TableID
		out, in []nsgRule
	}{{w.web1, webRoutes, w.webOut, nil}, {w.web2, webRoutes, w.webOut, nil}, {w.webPlanned, webRoutes, w.webOut, nil}, {w.db1, dbRoutes, nil, w.dbIn}} {
		in[h.place] = w.host(h.place, h.routes, h.out, h.in)
	}
	var rows []pipeline.Row
	for _, p := range []pipeline.PlaceID{w.web1, w.web2, w.webPlanned, w.db1} {
		dst := w.addresses(p)
		rows = append(rows, pipeline.Row{Dst: &dst, Action: pipeline.Action{Kind: pipeline.Goto, Next: in[p]}})
	}
	if w.hasRelay {
		dst := set("10.0.3.4")
		rows = append(rows, pipeline.Row{Dst: &dst, Action: pipeline.Action{Kind: pipeline.Deliver, Place: w.relay}})
		b.SetOrigin(w.relay, delivery)
	}
	nobody := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{Kind: pipeline.NoHost, Name: "v", Reason: "nobody has the address"}}
	b.Fill(delivery, nil, append(rows, nobody)...)
	w.fillEdge(edge, delivery)
}

// fillEdge: out, translated, to the site and the internet; in, to the host that
// holds the public address. One memory serves both ways.
func (w *world) fillEdge(edge, delivery pipeline.TableID) {
	b := w.b
	public, private, outside, hq := set("20.0.0.4"), set("10.0.1.4"), w.addresses(w.internet), w.addresses(w.site)
	nat, inside := set("20.0.0.9"), set("10.0.0.0/8")
	state := b.State()
	none := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{Kind: pipeline.NoHost, Name: "edge", Reason: "the internet has no such address"}}
	b.Fill(edge, &pipeline.State{ID: state, Remember: true, Known: pipeline.Action{Kind: pipeline.Deliver, Place: w.internet}},
		pipeline.Row{Dst: &hq, Action: pipeline.Action{Kind: pipeline.Deliver, Place: w.site}},
		pipeline.Row{Src: &inside, Dst: &outside, Action: pipeline.Action{Kind: pipeline.Deliver, Place: w.internet, Rewrite: &pipeline.Rewrite{Src: &nat}}}, none)
	in := b.Table(0, pipeline.PlumbingTable, "in", &pipeline.State{ID: state, Remember: true, Known: pipeline.Action{Kind: pipeline.Goto, Next: delivery}},
		pipeline.Row{Dst: &public, Action: pipeline.Action{Kind: pipeline.Goto, Next: delivery, Rewrite: &pipeline.Rewrite{Dst: &private}}}, none)
	b.SetOrigin(w.internet, in)
	b.SetOrigin(w.site, delivery)
}

func (w *world) addresses(p pipeline.PlaceID) packet.AddrSet {
	switch p {
	case w.web1:
		return set("10.0.1.4")
	case w.web2:
		return set("10.0.1.5")
	case w.webPlanned:
		return set("10.0.1.6-10.0.1.254")
	case w.db1:
		return set("10.0.2.4")
	case w.site:
		return set("192.168.0.0/16")
	}
	return set("1.0.0.0-9.255.255.255,203.0.113.0/24")
}

// host wires a host's filters and returns where packets come in.
func (w *world) host(p pipeline.PlaceID, routes pipeline.TableID, out, in []nsgRule) pipeline.TableID {
	b := w.b
	state := b.State()
	known := func(next pipeline.TableID) *pipeline.State {
		return &pipeline.State{ID: state, Remember: true, Known: pipeline.Action{Kind: pipeline.Goto, Next: next}}
	}
	origin := b.Table(0, pipeline.FilterTable, "out", known(routes), w.ruleRows("web-nsg", 200, out, topology.Outbound, routes)...)
	b.SetOrigin(p, origin)
	arrive := b.Table(0, pipeline.PlumbingTable, "arrival", nil, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Deliver, Place: p}})
	return b.Table(0, pipeline.FilterTable, "in", known(arrive), w.ruleRows("db-nsg", 220, in, topology.Inbound, arrive)...)
}

// ruleRows are the rows of an NSG: rules, then the default that allows.
func (w *world) ruleRows(nsg string, offset int, rules []nsgRule, d topology.Direction, next pipeline.TableID) []pipeline.Row {
	var rows []pipeline.Row
	allow := pipeline.Action{Kind: pipeline.Goto, Next: next}
	for i, r := range rules {
		row := pipeline.Row{Action: allow, Cause: &pipeline.Cause{Kind: pipeline.NSGRule, Name: r.name, Pos: at(w, offset+i),
			Resource: sub + topology.ID("networkSecurityGroups/"+nsg+"/securityRules/"+r.name),
			Filter:   &pipeline.Filter{Group: nsg, Level: "subnet", Name: r.name, Priority: 100 + 10*i, Access: r.access, Direction: d}}}
		if r.access == topology.Deny {
			row.Action = pipeline.Action{Kind: pipeline.Deny}
		}
		if r.src != "" {
			s := set(r.src)
			row.Src = &s
		}
		if r.dst != "" {
			s := set(r.dst)
			row.Dst = &s
		}
		if r.gap != "" {
			row.Cause.Gap = &pipeline.Gap{Property: r.name, Why: r.gap}
		}
		rows = append(rows, servicesOf(row, r.traffic)...)
	}
	return append(rows, pipeline.Row{Action: allow, Cause: &pipeline.Cause{Kind: pipeline.DefaultRule, Name: "AllowAll", Pos: at(w, 11),
		Resource: sub + topology.ID("networkSecurityGroups/"+nsg),
		Filter:   &pipeline.Filter{Group: nsg, Level: "subnet", Name: "AllowAll", Priority: 65000, Access: topology.Allow, Direction: d}}})
}

func servicesOf(row pipeline.Row, traffic string) []pipeline.Row {
	if traffic == "" {
		return []pipeline.Row{row}
	}
	parsed, err := packet.ParseTraffic(traffic)
	if err != nil {
		panic(err)
	}
	var rows []pipeline.Row
	for _, s := range parsed.Services(packet.IPv4) {
		row.Service = &s
		rows = append(rows, row)
	}
	return rows
}

// routeRows are the rows of a route table: user routes, then the system's.
func (w *world) routeRows(routes []route, delivery, edge, firewall pipeline.TableID) []pipeline.Row {
	system := []route{{"10.0.0.0/16", "local", false}, {"192.168.0.0/16", "internet", false}, {"0.0.0.0/0", "internet", false}}
	to := map[string]pipeline.Action{
		"local": {Kind: pipeline.Goto, Next: delivery}, "internet": {Kind: pipeline.Goto, Next: edge},
		"fw": {Kind: pipeline.Goto, Next: firewall}, "none": {Kind: pipeline.Drop}, "unknown": {Kind: pipeline.UnknownAction},
		"split": {Kind: pipeline.Split, Ways: []pipeline.Action{{Kind: pipeline.Goto, Next: edge}, {Kind: pipeline.Goto, Next: firewall}}},
	}
	types := map[string]topology.NextHopType{"local": topology.VnetLocal, "internet": topology.NextHopInternet, "fw": topology.VirtualAppliance,
		"none": topology.NextHopNone, "unknown": topology.VirtualAppliance, "split": topology.VirtualApplianceECMP}
	var rows []pipeline.Row
	for i, r := range append(append([]route{}, routes...), system...) {
		dst := packet.FromPrefixes(netip.MustParsePrefix(r.prefix))
		c := &pipeline.Cause{Kind: pipeline.RouteCause, Name: r.prefix, Pos: at(w, 150+i), Resource: sub + "virtualNetworks/v/subnets/web",
			Route: &pipeline.Route{Prefix: r.prefix, NextHopType: types[r.to], Source: "Default"}}
		if r.user {
			c.Route.Source, c.Route.Name = "User", "web-rt/r"
		}
		if r.to == "unknown" {
			c.Gap = &pipeline.Gap{Property: "nextHop", Why: "where the route leads"}
		}
		if strings.HasSuffix(r.to, "?") {
			c.Gap = &pipeline.Gap{Property: "route", Why: "whether the route applies"}
		}
		rows = append(rows, pipeline.Row{Dst: &dst, Action: to[strings.TrimSuffix(r.to, "?")], Cause: c})
	}
	return append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{Kind: pipeline.RouteCause, Name: "none", Reason: "no route"}})
}

// case_ makes a case of places.
func (w *world) case_(t testing.TB, j *Judge, expect suite.Expect, traffic string, from, to []pipeline.PlaceID) Case {
	t.Helper()
	parsed := packet.AnyTraffic()
	if traffic != "" {
		var err error
		if parsed, err = packet.ParseTraffic(traffic); err != nil {
			t.Fatal(err)
		}
	}
	c := Case{Scenario: &suite.Scenario{Name: "s", Expect: expect, Traffic: parsed}}
	c.From.Text, c.To.Text = "A", "B"
	var pair endpoint.Pair
	for _, p := range from {
		pair.Sources = append(pair.Sources, pipeline.Source{Place: p, Addresses: j.Pipeline.Places[p].Addresses})
	}
	for _, p := range to {
		place := &j.Pipeline.Places[p]
		inside := pipeline.Target{Place: p, Sent: packet.AllAddrs(), Addressed: place.Addresses}
		if place.Kind == pipeline.InternetNode {
			inside.Sent = place.Addresses
		}
		outside := inside
		outside.Addressed = place.Public
		pair.Inside, pair.Outside = append(pair.Inside, inside), append(pair.Outside, outside)
	}
	c.Pairs = []endpoint.Pair{pair}
	return c
}

func decide(t testing.TB, j *Judge, c Case) *Decision {
	t.Helper()
	d, err := j.Decide(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
