package endpoint

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// behind returns what a load balancer sends its packets to, reached by its
// front ends.
func (r *Resolver) behind(lb *topology.LoadBalancer) meaning {
	private, public := r.frontends(lb.Frontends)
	p := frontPart(private, public)
	m := meaning{}
	for _, id := range r.backends(lb) {
		m.add(id, p)
	}
	return m
}

// fronted returns an application gateway, reached by its front ends.
func (r *Resolver) fronted(agw *topology.ApplicationGateway) meaning {
	m := r.placeOf(agw.ID)
	private, public := r.frontends(agw.Frontends)
	for id, p := range m {
		front := frontPart(private, public)
		p.inside, p.outside = front.inside, front.outside
		m[id] = p
	}
	return m
}

// frontPart is what is reached by front ends: those inside take a private one
// where there is one.
func frontPart(private, public packet.AddrSet) part {
	p := part{sent: private.Union(public), inside: private, outside: public}
	if private.IsEmpty() {
		p.inside = public
	}
	return p
}

// frontends returns the addresses of front ends.
func (r *Resolver) frontends(list []*topology.FrontendIPConfiguration) (private, public packet.AddrSet) {
	for _, f := range list {
		if a, ok := r.network.Address(f.ID); ok && f.Subnet.IsSet() {
			private = private.Union(packet.FromAddrs(a))
		}
		if a, ok := r.network.PublicAddress(f.PublicIPAddress.ID); ok && f.PublicIPAddress.IsSet() {
			public = public.Union(packet.FromAddrs(a))
		}
	}
	return private, public
}

// backends returns the places of a load balancer's pools and NAT rules.
func (r *Resolver) backends(lb *topology.LoadBalancer) []pipeline.PlaceID {
	var out []pipeline.PlaceID
	add := func(ip *topology.IPConfiguration) {
		if ip == nil || ip.NIC == nil {
			return
		}
		if id, ok := r.network.Place(ip.NIC.ID); ok {
			out = append(out, id)
		}
	}
	for _, pool := range lb.Pools {
		for _, ip := range pool.Members {
			add(ip)
		}
		for _, a := range pool.Addresses {
			out = append(out, r.holders(a)...)
		}
	}
	for _, rule := range lb.InboundNATRules {
		add(rule.Target)
	}
	return out
}

// holders returns the places in the VNet of an IP-based pool member that hold its address.
func (r *Resolver) holders(a topology.BackendAddress) []pipeline.PlaceID {
	address, ok := a.IPAddress.Get()
	if !ok {
		return nil
	}
	var out []pipeline.PlaceID
	for i := range r.p.Places[1:] {
		p := &r.p.Places[i+1]
		vnet := p.Subnet.Parent()
		inVNet := !a.VirtualNetwork.IsSet() || vnet.Equal(a.VirtualNetwork.ID)
		if p.Subnet != "" && inVNet && p.Addresses.Contains(address) {
			out = append(out, p.ID)
		}
	}
	return out
}
