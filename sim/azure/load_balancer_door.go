package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// door is a rule by which a front end sends packets to members of a pool: a
// load balancing rule or an inbound NAT rule.
type door struct {
	name     string // "lb1/http"
	id       topology.ID
	pos      source.Pos
	service  packet.Service // of what it takes, as far as it is known
	gap      *pipeline.Gap  // why it may not take that
	allPorts bool           // HA ports
	members  []*member
	lacking  *pipeline.Gap // why it may have other members
	ports    packet.PortSet
	portGap  *pipeline.Gap // why the member's port is not known
	floating topology.Property[bool]
	probe    topology.Ref[topology.Probe]
	anyOne   *pipeline.Gap // of a range of ports: which member each leads to
	rules    []ruleID
	health   *poolHealth // once asked for
}

// doorsOf returns the rules of a front end, once addresses are known.
func (c *compiler) doorsOf(f *frontend) []*door {
	if f.asked {
		return f.doors
	}
	f.asked = true
	for _, r := range f.lb.Rules {
		if mayLeadTo(r.Frontend, f.res) {
			f.doors = append(f.doors, c.balancingDoor(f, r))
		}
	}
	for _, r := range f.lb.InboundNATRules {
		if mayLeadTo(r.Frontend, f.res) {
			f.doors = append(f.doors, c.natDoor(f, r))
		}
	}
	return f.doors
}

// mayLeadTo tells whether a rule is of a front end, or may be: a link that is
// not known leaves the rule in doubt.
func mayLeadTo(r topology.Ref[topology.FrontendIPConfiguration], f *topology.FrontendIPConfiguration) bool {
	return r.ID.Equal(f.ID) || r.Why != nil
}

// balancingDoor is a load balancing rule.
//
// LB-2: protocol All with port 0 takes every flow, other rules their port.
func (c *compiler) balancingDoor(f *frontend, r *topology.LoadBalancingRule) *door {
	d := &door{name: f.lb.Name + "/" + r.Name, id: r.ID, pos: r.Pos, floating: r.EnableFloatingIP, probe: r.Probe, rules: rules("LB-1"), gap: c.ignoredGap(r.Probe.ID)}
	d.allPorts = r.Protocol.Or(topology.AnyProtocol) == topology.AnyProtocol && r.FrontendPort.Or(0) == 0
	if d.allPorts {
		d.rules = rules("LB-2")
	}
	d.takes(r.Protocol, r.FrontendPort, r.FrontendPort)
	d.leadsTo(r.BackendPort, r.FrontendPort)
	d.gap = firstGap(d.gap, c.ignoredGap(r.ID))
	for _, ref := range r.Pools {
		p := c.membersOf(f, ref, r.ID)
		d.members = append(d.members, p.members...)
		d.lacking = firstGap(d.lacking, p.lacking)
	}
	d.keepFamily(c.frontAddrs(f))
	return d
}

// natDoor is an inbound NAT rule.
//
// LB-3: a port of the front end leads to one machine; of a range with a pool
// each port leads to one member, and Azure chooses to which.
func (c *compiler) natDoor(f *frontend, r *topology.InboundNATRule) *door {
	d := &door{name: f.lb.Name + "/" + r.Name, id: r.ID, pos: r.Pos, floating: r.EnableFloatingIP, rules: rules("LB-3")}
	last := r.FrontendPort
	if !r.FrontendPortEnd.IsAbsent() {
		last = r.FrontendPortEnd
	}
	d.takes(r.Protocol, r.FrontendPort, last)
	d.leadsTo(r.BackendPort, r.FrontendPort)
	d.gap = firstGap(d.gap, c.ignoredGap(r.ID))
	if r.Target != nil {
		d.members, d.lacking = c.configMembers(r.Target)
	} else {
		d.lacking = c.loose.pools
	}
	if r.Pool.IsSet() {
		p := c.membersOf(f, r.Pool, r.ID)
		d.members, d.lacking = append(d.members, p.members...), firstGap(d.lacking, p.lacking)
		d.anyOne = &pipeline.Gap{Resource: r.ID, Property: "frontendPortRangeStart", Pos: r.Pos, Rules: rules("LB-3"),
			Why: "which machine each port of NAT rule " + d.name + " leads to (Azure chooses)"}
	}
	d.keepFamily(c.frontAddrs(f))
	return d
}

// takes says which packets the rule is for.
func (d *door) takes(p topology.Property[topology.RuleProtocol], low, high topology.Property[int]) {
	protocols := packet.Ported()
	switch p.Or(topology.AnyProtocol) {
	case topology.TCP:
		protocols = packet.Of(packet.TCP)
	case topology.UDP:
		protocols = packet.Of(packet.UDP)
	}
	ports := packet.AllPorts()
	if from := low.Or(0); from > 0 {
		ports = packet.PortSetOf(packet.PortRange{Lo: uint16(from), Hi: uint16(max(from, high.Or(from)))})
	}
	d.service = packet.NewService(protocols, packet.AllPorts(), ports)
	if d.allPorts {
		d.service = packet.AnyService()
	}
	if u := p.Unknown(); u != nil {
		d.gap = unknownGap(u, d.id, "protocol", "which protocol rule "+d.name+" is for", p.Pos, "LB-1")
	}
	if u := low.Unknown(); u != nil {
		d.gap = unknownGap(u, d.id, "frontendPort", "which port rule "+d.name+" is for", low.Pos, "LB-1")
	}
}

// leadsTo says to which port of a member.
func (d *door) leadsTo(back, front topology.Property[int]) {
	if u := back.Unknown(); u != nil {
		d.ports = packet.AllPorts()
		d.portGap = unknownGap(u, d.id, "backendPort", "to which port rule "+d.name+" leads", back.Pos, "LB-1")
		return
	}
	port := back.Or(0)
	if port > 0 && port != front.Or(0) {
		d.ports = packet.Ports(uint16(port))
	}
}

// keepFamily leaves the members of the front end's address family.
func (d *door) keepFamily(front packet.AddrSet) {
	of := familiesOf(front)
	var list []*member
	for _, m := range d.members {
		if of.Contains(m.addr) {
			list = append(list, m)
		}
	}
	d.members = list
}

// cause tells the rule.
func (d *door) cause(reason string, ids ...ruleID) *pipeline.Cause {
	return &pipeline.Cause{Kind: pipeline.LoadBalancerCause, Name: d.name, Resource: d.id, Pos: d.pos, Reason: reason,
		Rules: append(ids, d.rules...)}
}

func (d *door) withGap(reason string, gap *pipeline.Gap) *pipeline.Cause {
	return filterCause{d.cause(reason)}.withGap(gap)
}
