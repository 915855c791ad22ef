package azure

import (
	"net/netip"

	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/topology"
)

// userRoutes are the routes of the subnet's route table.
func (c *compiler) userRoutes(s *subnet) []*EffectiveRoute {
	ref := s.res.RouteTable
	switch {
	case !ref.IsSet():
		return nil
	case ref.Target == nil:
		return []*EffectiveRoute{unknownRoutes(s, danglingGap(ref, s.res.ID, "routeTable", "which user routes "+s.path()+" has"))}
	}
	var list []*EffectiveRoute
	if gap := c.ignoredGap(ref.Target.ID); gap != nil {
		list = append(list, unknownRoutes(s, gap))
	}
	for _, r := range ref.Target.Routes {
		list = append(list, c.userRoute(ref.Target, r)...)
	}
	for _, part := range ref.Target.Incomplete {
		list = append(list, unknownRoutes(s, unknownGap(&part.Unknown, ref.Target.ID, part.Property, "which routes table "+ref.Target.Name+" has", part.Pos)))
	}
	return list
}

// unknownRoutes stands for user routes that nobody knows: to anywhere, by anything.
func unknownRoutes(s *subnet, gap *pipeline.Gap) *EffectiveRoute {
	return &EffectiveRoute{Source: User, Resource: s.res.ID, Pos: gap.Pos, Gap: gap, covers: everything(),
		lead: func(*subnet) lead { return unknown(gap) }}
}

// userRoute returns the candidates of one user route: one for a prefix, one for
// each prefix of a service tag.
func (c *compiler) userRoute(table *topology.RouteTable, r *topology.Route) []*EffectiveRoute {
	route := EffectiveRoute{Tag: r.Tag, Source: User, Name: table.Name + "/" + r.Name, Resource: r.ID, Pos: r.Pos,
		NextHopType: r.NextHopType.Or(topology.NextHopUnset), Rules: rules("RT-4")}
	route.NextHopIPs = c.nextHops(r)
	if u := r.NextHopType.Unknown(); u != nil {
		route.typeGap = unknownGap(u, r.ID, "nextHopType", "where user route "+r.Name+" leads", r.NextHopType.Pos)
	}
	route.lead = func(s *subnet) lead {
		if route.typeGap != nil {
			return unknown(route.typeGap)
		}
		return c.userNextHop(s, r)
	}
	route.Gap = c.ignoredGap(r.ID)
	if r.Tag != "" {
		return c.tagRoutes(route)
	}
	if u := r.AddressPrefix.Unknown(); u != nil {
		route.Gap = unknownGap(u, r.ID, "addressPrefix", "which prefix user route "+route.Name+" has", r.AddressPrefix.Pos)
		route.covers = everything()
		return []*EffectiveRoute{&route}
	}
	route.Prefix = r.AddressPrefix.Or(netip.Prefix{}).Masked()
	return []*EffectiveRoute{&route}
}

func (c *compiler) nextHops(r *topology.Route) []netip.Addr {
	if a, ok := r.NextHopIP.Get(); ok {
		return []netip.Addr{a}
	}
	if a, ok := c.promised(r.NextHopIP.Unknown()); ok {
		return []netip.Addr{a}
	}
	return r.NextHopIPs.Or(nil)
}

// tagRoutes are the candidates of a user route to a service tag.
//
// RT-12: it stands for the tag's prefixes.
func (c *compiler) tagRoutes(route EffectiveRoute) []*EffectiveRoute {
	route.Rules = rules("RT-12")
	m := c.tag(route.Tag)
	var list []*EffectiveRoute
	for _, p := range m.sure.Prefixes() {
		r := route
		r.Prefix = p
		r.hidden = c.tags.standIns.Contains(p.Addr())
		list = append(list, &r)
	}
	if m.gap != nil {
		r := route
		r.Gap, r.covers = m.gap, &m.maybe
		list = append(list, &r)
	}
	return list
}

// userNextHop returns where a user route leads.
//
// RT-7: the types of next hop that a user route may have.
func (c *compiler) userNextHop(s *subnet, r *topology.Route) lead {
	switch t := r.NextHopType.Or(topology.NextHopUnset); t {
	case topology.VnetLocal:
		return toVNet(s)
	case topology.NextHopInternet:
		return toInternet(s)
	case topology.NextHopNone:
		return drop("user route with next hop None", "RT-7")
	case topology.VirtualAppliance:
		return c.toAppliance(s, r)
	case topology.VirtualApplianceECMP:
		return c.toAppliances(s, r)
	case topology.NextHopVirtualNetworkGateway:
		return c.toGateway(s, r)
	default:
		return unknown(&pipeline.Gap{Resource: r.ID, Property: "nextHopType", Pos: r.Pos, Why: "what next hop type " + t.String() + " does"})
	}
}

// toAppliance leads to the holder of the next hop address.
func (c *compiler) toAppliance(s *subnet, r *topology.Route) lead {
	if a, ok := c.promised(r.NextHopIP.Unknown()); ok {
		return c.toNextHopAddress(s, a, r.ID)
	}
	if u := r.NextHopIP.Unknown(); u != nil {
		return unknown(unknownGap(u, r.ID, "nextHopIpAddress", "which appliance user route "+r.Name+" leads to", r.NextHopIP.Pos))
	}
	a, ok := r.NextHopIP.Get()
	if !ok {
		return drop("the route names no next hop address", "RT-8")
	}
	return c.toNextHopAddress(s, a, r.ID)
}

// toAppliances splits over several appliances.
//
// RT-21: each of equal paths is real.
func (c *compiler) toAppliances(s *subnet, r *topology.Route) lead {
	if u := r.NextHopIPs.Unknown(); u != nil {
		return unknown(unknownGap(u, r.ID, "nextHopIpAddresses", "which appliances user route "+r.Name+" leads to", r.NextHopIPs.Pos))
	}
	return c.toAnyOf(s, r.NextHopIPs.Or(nil), r.ID)
}

// toAnyOf splits over the holders of several next hop addresses (RT-21).
func (c *compiler) toAnyOf(s *subnet, list []netip.Addr, owner topology.ID) lead {
	if len(list) == 0 {
		return drop("the route names no next hop address", "RT-8")
	}
	split := lead{action: pipeline.Action{Kind: pipeline.Split}, rules: []rule.ID{"RT-21"}}
	for _, a := range list {
		way := c.toNextHopAddress(s, a, owner)
		split.action.Ways = append(split.action.Ways, way.action)
		split.gap = firstGap(split.gap, way.gap)
		split.assumed = append(split.assumed, way.assumed...)
	}
	return split
}

// toNextHopAddress leads to whoever holds an address in the subnet's VNet or in
// one that is directly peered.
//
// RT-8: nothing else is reachable as a next hop, and the address is not routed again.
func (c *compiler) toNextHopAddress(s *subnet, a netip.Addr, owner topology.ID) lead {
	for _, find := range nextHopFinders {
		if to, ok := find(c, s, a); ok {
			return to
		}
	}
	if h, over := c.holder(s.vnet, a); h != nil {
		to := goTo(h.nextHop())
		if over != nil {
			to = c.acrossTo(over, s, h)
		}
		to.assumed = assumptions(h.assumed)
		return to
	}
	if gap := c.unseenPeer(s.vnet, a); gap != nil {
		return unknown(gap)
	}
	if gap := c.strangerAt(s.vnet, a); gap != nil {
		return unknown(gap)
	}
	if s.vnet.space.Contains(a) || c.inPeer(s.vnet, a) {
		return drop("nothing holds the next hop "+a.String(), "RT-8")
	}
	return drop("next hop "+a.String()+" is neither in VNet "+s.vnet.res.Name+" nor in one that is directly peered", "RT-8")
}

// strangerAt returns the gap of a resource that is not modelled and may hold an
// address of the VNet or of a direct peer.
func (c *compiler) strangerAt(v *vnet, a netip.Addr) *pipeline.Gap {
	if v.space.Contains(a) {
		return c.looseAt(v, a)
	}
	for _, p := range v.halves {
		if !p.connected || p.remote == nil {
			continue
		}
		if p.remote.space.Contains(a) {
			return c.looseAt(p.remote, a)
		}
	}
	return nil
}

// inPeer tells whether an address lies in a directly peered VNet.
func (c *compiler) inPeer(v *vnet, a netip.Addr) bool {
	for _, p := range v.halves {
		if p.connected && p.remoteSpace.Contains(a) {
			return true
		}
	}
	return false
}

// toGateway leads to the VNet's virtual network gateway.
//
// RT-25: without one, its own or by transit, the packet is dropped.
func (c *compiler) toGateway(s *subnet, r *topology.Route) lead {
	for _, find := range gatewayFinders {
		if to, ok := find(c, s); ok {
			return to
		}
	}
	if gap := c.looseGateway(s.vnet); gap != nil {
		return unknown(gap)
	}
	return drop("VNet "+s.vnet.res.Name+" has no virtual network gateway, of its own or by transit", "RT-25")
}
