package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// point is where a host's filters judge and its state is kept: a network
// interface, the planned hosts of a subnet, or a platform resource that an NSG
// of its subnet filters.
type point struct {
	name              string // "web1 (web/frontend)"
	node              pipeline.NodeID
	subnet            *subnet
	nic               *topology.NetworkInterface // nil: no NSG of its own
	isPrivateEndpoint bool
	unmanaged         bool             // security admin rules do not reach it (ADM-3)
	state             pipeline.StateID // WALK-3: one for all filters of the point, both directions
}

// filtersOut reserves the filters that a packet passes which the point sends,
// and returns the first; the last leads to next.
//
// WALK-1: admin rules, then the NSG of the NIC, then that of the subnet; in the
// other direction admin rules, subnet, NIC.
// NSG-7: a deny at any of them decides.
func (c *compiler) filtersOut(p *point, next pipeline.TableID) pipeline.TableID {
	entry := c.nsgTables(p, subnetLevel, topology.Outbound, next)
	entry = c.nsgTables(p, nicLevel, topology.Outbound, entry)
	if entry == next {
		entry = c.unfiltered(p, topology.Outbound, next)
	}
	return c.adminTables(p, topology.Outbound, entry, next)
}

// filtersIn reserves the filters that a packet passes on its way to the point,
// and returns the first; the last leads to next.
//
// WALK-2: the subnet's NSG stands at each point of the subnet.
// NSG-14: so it filters within the subnet too.
func (c *compiler) filtersIn(p *point, next pipeline.TableID) pipeline.TableID {
	entry := c.nsgTables(p, nicLevel, topology.Inbound, next)
	entry = c.nsgTables(p, subnetLevel, topology.Inbound, entry)
	if entry == next {
		entry = c.unfiltered(p, topology.Inbound, next)
	}
	return c.adminTables(p, topology.Inbound, entry, next)
}

// adminTables puts the security admin rules that reach the point before its
// NSGs: those that allow lead to nsg, those that always allow past it.
func (c *compiler) adminTables(p *point, d topology.Direction, nsg, past pipeline.TableID) pipeline.TableID {
	entry := nsg
	for _, f := range adminFilters {
		entry = f(c, p, d, entry, past)
	}
	return entry
}

// unfiltered is the table of a point without any NSG.
//
// NSG-2: without an NSG at a level that level allows all.
func (c *compiler) unfiltered(p *point, d topology.Direction, next pipeline.TableID) pipeline.TableID {
	s := p.subnet.res
	id := c.b.Reserve(p.node, pipeline.FilterTable, "no NSG")
	c.b.FillTold(id, p.known(next), func(int) *pipeline.Cause {
		return &pipeline.Cause{Kind: pipeline.NSGRule, Name: "no NSG", Resource: s.ID, Pos: s.Pos, Rules: rules("NSG-2"),
			Reason: "no NSG is on " + p.name}
	}, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}})
	return id
}

// known is the state of the point's filters: the answer to a flow that passed goes on to next.
//
// WALK-3: only the opener is matched against rules; an answer whose opener the
// point did not see is judged as one.
// NSG-19: the direction is the opener's, and related flows are flows of their own.
// NSG-20: datagrams and echo are answered alike.
func (p *point) known(next pipeline.TableID) *pipeline.State {
	return &pipeline.State{ID: p.state, Remember: true, Unseen: pipeline.Judge,
		Known: pipeline.Action{Kind: pipeline.Goto, Next: next}}
}

// origin fills the tables at which what the point sends starts; own is what it
// may send from, self its place (0: none to be reached by itself).
//
// WALK-10: a host always reaches itself; a source address that is not its own
// is dropped, unless it forwards for others.
func (c *compiler) origin(p *point, own packet.AddrSet, self pipeline.PlaceID, forwards bool, next pipeline.TableID) pipeline.TableID {
	sent := pipeline.Action{Kind: pipeline.Goto, Next: c.sent(p, next)}
	rows := make([]pipeline.Row, 0, 3)
	if self != 0 {
		rows = append(rows, pipeline.Row{Src: &own, Dst: &own, Action: pipeline.Action{Kind: pipeline.Deliver, Place: self}})
	}
	if forwards {
		rows = append(rows, pipeline.Row{Action: sent})
	} else {
		rows = append(rows, pipeline.Row{Src: &own, Action: sent}, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}})
	}
	id := c.b.Reserve(p.node, pipeline.PlumbingTable, "source")
	last := len(rows) - 1
	c.b.FillTold(id, nil, func(entry int) *pipeline.Cause {
		switch {
		case self != 0 && entry == 0:
			return p.reachesItself()
		case !forwards && entry == last:
			return p.spoofed()
		}
		return nil
	}, rows...)
	return id
}

func (p *point) reachesItself() *pipeline.Cause {
	return &pipeline.Cause{Kind: pipeline.RouteCause, Name: p.name, Resource: p.subnet.res.ID, Pos: p.subnet.res.Pos,
		Rules: rules("WALK-10"), Reason: p.name + " always reaches itself"}
}

// spoofed drops what bears another's source address.
func (p *point) spoofed() *pipeline.Cause {
	return &pipeline.Cause{Kind: pipeline.IPForwarding, Name: p.name, Resource: p.subnet.res.ID, Pos: p.subnet.res.Pos, Rules: rules("WALK-10"),
		Reason: "the source address is not one of " + p.name + ", and it may not forward"}
}

// sent returns the table that a point's packets pass before its filters: what
// no network carries, and what is for the platform. All points of a VNet whose
// NSGs do not name the platform share its rows.
func (c *compiler) sent(p *point, next pipeline.TableID) pipeline.TableID {
	v := p.subnet.vnet
	id := c.b.Reserve(p.node, pipeline.PlumbingTable, "sent")
	platform := c.platformFilter(p, v.platformIn)
	if platform == v.platformIn && v.sent.table != 0 {
		c.b.FillLike(id, v.sent.table, p.known(next), func(a pipeline.Action) pipeline.Action {
			if a.Kind == pipeline.Goto && a.Next == v.sent.next {
				a.Next = next
			}
			return a
		})
		return id
	}
	rows := append(undeliverable(v), toPlatform(v, platform)...)
	c.b.Fill(id, p.known(next), append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}})...)
	if platform == v.platformIn {
		v.sent = sentTable{id, next}
	}
	return id
}

// sentTable is a table that a point's packets pass before its filters, and
// what follows it.
type sentTable struct{ table, next pipeline.TableID }

// undeliverable drops what no virtual network carries.
//
// WALK-11: broadcast, multicast, GRE and IP in IP.
func undeliverable(v *vnet) []pipeline.Row {
	tunnels := packet.NewService(packet.Of(4, 47), packet.AllPorts(), packet.AllPorts())
	cause := &pipeline.Cause{Kind: pipeline.RouteCause, Name: v.res.Name, Resource: v.res.ID, Pos: v.res.Pos, Rules: rules("WALK-11"),
		Reason: "a virtual network drops broadcast, multicast, GRE and IP in IP"}
	drop := pipeline.Action{Kind: pipeline.Drop}
	return []pipeline.Row{{Service: &tunnels, Action: drop, Cause: cause}, {Dst: &notUnicast, Action: drop, Cause: cause}}
}
