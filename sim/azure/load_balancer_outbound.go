package azure

import (
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// poolOutbound is how the members of a pool open flows to the internet by
// public front ends: an outbound rule, or what load balancing rules imply.
type poolOutbound struct {
	lb        *topology.LoadBalancer
	name      string
	id        topology.ID
	pos       source.Pos
	implicit  bool
	pool      topology.Ref[topology.BackendPool]
	frontends []*frontend
	protocols packet.ProtocolSet
	gap       *pipeline.Gap // why it is not known whether or how it does
	state     pipeline.StateID
	table     pipeline.TableID // once asked for
}

// holdPoolOutbound finds the ways out that a load balancer gives its pools.
//
// LB-7: outbound rules come before what load balancing rules imply; a rule
// with disableOutboundSnat implies nothing. What is implied carries the
// protocols of the rules. [load-balancer-outbound-connections]
func (c *compiler) holdPoolOutbound(lb *topology.LoadBalancer) {
	for _, r := range lb.OutboundRules {
		o := &poolOutbound{lb: lb, name: lb.Name + "/" + r.Name, id: r.ID, pos: r.Pos, pool: r.Pool, state: c.b.State(), protocols: carried(r.Protocol)}
		o.gap = firstGap(c.ignoredGap(lb.ID, r.ID))
		for _, ref := range r.Frontends {
			o.add(c.balancers.of[ref.Target])
		}
		c.balancers.outbound = append(c.balancers.outbound, o)
	}
	for _, r := range lb.Rules {
		for _, res := range lb.Frontends {
			if f := c.balancers.of[res]; f != nil && mayLeadTo(r.Frontend, res) && f.isPublic() && !r.DisableOutboundSNAT.Or(false) {
				for _, pool := range r.Pools {
					c.implies(lb, r, f, pool)
				}
			}
		}
	}
}

// implies notes that a load balancing rule gives its pool a way out.
func (c *compiler) implies(lb *topology.LoadBalancer, r *topology.LoadBalancingRule, f *frontend, pool topology.Ref[topology.BackendPool]) {
	i := slices.IndexFunc(c.balancers.outbound, func(o *poolOutbound) bool { return o.implicit && o.lb == lb && o.pool.ID.Equal(pool.ID) })
	if i < 0 {
		i = len(c.balancers.outbound)
		c.balancers.outbound = append(c.balancers.outbound, &poolOutbound{lb: lb, name: lb.Name, id: r.ID, pos: r.Pos, implicit: true, pool: pool,
			state: c.b.State(), gap: c.ignoredGap(lb.ID, r.ID)})
	}
	o := c.balancers.outbound[i]
	o.add(f)
	o.protocols = o.protocols.Union(carried(r.Protocol))
	if u := r.DisableOutboundSNAT.Unknown(); u != nil {
		o.gap = firstGap(o.gap, unknownGap(u, r.ID, "disableOutboundSnat", "whether rule "+r.Name+" gives its pool a way to the internet", r.DisableOutboundSNAT.Pos, "LB-7"))
	}
}

// add adds a front end whose addresses the flows may get.
func (o *poolOutbound) add(f *frontend) {
	if f == nil || slices.Contains(o.frontends, f) {
		return
	}
	o.frontends = append(o.frontends, f)
	if f.res.GatewayLoadBalancer.IsSet() {
		o.gap = firstGap(o.gap, gatewayBalancerGap(f.res.GatewayLoadBalancer, f.res.ID, "front end "+f.name()))
	}
}

// carried returns the protocols that a rule translates.
func carried(p topology.Property[topology.RuleProtocol]) packet.ProtocolSet {
	switch p.Or(topology.AnyProtocol) {
	case topology.TCP:
		return packet.Of(packet.TCP)
	case topology.UDP:
		return packet.Of(packet.UDP)
	}
	return packet.Ported()
}

// outboundRulesOutbound are the outbound rules of load balancers.
func (c *compiler) outboundRulesOutbound(s *subnet) []outbound { return c.poolsOutbound(s, false) }

// implicitOutbound is the way out that load balancing rules imply.
func (c *compiler) implicitOutbound(s *subnet) []outbound { return c.poolsOutbound(s, true) }

func (c *compiler) poolsOutbound(s *subnet, implicit bool) []outbound {
	var list []outbound
	for _, o := range c.balancers.outbound {
		if o.implicit != implicit || len(o.frontends) == 0 {
			continue
		}
		to := c.poolAddresses(o)
		sources := c.poolSources(o, s).Intersect(familiesOf(to))
		switch {
		case sources.IsEmpty():
		case o.gap != nil:
			list = append(list, outbound{sources: sources, table: c.unknownOutbound(s, o.gap)})
		default:
			list = append(list, outbound{sources: sources, table: c.poolTable(o, s, to), state: o.state})
		}
	}
	return list
}

// poolSources returns the addresses of a subnet's members of the pool.
func (c *compiler) poolSources(o *poolOutbound, s *subnet) packet.AddrSet {
	var set packet.AddrSet
	for _, m := range c.membersOf(o.frontends[0], o.pool, o.id).members {
		if m.subnet == s {
			set = set.Union(packet.FromAddrs(m.addr))
		}
	}
	return set
}

// poolAddresses returns the public addresses that the flows may get.
func (c *compiler) poolAddresses(o *poolOutbound) packet.AddrSet {
	var set packet.AddrSet
	for _, f := range o.frontends {
		if f.isPublic() {
			set = set.Union(c.frontAddrs(f))
		}
	}
	return set
}

// poolTable returns the table that translates the flows of a pool, made once.
func (c *compiler) poolTable(o *poolOutbound, s *subnet, to packet.AddrSet) pipeline.TableID {
	if o.table != 0 {
		return o.table
	}
	var assumed []*pipeline.Assumption
	for _, f := range o.frontends {
		assumed = append(assumed, f.assumed...)
	}
	reason := "the outbound rule gives the pool this address"
	if o.implicit {
		reason = "load balancing rules without disableOutboundSnat give their pool the front end's address"
	}
	cause := &pipeline.Cause{Kind: pipeline.LoadBalancerCause, Name: o.name, Resource: o.id, Pos: o.pos, Rules: rules("LB-7", "RT-20"),
		Reason: reason, Assumptions: assumed}
	refused := &pipeline.Cause{Kind: pipeline.LoadBalancerCause, Name: o.name, Resource: o.id, Pos: o.pos, Rules: rules("LB-7"),
		Reason: "load balancer " + o.lb.Name + " opens no flows of this protocol for its pool"}
	o.table = c.sourceNATOut(sourceNAT{name: "outbound of " + o.name, node: o.frontends[0].node, vnet: s.vnet, to: to, state: o.state,
		cause: cause, refused: refused, only: packet.NewService(o.protocols, packet.AllPorts(), packet.AllPorts()),
		gap: &pipeline.Gap{Resource: o.id, Property: "frontendIPConfigurations", Pos: o.pos, Rules: rules("LB-7"),
			Why: "which address and port load balancer " + o.lb.Name + " chooses"}})
	return o.table
}

// answersOfPool returns the table before next that lets answers to flows which
// a pool opened by a front end back to it; next itself where it opens none.
func (c *compiler) answersOfPool(o *poolOutbound, f *frontend, next pipeline.TableID) pipeline.TableID {
	if !slices.Contains(o.frontends, f) || o.gap != nil {
		return next
	}
	members := c.membersOf(f, o.pool, o.id).members
	if len(members) == 0 {
		return next
	}
	back := pipeline.Action{Kind: pipeline.Goto, Next: members[0].subnet.vnet.delivery}
	return c.b.Table(f.node, pipeline.TranslateTable, "answers to flows of "+o.name, &pipeline.State{ID: o.state, Unseen: pipeline.Judge, Known: back},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}})
}

// frontendStates are the public front ends that send to hosts of the subnet.
func (c *compiler) frontendStates(s *subnet) []inboundState {
	var list []inboundState
	for _, f := range c.balancers.frontends {
		if !f.isPublic() {
			continue
		}
		var sources packet.AddrSet
		for _, d := range c.doorsOf(f) {
			for _, m := range d.members {
				if m.subnet != s {
					continue
				}
				sources = sources.Union(packet.FromAddrs(m.addr))
				if d.floating.Or(d.floating.Unknown() != nil) {
					sources = sources.Union(c.frontAddrs(f))
				}
			}
		}
		if !sources.IsEmpty() {
			list = append(list, inboundState{sources: sources, state: f.state, name: f.name()})
		}
	}
	return list
}

// noOutboundBehind tells whether a host has no implicit way out since it is in
// a pool of a Standard load balancer.
//
// LB-6: also of an internal one; members by address keep theirs. [backend-pool-management]
func (c *compiler) noOutboundBehind(n *nic) bool {
	for _, ip := range n.res.IPConfigurations {
		for _, r := range ip.LoadBalancerBackendPools {
			if r.Target != nil && r.Target.LoadBalancer != nil && balancerSKU(r.Target.LoadBalancer) != topology.Basic {
				return true
			}
		}
	}
	return false
}
