package export

import (
	"net/netip"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

// writeGateways writes gateways of networks, their connections, sites and
// circuits, and route servers.
func writeGateways(w *writer, d *topology.Design) {
	for _, g := range d.VirtualNetworkGateways {
		writeGateway(w.resource(&g.Resource), g)
	}
	for _, g := range d.LocalNetworkGateways {
		b := w.resource(&g.Resource)
		all(b, "localNetworkAddressSpace.addressPrefixes", g.AddressPrefixes)
		word(b, "gatewayIpAddress", g.GatewayIPAddress)
		speaker(b, "bgpSettings", g.BGP)
	}
	for _, c := range d.Connections {
		writeConnection(w.resource(&c.Resource), c)
	}
	for _, c := range d.ExpressRouteCircuits {
		writeCircuit(w.resource(&c.Resource), c)
	}
	for _, s := range d.RouteServers {
		writeRouteServer(w.resource(&s.Resource), s)
	}
}

// speaker writes a BGP speaker.
func speaker(b *body, path string, s topology.BGPSettings) {
	number(b, path+".asn", s.ASN)
	word(b, path+".bgpPeeringAddress", s.PeerAddress)
}

func writeGateway(b *body, g *topology.VirtualNetworkGateway) {
	word(b, "gatewayType", g.GatewayType)
	b.either("vpnType", g.PolicyBased, "PolicyBased", "RouteBased")
	b.text("sku.name", g.SKUName)
	b.flag("enableBgp", g.EnableBGP)
	b.flag("activeActive", g.ActiveActive)
	speaker(b, "bgpSettings", g.BGP)
	childrenOf(b, "ipConfigurations", g.IPConfigurations, configuration)
	link(b, "gatewayDefaultSite", g.GatewayDefaultSite)
	all(b, "vpnClientConfiguration.vpnClientAddressPool.addressPrefixes", g.ClientAddressPool)
	all(b, "summarizedGatewayPrefixes", g.SummarizedPrefixes)
	b.flag("allowRemoteVnetTraffic", g.AllowRemoteVNet)
	b.flag("allowVirtualWanTraffic", g.AllowVirtualWAN)
	all(b, "customRoutes.addressPrefixes", g.CustomRoutes)
	b.flag("enableBgpRouteTranslationForNat", g.TranslateBGP)
	childrenOf(b, "natRules", g.NATRules, func(b *body, r *topology.GatewayNATRule) {
		b.set("mode", str(map[bool]string{true: "IngressSnat", false: "EgressSnat"}[r.Ingress]))
		b.set("type", str(map[bool]string{true: "Dynamic", false: "Static"}[r.Dynamic]))
		mappings(b, "internalMappings", r.Internal)
		mappings(b, "externalMappings", r.External)
	})
}

// mappings writes one side of a NAT rule.
func mappings(b *body, key string, p topology.Property[[]netip.Prefix]) {
	value(b, key, p, func(list []netip.Prefix) *tree.Node {
		out := &tree.Node{Kind: tree.List}
		for _, prefix := range list {
			n := object()
			put(n, "addressSpace", str(prefix.String()))
			out.Items = append(out.Items, n)
		}
		return out
	})
}

func writeConnection(b *body, c *topology.Connection) {
	word(b, "connectionType", c.Type)
	link(b, "virtualNetworkGateway1", c.Gateway)
	link(b, "virtualNetworkGateway2", c.RemoteGateway)
	link(b, "localNetworkGateway2", c.LocalGateway)
	link(b, "peer", c.Circuit)
	b.flag("enableBgp", c.EnableBGP)
	number(b, "routingWeight", c.RoutingWeight)
	b.flag("expressRouteGatewayBypass", c.FastPath)
	b.text("connectionStatus", c.Status)
	links(b, "ingressNatRules", c.IngressNAT)
	links(b, "egressNatRules", c.EgressNAT)
	value(b, "trafficSelectorPolicies", c.TrafficSelectors, func(list []topology.TrafficSelector) *tree.Node {
		out := &tree.Node{Kind: tree.List}
		for _, s := range list {
			n := object()
			put(n, "localAddressRanges", texts(stringsOf(s.Local)))
			put(n, "remoteAddressRanges", texts(stringsOf(s.Remote)))
			out.Items = append(out.Items, n)
		}
		return out
	})
}

func stringsOf(list []netip.Prefix) []string {
	var out []string
	for _, p := range list {
		out = append(out, p.String())
	}
	return out
}

func writeCircuit(b *body, c *topology.ExpressRouteCircuit) {
	if down, ok := c.Down.Get(); ok {
		b.set("serviceProviderProvisioningState", str(map[bool]string{true: "NotProvisioned", false: "Provisioned"}[down]))
	}
	peering := func(kind string, p topology.Property[bool], reach []topology.Ref[topology.ExpressRouteCircuit]) {
		if p.IsAbsent() && len(reach) == 0 {
			return
		}
		n := b.inner(kind)
		n.set("peeringType", str(kind))
		n.either("state", p, "Enabled", "Disabled")
		objects(n, "connections", reach, func(r topology.Ref[topology.ExpressRouteCircuit]) *tree.Node {
			other := b.inner(r.ID.Name())
			other.set("peerExpressRouteCircuitPeering.id", str(string(r.ID)+"/peerings/AzurePrivatePeering"))
			return other.node
		})
		appendTo(b, "peerings", n.node)
	}
	peering("AzurePrivatePeering", c.PrivatePeering, c.GlobalReach)
	peering("MicrosoftPeering", c.MicrosoftPeering, nil)
}

func writeRouteServer(b *body, s *topology.RouteServer) {
	b.set("sku", str("Standard"))
	b.flag("allowBranchToBranchTraffic", s.AllowBranchToBranch)
	b.text("hubRoutingPreference", s.RoutingPreference)
	if s.Subnet.IsSet() {
		place := b.inner("ipconfig1")
		link(place, "subnet", s.Subnet)
		appendTo(b, "ipConfigurations", place.node)
	}
	childrenOf(b, "bgpConnections", s.Peers, writePeer)
}

func writePeer(b *body, p *topology.BGPPeer) {
	number(b, "peerAsn", p.ASN)
	word(b, "peerIp", p.IPAddress)
	link(b, "hubVirtualNetworkConnection", p.HubConnection)
}
