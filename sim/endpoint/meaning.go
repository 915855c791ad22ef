package endpoint

import (
	"maps"
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// part is what of one place is meant.
type part struct {
	// sends are the source addresses.
	sends packet.AddrSet
	// sent are the destination addresses by which the place may be reached.
	sent packet.AddrSet
	// inside and outside are those that a demand for delivery ranges over, asked
	// from inside and from the internet.
	inside, outside packet.AddrSet
}

func (p part) union(o part) part {
	return part{p.sends.Union(o.sends), p.sent.Union(o.sent), p.inside.Union(o.inside), p.outside.Union(o.outside)}
}

func (p part) subtract(o part) part {
	return part{p.sends.Subtract(o.sends), p.sent.Subtract(o.sent), p.inside.Subtract(o.inside), p.outside.Subtract(o.outside)}
}

// meaning is what a selector means: parts of places.
type meaning map[pipeline.PlaceID]part

func (m meaning) add(id pipeline.PlaceID, p part) { m[id] = m[id].union(p) }

func (m meaning) addAll(o meaning) {
	for id, p := range o {
		m.add(id, p)
	}
}

// remove takes out what o means. Of a place that o means whole nothing is left.
func (m meaning) remove(o meaning, p *pipeline.Pipeline) {
	for id, out := range o {
		in, ok := m[id]
		if !ok {
			continue
		}
		place := &p.Places[id]
		if left := in.subtract(out); out.sends.ContainsSet(place.Addresses) && !place.Addresses.IsEmpty() ||
			left.sends.IsEmpty() && left.sent.IsEmpty() {
			delete(m, id)
		} else {
			m[id] = left
		}
	}
}

// places returns the places in the order of the pipeline.
func (m meaning) places() []pipeline.PlaceID { return slices.Sorted(maps.Keys(m)) }

// whole is all of a place, reached by whatever address.
func whole(place *pipeline.Place) part {
	p := part{sends: place.Addresses, sent: packet.AllAddrs(), inside: place.Addresses, outside: place.Public}
	if place.Kind == pipeline.InternetNode {
		p.sent, p.outside = place.Addresses, place.Addresses
	}
	if !place.Shown.IsEmpty() {
		p.inside = place.Shown
	}
	if p.inside.IsEmpty() {
		p.inside = place.Public
	}
	return p
}
