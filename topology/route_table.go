package topology

import "net/netip"

// RouteTable is a Microsoft.Network/routeTables.
type RouteTable struct {
	Resource
	Routes                     []*Route
	DisableBGPRoutePropagation Property[bool]   // RT-9
	DisablePeeringRoute        Property[string] // "All" or "None" (RT-30)
}

// Route is a user-defined route: a prefix or, with Tag set, all prefixes of a
// service tag (RT-12).
type Route struct {
	Resource
	AddressPrefix Property[netip.Prefix]
	Tag           string
	NextHopType   Property[NextHopType]
	NextHopIP     Property[netip.Addr]
	NextHopIPs    Property[[]netip.Addr] // VirtualApplianceEcmp
}

// NextHopType is the kind of a route's next hop, in Network Watcher's terms.
type NextHopType uint8

const (
	NextHopUnset NextHopType = iota
	VnetLocal
	VNetPeering
	VNetGlobalPeering
	ConnectedGroup
	NextHopInternet
	VirtualAppliance
	VirtualApplianceECMP
	NextHopVirtualNetworkGateway
	NextHopNone
	VirtualNetworkServiceEndpoint
	InterfaceEndpoint
)

// String returns the spelling of Network Watcher's answers.
func (t NextHopType) String() string {
	return [...]string{"", "VnetLocal", "VNetPeering", "VNetGlobalPeering", "ConnectedGroup", "Internet",
		"VirtualAppliance", "VirtualApplianceEcmp", "VirtualNetworkGateway", "None",
		"VirtualNetworkServiceEndpoint", "InterfaceEndpoint"}[t]
}
