package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// appliance is what a machine does with packets for others. All its interfaces
// share it.
type appliance struct {
	name     string
	facts    *topology.Appliance // nil: none
	stateful bool
	snat     bool
	assumed  *pipeline.Assumption // where facts are silent
	state    pipeline.StateID     // of a stateful one
	nat      pipeline.StateID     // of one that translates
	nics     []*nic               // that forward, in the machine's order
	entry    pipeline.TableID     // where packets for others arrive; 0 until needed
	known    pipeline.TableID     // where the answers of flows that it translated go on
}

// applianceOf returns what the machine of an interface does, made once.
func (c *compiler) applianceOf(n *nic) *appliance {
	key := n.machine()
	if a := c.appliances[key]; a != nil {
		return a
	}
	a := &appliance{name: n.point.name, facts: c.applianceFacts(n), nics: c.forwardingNICs(n)}
	c.appliances[key] = a
	a.decide(c, n)
	return a
}

// machine is the key of whom an interface belongs to.
func (n *nic) machine() string {
	if vm, ok := n.res.Owner.(*topology.VirtualMachine); ok {
		return vm.ID.Key()
	}
	return n.res.ID.Key()
}

func (c *compiler) applianceFacts(n *nic) *topology.Appliance {
	for _, a := range c.design.Facts.Appliances {
		if a.Target == nil {
			continue
		}
		if a.Target == topology.Node(n.res) || a.Target == n.res.Owner {
			return a
		}
	}
	return nil
}

// forwardingNICs lists the interfaces by which the machine of n forwards.
func (c *compiler) forwardingNICs(n *nic) []*nic {
	vm, ok := n.res.Owner.(*topology.VirtualMachine)
	if !ok {
		return []*nic{n}
	}
	var list []*nic
	for _, r := range vm.NICs {
		if other := c.nicOf[r.Target]; other != nil && other.forwards() {
			list = append(list, other)
		}
	}
	return list
}

// forwards tells whether IP forwarding is on, or may be.
func (n *nic) forwards() bool {
	on := n.res.EnableIPForwarding
	return on.Or(false) || on.Unknown() != nil
}

// decide takes from the facts what the appliance does; without facts it
// forwards everything, translates nothing and keeps no state, except behind a
// load balancer, where it keeps state.
func (a *appliance) decide(c *compiler, n *nic) {
	balanced := false
	for _, ip := range n.res.IPConfigurations {
		balanced = balanced || len(ip.LoadBalancerBackendPools) > 0
	}
	a.stateful = balanced
	if a.facts != nil {
		a.snat = a.facts.SNAT.Or(false)
		a.stateful = a.facts.Stateful.Or(balanced || a.snat)
	}
	if a.stateful {
		a.state = c.b.State()
	}
	if a.snat {
		a.nat = c.b.State()
	}
	a.assume(n)
}

// assume says what is taken as given of an appliance without facts.
func (a *appliance) assume(n *nic) {
	if a.facts != nil {
		return
	}
	text := a.name + " is taken to forward everything, translate nothing and keep no state"
	if a.stateful {
		text = a.name + " is taken to forward everything, translate nothing and keep state, as it stands behind a load balancer"
	}
	a.assumed = &pipeline.Assumption{Pos: n.res.Pos, Rules: rules("WALK-7"), Text: text}
}

// forwarding returns the last rows of an interface's arrival table: what
// happens to packets that are for others.
//
// WALK-7: without IP forwarding they are dropped.
func (c *compiler) forwarding(n *nic) []pipeline.Row {
	on := n.res.EnableIPForwarding
	pos := on.Pos
	if !pos.IsValid() {
		pos = n.res.Pos
	}
	dropped := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{Kind: pipeline.IPForwarding,
		Name: n.point.name, Resource: n.res.ID, Pos: pos, Rules: rules("WALK-7"),
		Reason: "IP forwarding is off at " + n.point.name + ", and the packet is not for it"}}
	if !n.forwards() {
		return []pipeline.Row{dropped}
	}
	entry := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: c.applianceEntry(n)}}
	if u := on.Unknown(); u != nil {
		entry.Cause = &pipeline.Cause{Kind: pipeline.ApplianceCause, Name: n.point.name, Resource: n.res.ID, Pos: pos,
			Gap: unknownGap(u, n.res.ID, "enableIPForwarding", "whether "+n.point.name+" forwards", on.Pos, "WALK-7")}
		return []pipeline.Row{entry, dropped}
	}
	return []pipeline.Row{entry}
}

// applianceEntry returns the table at which the appliance of an interface takes
// packets for others: its filter, then its translation, then the interface by
// which it sends on.
func (c *compiler) applianceEntry(n *nic) pipeline.TableID {
	a := c.applianceOf(n)
	if a.entry != 0 {
		return a.entry
	}
	leave := c.beyondAppliance(a, n, c.leaving(a, n, false))
	next := leave
	if a.snat {
		next = c.beyondAppliance(a, n, c.leaving(a, n, true))
	}
	a.entry, a.known = c.applianceFilter(a, n, next, leave), leave
	if a.stateful {
		a.known = a.entry
	}
	return a.entry
}

// applianceFilter is what the appliance lets through.
//
// WALK-5: a stateful one drops what belongs to a flow whose opener it did not
// see; one that keeps no state does not mind.
func (c *compiler) applianceFilter(a *appliance, n *nic, next, known pipeline.TableID) pipeline.TableID {
	var state *pipeline.State
	if a.stateful {
		state = &pipeline.State{ID: a.state, Remember: true, Strict: true, Unseen: pipeline.Refuse,
			Known: pipeline.Action{Kind: pipeline.Goto, Next: known}, Cause: a.asymmetry(n)}
	}
	return c.b.Table(n.point.node, pipeline.FirewallTable, "appliance "+a.name, state, c.applianceRows(a, n, next)...)
}

func (a *appliance) asymmetry(n *nic) *pipeline.Cause {
	return &pipeline.Cause{Kind: pipeline.Asymmetry, Name: a.name, Resource: n.res.ID, Pos: n.res.Pos, Rules: rules("WALK-5"),
		Reason: a.name + " keeps state and did not see both directions of the flow", Assumptions: assumptions(a.assumed)}
}

// applianceRows are the appliance's own rules; without any it forwards everything.
func (c *compiler) applianceRows(a *appliance, n *nic, next pipeline.TableID) []pipeline.Row {
	through := pipeline.Action{Kind: pipeline.Goto, Next: next}
	told := pipeline.Cause{Kind: pipeline.ApplianceCause, Name: a.name, Resource: n.res.ID, Pos: n.res.Pos, Rules: rules("WALK-7"),
		Assumptions: assumptions(a.assumed)}
	if a.facts == nil || !a.facts.HasFilter {
		return []pipeline.Row{{Action: through, Cause: &told}}
	}
	f := nsgFilter{next: next, direction: topology.Outbound}
	ctx := c.contextOf(n.point.subnet)
	var rows []pipeline.Row
	for _, r := range a.facts.Filter {
		rows = append(rows, c.ruleRowsAs(r, f, ctx, applianceRuleCause(a, r))...)
	}
	told.Pos, told.Reason = a.facts.Pos, "no filter rule of "+a.name+" allows it"
	return append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Deny}, Cause: &told})
}

func applianceRuleCause(a *appliance, r *topology.SecurityRule) filterCause {
	return filterCause{&pipeline.Cause{Kind: pipeline.ApplianceCause, Name: r.Name, Resource: r.ID, Pos: r.Pos,
		Filter: &pipeline.Filter{Group: a.name, Level: "appliance", Name: r.Name, Access: r.Access.Or(topology.Allow)}}}
}

// leaving returns the table that chooses the interface by which an appliance
// sends on: its only one, else the one whose subnet holds the destination; for
// other destinations the machine's own routes decide, which nobody knows.
//
// WALK-8: then the filters out of that interface judge the packet as it came.
// WALK-9: then the routes of its subnet decide.
func (c *compiler) leaving(a *appliance, n *nic, translate bool) pipeline.TableID {
	if len(a.nics) == 1 {
		return c.leaveBy(a, a.nics[0], translate)
	}
	gap := &pipeline.Gap{Resource: n.res.ID, Property: "networkInterfaces", Pos: n.res.Pos, Rules: rules("WALK-9"),
		Why: "by which of its interfaces " + a.name + " sends on (its own routes decide)"}
	var near, far []pipeline.Row
	for i, by := range a.nics {
		leave := pipeline.Action{Kind: pipeline.Goto, Next: c.leaveBy(a, by, translate)}
		near = append(near, pipeline.Row{Dst: &by.point.subnet.space, Action: leave})
		row := pipeline.Row{Action: leave}
		if i < len(a.nics)-1 {
			row.Cause = &pipeline.Cause{Kind: pipeline.ApplianceCause, Name: a.name, Resource: n.res.ID, Pos: n.res.Pos, Gap: gap}
		}
		far = append(far, row)
	}
	return c.b.Table(n.point.node, pipeline.PlumbingTable, "leaving "+a.name, nil, append(near, far...)...)
}

// leaveBy returns the table at which an appliance sends by one interface.
//
// WALK-6: one that translates the source draws the answers back to itself.
func (c *compiler) leaveBy(a *appliance, by *nic, translate bool) pipeline.TableID {
	if !translate {
		return by.out
	}
	out := c.b.Reserve(by.point.node, pipeline.TranslateTable, "source translation of "+a.name)
	cause := &pipeline.Cause{Kind: pipeline.ApplianceCause, Name: a.name, Resource: by.res.ID, Pos: a.facts.Pos, Rules: rules("WALK-6"),
		Reason: a.name + " translates the source to its own address"}
	var rows []pipeline.Row
	for _, f := range packet.Families() {
		if to, ok := by.addrs().OfFamily(f).Lowest(); ok {
			all, src := packet.AllOf(f), packet.FromAddrs(to)
			rows = append(rows, pipeline.Row{Src: &all, Cause: cause, Action: pipeline.Action{Kind: pipeline.Goto, Next: by.out,
				Rewrite: &pipeline.Rewrite{Src: &src, SrcPort: ephemeral, Gap: a.portGap(by)}}})
		}
	}
	rows = append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: cause})
	c.b.Fill(out, &pipeline.State{ID: a.nat, Remember: true, Unseen: pipeline.Judge}, rows...)
	return out
}

func (a *appliance) portGap(by *nic) *pipeline.Gap {
	return &pipeline.Gap{Resource: by.res.ID, Pos: a.facts.Pos, Property: "snat", Rules: rules("WALK-6"), Why: "which source port " + a.name + " chooses"}
}

// arrivalState is the state of an interface's arrival table: answers to what
// its appliance translated are the appliance's, not the machine's own.
func (c *compiler) arrivalState(n *nic) *pipeline.State {
	if !n.forwards() {
		return nil
	}
	a := c.applianceOf(n)
	if !a.snat {
		return nil
	}
	c.applianceEntry(n)
	return &pipeline.State{ID: a.nat, Unseen: pipeline.Judge, Known: pipeline.Action{Kind: pipeline.Goto, Next: a.known}}
}

// routesOf returns the route table of an interface: its subnet's. An interface
// that forwards has one of its own, since towards the internet only its own
// addresses are translated.
func (c *compiler) routesOf(n *nic) pipeline.TableID {
	s := n.point.subnet
	if !n.forwards() {
		return s.routes
	}
	own := c.b.Reserve(n.point.node, pipeline.RouteTable, "routes of "+n.point.name)
	public := c.b.Reserve(n.point.node, pipeline.PlumbingTable, "outbound of "+n.point.name)
	c.later(func() {
		c.b.FillLike(own, s.routes, nil, func(a pipeline.Action) pipeline.Action {
			if a.Kind == pipeline.Goto && a.Next == s.outbound {
				a.Next = public
			}
			return a
		})
		src := n.ownAddrs(c)
		c.b.Fill(public, nil, pipeline.Row{Src: &src, Action: pipeline.Action{Kind: pipeline.Goto, Next: s.outbound}},
			pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{Kind: pipeline.PublicAddress,
				Name: n.point.name, Resource: n.res.ID, Pos: n.res.Pos, Rules: rules("WALK-6", "RT-20"),
				Reason: "nothing translates the source address: it is not one of " + n.point.name}})
	})
	return own
}
