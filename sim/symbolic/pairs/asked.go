package pairs

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
)

// asked is which packets of each source a question is about.
type asked struct {
	to       []span // destinations
	whole    bool   // all services
	spans    []uint32
	to6      packet.AddrSet
	services packetset.ServiceSet
	// inexact says that the services cut what no rule cuts: all is left to symbolic.
	inexact      bool
	searchBudget int
}

func (e *engine) newAsked(o *Options) *asked {
	a := &asked{to: []span{{0, ^uint32(0)}}, whole: true, to6: packet.All6(), services: packetset.AnyService()}
	if o.To != nil {
		a.to, a.to6 = spansOf(*o.To), o.To.OfFamily(packet.IPv6)
	}
	if o.Services != nil && !o.Services.Equal(packetset.AnyService()) {
		a.services, a.whole = *o.Services, false
		a.spans, a.inexact = e.line.of(a.services)
	}
	if o.Budget != DefaultBudget {
		a.searchBudget = o.Budget
	}
	return a
}

// front returns the packets that each source sends.
func (a *asked) front(w *worker) []run {
	set := everything
	if !a.whole {
		set = w.sets.intern(a.spans)
	}
	if set == nothing && !a.inexact {
		return nil
	}
	out := make([]run, len(a.to))
	for i, s := range a.to {
		out[i] = run{s.lo, s.hi, set, 0}
	}
	return out
}

// of returns the packets of a source that are asked about.
func (a *asked) of(sources, to packet.AddrSet) packetset.Set {
	return packetset.Of(sources, to, a.services)
}

// others are the packets of a source that is not of IPv4.
func (a *asked) others(s packet.AddrSet) packetset.Set {
	return packetset.Of(s.OfFamily(packet.IPv6), a.to6, a.services)
}
