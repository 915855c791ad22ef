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
	if u.target {
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
	m := r.publicDoors(func(p *topology.PaaS) bool { return isOfService(p, t.Name) })
	m.add(r.network.Internet, part{sends: set, sent: set, inside: set, outside: set})
	return m, nil
}

// isOfService tells whether a platform service has addresses of a service tag:
// that of its kind, in all regions or in its own.
func isOfService(p *topology.PaaS, tag string) bool {
	service, region, regional := strings.Cut(tag, ".")
	return p.Service != "" && strings.EqualFold(service, p.Service) && (!regional || strings.EqualFold(region, p.Location))
}

// notServices are tags that depend on the place where they are asked.
var notServices = map[string]string{
	"virtualnetwork":    "name the VNet: vnet:NAME",
	"internet":          "write internet",
	"azureloadbalancer": "probes come from 168.63.129.16: write ip:168.63.129.16",
}
