package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// natGatewayOutbound is the NAT gateway of a subnet.
//
// NAT-1: it serves the subnets that name it, a StandardV2 one a whole VNet;
// outbound and answers only.
func (c *compiler) natGatewayOutbound(s *subnet) []outbound {
	ref := s.res.NATGateway
	if ref.IsSet() && ref.Target == nil {
		return []outbound{{sources: s.space, table: c.unknownOutbound(s, danglingGap(ref, s.res.ID, "natGateway", "how "+s.path()+" reaches the internet", "NAT-1"))}}
	}
	for _, g := range c.design.NATGateways {
		if gap := c.ignoredGap(g.ID); gap != nil && g == ref.Target {
			return []outbound{{sources: s.space, table: c.unknownOutbound(s, gap)}}
		}
		if g == ref.Target || g.SourceVirtualNetwork.Target == s.vnet.res {
			table, state, families := c.natGateway(g, s.vnet)
			return []outbound{{sources: s.space.Intersect(families), table: table, state: state}}
		}
	}
	return nil
}

// natGatewayTables is what a NAT gateway does for one VNet.
type natGatewayTables struct {
	table    pipeline.TableID
	state    pipeline.StateID
	families packet.AddrSet
}

// natGateway returns the tables of a NAT gateway, made once, and all addresses
// of the families that it has.
//
// NAT-1: TCP and UDP only.
func (c *compiler) natGateway(g *topology.NATGateway, v *vnet) (out pipeline.TableID, state pipeline.StateID, families packet.AddrSet) {
	if t, ok := c.natGateways[g]; ok {
		return t.table, t.state, t.families
	}
	to, assumed := c.natAddresses(g)
	cause := &pipeline.Cause{Kind: pipeline.NATGatewayCause, Name: g.Name, Resource: g.ID, Pos: g.Pos, Rules: rules("NAT-1", "RT-20"), Assumptions: assumed}
	refused := &pipeline.Cause{Kind: pipeline.NATGatewayCause, Name: g.Name, Resource: g.ID, Pos: g.Pos, Rules: rules("NAT-1"),
		Reason: "a NAT gateway carries outbound TCP and UDP flows and their answers only"}
	out, state = c.sourceNATTables(sourceNAT{
		name: g.Name, vnet: v, to: to, cause: cause, refused: refused,
		node: c.b.Node(pipeline.Node{Kind: pipeline.NATGatewayNode, Name: g.Name, Within: v.res.Name, Resource: g.ID, Pos: g.Pos}),
		only: packet.NewService(packet.Ported(), packet.AllPorts(), packet.AllPorts()),
		gap: &pipeline.Gap{Resource: g.ID, Property: "publicIpAddresses", Pos: g.Pos, Rules: rules("NAT-1"),
			Why: "which of its addresses and ports NAT gateway " + g.Name + " chooses"},
	})
	c.natGateways[g] = natGatewayTables{out, state, familiesOf(to)}
	return out, state, familiesOf(to)
}

// natAddresses returns the public addresses of a NAT gateway.
func (c *compiler) natAddresses(g *topology.NATGateway) (packet.AddrSet, []*pipeline.Assumption) {
	var set packet.AddrSet
	var assumed []*pipeline.Assumption
	for _, r := range g.PublicIPAddresses {
		a, why := c.publicAddr(r, false)
		set = set.Union(packet.FromAddrs(a))
		assumed = append(assumed, assumptions(why)...)
	}
	for _, r := range g.PublicIPPrefixes {
		p, why := c.publicPrefix(r)
		set = set.Union(p)
		assumed = append(assumed, assumptions(why)...)
	}
	return set, assumed
}

// unknownOutbound is a way to the internet through what is not in the input.
func (c *compiler) unknownOutbound(s *subnet, gap *pipeline.Gap) pipeline.TableID {
	return c.b.Table(0, pipeline.TranslateTable, "unknown outbound of "+s.path(), nil, pipeline.Row{
		Action: pipeline.Action{Kind: pipeline.UnknownAction},
		Cause:  &pipeline.Cause{Kind: pipeline.Unmodelled, Name: s.path(), Resource: s.res.ID, Pos: s.res.Pos, Gap: gap},
	})
}

// familiesOf returns all addresses of the families that a set has members of.
func familiesOf(set packet.AddrSet) packet.AddrSet {
	var all packet.AddrSet
	for _, f := range packet.Families() {
		if !set.OfFamily(f).IsEmpty() {
			all = all.Union(packet.AllOf(f))
		}
	}
	return all
}
