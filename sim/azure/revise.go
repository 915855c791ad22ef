package azure

import (
	"slices"

	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// ownTable is the table of an NSG's own rules at one place.
type ownTable struct {
	id     pipeline.TableID
	filter nsgFilter
	subnet *subnet
}

// keepOwn notes a table, where rules may be revised later.
func (c *compiler) keepOwn(id pipeline.TableID, f nsgFilter, s *subnet) {
	if c.opts.Revisable {
		c.own = append(c.own, ownTable{id, f, s})
	}
}

// CanRevise tells whether a network of the design becomes that of a revision
// when the tables of the NSGs are filled anew: nothing else looks at their
// rules. Probes of load balancers do, and so do the platform's own filters.
func CanRevise(r *topology.Revision) bool {
	if len(r.Of.LoadBalancers) > 0 {
		return false
	}
	ignored := map[string]bool{}
	for _, i := range r.Of.Ignored {
		ignored[i.Resource.Key()] = true
	}
	return !slices.ContainsFunc(r.Groups, func(g topology.GroupRevision) bool {
		return !g.SameBut() || ignored[g.Old.ID.Key()] || !isRevisable(g.Old) || !isRevisable(g.New) ||
			slices.ContainsFunc(slices.Concat(g.Old.SecurityRules, g.New.SecurityRules), func(rule *topology.SecurityRule) bool { return ignored[rule.ID.Key()] })
	})
}

// isRevisable tells whether an NSG has a table of its own rules and no other one.
func isRevisable(nsg *topology.NetworkSecurityGroup) bool {
	return len(nsg.SecurityRules) > 0 && !namesPlatform(nsg)
}

// TagsOfRevision lists the service tags that the NSGs of a revision name.
func TagsOfRevision(r *topology.Revision) []string {
	var groups []*topology.NetworkSecurityGroup
	for _, g := range r.Groups {
		groups = append(groups, g.New)
	}
	return tagsNamed(&topology.Design{NetworkSecurityGroups: groups})
}

// Revised returns the network of a revision that CanRevise. The network was
// compiled as one that is Revisable, with the tags of the revision. An error is
// a defect of this package.
func (n *Network) Revised(r *topology.Revision) (*Network, error) {
	become := map[*topology.NetworkSecurityGroup]*topology.NetworkSecurityGroup{}
	for _, g := range r.Groups {
		become[g.Old] = g.New
	}
	c := *n.c
	c.b, c.filters = pipeline.Revise(n.Pipeline), newFilterCache()
	for _, t := range n.c.own {
		if nsg := become[t.filter.nsg]; nsg != nil {
			t.filter.nsg = nsg
			c.fillOwn(t.id, t.filter, c.contextOf(t.subnet), n.Pipeline.Tables[t.id].State)
		}
	}
	p, err := c.b.Build()
	if err != nil {
		return nil, err
	}
	c.b, c.filters = nil, filterCache{}
	return c.network(p), nil
}
