package tree

// arena hands out nodes, and the lists inside of them, from blocks. The zero
// arena is ready to use.
type arena struct {
	nodes   blocks[Node]
	items   blocks[*Node]
	members blocks[Member]
}

// newReusedArena returns an arena whose blocks serve again after each reset, so that
// reading item after item of a big export costs no memory and nothing to collect.
func newReusedArena() *arena {
	a := &arena{}
	a.nodes.reused, a.items.reused, a.members.reused = true, true, true
	return a
}

// reset makes all that was handed out free again: nobody may hold it any more.
func (a *arena) reset() {
	a.nodes.reset()
	a.items.reset()
	a.members.reset()
}

// node returns a node with a kind; all else is zero.
func (a *arena) node(kind Kind) *Node {
	n := &a.nodes.take(1)[0]
	n.Kind = kind
	return n
}

// Blocks grow from few values, for small documents, to many.
const (
	firstBlock = 32
	lastBlock  = 512
)

// blocks hands out short lists of values.
type blocks[T any] struct {
	reused bool
	size   int
	free   []T   // of the block in use
	all    [][]T // if reused: blocks, of which those before next are used up
	next   int
}

// take returns n zero values side by side.
func (b *blocks[T]) take(n int) []T {
	for len(b.free) < n {
		b.free = b.block(n)
	}
	out := b.free[:n:n]
	b.free = b.free[n:]
	return out
}

// block returns the next block, where it need be one that holds n values.
func (b *blocks[T]) block(n int) []T {
	if b.next < len(b.all) {
		b.next++
		return b.all[b.next-1]
	}
	b.size = min(max(2*b.size, firstBlock), lastBlock)
	block := make([]T, max(b.size, n))
	if b.reused {
		b.all = append(b.all, block)
		b.next++
	}
	return block
}

// keep returns a copy of values in the arena; nil for none.
func (b *blocks[T]) keep(values []T) []T {
	if len(values) == 0 {
		return nil
	}
	out := b.take(len(values))
	copy(out, values)
	return out
}

// reset makes all blocks free, and zero, again.
func (b *blocks[T]) reset() {
	for i, block := range b.all[:b.next] {
		if i == b.next-1 {
			block = block[:len(block)-len(b.free)]
		}
		clear(block)
	}
	b.next, b.free = 0, nil
}
