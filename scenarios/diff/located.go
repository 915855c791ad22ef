package diff

import (
	"vnetproof/sim/pipeline"
	"vnetproof/topology/source"
)

// located tells what the new version says at the places where it stands there:
// a revision shares it with the old one. Nil changes nothing.
type located struct {
	where       func(source.Pos) source.Pos
	causes      map[*pipeline.Cause]*pipeline.Cause
	gaps        map[*pipeline.Gap]*pipeline.Gap
	assumptions map[*pipeline.Assumption]*pipeline.Assumption
}

// newLocated returns nil where nothing is shared.
func newLocated(where func(source.Pos) source.Pos) *located {
	if where == nil {
		return nil
	}
	return &located{where, map[*pipeline.Cause]*pipeline.Cause{}, map[*pipeline.Gap]*pipeline.Gap{}, map[*pipeline.Assumption]*pipeline.Assumption{}}
}

func (l *located) cause(c *pipeline.Cause) *pipeline.Cause {
	if l == nil {
		return c
	}
	return copyOf(l.causes, c, func(c *pipeline.Cause) { c.Pos = l.where(c.Pos) })
}

func (l *located) gap(g *pipeline.Gap) *pipeline.Gap {
	if l == nil {
		return g
	}
	return copyOf(l.gaps, g, func(g *pipeline.Gap) { g.Pos = l.where(g.Pos) })
}

func (l *located) assumption(a *pipeline.Assumption) *pipeline.Assumption {
	if l == nil {
		return a
	}
	return copyOf(l.assumptions, a, func(a *pipeline.Assumption) { a.Pos = l.where(a.Pos) })
}

// copyOf returns the copy of something that stands elsewhere, always the same one.
func copyOf[T any](known map[*T]*T, of *T, move func(*T)) *T {
	if of == nil {
		return nil
	}
	if known[of] == nil {
		at := *of
		move(&at)
		known[of] = &at
	}
	return known[of]
}
