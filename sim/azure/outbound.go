package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// outbound is one way by which some sources of a subnet open flows to the
// internet: a table that translates and leads to the public edge.
type outbound struct {
	sources packet.AddrSet
	table   pipeline.TableID
	state   pipeline.StateID // of the translation; 0: none
}

// inboundState is a translation by which flows came in from the internet to
// some hosts of a subnet: their answers leave by it, whatever opens flows.
type inboundState struct {
	sources packet.AddrSet
	state   pipeline.StateID
	name    string
}

// fillOutbound fills the table where a subnet's routes to Internet lead.
//
// RT-20: answers to what came in by a public address leave by it; then the
// first method that serves the source opens the flow.
func (c *compiler) fillOutbound(s *subnet) {
	var methods []outbound
	for _, m := range outboundMethods {
		methods = append(methods, m(c, s)...)
	}
	var states []inboundState
	for _, m := range inboundStates {
		states = append(states, m(c, s)...)
	}
	var rows []pipeline.Row
	left := packet.AllAddrs()
	for _, part := range groupSources(states, methods) {
		src := part.sources.Intersect(left)
		left = left.Subtract(src)
		if src.IsEmpty() {
			continue
		}
		next := c.afterAnswers(s, part)
		rows = append(rows, pipeline.Row{Src: &src, Action: pipeline.Action{Kind: pipeline.Goto, Next: next}})
	}
	if gap := c.looseOutbound(); gap != nil {
		c.b.Fill(s.outbound, nil, append(rows, unmodelled(gap))...)
		return
	}
	last := len(rows)
	c.b.FillTold(s.outbound, nil, func(entry int) *pipeline.Cause {
		if entry == last {
			return c.noOutbound(s).Cause
		}
		return nil
	}, append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}})...)
}

// looseOutbound is why a load balancer may open flows for machines that nothing
// is known to open them for: its parts, or whose they are, are not all known.
func (c *compiler) looseOutbound() *pipeline.Gap {
	for _, lb := range c.design.LoadBalancers {
		gap := lostPart(&lb.Resource, "properties", "frontendipconfigurations", "backendaddresspools", "loadbalancingrules", "outboundrules")
		for _, r := range lb.Rules {
			gap = firstGap(gap, lostPart(&r.Resource, "properties", "backendaddresspools"), loosePool(r.Pools, r.ID))
		}
		for _, r := range lb.OutboundRules {
			gap = firstGap(gap, loosePool([]topology.Ref[topology.BackendPool]{r.Pool}, r.ID))
		}
		if gap != nil {
			return gap
		}
	}
	return nil
}

func loosePool(pools []topology.Ref[topology.BackendPool], owner topology.ID) *pipeline.Gap {
	for _, ref := range pools {
		if ref.Why != nil {
			return danglingGap(ref, owner, "backendAddressPool", "for which machines rule "+owner.Name()+" opens flows", "LB-7")
		}
	}
	return nil
}

// sourceGroup is sources of a subnet that are treated alike.
type sourceGroup struct {
	sources packet.AddrSet
	states  []inboundState
	methods []outbound // in order of preference; the first one counts
}

// groupSources groups the sources by the states and methods that serve them.
func groupSources(states []inboundState, methods []outbound) []sourceGroup {
	var groups []sourceGroup
	cut := func(set packet.AddrSet, add func(*sourceGroup)) {
		n := len(groups)
		for i := range n {
			both := groups[i].sources.Intersect(set)
			if both.IsEmpty() {
				continue
			}
			set = set.Subtract(both)
			if rest := groups[i].sources.Subtract(both); !rest.IsEmpty() {
				other := groups[i]
				other.sources = rest
				groups = append(groups, other)
			}
			groups[i].sources = both
			add(&groups[i])
		}
		if !set.IsEmpty() {
			groups = append(groups, sourceGroup{sources: set})
			add(&groups[len(groups)-1])
		}
	}
	for _, st := range states {
		cut(st.sources, func(g *sourceGroup) { g.states = append(g.states[:len(g.states):len(g.states)], st) })
	}
	for _, m := range methods {
		cut(m.sources, func(g *sourceGroup) { g.methods = append(g.methods[:len(g.methods):len(g.methods)], m) })
	}
	return groups
}

// afterAnswers returns the table where a group's packets to the internet go:
// past the states whose answers they may be, then to the method that opens flows.
func (c *compiler) afterAnswers(s *subnet, g sourceGroup) pipeline.TableID {
	var next pipeline.TableID
	var own pipeline.StateID
	if len(g.methods) > 0 {
		next, own = g.methods[0].table, g.methods[0].state
	} else {
		next = c.b.Table(0, pipeline.PlumbingTable, "no outbound of "+s.path(), nil, c.noOutbound(s))
	}
	for i := len(g.states) - 1; i >= 0; i-- {
		if st := g.states[i]; st.state != own {
			next = c.b.Table(0, pipeline.TranslateTable, "answers of "+st.name, &pipeline.State{ID: st.state, Unseen: pipeline.Judge,
				Known: pipeline.Action{Kind: pipeline.Goto, Next: c.public.edge}},
				pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}})
		}
	}
	return next
}

// noOutbound drops what nothing translates.
//
// RT-19: without an explicit method, and without default outbound access, a
// host has no way to the internet.
func (c *compiler) noOutbound(s *subnet) pipeline.Row {
	return pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{
		Kind: pipeline.PublicAddress, Name: s.path(), Resource: s.res.ID, Pos: s.res.DefaultOutboundAccess.Pos, Rules: rules("RT-19"),
		Reason: "nothing gives the source an outbound address: no NAT gateway, public IP, outbound rule or default outbound access"}}
}

// ephemeral are the ports that translations choose from.
var ephemeral = packet.PortSetOf(packet.PortRange{Lo: 1024, Hi: 65535})

// sourceNAT is a translation by two tables that share a state: out rewrites the
// source of new flows to public addresses, in lets answers back to the VNet.
type sourceNAT struct {
	name    string
	node    pipeline.NodeID
	to      packet.AddrSet
	vnet    *vnet
	cause   *pipeline.Cause
	gap     *pipeline.Gap  // which address or port it chooses
	only    packet.Service // zero: everything
	refused *pipeline.Cause
	state   pipeline.StateID
}

// sourceNATTables makes the tables of a translation that nobody can enter from outside.
func (c *compiler) sourceNATTables(n sourceNAT) (out pipeline.TableID, state pipeline.StateID) {
	n.state = c.b.State()
	c.sourceNATIn(n)
	return c.sourceNATOut(n), n.state
}

// sourceNATIn takes what the internet sends to the translation's addresses: the
// answers to its flows.
func (c *compiler) sourceNATIn(n sourceNAT) {
	in := c.b.Table(n.node, pipeline.TranslateTable, n.name+", inbound",
		&pipeline.State{ID: n.state, Known: pipeline.Action{Kind: pipeline.Goto, Next: n.vnet.delivery}, Unseen: pipeline.Judge},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: n.refused})
	c.takePublic(n.cause.Resource, n.to, in)
}

// sourceNATOut returns the table that translates new flows.
func (c *compiler) sourceNATOut(n sourceNAT) pipeline.TableID {
	rewrite := &pipeline.Rewrite{Src: &n.to, SrcPort: ephemeral, Gap: n.gap}
	translate := pipeline.Action{Kind: pipeline.Goto, Next: c.public.edge, Rewrite: rewrite}
	st := &pipeline.State{ID: n.state, Remember: true, Known: pipeline.Action{Kind: pipeline.Goto, Next: n.vnet.delivery}, Unseen: pipeline.Judge}
	name := n.name + ", outbound"
	if n.only.IsEmpty() {
		return c.b.Table(n.node, pipeline.TranslateTable, name, st, pipeline.Row{Action: translate, Cause: n.cause})
	}
	return c.b.Table(n.node, pipeline.TranslateTable, name, st, pipeline.Row{Service: &n.only, Action: translate, Cause: n.cause},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: n.refused})
}
