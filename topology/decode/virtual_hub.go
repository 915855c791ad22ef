package decode

import (
	"fmt"
	"net/netip"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

// virtualHub reads a Microsoft.Network/virtualHubs: a hub of a virtual WAN, or
// without one a route server (RT-24).
func virtualHub(d *Decoder, o *object, r topology.Resource) {
	if !o.properties().has("virtualWan") {
		routeServer(d, o, r)
		return
	}
	h := &topology.VirtualHub{Resource: r}
	if !d.enter(h) {
		return
	}
	d.design.VirtualHubs = append(d.design.VirtualHubs, h)
	p := o.of(&h.Resource)
	ref(p, "virtualWan", &h.WAN)
	h.AddressPrefix = p.prefix("addressPrefix")
	h.RoutingPreference = p.oneOf("hubRoutingPreference", "ExpressRoute", "VpnGateway", "ASPath")
	ref(p, "azureFirewall", &h.Firewall)
	h.RouteTables = children(p, "hubRouteTables", hubRouteTable)
	h.Connections = children(p, "hubVirtualNetworkConnections", hubConnection)
	h.Peers = children(p, "bgpConnections", bgpPeer)
	for _, legacy := range []string{"routeTable", "virtualHubRouteTableV2s"} {
		if routes := p.get(legacy); !saysNothing(routes) && !emptyValue(routes.Get("routes")) || routes.Is(tree.List) && len(routes.Items) > 0 {
			p.ignored(legacy, "route tables of an old API version are not simulated")
		}
	}
	p.noteUnless("routingState", "Provisioned", "Provisioning", "None")
	olderPreference(p, h.RoutingPreference)
	p.rest("sku", "virtualRouterAsn", "virtualRouterIps", "virtualRouterAutoScaleConfiguration", "vpnGateway",
		"expressRouteGateway", "p2SVpnGateway", "ipConfigurations",
		"allowBranchToBranchTraffic", "azureFirewall")
}

func routeServer(d *Decoder, o *object, r topology.Resource) {
	s := &topology.RouteServer{Resource: r}
	if !d.enter(s) {
		return
	}
	d.design.RouteServers = append(d.design.RouteServers, s)
	p := o.of(&s.Resource)
	s.AllowBranchToBranch = p.boolean("allowBranchToBranchTraffic")
	s.RoutingPreference = p.oneOf("hubRoutingPreference", "ExpressRoute", "VpnGateway", "ASPath")
	olderPreference(p, s.RoutingPreference)
	for _, c := range children(p, "ipConfigurations", routeServerPlace) {
		c.join(d, s)
	}
	s.Peers = children(p, "bgpConnections", bgpPeer)
	p.rest("sku", "virtualRouterAsn", "virtualRouterIps", "virtualRouterAutoScaleConfiguration", "routingState",
		"hubRoutingPreference", "routeTable", "virtualHubRouteTableV2s", "addressPrefix")
}

// olderPreference notes the property that hubRoutingPreference took the place of,
// where it alone is there and says something else than Azure takes by itself.
func olderPreference(p *object, preference topology.Property[string]) {
	const key = "preferredRoutingGateway"
	if p.get(key); preference.IsAbsent() {
		p.noteUnless(key, "ExpressRoute", "None")
	}
}

// placeOfRouteServer is the ipConfigurations child that says where a route
// server stands.
type placeOfRouteServer struct {
	topology.Resource
	subnet topology.Ref[topology.Subnet]
}

func routeServerPlace(o *object, r topology.Resource) *placeOfRouteServer {
	c := &placeOfRouteServer{Resource: r}
	p := o.of(&c.Resource)
	ref(p, "subnet", &c.subnet)
	p.rest("publicIPAddress", "privateIPAllocationMethod", "privateIPAddress")
	return c
}

func (c *placeOfRouteServer) join(d *Decoder, s *topology.RouteServer) {
	d.afterLinks = append(d.afterLinks, func(*Decoder) { s.Subnet = c.subnet })
}

func joinRouteServerPlace(d *Decoder, parent topology.Node, c *placeOfRouteServer) bool {
	s, ok := parent.(*topology.RouteServer)
	if ok && d.enter(c) {
		c.join(d, s)
	}
	return ok
}

func bgpPeer(o *object, r topology.Resource) *topology.BGPPeer {
	b := &topology.BGPPeer{Resource: r}
	p := o.of(&b.Resource)
	b.ASN = p.number64("peerAsn", 1<<32-1)
	b.IPAddress = p.addr("peerIp")
	ref(p, "hubVirtualNetworkConnection", &b.HubConnection)
	p.noteUnless("connectionState", "Connected", "Connecting", "Unknown")
	p.rest()
	return b
}

func joinBGPPeer(d *Decoder, parent topology.Node, b *topology.BGPPeer) bool {
	switch p := parent.(type) {
	case *topology.RouteServer:
		join(d, &p.Peers, b)
	case *topology.VirtualHub:
		join(d, &p.Peers, b)
	default:
		return false
	}
	return true
}

func hubRouteTable(o *object, r topology.Resource) *topology.HubRouteTable {
	t := &topology.HubRouteTable{Resource: r}
	p := o.of(&t.Resource)
	t.Labels = listOf(p, "labels", p.parseText).Or(nil)
	for _, item := range p.list("routes") {
		t.Routes = append(t.Routes, hubRoute(item))
	}
	p.rest("associatedConnections", "propagatingConnections")
	return t
}

// hubRoute reads a static route of a hub's table (VWAN-4).
func hubRoute(o *object) *topology.HubRoute {
	u := &topology.HubRoute{Name: o.text("name"), Pos: o.node.Pos}
	if kind := o.text("destinationType"); kind == "" || strings.EqualFold(kind, "CIDR") {
		u.Destinations = o.prefixes("destinations")
	} else {
		n := o.get("destinationType")
		u.Destinations = unknownProperty[[]netip.Prefix](o, tree.NewUnknown(n.Pos, fmt.Sprintf("destinations of type %s are not simulated", kind),
			"give destinations of type CIDR"), "destinations")
	}
	hubNextHop(o, u)
	o.rest("nextHopType")
	return u
}

// hubNextHop reads the next hop of a static route: a firewall or a connection.
func hubNextHop(o *object, u *topology.HubRoute) {
	n := o.get("nextHop")
	switch {
	case n == nil:
		o.missing("nextHop", "expected the ID of a firewall or hub connection")
	case strings.EqualFold(topology.ID(n.Text).Type(), "Microsoft.Network/azureFirewalls"):
		ref(o, "nextHop", &u.NextHopFirewall)
	case strings.EqualFold(topology.ID(n.Text).Type(), "Microsoft.Network/virtualHubs/hubVirtualNetworkConnections"):
		ref(o, "nextHop", &u.NextHopConnection)
	default:
		ref(o, "nextHop", &u.NextHop)
	}
}

func hubConnection(o *object, r topology.Resource) *topology.HubConnection {
	c := &topology.HubConnection{Resource: r}
	p := o.of(&c.Resource)
	ref(p, "remoteVirtualNetwork", &c.RemoteVNet)
	c.EnableInternetSecurity = p.boolean("enableInternetSecurity")
	hubRouting(p.sub("routingConfiguration"), &c.Routing)
	p.rest("allowHubToRemoteVnetTransit", "allowRemoteVnetToUseHubVnetGateways", "routingConfiguration")
	return c
}

// hubRouting reads the routing configuration of a connection to a hub.
func hubRouting(p *object, into *topology.HubRouting) {
	if p == nil {
		return
	}
	into.Pos = p.node.Pos
	ref(p, "associatedRouteTable", &into.Associated)
	to := p.sub("propagatedRouteTables")
	into.PropagatedTo = refs[topology.HubRouteTable](to, "ids")
	into.PropagatedLabels = listOf(to, "labels", to.parseText)
	routes := p.sub("vnetRoutes")
	for _, item := range routes.list("staticRoutes") {
		into.VNetRoutes = append(into.VNetRoutes, topology.VNetStaticRoute{Name: item.text("name"), Pos: item.node.Pos,
			Prefixes: item.prefixes("addressPrefixes"), NextHopIP: item.addr("nextHopIpAddress")})
	}
	config := routes.sub("staticRoutesConfig")
	into.VNetLocalRouteOverride = config.oneOf("vnetLocalRouteOverrideCriteria", "Contains", "Equal")
	into.PropagateStatic = config.boolean("propagateStaticRoutes")
	for _, key := range []string{"inboundRouteMap", "outboundRouteMap"} {
		if p.has(key) {
			p.ignored(key, "route maps are not simulated")
		}
	}
	p.rest("propagatedRouteTables", "vnetRoutes")
}

func routingIntent(o *object, r topology.Resource) *topology.RoutingIntent {
	x := &topology.RoutingIntent{Resource: r}
	p := o.of(&x.Resource)
	items := p.list("routingPolicies")
	x.Policies = make([]topology.RoutingPolicy, len(items))
	for i, item := range items {
		routingPolicy(item, &x.Policies[i])
	}
	p.rest()
	return x
}

func routingPolicy(o *object, into *topology.RoutingPolicy) {
	into.Name = o.text("name")
	destinations := o.get("destinations")
	if destinations.Is(tree.Unknown) {
		o.incomplete(destinations, "destinations")
	}
	for _, n := range destinations.List() {
		switch {
		case n.Is(tree.Unknown):
			o.incomplete(n, "destinations")
		case strings.EqualFold(n.Str(), "PrivateTraffic"):
			into.Private = true
		case strings.EqualFold(n.Str(), "Internet"):
			into.Internet = true
		default:
			o.badWord(n, "destinations", []string{"PrivateTraffic", "Internet"})
		}
	}
	ref(o, "nextHop", &into.NextHop)
}

func joinRoutingIntent(d *Decoder, parent topology.Node, x *topology.RoutingIntent) bool {
	h, ok := parent.(*topology.VirtualHub)
	if ok && d.enter(x) {
		h.RoutingIntent = x
	}
	return ok
}
