package azure

import (
	"net/netip"

	"vnetproof/sim/packet"
	"vnetproof/topology"
)

// vnetRoutes are the system routes of the VNet's own space.
//
// One for each address prefix of the VNet, none for subnets (RT-1).
// RT-13: only a user route at least as specific takes traffic inside the VNet.
func (c *compiler) vnetRoutes(s *subnet) []*EffectiveRoute {
	v := s.vnet
	var list []*EffectiveRoute
	for _, p := range v.prefixes {
		list = append(list, c.systemRoute(s, p, topology.VnetLocal, toVNet))
	}
	if v.gap != nil {
		r := c.systemRoute(s, netip.Prefix{}, topology.VnetLocal, toVNet)
		r.Gap, r.covers = v.gap, everything()
		list = append(list, r)
	}
	return list
}

func everything() *packet.AddrSet {
	all := packet.AllAddrs()
	return &all
}

// toVNet leads to whoever holds the address in the subnet's own VNet.
func toVNet(s *subnet) lead { return goTo(s.vnet.delivery) }

// internetRoutes are the default routes.
//
// V6-2: 0.0.0.0/0, and where the VNet has IPv6 ::/0; fc00::/7 has next hop None.
func (c *compiler) internetRoutes(s *subnet) []*EffectiveRoute {
	list := []*EffectiveRoute{c.systemRoute(s, defaultRoute4, topology.NextHopInternet, toInternet)}
	if s.vnet.hasIPv6() {
		list = append(list, c.systemRoute(s, defaultRoute6, topology.NextHopInternet, toInternet))
	}
	return list
}

func toInternet(s *subnet) lead { return goTo(s.outbound) }

// noneRoutes are the ranges that Azure does not send to the internet (RT-1, V6-2).
func (c *compiler) noneRoutes(s *subnet) []*EffectiveRoute {
	list := make([]*EffectiveRoute, 0, len(nonePrefixes))
	for _, p := range nonePrefixes {
		if p.Addr().Is4() || s.vnet.hasIPv6() {
			list = append(list, c.systemRoute(s, p, topology.NextHopNone, toNone))
		}
	}
	return list
}

func toNone(*subnet) lead { return drop("next hop None") }

func (v *vnet) hasIPv6() bool { return !v.space.OfFamily(packet.IPv6).IsEmpty() }

var ofSystemRoutes = rules("RT-1")

// systemRoute makes a system route of a subnet, which stands where the subnet stands.
func (c *compiler) systemRoute(s *subnet, p netip.Prefix, t topology.NextHopType, to func(*subnet) lead) *EffectiveRoute {
	return &EffectiveRoute{Prefix: p, NextHopType: t, Source: Default, Resource: s.res.ID, Pos: s.res.Pos, Rules: ofSystemRoutes, lead: to}
}
