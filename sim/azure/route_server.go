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

// injected is one prefix that a route server learned, and from whom.
type injected struct {
	prefix netip.Prefix
	hops   int          // of the AS path
	to     []netip.Addr // next hops of equal paths; none: not known
	pos    source.Pos
	gap    *pipeline.Gap // why a next hop is not known
}

// routeServersOf returns the route servers that serve a VNet: its own, else
// those of the peer whose gateways it uses.
func (c *compiler) routeServersOf(v *vnet) []*topology.RouteServer {
	if own := c.routeServersIn(v); len(own) > 0 {
		return own
	}
	for _, p := range v.halves {
		if p.usesRemoteGateways() {
			return c.routeServersIn(p.remote)
		}
	}
	return nil
}

func (c *compiler) routeServersIn(v *vnet) []*topology.RouteServer {
	var list []*topology.RouteServer
	for _, rs := range c.design.RouteServers {
		if s := c.subnetOf[rs.Subnet.Target]; s != nil && s.vnet == v {
			list = append(list, rs)
		}
	}
	return list
}

// routeServerRoutes are the routes that route servers bring to a subnet.
//
// RT-24: what appliances announce, in the VNet and in peers that use its
// gateways; the appliance, or the next hop that it announces, is the next hop.
// The default route lands on every subnet, the appliance's own too.
func (c *compiler) routeServerRoutes(s *subnet) []*EffectiveRoute {
	var list []*EffectiveRoute
	prefer := c.preferenceOf(s.vnet)
	for _, rs := range c.routeServersOf(s.vnet) {
		if _, down := c.isDown(rs.ID); down {
			continue
		}
		if gap := c.doubtOf(rs.ID); gap != nil {
			set := packet.AllAddrs().Subtract(s.vnet.space)
			list = append(list, &EffectiveRoute{NextHopType: topology.NextHopVirtualNetworkGateway, Source: VirtualNetworkGateway, Resource: rs.ID,
				Pos: rs.Pos, Gap: gap, covers: &set, lead: func(*subnet) lead { return unknown(gap) }})
		}
		for _, in := range c.injectedBy(rs) {
			list = append(list, c.injectedRoute(rs, in, prefer))
		}
		if r := c.untoldInjected(s, rs); r != nil {
			list = append(list, r)
		}
	}
	return list
}

// injectedBy returns what the facts say that a route server learned; of equal
// prefixes the shortest paths, and several if they are equal (RT-21).
func (c *compiler) injectedBy(rs *topology.RouteServer) []*injected {
	var list []*injected
	for _, f := range c.design.Facts.LearnedRoutes {
		if f.By != topology.Node(rs) {
			continue
		}
		hop, gap := c.announcer(rs, f)
		for _, p := range f.Prefixes {
			list = addInjected(list, &injected{prefix: p.Masked(), hops: len(f.ASPath), to: hop, pos: f.Pos, gap: gap})
		}
	}
	return list
}

func addInjected(list []*injected, in *injected) []*injected {
	i := slices.IndexFunc(list, func(o *injected) bool { return o.prefix == in.prefix })
	switch {
	case i < 0:
		return append(list, in)
	case in.hops < list[i].hops:
		list[i] = in
	case in.hops == list[i].hops:
		list[i].gap = firstGap(list[i].gap, in.gap)
		for _, a := range in.to {
			if !slices.Contains(list[i].to, a) {
				list[i].to = append(list[i].to, a)
			}
		}
	}
	return list
}

// announcer returns the next hop of a learned route: the one given, else the
// address of the peer or machine that it is from, else of the only peer.
func (c *compiler) announcer(rs *topology.RouteServer, f *topology.LearnedRoute) ([]netip.Addr, *pipeline.Gap) {
	if a, ok := f.NextHop.Get(); ok {
		return []netip.Addr{a}, nil
	}
	for _, p := range rs.Peers {
		if a, ok := p.IPAddress.Get(); ok && (strings.EqualFold(p.Name, f.From) || f.From == "" && len(rs.Peers) == 1) {
			return []netip.Addr{a}, nil
		}
	}
	for _, n := range c.nics {
		if a, ok := n.addrs().Lowest(); ok && f.From != "" && c.isNamed(n, f.From) {
			return []netip.Addr{a}, nil
		}
	}
	return nil, &pipeline.Gap{Resource: rs.ID, Property: "learnedRoutes", Pos: f.Pos, Rules: rules("RT-24"),
		Why: "which appliance announced the routes that route server " + rs.Name + " learned", Supply: "nextHopIpAddress in the learned route of the facts"}
}

// isNamed tells whether an interface or its machine bears a name.
func (c *compiler) isNamed(n *nic, name string) bool {
	if strings.EqualFold(n.res.Name, name) {
		return true
	}
	return n.res.Owner != nil && strings.EqualFold(n.res.Owner.Base().Name, name)
}

func (c *compiler) injectedRoute(rs *topology.RouteServer, in *injected, prefer preference) *EffectiveRoute {
	return &EffectiveRoute{Prefix: in.prefix, NextHopType: topology.NextHopVirtualNetworkGateway, NextHopIPs: in.to, Source: VirtualNetworkGateway,
		Resource: rs.ID, Pos: in.pos, Rules: rules("RT-24"), learned: &learnedRoute{fromAppliance, in.hops, prefer}, lead: func(s *subnet) lead {
			switch {
			case in.gap != nil:
				return unknown(in.gap)
			case len(in.to) == 1:
				return c.toNextHopAddress(s, in.to[0], rs.ID)
			}
			return c.toAnyOf(s, in.to, rs.ID)
		}}
}

// untoldInjected stands for what a route server learns from peers of which no
// fact tells: any prefix but those of the VNet and its peers (RT-5).
func (c *compiler) untoldInjected(s *subnet, rs *topology.RouteServer) *EffectiveRoute {
	peer := c.untoldPeer(rs)
	if peer == nil {
		return nil
	}
	set := packet.AllAddrs().Subtract(s.vnet.space)
	for _, p := range s.vnet.halves {
		set = set.Subtract(p.remoteSpace)
	}
	gap := &pipeline.Gap{Resource: rs.ID, Property: "learnedRoutes", Pos: peer.Pos, Rules: rules("RT-24"),
		Why:    "which prefixes route server " + rs.Name + " learns by BGP from " + peer.Name,
		Supply: "learnedRoutes: [{routeServer: " + rs.Name + ", from: " + peer.Name + ", prefixes: [...]}] in a facts file"}
	return &EffectiveRoute{NextHopType: topology.NextHopVirtualNetworkGateway, Source: VirtualNetworkGateway, Resource: rs.ID, Pos: peer.Pos,
		Gap: gap, covers: &set, lead: func(s *subnet) lead {
			if a, ok := peer.IPAddress.Get(); ok {
				return c.toNextHopAddress(s, a, rs.ID)
			}
			return unknown(gap)
		}}
}

// untoldPeer returns the first peer of which no fact tells what it announces.
func (c *compiler) untoldPeer(rs *topology.RouteServer) *topology.BGPPeer {
	for _, p := range rs.Peers {
		told := slices.ContainsFunc(c.design.Facts.LearnedRoutes, func(f *topology.LearnedRoute) bool {
			return f.By == topology.Node(rs) && (f.From == "" || strings.EqualFold(f.From, p.Name) || f.NextHop.Or(netip.Addr{}) == p.IPAddress.Or(netip.IPv6Unspecified()) ||
				slices.ContainsFunc(c.nics, func(n *nic) bool { return c.isNamed(n, f.From) && n.addrs().Contains(p.IPAddress.Or(netip.Addr{})) }))
		})
		if !told {
			return p
		}
	}
	return nil
}

// exchanged returns what a gateway tells its branches of what the route server
// of its VNet learned: with branch-to-branch on, and never the default route (GW-12).
func (c *compiler) exchanged(g *gateway) packet.AddrSet {
	var set packet.AddrSet
	for _, rs := range c.routeServersIn(g.subnet.vnet) {
		if !rs.AllowBranchToBranch.Or(false) {
			continue
		}
		for _, in := range c.injectedBy(rs) {
			if in.prefix.Bits() > 0 {
				set = set.Union(packet.FromPrefixes(in.prefix))
			}
		}
	}
	return set
}

// announces tells whether a prefix has an appliance, or a front end before it, as next hop.
func (c *compiler) announces(a *appliance, in *injected) bool {
	return slices.ContainsFunc(a.nics, func(n *nic) bool {
		return slices.ContainsFunc(in.to, n.addrs().Contains) ||
			slices.ContainsFunc(c.balancers.frontends, func(f *frontend) bool {
				return !f.isPublic() && slices.Contains(in.to, f.held.addr) && c.sendsTo(f, n.addrs())
			})
	})
}

// beyondAppliance returns the table before next that takes what an appliance
// announces to a route server: what lies behind it is not in the design.
func (c *compiler) beyondAppliance(a *appliance, n *nic, next pipeline.TableID) pipeline.TableID {
	var set packet.AddrSet
	for _, rs := range c.design.RouteServers {
		for _, in := range c.injectedBy(rs) {
			if in.prefix.Bits() > 0 && c.announces(a, in) {
				set = set.Union(packet.FromPrefixes(in.prefix))
			}
		}
	}
	for _, v := range c.vnets {
		set = set.Subtract(v.space)
	}
	if set.IsEmpty() {
		return next
	}
	gap := &pipeline.Gap{Resource: n.res.ID, Property: "learnedRoutes", Pos: n.res.Pos, Rules: rules("RT-24"),
		Why: "what is behind " + n.point.name + ", which announces " + set.String() + " to the route server"}
	beyond := unmodelled(gap)
	beyond.Dst = &set
	return c.b.Table(n.point.node, pipeline.PlumbingTable, "beyond "+n.point.name, nil, beyond,
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}})
}
