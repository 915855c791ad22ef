package graph

import (
	"slices"

	"github.com/yourbasic/graph"

	"vnetproof/topology"
)

// Islands returns the parts of the design that nothing joins, each in the
// order of the input, and they themselves by their first member.
func (g *Graph) Islands() [][]*topology.Resource {
	return g.named(graph.Components(g.edges))
}

// named returns components as resources in a fixed order.
func (g *Graph) named(components [][]int) [][]*topology.Resource {
	for _, c := range components {
		slices.Sort(c)
	}
	slices.SortFunc(components, func(a, b []int) int { return a[0] - b[0] })
	out := make([][]*topology.Resource, len(components))
	for i, c := range components {
		for _, v := range c {
			out[i] = append(out[i], g.vertices[v])
		}
	}
	return out
}

// Hinge is a resource without which an island falls apart.
type Hinge struct {
	Resource *topology.Resource
	Parts    [][]*topology.Resource // what is left of its island
}

// Hinges returns the single points of failure in the order of the input.
func (g *Graph) Hinges() []Hinge {
	var out []Hinge
	for _, island := range graph.Components(g.edges) {
		for _, v := range island {
			if g.edges.Degree(v) < 2 {
				continue
			}
			if parts := g.without(island, v); len(parts) > 1 {
				out = append(out, Hinge{g.vertices[v], g.named(parts)})
			}
		}
	}
	slices.SortFunc(out, func(a, b Hinge) int {
		return g.index[a.Resource.ID.Key()] - g.index[b.Resource.ID.Key()]
	})
	return out
}

// without returns the components of an island that are left without a vertex.
func (g *Graph) without(island []int, gone int) [][]int {
	at := make(map[int]int, len(island))
	var left []int
	for _, v := range island {
		if v != gone {
			at[v] = len(left)
			left = append(left, v)
		}
	}
	rest := graph.New(len(left))
	for i, v := range left {
		g.edges.Visit(v, func(w int, _ int64) bool {
			if w != gone {
				rest.Add(i, at[w])
			}
			return false
		})
	}
	parts := graph.Components(rest)
	for _, p := range parts {
		for i := range p {
			p[i] = left[p[i]]
		}
	}
	return parts
}
