package native

import (
	"strconv"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

func writeSite(b *body, s *topology.Site) {
	listOf(b, "addressPrefixes", s.AddressPrefixes)
	listOf(b, "knows", s.Knows)
	via := b.nested()
	refOf(via, "vpnGateway", s.Gateway)
	refOf(via, "localNetworkGateway", s.LocalGateway)
	refOf(via, "expressRouteCircuit", s.Circuit)
	refOf(via, "vpnSite", s.VPNSite)
	b.addEach("via", via.node)
}

// facts writes the overlay of a design.
func (w *writer) facts() *tree.Node {
	f := w.design.Facts
	b := w.body(&topology.Resource{})
	routes := tree.NewList(source.Pos{})
	for _, r := range f.LearnedRoutes {
		routes.Items = append(routes.Items, w.learnedRoute(r))
	}
	b.addList("learnedRoutes", routes)
	appliances := b.nested()
	for _, a := range f.Appliances {
		appliances.add(a.Name, w.appliance(a))
	}
	b.addEach("appliances", appliances.node)
	tags := b.nested()
	for _, t := range f.ServiceTags {
		tags.add(t.Tag, textsOf(t.Prefixes))
	}
	b.addEach("serviceTags", tags.node)
	names := b.nested()
	for _, n := range f.FQDNs {
		names.add(n.Name, textsOf(n.Addresses))
	}
	b.addEach("fqdns", names.node)
	var down []string
	for _, d := range f.Down {
		down = append(down, string(d.Resource))
	}
	b.addList("down", textList(down))
	platform := b.nested()
	flagOf(platform, "defaultOutboundAccess", f.Platform.DefaultOutboundAccess)
	b.addEach("platform", platform.node)
	return b.node
}

func (w *writer) learnedRoute(r *topology.LearnedRoute) *tree.Node {
	b := w.body(&topology.Resource{})
	if r.By != nil {
		key := "gateway"
		switch r.By.(type) {
		case *topology.RouteServer:
			key = "routeServer"
		case *topology.VirtualHub:
			key = "virtualHub"
		}
		b.text(key, w.nameOf(r.By.Base().ID, &topology.Resource{}))
	}
	b.text("from", r.From)
	addrOf(b, "nextHopIpAddress", r.NextHop)
	b.add("prefixes", textsOf(r.Prefixes))
	path := tree.NewList(source.Pos{})
	for _, asn := range r.ASPath {
		path.Items = append(path.Items, tree.NewNumber(source.Pos{}, strconv.FormatInt(asn, 10)))
	}
	b.addList("asPath", path)
	return b.node
}

func (w *writer) appliance(a *topology.Appliance) *tree.Node {
	b := w.body(&topology.Resource{})
	flagOf(b, "stateful", a.Stateful)
	flagOf(b, "snat", a.SNAT)
	b.is("disableSnatOnPL", a.DisableSNATOnPL)
	if a.HasFilter {
		rules := tree.NewList(source.Pos{})
		for _, r := range a.Filter {
			rule := b.nested()
			rule.text("name", r.Name)
			wordOf(rule, "access", r.Access)
			writeMatch(rule, r)
			rules.Items = append(rules.Items, rule.node)
		}
		b.add("filter", rules)
	}
	return b.node
}
