package ruleset

import "slices"

// nameID numbers the Names of a problem from 1; 0 is no name.
type nameID int32

// names is what is known of the Names of a problem.
type names struct {
	list  []*Name // list[0] is unused
	index map[*Name]nameID
	// up are the names that hold all of a name, down those that it holds all
	// of, both with the name itself; apart are those that share nothing with it.
	up, down, apart [][]nameID
}

func newNames() *names {
	return &names{list: []*Name{nil}, index: map[*Name]nameID{}}
}

// add enters a name and all that it refers to.
func (ns *names) add(n *Name) {
	if _, known := ns.index[n]; known {
		return
	}
	ns.index[n] = nameID(len(ns.list))
	ns.list = append(ns.list, n)
	for _, other := range n.Within {
		ns.add(other)
	}
	for _, other := range n.Apart {
		ns.add(other)
	}
}

// relate computes how the names that were added stand to one another.
func (ns *names) relate() {
	ns.up = make([][]nameID, len(ns.list))
	ns.down = make([][]nameID, len(ns.list))
	ns.apart = make([][]nameID, len(ns.list))
	for id := nameID(1); int(id) < len(ns.list); id++ {
		ns.up[id] = ns.climb(id, nil)
		for _, u := range ns.up[id] {
			ns.down[u] = append(ns.down[u], id)
		}
	}
	for id, n := range ns.list[1:] {
		for _, other := range n.Apart {
			ns.part(nameID(id+1), ns.index[other])
		}
	}
}

// climb adds id and all names around it to seen.
func (ns *names) climb(id nameID, seen []nameID) []nameID {
	if slices.Contains(seen, id) {
		return seen
	}
	seen = append(seen, id)
	for _, n := range ns.list[id].Within {
		seen = ns.climb(ns.index[n], seen)
	}
	return seen
}

// part notes that a and b share nothing, so neither do names inside of them.
func (ns *names) part(a, b nameID) {
	for _, x := range ns.down[a] {
		for _, y := range ns.down[b] {
			ns.apart[x] = append(ns.apart[x], y)
			ns.apart[y] = append(ns.apart[y], x)
		}
	}
}

// bounds are the known limits of the names of a problem in one space.
type bounds struct {
	*names
	least, most []set
}

// within returns the limits of the names in s. What a name holds, those around
// it hold too.
func (ns *names) within(s *space) *bounds {
	b := &bounds{ns, make([]set, len(ns.list)), make([]set, len(ns.list))}
	for id := range ns.list {
		b.least[id], b.most[id] = nothing, s.all()
	}
	for id := nameID(1); int(id) < len(ns.list); id++ {
		n := ns.list[id]
		least := s.set(n.Least)
		for _, u := range ns.up[id] {
			b.least[u] = s.set(s.addrs(&b.least[u]).Union(s.addrs(&least)))
		}
		if n.Most == nil {
			continue
		}
		most := s.set(*n.Most)
		for _, d := range ns.down[id] {
			b.most[d] = b.most[d].intersect(&most)
		}
	}
	return b
}

// where is what is known of an end of packets: the names that it is inside and
// outside of. The lists are closed: what is inside of a name is inside of those
// around it. They are shared and not changed.
type where struct{ in, out []nameID }

// enter puts an end with addresses s inside of name n. It leaves s empty where
// that cannot be.
func (b *bounds) enter(w where, s set, n nameID) (where, set) {
	for _, u := range b.up[n] {
		if slices.Contains(w.in, u) {
			continue
		}
		w.in = append(slices.Clip(w.in), u)
		s = s.intersect(&b.most[u])
		for _, apart := range b.apart[u] {
			w, s = b.leave(w, s, apart)
		}
	}
	return w, s
}

// leave puts an end with addresses s outside of name n. It leaves s empty where
// that cannot be.
func (b *bounds) leave(w where, s set, n nameID) (where, set) {
	for _, d := range b.down[n] {
		if slices.Contains(w.out, d) {
			continue
		}
		if slices.Contains(w.in, d) {
			return w, nothing
		}
		w.out = append(slices.Clip(w.out), d)
		s = s.subtract(&b.least[d])
	}
	return w, s
}
