package judge

import (
	"slices"

	"vnetproof/sim/pipeline"
)

// demandedSources returns the sources from which a statement demands delivery:
// those that are there; of a subnet where none is, the planned ones. Places
// that open nothing, as private endpoints, count only where all are such.
func (j *Judge) demandedSources(from []pipeline.Source) []pipeline.Source {
	held := j.heldSubnets(len(from), func(i int) pipeline.PlaceID { return from[i].Place })
	out := slices.DeleteFunc(slices.Clone(from), func(s pipeline.Source) bool { return j.isSpare(s.Place, held) })
	opens := func(s pipeline.Source) bool {
		return j.Pipeline.Places[s.Place].Origin != 0 && j.kind(s.Place) != pipeline.PrivateEndpointNode
	}
	if openers, _ := partition(out, opens); len(openers) > 0 {
		return openers
	}
	return out
}

// demandedTargets returns the same of targets.
func (j *Judge) demandedTargets(to []pipeline.Target) []pipeline.Target {
	held := j.heldSubnets(len(to), func(i int) pipeline.PlaceID { return to[i].Place })
	return slices.DeleteFunc(slices.Clone(to), func(g pipeline.Target) bool { return j.isSpare(g.Place, held) })
}

// isSpare tells whether a place is of planned hosts beside held ones.
func (j *Judge) isSpare(p pipeline.PlaceID, held map[string]bool) bool {
	place := &j.Pipeline.Places[p]
	return place.Kind == pipeline.PlannedNode && held[place.Subnet.Key()]
}

func (j *Judge) heldSubnets(n int, at func(int) pipeline.PlaceID) map[string]bool {
	held := map[string]bool{}
	for i := range n {
		if place := &j.Pipeline.Places[at(i)]; place.Kind != pipeline.PlannedNode && place.Subnet != "" {
			held[place.Subnet.Key()] = true
		}
	}
	return held
}
