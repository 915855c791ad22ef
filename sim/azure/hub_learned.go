package azure

import (
	"net/netip"
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// learnByHub gives a branch what the facts say that its hub learned from it.
//
// GW-3, VWAN-1: what comes by BGP is not in a design: a fact, else unknown.
func (c *compiler) learnByHub(k *hubConn, l *link) {
	for _, f := range c.design.Facts.LearnedRoutes {
		if f.By == topology.Node(k.hub.res) && f.From != "" && l.speaks(f.From) {
			for _, p := range f.Prefixes {
				k.learned = append(k.learned, hubPrefix{prefix: p, hops: len(f.ASPath)})
			}
			k.site.learn(f.Prefixes)
		}
	}
}

// bringsDefault tells whether the branch announces 0.0.0.0/0 to its hub.
func (k *hubConn) bringsDefault() bool {
	return k != nil && slices.ContainsFunc(k.learned, func(p hubPrefix) bool { return p.prefix == defaultRoute4 })
}

// untold is why the prefixes of one of a hub's branches are not known; nil if
// all are: those of a circuit, and of a site without static ones, come by BGP.
func (h *hub) untold() *pipeline.Gap {
	for _, k := range h.conns {
		s := k.site
		if s == nil || s.pool || s.described || len(s.dynamic)+len(k.learned) > 0 || !s.isCircuit && len(s.static) > 0 {
			continue
		}
		return &pipeline.Gap{Resource: h.res.ID, Property: "learnedRoutes", Pos: k.pos, Rules: rules("GW-3"),
			Why:    "which prefixes hub " + h.res.Name + " learns by BGP from " + s.name,
			Supply: "learnedRoutes: [{virtualHub: " + h.res.Name + ", from: " + s.name + ", prefixes: [...]}] in a facts file"}
	}
	return nil
}

// untoldOf is the same of a hub and the hubs that it learns from (VWAN-6).
func (c *compiler) untoldOf(h *hub) *pipeline.Gap {
	if gap := h.untold(); gap != nil {
		return gap
	}
	for _, other := range c.hubs {
		if other == h || !sameWAN(h, other) {
			continue
		}
		if gap := other.untold(); gap != nil {
			return gap
		}
	}
	return nil
}

// untoldRows stand before the end of a hub's table where a branch may have the address.
func (c *compiler) untoldRows(h *hub) []pipeline.Row {
	gap := c.untoldOf(h)
	if gap == nil {
		return nil
	}
	return []pipeline.Row{unmodelled(gap)}
}

// untoldHubRoute stands for what a hub learns and nobody tells: any prefix but
// those of the VNet and its peers, and nothing that the hub surely knows.
func (c *compiler) untoldHubRoute(s *subnet, k *hubConn, known []netip.Prefix) []*EffectiveRoute {
	gap := c.untoldOf(k.hub)
	if gap == nil {
		return nil
	}
	set := packet.AllAddrs().Subtract(s.vnet.space).Subtract(packet.FromPrefixes(known...))
	for _, p := range s.vnet.halves {
		set = set.Subtract(p.remoteSpace)
	}
	return []*EffectiveRoute{{NextHopType: topology.NextHopVirtualNetworkGateway, Source: VirtualNetworkGateway, Resource: k.id, Pos: gap.Pos, Gap: gap,
		covers: &set, lead: func(*subnet) lead { return goTo(k.in) }}}
}
