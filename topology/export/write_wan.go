package export

import (
	"vnetproof/topology"
	"vnetproof/topology/tree"
)

// writeWANs writes virtual WANs, their hubs, and what joins these.
func writeWANs(w *writer, d *topology.Design) {
	for _, v := range d.VirtualWANs {
		b := w.resource(&v.Resource)
		b.flag("allowBranchToBranchTraffic", v.AllowBranchToBranch)
		b.either("type", v.Basic, "Basic", "Standard")
	}
	for _, h := range d.VirtualHubs {
		writeHub(w, h)
	}
	for _, g := range d.HubVPNGateways {
		b := w.resource(&g.Resource)
		link(b, "virtualHub", g.Hub)
		childrenOf(b, "connections", g.Connections, func(b *body, c *topology.HubVPNConnection) {
			link(b, "remoteVpnSite", c.Site)
			b.flag("enableBgp", c.EnableBGP)
			b.flag("enableInternetSecurity", c.EnableInternetSecurity)
			hubRouting(b, &c.Routing)
		})
	}
	for _, g := range d.HubExpressRouteGateways {
		b := w.resource(&g.Resource)
		link(b, "virtualHub", g.Hub)
		b.flag("allowNonVirtualWanTraffic", g.AllowNonVirtualWAN)
		childrenOf(b, "expressRouteConnections", g.Connections, func(b *body, c *topology.HubExpressRouteConnection) {
			if c.Circuit.ID != "" {
				b.set("expressRouteCircuitPeering.id", str(string(c.Circuit.ID)+"/peerings/AzurePrivatePeering"))
			}
			b.flag("enableInternetSecurity", c.EnableInternetSecurity)
			hubRouting(b, &c.Routing)
		})
	}
	for _, g := range d.HubP2SGateways {
		writeP2S(w.resource(&g.Resource), g)
	}
	for _, s := range d.VPNSites {
		b := w.resource(&s.Resource)
		link(b, "virtualWan", s.WAN)
		all(b, "addressSpace.addressPrefixes", s.AddressPrefixes)
		speaker(b, "bgpProperties", s.BGP)
	}
}

// writeHub writes a hub; its connections, peers and routing intent stand beside it.
func writeHub(w *writer, h *topology.VirtualHub) {
	b := w.resource(&h.Resource)
	link(b, "virtualWan", h.WAN)
	word(b, "addressPrefix", h.AddressPrefix)
	b.text("hubRoutingPreference", h.RoutingPreference)
	if h.Firewall.IsSet() && h.Firewall.Target == nil {
		link(b, "azureFirewall", h.Firewall)
	}
	for _, t := range h.RouteTables {
		writeHubTable(w.resource(&t.Resource), t)
	}
	for _, c := range h.Connections {
		b := w.resource(&c.Resource)
		link(b, "remoteVirtualNetwork", c.RemoteVNet)
		b.flag("enableInternetSecurity", c.EnableInternetSecurity)
		hubRouting(b, &c.Routing)
	}
	for _, p := range h.Peers {
		writePeer(w.resource(&p.Resource), p)
	}
	if h.RoutingIntent != nil {
		objects(w.resource(&h.RoutingIntent.Resource), "routingPolicies", h.RoutingIntent.Policies, func(p topology.RoutingPolicy) *tree.Node {
			return policyNode(b, p)
		})
	}
}

func policyNode(b *body, p topology.RoutingPolicy) *tree.Node {
	n := b.flat()
	n.set("name", str(p.Name))
	var to []string
	if p.Private {
		to = append(to, "PrivateTraffic")
	}
	if p.Internet {
		to = append(to, "Internet")
	}
	n.set("destinations", texts(to))
	id(n, "nextHop", p.NextHop)
	return n.node
}

func writeHubTable(b *body, t *topology.HubRouteTable) {
	if len(t.Labels) > 0 {
		b.set("labels", texts(t.Labels))
	}
	objects(b, "routes", t.Routes, func(r *topology.HubRoute) *tree.Node {
		n := b.flat()
		n.set("name", str(r.Name))
		n.set("destinationType", str("CIDR"))
		all(n, "destinations", r.Destinations)
		n.set("nextHopType", str("ResourceId"))
		id(n, "nextHop", r.NextHop)
		id(n, "nextHop", r.NextHopConnection)
		id(n, "nextHop", r.NextHopFirewall)
		return n.node
	})
}

// hubRouting writes the routing configuration of a connection to a hub.
func hubRouting(b *body, r *topology.HubRouting) {
	const at = "routingConfiguration."
	link(b, at+"associatedRouteTable", r.Associated)
	links(b, at+"propagatedRouteTables.ids", r.PropagatedTo)
	b.texts(at+"propagatedRouteTables.labels", r.PropagatedLabels)
	objects(b, at+"vnetRoutes.staticRoutes", r.VNetRoutes, func(v topology.VNetStaticRoute) *tree.Node {
		n := b.flat()
		n.set("name", str(v.Name))
		all(n, "addressPrefixes", v.Prefixes)
		word(n, "nextHopIpAddress", v.NextHopIP)
		return n.node
	})
	b.text(at+"vnetRoutes.staticRoutesConfig.vnetLocalRouteOverrideCriteria", r.VNetLocalRouteOverride)
	b.flag(at+"vnetRoutes.staticRoutesConfig.propagateStaticRoutes", r.PropagateStatic)
}

func writeP2S(b *body, g *topology.HubP2SGateway) {
	link(b, "virtualHub", g.Hub)
	c := b.inner("P2SConnectionConfig")
	all(c, "vpnClientAddressPool.addressPrefixes", g.ClientAddressPool)
	c.flag("enableInternetSecurity", g.EnableInternetSecurity)
	hubRouting(c, &g.Routing)
	appendTo(b, "p2SConnectionConfigurations", c.node)
}
