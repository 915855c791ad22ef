package azure

import (
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// fillTransit fills the table where packets arrive that a route sends to an
// internal front end: answers go to the member that saw the opener, openers to
// a member of a rule that takes them.
func (c *compiler) fillTransit(f *frontend, rows []pipeline.Row) {
	if len(f.saw) == 0 {
		c.b.Fill(f.transit, nil, rows...)
		return
	}
	next := c.b.Table(f.node, pipeline.TranslateTable, "openers by way of "+f.name(), nil, rows...)
	for i := len(f.saw) - 1; i >= 0; i-- {
		m := f.saw[i]
		state := &pipeline.State{ID: m.state, Unseen: pipeline.Judge, Known: pipeline.Action{Kind: pipeline.Goto, Next: m.entry},
			Cause: f.cause("back to "+m.name+", which saw the flow open", "LB-2")}
		row := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}}
		if i == 0 {
			c.b.Fill(f.transit, state, row)
			return
		}
		next = c.b.Table(f.node, pipeline.TranslateTable, "answers to "+m.name, state, row)
	}
}

// seenBy is a member to which a front end handed packets for others.
type seenBy struct {
	name  string
	entry pipeline.TableID
	state pipeline.StateID // of the flows that it got
}

// transitRows send on what a route brings, with its own destination (RT-8): an
// HA ports rule takes everything, another one the packets to its port.
func (c *compiler) transitRows(f *frontend, d *door) []pipeline.Row {
	if f.isPublic() {
		return nil
	}
	if !d.allPorts && !d.ports.IsEmpty() {
		gap := &pipeline.Gap{Resource: d.id, Property: "backendPort", Pos: d.pos, Rules: rules("LB-2"),
			Why:    "what rule " + d.name + ", which changes the port, does with packets that a route sends to its front end",
			Supply: "an HA ports rule on front end " + f.name()}
		return []pipeline.Row{{Service: &d.service, Action: pipeline.Action{Kind: pipeline.UnknownAction}, Cause: d.withGap("", gap)}}
	}
	return c.spread(f, d, d.service, func(m *member, _ bool) pipeline.Action {
		return pipeline.Action{Kind: pipeline.Goto, Next: c.through(f, d, m)}
	})
}

// through returns the table by which a front end hands a packet for others to
// one member, and remembers to which.
//
// Answers come back to that member only by the same front end: another load
// balancer, or another front end, decides anew (LB-2).
func (c *compiler) through(f *frontend, d *door, m *member) pipeline.TableID {
	i := slices.IndexFunc(f.saw, func(s seenBy) bool { return s.entry == m.entry })
	if i < 0 {
		i = len(f.saw)
		f.saw = append(f.saw, seenBy{m.name, m.entry, c.b.State()})
	}
	row := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: m.entry}, Cause: d.cause("to " + m.name)}
	return c.b.Table(f.node, pipeline.TranslateTable, d.name+" by way of "+m.name, &pipeline.State{ID: f.saw[i].state, Remember: true, Unseen: pipeline.Judge}, row)
}

// undoing is the table between the filters out of a point and its routes, where
// the answers of flows that came by internal front ends get the front end's
// address back.
type undoing struct {
	table, next pipeline.TableID
	subnet      *subnet
	addrs       func() packet.AddrSet
}

// behindFrontends returns the table that leads to next for what a point sends:
// next itself where no pool can hold it.
func (c *compiler) behindFrontends(p *point, addrs func() packet.AddrSet, next pipeline.TableID) pipeline.TableID {
	if !c.mayBeMember(p) {
		return next
	}
	t := c.b.Reserve(p.node, pipeline.TranslateTable, "answers behind load balancers, of "+p.name)
	c.balancers.undoing = append(c.balancers.undoing, undoing{t, next, p.subnet, addrs})
	return t
}

// fillUndoing chains the states of the internal front ends that send to the point.
func (c *compiler) fillUndoing(u undoing) {
	own := u.addrs()
	var list []*frontend
	for _, f := range c.balancers.frontends {
		if !f.isPublic() && f.held.subnet.vnet == u.subnet.vnet && c.sendsTo(f, own) {
			list = append(list, f)
		}
	}
	if len(list) == 0 {
		c.b.Fill(u.table, nil, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: u.next}})
		return
	}
	next := u.next
	for i := len(list) - 1; i >= 0; i-- {
		f := list[i]
		state := &pipeline.State{ID: f.state, Unseen: pipeline.Judge, Known: pipeline.Action{Kind: pipeline.Goto, Next: next},
			Cause: f.cause("the answer bears the front end's address again", "LB-1")}
		row := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}}
		if i == 0 {
			c.b.Fill(u.table, state, row)
			return
		}
		next = c.b.Table(0, pipeline.TranslateTable, "answers behind "+f.name(), state, row)
	}
}

// sendsTo tells whether a front end has a member among some addresses.
func (c *compiler) sendsTo(f *frontend, addrs packet.AddrSet) bool {
	for _, d := range c.doorsOf(f) {
		for _, m := range d.members {
			if addrs.Contains(m.addr) {
				return true
			}
		}
	}
	return false
}

// floatingAddrs are the addresses of front ends that a host takes as its own,
// since a rule with floating IP keeps them.
func (c *compiler) floatingAddrs(n *nic) packet.AddrSet {
	if c.balancers.floating == nil {
		c.balancers.floating = map[*nic]packet.AddrSet{}
		for _, f := range c.balancers.frontends {
			for _, d := range c.doorsOf(f) {
				c.noteFloating(f, d)
			}
		}
	}
	return c.balancers.floating[n]
}

func (c *compiler) noteFloating(f *frontend, d *door) {
	if !d.floating.Or(d.floating.Unknown() != nil) {
		return
	}
	for _, m := range d.members {
		if m.nic != nil {
			c.balancers.floating[m.nic] = c.balancers.floating[m.nic].Union(c.frontAddrs(f))
		}
	}
}
