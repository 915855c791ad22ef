package pairs

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
)

// box is packets that are left to symbolic.
type box struct {
	sources []span
	run
}

// leave leaves packets to symbolic.
func (w *worker) leave(sources []span, front []run) {
	for _, r := range front {
		w.work++
		w.rest = append(w.rest, box{sources, r})
	}
}

// left returns what was left of a source, as one set.
func (w *worker) left() packetset.Set {
	var all packetset.Set
	for i := 0; i < len(w.rest); {
		first := &w.rest[i]
		var to []span
		end := i
		for ; end < len(w.rest) && w.rest[end].set == first.set && sameSpans(w.rest[end].sources, first.sources); end++ {
			to = append(to, span{w.rest[end].lo, w.rest[end].hi})
		}
		all = all.Union(packetset.Of(addrSet(first.sources), addrSet(to), w.services(first.set)))
		i = end
	}
	w.rest = w.rest[:0]
	return all
}

func sameSpans(a, b []span) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// services returns an interned set as others know it.
func (w *worker) services(id setID) packetset.ServiceSet {
	for len(w.shown) <= int(id) {
		w.shown = append(w.shown, nil)
	}
	if w.shown[id] == nil {
		s := w.e.line.set(w.sets.spans[id])
		w.shown[id] = &s
	}
	return *w.shown[id]
}

// others are the packets of a source that is not of IPv4.
func others(s packet.AddrSet) packetset.Set {
	return packetset.Of(s.OfFamily(packet.IPv6), packet.All6(), packetset.AnyService())
}
