package ruleset

import (
	"context"

	"vnetproof/sim/packet"
)

// Work returns how much work a comparison of two lists takes, or the
// inspection of the one where b is nil.
func Work(a, b *List) (int64, error) {
	m := Options{}.meter(context.Background())
	if b == nil {
		_, err := inspect(m, a, 0)
		return m.spent.Load(), err
	}
	_, err := difference(m, a, b)
	return m.spent.Load(), err
}

// Compile makes a list ready as a comparison does, and tells how many different
// sets its rules have. What it returns holds all of it.
func Compile(l *List) (all any, sets int) {
	lists := []*List{l}
	ns := namesOf(lists)
	s := newSpace(packet.IPv4, func(yield func(packet.AddrSet)) { eachSet(packet.IPv4, lists, ns, yield) })
	c := newCompiler(&problem{space: s, bounds: ns.within(s)})
	c.add(l)
	return []any{c, newIndex(c.lists[0])}, len(c.sets) - 1
}
