package azure

import (
	"net/netip"
	"slices"
	"strings"

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
			k.told = true
		}
	}
}

// learnFromPeers gives the connection of a VNet what the facts say that the hub
// learned over it from appliances that it speaks BGP with.
func (k *hubConn) learnFromPeers(c *compiler) {
	for _, p := range k.hub.res.Peers {
		if !p.HubConnection.ID.Equal(k.id) {
			continue
		}
		for _, f := range c.design.Facts.LearnedRoutes {
			if f.By != topology.Node(k.hub.res) || !isFromPeer(f, p) {
				continue
			}
			hop := f.NextHop
			if hop.IsAbsent() {
				hop = p.IPAddress
			}
			for _, prefix := range f.Prefixes {
				k.learned = append(k.learned, hubPrefix{prefix: prefix, hops: len(f.ASPath)})
			}
			k.bgp = append(k.bgp, topology.VNetStaticRoute{Name: p.Name, Prefixes: topology.Known(f.Prefixes, f.Pos), NextHopIP: hop, Pos: f.Pos})
		}
	}
}

// isFromPeer tells whether a learned route came from a BGP peer.
func isFromPeer(f *topology.LearnedRoute, p *topology.BGPPeer) bool {
	own, ok := p.IPAddress.Get()
	return strings.EqualFold(f.From, p.Name) || ok && f.From == own.String()
}

// untoldPeer is why the prefixes of one of a hub's BGP peers are not known; nil if all are.
func (h *hub) untoldPeer(c *compiler) *pipeline.Gap {
	for _, p := range h.res.Peers {
		told := slices.ContainsFunc(c.design.Facts.LearnedRoutes, func(f *topology.LearnedRoute) bool {
			return f.By == topology.Node(h.res) && isFromPeer(f, p)
		})
		if told && c.hubConnOf(p.HubConnection.ID) != nil {
			continue
		}
		return &pipeline.Gap{Resource: p.ID, Property: "learnedRoutes", Pos: p.Pos, Rules: rules("GW-3"),
			Why:    "which prefixes hub " + h.res.Name + " learns by BGP from " + p.Name + ", and over which connection",
			Supply: "learnedRoutes: [{virtualHub: " + h.res.Name + ", from: " + p.Name + ", prefixes: [...]}] in a facts file, and the peer's connection in the design"}
	}
	return nil
}

// bringsDefault tells whether the branch announces 0.0.0.0/0 to its hub.
func (k *hubConn) bringsDefault() bool {
	return k != nil && slices.ContainsFunc(k.learned, func(p hubPrefix) bool { return p.prefix == defaultRoute4 })
}

// untold is why the prefixes of one of a hub's branches are not known; nil if
// all are: those of a circuit, and of a site without static ones, come by BGP,
// and so may others of a site that speaks it.
func (h *hub) untold(c *compiler) *pipeline.Gap {
	if gap := firstGap(h.untoldPeer(c), c.unlinkedOf(h)); gap != nil {
		return gap
	}
	for _, k := range h.conns {
		if gap := k.unlistedStatic(); gap != nil {
			return gap
		}
		s := k.site
		if s == nil || s.pool || s.described || k.told || len(s.dynamic) > 0 || !k.bgpOn && len(s.static) > 0 {
			continue
		}
		return &pipeline.Gap{Resource: h.res.ID, Property: "learnedRoutes", Pos: k.pos, Rules: rules("GW-3"),
			Why:    "which prefixes hub " + h.res.Name + " learns by BGP from " + s.name,
			Supply: "learnedRoutes: [{virtualHub: " + h.res.Name + ", from: " + s.name + ", prefixes: [...]}] in a facts file"}
	}
	return nil
}

// unlistedStatic is why the prefixes of a static route of a VNet's connection are
// not known, which it brings to its hub; nil if all are.
func (k *hubConn) unlistedStatic() *pipeline.Gap {
	if k.vnet == nil || !k.routing.PropagateStatic.Or(true) {
		return nil
	}
	for _, r := range k.routing.VNetRoutes {
		if u := r.Prefixes.Unknown(); u != nil {
			return unknownGap(u, k.id, "addressPrefixes", "which prefixes static route "+r.Name+" of connection "+k.name+" takes", r.Pos, "VWAN-4")
		}
	}
	return nil
}

// untoldOf is the same of a hub and the hubs that it learns from (VWAN-6).
func (c *compiler) untoldOf(h *hub) *pipeline.Gap {
	if gap := h.untold(c); gap != nil {
		return gap
	}
	for _, other := range c.hubs {
		if other == h || !sameWAN(h, other) {
			continue
		}
		if gap := other.untold(c); gap != nil {
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
