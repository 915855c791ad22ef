package topology

import "net/netip"

// GatewayType tells the two kinds of virtual network gateway apart.
type GatewayType uint8

const (
	GatewayTypeUnset GatewayType = iota
	VPN
	ExpressRoute
)

// String returns Azure's spelling.
func (t GatewayType) String() string { return [...]string{"", "Vpn", "ExpressRoute"}[t] }

// ClientsOf is the ID of the point-to-site clients of a gateway, of a network's or
// a virtual hub's: a site without a resource of its own.
func ClientsOf(gateway ID) ID { return gateway.Child("vpnClientConfiguration", "clients") }

// VirtualNetworkGateway is a Microsoft.Network/virtualNetworkGateways: a VPN
// or ExpressRoute gateway in a VNet's GatewaySubnet.
type VirtualNetworkGateway struct {
	Resource
	GatewayType        Property[GatewayType]
	PolicyBased        Property[bool]
	EnableBGP          Property[bool]
	ActiveActive       Property[bool]
	BGP                BGPSettings
	IPConfigurations   []*IPConfiguration // their Subnet is the GatewaySubnet; PublicIPAddress the tunnel ends
	GatewayDefaultSite Ref[LocalNetworkGateway]
	ClientAddressPool  Property[[]netip.Prefix] // point-to-site
	SummarizedPrefixes Property[[]netip.Prefix] // GW-18
	AllowRemoteVNet    Property[bool]           // GW-9: allowRemoteVnetTraffic
	AllowVirtualWAN    Property[bool]           // GW-9: allowVirtualWanTraffic
	NATRules           []*GatewayNATRule
	TranslateBGP       Property[bool] // GW-17: enableBgpRouteTranslationForNat
	CustomRoutes       Property[[]netip.Prefix]
	SKUName            Property[string]
}

// BGPSettings are a gateway's or site's own BGP speaker.
type BGPSettings struct {
	ASN         Property[int64]
	PeerAddress Property[netip.Addr]
}

// GatewayNATRule is a NAT rule of a VPN gateway (GW-17).
type GatewayNATRule struct {
	Resource
	Ingress  bool // IngressSnat, else EgressSnat
	Dynamic  bool // else Static
	Internal Property[[]netip.Prefix]
	External Property[[]netip.Prefix]
}

// ConnectionType is the kind of a connection of a gateway.
type ConnectionType uint8

const (
	ConnectionTypeUnset ConnectionType = iota
	IPsec
	VNetToVNet
	ExpressRouteConnection
)

// String returns Azure's spelling.
func (t ConnectionType) String() string {
	return [...]string{"", "IPsec", "Vnet2Vnet", "ExpressRoute"}[t]
}

// Connection is a Microsoft.Network/connections.
type Connection struct {
	Resource
	Type          Property[ConnectionType]
	Gateway       Ref[VirtualNetworkGateway]
	RemoteGateway Ref[VirtualNetworkGateway] // VNet-to-VNet
	LocalGateway  Ref[LocalNetworkGateway]   // IPsec
	Circuit       Ref[ExpressRouteCircuit]   // ExpressRoute
	EnableBGP     Property[bool]
	RoutingWeight Property[int]
	FastPath      Property[bool]   // expressRouteGatewayBypass (GW-11)
	Status        Property[string] // of an export: "Connected", "NotConnected"
	IngressNAT    []Ref[GatewayNATRule]
	EgressNAT     []Ref[GatewayNATRule]
	// TrafficSelectors limits a policy-based tunnel to pairs of prefixes.
	TrafficSelectors Property[[]TrafficSelector]
}

// TrafficSelector is one pair of prefix lists of a tunnel.
type TrafficSelector struct{ Local, Remote []netip.Prefix }

// LocalNetworkGateway is a Microsoft.Network/localNetworkGateways: a site as
// Azure's VPN gateway knows it.
type LocalNetworkGateway struct {
	Resource
	AddressPrefixes  Property[[]netip.Prefix]
	GatewayIPAddress Property[netip.Addr]
	BGP              BGPSettings
}

// ExpressRouteCircuit is a Microsoft.Network/expressRouteCircuits.
type ExpressRouteCircuit struct {
	Resource
	PrivatePeering   Property[bool]
	MicrosoftPeering Property[bool]
	GlobalReach      []Ref[ExpressRouteCircuit] // GW-10
	Down             Property[bool]             // service provider or circuit not provisioned
}

// RouteServer is a Microsoft.Network/virtualHubs without a virtual WAN (RT-24).
type RouteServer struct {
	Resource
	Subnet              Ref[Subnet]
	AllowBranchToBranch Property[bool]
	RoutingPreference   Property[string] // "ExpressRoute", "VpnGateway", "ASPath"
	Peers               []*BGPPeer
}

// BGPPeer is a bgpConnections child of a route server or virtual hub.
type BGPPeer struct {
	Resource
	ASN           Property[int64]
	IPAddress     Property[netip.Addr]
	HubConnection Ref[HubConnection]
}
