package azure

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"vnetproof/sim/pipeline"
	"vnetproof/topology/source"
)

// hubEntry is one route of a hub's table.
type hubEntry struct {
	prefix netip.Prefix
	static bool
	conns  []*hubConn    // several: shared over equal paths; none: the firewall
	gap    *pipeline.Gap // where it leads is not known
	hops   int           // of the AS path, between hubs included
	pos    source.Pos
	name   string
}

// hubPrefix is a prefix that a connection brings to its hub.
type hubPrefix struct {
	prefix netip.Prefix
	hops   int // of the AS path; 0: no BGP, or not told
}

// betweenHubs is how much longer an AS path is in another hub: the hubs' number
// is prepended twice ("Virtual WAN routing deep dive").
const betweenHubs = 2

// prefixes are what a connection brings: the VNet's space and what lies behind
// its static routes, or the site's prefixes.
func (k *hubConn) prefixes() []hubPrefix {
	if k.vnet == nil {
		list := hubPrefixesOf(k.site.static)
		if len(k.learned) > 0 {
			return append(list, k.learned...)
		}
		return append(list, hubPrefixesOf(k.site.dynamic)...)
	}
	list := append(hubPrefixesOf(k.vnet.prefixes), k.learned...)
	if k.routing.PropagateStatic.Or(true) {
		for _, r := range k.routing.VNetRoutes {
			list = append(list, hubPrefixesOf(r.Prefixes.Or(nil))...)
		}
	}
	return list
}

func hubPrefixesOf(list []netip.Prefix) []hubPrefix {
	var out []hubPrefix
	for _, p := range list {
		out = append(out, hubPrefix{prefix: p})
	}
	return out
}

// entries are the routes of a table, the longest prefixes first, of what its
// static routes and the connections of some hubs bring: for each prefix the best.
//
// VWAN-4: static routes before learned ones of the same prefix.
func (c *compiler) entries(h *hub, t *hubTable, of []*hub) []hubEntry {
	list := c.staticEntries(h, t)
	for _, other := range of {
		if other == h || sameWAN(h, other) {
			list = append(list, other.brings(h, t)...)
		}
	}
	return h.best(list)
}

func sameWAN(a, b *hub) bool { return a.res.WAN.ID != "" && a.res.WAN.ID.Equal(b.res.WAN.ID) }

// brings lists what the connections of a hub bring to a table of the same or
// another hub.
//
// VWAN-6: between hubs 0.0.0.0/0 does not propagate, nor do static routes; of
// several paths to a prefix a hub tells others of those that it takes itself.
func (h *hub) brings(to *hub, t *hubTable) []hubEntry {
	var list []hubEntry
	for _, k := range h.conns {
		if !k.propagatesTo(to, t) {
			continue
		}
		for _, p := range k.prefixes() {
			e := hubEntry{prefix: p.prefix, hops: p.hops, conns: []*hubConn{k}, pos: k.pos, name: k.name}
			if h != to {
				e.hops += betweenHubs
			}
			if h == to || p.prefix.Bits() > 0 {
				list = append(list, e)
			}
		}
	}
	if h == to {
		return list
	}
	return h.best(list)
}

// best keeps of each prefix what the hub prefers, the longest prefixes first, and
// of those that are as good their connections: traffic is shared over them.
func (h *hub) best(list []hubEntry) []hubEntry {
	slices.SortStableFunc(list, func(a, b hubEntry) int {
		return cmp.Or(cmp.Compare(b.prefix.Bits(), a.prefix.Bits()), a.prefix.Addr().Compare(b.prefix.Addr()), h.compare(a, b))
	})
	var out []hubEntry
	for _, e := range list {
		last := len(out) - 1
		switch {
		case last < 0 || out[last].prefix != e.prefix:
			out = append(out, e)
		case !e.static && !out[last].static && h.compare(out[last], e) == 0:
			out[last].conns = append(slices.Clip(out[last].conns), e.conns...)
		}
	}
	return out
}

// compare orders routes of equal prefix as a hub prefers them; 0 is as good.
//
// VWAN-10: static before learned; then by the hub's preference. ExpressRoute and
// VPN: a local connection, then the kind, then the shorter AS path. ASPath: the
// shorter AS path, then a local connection, then the kind. Among connections of
// other hubs VPN comes before ExpressRoute whatever the preference.
func (h *hub) compare(a, b hubEntry) int {
	switch {
	case a.static && b.static:
		return 0
	case a.static || b.static:
		return holdsFirst(a.static, b.static)
	}
	near := holdsFirst(a.conns[0].hub == h, b.conns[0].hub == h)
	kind := cmp.Compare(h.rank(a.conns[0]), h.rank(b.conns[0]))
	hops := cmp.Compare(a.hops, b.hops)
	if strings.EqualFold(h.res.RoutingPreference.Or(""), "ASPath") {
		return cmp.Or(hops, near, kind)
	}
	return cmp.Or(near, kind, hops)
}

// rank orders kinds of connections: VNets, then as preferred.
func (h *hub) rank(k *hubConn) int {
	vpnFirst := strings.EqualFold(h.res.RoutingPreference.Or(""), "VpnGateway") || k.hub != h
	switch {
	case k.vnet != nil:
		return 0
	case k.site.isCircuit == vpnFirst:
		return 2
	}
	return 1
}

// toEntry leads to a connection, by the other hub where it is that one's, or to
// the firewall. Equal paths are all taken.
func (h *hub) toEntry(e hubEntry) pipeline.Action {
	switch {
	case e.gap != nil:
		return pipeline.Action{Kind: pipeline.UnknownAction}
	case len(e.conns) == 0:
		return pipeline.Action{Kind: pipeline.Goto, Next: h.fw.entry}
	}
	var ways []pipeline.Action
	for _, k := range e.conns {
		way := pipeline.Action{Kind: pipeline.Goto, Next: k.exit}
		if k.hub != h && !e.static {
			way.Next = k.hub.remote
		}
		if !slices.ContainsFunc(ways, func(w pipeline.Action) bool { return w.Next == way.Next }) {
			ways = append(ways, way)
		}
	}
	if len(ways) == 1 {
		return ways[0]
	}
	return pipeline.Action{Kind: pipeline.Split, Ways: ways}
}
