package symbolic

import (
	"net/netip"
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
)

// header says what became of the fields of packets as their source sent them.
// All packets of a beam share one header, so that conditions on the fields as
// they are now can be pulled back to the packets as they were sent. The zero
// value leaves all fields as they were. Of an answer, source and destination
// are the other way round: src is still what became of the sent source.
type header struct {
	src, dst         addrField
	srcPort, dstPort portField
}

// addrField is what became of an address.
type addrField struct {
	values packet.AddrSet  // not empty: one of these
	shift  *pipeline.Shift // not nil: moved; the packets' addresses all lie in its From
	gap    *pipeline.Gap   // why it is not known which of values
}

// portField is what became of a port. Where it has values, the packets have ports.
type portField struct {
	values packet.PortSet // not empty: one of these
	gap    *pipeline.Gap
}

// piece is a part of a beam's packets with a header of its own.
type piece struct {
	packets packetset.Set
	header  header
}

var (
	portedOnly = packet.NewService(packet.Ported(), packet.AllPorts(), packet.AllPorts())
	tcpOnly    = packet.NewService(packet.Of(packet.TCP), packet.AllPorts(), packet.AllPorts())
)

// rewrite returns p after r, in pieces: packets with and without ports, inside
// and outside of shifted prefixes have different headers.
func (p piece) rewrite(r *pipeline.Rewrite, answer bool) []piece {
	if r == nil {
		return []piece{p}
	}
	src, dst, srcShift, dstShift, srcPort, dstPort := r.Src, r.Dst, r.SrcShift, r.DstShift, r.SrcPort, r.DstPort
	if answer {
		src, dst, srcShift, dstShift, srcPort, dstPort = dst, src, dstShift, srcShift, dstPort, srcPort
	}
	if src != nil && !src.IsEmpty() {
		p.header.src, srcShift = addrField{values: *src, gap: r.Gap}, nil
	}
	if dst != nil && !dst.IsEmpty() {
		p.header.dst, dstShift = addrField{values: *dst, gap: r.Gap}, nil
	}
	var out []piece
	for _, q := range p.shift(srcShift, sourceOf) {
		for _, q := range q.shift(dstShift, destinationOf) {
			out = append(out, q.setPorts(srcPort, dstPort, r.Gap)...)
		}
	}
	return out
}

// end names one of the two addresses of a header, as sent.
type end bool

const (
	sourceOf      end = false
	destinationOf end = true
)

func (h *header) addr(e end) *addrField {
	if e == destinationOf {
		return &h.dst
	}
	return &h.src
}

// within returns the packets of s whose address at e is in set, and the others.
func (e end) within(s packetset.Set, set packet.AddrSet) (in, out packetset.Set) {
	if e == destinationOf {
		return s.SplitMatch(nil, &set, nil)
	}
	return s.SplitMatch(&set, nil, nil)
}

// shift moves the address at e, of the packets where it lies in the prefix.
func (p piece) shift(s *pipeline.Shift, e end) []piece {
	if s == nil {
		return []piece{p}
	}
	from := packet.AddrSetOf(s.From)
	f := p.header.addr(e)
	if !f.values.IsEmpty() {
		f.values = f.values.Subtract(from).Union(moveSet(f.values.Intersect(from), *s))
		return []piece{p}
	}
	in, out := e.within(p.packets, f.pullBack(from))
	moved := piece{in, p.header}
	*moved.header.addr(e) = addrField{shift: f.andThen(*s)}
	var pieces []piece
	for _, q := range []piece{moved, {out, p.header}} {
		if !q.packets.IsEmpty() {
			pieces = append(pieces, q)
		}
	}
	return pieces
}

// setPorts sets ports, of the packets that have any.
func (p piece) setPorts(src, dst packet.PortSet, gap *pipeline.Gap) []piece {
	if src.IsEmpty() && dst.IsEmpty() {
		return []piece{p}
	}
	var pieces []piece
	ported, bare := p.packets.SplitMatch(nil, nil, &portedOnly)
	if !bare.IsEmpty() {
		pieces = append(pieces, piece{bare, p.header})
	}
	if ported.IsEmpty() {
		return pieces
	}
	if !src.IsEmpty() {
		p.header.srcPort = portField{src, gap}
	}
	if !dst.IsEmpty() {
		p.header.dstPort = portField{dst, gap}
	}
	return append(pieces, piece{ported, p.header})
}

// andThen returns the shift that does what f did and then s.
func (f addrField) andThen(s pipeline.Shift) *pipeline.Shift {
	if f.shift == nil {
		return &s
	}
	between := packet.AddrSetOf(f.shift.To).Intersect(packet.AddrSetOf(s.From)).Ranges()
	if len(between) == 0 {
		return &s // of no packet
	}
	r := between[0]
	return &pipeline.Shift{
		From: moveRange(r, f.shift.To.Lo, f.shift.From.Lo),
		To:   moveRange(r, s.From.Lo, s.To.Lo),
	}
}

// pullBack returns the sent addresses that f made addresses of set.
func (f addrField) pullBack(set packet.AddrSet) packet.AddrSet {
	if f.shift == nil {
		return set
	}
	back := pipeline.Shift{From: f.shift.To, To: f.shift.From}
	return moveSet(set.Intersect(packet.AddrSetOf(f.shift.To)), back)
}

// image returns what f made of sent addresses.
func (f addrField) image(sent packet.AddrSet) packet.AddrSet {
	switch {
	case !f.values.IsEmpty():
		return f.values
	case f.shift == nil:
		return sent
	}
	return moveSet(sent, *f.shift)
}

// moveSet returns a set that lies in s.From as s moves it.
func moveSet(set packet.AddrSet, s pipeline.Shift) packet.AddrSet {
	ranges := slices.Clone(set.Ranges())
	for i, r := range ranges {
		ranges[i] = moveRange(r, s.From.Lo, s.To.Lo)
	}
	return packet.AddrSetOf(ranges...)
}

func moveRange(r packet.AddrRange, from, to netip.Addr) packet.AddrRange {
	return packet.AddrRange{Lo: moveAddr(r.Lo, from, to), Hi: moveAddr(r.Hi, from, to)}
}

// moveAddr returns a + to - from, of one family.
func moveAddr(a, from, to netip.Addr) netip.Addr {
	sum, minus, plus := a.AsSlice(), from.AsSlice(), to.AsSlice()
	carry := 0
	for i := len(sum) - 1; i >= 0; i-- {
		carry += int(sum[i]) - int(minus[i]) + int(plus[i])
		sum[i] = byte(carry)
		carry >>= 8
	}
	moved, _ := netip.AddrFromSlice(sum)
	return moved
}
