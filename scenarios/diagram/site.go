package diagram

import (
	"net/netip"
	"slices"

	"vnetproof/topology"
)

// sites draws who is on-premises: the overlay's sites, and the local network
// gateways, circuits and VPN sites that none of them speaks for.
func (s *scene) sites() {
	for _, site := range s.design.Facts.Sites {
		s.site(site.ID, "on-premises "+site.Name, prefixLines(site.AddressPrefixes),
			site.LocalGateway.ID, site.Circuit.ID, site.VPNSite.ID)
	}
	for _, l := range s.design.LocalNetworkGateways {
		s.site(l.ID, "on-premises "+l.Name, prefixLines(l.AddressPrefixes))
	}
	for _, c := range s.design.ExpressRouteCircuits {
		s.site(c.ID, "ExpressRoute circuit "+c.Name, nil)
	}
	for _, v := range s.design.VPNSites {
		s.site(v.ID, "VPN site "+v.Name, prefixLines(v.AddressPrefixes))
	}
	for _, g := range s.design.VirtualNetworkGateways {
		if pool, ok := g.ClientAddressPool.Get(); ok && len(pool) > 0 {
			s.clients(g)
		}
	}
}

// site draws a site and lets the resources that it speaks for end there too.
func (s *scene) site(id topology.ID, name string, lines []string, also ...topology.ID) {
	if _, drawn := s.find(id); drawn {
		return
	}
	faded := s.faded(id) && !slices.ContainsFunc(also, func(a topology.ID) bool { return a != "" && s.marked(a) })
	n := s.plain(s.graph, "box3d", siteFill, faded, append([]string{name}, lines...)...)
	s.anchor(id, n, "")
	for _, a := range also {
		s.anchor(a, n, "")
	}
}

// clients draws the point-to-site clients of a gateway.
func (s *scene) clients(g *topology.VirtualNetworkGateway) {
	faded := s.faded(g.ID)
	n := s.plain(s.graph, "box3d", siteFill, faded, append([]string{"clients of " + g.Name}, prefixLines(g.ClientAddressPool)...)...)
	if to, ok := s.find(g.ID); ok {
		s.line(anchor{node: n}, to, faded, "point-to-site")
	}
}

// prefixLines lists at most four prefixes, two a line.
func prefixLines(p topology.Property[[]netip.Prefix]) []string {
	list, ok := p.Get()
	if !ok {
		return nil
	}
	var lines []string
	for i, x := range list {
		switch {
		case i == 4:
			return append(lines, "… "+count(len(list)-4, "more prefix"))
		case i%2 == 1:
			lines[len(lines)-1] += ", " + x.String()
		default:
			lines = append(lines, x.String())
		}
	}
	return lines
}

// connections draws the tunnels and circuits between gateways and sites.
func (s *scene) connections() {
	for _, c := range s.design.Connections {
		from, ok := s.find(c.Gateway.ID)
		if !ok {
			continue
		}
		kind, _ := c.Type.Get()
		lines := []string{connectionWord(kind), c.Name}
		for _, other := range []topology.ID{c.LocalGateway.ID, c.Circuit.ID, c.RemoteGateway.ID} {
			if to, ok := s.find(other); ok && other != "" {
				s.line(from, to, s.faded(c.Gateway.ID) || s.faded(other), lines...).Attr("penwidth", "1.5")
			}
		}
	}
	for _, site := range s.design.Facts.Sites {
		if site.LocalGateway.IsSet() || site.Circuit.IsSet() || site.VPNSite.IsSet() {
			continue
		}
		from, ok1 := s.find(site.Gateway.ID)
		to, ok2 := s.find(site.ID)
		if ok1 && ok2 {
			s.line(from, to, s.faded(site.ID)).Attr("penwidth", "1.5")
		}
	}
}

func connectionWord(t topology.ConnectionType) string {
	switch t {
	case topology.IPsec:
		return "IPsec tunnel"
	case topology.VNetToVNet:
		return "VNet-to-VNet tunnel"
	case topology.ExpressRouteConnection:
		return "ExpressRoute"
	}
	return "connection"
}
