package azure

import (
	"slices"

	"vnetproof/sim/pipeline"
)

// behindFastPath returns where what a circuit brings by FastPath enters: past
// the gateway, so maybe past the user routes of GatewaySubnet.
//
// GW-11: those are honoured over FastPath only with ExpressRoute Direct, in
// listed regions.
func (c *compiler) behindFastPath(l *link) pipeline.TableID {
	g := l.gateway
	if !l.fastPath || !slices.ContainsFunc(g.subnet.active, func(r *EffectiveRoute) bool { return r.Source == User }) {
		return g.out
	}
	straight := c.b.Table(g.node, pipeline.RouteTable, "past gateway "+g.res.Name, nil, c.systemRows(g.subnet)...)
	gap := &pipeline.Gap{Resource: l.id, Property: "expressRouteGatewayBypass", Pos: l.pos, Rules: rules("GW-11"),
		Why:    "whether FastPath of connection " + l.name + " honours the user routes of " + g.subnet.path() + " (only with ExpressRoute Direct, in some regions)",
		Supply: "expressRouteGatewayBypass: false on connection " + l.name}
	return c.b.Table(g.node, pipeline.PlumbingTable, "FastPath of "+l.name, nil,
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: straight},
			Cause: &pipeline.Cause{Kind: pipeline.GatewayCause, Name: l.name, Resource: l.id, Pos: l.pos, Rules: rules("GW-11"), Gap: gap}},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: g.out}})
}

// globalReach returns the sites that Global Reach joins to the circuit of a site.
func (c *compiler) globalReach(s *site) []*site {
	var list []*site
	add := func(o *site) {
		if o != nil && o != s && !slices.Contains(list, o) {
			list = append(list, o)
		}
	}
	for _, circuit := range c.design.ExpressRouteCircuits {
		for _, ref := range circuit.GlobalReach {
			if circuit.Down.Or(false) || isUnserved(ref) {
				continue
			}
			if c.siteOf[circuit.ID.Key()] == s {
				add(c.siteOf[ref.ID.Key()])
			}
			if c.siteOf[ref.ID.Key()] == s {
				add(c.siteOf[circuit.ID.Key()])
			}
		}
	}
	return list
}

// globalReachRows lead a site's packets to the sites that Global Reach joins it to.
//
// GW-10: the on-premises sides of two circuits, not their VNets.
func (c *compiler) globalReachRows(s *site) []pipeline.Row {
	var rows []pipeline.Row
	for _, o := range c.globalReach(s) {
		dst := o.addrs().Subtract(s.addrs())
		if dst.IsEmpty() {
			continue
		}
		arrive := c.b.Table(o.node, pipeline.PlumbingTable, "arrival at "+o.name+" by Global Reach", nil,
			pipeline.Row{Action: pipeline.Action{Kind: pipeline.Deliver, Place: o.place}})
		rows = append(rows, pipeline.Row{Dst: &dst, Action: pipeline.Action{Kind: pipeline.Goto, Next: arrive},
			Cause: s.cause("Global Reach joins "+s.name+" and "+o.name, "GW-10")})
	}
	return rows
}

// untoldReach stands for what a site joined by Global Reach announces and nobody tells.
func (c *compiler) untoldReach(s *site) []pipeline.Row {
	for _, o := range c.globalReach(s) {
		if gap := o.unknownAddrs(); gap != nil {
			return []pipeline.Row{{Action: pipeline.Action{Kind: pipeline.UnknownAction},
				Cause: &pipeline.Cause{Kind: pipeline.Unmodelled, Name: o.name, Resource: o.id, Pos: gap.Pos, Rules: rules("GW-10"), Gap: gap}}}
		}
	}
	return nil
}

// showSite says by which addresses Azure knows a site behind translation.
func (c *compiler) showSite(s *site) {
	if set := s.shownAddrs(); !set.IsEmpty() {
		c.b.SetShown(s.place, set)
	}
}
