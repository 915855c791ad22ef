package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// deliver fills the delivery table of each VNet: by destination address, to
// whoever holds it.
//
// WALK-14: an address that nothing holds is a planned host of its subnet, and
// outside of subnets, or reserved, nobody.
func (c *compiler) deliver() {
	for _, v := range c.vnets {
		rows := make([]pipeline.Row, 0, len(v.claims)+len(v.subnets)+1)
		for _, h := range v.claims {
			if h.addr.IsValid() {
				rows = append(rows, toHolder(h))
			}
		}
		for _, s := range v.subnets {
			rows = append(append(rows, c.looseHolders(s)...), c.toUnheld(s)...)
		}
		rows = append(rows, c.toNobody(v))
		c.b.Fill(v.delivery, nil, rows...)
	}
}

func toHolder(h *claim) pipeline.Row {
	dst := packet.FromAddrs(h.addr)
	row := pipeline.Row{Dst: &dst, Action: pipeline.Action{Kind: pipeline.Goto, Next: h.entry}}
	if h.assumed != nil {
		row.Cause = &pipeline.Cause{Kind: pipeline.NoHost, Name: h.name, Resource: h.owner, Pos: h.pos,
			Assumptions: []*pipeline.Assumption{h.assumed}}
	}
	return row
}

// toUnheld leads to the planned hosts of a subnet.
func (c *compiler) toUnheld(s *subnet) []pipeline.Row {
	if s.instances != 0 {
		usable := s.usable()
		return []pipeline.Row{{Dst: &usable, Action: pipeline.Action{Kind: pipeline.Goto, Next: s.instances}}}
	}
	if s.planned == nil || s.planned.addrs.IsEmpty() {
		return nil
	}
	return []pipeline.Row{{Dst: &s.planned.addrs, Action: pipeline.Action{Kind: pipeline.Goto, Next: s.planned.in}}}
}

func (c *compiler) toNobody(v *vnet) pipeline.Row {
	if gap := firstGap(v.unknownHosts(), c.incompleteGap(v.res.ID)); gap != nil {
		return pipeline.Row{Action: pipeline.Action{Kind: pipeline.UnknownAction},
			Cause: &pipeline.Cause{Kind: pipeline.Unmodelled, Name: v.res.Name, Resource: v.res.ID, Pos: v.res.Pos, Gap: gap}}
	}
	return pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{
		Kind: pipeline.NoHost, Name: v.res.Name, Resource: v.res.ID, Pos: v.res.Pos,
		Reason: "nothing in VNet " + v.res.Name + " holds the address"}}
}

// unknownHosts returns why the VNet may have hosts that we do not know, or nil.
func (v *vnet) unknownHosts() *pipeline.Gap {
	if v.gap != nil {
		return v.gap
	}
	for _, s := range v.subnets {
		if s.gap != nil {
			return s.gap
		}
	}
	return nil
}
