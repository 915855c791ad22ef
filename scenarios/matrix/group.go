package matrix

import (
	"cmp"
	"slices"
	"strings"

	"vnetproof/sim"
	"vnetproof/sim/endpoint"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// group is one row and column while the matrix is made.
type group struct {
	End
	sources         []pipeline.Source
	inside, outside []pipeline.Target
	rank            int // hosts before sites before the internet
}

// groups returns the groups of hosts by name, then each site, then the internet.
func groups(s *sim.Simulation, names *endpoint.Names, by By) []*group {
	c := &grouper{s: s, names: names}
	switch by.Kind {
	case BySubnet:
		c.byPlace(func(p *pipeline.Place) topology.ID { return p.Subnet }, names.Subnet)
	case ByVNet:
		c.byPlace(func(p *pipeline.Place) topology.ID { return p.Subnet.Parent() }, c.vnetName)
	case ByASG:
		c.resolver = endpoint.NewResolver(s.Design, s.Network)
		for _, asg := range s.Design.ApplicationSecurityGroups {
			c.bySelector(asg.Name, asg.ID, endpoint.Term{Kind: endpoint.ResourceID, Name: string(asg.ID)})
		}
	case ByNIC:
		c.byNIC()
	case ByTag:
		c.resolver = endpoint.NewResolver(s.Design, s.Network)
		for _, value := range tagValues(s.Design, by.Key) {
			c.bySelector(by.Key+"="+value, "", endpoint.Term{Kind: endpoint.Tag, Key: by.Key, Name: value})
		}
	}
	c.others()
	slices.SortStableFunc(c.list, func(a, b *group) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.Resource.Key(), b.Resource.Key()))
	})
	return c.list
}

// grouper makes groups.
type grouper struct {
	s        *sim.Simulation
	names    *endpoint.Names
	resolver *endpoint.Resolver // of groups that a selector makes
	list     []*group
}

// isHost tells whether a place opens or takes flows of its own; what only
// forwards is no row.
func isHost(p *pipeline.Place) bool {
	switch p.Kind {
	case pipeline.HostNode, pipeline.PlannedNode, pipeline.PrivateEndpointNode, pipeline.ApplicationGatewayNode, pipeline.BastionNode:
		return p.Subnet != "" || p.Kind == pipeline.HostNode
	}
	return false
}

// byPlace groups hosts by a resource that each is in.
func (c *grouper) byPlace(of func(*pipeline.Place) topology.ID, name func(topology.ID) string) {
	at := map[string]*group{}
	for i := range c.s.Pipeline.Places[1:] {
		p := &c.s.Pipeline.Places[i+1]
		id := of(p)
		if !isHost(p) || id == "" {
			continue
		}
		g := at[id.Key()]
		if g == nil {
			g = &group{End: End{Name: name(id), Resource: id}}
			at[id.Key()] = g
			c.list = append(c.list, g)
		}
		g.add(p)
	}
}

// byNIC makes a group of each host that is there.
func (c *grouper) byNIC() {
	for i := range c.s.Pipeline.Places[1:] {
		p := &c.s.Pipeline.Places[i+1]
		if isHost(p) && p.Kind != pipeline.PlannedNode {
			g := &group{End: End{Name: c.names.Place(p.ID), Resource: p.Resource}}
			g.add(p)
			c.list = append(c.list, g)
		}
	}
}

// others makes a group of each site and of the internet.
func (c *grouper) others() {
	for i := range c.s.Pipeline.Places[1:] {
		p := &c.s.Pipeline.Places[i+1]
		g := &group{End: End{Name: c.names.Place(p.ID), Resource: p.Resource}}
		switch p.Kind {
		case pipeline.SiteNode:
			g.rank = 1
		case pipeline.InternetNode:
			g.rank = 2
			c.publicDoors(g)
		default:
			continue
		}
		g.add(p)
		c.list = append(c.list, g)
	}
}

// publicDoors takes the public endpoints of platform services and Front Doors
// into the internet, as far as others may get there; not all of them need.
func (c *grouper) publicDoors(g *group) {
	for i := range c.s.Pipeline.Places[1:] {
		p := &c.s.Pipeline.Places[i+1]
		t := pipeline.Target{Place: p.ID, Sent: p.Addresses}
		switch p.Kind {
		case pipeline.FrontDoorNode:
			t.Sent = p.Public
		case pipeline.PaaSNode:
		default:
			continue
		}
		g.inside, g.outside = append(g.inside, t), append(g.outside, t)
	}
}

// add takes all of a place into a group.
func (g *group) add(p *pipeline.Place) {
	g.sources = append(g.sources, pipeline.Source{Place: p.ID, Addresses: p.Addresses})
	inside := pipeline.Target{Place: p.ID, Sent: packet.AllAddrs(), Addressed: p.Addresses}
	outside := pipeline.Target{Place: p.ID, Sent: packet.AllAddrs(), Addressed: p.Public}
	if p.Kind == pipeline.InternetNode {
		inside.Sent, outside.Sent, outside.Addressed = p.Addresses, p.Addresses, p.Addresses
	}
	g.inside, g.outside = append(g.inside, inside), append(g.outside, outside)
}

// bySelector makes a group of what a term means, if that is anything.
func (c *grouper) bySelector(name string, id topology.ID, term endpoint.Term) {
	s := endpoint.Selector{Text: name, Terms: []endpoint.Term{term}}
	sources, err1 := c.resolver.Sources(s)
	ends, err2 := c.resolver.Targets(s)
	if err1 != nil || err2 != nil {
		return
	}
	c.list = append(c.list, &group{End: End{Name: name, Resource: id}, sources: sources, inside: ends.Inside, outside: ends.Outside})
}

// vnetName returns the name of a VNet, with its group where another has it, too,
// and with its subscription where that one's group is called alike.
func (c *grouper) vnetName(id topology.ID) string {
	same, sameGroup := 0, 0
	for _, v := range c.s.Design.VirtualNetworks {
		if !topology.ID(v.Name).Equal(topology.ID(id.Name())) {
			continue
		}
		same++
		if topology.ID(v.ID.ResourceGroup()).Equal(topology.ID(id.ResourceGroup())) {
			sameGroup++
		}
	}
	switch {
	case same < 2 || id.ResourceGroup() == "":
		return id.Name()
	case sameGroup < 2:
		return id.ResourceGroup() + "/" + id.Name()
	}
	return id.Subscription() + "/" + id.ResourceGroup() + "/" + id.Name()
}

// tagValues lists the values of a resource tag, sorted.
func tagValues(d *topology.Design, key string) []string {
	var values []string
	for _, n := range d.All {
		if v, ok := n.Base().Tag(key); ok {
			values = append(values, v)
		}
	}
	slices.Sort(values)
	return slices.CompactFunc(values, strings.EqualFold)
}
