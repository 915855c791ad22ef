package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// unlinkedOf is why a hub may be connected to more than it is known to be: the
// other end of a connection, a gateway or a list of them is not in the input.
func (c *compiler) unlinkedOf(h *hub) *pipeline.Gap {
	if gap := c.incompleteGap(h.res.ID); gap != nil {
		return gap
	}
	for _, res := range h.res.Connections {
		v := c.vnetOf[res.RemoteVNet.Target]
		if v != nil && v.gap != nil {
			return v.gap
		}
		if v == nil && res.RemoteVNet.IsSet() {
			return danglingGap(res.RemoteVNet, res.ID, "remoteVirtualNetwork", "which prefixes connection "+res.Name+" of hub "+h.res.Name+" brings", "VWAN-1")
		}
	}
	return firstGap(c.unlinkedVPN(h), c.unlinkedExpressRoute(h), c.unlinkedClients(h))
}

func (c *compiler) unlinkedVPN(h *hub) *pipeline.Gap {
	for _, g := range c.design.HubVPNGateways {
		if gap := gatewayOfHub(c, h, g.Hub, g.ID); gap != nil {
			return gap
		}
		if g.Hub.Target != h.res {
			continue
		}
		for _, con := range g.Connections {
			if c.siteOf[con.Site.ID.Key()] == nil {
				return danglingGap(con.Site, con.ID, "remoteVpnSite", "which prefixes connection "+con.Name+" of "+g.Name+" brings", "VWAN-1")
			}
		}
	}
	return nil
}

func (c *compiler) unlinkedExpressRoute(h *hub) *pipeline.Gap {
	for _, g := range c.design.HubExpressRouteGateways {
		if gap := gatewayOfHub(c, h, g.Hub, g.ID); gap != nil {
			return gap
		}
		if g.Hub.Target != h.res {
			continue
		}
		for _, con := range g.Connections {
			if c.siteOf[con.Circuit.ID.Key()] == nil {
				return danglingGap(con.Circuit, con.ID, "expressRouteCircuitPeering", "which prefixes connection "+con.Name+" of "+g.Name+" brings", "VWAN-1")
			}
		}
	}
	return nil
}

func (c *compiler) unlinkedClients(h *hub) *pipeline.Gap {
	for _, g := range c.design.HubP2SGateways {
		if gap := gatewayOfHub(c, h, g.Hub, g.ID); gap != nil {
			return gap
		}
		if u := g.ClientAddressPool.Unknown(); u != nil && g.Hub.Target == h.res {
			return unknownGap(u, g.ID, "vpnClientAddressPool", "which addresses the clients of "+g.Name+" have", g.ClientAddressPool.Pos, "GW-13")
		}
	}
	return nil
}

// gatewayOfHub is why a gateway may be the hub's, or what it brings is not known.
func gatewayOfHub(c *compiler, h *hub, of topology.Ref[topology.VirtualHub], gateway topology.ID) *pipeline.Gap {
	switch {
	case of.Why != nil:
		return danglingGap(of, gateway, "virtualHub", "in which hub gateway "+gateway.Name()+" stands", "VWAN-1")
	case of.Target == h.res:
		return c.incompleteGap(gateway)
	}
	return nil
}

// looseHubRoutes stand for a hub that a VNet may be connected to: connections
// are not all known, or not to which VNet one leads (VWAN-9: to one hub at most).
func (c *compiler) looseHubRoutes(s *subnet) []*EffectiveRoute {
	gap := c.looseHubConn()
	if gap == nil {
		return nil
	}
	set := packet.AllAddrs().Subtract(s.vnet.space)
	return []*EffectiveRoute{{NextHopType: topology.NextHopVirtualNetworkGateway, Source: VirtualNetworkGateway, Resource: s.vnet.res.ID,
		Pos: gap.Pos, Gap: gap, covers: &set, lead: func(*subnet) lead { return unknown(gap) }}}
}

func (c *compiler) looseHubConn() *pipeline.Gap {
	for _, h := range c.hubs {
		for _, part := range h.res.Incomplete {
			if key := lastKey(part.Property); key == "hubvirtualnetworkconnections" || key == "properties" {
				return unknownGap(&part.Unknown, h.res.ID, part.Property, "which VNets are connected to hub "+h.res.Name, part.Pos, "VWAN-1")
			}
		}
		for _, res := range h.res.Connections {
			if res.RemoteVNet.Why != nil {
				return danglingGap(res.RemoteVNet, res.ID, "remoteVirtualNetwork", "which VNet connection "+res.Name+" of hub "+h.res.Name+" leads to", "VWAN-1")
			}
		}
	}
	return nil
}
