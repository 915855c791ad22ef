package azure

import (
	"net/netip"
	"slices"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// indexConnectivity adds what connectivity configurations connect: halves
// without a peering resource.
//
// ADM-6: hub and spoke makes peerings between the hub and each spoke, of whatever
// region; a mesh, and spokes that are directly connected, are a connected group,
// which leaves out other regions unless it is global. A peering that the design
// has wins. Members of a group may overlap: what they share is reached by nobody.
func (c *compiler) indexConnectivity() {
	for _, m := range c.design.NetworkManagers {
		if gap := lostPart(&m.Resource, "properties", "connectivityconfigurations"); gap != nil {
			c.connectedBeyond(c.vnets, gap)
		}
		for _, config := range m.Connectivity {
			if deployed, ok := config.Deployed.Get(); !ok || deployed {
				c.connectMembers(m, config)
			}
		}
	}
}

func (c *compiler) connectMembers(m *topology.NetworkManager, config *topology.ConnectivityConfiguration) {
	hub := c.vnetOf[config.Hub.Target]
	if gap := lostPart(&config.Resource, "properties", "appliestogroups", "hubs"); gap != nil {
		c.connectedBeyond(c.vnets, gap)
	}
	if config.Hub.Why != nil {
		c.connectedBeyond(c.vnets, danglingGap(config.Hub, config.ID, "hubs", "which VNet is the hub of "+config.Name, "ADM-6"))
	}
	for _, g := range config.Groups {
		members := c.vnetsIn(g.Group)
		c.connectedOutside(config, g, members, hub)
		global := config.IsGlobal.Or(false) || g.IsGlobal.Or(false)
		doubt := c.doubtOf(m.ID, config.ID, g.Group.ID)
		if !config.Mesh && hub != nil {
			for _, v := range members {
				c.connectTwo(config, hub, v, connection{transit: g.UseHubGateway.Or(false), global: true, doubt: doubt})
			}
		}
		if !config.Mesh && !g.DirectlyConnected.Or(false) {
			continue
		}
		if !config.Mesh && hub != nil {
			members = append(members, hub)
		}
		shared := sharedSpace(members)
		if gap := unsharedSubnets(config, members, shared); gap != nil {
			doubt = firstGap(doubt, gap)
		}
		for i, a := range members {
			for _, b := range members[i+1:] {
				c.connectTwo(config, a, b, connection{group: true, global: global, shared: shared, doubt: doubt})
			}
		}
	}
}

// vnetsIn lists the VNets of a network group that the design holds.
func (c *compiler) vnetsIn(ref topology.Ref[topology.NetworkGroup]) []*vnet {
	var list []*vnet
	if ref.Target == nil {
		return nil
	}
	for _, m := range ref.Target.Members {
		if v := c.vnetOf[m.Target]; v != nil && !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	return list
}

// connectedOutside notes what a configuration may connect and the input does not hold.
func (c *compiler) connectedOutside(config *topology.ConnectivityConfiguration, g topology.ConnectivityGroup, members []*vnet, hub *vnet) {
	const why = "which VNets connectivity configuration "
	switch group := g.Group.Target; {
	case group == nil:
		c.connectedBeyond(c.vnets, danglingGap(g.Group, config.ID, "appliesToGroups", why+config.Name+" connects", "ADM-6"))
		return
	case unlistedMembers(group) != nil:
		c.connectedBeyond(c.vnets, unlistedMembers(group))
		return
	}
	if !config.Mesh && hub == nil && config.Hub.IsSet() {
		c.connectedBeyond(members, danglingGap(config.Hub, config.ID, "hubs", "which addresses the hub of "+config.Name+" has", "ADM-6"))
	}
	if gap := c.doubtOf(config.ID, g.Group.ID); gap != nil {
		c.connectedBeyond(members, gap)
	}
	for _, m := range g.Group.Target.Members {
		if m.Target != nil {
			continue
		}
		gap := danglingGap(m, g.Group.ID, "members", "which addresses "+m.ID.Name()+" has, which "+config.Name+" connects", "ADM-6")
		if config.Mesh || g.DirectlyConnected.Or(g.DirectlyConnected.Unknown() != nil) {
			c.connectedBeyond(members, gap)
		}
		if !config.Mesh && hub != nil {
			c.connectedBeyond([]*vnet{hub}, gap)
		}
	}
}

// connectedBeyond notes at VNets that they may be connected to others than the
// input tells.
func (c *compiler) connectedBeyond(list []*vnet, gap *pipeline.Gap) {
	for _, v := range list {
		if v.beyond == nil {
			v.beyond = gap
		}
	}
}

// connection is how two VNets are connected by a configuration.
type connection struct {
	group   bool           // a connected group, else a peering
	transit bool           // the second uses the gateway of the first
	global  bool           // regions may differ
	shared  packet.AddrSet // what several members of a group have
	doubt   *pipeline.Gap
}

// sharedSpace are the addresses that several VNets have.
func sharedSpace(members []*vnet) packet.AddrSet {
	var shared packet.AddrSet
	for i, a := range members {
		for _, b := range members[i+1:] {
			shared = shared.Union(a.space.Intersect(b.space))
		}
	}
	return shared
}

// unsharedSubnets is why it is not known how a group connects its members: of the
// space that they share, a subnet is in one of them alone. Nil if there is none.
func unsharedSubnets(config *topology.ConnectivityConfiguration, members []*vnet, shared packet.AddrSet) *pipeline.Gap {
	for _, a := range members {
		for _, s := range a.subnets {
			if !shared.Overlaps(s.space) || slices.ContainsFunc(members, func(b *vnet) bool { return a != b && b.hasSubnetIn(s.space) }) {
				continue
			}
			return &pipeline.Gap{Resource: config.ID, Property: "appliesToGroups", Pos: config.Pos, Rules: rules("ADM-6"),
				Why:    "whether subnet " + s.path() + " is reached in the connected group of " + config.Name + ", whose members share its address space, but not the subnet",
				Supply: "address spaces that do not overlap"}
		}
	}
	return nil
}

func (v *vnet) hasSubnetIn(space packet.AddrSet) bool {
	return slices.ContainsFunc(v.subnets, func(s *subnet) bool { return s.space.Overlaps(space) })
}

func (c *compiler) connectTwo(config *topology.ConnectivityConfiguration, a, b *vnet, how connection) {
	sameRegion := a.res.Location == b.res.Location
	if !how.global && !sameRegion && (a.res.Location == "" || b.res.Location == "") {
		how.global = true // or they are not connected
		how.doubt = firstGap(how.doubt, &pipeline.Gap{Resource: config.ID, Property: "isGlobal", Pos: config.Pos, Rules: rules("ADM-6"),
			Why: "whether " + a.res.Name + " and " + b.res.Name + " are in one region", Supply: "location of both"})
	}
	if a == b || !how.group && a.space.Overlaps(b.space) || !how.global && !sameRegion || a.peers(b) {
		return
	}
	ab := managed(config, a, b, how)
	ba := managed(config, b, a, how)
	ab.res.AllowGatewayTransit = topology.Known(how.transit, config.Pos)
	ba.res.UseRemoteGateways = topology.Known(how.transit, config.Pos)
	ab.res.Other, ba.res.Other = ba.res, ab.res
	a.halves = append(a.halves, ab)
	b.halves = append(b.halves, ba)
}

// peers tells whether a half of v leads to another VNet.
func (v *vnet) peers(o *vnet) bool {
	return slices.ContainsFunc(v.halves, func(p *half) bool { return p.remote == o })
}

// managed makes the half of a connection that a network manager keeps; it
// allows forwarded traffic.
func managed(config *topology.ConnectivityConfiguration, local, remote *vnet, how connection) *half {
	res := &topology.Peering{
		Resource: topology.Resource{ID: config.ID, Name: config.Name, Pos: config.Pos},
		Local:    local.res, Remote: topology.Ref[topology.VirtualNetwork]{ID: remote.res.ID, Target: remote.res},
		AllowForwardedTraffic: topology.Known(true, config.Pos),
	}
	prefixes := slices.DeleteFunc(slices.Clone(remote.prefixes), func(p netip.Prefix) bool { return how.shared.ContainsSet(packet.FromPrefixes(p)) })
	return &half{res: res, local: local, remote: remote, connected: true, group: how.group, crossings: map[crossing]pipeline.TableID{},
		remotePrefixes: prefixes, localSpace: local.space.Subtract(how.shared), remoteSpace: remote.space.Subtract(how.shared), gap: remote.gap, doubt: how.doubt}
}

// managedRoutes are the user routes that routing configurations make.
//
// ADM-7: for the VNets and subnets of the collection's groups.
func (c *compiler) managedRoutes(s *subnet) []*EffectiveRoute {
	var list []*EffectiveRoute
	for _, m := range c.design.NetworkManagers {
		if gap := lostPart(&m.Resource, "properties", "routingconfigurations"); gap != nil {
			list = append(list, unknownRoutes(s, gap))
		}
		for _, config := range m.Routing {
			if deployed, ok := config.Deployed.Get(); ok && !deployed {
				continue
			}
			if gap := lostPart(&config.Resource, "properties", "rulecollections", "rules"); gap != nil {
				list = append(list, unknownRoutes(s, gap))
			}
			for _, col := range config.Collections {
				for _, r := range c.collectionRoutes(col, s) {
					r.Gap = firstGap(r.Gap, c.doubtOf(m.ID, config.ID, col.ID), c.doubtOfGroups(col.AppliesTo))
					list = append(list, r)
				}
			}
		}
	}
	return list
}

func (c *compiler) collectionRoutes(col *topology.RoutingRuleCollection, s *subnet) []*EffectiveRoute {
	in, gap := inGroups(col.AppliesTo, s.vnet.res)
	for _, ref := range col.AppliesTo {
		in = in || ref.Target != nil && slices.ContainsFunc(ref.Target.Subnets, func(r topology.Ref[topology.Subnet]) bool { return r.Target == s.res })
	}
	gap = firstGap(gap, c.incompleteGap(col.ID))
	if gap != nil && (!in || c.incompleteGap(col.ID) != nil) {
		return []*EffectiveRoute{unknownRoutes(s, gap)}
	}
	if !in {
		return nil
	}
	table := &topology.RouteTable{Resource: topology.Resource{ID: col.ID, Name: col.Name, Pos: col.Pos}}
	var list []*EffectiveRoute
	for _, r := range append(slices.Clone(col.Routes), localRoutes(col, s)...) {
		list = append(list, c.userRoute(table, r)...)
	}
	return list
}

// localRoutes keep traffic within the subnet or the VNet direct.
func localRoutes(col *topology.RoutingRuleCollection, s *subnet) []*topology.Route {
	prefixes := s.prefixes
	switch mode := col.LocalRoute.Or(""); {
	case strings.EqualFold(mode, "DirectRoutingWithinVNet"):
		prefixes = s.vnet.prefixes
	case !strings.EqualFold(mode, "DirectRoutingWithinSubnet"):
		return nil
	}
	var list []*topology.Route
	for _, p := range prefixes {
		list = append(list, &topology.Route{Resource: topology.Resource{ID: col.ID, Name: "local", Pos: col.Pos},
			AddressPrefix: topology.Known(p, source.Pos{}), NextHopType: topology.Known(topology.VnetLocal, source.Pos{})})
	}
	return list
}
