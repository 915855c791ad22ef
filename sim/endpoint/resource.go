package endpoint

import (
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/topology"
)

// meaningOf returns the places of a resource.
func (r *Resolver) meaningOf(g thing) meaning {
	m := meaning{}
	switch n := g.node.(type) {
	case *topology.VirtualMachine:
		for _, nic := range n.NICs {
			m.addAll(r.placeOf(nic.ID))
		}
	case *topology.ScaleSet:
		for _, nic := range n.NICs {
			m.addAll(r.placeOf(nic.ID))
		}
	case *topology.Subnet:
		for _, id := range r.inside[n.ID.Key()] {
			m.add(id, whole(&r.p.Places[id]))
		}
	case *topology.VirtualNetwork:
		for _, s := range n.Subnets {
			m.addAll(r.hostsOf(s))
		}
	case *topology.ApplicationSecurityGroup:
		return r.members(n)
	case *topology.LoadBalancer:
		return r.behind(n)
	case *topology.ApplicationGateway:
		return r.fronted(n)
	case *topology.PaaS:
		return r.doors(n)
	case *topology.PrivateEndpoint:
		return r.beyond(n)
	case *topology.VirtualNetworkGateway:
		if g.kind == OnPremises {
			return r.placeOf(topology.ClientsOf(n.ID))
		}
		return r.placeOf(n.ID)
	case *topology.HubP2SGateway:
		if g.kind == OnPremises {
			return r.placeOf(topology.ClientsOf(n.ID))
		}
		return r.placeOf(n.ID)
	default:
		return r.placeOf(g.node.Base().ID)
	}
	return m
}

// placeOf returns all of the place of a resource, nothing where it has none.
func (r *Resolver) placeOf(id topology.ID) meaning {
	place, ok := r.network.Place(id)
	if !ok {
		return meaning{}
	}
	return meaning{place: whole(&r.p.Places[place])}
}

// hostsOf returns what opens or takes flows in a subnet.
func (r *Resolver) hostsOf(s *topology.Subnet) meaning {
	m := meaning{}
	for _, id := range r.inside[s.ID.Key()] {
		if place := &r.p.Places[id]; isHost(place) {
			m.add(id, whole(place))
		}
	}
	return m
}

// members returns the IP configurations and private endpoints of an
// application security group. Of an interface that has others besides, the
// addresses of those are not meant.
func (r *Resolver) members(asg *topology.ApplicationSecurityGroup) meaning {
	m := meaning{}
	isMember := func(refs []topology.Ref[topology.ApplicationSecurityGroup]) bool {
		return slices.ContainsFunc(refs, func(ref topology.Ref[topology.ApplicationSecurityGroup]) bool { return ref.ID.Equal(asg.ID) })
	}
	for _, nic := range r.design.NetworkInterfaces {
		var in, out part
		for _, ip := range nic.IPConfigurations {
			if isMember(ip.ApplicationSecurityGroups) {
				in = in.union(r.partOf(ip))
			} else {
				out = out.union(r.partOf(ip))
			}
		}
		if place, ok := r.network.Place(nic.ID); ok && !in.sends.IsEmpty() {
			in.sent = packet.AllAddrs().Subtract(out.sent)
			m.add(place, in)
		}
	}
	for _, pe := range r.design.PrivateEndpoints {
		if isMember(pe.ApplicationSecurityGroups) {
			m.addAll(r.placeOf(pe.ID))
		}
	}
	return m
}

// partOf returns the addresses of one IP configuration.
func (r *Resolver) partOf(ip *topology.IPConfiguration) part {
	var p part
	if a, ok := r.network.Address(ip.ID); ok {
		p.sends = packet.FromAddrs(a)
		p.inside = p.sends
	}
	if a, ok := r.network.PublicAddress(ip.PublicIPAddress.ID); ok && ip.PublicIPAddress.IsSet() {
		p.outside = packet.FromAddrs(a)
	}
	p.sent = p.inside.Union(p.outside)
	return p
}

// beyond returns what a private endpoint leads to: itself, or what is behind the
// load balancers of the link service that it names, reached by its address.
func (r *Resolver) beyond(pe *topology.PrivateEndpoint) meaning {
	m := r.placeOf(pe.ID)
	for _, c := range pe.Connections {
		service := c.PrivateLinkService.Target
		own, ok := r.network.Address(pe.ID)
		if service == nil || !ok {
			continue
		}
		to, behind := packet.FromAddrs(own), meaning{}
		for _, f := range service.Frontends {
			if f.Target == nil || f.Target.LoadBalancer == nil {
				continue
			}
			for _, id := range r.backends(f.Target.LoadBalancer) {
				behind.add(id, part{sent: to, inside: to})
			}
		}
		if len(behind) > 0 {
			return behind
		}
	}
	return m
}

// doors returns the private endpoints of a PaaS resource, and its public door.
func (r *Resolver) doors(paas *topology.PaaS) meaning {
	m := r.placeOf(paas.ID)
	for _, pe := range r.design.PrivateEndpoints {
		for _, c := range pe.Connections {
			if c.Service.ID.Equal(paas.ID) {
				m.addAll(r.placeOf(pe.ID))
			}
		}
	}
	return m
}
