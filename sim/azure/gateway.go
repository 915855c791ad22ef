package azure

import (
	"net/netip"
	"slices"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// gateway is a VPN or ExpressRoute gateway of a VNet during compilation.
type gateway struct {
	res    *topology.VirtualNetworkGateway
	subnet *subnet
	node   pipeline.NodeID
	place  pipeline.PlaceID
	claims []*claim
	links  []*link
	known  []*learned       // what it has routes to, beyond its own VNet and those that use it
	gap    *pipeline.Gap    // it learns by BGP what nobody tells
	doubt  *pipeline.Gap    // of something that it rests on
	in     pipeline.TableID // from Azure, on to a tunnel
	out    pipeline.TableID // from a tunnel, on by the routes of GatewaySubnet
}

// learned is one prefix that a gateway has a route to, and by which tunnels.
type learned struct {
	prefix netip.Prefix
	links  []*link
	hops   int // of the AS path
	pos    source.Pos
	rules  []ruleID
}

// link is a tunnel or circuit that joins a gateway to a site, or to the gateway
// of another VNet.
type link struct {
	name     string
	gateway  *gateway // nil: hub is set
	hub      *hubConn // of a branch of a virtual hub
	site     *site    // nil: peer is set
	peer     *gateway // of a VNet-to-VNet connection
	bgp      bool
	nat      *tunnelNAT       // nil: it translates nothing
	fastPath bool             // ExpressRoute past the gateway
	entry    pipeline.TableID // where what the site sends enters; 0 until it is filled
	state    pipeline.StateID // which of its links a flow came to the site by
	tunnel   pipeline.TableID // from the gateway to the other end
	pos      source.Pos
	id       topology.ID
}

func (g *gateway) isExpressRoute() bool {
	return g.res.GatewayType.Or(topology.VPN) == topology.ExpressRoute
}

// holdGateways makes the gateways of VNets, the sites that they reach and the
// links between them.
//
// GW-1: a gateway lives in GatewaySubnet.
// GW-14: what comes by its tunnels goes on by the effective routes of that subnet.
// GW-16: both tunnels of an active-active one lead to one site, and neither
// keeps state: one link stands for both.
func (c *compiler) holdGateways() {
	for _, res := range c.design.VirtualNetworkGateways {
		if len(res.IPConfigurations) == 0 {
			continue
		}
		if s := c.subnetOf[res.IPConfigurations[0].Subnet.Target]; s != nil {
			c.holdGateway(res, s)
		}
	}
	c.holdSites()
	for _, con := range c.design.Connections {
		c.connect(con)
	}
	c.linkSites()
	for _, g := range c.gateways {
		c.learn(g)
	}
	c.exchangeByBGP()
	c.later(c.wireGateways)
}

func (c *compiler) holdGateway(res *topology.VirtualNetworkGateway, s *subnet) {
	g := &gateway{res: res, subnet: s, doubt: firstGap(c.doubtOf(c.gatewayRestsOn(res)...), c.selected(res))}
	g.node = c.node(pipeline.Node{Kind: pipeline.GatewayNode, Name: res.Name, Within: s.vnet.res.Name, Resource: res.ID, Pos: res.Pos}, s, c.gatewayRestsOn(res)...)
	g.place = c.place(pipeline.Place{Node: g.node, Kind: pipeline.GatewayNode, Resource: res.ID, Subnet: s.res.ID, Held: true, Answers: true,
		Origin: c.nodeOrigin(g.node, res.Name, s.routes)})
	g.in = c.b.Reserve(g.node, pipeline.PlumbingTable, "tunnels of "+res.Name)
	g.out = c.b.Table(g.node, pipeline.PlumbingTable, "from the tunnels of "+res.Name, nil,
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: s.routes}})
	entry := c.b.Table(g.node, pipeline.PlumbingTable, "addressed to "+res.Name, nil,
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Deliver, Place: g.place}})
	for _, ip := range res.IPConfigurations {
		if ip.Subnet.Target == s.res {
			g.claims = append(g.claims, c.claim(claim{subnet: s, owner: ip.ID, name: res.Name, fixed: ip.PrivateIPAddress, pos: ip.Pos, entry: entry}))
		}
	}
	c.gateways = append(c.gateways, g)
	c.gatewayOf[res] = g
	c.later(func() { c.b.SetAddresses(g.place, heldBy(g.claims), packet.AddrSet{}) })
}

// gatewayRestsOn are the resources that decide what a gateway does: its own
// parts, its connections and what they lead to.
func (c *compiler) gatewayRestsOn(res *topology.VirtualNetworkGateway) []topology.ID {
	ids := []topology.ID{res.ID}
	for _, ip := range res.IPConfigurations {
		ids = append(ids, ip.ID, ip.PublicIPAddress.ID)
	}
	for _, r := range res.NATRules {
		ids = append(ids, r.ID)
	}
	for _, con := range c.design.Connections {
		if con.Gateway.Target == res || con.RemoteGateway.Target == res || con.Gateway.Why != nil || con.RemoteGateway.Why != nil {
			ids = append(ids, con.ID, con.LocalGateway.ID, con.Circuit.ID)
		}
	}
	return ids
}

// selected returns the gap of a connection that carries only what its traffic
// selectors name; nil if the gateway has none.
func (c *compiler) selected(res *topology.VirtualNetworkGateway) *pipeline.Gap {
	for _, con := range c.design.Connections {
		if con.Gateway.Target == res && !con.TrafficSelectors.IsAbsent() {
			return &pipeline.Gap{Resource: con.ID, Property: "trafficSelectorPolicies", Pos: con.TrafficSelectors.Pos,
				Why: "what the traffic selectors of connection " + con.Name + " let through is not simulated"}
		}
	}
	return nil
}

// heldBy returns the addresses of claims.
func heldBy(claims []*claim) packet.AddrSet {
	var set packet.AddrSet
	for _, h := range claims {
		if h.addr.IsValid() {
			set = set.Union(packet.FromAddrs(h.addr))
		}
	}
	return set
}

// connect makes the link of a connection.
//
// GW-15: a connection that is down, or not connected, brings nothing.
func (c *compiler) connect(con *topology.Connection) {
	g := c.gatewayOf[con.Gateway.Target]
	if g == nil || c.isBroken(con) {
		return
	}
	l := &link{name: con.Name, gateway: g, bgp: con.EnableBGP.Or(false), fastPath: con.FastPath.Or(con.FastPath.Unknown() != nil), pos: con.Pos, id: con.ID}
	switch {
	case con.LocalGateway.Target != nil:
		l.site = c.siteOf[con.LocalGateway.ID.Key()]
		l.nat = c.natOf(con)
	case con.Circuit.IsSet():
		l.bgp = true
		l.site = c.siteOfCircuit(con)
	case con.RemoteGateway.Target != nil:
		l.peer = c.gatewayOf[con.RemoteGateway.Target]
	}
	if l.site != nil || l.peer != nil {
		c.join(l)
	} else {
		g.doubt = firstGap(g.doubt, unlinked(con))
	}
}

// unlinked is why it is not known where a connection leads: its other end is
// not in the input, or nobody knows where that stands.
func unlinked(con *topology.Connection) *pipeline.Gap {
	why := "which prefixes connection " + con.Name + " leads to"
	switch {
	case con.LocalGateway.IsSet():
		return danglingGap(con.LocalGateway, con.ID, "localNetworkGateway2", why, "GW-2")
	case con.RemoteGateway.Dangles():
		return danglingGap(con.RemoteGateway, con.ID, "virtualNetworkGateway2", why, "GW-4")
	case con.RemoteGateway.IsSet():
		return &pipeline.Gap{Resource: con.RemoteGateway.ID, Property: "ipConfigurations", Pos: con.RemoteGateway.Target.Pos, Rules: rules("GW-4"),
			Why: why + ": the subnet of " + con.RemoteGateway.Target.Name + " is not in the input", Supply: "the VNet of the gateway's subnet"}
	}
	return nil
}

func (c *compiler) isBroken(con *topology.Connection) bool {
	if status, ok := con.Status.Get(); ok && strings.EqualFold(status, "NotConnected") {
		return true
	}
	_, down := c.isDown(con.ID)
	_, gatewayDown := c.isDown(con.Gateway.ID)
	return down || gatewayDown || isUnserved(con.Circuit)
}

// isUnserved tells whether a circuit is known not to carry private traffic: its
// private peering is disabled, or it is not provisioned (GW-7).
func isUnserved(circuit topology.Ref[topology.ExpressRouteCircuit]) bool {
	return circuit.Target != nil && circuit.Target.Down.Or(false)
}

func (c *compiler) join(l *link) {
	l.state = c.b.State()
	l.tunnel = c.b.Reserve(l.gateway.node, pipeline.PlumbingTable, "tunnel "+l.name)
	l.gateway.links = append(l.gateway.links, l)
	if l.site != nil {
		l.site.links = append(l.site.links, l)
	}
}

// into is where what the site sends by the link enters Azure.
func (l *link) into() pipeline.TableID {
	if l.hub != nil {
		return l.hub.in
	}
	if l.entry != 0 {
		return l.entry
	}
	return l.gateway.out
}

// gatewaysOf returns the gateways that serve a VNet, and over which half of a
// peering: its own, else those of the one peer whose gateways it uses.
//
// PEER-5, PEER-6, RT-23: the peer's half must allow transit and its own half use it.
func (c *compiler) gatewaysOf(v *vnet) ([]*gateway, *half) {
	if own := c.gatewaysIn(v); len(own) > 0 {
		return own, nil
	}
	for _, p := range v.halves {
		if p.usesRemoteGateways() {
			return c.gatewaysIn(p.remote), p
		}
	}
	return nil, nil
}

func (p *half) usesRemoteGateways() bool {
	return p.connected && p.remote != nil && p.res.UseRemoteGateways.Or(false) &&
		p.res.Other != nil && p.res.Other.AllowGatewayTransit.Or(false)
}

func (c *compiler) gatewaysIn(v *vnet) []*gateway {
	var list []*gateway
	for _, g := range c.gateways {
		if g.subnet.vnet == v {
			list = append(list, g)
		}
	}
	// RT-22, GW-8: ExpressRoute is preferred to VPN for the same prefix.
	slices.SortStableFunc(list, func(a, b *gateway) int { return holdsFirst(a.isExpressRoute(), b.isExpressRoute()) })
	return list
}

// holdsFirst orders what holds before what does not.
func holdsFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// users returns the VNets that a gateway serves: its own and those that use it by transit.
func (c *compiler) users(g *gateway) []*vnet {
	list := []*vnet{g.subnet.vnet}
	for _, p := range g.subnet.vnet.halves {
		if p.remote == nil || p.res.Other == nil {
			continue
		}
		for _, other := range p.remote.halves {
			if other.res == p.res.Other && other.usesRemoteGateways() && len(c.gatewaysIn(p.remote)) == 0 {
				list = append(list, p.remote)
			}
		}
	}
	return list
}

// announced returns what a gateway tells the other end of a link.
//
// GW-18: the prefixes of its VNet and of those that use it, or the summarized
// prefixes in place of those that they cover.
// GW-12: by BGP also what it knows from other links.
func (c *compiler) announced(l *link) packet.AddrSet {
	if l.hub != nil {
		return c.announcedByHub(l.hub)
	}
	g := l.gateway
	set := packet.FromPrefixes(g.res.SummarizedPrefixes.Or(nil)...)
	for _, v := range c.users(g) {
		set = set.Union(v.space)
	}
	for _, k := range g.known {
		for _, from := range k.links {
			if from != l && c.passesOn(from, l) && k.prefix.Bits() > 0 {
				set = set.Union(packet.FromPrefixes(k.prefix))
			}
		}
	}
	set = set.Union(c.exchanged(g))
	if l.site != nil && l.site.pool { // GW-13: its own routes for clients
		set = set.Union(packet.FromPrefixes(g.res.CustomRoutes.Or(nil)...))
	}
	set = set.Union(c.passedOver(l))
	return l.nat.announced(set, l.bgp)
}

// exchange tells whether the VPN and the ExpressRoute gateway of a VNet tell
// each other what they learn.
//
// GW-12, RT-24: only through a route server with branch-to-branch on.
func (c *compiler) exchange(a, b *gateway) bool {
	if a.isExpressRoute() == b.isExpressRoute() {
		return false
	}
	for _, rs := range c.design.RouteServers {
		if c.subnetOf[rs.Subnet.Target] != nil && c.subnetOf[rs.Subnet.Target].vnet == a.subnet.vnet {
			return rs.AllowBranchToBranch.Or(false)
		}
	}
	return false
}
