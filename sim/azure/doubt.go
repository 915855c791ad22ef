package azure

import (
	"strings"

	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// ignoredGap returns why it is not known what one of the resources does: a
// setting that is not simulated, a condition that may keep it from being
// there, something unknown that is attached to it; nil if nothing is in doubt.
func (c *compiler) ignoredGap(ids ...topology.ID) *pipeline.Gap {
	for _, id := range ids {
		if !c.doubtful.mayHold(id) {
			continue
		}
		if gap := c.ignored[id.Key()]; gap != nil {
			return gap
		}
		if gap := firstGap(c.maybeGap(id), c.attachedTo(id)); gap != nil {
			return gap
		}
	}
	return nil
}

// maybeGap returns why it is not known whether one of the resources will be
// there; nil where all will.
func (c *compiler) maybeGap(ids ...topology.ID) *pipeline.Gap {
	for _, id := range ids {
		if !c.doubtful.mayHold(id) {
			continue
		}
		n := c.design.ByID(id)
		if n == nil || n.Base().Maybe == nil {
			continue
		}
		r := n.Base()
		return unknownGap(r.Maybe, r.ID, "condition", "whether "+r.ID.Path()+" is deployed", r.Pos)
	}
	return nil
}

// incompleteGap returns what is not known of one of the resources, a list of
// children or a child whose deployment depends on something; nil if nothing.
func (c *compiler) incompleteGap(ids ...topology.ID) *pipeline.Gap {
	for _, id := range ids {
		if !c.doubtful.mayHold(id) {
			continue
		}
		n := c.design.ByID(id)
		if n == nil || len(n.Base().Incomplete) == 0 {
			continue
		}
		r, part := n.Base(), n.Base().Incomplete[0]
		return unknownGap(&part.Unknown, r.ID, part.Property, "what "+part.Property+" of "+r.ID.Path()+" is", part.Pos)
	}
	return nil
}

// doubtOf returns anything that is in doubt about one of the resources.
func (c *compiler) doubtOf(ids ...topology.ID) *pipeline.Gap {
	return firstGap(c.ignoredGap(ids...), c.incompleteGap(ids...))
}

// node enters a node of a resource that stands in a subnet, or in none. Where
// anything that it rests on is in doubt, nobody knows what becomes of packets there.
func (c *compiler) node(n pipeline.Node, s *subnet, rests ...topology.ID) pipeline.NodeID {
	id := c.b.Node(n)
	gap := c.doubtOf(append(rests, n.Resource)...)
	if s != nil {
		gap = firstGap(gap, c.doubtOf(s.res.ID), c.maybeGap(s.vnet.res.ID))
	}
	if gap != nil {
		c.b.Doubt(id, gap)
	}
	return id
}

// nodeOrigin returns the table at which packets of a node start: first, unless the node is in doubt.
func (c *compiler) nodeOrigin(node pipeline.NodeID, name string, first pipeline.TableID) pipeline.TableID {
	return c.b.Table(node, pipeline.PlumbingTable, "sent by "+name, nil, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: first}})
}

// indexIgnored finds the first such setting of each resource, and the first
// resource that is not modelled and names it.
func (c *compiler) indexIgnored() {
	c.ignored = map[string]*pipeline.Gap{}
	for _, i := range c.design.Ignored {
		c.ignore(&pipeline.Gap{Resource: i.Resource, Property: i.Property, Pos: i.Pos,
			Why: "what " + i.Property + " of " + i.Resource.Path() + " does: " + i.Why})
	}
	for _, u := range c.design.Unsettled {
		if !isMinded(u) {
			c.ignore(unknownGap(&u.Unknown, u.Resource, u.Property, "what "+u.Property+" of "+u.Resource.Path()+" is", u.Pos))
		}
	}
	c.attached, c.strangers = map[string]*topology.Other{}, map[string]*topology.Other{}
	for _, o := range c.design.Others {
		if !o.Irrelevant {
			c.indexStranger(o)
		}
	}
	c.indexDoubts()
	c.indexLoose()
}

// ignore notes what is in doubt about a resource; the first such thing is told.
func (c *compiler) ignore(gap *pipeline.Gap) {
	if key := gap.Resource.Key(); c.ignored[key] == nil {
		c.ignored[key] = gap
	}
}

func (c *compiler) indexStranger(o *topology.Other) {
	for _, named := range o.References {
		key := named.Key()
		if c.strangers[key] == nil {
			c.strangers[key] = o
		}
		if c.attached[key] == nil && mayChange(o.Type, named.Type()) {
			c.attached[key] = o
		}
	}
}

// mayChange tells whether a resource that is not modelled may change what one
// that it names does. Workloads, such as clusters and databases, stand in VNets
// and subnets, and write to services, without a change of how those forward.
func mayChange(stranger, named string) bool {
	isNetwork := !hasProvider(stranger, "Microsoft") || hasProvider(stranger, "Microsoft.Network")
	switch {
	case strings.EqualFold(named, "Microsoft.Network/virtualNetworks"):
		return isNetwork
	case strings.EqualFold(named, "Microsoft.Network/virtualNetworks/subnets"), strings.EqualFold(named, "Microsoft.Network/publicIPAddresses"):
		return false // see strangerIn and looseRows
	}
	return hasProvider(named, "Microsoft.Network")
}

// hasProvider tells whether a type is of a provider, or of one of its family as
// Microsoft.Sql is of Microsoft.
func hasProvider(resourceType, provider string) bool {
	own, _, _ := strings.Cut(resourceType, "/")
	family, _, _ := strings.Cut(own, ".")
	return strings.EqualFold(own, provider) || strings.EqualFold(family, provider)
}

// attachedTo returns the gap of a resource that is not modelled and names
// another, whose work it may change; nil if none does.
func (c *compiler) attachedTo(id topology.ID) *pipeline.Gap {
	o := c.attached[id.Key()]
	if o == nil {
		return nil
	}
	return strangerGap(o, "what "+o.Name+" does to "+id.Path())
}

func strangerGap(o *topology.Other, why string) *pipeline.Gap {
	return &pipeline.Gap{Resource: o.ID, Property: "type", Pos: o.Pos, Why: why + ": " + o.Name + " is a " + o.Type + ", which is not simulated"}
}

// doubted returns next, or where the gap is not nil a table that stands before
// it and does not know what becomes of packets.
func (c *compiler) doubted(gap *pipeline.Gap, node pipeline.NodeID, name string, next pipeline.TableID) pipeline.TableID {
	if gap == nil {
		return next
	}
	return c.b.Table(node, pipeline.PlumbingTable, "unmodelled settings of "+name, nil, unmodelled(gap))
}

// unmodelled is a row of which nobody knows what it does.
func unmodelled(gap *pipeline.Gap) pipeline.Row {
	return pipeline.Row{Action: pipeline.Action{Kind: pipeline.UnknownAction},
		Cause: &pipeline.Cause{Kind: pipeline.Unmodelled, Name: gap.Resource.Name(), Resource: gap.Resource, Pos: gap.Pos, Gap: gap}}
}

// doubts returns why it is not known what happens to packets of a point past
// its filters: settings of its interface, subnet or VNet that are not simulated.
func (c *compiler) doubts(p *point) *pipeline.Gap {
	ids := []topology.ID{p.subnet.res.ID, p.subnet.vnet.res.ID}
	if p.nic != nil {
		ids = append(ids, p.nic.ID)
		if p.nic.Owner != nil {
			ids = append(ids, p.nic.Owner.Base().ID)
		}
		for _, ip := range p.nic.IPConfigurations {
			ids = append(ids, ip.ID)
		}
	}
	return c.ignoredGap(ids...)
}

// unlisted returns what the input does not give of an interface or its subnet,
// so that not even its filters are known: the security groups that it is in, say.
func (c *compiler) unlisted(p *point) *pipeline.Gap {
	ids := []topology.ID{p.subnet.res.ID}
	if p.nic != nil {
		ids = append(ids, p.nic.ID)
		for _, ip := range p.nic.IPConfigurations {
			ids = append(ids, ip.ID)
		}
	}
	return c.incompleteGap(ids...)
}

// strangerIn returns the gap of a resource that is not modelled and stands in
// a subnet, so that it may hold any address there; nil if none does.
//
// RT-29: a virtual network routing appliance is such a one.
func (c *compiler) strangerIn(s *subnet) *pipeline.Gap {
	return firstGap(c.clusterIn(s), c.strangerOn(s.res.ID, "which addresses of "+s.path()+" are held"))
}

// clusterIn names a cluster whose nodes stand in a subnet; nil if none does.
//
// PE-10: pods of a flat network have addresses of a subnet, too; those of an
// overlay leave with their node's address, and their own is nowhere else.
func (c *compiler) clusterIn(s *subnet) *pipeline.Gap {
	o := c.strangers[s.res.ID.Key()]
	if o == nil || !strings.EqualFold(o.Type, "Microsoft.ContainerService/managedClusters") {
		return nil
	}
	return &pipeline.Gap{Resource: o.ID, Property: "agentPoolProfiles", Pos: o.Pos, Rules: rules("PE-10"),
		Why:    "which addresses of " + s.path() + " nodes or pods of cluster " + o.Name + " have, and which NSG is at its nodes",
		Supply: "virtualMachines at the addresses of its nodes"}
}

// strangerOn returns the gap of a resource that is not modelled and names
// another one; nil if none does.
func (c *compiler) strangerOn(id topology.ID, why string) *pipeline.Gap {
	if len(c.strangers) == 0 {
		return nil
	}
	if o := c.strangers[id.Key()]; o != nil {
		return strangerGap(o, why)
	}
	return nil
}
