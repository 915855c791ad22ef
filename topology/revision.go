package topology

import (
	"slices"

	"vnetproof/topology/source"
)

// Revision is a later version of a design that differs in the rules of a few
// NSGs alone. It shares all else with the design, which stands elsewhere then.
type Revision struct {
	Of *Design
	// Groups are NSGs of the design and what they have become, in input order.
	Groups []GroupRevision
	// Where is where something that both versions have stands in the later one.
	Where func(source.Pos) source.Pos
}

// GroupRevision is an NSG with other rules than before.
type GroupRevision struct{ Old, New *NetworkSecurityGroup }

// SameBut tells whether nothing but their rules tells two versions of an NSG
// apart, and nothing that the rules name lies elsewhere in the design.
func (g GroupRevision) SameBut() bool {
	a, b := &g.Old.Resource, &g.New.Resource
	return a.ID == b.ID && a.Name == b.Name && a.Type == b.Type && a.APIVersion == b.APIVersion && a.Location == b.Location &&
		slices.Equal(a.Tags, b.Tags) && isWhole(g.Old) && isWhole(g.New)
}

// isWhole tells whether all of an NSG is known and it leads nowhere.
func isWhole(g *NetworkSecurityGroup) bool {
	return g.Maybe == nil && len(g.Incomplete) == 0 && !slices.ContainsFunc(g.SecurityRules, func(r *SecurityRule) bool {
		return r.Maybe != nil || len(r.Incomplete) > 0 || namesGroups(r.Source) || namesGroups(r.Destination)
	})
}

func namesGroups(p Property[[]AddressTerm]) bool {
	return slices.ContainsFunc(p.Or(nil), func(t AddressTerm) bool { return t.ASG().IsSet() })
}
