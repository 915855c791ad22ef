package ruleset

import (
	"cmp"
	"context"
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
)

// Change is all packets that rule Old of one list and rule New of another
// decide, with different outcomes. The rules are numbers in their Lists;
// len(Rules) is the default.
type Change struct {
	Old, New int
	Parts    []Part // disjoint
}

// Part is a product of sources, destinations and services.
type Part struct {
	Src, Dst End
	Service  packetset.ServiceSet
	Mark     End // of no addresses: the marks that its packets have and have not
}

// End is the addresses of Addrs that are in every one of In and in none of Out.
type End struct {
	Addrs   packet.AddrSet
	In, Out []*Name
}

// Difference returns all packets that the lists a and b treat differently,
// ordered by the rules that decide. It is empty if and only if they are
// equivalent.
func Difference(ctx context.Context, a, b *List, o Options) ([]Change, error) {
	return difference(o.meter(ctx), a, b)
}

func difference(m *meter, a, b *List) ([]Change, error) {
	var changes collection
	for _, p := range problems(m.families, a, b) {
		c := p.comparison(m)
		pieces, err := c.pieces(0, c.blocks())
		if err != nil {
			return nil, err
		}
		for i := range pieces {
			changes.add(p, &pieces[i])
		}
	}
	return changes.changes(), nil
}

// pair is the rules that decide.
type pair struct{ old, new int32 }

// collection gathers pieces by the rules that decide and the names of their ends.
type collection struct {
	pairs map[pair]*[]group
}

// group is pieces that bear the same names.
type group struct {
	src, dst, mark End // names only
	boxes          []packetset.Box
}

func (c *collection) add(p *problem, x *piece) {
	if c.pairs == nil {
		c.pairs = map[pair]*[]group{}
	}
	key := pair{x.old.rule, x.new.rule}
	groups, ok := c.pairs[key]
	if !ok {
		groups = &[]group{}
		c.pairs[key] = groups
	}
	from, to, marks := p.end(&x.box, src), p.end(&x.box, dst), p.end(&x.box, mark)
	box := packetset.Box{Src: from.Addrs, Dst: to.Addrs,
		Service: packetset.FromService(service(x.protocols, &x.dims))}
	same := func(g group) bool { return g.src.sameNames(from) && g.dst.sameNames(to) && g.mark.sameNames(marks) }
	if i := slices.IndexFunc(*groups, same); i >= 0 {
		(*groups)[i].boxes = append((*groups)[i].boxes, box)
		return
	}
	*groups = append(*groups, group{from, to, marks, []packetset.Box{box}})
}

func (e End) sameNames(o End) bool { return slices.Equal(e.In, o.In) && slices.Equal(e.Out, o.Out) }

// end returns one end of a box as the caller knows it, without names that say
// nothing beside the others.
func (p *problem) end(b *box, d int) End {
	w, e := b.ends[d], End{}
	if d != mark {
		e.Addrs = p.space.addrs(&b.dims[d])
	}
	inner := func(id, other nameID) bool { return id != other && slices.Contains(p.bounds.up[other], id) }
	for _, id := range sorted(w.in) {
		if !slices.ContainsFunc(w.in, func(o nameID) bool { return inner(id, o) }) {
			e.In = append(e.In, p.bounds.list[id])
		}
	}
	implied := func(id, other nameID) bool { return id != other && slices.Contains(p.bounds.down[other], id) }
	for _, id := range sorted(w.out) {
		apart := func(in nameID) bool { return slices.Contains(p.bounds.apart[in], id) }
		if b.endSet(d).meets(&p.bounds.most[id]) && !slices.ContainsFunc(w.in, apart) &&
			!slices.ContainsFunc(w.out, func(o nameID) bool { return implied(id, o) }) {
			e.Out = append(e.Out, p.bounds.list[id])
		}
	}
	return e
}

func sorted(ids []nameID) []nameID {
	out := slices.Clone(ids)
	slices.Sort(out)
	return out
}

// changes returns what was gathered, in order.
func (c *collection) changes() []Change {
	var out []Change
	for key, groups := range c.pairs {
		out = append(out, Change{int(key.old), int(key.new), partsOf(*groups)})
	}
	slices.SortFunc(out, func(a, b Change) int { return cmp.Or(a.Old-b.Old, a.New-b.New) })
	return out
}

// partsOf returns the boxes of groups, as few as packetset makes of them.
func partsOf(groups []group) []Part {
	var out []Part
	for _, g := range groups {
		for _, b := range packetset.FromBoxes(g.boxes...).Boxes() {
			part := Part{Src: g.src, Dst: g.dst, Service: b.Service, Mark: g.mark}
			part.Src.Addrs, part.Dst.Addrs = b.Src, b.Dst
			out = append(out, part)
		}
	}
	return out
}
