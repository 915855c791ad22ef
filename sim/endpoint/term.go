package endpoint

import (
	"slices"
	"strings"

	"vnetproof/topology"
)

// term returns what one term means, and the resources that it names.
func (r *Resolver) term(s Selector, t Term, u use) (meaning, []thing, Errors) {
	switch t.Kind {
	case Any:
		return r.anything(), nil, nil
	case Internet:
		return r.outside(), nil, nil
	case IP, CIDR:
		m, err := r.addresses(s, t, u)
		return m, nil, err
	case Service:
		m, err := r.service(s, t)
		return m, nil, err
	case FQDN:
		m, err := r.fqdn(s, t, u)
		return m, nil, err
	case ResourceGroup, Subscription, Region, Tag:
		m, err := r.labelled(s, t)
		return m, nil, err
	}
	things, errs := r.named(s, t)
	m := meaning{}
	for _, g := range things {
		m.addAll(r.meaningOf(g))
	}
	if len(errs) == 0 && len(m) == 0 && !u.target && !t.Exclude {
		errs = Errors{none(s, t, quote(s.Text[t.Offset:t.Offset+t.Width])+" is nothing that packets start at", "name a host, subnet, site or the internet")}
	}
	return m, things, errs
}

// named returns the things that a name means: several only by a glob.
func (r *Resolver) named(s Selector, t Term) ([]thing, Errors) {
	var found []thing
	switch t.Kind {
	case ResourceID:
		return r.byID(s, t)
	case Bare:
		found = r.bare(t.Name)
	default:
		found = r.things.find(t.Kind, t.Name)
	}
	if len(found) == 0 {
		return nil, Errors{r.unknownName(s, t)}
	}
	several := len(found) > 1 && !isGlob(t.Name)
	if t.Kind == Bare && !several {
		several = slices.ContainsFunc(found, func(g thing) bool { return g.kind != found[0].kind })
	}
	if several {
		e := fail(s, t, quote(t.Name)+" is ambiguous", "write one of them")
		e.Candidates = spell(found)
		return nil, Errors{e}
	}
	return found, nil
}

// bareKinds are the kinds that a word without kind may be of.
var bareKinds = []Kind{VM, ScaleSet, NIC, VNet, ASG, OnPremises, PrivateEndpoint, PaaS, Firewall, LoadBalancer, Gateway, Bastion}

// bare finds a word without kind. A subnet needs its VNet before it; a gateway
// is not its clients.
func (r *Resolver) bare(name string) []thing {
	var found []thing
	for _, k := range bareKinds {
		found = append(found, r.things.find(k, name)...)
	}
	if strings.Contains(name, "/") {
		found = append(found, r.things.find(Subnet, name)...)
	}
	isClients := func(g thing) bool {
		_, is := g.node.(*topology.VirtualNetworkGateway)
		return is && g.kind == OnPremises
	}
	return slices.DeleteFunc(found, isClients)
}

// byID finds a full resource ID.
func (r *Resolver) byID(s Selector, t Term) ([]thing, Errors) {
	id := topology.ID(t.Name)
	for _, k := range append(slices.Clone(bareKinds), Subnet) {
		for _, g := range r.things[k] {
			if g.node.Base().ID.Equal(id) {
				return []thing{g}, nil
			}
		}
	}
	if node := r.design.ByID(id); node != nil {
		return nil, Errors{fail(s, t, node.Base().Type+" "+node.Base().Name+" is no end of traffic", "name a host, subnet, VNet, site, gateway or load balancer")}
	}
	return nil, Errors{none(s, t, "the design has no resource "+quote(t.Name), "")}
}
