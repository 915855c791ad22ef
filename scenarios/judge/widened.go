package judge

import (
	"net/netip"
	"strings"

	"vnetproof/scenarios/finding"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/topology"
)

// widened says of a leak by a default rule on VirtualNetwork which user route
// makes that tag hold the other end: it is in neither the VNet nor a peer, and
// the tag holds what a 0.0.0.0/0 route to an appliance or gateway leads to (NSG-10).
func (t *trial) widened(f *fault) (finding.Reason, bool) {
	c := f.cause
	if f.kind != finding.Leak || c.Kind != pipeline.DefaultRule || !strings.HasPrefix(c.Name, "AllowVnet") {
		return finding.Reason{}, false
	}
	here, there := f.to, f.from
	if c.Filter.Direction == topology.Outbound {
		here, there = f.from, f.to
	}
	s := t.onlySubnet(here)
	if s == nil || s.RouteTable.Target == nil || spaceOf(s.VirtualNetwork).ContainsSet(union(there)) {
		return finding.Reason{}, false
	}
	for _, r := range s.RouteTable.Target.Routes {
		p, known := r.AddressPrefix.Get()
		hop := r.NextHopType.Or(topology.NextHopUnset)
		if known && p.Bits() == 0 && (hop == topology.VirtualAppliance || hop == topology.NextHopVirtualNetworkGateway) {
			return finding.Reason{Pos: r.Pos, Rules: []rule.ID{"NSG-10"},
				Text: "route " + s.RouteTable.Target.Name + "/" + r.Name + ", " + p.String() + " → " + hop.String() +
					", makes VirtualNetwork every address on " + t.judge.Names.Subnet(s.ID)}, true
		}
	}
	return finding.Reason{}, false
}

// onlySubnet returns the subnet that all places are in; nil if there is none.
func (t *trial) onlySubnet(places map[pipeline.PlaceID]packet.AddrSet) *topology.Subnet {
	var only topology.ID
	for place := range places {
		id := t.judge.Pipeline.Places[place].Subnet
		if id == "" || only != "" && !only.Equal(id) {
			return nil
		}
		only = id
	}
	return t.judge.subnet(only)
}

// spaceOf returns the addresses of a VNet and of those that are directly peered.
func spaceOf(v *topology.VirtualNetwork) packet.AddrSet {
	prefixes := append([]netip.Prefix{}, v.AddressPrefixes.Or(nil)...)
	for _, p := range v.Peerings {
		if p.Remote.Target != nil {
			prefixes = append(prefixes, p.Remote.Target.AddressPrefixes.Or(nil)...)
		}
	}
	return packet.FromPrefixes(prefixes...)
}

func union(side map[pipeline.PlaceID]packet.AddrSet) packet.AddrSet {
	var all packet.AddrSet
	for _, set := range side {
		all = all.Union(set)
	}
	return all
}
