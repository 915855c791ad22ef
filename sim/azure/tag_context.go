package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// tagContext is what the tags VirtualNetwork and Internet mean in one subnet.
// Subnets where they mean the same share one.
type tagContext struct {
	id             int
	virtualNetwork addressMatch
	internet       addressMatch
}

// contextOf returns the subnet's meaning of the contextual tags, once its routes are known.
func (c *compiler) contextOf(s *subnet) *tagContext {
	if s.like != nil {
		s = s.like
	}
	if s.context == nil {
		s.context = c.tagContext(s)
	}
	return s.context
}

// tagContext returns what the contextual tags mean in a subnet.
//
// NSG-10: VirtualNetwork is the address space of the VNet, of directly peered
// VNets whose peering allows access, what gateways know, the platform's virtual
// address, and the prefixes of the subnet's own user routes.
// NSG-11: Internet is the public space outside of it; where a public address is
// in both, reports differ.
func (c *compiler) tagContext(s *subnet) *tagContext {
	m := addressMatch{sure: s.vnet.space.Union(packet.FromAddrs(wireServer))}
	if s.vnet.gap != nil {
		m = m.maybeAlso(packet.AllAddrs(), s.vnet.gap)
	}
	for _, p := range s.vnet.halves {
		m = c.peerInTag(m, p)
	}
	if k := s.vnet.hubConn; k != nil && k.doubt == nil {
		if own, ok := k.hub.res.AddressPrefix.Get(); ok {
			m.sure = m.sure.Union(packet.FromPrefixes(own)) // peered, too
		}
	}
	for _, r := range s.candidates {
		m = c.routeInTag(m, r)
	}
	key := m.key()
	ctx := c.tags.contexts[key]
	if ctx == nil {
		ctx = &tagContext{id: len(c.tags.contexts) + 1, virtualNetwork: m, internet: internetBeside(m, c.tags.standIns)}
		c.tags.contexts[key] = ctx
	}
	return ctx
}

// routeInTag adds what a route of the subnet brings into VirtualNetwork.
func (c *compiler) routeInTag(m addressMatch, r *EffectiveRoute) addressMatch {
	if r.Source == Default && r.Gap == nil {
		return m
	}
	set := r.destinations()
	switch {
	case firstGap(r.Gap, r.typeGap) != nil:
		return m.maybeAlso(set, firstGap(r.Gap, r.typeGap))
	case r.Source == VirtualNetworkGateway && r.removed && r.ShadowedBy == nil:
		return m.maybeAlso(set, &pipeline.Gap{Resource: r.Resource, Property: "disableBgpRoutePropagation", Pos: r.Pos, Rules: rules("NSG-10"),
			Why: "whether gateway routes that a route table keeps out are in tag VirtualNetwork (not documented)", Supply: ownRule})
	case r.Source == VirtualNetworkGateway && r.ShadowedBy != nil && r.ShadowedBy.Source == User:
		return m.maybeAlso(set, &pipeline.Gap{Resource: r.Resource, Property: "routes", Pos: r.ShadowedBy.Pos, Rules: rules("NSG-10"),
			Why:    "whether a gateway's route that user route " + r.ShadowedBy.Name + " takes the place of is in tag VirtualNetwork (not documented)",
			Supply: ownRule})
	case r.Source == VirtualNetworkGateway:
		m.sure = m.sure.Union(set)
	case r.Source != User:
	case r.NextHopType == topology.NextHopInternet || r.NextHopType == topology.NextHopNone:
		return m.maybeAlso(set, &pipeline.Gap{Resource: r.Resource, Property: "nextHopType", Pos: r.Pos, Rules: rules("NSG-10"),
			Why:    "whether the prefix of user route " + r.Name + " to " + r.NextHopType.String() + " is in tag VirtualNetwork (not documented)",
			Supply: ownRule})
	default:
		m.sure = m.sure.Union(set)
	}
	return m
}

// ownRule is what makes an undocumented meaning of VirtualNetwork immaterial.
const ownRule = "a rule of the NSG's own, above the default rules, that allows or denies this traffic"

// internetBeside returns the Internet tag beside a VirtualNetwork tag.
func internetBeside(vnet addressMatch, standIns packet.AddrSet) addressMatch {
	public := publicSpace.Union(standIns)
	in := addressMatch{sure: public.Subtract(vnet.sure).Subtract(vnet.maybe)}
	both := public.Subtract(in.sure)
	if both.IsEmpty() {
		return in
	}
	return in.maybeAlso(both, &pipeline.Gap{Property: "Internet", Rules: rules("NSG-11"),
		Why: "whether public addresses that tag VirtualNetwork holds are in tag Internet too (reports differ)"})
}
