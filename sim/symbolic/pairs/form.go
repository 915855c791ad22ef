package pairs

import (
	"encoding/binary"
	"net/netip"
	"sync"
	"sync/atomic"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// form is a body with the classes of its addresses.
type form struct {
	body     *pipeline.Body
	src, dst dimension
	// byDestination says that nothing but the destination decides.
	byDestination bool
	// uncertain says that some entry is.
	uncertain bool
	// remarked tells which entries rest on assumptions; nil: none.
	remarked []bool
	// wide bodies cut sources and destinations at once: rows are not kept.
	wide bool
	// shut is what is known of sources of which nothing passes.
	shut atomic.Pointer[shutRanges]
}

// wideFrom is how many entries that name both ends make a body wide.
const wideFrom = 64

// sweepers are those that nobody uses.
var sweepers = sync.Pool{New: func() any { return &sweeper{} }}

func newForm(b *pipeline.Body, spans [][]span, remarked []bool) *form {
	s := sweepers.Get().(*sweeper)
	defer sweepers.Put(s)
	f := &form{body: b, byDestination: true, remarked: remarked}
	both := 0
	for i := range b.Entries {
		e := &b.Entries[i]
		if e.Src != 0 && e.Dst != 0 {
			both++
		}
		f.uncertain = f.uncertain || e.Uncertain
		f.byDestination = f.byDestination && e.Src == 0 && e.Service == 0
	}
	f.wide = both >= wideFrom
	of := func(id int32) []span { return spans[id] }
	f.src = s.sweep(len(b.Entries), func(i int) int32 { return int32(b.Entries[i].Src) }, of).kept()
	f.dst = s.sweep(len(b.Entries), func(i int) int32 { return int32(b.Entries[i].Dst) }, of).kept()
	return f
}

// first returns the first entry that holds in a row of one dimension.
func (f *form) first(d *dimension, row int32) int32 {
	least := d.always[0]
	for _, s := range d.holding(row) {
		least = min(least, d.bearing(s)[0])
	}
	return least
}

// exitOf returns the exit of an entry; leave where it is uncertain.
func (f *form) exitOf(entry int32) int32 {
	if e := &f.body.Entries[entry]; !e.Uncertain {
		return int32(e.Exit)
	}
	return leave
}

// spansOf returns the IPv4 addresses of a set.
func spansOf(s packet.AddrSet) []span {
	var out []span
	for _, r := range s.Ranges() {
		if r.Lo.Is4() {
			out = append(out, span{number(r.Lo), number(r.Hi)})
		}
	}
	return out
}

func number(a netip.Addr) uint32 {
	b := a.As4()
	return binary.BigEndian.Uint32(b[:])
}

func address(n uint32) netip.Addr {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], n)
	return netip.AddrFrom4(b)
}

func addrRange(s span) packet.AddrRange {
	return packet.AddrRange{Lo: address(s.lo), Hi: address(s.hi)}
}

func addrSet(list []span) packet.AddrSet {
	ranges := make([]packet.AddrRange, len(list))
	for i, s := range list {
		ranges[i] = addrRange(s)
	}
	return packet.AddrSetOf(ranges...)
}
