package topology

import (
	"net/netip"

	"vnetproof/topology/source"
)

// VirtualWAN is a Microsoft.Network/virtualWans.
type VirtualWAN struct {
	Resource
	AllowBranchToBranch Property[bool]
	Basic               Property[bool]
}

// VirtualHub is a Microsoft.Network/virtualHubs of a virtual WAN (VWAN-1).
type VirtualHub struct {
	Resource
	WAN               Ref[VirtualWAN]
	AddressPrefix     Property[netip.Prefix]
	RoutingPreference Property[string] // "ExpressRoute", "VpnGateway", "ASPath"
	RouteTables       []*HubRouteTable
	Connections       []*HubConnection
	RoutingIntent     *RoutingIntent
	Firewall          Ref[AzureFirewall]
	VPNGateway        *HubVPNGateway
	ExpressRoute      *HubExpressRouteGateway
	P2S               *HubP2SGateway
	Peers             []*BGPPeer
}

// HubRouteTable is a hubRouteTables child.
type HubRouteTable struct {
	Resource
	Hub    *VirtualHub
	Labels []string
	Routes []*HubRoute
}

// HubRoute is a static route of a hub route table (VWAN-4).
type HubRoute struct {
	Name              string
	Pos               source.Pos
	Destinations      Property[[]netip.Prefix]
	NextHop           Ref[Other] // by ID: a hub connection or a firewall
	NextHopConnection Ref[HubConnection]
	NextHopFirewall   Ref[AzureFirewall]
}

// HubRouting is the routing configuration of a connection to a hub.
type HubRouting struct {
	Associated       Ref[HubRouteTable]
	PropagatedTo     []Ref[HubRouteTable]
	PropagatedLabels Property[[]string]
	// VNetRoutes are the static routes of a VNet connection: prefixes behind an NVA in the VNet.
	VNetRoutes []VNetStaticRoute
	// VNetLocalRouteOverride is "Contains" or "Equal".
	VNetLocalRouteOverride Property[string]
	PropagateStatic        Property[bool]
	Pos                    source.Pos
}

// VNetStaticRoute is a static route on a VNet connection.
type VNetStaticRoute struct {
	Name      string
	Prefixes  Property[[]netip.Prefix]
	NextHopIP Property[netip.Addr]
	Pos       source.Pos
}

// HubConnection is a hubVirtualNetworkConnections child.
type HubConnection struct {
	Resource
	Hub                    *VirtualHub
	RemoteVNet             Ref[VirtualNetwork]
	EnableInternetSecurity Property[bool]
	Routing                HubRouting
}

// RoutingIntent is a routingIntent child (VWAN-7).
type RoutingIntent struct {
	Resource
	Policies []RoutingPolicy
}

// RoutingPolicy sends private or internet traffic to one next hop.
type RoutingPolicy struct {
	Name     string
	Private  bool
	Internet bool
	NextHop  Ref[AzureFirewall]
}

// HubVPNGateway is a Microsoft.Network/vpnGateways.
type HubVPNGateway struct {
	Resource
	Hub         Ref[VirtualHub]
	Connections []*HubVPNConnection
}

// HubVPNConnection joins a hub's VPN gateway to a site.
type HubVPNConnection struct {
	Resource
	Site                   Ref[VPNSite]
	EnableBGP              Property[bool] // on any of its links
	EnableInternetSecurity Property[bool]
	Routing                HubRouting
}

// VPNSite is a Microsoft.Network/vpnSites.
type VPNSite struct {
	Resource
	WAN             Ref[VirtualWAN]
	AddressPrefixes Property[[]netip.Prefix]
	BGP             BGPSettings
}

// HubExpressRouteGateway is a Microsoft.Network/expressRouteGateways.
type HubExpressRouteGateway struct {
	Resource
	Hub                Ref[VirtualHub]
	Connections        []*HubExpressRouteConnection
	AllowNonVirtualWAN Property[bool]
}

// HubExpressRouteConnection joins a hub's ExpressRoute gateway to a circuit.
type HubExpressRouteConnection struct {
	Resource
	Circuit                Ref[ExpressRouteCircuit]
	EnableInternetSecurity Property[bool]
	Routing                HubRouting
}

// HubP2SGateway is a Microsoft.Network/p2sVpnGateways.
type HubP2SGateway struct {
	Resource
	Hub                    Ref[VirtualHub]
	ClientAddressPool      Property[[]netip.Prefix]
	Routing                HubRouting
	EnableInternetSecurity Property[bool]
}
