package azure

import (
	"net/netip"
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// planned is the hosts that a subnet may yet get: its usable addresses that
// nothing holds, filtered by the subnet's NSG alone.
type planned struct {
	place pipeline.PlaceID
	addrs packet.AddrSet
	in    pipeline.TableID
}

// holdPlanned makes the planned hosts of each subnet where customers may put hosts.
func (c *compiler) holdPlanned() {
	for _, v := range c.vnets {
		for _, s := range v.subnets {
			if s.hostsPeople() && s.instances == 0 {
				c.planHosts(s)
			}
		}
	}
}

func (c *compiler) planHosts(s *subnet) {
	node := c.b.Node(pipeline.Node{Kind: pipeline.PlannedNode, Name: s.path(), Within: s.path(), Resource: s.res.ID, Pos: s.res.Pos})
	p := &point{name: s.path(), node: node, subnet: s, state: c.b.State()}
	place := c.place(pipeline.Place{Node: node, Kind: pipeline.PlannedNode, Resource: s.res.ID, Subnet: s.res.ID, Answers: true})
	gap := c.doubts(p)
	out := c.filtersOut(p, c.doubted(gap, node, p.name, c.behindFrontends(p, s.unheld, s.routes)))
	arrive := c.beforeNodes(p, c.b.Table(node, pipeline.PlumbingTable, "arrival", nil,
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Deliver, Place: place}}))
	s.planned = &planned{place: place, in: c.filtersIn(p, c.doubted(gap, node, p.name, arrive))}
	c.later(func() {
		s.planned.addrs = s.unheld()
		c.b.SetAddresses(place, s.planned.addrs, packet.AddrSet{})
		c.b.SetOrigin(place, c.origin(p, s.planned.addrs, 0, false, out))
	})
}

// beforeNodes puts before planned hosts what may be the NSG of a cluster's node.
func (c *compiler) beforeNodes(p *point, arrive pipeline.TableID) pipeline.TableID {
	gap := c.clusterIn(p.subnet)
	if gap == nil {
		return arrive
	}
	cause := &pipeline.Cause{Kind: pipeline.Unmodelled, Name: gap.Resource.Name(), Resource: gap.Resource, Pos: gap.Pos, Rules: gap.Rules, Gap: gap,
		Reason: "an NSG at the node may deny it"}
	return c.b.Table(p.node, pipeline.FilterTable, "NSG at nodes of "+gap.Resource.Name(), p.known(arrive),
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Deny}, Cause: cause}, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: arrive}})
}

// unheld returns the usable addresses of the subnet that nothing holds.
func (s *subnet) unheld() packet.AddrSet {
	held := s.vnet.claimsIn(s.space)
	if len(held) == 0 {
		return s.usable()
	}
	ranges := make([]packet.AddrRange, len(held))
	for i, h := range held {
		ranges[i] = packet.AddrRange{Lo: h.addr, Hi: h.addr}
	}
	return s.usable().Subtract(packet.AddrSetOf(ranges...))
}

// claimsIn returns the claims with an address in a set, by address, once allocated.
func (v *vnet) claimsIn(set packet.AddrSet) []*claim {
	var list []*claim
	for _, r := range set.Ranges() {
		i, _ := slices.BinarySearchFunc(v.claims, r.Lo, func(h *claim, a netip.Addr) int { return h.addr.Compare(a) })
		for ; i < len(v.claims) && v.claims[i].addr.Compare(r.Hi) <= 0; i++ {
			list = append(list, v.claims[i])
		}
	}
	return list
}

// isDown tells whether the facts take a resource out of service.
func (c *compiler) isDown(id topology.ID) (topology.Down, bool) {
	for _, d := range c.design.Facts.Down {
		if d.Resource.Equal(id) {
			return d, true
		}
	}
	return topology.Down{}, false
}
