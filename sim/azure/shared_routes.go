package azure

import (
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// routeModel returns a subnet of the same VNet before s whose routes are those
// of s but for where they stand and how they go out to the internet; nil if
// there is none. Models are those so far, by route table.
func (c *compiler) routeModel(s *subnet, models map[*topology.RouteTable]*subnet) *subnet {
	table := s.res.RouteTable
	if c.unshared || !s.hostsPeople() || len(s.res.ServiceEndpoints) > 0 || table.Dangles() || c.hasManagedRoutes() || doubtsPerSubnet(table.Target) {
		return nil
	}
	if like := models[table.Target]; like != nil {
		return like
	}
	models[table.Target] = s
	return nil
}

// doubtsPerSubnet tells whether a route table has settings whose gaps name the subnet.
func doubtsPerSubnet(t *topology.RouteTable) bool {
	return t != nil && (t.DisableBGPRoutePropagation.Unknown() != nil || t.DisablePeeringRoute.Unknown() != nil)
}

// hasManagedRoutes tells whether routing configurations reach single subnets.
func (c *compiler) hasManagedRoutes() bool {
	for _, m := range c.design.NetworkManagers {
		if len(m.Routing) > 0 {
			return true
		}
	}
	return false
}

// fillRoutesLike fills the route table of a subnet whose routes are those of its model.
func (c *compiler) fillRoutesLike(s, like *subnet) {
	causes := c.b.Causes(like.routes).Changed(func(cause *pipeline.Cause) *pipeline.Cause { return s.told(like, cause) })
	c.b.FillAs(s.routes, like.routes, nil, causes, func(a pipeline.Action) pipeline.Action {
		if a.Kind == pipeline.Goto && a.Next == like.outbound {
			a.Next = s.outbound
		}
		return a
	})
}

// told tells the cause of a route of another subnet as one of s.
func (s *subnet) told(like *subnet, cause *pipeline.Cause) *pipeline.Cause {
	own := *cause
	if own.Resource == like.res.ID {
		own.Resource = s.res.ID
		if own.Pos == like.res.Pos {
			own.Pos = s.res.Pos
		}
	}
	if own.Reason == like.noRoute() {
		own.Name, own.Reason = s.path(), s.noRoute()
	}
	if own.Over != nil {
		own.Over = s.told(like, own.Over)
	}
	return &own
}

// noRoute is why a packet is dropped that no route takes.
func (s *subnet) noRoute() string { return "no route of " + s.path() + " matches" }

// listed returns the routes of a subnet, winners and losers, in order of preference.
func (s *subnet) listed() []*EffectiveRoute {
	if s.like == nil {
		return s.candidates
	}
	made := map[*EffectiveRoute]*EffectiveRoute{}
	list := make([]*EffectiveRoute, len(s.like.candidates))
	for i, r := range s.like.candidates {
		own := *r
		if own.Resource == s.like.res.ID {
			own.Resource = s.res.ID
			if own.Pos == s.like.res.Pos {
				own.Pos = s.res.Pos
			}
		}
		list[i], made[r] = &own, &own
	}
	for _, r := range list {
		if by := made[r.ShadowedBy]; by != nil {
			r.ShadowedBy = by
		}
	}
	return list
}
