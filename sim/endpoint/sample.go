package endpoint

import (
	"net/netip"
	"slices"

	"vnetproof/sim/dns"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// Sample is the one packet that stands for two selectors and traffic.
type Sample struct {
	From   pipeline.PlaceID
	Packet packet.Packet
	// Nobody says that the destination is an address inside of a VNet which was
	// asked for outright and which nothing holds: nobody is there (WALK-14).
	Nobody bool
	// Resolved is how the destination's name was resolved; nil if it is none.
	Resolved *dns.Answer
}

// Sample picks the packet that a trace follows: hosts that are there before
// planned ones, the lowest address, of the internet 203.0.113.10 or the next
// that the design does not use; IPv4 where both ends have it. An error is of
// type Errors.
func (r *Resolver) Sample(from, to Selector, t packet.Traffic) (Sample, error) {
	sources, err := r.firstMeaning(from, asSource)
	if err != nil && to.hasNames() {
		return Sample{}, err
	}
	for _, f := range packet.Families() {
		place, src, ok := r.pick(sources, func(p part) packet.AddrSet { return p.sends.OfFamily(f) })
		if !ok && err == nil {
			continue
		}
		var asker topology.Node
		if ok {
			asker = r.asker(place)
		}
		targets, err2 := r.firstMeaning(to, use{target: true, asker: asker})
		if err := join(err, err2); err != nil {
			return Sample{}, err
		}
		kind := r.p.Places[place].Kind
		outside := kind == pipeline.InternetNode || kind == pipeline.FrontDoorNode
		at, dst, ok := r.pick(targets, func(p part) packet.AddrSet { return p.addressedFrom(outside).OfFamily(f) })
		if !ok {
			continue
		}
		if sent, ok := t.Sample(src, dst); ok {
			return Sample{From: place, Packet: sent, Nobody: r.isNobody(to, at, dst), Resolved: r.resolved(to, asker)}, nil
		}
	}
	return Sample{}, Errors{{Text: to.Text, Width: len(to.Text), Empty: true,
		Message: quote(from.Text) + " and " + quote(to.Text) + " have no address family in common"}}
}

// resolved returns the answer to the name that a selector starts with, if it does.
func (r *Resolver) resolved(s Selector, asker topology.Node) *dns.Answer {
	if s.OnlyExcludes() || s.Terms[0].Kind != FQDN {
		return nil
	}
	answer := r.names.Resolve(asker, s.Terms[0].Name)
	return &answer
}

// addressedFrom returns the addresses to try first: from the internet the
// public ones, where there are any.
func (p part) addressedFrom(outside bool) packet.AddrSet {
	if outside && !p.outside.IsEmpty() {
		return p.outside
	}
	return p.inside
}

// isNobody tells whether dst was asked for as an address and lies in a VNet
// where nothing holds it.
func (r *Resolver) isNobody(to Selector, at pipeline.PlaceID, dst netip.Addr) bool {
	if to.OnlyExcludes() || to.Terms[0].Kind != IP || r.p.Places[at].Kind != pipeline.InternetNode {
		return false
	}
	for i := range r.p.Places[1:] {
		if p := &r.p.Places[i+1]; p.Kind == pipeline.PlannedNode && p.Addresses.Contains(dst) {
			return true
		}
	}
	return false
}

// firstMeaning returns what the first term that adds means, less what is
// excluded; of a machine its primary interface.
func (r *Resolver) firstMeaning(s Selector, u use) (meaning, error) {
	if _, err := r.mean(s, u); err != nil {
		return nil, err
	}
	first := Selector{Text: s.Text}
	for _, t := range s.Terms {
		if t.Exclude || !slices.ContainsFunc(first.Terms, func(o Term) bool { return !o.Exclude }) {
			first.Terms = append(first.Terms, t)
		}
	}
	m, err := r.mean(first, u)
	if err != nil {
		return nil, err
	}
	if len(first.Terms) == 1 {
		r.keepPrimary(m, first)
	}
	return m, nil
}

// keepPrimary leaves of a machine with several interfaces the primary one.
func (r *Resolver) keepPrimary(m meaning, s Selector) {
	things, _ := r.named(s, s.Terms[0])
	if len(things) != 1 || !things[0].kind.isNamed() {
		return
	}
	vm, ok := things[0].node.(*topology.VirtualMachine)
	if !ok || len(vm.NICs) == 0 {
		return
	}
	if primary := r.placeOf(vm.NICs[0].ID); len(primary) > 0 {
		for id := range m {
			if _, ok := primary[id]; !ok {
				delete(m, id)
			}
		}
	}
}

// isNamed tells whether the kind names resources.
func (k Kind) isNamed() bool {
	return k == Bare || k == ResourceID || slices.Contains(bareKinds, k) || k == Subnet
}

// pick returns the place and address that stand for a meaning: held before
// planned, then the lowest; of the internet the one that stands for it.
func (r *Resolver) pick(m meaning, of func(part) packet.AddrSet) (place pipeline.PlaceID, a netip.Addr, ok bool) {
	better := func(id pipeline.PlaceID, candidate netip.Addr) bool {
		if !ok {
			return true
		}
		held, oldHeld := r.p.Places[id].Held, r.p.Places[place].Held
		if held != oldHeld {
			return held
		}
		return candidate.Less(a)
	}
	for _, id := range m.places() {
		set := of(m[id])
		candidate, any := r.lowest(id, set)
		if any && better(id, candidate) {
			place, a, ok = id, candidate, true
		}
	}
	return place, a, ok
}

// documentation is the range that stands for the internet in examples.
var documentation = packet.FromPrefixes(netip.MustParsePrefix("203.0.113.0/24"))

// lowest returns the address that stands for a set at a place.
func (r *Resolver) lowest(id pipeline.PlaceID, set packet.AddrSet) (netip.Addr, bool) {
	switch r.p.Places[id].Kind {
	case pipeline.InternetNode:
		before := packet.AddrSetOf(packet.AddrRange{Lo: netip.MustParseAddr("203.0.113.0"), Hi: netip.MustParseAddr("203.0.113.9")})
		if a, ok := set.Intersect(documentation).Subtract(before).Lowest(); ok {
			return a, true
		}
	case pipeline.SiteNode:
		return lowestHost(set)
	}
	return set.Lowest()
}

// lowestHost returns the lowest address that is not that of a network itself.
func lowestHost(set packet.AddrSet) (netip.Addr, bool) {
	a, ok := set.Lowest()
	if ok && set.Ranges()[0].Hi != a {
		if p, isPrefix := set.Ranges()[0].Prefix(); isPrefix && p.Bits() < a.BitLen()-1 {
			a = a.Next()
		}
	}
	return a, ok
}
