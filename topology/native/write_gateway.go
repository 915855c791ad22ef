package native

import (
	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

func writeGateway(b *body, g *topology.VirtualNetworkGateway) {
	wordOf(b, "gatewayType", g.GatewayType)
	textOf(b, "sku", g.SKUName)
	var public []topology.Ref[topology.PublicIPAddress]
	for i, c := range g.IPConfigurations {
		if i == 0 {
			refOf(b, "subnet", c.Subnet)
		}
		if c.PublicIPAddress.IsSet() {
			public = append(public, c.PublicIPAddress)
		}
	}
	refsOf(b, "publicIPAddresses", public)
	oneWord(b, "vpnType", g.PolicyBased, "PolicyBased", "RouteBased")
	flagOf(b, "enableBgp", g.EnableBGP)
	flagOf(b, "activeActive", g.ActiveActive)
	writeBGP(b, g.BGP)
	refOf(b, "gatewayDefaultSite", g.GatewayDefaultSite)
	listOf(b, "vpnClientAddressPool", g.ClientAddressPool)
	listOf(b, "customRoutes", g.CustomRoutes)
	listOf(b, "summarizedGatewayPrefixes", g.SummarizedPrefixes)
	flagOf(b, "allowRemoteVnetTraffic", g.AllowRemoteVNet)
	flagOf(b, "allowVirtualWanTraffic", g.AllowVirtualWAN)
	b.addEach("natRules", eachByName(b.w, g.NATRules, writeGatewayNATRule))
	flagOf(b, "enableBgpRouteTranslationForNat", g.TranslateBGP)
}

func writeBGP(b *body, s topology.BGPSettings) {
	numberOf(b, "asn", s.ASN)
	addrOf(b, "bgpPeeringAddress", s.PeerAddress)
}

func writeGatewayNATRule(b *body, r *topology.GatewayNATRule) {
	mode, kind := "EgressSnat", "Static"
	if r.Ingress {
		mode = "IngressSnat"
	}
	if r.Dynamic {
		kind = "Dynamic"
	}
	b.text("mode", mode)
	b.text("type", kind)
	listOf(b, "internalMappings", r.Internal)
	listOf(b, "externalMappings", r.External)
}

func writeLocalGateway(b *body, g *topology.LocalNetworkGateway) {
	listOf(b, "addressPrefixes", g.AddressPrefixes)
	addrOf(b, "gatewayIpAddress", g.GatewayIPAddress)
	writeBGP(b, g.BGP)
}

func writeConnection(b *body, c *topology.Connection) {
	wordOf(b, "connectionType", c.Type)
	refOf(b, "virtualNetworkGateway1", c.Gateway)
	refOf(b, "virtualNetworkGateway2", c.RemoteGateway)
	refOf(b, "localNetworkGateway2", c.LocalGateway)
	refOf(b, "peer", c.Circuit)
	flagOf(b, "enableBgp", c.EnableBGP)
	numberOf(b, "routingWeight", c.RoutingWeight)
	flagOf(b, "expressRouteGatewayBypass", c.FastPath)
	textOf(b, "connectionStatus", c.Status)
	refsOf(b, "ingressNatRules", c.IngressNAT)
	refsOf(b, "egressNatRules", c.EgressNAT)
	value(b, "trafficSelectorPolicies", c.TrafficSelectors, func(list []topology.TrafficSelector) *tree.Node {
		out := tree.NewList(source.Pos{})
		for _, s := range list {
			pair := b.nested()
			pair.add("localAddressRanges", textsOf(s.Local))
			pair.add("remoteAddressRanges", textsOf(s.Remote))
			out.Items = append(out.Items, pair.node)
		}
		return out
	})
}

func writeCircuit(b *body, c *topology.ExpressRouteCircuit) {
	if c.Down.Or(false) {
		b.text("circuitProvisioningState", "Disabled")
	} else {
		oneWord(b, "serviceProviderProvisioningState", c.Down, "NotProvisioned", "Provisioned")
	}
	peerings := b.nested()
	if !c.PrivatePeering.IsAbsent() || len(c.GlobalReach) > 0 {
		private := b.nested()
		oneWord(private, "state", c.PrivatePeering, "Enabled", "Disabled")
		refsOf(private, "globalReach", c.GlobalReach)
		peerings.add("AzurePrivatePeering", private.node)
	}
	if !c.MicrosoftPeering.IsAbsent() {
		microsoft := b.nested()
		oneWord(microsoft, "state", c.MicrosoftPeering, "Enabled", "Disabled")
		peerings.add("MicrosoftPeering", microsoft.node)
	}
	b.addEach("peerings", peerings.node)
}

func writeRouteServer(b *body, s *topology.RouteServer) {
	refOf(b, "subnet", s.Subnet)
	flagOf(b, "allowBranchToBranchTraffic", s.AllowBranchToBranch)
	textOf(b, "hubRoutingPreference", s.RoutingPreference)
	b.addEach("bgpConnections", eachByName(b.w, s.Peers, writePeer))
}

func writePeer(b *body, p *topology.BGPPeer) {
	numberOf(b, "peerAsn", p.ASN)
	addrOf(b, "peerIp", p.IPAddress)
	refOf(b, "hubVirtualNetworkConnection", p.HubConnection)
}

func writeWAN(b *body, v *topology.VirtualWAN) {
	oneWord(b, "type", v.Basic, "Basic", "Standard")
	flagOf(b, "allowBranchToBranchTraffic", v.AllowBranchToBranch)
}

func writeHub(b *body, h *topology.VirtualHub) {
	refOf(b, "virtualWan", h.WAN)
	prefixOf(b, "addressPrefix", h.AddressPrefix)
	textOf(b, "hubRoutingPreference", h.RoutingPreference)
	refOf(b, "azureFirewall", h.Firewall)
	b.addEach("hubRouteTables", eachByName(b.w, h.RouteTables, writeHubTable))
	b.addEach("hubVirtualNetworkConnections", eachByName(b.w, h.Connections, writeHubConnection))
	if h.RoutingIntent != nil {
		b.addList("routingIntent", namedEntries(b, h.RoutingIntent.Policies,
			func(p topology.RoutingPolicy) string { return p.Name }, writePolicy))
	}
	b.addEach("bgpConnections", eachByName(b.w, h.Peers, writePeer))
}

func writeHubTable(b *body, t *topology.HubRouteTable) {
	b.addList("labels", textList(t.Labels))
	b.addList("routes", namedEntries(b, t.Routes, func(r *topology.HubRoute) string { return r.Name },
		func(b *body, r *topology.HubRoute) {
			listOf(b, "destinations", r.Destinations)
			refOf(b, "nextHop", r.NextHopFirewall)
			refOf(b, "nextHop", r.NextHopConnection)
			refOf(b, "nextHop", r.NextHop)
		}))
}

func writePolicy(b *body, p topology.RoutingPolicy) {
	var destinations []string
	if p.Private {
		destinations = append(destinations, "PrivateTraffic")
	}
	if p.Internet {
		destinations = append(destinations, "Internet")
	}
	b.add("destinations", textList(destinations))
	refOf(b, "nextHop", p.NextHop)
}

func writeHubConnection(b *body, c *topology.HubConnection) {
	refOf(b, "remoteVirtualNetwork", c.RemoteVNet)
	flagOf(b, "enableInternetSecurity", c.EnableInternetSecurity)
	list := tree.NewList(source.Pos{})
	for _, r := range c.Routing.VNetRoutes {
		entry := b.nested()
		entry.text("name", r.Name)
		listOf(entry, "addressPrefixes", r.Prefixes)
		addrOf(entry, "nextHopIpAddress", r.NextHopIP)
		list.Items = append(list.Items, entry.node)
	}
	b.addList("vnetRoutes", list)
	textOf(b, "vnetLocalRouteOverrideCriteria", c.Routing.VNetLocalRouteOverride)
	flagOf(b, "propagateStaticRoutes", c.Routing.PropagateStatic)
	writeRouting(b, c.Routing)
}

// writeRouting writes how a connection to a hub routes.
func writeRouting(b *body, r topology.HubRouting) {
	refOf(b, "associatedRouteTable", r.Associated)
	refsOf(b, "propagatedRouteTables", r.PropagatedTo)
	textListOf(b, "propagatedLabels", r.PropagatedLabels)
}

func writeHubVPNGateway(b *body, g *topology.HubVPNGateway) {
	refOf(b, "virtualHub", g.Hub)
	b.addEach("connections", eachByName(b.w, g.Connections, func(b *body, c *topology.HubVPNConnection) {
		refOf(b, "remoteVpnSite", c.Site)
		flagOf(b, "enableBgp", c.EnableBGP)
		flagOf(b, "enableInternetSecurity", c.EnableInternetSecurity)
		writeRouting(b, c.Routing)
	}))
}

func writeVPNSite(b *body, s *topology.VPNSite) {
	refOf(b, "virtualWan", s.WAN)
	listOf(b, "addressPrefixes", s.AddressPrefixes)
	writeBGP(b, s.BGP)
}

func writeHubExpressRouteGateway(b *body, g *topology.HubExpressRouteGateway) {
	refOf(b, "virtualHub", g.Hub)
	b.addEach("expressRouteConnections", eachByName(b.w, g.Connections, func(b *body, c *topology.HubExpressRouteConnection) {
		refOf(b, "expressRouteCircuit", c.Circuit)
		flagOf(b, "enableInternetSecurity", c.EnableInternetSecurity)
		writeRouting(b, c.Routing)
	}))
	flagOf(b, "allowNonVirtualWanTraffic", g.AllowNonVirtualWAN)
}

func writeP2SGateway(b *body, g *topology.HubP2SGateway) {
	refOf(b, "virtualHub", g.Hub)
	listOf(b, "vpnClientAddressPool", g.ClientAddressPool)
	flagOf(b, "enableInternetSecurity", g.EnableInternetSecurity)
	writeRouting(b, g.Routing)
}
