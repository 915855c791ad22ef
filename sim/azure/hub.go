package azure

import (
	"cmp"
	"slices"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// hub is a virtual hub of a virtual WAN during compilation.
type hub struct {
	res    *topology.VirtualHub
	node   pipeline.NodeID
	tables []*hubTable
	conns  []*hubConn
	fw     *firewall        // of a secured hub; nil: none
	remote pipeline.TableID // where packets from other hubs arrive
	past   pipeline.TableID // where the firewall sends what it allows
}

// hubTable is a route table of a hub.
type hubTable struct {
	name   string
	labels []string
	routes []*topology.HubRoute
	id     pipeline.TableID
	// own marks the table of all that is connected to the hub, whatever route
	// table it propagates to: that of its firewall, and of what other hubs send.
	own bool
}

// hubConn is a connection to a hub: of a VNet, or of a branch.
type hubConn struct {
	hub      *hub
	name     string
	id       topology.ID
	pos      source.Pos
	vnet     *vnet // nil: a branch
	site     *site
	routing  *topology.HubRouting
	internet topology.Property[bool]    // enableInternetSecurity
	table    *hubTable                  // associated
	in       pipeline.TableID           // what it sends into the hub
	exit     pipeline.TableID           // what the hub sends to it
	doubt    *pipeline.Gap              // of something that it rests on
	bgpOn    bool                       // of a branch: more than its static prefixes may come by BGP
	told     bool                       // the facts say what comes by BGP
	learned  []hubPrefix                // by BGP, as the facts say: of a branch, or of appliances in the VNet
	bgp      []topology.VNetStaticRoute // the latter with their next hops
}

const defaultTable, noneTable = "defaultRouteTable", "noneRouteTable"

// holdHubs makes the hubs and what is connected to them.
//
// VWAN-1: route tables, and connections that are associated with one each.
func (c *compiler) holdHubs() {
	for _, res := range c.design.VirtualHubs {
		c.holdHub(res)
	}
	for _, h := range c.hubs {
		c.connectHub(h)
	}
	for _, h := range c.hubs {
		c.later(func() { c.wireHub(h) })
	}
}

func (c *compiler) holdHub(res *topology.VirtualHub) {
	h := &hub{res: res}
	h.node = c.node(pipeline.Node{Kind: pipeline.HubNode, Name: res.Name, Resource: res.ID, Pos: res.Pos}, nil, c.restsOfHub(h)...)
	h.remote = c.b.Reserve(h.node, pipeline.PlumbingTable, "from other hubs to "+res.Name)
	h.past = c.b.Reserve(h.node, pipeline.RouteTable, "past the firewall of "+res.Name)
	for _, t := range res.RouteTables {
		h.tables = append(h.tables, &hubTable{name: t.Name, labels: t.Labels, routes: t.Routes})
	}
	for _, name := range []string{defaultTable, noneTable} {
		if h.tableNamed(name) == nil {
			h.tables = append(h.tables, &hubTable{name: name})
		}
	}
	if t := h.tableNamed(defaultTable); !slices.ContainsFunc(t.labels, isDefaultLabel) {
		t.labels = append(slices.Clone(t.labels), "default")
	}
	for _, t := range h.tables {
		t.id = c.b.Reserve(h.node, pipeline.RouteTable, res.Name+"/"+t.name)
	}
	c.hubs = append(c.hubs, h)
	c.holdHubFirewall(h)
}

// restsOfHub are the resources that decide, beside its connections, what the hub
// does; a firewall of which nobody knows where it stands among them.
func (c *compiler) restsOfHub(h *hub) []topology.ID {
	ids := []topology.ID{h.res.WAN.ID}
	for _, f := range c.design.AzureFirewalls {
		if f.VirtualHub.Why != nil {
			ids = append(ids, f.ID)
		}
	}
	for _, t := range h.res.RouteTables {
		ids = append(ids, t.ID)
	}
	return ids
}

func isDefaultLabel(l string) bool { return strings.EqualFold(l, "default") }

func (h *hub) tableNamed(name string) *hubTable {
	i := slices.IndexFunc(h.tables, func(t *hubTable) bool { return strings.EqualFold(t.name, name) })
	if i < 0 {
		return nil
	}
	return h.tables[i]
}

// connectHub makes the connections of a hub.
//
// VWAN-2: without a routing configuration a connection is associated with the
// default table and propagates to it; branches always are associated with it.
// VWAN-9: a VNet connects to one hub.
func (c *compiler) connectHub(h *hub) {
	for _, res := range h.res.Connections {
		if v := c.vnetOf[res.RemoteVNet.Target]; v != nil {
			k := &hubConn{hub: h, name: res.Name, id: res.ID, pos: res.Pos, vnet: v, routing: &res.Routing, internet: res.EnableInternetSecurity,
				doubt: firstGap(c.doubtOf(res.ID), c.maybeGap(v.res.ID))}
			if k.table = h.tableNamed(cmp.Or(res.Routing.Associated.ID.Name(), defaultTable)); k.table == nil || res.Routing.Associated.Why != nil {
				k.table = h.tableNamed(defaultTable)
				k.doubt = firstGap(k.doubt, danglingGap(res.Routing.Associated, k.id, "associatedRouteTable", "which route table connection "+k.name+" looks up", "VWAN-2"))
			}
			k.learnFromPeers(c)
			c.addHubConn(k)
			v.hubConn = k
		}
	}
	if g := h.res.VPNGateway; g != nil {
		for _, res := range g.Connections {
			if s := c.vpnSite(res.Site); s != nil {
				c.addBranch(h, s, res.Name, res.ID, res.Pos, &res.Routing, res.EnableInternetSecurity, speaksBGP(res))
			}
		}
	}
	if g := h.res.ExpressRoute; g != nil {
		for _, res := range g.Connections {
			if s := c.siteOf[res.Circuit.ID.Key()]; s != nil && !isUnserved(res.Circuit) {
				c.addBranch(h, s, res.Name, res.ID, res.Pos, &res.Routing, res.EnableInternetSecurity, true)
			}
		}
	}
	if g := h.res.P2S; g != nil {
		s := c.site(g.Name+"/clients", topology.ClientsOf(g.ID), g.Pos)
		s.pool, s.static = true, g.ClientAddressPool.Or(nil)
		s.names = append(s.names, g.Name)
		c.addBranch(h, s, g.Name, g.ID, g.Pos, &g.Routing, g.EnableInternetSecurity, false)
	}
}

// speaksBGP tells whether the hub learns from a site beside its static prefixes:
// where that has an AS number, and the connection does not say otherwise.
func speaksBGP(res *topology.HubVPNConnection) bool {
	if res.Site.Target == nil {
		return true
	}
	asn := res.Site.Target.BGP.ASN
	return (asn.Or(0) > 0 || asn.Unknown() != nil) && res.EnableBGP.Or(true)
}

// vpnSite returns the site of a virtual WAN, made once.
func (c *compiler) vpnSite(ref topology.Ref[topology.VPNSite]) *site {
	if s := c.siteOf[ref.ID.Key()]; s != nil || ref.Target == nil {
		return s
	}
	s := c.site(ref.Target.Name, ref.Target.ID, ref.Target.Pos)
	s.static = ref.Target.AddressPrefixes.Or(nil)
	for _, f := range c.design.Facts.Sites {
		if f.VPNSite.Target == ref.Target {
			s.static = append(slices.Clone(s.static), f.AddressPrefixes.Or(nil)...)
			s.described = true
			s.names = append(s.names, f.Name)
			c.places[f.ID.Key()] = s.place
		}
	}
	return s
}

func (c *compiler) addBranch(h *hub, s *site, name string, id topology.ID, pos source.Pos, routing *topology.HubRouting, internet topology.Property[bool], bgp bool) {
	if _, down := c.isDown(id); down {
		return
	}
	k := &hubConn{hub: h, name: name, id: id, pos: pos, site: s, routing: routing, internet: internet, table: h.tableNamed(defaultTable), bgpOn: bgp,
		doubt: c.doubtOf(id, id.Parent(), s.id)}
	c.addHubConn(k)
	l := &link{name: name, hub: k, site: s, pos: pos, id: id, state: c.b.State()}
	l.tunnel = k.exit
	s.links = append(s.links, l)
	c.learnByHub(k, l)
	c.later(func() { c.wireLink(l) })
}

func (c *compiler) addHubConn(k *hubConn) {
	k.in = c.b.Reserve(k.hub.node, pipeline.PlumbingTable, "from "+k.name+" into "+k.hub.res.Name)
	k.exit = c.b.Reserve(k.hub.node, pipeline.PlumbingTable, "from "+k.hub.res.Name+" to "+k.name)
	k.hub.conns = append(k.hub.conns, k)
}

// propagatesTo tells whether a connection's prefixes enter a table of a hub.
//
// VWAN-1: to the tables and labels that it names; a label reaches all hubs.
// VWAN-2: to label default where it names nothing.
func (k *hubConn) propagatesTo(h *hub, t *hubTable) bool {
	switch {
	case t.own && h == k.hub:
		return true
	case strings.EqualFold(t.name, noneTable):
		return false
	case k.doubt != nil:
		return true // or not: its tables do not know what they do
	}
	labels := k.routing.PropagatedLabels.Or(nil)
	if len(k.routing.PropagatedTo) == 0 && k.routing.PropagatedLabels.IsAbsent() {
		labels = []string{"default"}
	}
	for _, to := range k.routing.PropagatedTo {
		own := h == k.hub && strings.EqualFold(to.ID.Name(), t.name) && to.ID.Parent().Equal(h.res.ID)
		// The default tables of all hubs learn from each other (VWAN-6).
		if own || h != k.hub && strings.EqualFold(to.ID.Name(), defaultTable) && strings.EqualFold(t.name, defaultTable) {
			return true
		}
	}
	return slices.ContainsFunc(labels, func(l string) bool {
		return slices.ContainsFunc(t.labels, func(o string) bool { return strings.EqualFold(l, o) })
	})
}

// staticEntries are the static routes of a table. One whose next hop is not in
// the input takes its prefixes all the same: nobody knows where it leads.
func (c *compiler) staticEntries(h *hub, t *hubTable) []hubEntry {
	var list []hubEntry
	for _, r := range t.routes {
		k, gap := c.staticHop(h, r)
		for _, p := range r.Destinations.Or(nil) {
			e := hubEntry{prefix: p, static: true, pos: r.Pos, name: r.Name, gap: gap}
			if k != nil {
				e.conns = []*hubConn{k}
			}
			list = append(list, e)
		}
	}
	return list
}

// staticHop returns the connection that a static route leads to, nil for the
// hub's firewall, or why it is not known where it leads.
func (c *compiler) staticHop(h *hub, r *topology.HubRoute) (*hubConn, *pipeline.Gap) {
	why := "where static route " + r.Name + " of hub " + h.res.Name + " leads"
	switch con := r.NextHopConnection; {
	case con.IsSet() && c.hubConnOf(con.ID) != nil:
		return c.hubConnOf(con.ID), nil
	case con.Target != nil:
		return nil, danglingGap(con.Target.RemoteVNet, con.ID, "remoteVirtualNetwork", why, "VWAN-4")
	case con.IsSet():
		return nil, danglingGap(con, h.res.ID, "nextHop", why, "VWAN-4")
	case r.NextHop.IsSet():
		return nil, danglingGap(r.NextHop, h.res.ID, "nextHop", why, "VWAN-4")
	case h.fw != nil && h.fw.res.ID.Equal(r.NextHopFirewall.ID):
		return nil, nil
	case r.NextHopFirewall.Target != nil:
		return nil, &pipeline.Gap{Resource: h.res.ID, Property: "nextHop", Pos: r.NextHopFirewall.Pos, Rules: rules("VWAN-4", "VWAN-8"),
			Why:    why + ": firewall " + r.NextHopFirewall.Target.Name + " does not stand in the hub",
			Supply: "virtualHub: " + h.res.Name + " on the firewall, or another next hop"}
	}
	return nil, danglingGap(r.NextHopFirewall, h.res.ID, "nextHop", why, "VWAN-4", "VWAN-8")
}

// unlistedRoute is why it is not known which prefixes a static route of a table takes.
func (h *hub) unlistedRoute(t *hubTable) *pipeline.Gap {
	for _, r := range t.routes {
		if u := r.Destinations.Unknown(); u != nil {
			return unknownGap(u, h.res.ID, "destinations", "which prefixes static route "+r.Name+" of hub "+h.res.Name+" takes", r.Pos, "VWAN-4")
		}
	}
	return nil
}

func (c *compiler) hubConnOf(id topology.ID) *hubConn {
	for _, h := range c.hubs {
		for _, k := range h.conns {
			if id != "" && k.id.Equal(id) {
				return k
			}
		}
	}
	return nil
}

// branchesTalk tells whether branches of the hub's WAN reach each other.
func (h *hub) branchesTalk() bool {
	return h.res.WAN.Target == nil || h.res.WAN.Target.AllowBranchToBranch.Or(true)
}

// hubAddrs are the addresses that a hub's table leads to from a connection.
func (c *compiler) announcedByHub(k *hubConn) packet.AddrSet {
	var set packet.AddrSet
	private, internet := k.hub.intent()
	if private {
		set = set.Union(packet.FromPrefixes(rfc1918...))
	}
	for _, e := range c.entries(k.hub, k.table, c.hubs) {
		branch := len(e.conns) > 0 && e.conns[0].vnet == nil
		if branch && !k.hub.branchesTalk() || e.prefix.Bits() == 0 && !(k.internet.Or(false)) {
			continue
		}
		set = set.Union(packet.FromPrefixes(e.prefix))
	}
	if internet && k.internet.Or(false) {
		set = set.Union(packet.All4())
	}
	return set
}
