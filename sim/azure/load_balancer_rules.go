package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// doorRows send packets that are addressed to a front end to the members of a rule.
func (c *compiler) doorRows(f *frontend, d *door) []pipeline.Row {
	return c.spread(f, d, d.service, func(m *member, alone bool) pipeline.Action {
		return pipeline.Action{Kind: pipeline.Goto, Next: c.toMember(f, d, m, alone)}
	})
}

// spread returns the rows of a rule: each of its healthy members is chosen for
// some flows.
//
// Members that the probe does not reach get none; without any the front
// end drops.
func (c *compiler) spread(f *frontend, d *door, s packet.Service, way func(m *member, alone bool) pipeline.Action) []pipeline.Row {
	if d.anyOne != nil {
		return c.oneOfMany(d, s, way)
	}
	h := c.healthOf(d)
	alone := len(h.well) == 1 && d.lacking == nil
	var well, maybe []pipeline.Action
	for _, m := range h.well {
		well = append(well, way(m, alone))
	}
	for _, m := range h.unsure {
		maybe = append(maybe, way(m, false))
	}
	if d.lacking != nil {
		others := c.b.Table(f.node, pipeline.PlumbingTable, "other members of "+d.name, nil, unmodelled(d.lacking))
		well = append(well, pipeline.Action{Kind: pipeline.Goto, Next: others})
	}
	var rows []pipeline.Row
	if len(maybe) > 0 {
		all := append(well[:len(well):len(well)], maybe...)
		rows = append(rows, pipeline.Row{Service: &s, Action: anyWay(all), Cause: d.withGap("", h.gap)})
	}
	last := pipeline.Row{Service: &s, Action: pipeline.Action{Kind: pipeline.Drop}, Cause: d.nobodyWell(h)}
	if len(well) > 0 {
		last.Action, last.Cause = anyWay(well), f.assuming(d.cause("to "+names(h.well)))
	}
	if d.gap != nil {
		last.Cause = filterCause{last.Cause}.withGap(d.gap)
	}
	return append(rows, last)
}

// anyWay takes the only way there is, or splits.
func anyWay(ways []pipeline.Action) pipeline.Action {
	if len(ways) == 1 {
		return ways[0]
	}
	return pipeline.Action{Kind: pipeline.Split, Ways: ways}
}

// assuming adds what a front end's address rests on.
func (f *frontend) assuming(cause *pipeline.Cause) *pipeline.Cause {
	if f.held != nil {
		cause.Assumptions = assumptions(f.held.assumed)
	}
	return cause
}

// names lists members for a reason, the first two by name.
func names(list []*member) string {
	switch len(list) {
	case 0:
		return "members that are not in the input"
	case 1:
		return list[0].name
	case 2:
		return list[0].name + " or " + list[1].name
	}
	return "any member of the pool, as " + list[0].name
}

// nobodyWell tells why a rule drops everything.
func (d *door) nobodyWell(h poolHealth) *pipeline.Cause {
	if h.why == "" {
		return d.cause("the pool of " + d.name + " has no member")
	}
	return d.cause("no member of "+d.name+" is healthy: "+h.why, "LB-4")
}

// oneOfMany are the rows of a range of ports: each leads to one member, or to none.
func (c *compiler) oneOfMany(d *door, s packet.Service, way func(m *member, alone bool) pipeline.Action) []pipeline.Row {
	var rows []pipeline.Row
	for _, m := range d.members {
		rows = append(rows, pipeline.Row{Service: &s, Action: way(m, false), Cause: d.withGap("to "+m.name, d.anyOne)})
	}
	if gap := firstGap(d.lacking, d.gap); gap != nil {
		return append(rows, pipeline.Row{Service: &s, Action: pipeline.Action{Kind: pipeline.UnknownAction}, Cause: d.withGap("", gap)})
	}
	return append(rows, pipeline.Row{Service: &s, Action: pipeline.Action{Kind: pipeline.Drop}, Cause: d.cause("the port leads to no machine")})
}

// toMember returns the table by which a front end sends to one member.
//
// LB-1: the destination becomes the member's address and port, unless floating
// IP keeps it; the source stays. NSGs judge after that.
func (c *compiler) toMember(f *frontend, d *door, m *member, alone bool) pipeline.TableID {
	rows := c.refusedByMember(f, d, m, alone)
	dst := packet.FromAddrs(m.addr)
	translated := pipeline.Row{Cause: d.cause("to " + m.name), Action: pipeline.Action{Kind: pipeline.Goto, Next: m.entry,
		Rewrite: &pipeline.Rewrite{Dst: &dst, DstPort: d.ports, Gap: d.portGap}}}
	kept := pipeline.Row{Cause: d.cause("to " + m.name + ", which takes the front end's address as its own"), Action: pipeline.Action{Kind: pipeline.Goto, Next: m.entry}}
	if m.nic == nil {
		gap := &pipeline.Gap{Resource: d.id, Property: "enableFloatingIP", Pos: d.floating.Pos, Rules: rules("LB-1"),
			Why: "whether " + m.name + " takes the address of front end " + f.name() + " as its own"}
		kept = pipeline.Row{Action: pipeline.Action{Kind: pipeline.UnknownAction}, Cause: d.withGap("", gap)}
	}
	switch u := d.floating.Unknown(); {
	case u != nil:
		gap := unknownGap(u, d.id, "enableFloatingIP", "whether rule "+d.name+" keeps the front end's address", d.floating.Pos, "LB-1")
		kept.Cause = filterCause{kept.Cause}.withGap(gap)
		rows = append(rows, kept, translated)
	case d.floating.Or(false):
		rows = append(rows, kept)
	default:
		rows = append(rows, translated)
	}
	return c.b.Table(f.node, pipeline.TranslateTable, d.name+" to "+m.name, &pipeline.State{ID: f.state, Remember: true, Unseen: pipeline.Judge}, rows...)
}

// refusedByMember are the rows of what does not get to a member.
//
// LB-5: a member that asks its own internal front end fails where it is chosen itself.
func (c *compiler) refusedByMember(f *frontend, d *door, m *member, alone bool) []pipeline.Row {
	if f.isPublic() {
		return f.closedRows(d, m)
	}
	if m.nic == nil || d.floating.Or(false) {
		return nil
	}
	self := m.nic.addrs()
	row := pipeline.Row{Src: &self, Action: pipeline.Action{Kind: pipeline.Drop}, Cause: d.cause(m.name+" is the only member: it is sent its own packet back", "LB-5")}
	if !alone {
		row.Action.Kind = pipeline.UnknownAction
		row.Cause = filterCause{d.cause("", "LB-5")}.withGap(&pipeline.Gap{Resource: f.lb.ID, Property: "backendAddressPools", Pos: d.pos, Rules: rules("LB-5"),
			Why:    "whether the load balancer chooses " + m.name + " for its own flow to front end " + f.name() + ", which then fails",
			Supply: "another way for members of the pool to reach each other than their own front end"})
	}
	return []pipeline.Row{row}
}

// closedRows drop what comes to a member from the internet without any NSG: as
// NSG-16 has it, a Standard load balancer is closed without one, Basic is open.
func (f *frontend) closedRows(d *door, m *member) []pipeline.Row {
	open := m.subnet.res.NetworkSecurityGroup.IsSet() || m.nic != nil && m.nic.res.NetworkSecurityGroup.IsSet()
	if open || balancerSKU(f.lb) == topology.Basic {
		return nil
	}
	cause := d.cause("a Standard load balancer is closed to inbound flows without an NSG on "+m.name+" or its subnet", "NSG-16")
	closed := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: cause}
	if u := f.lb.SKU.Unknown(); u != nil {
		closed.Cause = filterCause{cause}.withGap(unknownGap(u, f.lb.ID, "sku.name", "whether load balancer "+f.lb.Name+" is Standard", f.lb.SKU.Pos, "NSG-16"))
	}
	all := packet.AllAddrs()
	closed.Src = &all
	return []pipeline.Row{closed}
}
