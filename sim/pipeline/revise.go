package pipeline

import "slices"

// Revise returns a Builder that begins with all that a pipeline has, which is
// not changed: tables that are filled again are the builder's own. Doubts about
// nodes are forgotten: it is for tables of rules.
func Revise(p *Pipeline) *Builder {
	b := &Builder{p: *p, shared: newShared()}
	b.p.Tables = slices.Clone(p.Tables)
	b.p.Bodies, b.p.Places, b.p.Nodes = slices.Clip(p.Bodies), slices.Clip(p.Places), slices.Clip(p.Nodes)
	b.p.AddrSets, b.p.Services = slices.Clip(p.AddrSets), slices.Clip(p.Services)
	for i, s := range p.AddrSets {
		note(b.shared.sets, s.Hash(), AddrSetID(i))
	}
	for i, s := range p.Services {
		note(b.shared.services, s.Hash(), ServiceID(i))
	}
	for _, body := range p.Bodies {
		note(b.shared.bodies, hashEntries(body.Entries), body)
	}
	for i := range p.Tables {
		if s := p.Tables[i].State; s != nil {
			b.states = max(b.states, s.ID)
		}
	}
	return b
}

// note enters a value at its hash, or at the next free one.
func note[V any](index map[uint64]V, at uint64, v V) {
	for ; ; at++ {
		if _, taken := index[at]; !taken {
			index[at] = v
			return
		}
	}
}
