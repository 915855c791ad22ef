package azure

import (
	"net/netip"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// RouteSource says who made a route.
type RouteSource uint8

const (
	RouteSourceUnset RouteSource = iota
	Default
	User
	// VirtualNetworkGateway is of routes that gateways and route servers bring, by BGP or from a local network gateway.
	VirtualNetworkGateway
)

// String returns Network Watcher's word.
func (s RouteSource) String() string {
	return [...]string{"", "Default", "User", "VirtualNetworkGateway"}[s]
}

// RouteState says whether a route applies.
type RouteState uint8

const (
	RouteStateUnset RouteState = iota
	Active
	Invalid
)

// String returns Network Watcher's word.
func (s RouteState) String() string { return [...]string{"", "Active", "Invalid"}[s] }

// EffectiveRoute is a route of a subnet, as Network Watcher lists it, with what
// it does not tell: where the route comes from and what took its place.
type EffectiveRoute struct {
	Prefix      netip.Prefix // invalid where the route's prefixes are not known
	Tag         string       // of a user route to a service tag, the tag
	NextHopType topology.NextHopType
	NextHopIPs  []netip.Addr // several for VirtualApplianceEcmp and equal BGP paths
	Source      RouteSource
	State       RouteState
	Name        string      // "table/route" of a user route, else ""
	Resource    topology.ID // of the route, or of what implies it
	Pos         source.Pos
	Rules       []rule.ID
	ShadowedBy  *EffectiveRoute // of an Invalid route
	// Gap says why the route, or what it covers, is not known.
	Gap *pipeline.Gap
	// Assumptions that the route rests on.
	Assumptions []*pipeline.Assumption

	typeGap  *pipeline.Gap        // why its next hop type is not known
	covers   *packet.AddrSet      // what it matches, where that is not Prefix
	hidden   bool                 // a part of another route, not listed
	removed  bool                 // vanished from the list (RT-6, RT-1)
	endpoint *privateEndpoint     // of the route to one
	learned  *learnedRoute        // of one that a gateway or route server learned
	lead     func(s *subnet) lead // where it leads
}

// lead is where a route leads from one subnet.
type lead struct {
	action pipeline.Action
	reason string        // a clause that explains a drop; may be ""
	rules  []rule.ID     // of Azure, that decided
	gap    *pipeline.Gap // why the action is unknown, or may not be taken
	// assumed is what the way there rests on, as a next hop's address.
	assumed []*pipeline.Assumption
}

// drop is a lead to nowhere.
func drop(reason string, ids ...rule.ID) lead {
	return lead{action: pipeline.Action{Kind: pipeline.Drop}, reason: reason, rules: ids}
}

// goTo is a lead to a table.
func goTo(t pipeline.TableID) lead {
	return lead{action: pipeline.Action{Kind: pipeline.Goto, Next: t}}
}

// unknown is a lead to what is not known.
func unknown(gap *pipeline.Gap) lead {
	return lead{action: pipeline.Action{Kind: pipeline.UnknownAction}, gap: gap}
}

// destinations returns the addresses that the route matches.
func (r *EffectiveRoute) destinations() packet.AddrSet {
	if r.covers != nil {
		return *r.covers
	}
	return packet.FromPrefixes(r.Prefix)
}

// bits is the length that routes compare by; routes without prefix come first.
func (r *EffectiveRoute) bits() int {
	if !r.Prefix.IsValid() {
		return 129
	}
	return r.Prefix.Bits()
}

// RouteName is the name of a user route within its table, as Network Watcher
// prints it; "" of others.
func (r *EffectiveRoute) RouteName() string { return r.Name[strings.LastIndexByte(r.Name, '/')+1:] }
