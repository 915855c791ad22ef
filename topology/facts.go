package topology

import (
	"net/netip"

	"vnetproof/topology/source"
)

// Facts is what a design cannot hold: an overlay that a user writes beside it.
type Facts struct {
	LearnedRoutes []*LearnedRoute
	Sites         []*Site
	Appliances    []*Appliance
	ServiceTags   []*TagRanges
	FQDNs         []*ResolvedName
	Down          []Down
	Platform      Platform
}

// LearnedRoute is a set of prefixes that a gateway, route server or virtual hub learned by BGP.
type LearnedRoute struct {
	Pos      source.Pos
	By       Node   // VirtualNetworkGateway, RouteServer or VirtualHub; nil where it dangles
	From     string // who advertised it: a local gateway, site, circuit, NVA or connection; may be ""
	NextHop  Property[netip.Addr]
	Prefixes []netip.Prefix
	ASPath   []int64
}

// Site is an on-premises network: its prefixes and how it is joined (GW-19).
type Site struct {
	Resource
	AddressPrefixes Property[[]netip.Prefix]
	Gateway         Ref[VirtualNetworkGateway]
	LocalGateway    Ref[LocalNetworkGateway]
	Circuit         Ref[ExpressRouteCircuit]
	VPNSite         Ref[VPNSite]
	// Knows lists what the site routes to Azure, where that is less than the gateway announces.
	Knows Property[[]netip.Prefix]
}

// Appliance says what an NVA does with what it forwards.
type Appliance struct {
	Pos             source.Pos
	Name            string
	Target          Node // VirtualMachine, ScaleSet or NetworkInterface
	Stateful        Property[bool]
	SNAT            Property[bool]
	Filter          []*SecurityRule // in order; absent: forwards everything. Access, Protocol, Source, Destination and ports count
	HasFilter       bool
	DisableSNATOnPL bool
}

// TagRanges are the prefixes of a service tag.
type TagRanges struct {
	Tag       string
	Prefixes  []netip.Prefix
	Pos       source.Pos
	Published bool // by Azure, among all others; not given for this design
}

// ResolvedName is a name and its addresses.
type ResolvedName struct {
	Name      string
	Addresses []netip.Addr
	Pos       source.Pos
}

// Down takes a resource out of service.
type Down struct {
	Resource ID
	Pos      source.Pos
}

// Platform holds what a platform version decides.
type Platform struct {
	DefaultOutboundAccess Property[bool]
	// ForwardedTraffic says whether forwarded packets pass a peering that does
	// not allow them, as far as the peering is concerned (PEER-3).
	ForwardedTraffic Property[bool]
}
