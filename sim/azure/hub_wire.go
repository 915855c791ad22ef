package azure

import (
	"net/netip"
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// rfc1918 is what a private routing policy takes by itself (VWAN-7).
var rfc1918 = prefixes("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")

// intent tells which routing policies a hub has (VWAN-7).
func (h *hub) intent() (private, internet bool) {
	if h.res.RoutingIntent == nil || h.fw == nil {
		return false, false
	}
	for _, p := range h.res.RoutingIntent.Policies {
		private = private || p.Private
		internet = internet || p.Internet
	}
	return private, internet
}

// wireHub fills a hub's tables.
func (c *compiler) wireHub(h *hub) {
	for _, t := range h.tables {
		rows := c.hubRows(h, c.entries(h, t, c.hubs))
		if gap := h.unlistedRoute(t); gap != nil {
			rows = []pipeline.Row{unmodelled(gap)}
		}
		c.b.Fill(t.id, nil, rows...)
	}
	for _, k := range h.conns {
		if k.doubt != nil {
			c.b.Fill(k.in, nil, unmodelled(k.doubt))
			c.b.Fill(k.exit, nil, unmodelled(k.doubt))
			continue
		}
		c.b.Fill(k.in, nil, c.ingressRows(k)...)
		if k.vnet != nil {
			c.b.Fill(k.exit, nil, c.exitRows(k)...)
		}
	}
	local := c.hubRows(h, c.learnedEntries(h, []*hub{h}))
	if private, _ := h.intent(); private {
		local = []pipeline.Row{{Action: pipeline.Action{Kind: pipeline.Goto, Next: h.fw.entry},
			Cause: h.cause("the private routing policy of "+h.res.Name+" leads to its firewall", "VWAN-7")}}
	}
	c.b.Fill(h.remote, nil, local...)
	c.b.Fill(h.past, nil, c.pastRows(h)...)
}

func (h *hub) cause(reason string, ids ...ruleID) *pipeline.Cause {
	return &pipeline.Cause{Kind: pipeline.RouteCause, Name: h.res.Name, Resource: h.res.ID, Pos: h.res.Pos, Rules: ids, Reason: reason}
}

// ingressRows send what a connection sends to its table, past the firewall
// where a routing policy says so.
//
// VWAN-7: private addresses, and the internet for connections with
// enableInternetSecurity.
func (c *compiler) ingressRows(k *hubConn) []pipeline.Row {
	private, internet := k.hub.intent()
	var rows []pipeline.Row
	if own, ok := k.hub.res.AddressPrefix.Get(); ok && k.hub.fw != nil {
		dst := packet.FromPrefixes(own)
		rows = append(rows, pipeline.Row{Dst: &dst, Action: pipeline.Action{Kind: pipeline.Goto, Next: k.hub.fw.entry},
			Cause: k.hub.cause("the firewall of "+k.hub.res.Name+" stands in the hub's own addresses", "VWAN-8")})
	}
	if private {
		dst := packet.FromPrefixes(rfc1918...)
		rows = append(rows, pipeline.Row{Dst: &dst, Action: pipeline.Action{Kind: pipeline.Goto, Next: k.hub.fw.entry},
			Cause: k.hub.cause("the private routing policy of "+k.hub.res.Name+" leads to its firewall", "VWAN-7")})
	}
	if internet && k.internet.Or(false) {
		dst := publicSpace.Subtract(packet.FromPrefixes(k.knownPublic(c)...))
		rows = append(rows, pipeline.Row{Dst: &dst, Action: pipeline.Action{Kind: pipeline.Goto, Next: k.hub.fw.entry},
			Cause: k.hub.cause("the internet routing policy of "+k.hub.res.Name+" leads to its firewall", "VWAN-7")})
	}
	if !private {
		rows = append(rows, c.branchRows(k)...)
	}
	return append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: k.table.id}})
}

// branchRows send what one branch of a hub sends to another directly, where static
// routes would lead it to the firewall.
//
// VWAN-8: static routes to the firewall do not take traffic between branches; that
// needs a private routing policy.
func (c *compiler) branchRows(k *hubConn) []pipeline.Row {
	if k.vnet != nil || k.hub.fw == nil || !k.hub.branchesTalk() {
		return nil
	}
	var rows []pipeline.Row
	networks := c.connectedSpace()
	for _, e := range c.entries(k.hub, k.table, c.hubs) {
		if !e.static || e.gap != nil || len(e.conns) > 0 {
			continue
		}
		for _, other := range k.hub.conns {
			dst := packet.FromPrefixes(e.prefix).Intersect(packet.FromPrefixes(other.ownPrefixes()...)).Subtract(networks)
			if other == k || other.vnet != nil || dst.IsEmpty() {
				continue
			}
			rows = append(rows, pipeline.Row{Dst: &dst, Action: pipeline.Action{Kind: pipeline.Goto, Next: other.exit},
				Cause: k.hub.cause("static routes to the firewall of "+k.hub.res.Name+" do not take traffic between branches", "VWAN-8")})
		}
	}
	return rows
}

// connectedSpace are the addresses of all VNets that are connected to a hub.
func (c *compiler) connectedSpace() packet.AddrSet {
	var set packet.AddrSet
	for _, h := range c.hubs {
		for _, k := range h.conns {
			if k.vnet != nil {
				set = set.Union(k.vnet.space)
			}
		}
	}
	return set
}

// ownPrefixes are what a connection brings, but 0.0.0.0/0.
func (k *hubConn) ownPrefixes() []netip.Prefix {
	var list []netip.Prefix
	for _, p := range k.prefixes() {
		if p.prefix.Bits() > 0 {
			list = append(list, p.prefix)
		}
	}
	return list
}

// knownPublic are the public prefixes that the connection's table leads to.
func (k *hubConn) knownPublic(c *compiler) []netip.Prefix {
	var list []netip.Prefix
	for _, e := range c.entries(k.hub, k.table, c.hubs) {
		if e.prefix.Bits() > 0 {
			list = append(list, e.prefix)
		}
	}
	return list
}

// hubRows are the rows of a table's routes.
//
// VWAN-5: a VNet whose prefixes the table does not hold is not reached.
func (c *compiler) hubRows(h *hub, list []hubEntry) []pipeline.Row {
	var rows []pipeline.Row
	for _, e := range list {
		dst := packet.FromPrefixes(e.prefix)
		kind, id := "learned", ruleID("VWAN-1")
		if e.static {
			kind, id = "static", "VWAN-4"
		}
		cause := &pipeline.Cause{Kind: pipeline.RouteCause, Name: e.prefix.String(), Resource: h.res.ID, Pos: e.pos, Rules: rules(id),
			Route: &pipeline.Route{Prefix: e.prefix.String(), Source: "VirtualHub", Name: h.res.Name + "/" + e.name}, Reason: kind + " route of " + h.res.Name, Gap: e.gap}
		rows = append(rows, pipeline.Row{Dst: &dst, Action: h.toEntry(e), Cause: cause})
	}
	rows = append(rows, c.untoldRows(h)...)
	return append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: h.cause("hub "+h.res.Name+" has no route to the address", "VWAN-5")})
}

// learnedEntries are what the connections of some hubs bring, those of the hub
// itself whatever table they propagate to.
//
// VWAN-8: a connection that propagates to no table, or to tables of its own only,
// is still reached past the firewall.
func (c *compiler) learnedEntries(h *hub, of []*hub) []hubEntry {
	return c.entries(h, &hubTable{own: true, labels: c.allLabels()}, of)
}

// allLabels lists the labels that any connection names, and default.
func (c *compiler) allLabels() []string {
	labels := []string{"default"}
	for _, h := range c.hubs {
		for _, k := range h.conns {
			labels = append(labels, k.routing.PropagatedLabels.Or(nil)...)
		}
	}
	return labels
}

// pastRows say where the firewall sends what it allows: to the connections, to
// other hubs, else to the internet from its own address.
func (c *compiler) pastRows(h *hub) []pipeline.Row {
	if h.fw == nil {
		return []pipeline.Row{{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: h.cause("hub "+h.res.Name+" has no firewall", "VWAN-8")}}
	}
	rows := c.hubRows(h, c.learnedEntries(h, c.hubs))
	rows = rows[:len(rows)-1]
	c.takeFirewallPublic(h.fw)
	public := publicSpace
	if own := h.fw.public; !own.IsEmpty() {
		// Answers of flows that DNAT let in bear its public address again.
		rows = append(rows, pipeline.Row{Src: &own, Dst: &public, Action: pipeline.Action{Kind: pipeline.Goto, Next: c.public.edge}})
	}
	return append(rows,
		pipeline.Row{Dst: &public, Action: pipeline.Action{Kind: pipeline.Goto, Next: c.firewallToPublic(h.fw)}},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: h.cause("hub "+h.res.Name+" has no route to the address", "VWAN-5")})
}

// hubOwnRoutes lead to the addresses of the hub itself: a connection is a peering
// with the hub's own VNet, whose space it brings whatever propagates. A secured
// hub's firewall has its instances there, and answers of what it translated go
// to them.
func (c *compiler) hubOwnRoutes(s *subnet) []*EffectiveRoute {
	k := s.vnet.hubConn
	if k == nil || k.doubt != nil {
		return nil
	}
	own, ok := k.hub.res.AddressPrefix.Get()
	if !ok {
		return nil
	}
	return []*EffectiveRoute{{Prefix: own, NextHopType: topology.VNetPeering, Source: Default, Resource: k.id, Pos: k.pos,
		Rules: rules("VWAN-3"), lead: func(*subnet) lead { return goTo(k.in) }}}
}

// hubRoutes are the routes that a hub brings to a connected VNet.
//
// VWAN-3: those of the associated table, never a prefix equal to or inside the
// VNet's own; 0.0.0.0/0 only with enableInternetSecurity.
// VWAN-12: none where the route table stops propagation.
func (c *compiler) hubRoutes(s *subnet) []*EffectiveRoute {
	k := s.vnet.hubConn
	if c.stopsPropagation(s) {
		return nil
	}
	if k == nil {
		return c.looseHubRoutes(s)
	}
	var list []*EffectiveRoute
	if gap := firstGap(k.doubt, c.doubtOf(append(c.restsOfHub(k.hub), k.hub.res.ID)...), k.hub.unlistedRoute(k.table)); gap != nil {
		list = append(list, unlistedHubRoutes(s, k, gap))
	}
	known := c.hubPrefixes(k)
	for _, p := range known {
		if !s.vnet.space.ContainsSet(packet.FromPrefixes(p)) {
			list = append(list, &EffectiveRoute{Prefix: p, NextHopType: topology.NextHopVirtualNetworkGateway, Source: VirtualNetworkGateway,
				Resource: k.id, Pos: k.pos, Rules: rules("VWAN-3"), lead: func(*subnet) lead { return goTo(k.in) }})
		}
	}
	return append(list, c.untoldHubRoute(s, k, known)...)
}

// unlistedHubRoutes stands for what a hub in doubt may bring: anything but the
// prefixes of the VNet itself.
func unlistedHubRoutes(s *subnet, k *hubConn, gap *pipeline.Gap) *EffectiveRoute {
	set := packet.AllAddrs().Subtract(s.vnet.space)
	return &EffectiveRoute{NextHopType: topology.NextHopVirtualNetworkGateway, Source: VirtualNetworkGateway, Resource: k.id, Pos: k.pos,
		Gap: gap, covers: &set, lead: func(*subnet) lead { return unknown(gap) }}
}

// hubPrefixes are the prefixes that a connection learns from its hub.
func (c *compiler) hubPrefixes(k *hubConn) []netip.Prefix {
	private, internet := k.hub.intent()
	var list []netip.Prefix
	if private {
		list = append(list, rfc1918...)
	}
	for _, e := range c.entries(k.hub, k.table, c.hubs) {
		covered := private && packet.FromPrefixes(rfc1918...).ContainsSet(packet.FromPrefixes(e.prefix))
		refused := e.prefix.Bits() == 0 && !k.internet.Or(false)
		if !covered && !refused && !slices.Contains(e.conns, k) {
			list = append(list, e.prefix)
		}
	}
	if internet && k.internet.Or(false) {
		list = append(list, defaultRoute4)
	}
	return list
}

// holdHubFirewall makes the firewall of a secured hub.
//
// VWAN-8: it stands in the hub's own address space.
func (c *compiler) holdHubFirewall(h *hub) {
	for _, res := range c.design.AzureFirewalls {
		if res.VirtualHub.Target != h.res {
			continue
		}
		f := &firewall{res: res, hub: h, routes: h.past, state: c.b.State(), nat: c.b.State(), untranslated: c.b.State(), policy: c.policyOf(res)}
		f.node = c.node(pipeline.Node{Kind: pipeline.FirewallNode, Name: res.Name, Within: h.res.Name, Resource: res.ID, Pos: res.Pos}, nil, f.restsOn()...)
		f.place = c.place(pipeline.Place{Node: f.node, Kind: pipeline.FirewallNode, Resource: res.ID, Held: true, Answers: true,
			Origin: c.nodeOrigin(f.node, res.Name, h.past)})
		f.entry = c.b.Reserve(f.node, pipeline.PlumbingTable, "flows known to "+res.Name)
		f.back = f.entry
		h.fw = f
		c.firewalls = append(c.firewalls, f)
		c.later(func() { c.wireFirewall(f) })
	}
}

// toHubFirewall leads a user route to the firewall of the hub that the VNet is connected to.
//
// RT-8: its address counts as directly reachable.
func (c *compiler) toHubFirewall(s *subnet, a netip.Addr) (lead, bool) {
	k := s.vnet.hubConn
	if k == nil || k.hub.fw == nil {
		return lead{}, false
	}
	if own, ok := k.hub.fw.res.PrivateIPAddress.Get(); ok && own == a {
		return goTo(k.hub.fw.entry), true
	}
	return lead{}, false
}
