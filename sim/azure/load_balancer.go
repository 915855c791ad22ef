package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// frontend is a front end of a load balancer during compilation.
type frontend struct {
	res     *topology.FrontendIPConfiguration
	lb      *topology.LoadBalancer
	node    pipeline.NodeID
	held    *claim           // its address in a subnet; nil: it is public
	entry   pipeline.TableID // what is addressed to it
	transit pipeline.TableID // of an internal one: what a route sends to it
	state   pipeline.StateID // of the translation to members
	doors   []*door          // once asked for
	asked   bool
	public  packet.AddrSet // of a public one, once asked for
	assumed []*pipeline.Assumption
	saw     []seenBy // members that transit packets are handed to
}

// balancerBook is what the design has of load balancers.
type balancerBook struct {
	frontends []*frontend
	of        map[*topology.FrontendIPConfiguration]*frontend
	pools     map[*topology.BackendPool]poolMembers
	outbound  []*poolOutbound
	index     *balancedIndex
	undoing   []undoing
	floating  map[*nic]packet.AddrSet // nil until asked for
}

func newBalancerBook() balancerBook {
	return balancerBook{of: map[*topology.FrontendIPConfiguration]*frontend{}, pools: map[*topology.BackendPool]poolMembers{}}
}

// holdLoadBalancers makes the front ends of each load balancer.
func (c *compiler) holdLoadBalancers() {
	for _, lb := range c.design.LoadBalancers {
		for _, res := range lb.Frontends {
			c.holdFrontend(lb, res)
		}
		c.holdPoolOutbound(lb)
	}
}

func (c *compiler) holdFrontend(lb *topology.LoadBalancer, res *topology.FrontendIPConfiguration) {
	f := &frontend{res: res, lb: lb, state: c.b.State()}
	s := c.subnetOf[res.Subnet.Target]
	isPublic := res.PublicIPAddress.IsSet() || res.PublicIPPrefix.IsSet()
	if s == nil && !isPublic {
		return // it has no address, or one in a subnet that is not in the input
	}
	within := ""
	if s != nil {
		within = s.path()
	}
	f.node = c.b.Node(pipeline.Node{Kind: pipeline.LoadBalancerNode, Name: lb.Name, Within: within, Resource: lb.ID, Pos: lb.Pos})
	f.entry = c.b.Reserve(f.node, pipeline.TranslateTable, "front end "+f.name())
	if s != nil {
		f.transit = c.b.Reserve(f.node, pipeline.TranslateTable, "by way of front end "+f.name())
		f.held = c.claim(claim{subnet: s, owner: res.ID, name: f.name(), fixed: res.PrivateIPAddress, ipv6: res.IPv6, pos: res.Pos,
			entry: f.entry, transit: f.transit, noGlobalPeering: balancerSKU(lb) == topology.Basic})
	}
	c.balancers.frontends = append(c.balancers.frontends, f)
	c.balancers.of[res] = f
	if s == nil {
		c.later(func() { c.takeFrontend(f) })
	}
}

// name is the load balancer's and the front end's.
func (f *frontend) name() string { return f.lb.Name + "/" + f.res.Name }

func (f *frontend) isPublic() bool { return f.held == nil }

// addrs returns the addresses of a front end, once they are known.
func (c *compiler) frontAddrs(f *frontend) packet.AddrSet {
	if !f.isPublic() {
		if !f.held.addr.IsValid() {
			return packet.AddrSet{}
		}
		return packet.FromAddrs(f.held.addr)
	}
	if f.public.IsEmpty() {
		var assumed *pipeline.Assumption
		if r := f.res.PublicIPAddress; r.IsSet() {
			a, why := c.publicAddr(r, r.Target != nil && r.Target.IPv6)
			f.public, assumed = packet.FromAddrs(a), why
		} else {
			f.public, assumed = c.publicPrefix(f.res.PublicIPPrefix)
		}
		f.assumed = assumptions(assumed)
	}
	return f.public
}

// takeFrontend takes what the internet sends to a public front end: answers to
// what its pools opened go back to them, all else is judged by its rules.
func (c *compiler) takeFrontend(f *frontend) {
	next := f.entry
	for _, o := range c.balancers.outbound {
		next = c.answersOfPool(o, f, next)
	}
	c.takePublic(f.res.ID, c.frontAddrs(f), next, f.assumed...)
}

// balancerSKU returns the tier of a load balancer.
//
// Without a sku, ARM input means Basic, native files Standard, as NSG-16 says
// of public addresses.
func balancerSKU(lb *topology.LoadBalancer) topology.SKU {
	if s, ok := lb.SKU.Get(); ok {
		return s
	}
	if lb.APIVersion != "" && lb.SKU.Unknown() == nil {
		return topology.Basic
	}
	return topology.Standard
}

// balance fills the front ends. It runs once the filters of all hosts are
// filled, since these decide which members are healthy.
func (c *compiler) balance() {
	for _, u := range c.balancers.undoing {
		c.fillUndoing(u)
	}
	for _, f := range c.balancers.frontends {
		c.fillFrontend(f)
		if f.isPublic() {
			c.nameMembers(f)
		}
	}
}

// nameMembers lets others address by a public front end the members that have
// no public address of their own.
func (c *compiler) nameMembers(f *frontend) {
	for _, d := range c.doorsOf(f) {
		for _, m := range d.members {
			if m.nic != nil && c.publicOf(m.nic).IsEmpty() {
				c.b.AddPublic(m.nic.place, c.frontAddrs(f))
			}
		}
	}
}

// fillFrontend fills the tables of a front end.
func (c *compiler) fillFrontend(f *frontend) {
	if gap := c.inLineGap(f); gap != nil {
		c.fillEntries(f, []pipeline.Row{unmodelled(gap)}, []pipeline.Row{unmodelled(gap)})
		return
	}
	var direct, transit []pipeline.Row
	for _, d := range c.doorsOf(f) {
		direct = append(direct, c.doorRows(f, d)...)
		transit = append(transit, c.transitRows(f, d)...)
	}
	direct, transit = append(direct, c.incompleteDoors(f)...), append(transit, c.incompleteDoors(f)...)
	closed := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: f.cause("no rule of front end "+f.name()+" takes it", "LB-2")}
	c.fillEntries(f, append(direct, closed), append(transit, closed))
}

func (c *compiler) fillEntries(f *frontend, direct, transit []pipeline.Row) {
	if down, ok := c.isDown(f.lb.ID); ok {
		silent := f.cause(f.lb.Name + " is taken out of service")
		silent.Pos = down.Pos
		direct = []pipeline.Row{{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: silent}}
		transit = direct
	}
	c.b.Fill(f.entry, nil, direct...)
	if !f.isPublic() {
		c.fillTransit(f, transit)
	}
}

// incompleteDoors stand for rules that the input names and does not give.
func (c *compiler) incompleteDoors(f *frontend) []pipeline.Row {
	for _, part := range f.lb.Incomplete {
		return []pipeline.Row{unmodelled(unknownGap(&part.Unknown, f.lb.ID, part.Property, "which rules load balancer "+f.lb.Name+" has", part.Pos, "LB-1"))}
	}
	return nil
}

// inLineGap returns the gap of what is not simulated of a front end, or nil.
//
// LB-8: a gateway load balancer's appliance inspects both ways; what it lets
// pass is not in a design.
func (c *compiler) inLineGap(f *frontend) *pipeline.Gap {
	if gap := c.ignoredGap(f.lb.ID, f.res.ID); gap != nil {
		return gap
	}
	if u := f.lb.Maybe; u != nil {
		return unknownGap(u, f.lb.ID, "condition", "whether load balancer "+f.lb.Name+" is there", f.lb.Pos)
	}
	if f.res.GatewayLoadBalancer.IsSet() {
		return gatewayBalancerGap(f.res.GatewayLoadBalancer, f.res.ID, "front end "+f.name())
	}
	if balancerSKU(f.lb) == topology.Gateway {
		return gatewayBalancerGap(topology.Ref[topology.FrontendIPConfiguration]{ID: f.res.ID, Pos: f.res.Pos}, f.res.ID, "gateway load balancer "+f.lb.Name)
	}
	return nil
}

func gatewayBalancerGap(r topology.Ref[topology.FrontendIPConfiguration], owner topology.ID, what string) *pipeline.Gap {
	return &pipeline.Gap{Resource: owner, Property: "gatewayLoadBalancer", Pos: r.Pos, Rules: rules("LB-8"),
		Why: "what the appliances of gateway load balancer " + r.ID.Parent().Name() + " let pass to and from " + what}
}

// cause is the load balancer's own, where no rule of it decides.
func (f *frontend) cause(reason string, ids ...ruleID) *pipeline.Cause {
	return &pipeline.Cause{Kind: pipeline.LoadBalancerCause, Name: f.name(), Resource: f.lb.ID, Pos: f.res.Pos, Rules: ids, Reason: reason}
}
