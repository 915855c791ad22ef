package azure

import (
	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// unknownGap names a setting whose value the input does not give.
func unknownGap(u *topology.Unknown, id topology.ID, property, why string, pos source.Pos, rules ...rule.ID) *pipeline.Gap {
	if u.Why != "" {
		why += " (" + u.Why + ")"
	}
	return &pipeline.Gap{Resource: id, Property: property, Pos: pos, Why: why, Supply: u.Supply, Rules: rules}
}

// danglingGap names a resource that a link leads to and the input does not hold.
func danglingGap[T any](r topology.Ref[T], owner topology.ID, property, why string, rules ...rule.ID) *pipeline.Gap {
	if r.Why != nil {
		return unknownGap(r.Why, owner, property, why, r.Pos, rules...)
	}
	return &pipeline.Gap{Resource: r.ID, Property: property, Pos: r.Pos, Rules: rules,
		Why: why + ": " + r.ID.Name() + " is not in the input", Supply: "add " + string(r.ID) + " to the input"}
}
