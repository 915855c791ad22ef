package azure

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// learn collects what a gateway has routes to.
//
// GW-2: the prefixes of a local network gateway are static routes.
// GW-3, GW-7: what comes by BGP is not in a design: a fact, else unknown.
// GW-13: the client pool of point-to-site.
func (c *compiler) learn(g *gateway) {
	for _, l := range g.links {
		switch {
		case l.peer != nil:
			g.add(l, c.peerPrefixes(l), 0, "GW-4")
		case l.site.pool:
			g.add(l, l.site.static, 0, "GW-13")
		default:
			g.add(l, l.nat.known(l.site.static, false), 0, "GW-2")
		}
	}
	c.learnFacts(g)
	c.learnVNets(g)
	g.gap = g.doubt
	for _, l := range g.links {
		if l.site != nil {
			g.gap = firstGap(g.gap, l.site.gap)
		}
	}
	if l := g.untold(c); l != nil && g.gap == nil {
		g.gap = &pipeline.Gap{Resource: g.res.ID, Property: "learnedRoutes", Pos: l.pos, Rules: rules("GW-3"),
			Why:    "which prefixes gateway " + g.res.Name + " learns by BGP from " + l.other(),
			Supply: "learnedRoutes: [{gateway: " + g.res.Name + ", prefixes: [...]}] in a facts file"}
	}
}

// other names the other end of a link.
func (l *link) other() string {
	if l.peer != nil {
		return l.peer.res.Name
	}
	return l.site.name
}

// add enters prefixes that a link leads to; equal prefixes share an entry.
func (g *gateway) add(l *link, list []netip.Prefix, hops int, id ruleID) {
	for _, p := range list {
		i := slices.IndexFunc(g.known, func(k *learned) bool { return k.prefix == p })
		switch {
		case i < 0:
			g.known = append(g.known, &learned{prefix: p, links: []*link{l}, hops: hops, pos: l.pos, rules: rules(id)})
		case hops < g.known[i].hops:
			g.known[i].links, g.known[i].hops = []*link{l}, hops
		case hops == g.known[i].hops && !slices.Contains(g.known[i].links, l):
			g.known[i].links = append(g.known[i].links, l) // GW-9: equal paths
		}
	}
}

// peerPrefixes are those of the VNet at the other end.
//
// GW-4: the address space of the other VNet; by BGP also of those that use its gateway.
func (c *compiler) peerPrefixes(l *link) []netip.Prefix {
	list := slices.Clone(l.peer.subnet.vnet.prefixes)
	if l.bgp {
		for _, v := range c.users(l.peer)[1:] {
			list = append(list, v.prefixes...)
		}
	}
	return list
}

// learnFacts adds what the facts say that the gateway learned.
func (c *compiler) learnFacts(g *gateway) {
	for _, f := range c.design.Facts.LearnedRoutes {
		if f.By != topology.Node(g.res) {
			continue
		}
		for _, l := range g.links {
			if l.speaks(f.From) {
				g.add(l, l.nat.known(f.Prefixes, true), len(f.ASPath), "GW-3")
				l.site.learn(l.nat.own(f.Prefixes))
			}
		}
	}
}

// speaks tells whether a learned route of that origin came by the link.
func (l *link) speaks(from string) bool {
	if l.site == nil {
		return false
	}
	if from == "" {
		return l.bgp
	}
	return strings.EqualFold(from, l.name) || slices.ContainsFunc(l.site.names, func(n string) bool { return strings.EqualFold(n, from) })
}

// learnVNets adds the other VNets of a circuit.
//
// GW-9: two VNets on one circuit reach each other through its edge only where
// both gateways allow traffic of remote VNets.
func (c *compiler) learnVNets(g *gateway) {
	for _, l := range g.links {
		for _, o := range c.neighbours(l) {
			for _, v := range c.users(o.gateway) {
				g.add(l, v.prefixes, 1, "GW-9")
			}
		}
	}
}

// neighbours are the links of other gateways to the same circuit that may exchange traffic.
func (c *compiler) neighbours(l *link) []*link {
	if l.site == nil || l.gateway == nil || !l.gateway.isExpressRoute() || !l.gateway.res.AllowRemoteVNet.Or(false) {
		return nil
	}
	var list []*link
	for _, o := range l.site.links {
		if o.gateway != nil && o.gateway != l.gateway && o.gateway.res.AllowRemoteVNet.Or(false) {
			list = append(list, o)
		}
	}
	return list
}

// untold returns a link by which the gateway learns what no fact tells; nil if there is none.
func (g *gateway) untold(c *compiler) *link {
	told := func(l *link) bool {
		if len(l.site.dynamic) > 0 || l.site.described {
			return true
		}
		return slices.ContainsFunc(c.design.Facts.LearnedRoutes, func(f *topology.LearnedRoute) bool {
			return f.By == topology.Node(g.res) && l.speaks(f.From)
		})
	}
	for _, l := range g.links {
		if l.site != nil && l.bgp && !told(l) {
			return l
		}
	}
	return nil
}

// gatewayRoutes are the routes that gateways bring to a subnet.
//
// RT-3, RT-23: of the VNet's own gateways, else of the peer's whose gateways it uses.
// RT-9: none where the route table stops propagation.
// GW-6: to every subnet else, a default route too, Azure's own subnets included.
func (c *compiler) gatewayRoutes(s *subnet) []*EffectiveRoute {
	if c.stopsPropagation(s) {
		return nil
	}
	list := c.looseGatewayRoutes(s)
	gateways, over := c.gatewaysOf(s.vnet)
	prefer := c.preferenceOf(s.vnet)
	for _, g := range gateways {
		for _, k := range g.known {
			list = append(list, c.gatewayRoute(g, over, k, prefer))
		}
		if g.gap != nil {
			list = append(list, c.untoldRoutes(s, g, over))
		}
	}
	return list
}

// stopsPropagation tells whether a subnet's route table keeps gateway routes off (RT-9).
func (c *compiler) stopsPropagation(s *subnet) bool {
	t := s.res.RouteTable.Target
	return t != nil && t.DisableBGPRoutePropagation.Or(false) && !s.isNamed("GatewaySubnet")
}

// looseGatewayRoutes stands for what a gateway brings that may serve the VNet.
func (c *compiler) looseGatewayRoutes(s *subnet) []*EffectiveRoute {
	gap := c.looseGateway(s.vnet)
	if gap == nil {
		return nil
	}
	set := packet.AllAddrs().Subtract(s.vnet.space)
	for _, p := range s.vnet.halves {
		set = set.Subtract(p.remoteSpace)
	}
	return []*EffectiveRoute{{NextHopType: topology.NextHopVirtualNetworkGateway, Source: VirtualNetworkGateway, Resource: s.vnet.res.ID,
		Pos: gap.Pos, Gap: gap, covers: &set, lead: func(*subnet) lead { return unknown(gap) }}}
}

func (c *compiler) gatewayRoute(g *gateway, over *half, k *learned, prefer preference) *EffectiveRoute {
	return &EffectiveRoute{Prefix: k.prefix, NextHopType: topology.NextHopVirtualNetworkGateway, Source: VirtualNetworkGateway,
		Resource: g.res.ID, Pos: k.pos, Rules: append(k.rules[:len(k.rules):len(k.rules)], "RT-3"), Gap: g.doubt,
		learned: &learnedRoute{originOf(g), k.hops, prefer}, lead: func(s *subnet) lead { return c.toTunnels(s, g, over) }}
}

// untoldRoutes stands for what a gateway learns and nobody tells: any prefix
// but those of the VNet and its peers, which BGP never beats (RT-5).
func (c *compiler) untoldRoutes(s *subnet, g *gateway, over *half) *EffectiveRoute {
	set := packet.AllAddrs().Subtract(s.vnet.space)
	for _, p := range s.vnet.halves {
		set = set.Subtract(p.remoteSpace)
	}
	return &EffectiveRoute{NextHopType: topology.NextHopVirtualNetworkGateway, Source: VirtualNetworkGateway, Resource: g.res.ID,
		Pos: g.gap.Pos, Gap: g.gap, covers: &set, lead: func(s *subnet) lead { return c.toTunnels(s, g, over) }}
}

// toTunnels leads to a gateway, over a peering where it is the peer's.
func (c *compiler) toTunnels(s *subnet, g *gateway, over *half) lead {
	if down, ok := c.isDown(g.res.ID); ok {
		return drop("gateway "+g.res.Name+" is taken down at "+down.Pos.String(), "GW-15")
	}
	if g.doubt != nil {
		return unknown(g.doubt)
	}
	if over != nil {
		return c.viaPeering(over, c.cross(over, s, g.in, packet.AddrSet{}))
	}
	return goTo(g.in)
}

// userRouteToGateway leads a user route with next hop VirtualNetworkGateway.
//
// RT-7, GW-7: to a VPN gateway, never to ExpressRoute, and not where both coexist.
func (c *compiler) userRouteToGateway(s *subnet) (lead, bool) {
	gateways, over := c.gatewaysOf(s.vnet)
	if len(gateways) == 0 {
		return lead{}, false
	}
	last := gateways[len(gateways)-1]
	if last.isExpressRoute() {
		return drop("a user route does not lead to an ExpressRoute gateway", "RT-7", "GW-7"), true
	}
	return c.toTunnels(s, last, over), true
}

// byLength orders what a gateway knows for first match.
func byLength(list []*learned) []*learned {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b *learned) int {
		return cmp.Or(cmp.Compare(b.prefix.Bits(), a.prefix.Bits()), a.prefix.Addr().Compare(b.prefix.Addr()))
	})
	return out
}
