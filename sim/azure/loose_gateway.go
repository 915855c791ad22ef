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
