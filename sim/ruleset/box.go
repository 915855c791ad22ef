package ruleset

import (
	"slices"

	"vnetproof/sim/packet"
)

// box is a product of packets, with what is known of their ends by name.
type box struct {
	dims      [dims]set
	protocols packet.ProtocolSet
	unmarked  set // of no meaning but that it is not empty
	ends      [ends]where
}

// anything is the one coordinate of a dimension that has none.
var anything = set{span: span{0, 0}}

// endSet returns the coordinates of an end.
func (b *box) endSet(end int) *set {
	if end == mark {
		return &b.unmarked
	}
	return &b.dims[end]
}

// meet returns the packets that lie in all of terms; false if there are none.
func (p *problem) meet(terms ...*term) (box, bool) {
	b := box{protocols: packet.AllProtocols(), unmarked: anything}
	for d := range b.dims {
		b.dims[d] = terms[0].dims[d]
	}
	for _, t := range terms {
		b.protocols = b.protocols.Intersect(t.protocols)
		for d := range b.dims {
			b.dims[d] = b.dims[d].intersect(&t.dims[d])
		}
		for end, n := range t.names {
			if n != 0 {
				s := b.endSet(end)
				b.ends[end], *s = p.bounds.enter(b.ends[end], *s, n)
			}
		}
	}
	return b, !b.isEmpty()
}

func (b *box) isEmpty() bool {
	for d := range b.dims {
		if b.dims[d].isEmpty() {
			return true
		}
	}
	return b.protocols.IsEmpty() || b.unmarked.isEmpty()
}

// size returns how many spans b has in a dimension; 0 where it is one.
func (b *box) size(d int) int64 {
	if d >= dims || b.dims[d].more == nil {
		return 0
	}
	return int64(len(*b.dims[d].more))
}

// apart is the fit of a box and a term that share no packet.
const apart = -1

// fit counts the dimensions in which the term leaves some of the box out, and
// returns the last of them: with none of them the term holds the box.
func (p *problem) fit(b *box, t *term) (n, last int) {
	for d := range b.dims {
		if !b.dims[d].span.meets(t.dims[d].span) {
			return apart, 0
		}
	}
	if b.protocols.Intersect(t.protocols).IsEmpty() {
		return apart, 0
	}
	if !t.protocols.ContainsSet(b.protocols) {
		n, last = 1, protocolPart
	}
	for d := range b.dims {
		switch {
		case t.dims[d].holds(&b.dims[d]):
		case t.dims[d].meets(&b.dims[d]):
			n, last = n+1, d
		default:
			return apart, 0
		}
	}
	for end, name := range t.names {
		switch {
		case name == 0 || p.isInside(b, end, name):
		case slices.Contains(b.ends[end].out, name):
			return apart, 0
		case end == mark:
			n, last = n+1, markPart
		case t.dims[end].holds(&b.dims[end]):
			n, last = n+1, end // else that dimension is counted already
		}
	}
	return n, last
}

// meets tells whether the box and the term may share a packet.
func (p *problem) meets(b *box, t *term) bool {
	n, _ := p.fit(b, t)
	return n != apart
}

// isInside tells whether that end of all packets of b is in the name.
func (p *problem) isInside(b *box, end int, n nameID) bool {
	return slices.Contains(b.ends[end].in, n) || p.bounds.least[n].holds(b.endSet(end))
}

// split is one dimension in which a term is cut from a box: protocolPart first,
// since only protocols with ports may be told apart by ports.
var splits = [...]int{protocolPart, src, dst, markPart, dstPort, srcPort}

// endOf returns the end that a part is, if it is one.
func endOf(d int) (end int, ok bool) {
	switch d {
	case src, dst:
		return d, true
	case markPart:
		return mark, true
	}
	return 0, false
}

// outside returns what of b the term leaves out in one dimension; false if that
// is nothing.
func (p *problem) outside(b *box, t *term, d int) (box, bool) {
	piece := *b
	end, isEnd := endOf(d)
	switch {
	case d == protocolPart:
		piece.protocols = b.protocols.Subtract(t.protocols)
	case isEnd && t.names[end] != 0:
		if p.isInside(b, end, t.names[end]) {
			return piece, false
		}
		s := piece.endSet(end)
		piece.ends[end], *s = p.bounds.leave(b.ends[end], *s, t.names[end])
	case d == markPart:
		return piece, false
	default:
		piece.dims[d] = b.dims[d].subtract(&t.dims[d])
	}
	return piece, !piece.isEmpty()
}

// inside narrows b to what the term has of it in one dimension.
func (p *problem) inside(b *box, t *term, d int) {
	end, isEnd := endOf(d)
	switch {
	case d == protocolPart:
		b.protocols = b.protocols.Intersect(t.protocols)
	case isEnd && t.names[end] != 0:
		s := b.endSet(end)
		b.ends[end], *s = p.bounds.enter(b.ends[end], *s, t.names[end])
	case d != markPart:
		b.dims[d] = b.dims[d].intersect(&t.dims[d])
	}
}

// corners is how many corners a box is asked for.
const corners = 4

// corner returns one packet of b: one of its corners.
func (b *box) corner(n int) box {
	c := *b
	for d := range c.dims {
		at := c.dims[d].lo
		if n>>(d&1)&1 == 1 {
			at = c.dims[d].hi
		}
		c.dims[d] = set{span: span{at, at}}
	}
	for _, p := range [...]packet.Protocol{packet.TCP, packet.UDP} {
		if b.protocols.Contains(p) {
			c.protocols = packet.Of(p)
			return c
		}
	}
	for p := range b.protocols.All() {
		c.protocols = packet.Of(p)
		break
	}
	return c
}
