package azure

import (
	"net/netip"
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// site is an on-premises network: a local network gateway, a circuit, the
// clients of a point-to-site gateway, or one that only the facts know.
//
// GW-19: it delivers to its own prefixes, routes back what its gateway
// announces, and forwards to the internet what it is sent beyond that.
type site struct {
	name      string
	names     []string // by which facts may call it
	id        topology.ID
	pos       source.Pos
	pool      bool // point-to-site clients
	isCircuit bool
	static    []netip.Prefix
	dynamic   []netip.Prefix // learned by BGP
	described bool           // the facts give its prefixes
	knows     *packet.AddrSet
	links     []*link
	node      pipeline.NodeID
	place     pipeline.PlaceID
	origin    pipeline.TableID
	public    topology.Property[netip.Addr] // its own address on the internet
	via       *topology.Site
	gap       *pipeline.Gap // its prefixes are not known
}

// learn adds prefixes that the site announces; a default route is not its own.
func (s *site) learn(list []netip.Prefix) {
	for _, p := range list {
		if p.Bits() > 0 && !slices.Contains(s.dynamic, p) {
			s.dynamic = append(s.dynamic, p)
		}
	}
}

// addrs are the addresses that live at the site.
func (s *site) addrs() packet.AddrSet {
	set := packet.FromPrefixes(s.dynamic...)
	for _, p := range s.static {
		if p.Bits() > 0 {
			set = set.Union(packet.FromPrefixes(p))
		}
	}
	return set
}

// holdSites makes the sites of local network gateways, circuits, client pools
// and facts.
func (c *compiler) holdSites() {
	for _, res := range c.design.LocalNetworkGateways {
		s := c.site(res.Name, res.ID, res.Pos)
		s.static = res.AddressPrefixes.Or(nil)
		s.public = res.GatewayIPAddress
		if u := res.AddressPrefixes.Unknown(); u != nil {
			s.gap = unknownGap(u, res.ID, "localNetworkAddressSpace.addressPrefixes", "which prefixes site "+res.Name+" has", res.AddressPrefixes.Pos, "GW-2")
		}
	}
	for _, res := range c.design.ExpressRouteCircuits {
		c.site(res.Name, res.ID, res.Pos).isCircuit = true
	}
	for _, g := range c.gateways {
		if pool := g.res.ClientAddressPool.Or(nil); len(pool) > 0 {
			s := c.site(g.res.Name+"/clients", topology.ClientsOf(g.res.ID), g.res.ClientAddressPool.Pos)
			s.names = append(s.names, g.res.Name)
			s.pool, s.static = true, pool
			c.join(&link{name: "point-to-site", gateway: g, site: s, pos: s.pos, id: g.res.ID})
		}
	}
	for _, f := range c.design.Facts.Sites {
		c.describe(f)
	}
}

// site makes a site.
func (c *compiler) site(name string, id topology.ID, pos source.Pos) *site {
	s := &site{name: name, names: []string{name}, id: id, pos: pos}
	s.node = c.node(pipeline.Node{Kind: pipeline.SiteNode, Name: name, Resource: id, Pos: pos}, nil)
	s.place = c.place(pipeline.Place{Node: s.node, Kind: pipeline.SiteNode, Resource: id, Held: true, Answers: true})
	s.origin = c.b.Reserve(s.node, pipeline.PlumbingTable, "sent by "+name)
	c.b.SetOrigin(s.place, s.origin)
	c.sites = append(c.sites, s)
	c.siteOf[id.Key()] = s
	return s
}

// describe adds what the facts say of a site, to the one that it joins, or to a new one.
func (c *compiler) describe(f *topology.Site) {
	var s *site
	switch {
	case f.LocalGateway.Target != nil:
		s = c.siteOf[f.LocalGateway.ID.Key()]
	case f.Circuit.IsSet():
		s = c.siteOf[f.Circuit.ID.Key()]
	}
	if s == nil {
		s = c.site(f.Name, f.ID, f.Pos)
	}
	if !f.AddressPrefixes.IsAbsent() {
		s.static = append(s.static, f.AddressPrefixes.Or(nil)...)
		s.described = true
	}
	if known, ok := f.Knows.Get(); ok {
		set := packet.FromPrefixes(known...)
		s.knows = &set
	}
	s.via = f
	s.names = append(s.names, f.Name)
	c.places[f.ID.Key()] = s.place
	c.siteOf[f.ID.Key()] = s
}

// siteOfCircuit returns the site behind a connection to a circuit; a circuit
// outside the input is a site of its own.
func (c *compiler) siteOfCircuit(con *topology.Connection) *site {
	if s := c.siteOf[con.Circuit.ID.Key()]; s != nil || con.Circuit.ID == "" {
		return s
	}
	return c.site(con.Circuit.ID.Name(), con.Circuit.ID, con.Pos)
}

// linkSites joins the sites that facts put straight behind a gateway.
func (c *compiler) linkSites() {
	for _, s := range c.sites {
		if s.via == nil || s.via.Gateway.Target == nil {
			continue
		}
		g := c.gatewayOf[s.via.Gateway.Target]
		joined := slices.ContainsFunc(s.links, func(l *link) bool { return l.gateway == g })
		if g != nil && !joined {
			c.join(&link{name: s.via.Name, gateway: g, site: s, pos: s.via.Pos, id: s.id})
		}
	}
}

// unknownSites are sites whose addresses may be anywhere.
func (s *site) unknownAddrs() *pipeline.Gap {
	if s.gap != nil {
		return s.gap
	}
	for _, l := range s.links {
		if l.gateway != nil && l.gateway.gap != nil && l.bgp {
			return l.gateway.gap
		}
	}
	return nil
}
