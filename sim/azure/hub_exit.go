package azure

import (
	"net/netip"
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// exitRows deliver into a connected VNet: to its appliances for prefixes behind
// static routes of the connection, else to whoever holds the address.
//
// VWAN-4: static routes of the connection take the VNet's own addresses too,
// unless vnetLocalRouteOverrideCriteria is Equal; under a routing policy it counts
// as Equal. Routes by BGP never take them.
func (c *compiler) exitRows(k *hubConn) []pipeline.Row {
	space := k.vnet.space
	deliver := pipeline.Row{Dst: &space, Action: pipeline.Action{Kind: pipeline.Goto, Next: k.vnet.delivery}}
	var rows []pipeline.Row
	switch override := k.routing.VNetLocalRouteOverride; {
	case k.sparesOwnSpace():
		rows = append([]pipeline.Row{deliver}, k.staticRows()...)
	case override.Unknown() != nil:
		gap := unknownGap(override.Unknown(), k.id, "vnetLocalRouteOverrideCriteria", "whether static routes of connection "+k.name+" take the network's own addresses", k.pos, "VWAN-4")
		own := pipeline.Row{Dst: new(space.Intersect(k.staticSpace())), Action: pipeline.Action{Kind: pipeline.UnknownAction}, Cause: &pipeline.Cause{Kind: pipeline.RouteCause, Gap: gap}}
		rows = append([]pipeline.Row{own, deliver}, k.staticRows()...)
	default:
		rows = append(k.staticRows(), deliver)
	}
	for _, r := range k.bgp {
		rows = append(rows, k.behindAppliance(r, r.Prefixes.Or(nil)...))
	}
	return append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: k.hub.cause("VNet "+k.vnet.res.Name+" has no such address", "VWAN-1")})
}

// sparesOwnSpace tells whether what is addressed to the VNet passes the static
// routes of its connection by.
func (k *hubConn) sparesOwnSpace() bool {
	private, internet := k.hub.intent()
	return private || internet || k.routing.VNetLocalRouteOverride.Or("") == "Equal"
}

// staticRows lead to what is behind the static routes of the connection, the
// longest prefixes first.
func (k *hubConn) staticRows() []pipeline.Row {
	type entry struct {
		prefix netip.Prefix
		row    pipeline.Row
	}
	var rows []pipeline.Row
	var list []entry
	for _, r := range k.routing.VNetRoutes {
		if u := r.Prefixes.Unknown(); u != nil {
			rows = append(rows, unmodelled(unknownGap(u, k.id, "addressPrefixes", "which prefixes static route "+r.Name+" of connection "+k.name+" takes", r.Pos, "VWAN-4")))
		}
		for _, p := range r.Prefixes.Or(nil) {
			list = append(list, entry{p, k.behindAppliance(r, p)})
		}
	}
	slices.SortStableFunc(list, func(a, b entry) int { return b.prefix.Bits() - a.prefix.Bits() })
	for _, e := range list {
		rows = append(rows, e.row)
	}
	return rows
}

// staticSpace are the addresses that static routes of the connection take.
func (k *hubConn) staticSpace() packet.AddrSet {
	var set packet.AddrSet
	for _, r := range k.routing.VNetRoutes {
		set = set.Union(packet.FromPrefixes(r.Prefixes.Or(nil)...))
	}
	return set
}

// behindAppliance leads prefixes of a static route of the connection to its appliance.
func (k *hubConn) behindAppliance(r topology.VNetStaticRoute, prefixes ...netip.Prefix) pipeline.Row {
	dst := packet.FromPrefixes(prefixes...)
	row := pipeline.Row{Dst: &dst, Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{Kind: pipeline.RouteCause, Name: k.name + "/" + r.Name,
		Resource: k.id, Pos: r.Pos, Rules: rules("VWAN-4"), Reason: "nothing in VNet " + k.vnet.res.Name + " holds the next hop of static route " + r.Name}}
	if u := r.NextHopIP.Unknown(); u != nil {
		row.Action.Kind = pipeline.UnknownAction
		row.Cause.Gap = unknownGap(u, k.id, "nextHopIpAddress", "where static route "+r.Name+" of connection "+k.name+" leads", r.NextHopIP.Pos, "VWAN-4")
		row.Cause.Reason = ""
	}
	if a, ok := r.NextHopIP.Get(); ok {
		if h := k.vnet.held[a]; h != nil {
			row.Action = pipeline.Action{Kind: pipeline.Goto, Next: h.nextHop()}
			row.Cause.Reason = "static route " + r.Name + " of connection " + k.name
		}
	}
	return row
}
