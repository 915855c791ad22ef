package endpoint

import (
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// addresses returns what an ip or cidr term means: as source the places where
// the addresses live, as target whatever place packets to them come to.
func (r *Resolver) addresses(s Selector, t Term, u use) (meaning, Errors) {
	if u == asTarget {
		return r.addressed(t), nil
	}
	m := meaning{}
	asked := t.Addresses
	for i := range r.p.Places[1:] {
		p := &r.p.Places[i+1]
		lives := p.Addresses.Intersect(asked)
		if p.Kind != pipeline.InternetNode && p.Public.Overlaps(asked) {
			lives = p.Addresses // its own public address: the host itself
		}
		if !lives.IsEmpty() {
			m.add(p.ID, part{sends: lives, sent: asked, inside: lives})
		}
	}
	if len(m) == 0 {
		return nil, Errors{none(s, t, t.Name+" lives nowhere: no subnet, site or client pool holds it, and it is not public",
			"give the site that has it those prefixes, or name another source")}
	}
	return m, nil
}

// addressed limits every place to packets sent to the term's addresses. A
// single address that nothing holds is nobody's (WALK-14): planned hosts are
// meant by prefixes only. What lives nowhere is asked of the internet.
func (r *Resolver) addressed(t Term) meaning {
	m := meaning{}
	asked, left := t.Addresses, t.Addresses
	for i := range r.p.Places[1:] {
		p := &r.p.Places[i+1]
		if p.Kind == pipeline.InternetNode || p.Kind == pipeline.PlannedNode && isSingle(asked) {
			continue
		}
		in, out := p.Addresses.Union(p.Public).Intersect(asked), p.Public.Intersect(asked)
		m.add(p.ID, part{sends: p.Addresses.Intersect(asked), sent: asked, inside: in, outside: out})
		left = left.Subtract(in)
	}
	outside := &r.p.Places[r.network.Internet]
	if !isSingle(asked) {
		left = left.Intersect(outside.Addresses)
	}
	m.add(outside.ID, part{sends: outside.Addresses.Intersect(asked), sent: asked, inside: left, outside: left})
	return m
}

func isSingle(set packet.AddrSet) bool {
	ranges := set.Ranges()
	return len(ranges) == 1 && ranges[0].Lo == ranges[0].Hi
}

// service returns the part of the internet that a service tag names.
func (r *Resolver) service(s Selector, t Term) (meaning, Errors) {
	if hint, ok := notServices[strings.ToLower(t.Name)]; ok {
		return nil, Errors{fail(s, t, "service tag "+t.Name+" is no fixed set of addresses", hint)}
	}
	set, ok := r.network.Service(t.Name)
	if !ok {
		return nil, Errors{none(s, t, "the addresses of service tag "+quote(t.Name)+" are not known", "add serviceTags: {"+t.Name+": [...]} to a facts file")}
	}
	return meaning{r.network.Internet: part{sends: set, sent: set, inside: set, outside: set}}, nil
}

// notServices are tags that depend on the place where they are asked.
var notServices = map[string]string{
	"virtualnetwork":    "name the VNet: vnet:NAME",
	"internet":          "write internet",
	"azureloadbalancer": "probes come from 168.63.129.16: write ip:168.63.129.16",
}

// fqdn returns what the addresses of a name mean.
func (r *Resolver) fqdn(s Selector, t Term, u use) (meaning, Errors) {
	set := r.lookUp(t.Name)
	if set.IsEmpty() {
		return nil, Errors{none(s, t, "the design does not resolve "+quote(t.Name), "add fqdns: {"+t.Name+": [...]} to a facts file")}
	}
	t.Addresses = set
	return r.addresses(s, t, u)
}

// lookUp returns the addresses of a name: by private zones, then by the facts,
// then by the names of public addresses.
func (r *Resolver) lookUp(name string) packet.AddrSet {
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	if set := r.inZones(name); !set.IsEmpty() {
		return set
	}
	for _, f := range r.design.Facts.FQDNs {
		if strings.EqualFold(strings.TrimSuffix(f.Name, "."), name) {
			return packet.FromAddrs(f.Addresses...)
		}
	}
	for _, p := range r.design.PublicIPAddresses {
		if strings.EqualFold(p.DNSName.Or(""), name) {
			if a, ok := r.network.PublicAddress(p.ID); ok {
				return packet.FromAddrs(a)
			}
		}
	}
	return packet.AddrSet{}
}

// inZones looks a name up in the private zones that are linked to any VNet.
func (r *Resolver) inZones(name string) packet.AddrSet {
	var set packet.AddrSet
	for _, z := range r.design.PrivateDNSZones {
		host, ok := strings.CutSuffix(name, "."+strings.ToLower(z.Name))
		if !ok || len(z.Links) == 0 {
			continue
		}
		for _, rec := range z.Records {
			if strings.EqualFold(rec.Name, host) {
				set = set.Union(packet.FromAddrs(rec.Addresses.Or(nil)...))
			}
		}
	}
	return set
}

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
