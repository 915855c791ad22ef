package endpoint

import (
	"slices"

	"vnetproof/sim/azure"
	"vnetproof/sim/dns"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// Resolver finds what selectors mean in one compiled design. It is not changed
// once made and is safe for concurrent use.
type Resolver struct {
	design  *topology.Design
	network *azure.Network
	p       *pipeline.Pipeline
	things  catalog
	names   *dns.Resolver
	inside  map[string][]pipeline.PlaceID // places by key of their subnet
	hosts   map[string]pipeline.PlaceID   // by key of their NIC, or of the subnet of planned ones
}

// NewResolver returns a Resolver of a design and the network that it compiled to.
func NewResolver(d *topology.Design, n *azure.Network) *Resolver {
	r := &Resolver{design: d, network: n, p: n.Pipeline, things: newCatalog(d), inside: map[string][]pipeline.PlaceID{}, hosts: map[string]pipeline.PlaceID{}}
	r.names = &dns.Resolver{Design: d, Network: n, Reaches: r.reachesServer}
	for i := range r.p.Places[1:] {
		if p := &r.p.Places[i+1]; p.Subnet != "" && p.Kind != pipeline.PlatformNode {
			r.inside[p.Subnet.Key()] = append(r.inside[p.Subnet.Key()], p.ID)
			r.hosts[p.Resource.Key()] = p.ID
		}
	}
	return r
}

// Sources returns where packets from a selector start. An error is of type Errors.
func (r *Resolver) Sources(s Selector) ([]pipeline.Source, error) {
	m, err := r.mean(s, asSource)
	if err != nil {
		return nil, err
	}
	var out []pipeline.Source
	for _, id := range m.places() {
		if addrs := m[id].sends; !addrs.IsEmpty() {
			out = append(out, pipeline.Source{Place: id, Addresses: addrs})
		}
	}
	if len(out) == 0 {
		return nil, Errors{empty(s, "nothing that sends packets is left of "+quote(s.Text))}
	}
	return out, nil
}

// Ends are the targets of a selector, as those inside address them and as the
// internet does.
type Ends struct{ Inside, Outside []pipeline.Target }

// Targets returns where packets to a selector should end; names are resolved as
// from outside. An error is of type Errors.
func (r *Resolver) Targets(s Selector) (Ends, error) { return r.targets(s, asTarget) }

func (r *Resolver) targets(s Selector, u use) (Ends, error) {
	m, err := r.mean(s, u)
	if err != nil {
		return Ends{}, err
	}
	var e Ends
	for _, id := range m.places() {
		p := m[id]
		if p.sent.IsEmpty() {
			continue
		}
		e.Inside = append(e.Inside, pipeline.Target{Place: id, Sent: p.sent, Addressed: p.inside})
		e.Outside = append(e.Outside, pipeline.Target{Place: id, Sent: p.sent, Addressed: p.outside})
	}
	if len(e.Inside) == 0 {
		return Ends{}, Errors{empty(s, "nothing that packets could be sent to is left of "+quote(s.Text))}
	}
	return e, nil
}

// Hops returns the nodes that a packet passes when it passes what a selector
// means, in the order of the pipeline. An error is of type Errors.
func (r *Resolver) Hops(s Selector) ([]pipeline.NodeID, error) {
	nodes := map[pipeline.NodeID]bool{}
	var errs Errors
	for _, t := range s.Terms {
		found, err := r.hops(s, t)
		errs = append(errs, err...)
		for _, n := range found {
			nodes[n] = !t.Exclude
		}
	}
	if len(errs) > 0 {
		return nil, errs
	}
	var out []pipeline.NodeID
	for i := range r.p.Nodes {
		if nodes[pipeline.NodeID(i)] {
			out = append(out, pipeline.NodeID(i))
		}
	}
	if len(out) == 0 {
		return nil, Errors{empty(s, quote(s.Text)+" is nothing that packets could pass")}
	}
	return out, nil
}

// hops returns the nodes of one term: of the resources it names and of their places.
func (r *Resolver) hops(s Selector, t Term) ([]pipeline.NodeID, Errors) {
	m, things, errs := r.term(s, t, asTarget)
	if len(errs) > 0 {
		return nil, errs
	}
	var nodes []pipeline.NodeID
	for i := range r.p.Nodes {
		id := r.p.Nodes[i].Resource
		named := func(t thing) bool { return id != "" && id.Equal(t.node.Base().ID) }
		if slices.ContainsFunc(things, named) {
			nodes = append(nodes, pipeline.NodeID(i))
		}
	}
	for _, id := range m.places() {
		holds := t.Kind != IP && t.Kind != CIDR || !m[id].inside.IsEmpty()
		if node := r.p.Places[id].Node; holds && !slices.Contains(nodes, node) {
			nodes = append(nodes, node)
		}
	}
	return nodes, nil
}

// Services lists the service tags that selectors name, which the compiler must
// know before it compiles.
func Services(selectors ...Selector) []string {
	var names []string
	for _, s := range selectors {
		for _, t := range s.Terms {
			if t.Kind == Service {
				names = append(names, t.Name)
			}
		}
	}
	return names
}

// use says as what a selector is looked up, and who asks for the addresses of
// its names: a network interface, the hosts of a subnet, or somebody outside (nil).
type use struct {
	target bool
	asker  topology.Node
}

var (
	asSource = use{}
	asTarget = use{target: true}
)

// mean returns what a selector means: what its terms add, less what they exclude.
func (r *Resolver) mean(s Selector, u use) (meaning, error) {
	all, out := meaning{}, meaning{}
	var errs Errors
	if s.OnlyExcludes() {
		all.addAll(r.anything())
	}
	for _, t := range s.Terms {
		m, _, err := r.term(s, t, u)
		errs = append(errs, err...)
		if t.Exclude {
			out.addAll(m)
		} else {
			all.addAll(m)
		}
	}
	if len(errs) > 0 {
		return nil, errs
	}
	all.remove(out, r.p)
	return all, nil
}

// fail is an error about a term.
func fail(s Selector, t Term, message, hint string) *Error {
	return &Error{Text: s.Text, Offset: t.Offset, Width: t.Width, Message: message, Hint: hint}
}

// none is the error of a term that matches nothing.
func none(s Selector, t Term, message, hint string) *Error {
	e := fail(s, t, message, hint)
	e.Empty = true
	return e
}

// empty is the error of a selector that matches nothing as a whole.
func empty(s Selector, message string) *Error {
	return &Error{Text: s.Text, Width: len(s.Text), Message: message, Hint: "write allowEmpty: true where that is meant", Empty: true}
}

// everyPlace returns the places of some kinds.
func (r *Resolver) everyPlace(is func(*pipeline.Place) bool) meaning {
	m := meaning{}
	for i := range r.p.Places[1:] {
		if p := &r.p.Places[i+1]; is(p) {
			m.add(p.ID, whole(p))
		}
	}
	return m
}

// anything is all hosts, sites and the internet.
func (r *Resolver) anything() meaning {
	m := r.everyPlace(func(p *pipeline.Place) bool { return isHost(p) || p.Kind == pipeline.SiteNode })
	m.addAll(r.outside())
	return m
}

// outside is the internet. The public endpoints of the design's platform
// services and Front Doors are in it: what gets there has left. Nothing demands that they
// answer, and they open nothing.
func (r *Resolver) outside() meaning {
	place := &r.p.Places[r.network.Internet]
	m := meaning{place.ID: whole(place)}
	m.addAll(r.publicDoors(func(*topology.PaaS) bool { return true }))
	for _, f := range r.design.FrontDoors {
		if id, ok := r.network.Place(f.ID); ok {
			m.add(id, part{sent: r.p.Places[id].Public})
		}
	}
	return m
}

// publicDoors are the public endpoints of some platform services, to forbid.
func (r *Resolver) publicDoors(of func(*topology.PaaS) bool) meaning {
	m := meaning{}
	for _, paas := range r.design.PaaS {
		if id, ok := r.network.Place(paas.ID); ok && of(paas) {
			m.add(id, part{sent: r.p.Places[id].Addresses})
		}
	}
	return m
}

// isHost tells whether a place opens or takes flows of its own, as machines,
// planned hosts, private endpoints and the gateways of applications do; what
// only forwards does not.
func isHost(p *pipeline.Place) bool {
	switch p.Kind {
	case pipeline.HostNode, pipeline.PlannedNode, pipeline.PrivateEndpointNode, pipeline.ApplicationGatewayNode, pipeline.BastionNode:
		return true
	}
	return false
}
