package azure

import (
	"strings"

	"vnetproof/topology"
)

// propagationOff removes what gateways bring where the subnet's route table says so.
//
// RT-9: disableBgpRoutePropagation removes routes of gateways, BGP or not;
// GatewaySubnet keeps them, or the gateway would stop working.
func propagationOff(s *subnet, list []*EffectiveRoute) {
	table := s.res.RouteTable.Target
	if table == nil || s.isNamed("GatewaySubnet") {
		return
	}
	off := table.DisableBGPRoutePropagation
	for _, r := range list {
		if r.Source != VirtualNetworkGateway {
			continue
		}
		switch u := off.Unknown(); {
		case u != nil:
			r.Gap = firstGap(r.Gap, unknownGap(u, table.ID, "disableBgpRoutePropagation", "whether "+s.path()+" has gateway routes", off.Pos, "RT-9"))
		case off.Or(false):
			r.removed, r.State = true, Invalid
		}
	}
}

// peeringRoutesOff removes the routes to peers where the subnet's route table says so.
//
// RT-30: disablePeeringRoute All; then shorter user routes win, or nothing
// leads to the peer.
func peeringRoutesOff(s *subnet, list []*EffectiveRoute) {
	table := s.res.RouteTable.Target
	if table == nil {
		return
	}
	off := table.DisablePeeringRoute
	for _, r := range list {
		if r.Source != Default || r.NextHopType != topology.VNetPeering && r.NextHopType != topology.VNetGlobalPeering {
			continue
		}
		switch u := off.Unknown(); {
		case u != nil:
			r.Gap = firstGap(r.Gap, unknownGap(u, table.ID, "disablePeeringRoute", "whether "+s.path()+" has routes to peers", off.Pos, "RT-30"))
		case strings.EqualFold(off.Or("None"), "All"):
			r.removed, r.State = true, Invalid
		}
	}
}
