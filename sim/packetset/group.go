package packetset

// grouping collects items in groups of those that are the same, in order of
// first appearance.
type grouping[T any] struct {
	hash   func(T) uint64
	same   func(a, b T) bool
	groups [][]T
	byHash map[uint64]int // index into groups; a taken number moves on by one
}

func newGrouping[T any](size int, hash func(T) uint64, same func(a, b T) bool) *grouping[T] {
	return &grouping[T]{hash: hash, same: same, byHash: make(map[uint64]int, size)}
}

// find returns the group of item, or the free hash under which to open one.
func (g *grouping[T]) find(item T) (group int, free uint64, found bool) {
	h := g.hash(item)
	i, taken := g.byHash[h]
	for taken && !g.same(g.groups[i][0], item) {
		h++
		i, taken = g.byHash[h]
	}
	return i, h, taken
}

// add puts item into its group, which it opens if need be.
func (g *grouping[T]) add(item T) {
	i, h, found := g.find(item)
	if found {
		g.groups[i] = append(g.groups[i], item)
		return
	}
	g.byHash[h] = len(g.groups)
	g.groups = append(g.groups, []T{item})
}

// addIfKnown puts item into its group if there is one.
func (g *grouping[T]) addIfKnown(item T) bool {
	i, _, found := g.find(item)
	if found {
		g.groups[i] = append(g.groups[i], item)
	}
	return found
}
