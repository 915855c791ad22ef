package pipeline

import "vnetproof/sim/packet"

// SetAddresses says which addresses packets of a place bear as their source,
// and by which public ones others may address it; assumptions are added to those it has.
func (b *Builder) SetAddresses(p PlaceID, addresses, public packet.AddrSet, assumed ...*Assumption) {
	place := &b.p.Places[p]
	place.Addresses, place.Public = addresses, public
	place.Assumptions = append(place.Assumptions, assumed...)
}

// AddPublic adds addresses by which others may address a place.
func (b *Builder) AddPublic(p PlaceID, public packet.AddrSet) {
	b.p.Places[p].Public = b.p.Places[p].Public.Union(public)
}

// FillLike fills a reserved table with the entries and causes of one that is
// filled, and with what its exits become. It costs nothing per entry.
func (b *Builder) FillLike(id, like TableID, state *State, exit func(Action) Action) {
	t, from := &b.p.Tables[id], &b.p.Tables[like]
	t.State, t.Body, t.Causes = state, from.Body, from.Causes
	t.Exits = make([]Action, len(from.Exits))
	for i, a := range from.Exits {
		t.Exits[i] = exit(a)
	}
}
