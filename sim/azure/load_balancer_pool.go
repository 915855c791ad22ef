package azure

import (
	"net/netip"
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// member is one address that a front end may send to.
type member struct {
	addr   netip.Addr
	name   string
	subnet *subnet
	entry  pipeline.TableID // first filter in
	nic    *nic             // nil: it is no interface of a host
}

// poolMembers is what a pool holds as far as it is known.
type poolMembers struct {
	members []*member
	lacking *pipeline.Gap // why there may be others
}

// membersOf returns the members of a pool: IP configurations that name it and
// the addresses that it lists.
func (c *compiler) membersOf(f *frontend, ref topology.Ref[topology.BackendPool], owner topology.ID) poolMembers {
	if ref.Target == nil {
		return poolMembers{lacking: danglingGap(ref, owner, "backendAddressPool", "which machines rule "+owner.Name()+" leads to", "LB-1")}
	}
	if p, ok := c.balancers.pools[ref.Target]; ok {
		return p
	}
	p := poolMembers{lacking: firstGap(c.ignoredGap(ref.Target.ID), c.loose.pools)}
	for _, part := range ref.Target.Incomplete {
		p.lacking = firstGap(p.lacking, unknownGap(&part.Unknown, ref.Target.ID, part.Property, "which members pool "+ref.Target.Name+" has", part.Pos, "LB-1"))
	}
	for _, ip := range ref.Target.Members {
		list, gap := c.configMembers(ip)
		p.members = append(p.members, list...)
		p.lacking = firstGap(p.lacking, gap)
	}
	for _, a := range ref.Target.Addresses {
		list, gap := c.addressMembers(f.lb, ref.Target, a)
		p.members = append(p.members, list...)
		p.lacking = firstGap(p.lacking, gap)
	}
	c.balancers.pools[ref.Target] = p
	return p
}

// configMembers returns an IP configuration as a member, or why it is not known
// where that stands.
func (c *compiler) configMembers(ip *topology.IPConfiguration) ([]*member, *pipeline.Gap) {
	n := c.nicOf[ip.NIC]
	if n == nil && ip.NIC != nil {
		return nil, danglingGap(ip.Subnet, ip.ID, "subnet", "which subnet "+hostName(ip.NIC)+" is in", "LB-1")
	}
	if n == nil {
		return nil, nil
	}
	i := slices.Index(n.res.IPConfigurations, ip)
	if i < 0 || !n.claims[i].addr.IsValid() {
		return nil, nil
	}
	return []*member{{addr: n.claims[i].addr, name: n.point.name, subnet: n.point.subnet, entry: n.in, nic: n}}, nil
}

// addressMembers returns a listed address as a member: whoever holds it, else
// the planned host that may.
func (c *compiler) addressMembers(lb *topology.LoadBalancer, pool *topology.BackendPool, a topology.BackendAddress) ([]*member, *pipeline.Gap) {
	if u := a.IPAddress.Unknown(); u != nil {
		return nil, unknownGap(u, pool.ID, "loadBalancerBackendAddresses", "which address member "+a.Name+" of pool "+pool.Name+" has", a.IPAddress.Pos, "LB-1")
	}
	addr, ok := a.IPAddress.Get()
	v := c.vnetOfAddress(lb, a)
	if !ok || v == nil {
		return nil, &pipeline.Gap{Resource: pool.ID, Property: "loadBalancerBackendAddresses", Pos: pool.Pos, Rules: rules("LB-1"),
			Why: "who is member " + a.Name + " of pool " + pool.Name + ": its address or virtual network is not in the input"}
	}
	s := v.subnetAt(addr)
	if h := v.held[addr]; h != nil {
		m := &member{addr: addr, name: h.name, subnet: h.subnet, entry: h.entry}
		if ip, ok := c.design.ByID(h.owner).(*topology.IPConfiguration); ok {
			m.nic = c.nicOf[ip.NIC]
		}
		return []*member{m}, nil
	}
	if gap := c.looseAt(v, addr); gap != nil {
		return nil, gap
	}
	if s == nil || s.planned == nil {
		return nil, nil
	}
	return []*member{{addr: addr, name: s.path(), subnet: s, entry: s.planned.in}}, nil
}

// vnetOfAddress returns the VNet of a listed address: the named one, else that
// of the load balancer's internal front ends.
func (c *compiler) vnetOfAddress(lb *topology.LoadBalancer, a topology.BackendAddress) *vnet {
	switch {
	case a.VirtualNetwork.IsSet():
		return c.vnetOf[a.VirtualNetwork.Target]
	case a.Subnet.Target != nil:
		return c.vnetOf[a.Subnet.Target.VirtualNetwork]
	}
	for _, f := range lb.Frontends {
		if s := f.Subnet.Target; s != nil {
			return c.vnetOf[s.VirtualNetwork]
		}
	}
	return nil
}

// balancedIndex tells who may be a member of a pool, before addresses are known.
type balancedIndex struct {
	configs map[*topology.IPConfiguration]bool
	listed  packet.AddrSet // addresses that pools list
}

func (c *compiler) balancedIndex() *balancedIndex {
	if c.balancers.index != nil {
		return c.balancers.index
	}
	x := &balancedIndex{configs: map[*topology.IPConfiguration]bool{}}
	for _, lb := range c.design.LoadBalancers {
		for _, p := range lb.Pools {
			for _, ip := range p.Members {
				x.configs[ip] = true
			}
			for _, a := range p.Addresses {
				if addr, ok := a.IPAddress.Get(); ok {
					x.listed = x.listed.Union(packet.FromAddrs(addr))
				}
			}
		}
		for _, r := range lb.InboundNATRules {
			x.configs[r.Target] = true
		}
	}
	c.balancers.index = x
	return x
}

// mayBeMember tells whether a point may have an address that pools hold.
func (c *compiler) mayBeMember(p *point) bool {
	x := c.balancedIndex()
	if x.listed.Overlaps(p.subnet.space) {
		return true
	}
	return p.nic != nil && slices.ContainsFunc(p.nic.IPConfigurations, func(ip *topology.IPConfiguration) bool { return x.configs[ip] })
}
