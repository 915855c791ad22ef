package azure

import (
	"vnetproof/sim/pipeline"
)

// routesOf returns the route table of an interface: its subnet's. An interface
// that forwards has one of its own, since only its own addresses are translated
// towards the internet.
func (c *compiler) routesOf(n *nic) pipeline.TableID { return n.point.subnet.routes }

// forwarding returns the last rows of an interface's arrival table: what
// happens to packets that are for others.
//
// WALK-7: without IP forwarding they are dropped.
func (c *compiler) forwarding(n *nic) []pipeline.Row {
	dropped := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{Kind: pipeline.IPForwarding,
		Name: n.point.name, Resource: n.res.ID, Pos: n.res.EnableIPForwarding.Pos, Rules: rules("WALK-7"),
		Reason: "IP forwarding is off at " + n.point.name + ", and the packet is not for it"}}
	if !dropped.Cause.Pos.IsValid() {
		dropped.Cause.Pos = n.res.Pos
	}
	on := n.res.EnableIPForwarding
	if u := on.Unknown(); u != nil {
		gap := unknownGap(u, n.res.ID, "enableIPForwarding", "whether "+n.point.name+" forwards", on.Pos, "WALK-7")
		return []pipeline.Row{{Action: pipeline.Action{Kind: pipeline.Goto, Next: c.forwarded(n)},
			Cause: &pipeline.Cause{Kind: pipeline.ApplianceCause, Name: n.point.name, Resource: n.res.ID, Pos: on.Pos, Gap: gap}}, dropped}
	}
	if !on.Or(false) {
		return []pipeline.Row{dropped}
	}
	return []pipeline.Row{{Action: pipeline.Action{Kind: pipeline.Goto, Next: c.forwarded(n)}}}
}

// forwarded returns the table at which an appliance takes packets for others.
//
// WALK-8, WALK-9: after it the filters out of its interface and the routes of
// its own subnet decide.
func (c *compiler) forwarded(n *nic) pipeline.TableID {
	assumed := &pipeline.Assumption{Pos: n.res.Pos, Rules: rules("WALK-7"),
		Text: n.point.name + " is taken to forward everything, translate nothing and keep no state"}
	return c.b.Table(n.point.node, pipeline.FirewallTable, "appliance "+n.point.name, nil, pipeline.Row{
		Action: pipeline.Action{Kind: pipeline.Goto, Next: n.out},
		Cause: &pipeline.Cause{Kind: pipeline.ApplianceCause, Name: n.point.name, Resource: n.res.ID, Pos: n.res.Pos,
			Assumptions: []*pipeline.Assumption{assumed}}})
}
