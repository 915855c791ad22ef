package ask

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// joined joins pieces that are equal in two of their three parts, so that the
// result is the same set of packets in fewer pieces.
func joined(pieces []piece) []piece {
	byTarget := func(p piece) string { return fmt.Sprint(p.family, services(p), sides(p.to)) }
	bySource := func(p piece) string { return fmt.Sprint(p.family, services(p), sides(p.from)) }
	byEnds := func(p piece) string { return fmt.Sprint(p.family, sides(p.from), sides(p.to)) }
	pieces = joinBy(pieces, byTarget, func(p *piece, o piece) { p.from = unite(p.from, o.from) })
	pieces = joinBy(pieces, bySource, func(p *piece, o piece) { p.to = unite(p.to, o.to) })
	return joinBy(pieces, byEnds, func(p *piece, o piece) { p.services = p.services.Union(o.services) })
}

func joinBy(pieces []piece, key func(piece) string, join func(*piece, piece)) []piece {
	var out []piece
	at := map[string]int{}
	for _, p := range pieces {
		k := key(p)
		if i, ok := at[k]; ok {
			join(&out[i], p)
			continue
		}
		at[k] = len(out)
		out = append(out, p)
	}
	return out
}

// unite returns the union of two sides; neither is changed.
func unite(a, b map[pipeline.PlaceID]packet.AddrSet) map[pipeline.PlaceID]packet.AddrSet {
	out := maps.Clone(a)
	for id, set := range b {
		out[id] = out[id].Union(set)
	}
	return out
}

// sides is a key of one side.
func sides(side map[pipeline.PlaceID]packet.AddrSet) string {
	var b strings.Builder
	for _, id := range sortedPlaces(side) {
		fmt.Fprintf(&b, "%d:%s;", id, side[id].Key())
	}
	return b.String()
}

func services(p piece) string { return fmt.Sprint(p.services.Services()) }

func sortedPlaces(side map[pipeline.PlaceID]packet.AddrSet) []pipeline.PlaceID {
	return slices.Sorted(maps.Keys(side))
}
