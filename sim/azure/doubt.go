package azure

import (
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// ignoredGap returns the gap of a setting, of one of the resources, that the
// input has, that may bear on reachability, and that is not simulated; nil if none.
func (c *compiler) ignoredGap(ids ...topology.ID) *pipeline.Gap {
	if c.ignored == nil {
		c.indexIgnored()
	}
	for _, id := range ids {
		if i, ok := c.ignored[id.Key()]; ok {
			return &pipeline.Gap{Resource: i.Resource, Property: i.Property, Pos: i.Pos,
				Why: "what " + i.Property + " of " + i.Resource.Path() + " does: " + i.Why}
		}
	}
	return nil
}

// indexIgnored finds the first such setting of each resource.
func (c *compiler) indexIgnored() {
	c.ignored = map[string]topology.Ignored{}
	for _, i := range c.design.Ignored {
		if _, ok := c.ignored[i.Resource.Key()]; !ok {
			c.ignored[i.Resource.Key()] = i
		}
	}
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
		for _, ip := range p.nic.IPConfigurations {
			ids = append(ids, ip.ID)
		}
	}
	return c.ignoredGap(ids...)
}

// strangerIn returns the gap of a resource that is not modelled and stands in
// a subnet, so that it may hold any address there; nil if none does.
func (c *compiler) strangerIn(s *subnet) *pipeline.Gap {
	return c.strangerOn(s.res.ID, "which addresses of "+s.path()+" are held")
}

// strangerOn returns the gap of a resource that is not modelled and names
// another one; nil if none does.
func (c *compiler) strangerOn(id topology.ID, why string) *pipeline.Gap {
	for _, o := range c.design.Others {
		if o.Irrelevant {
			continue
		}
		for _, named := range o.References {
			if named.Equal(id) {
				return &pipeline.Gap{Resource: o.ID, Property: "type", Pos: o.Pos, Why: why + ": " + o.Name + " is a " + o.Type + ", which is not simulated"}
			}
		}
	}
	return nil
}
