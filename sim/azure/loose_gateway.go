package azure

import (
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// looseGateway is why a gateway may serve a VNet that is not known to: one of
// which nobody knows where it stands, or that of a peer, whose transit is not known.
func (c *compiler) looseGateway(v *vnet) *pipeline.Gap {
	if gap := c.looseGatewayIn(v); gap != nil {
		return gap
	}
	if len(c.gatewaysIn(v)) > 0 {
		return nil
	}
	for _, p := range v.halves {
		if gap := c.looseTransit(p); gap != nil {
			return gap
		}
	}
	return nil
}

func (c *compiler) looseGatewayIn(v *vnet) *pipeline.Gap {
	if lostPart(&v.res.Resource, "subnets", "properties") != nil {
		for _, h := range c.loose.hosts {
			if h.subnet == "GatewaySubnet" {
				return h.gap
			}
		}
	}
	for _, s := range v.subnets {
		if !s.isNamed("GatewaySubnet") {
			continue
		}
		if list := c.looseIn(s); len(list) > 0 {
			return list[0].gap
		}
	}
	return nil
}

// looseTransit is why the gateway of a peer may serve the VNet (PEER-5).
func (c *compiler) looseTransit(p *half) *pipeline.Gap {
	use := p.res.UseRemoteGateways
	switch {
	case !p.connected || !use.Or(use.Unknown() != nil):
		return nil
	case p.remote == nil:
		return danglingGap(p.res.Remote, p.res.ID, "remoteVirtualNetwork", "which prefixes the gateway of the peer of "+p.local.res.Name+" brings", "PEER-5")
	case len(c.gatewaysIn(p.remote)) == 0:
		return c.looseGatewayIn(p.remote)
	case use.Unknown() != nil:
		return unknownGap(use.Unknown(), p.res.ID, "useRemoteGateways", "whether peering "+p.res.Name+" uses the peer's gateway", use.Pos, "PEER-5")
	case p.res.Other == nil:
		return c.otherHalfGap(p.res)
	}
	return unknownTransit(p.res.Other)
}

func unknownTransit(p *topology.Peering) *pipeline.Gap {
	if u := p.AllowGatewayTransit.Unknown(); u != nil {
		return unknownGap(u, p.ID, "allowGatewayTransit", "whether peering "+p.Name+" allows gateway transit", p.AllowGatewayTransit.Pos, "PEER-5")
	}
	return nil
}

// looseReach is why a site may be told of addresses that it is not known to be
// told of: what its gateways serve, or which gateways lead to it, is not all known.
func (c *compiler) looseReach(s *site) *pipeline.Gap {
	for _, l := range s.links {
		if l.gateway == nil {
			continue
		}
		if gap := firstGap(l.gateway.doubt, c.looseUsers(l.gateway)); gap != nil {
			return gap
		}
	}
	for _, con := range c.design.Connections {
		if gap := c.looseConnection(con, s); gap != nil {
			return gap
		}
	}
	return nil
}

// looseConnection is why a connection may lead to a site from somewhere.
func (c *compiler) looseConnection(con *topology.Connection, s *site) *pipeline.Gap {
	const why = "which gateway connection "
	switch {
	case con.LocalGateway.Why != nil:
		return danglingGap(con.LocalGateway, con.ID, "localNetworkGateway2", "to which site connection "+con.Name+" leads", "GW-2")
	case con.Circuit.Why != nil:
		return danglingGap(con.Circuit, con.ID, "peer", "to which circuit connection "+con.Name+" leads", "GW-7")
	case !con.LocalGateway.ID.Equal(s.id) && !con.Circuit.ID.Equal(s.id):
		return nil
	case con.Gateway.Dangles():
		return danglingGap(con.Gateway, con.ID, "virtualNetworkGateway1", why+con.Name+" is of", "GW-1")
	case con.Gateway.Target != nil && c.gatewayOf[con.Gateway.Target] == nil:
		return firstGap(c.doubtOf(con.Gateway.ID), &pipeline.Gap{Resource: con.Gateway.ID, Property: "ipConfigurations", Pos: con.Gateway.Target.Pos, Rules: rules("GW-1"),
			Why: "in which VNet gateway " + con.Gateway.Target.Name + " stands", Supply: "the VNet of its subnet"})
	}
	return nil
}

// looseUsers is why a gateway may serve addresses that it is not known to serve.
func (c *compiler) looseUsers(g *gateway) *pipeline.Gap {
	v := g.subnet.vnet
	if gap := firstGap(v.gap, c.incompleteGap(v.res.ID)); gap != nil {
		return gap
	}
	for _, p := range v.halves {
		transit := p.res.AllowGatewayTransit
		if !p.connected || !transit.Or(transit.Unknown() != nil) {
			continue
		}
		if p.remote == nil {
			return danglingGap(p.res.Remote, p.res.ID, "remoteVirtualNetwork", "whether the peer of "+v.res.Name+" uses its gateway", "PEER-5")
		}
		if gap := firstGap(p.gap, unknownTransit(p.res), c.otherHalfGap(p.res), unknownUse(p.res.Other)); gap != nil {
			return gap
		}
	}
	return nil
}

func unknownUse(p *topology.Peering) *pipeline.Gap {
	if p == nil {
		return nil
	}
	if u := p.UseRemoteGateways.Unknown(); u != nil {
		return unknownGap(u, p.ID, "useRemoteGateways", "whether peering "+p.Name+" uses the peer's gateway", p.UseRemoteGateways.Pos, "PEER-5")
	}
	return nil
}
