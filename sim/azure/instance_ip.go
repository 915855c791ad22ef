package azure

import (
	"fmt"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// instance is the public IP address of one IP configuration of a host.
type instance struct {
	state pipeline.StateID // of its translation; 0: it has none
}

// instances gives each IP configuration with a public address its state, and
// queues what the internet sends there.
func (c *compiler) instances(n *nic) {
	n.instance = make([]instance, len(n.res.IPConfigurations))
	for i, ip := range n.res.IPConfigurations {
		if ip.PublicIPAddress.IsSet() {
			n.instance[i].state = c.b.State()
			c.later(func() { c.takeInstance(n, ip, n.claims[i], n.instance[i].state) })
		}
	}
}

// takeInstance takes what the internet sends to a host's public address.
//
// NSG-8: it is translated to the private address before NSGs see it.
// NSG-25: the source stays the client's, as through gateways and load balancers.
// RT-10: its answer goes by the host's routes, so a 0.0.0.0/0 to an appliance
// leads it there, and only a route to Internet back through the address.
func (c *compiler) takeInstance(n *nic, ip *topology.IPConfiguration, h *claim, state pipeline.StateID) {
	if !h.addr.IsValid() {
		return
	}
	a, assumed := c.publicAddr(ip.PublicIPAddress, ip.IPv6)
	dst := packet.FromAddrs(h.addr)
	through := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: h.entry, Rewrite: &pipeline.Rewrite{Dst: &dst}},
		Cause: instanceCause(n, ip, assumed)}
	in := c.b.Table(n.point.node, pipeline.TranslateTable, "public IP of "+n.point.name+", inbound",
		&pipeline.State{ID: state, Remember: true, Unseen: pipeline.Judge, Known: pipeline.Action{Kind: pipeline.Goto, Next: n.point.subnet.vnet.delivery}},
		c.instanceRows(n, ip, through)...)
	c.takePublic(ip.PublicIPAddress.ID, packet.FromAddrs(a), in, assumptions(assumed)...)
}

// instanceRows are what becomes of new flows to a host's public address.
//
// NSG-16: a Standard one is closed without an NSG, a Basic one is open; without
// a sku ARM input means Basic.
func (c *compiler) instanceRows(n *nic, ip *topology.IPConfiguration, through pipeline.Row) []pipeline.Row {
	r := ip.PublicIPAddress
	if gap := firstGap(c.ignoredGap(r.ID), inLineOf(ip)); gap != nil {
		return []pipeline.Row{unmodelled(gap)}
	}
	if n.res.NetworkSecurityGroup.IsSet() || n.point.subnet.res.NetworkSecurityGroup.IsSet() {
		return []pipeline.Row{through}
	}
	closed := *through.Cause
	closed.Rules = rules("NSG-16")
	closed.Reason = "a Standard public IP is closed to inbound flows without an NSG on the interface or its subnet"
	drop := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &closed}
	if r.Target != nil && r.Target.SKU.Unknown() != nil {
		closed.Gap = unknownGap(r.Target.SKU.Unknown(), r.ID, "sku", "which tier public IP "+r.Target.Name+" is of", r.Target.SKU.Pos, "NSG-16")
		return []pipeline.Row{drop, through}
	}
	if skuOf(r) != topology.Basic {
		return []pipeline.Row{drop}
	}
	if r.Target.SKU.IsAbsent() {
		open := *through.Cause
		open.Assumptions = append(open.Assumptions, &pipeline.Assumption{Pos: r.Target.Pos, Rules: rules("NSG-16"),
			Text: "public IP " + r.Target.Name + " has no sku: taken as Basic, which is open without an NSG"})
		through.Cause = &open
	}
	return []pipeline.Row{through}
}

// inLineOf returns the gap of an address whose flows a gateway load balancer inspects (LB-8).
func inLineOf(ip *topology.IPConfiguration) *pipeline.Gap {
	if !ip.GatewayLoadBalancer.IsSet() {
		return nil
	}
	return gatewayBalancerGap(ip.GatewayLoadBalancer, ip.ID, "public IP "+ip.PublicIPAddress.ID.Name())
}

func instanceCause(n *nic, ip *topology.IPConfiguration, assumed *pipeline.Assumption) *pipeline.Cause {
	r := ip.PublicIPAddress
	return &pipeline.Cause{Kind: pipeline.PublicAddress, Name: r.ID.Name(), Resource: r.ID, Pos: r.Pos, Rules: rules("RT-20"),
		Reason: fmt.Sprintf("public IP %s is %s's own", r.ID.Name(), n.point.name), Assumptions: assumptions(assumed)}
}

func assumptions(list ...*pipeline.Assumption) []*pipeline.Assumption {
	var out []*pipeline.Assumption
	for _, a := range list {
		if a != nil {
			out = append(out, a)
		}
	}
	return out
}

// instanceOutbound are the public IP addresses of the subnet's hosts: they open
// flows from them.
func (c *compiler) instanceOutbound(s *subnet) []outbound {
	var list []outbound
	for _, n := range s.nics {
		for i, ip := range n.res.IPConfigurations {
			if h := n.claims[i]; n.instance[i].state != 0 && h.addr.IsValid() {
				table := c.instanceTable(n, ip, n.instance[i].state)
				list = append(list, outbound{sources: packet.FromAddrs(h.addr), table: table, state: n.instance[i].state})
			}
		}
	}
	return list
}

// instanceStates are the same addresses as flows come in by them.
func (c *compiler) instanceStates(s *subnet) []inboundState {
	var list []inboundState
	for _, n := range s.nics {
		for i, ip := range n.res.IPConfigurations {
			if h := n.claims[i]; n.instance[i].state != 0 && h.addr.IsValid() {
				list = append(list, inboundState{sources: packet.FromAddrs(h.addr), state: n.instance[i].state,
					name: ip.PublicIPAddress.ID.Name()})
			}
		}
	}
	return list
}

// instanceTable returns the table that translates new flows of a host to its public address.
func (c *compiler) instanceTable(n *nic, ip *topology.IPConfiguration, state pipeline.StateID) pipeline.TableID {
	if gap := inLineOf(ip); gap != nil {
		return c.unknownOutbound(n.point.subnet, gap)
	}
	a, assumed := c.publicAddr(ip.PublicIPAddress, ip.IPv6)
	to := packet.FromAddrs(a)
	return c.b.Table(n.point.node, pipeline.TranslateTable, "public IP of "+n.point.name+", outbound",
		&pipeline.State{ID: state, Remember: true, Unseen: pipeline.Judge, Known: pipeline.Action{Kind: pipeline.Goto, Next: c.public.edge}},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: c.public.edge, Rewrite: &pipeline.Rewrite{Src: &to}},
			Cause: instanceCause(n, ip, assumed)})
}
