package azure

import (
	"net/netip"
	"slices"

	"vnetproof/sim/packet"
)

// exchangeByBGP lets gateways that speak BGP with each other learn what the other
// knows, over as many of them as there are.
//
// GW-12: also what these learned from others; never 0.0.0.0/0, nor what lies in a
// VNet of their own.
func (c *compiler) exchangeByBGP() {
	for range c.gateways {
		for _, g := range c.gateways {
			for _, l := range g.links {
				c.learnFromPeer(l)
			}
		}
	}
	for range c.gateways {
		for _, g := range c.gateways {
			for _, l := range g.links {
				if back := l.back(); back != nil && g.gap == nil {
					g.gap = back.gateway.gap // what the peer is not told of, it does not pass on
				}
			}
		}
	}
}

// learnFromPeer adds what the gateway at the other end of a link passes on by it.
func (c *compiler) learnFromPeer(l *link) {
	back := l.back()
	if back == nil {
		return
	}
	var own packet.AddrSet
	for _, v := range c.users(l.gateway) {
		own = own.Union(v.space)
	}
	for _, k := range slices.Clone(back.gateway.known) {
		passes := slices.ContainsFunc(k.links, func(from *link) bool { return from != back && c.passesOn(from, back) })
		if passes && k.prefix.Bits() > 0 && !own.ContainsSet(packet.FromPrefixes(k.prefix)) {
			l.gateway.add(l, []netip.Prefix{k.prefix}, k.hops+1, "GW-12")
		}
	}
}

// back is the other half of a link between gateways that speak BGP with each other.
func (l *link) back() *link {
	if l.peer == nil || !l.bgp {
		return nil
	}
	i := slices.IndexFunc(l.peer.links, func(o *link) bool { return o.peer == l.gateway && o.bgp })
	if i < 0 {
		return nil
	}
	return l.peer.links[i]
}

// passesOn tells whether a gateway tells one link what it learned by another.
//
// GW-12: never between circuits (GW-10); between the tunnels of a VPN gateway to
// those that speak BGP: what came by BGP, static prefixes of sites, and the pool
// of its clients.
// GW-13: clients are told what came by BGP only.
func (c *compiler) passesOn(from, to *link) bool {
	switch {
	case from.gateway.isExpressRoute():
		return from.site == nil && to.site == nil
	case to.site != nil && to.site.pool:
		return from.bgp
	}
	return to.bgp && (from.bgp || from.site != nil)
}

// passedOver are the addresses that the gateways of the other kind in the VNet
// pass on to a link.
//
// GW-12: between ExpressRoute and VPN sites, never clients of point-to-site.
func (c *compiler) passedOver(l *link) packet.AddrSet {
	var set packet.AddrSet
	if l.site != nil && l.site.pool {
		return set
	}
	for _, other := range c.gatewaysIn(l.gateway.subnet.vnet) {
		if other == l.gateway || !c.exchange(l.gateway, other) {
			continue
		}
		for _, k := range other.known {
			if k.prefix.Bits() > 0 && !k.isPool() {
				set = set.Union(packet.FromPrefixes(k.prefix))
			}
		}
	}
	return set
}

// isPool tells whether only clients of point-to-site are behind a prefix.
func (k *learned) isPool() bool {
	return !slices.ContainsFunc(k.links, func(l *link) bool { return l.site == nil || !l.site.pool })
}
