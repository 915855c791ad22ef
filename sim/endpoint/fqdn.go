package endpoint

import (
	"errors"
	"fmt"
	"slices"

	"vnetproof/sim/dns"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// Pair is sources and what the destination means to them.
type Pair struct {
	Sources []pipeline.Source
	Ends
	// Unresolved is set where the destination is a name that gives these sources
	// no address: why not, with a Gap where that is not known. Ends are empty then.
	Unresolved *pipeline.Cause
}

// Pairs returns the ends of packets from one selector to another: one pair, or
// several where a name means other addresses to some sources than to others. An
// error is of type Errors.
func (r *Resolver) Pairs(from, to Selector) ([]Pair, error) {
	sources, err1 := r.Sources(from)
	if !to.hasNames() {
		ends, err2 := r.Targets(to)
		if err := join(err1, err2); err != nil {
			return nil, err
		}
		return []Pair{{Sources: sources, Ends: ends}}, nil
	}
	if err1 != nil {
		return nil, err1
	}
	var pairs []Pair
	at := map[string]int{}
	for _, s := range sources {
		asker := r.asker(s.Place)
		key := r.heard(to, asker)
		if i, ok := at[key]; ok {
			pairs[i].Sources = append(pairs[i].Sources, s)
			continue
		}
		p, err := r.pair(s, to, asker)
		if err != nil {
			return nil, err
		}
		at[key] = len(pairs)
		pairs = append(pairs, p)
	}
	return pairs, nil
}

// join returns the errors of both ends as one.
func join(errs ...error) error {
	var all Errors
	for _, err := range errs {
		var list Errors
		if errors.As(err, &list) {
			all = append(all, list...)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// pair returns what a destination with names means to one source.
func (r *Resolver) pair(s pipeline.Source, to Selector, asker topology.Node) (Pair, error) {
	p := Pair{Sources: []pipeline.Source{s}}
	ends, err := r.targets(to, use{target: true, asker: asker})
	if cause := unresolved(err); cause != nil {
		p.Unresolved = cause
		return p, nil
	}
	p.Ends = ends
	return p, err
}

// unresolved returns why names have no address, if that is all that is wrong.
func unresolved(err error) *pipeline.Cause {
	var list Errors
	if !errors.As(err, &list) || slices.ContainsFunc(list, func(e *Error) bool { return e.Cause == nil }) {
		return nil
	}
	return list[0].Cause
}

// hasNames tells whether a selector holds names to resolve.
func (s Selector) hasNames() bool {
	return slices.ContainsFunc(s.Terms, func(t Term) bool { return t.Kind == FQDN })
}

// asker returns who asks for names at a place.
func (r *Resolver) asker(id pipeline.PlaceID) topology.Node {
	place := &r.p.Places[id]
	switch n := r.design.ByID(place.Resource).(type) {
	case *topology.NetworkInterface:
		return n
	case *topology.Subnet:
		return n
	}
	if s, ok := r.design.ByID(place.Subnet).(*topology.Subnet); ok {
		return s
	}
	return nil
}

// heard is a key of the answers that the names of a selector get.
func (r *Resolver) heard(s Selector, asker topology.Node) string {
	key := ""
	for _, t := range s.Terms {
		if t.Kind == FQDN {
			a := r.names.Resolve(asker, t.Name)
			key += fmt.Sprint(a.Outcome, a.Addresses, a.Cause().Reason, ";")
		}
	}
	return key
}

// fqdn returns what the addresses of a name mean to the asker.
func (r *Resolver) fqdn(s Selector, t Term, u use) (meaning, Errors) {
	answer := r.names.Resolve(u.asker, t.Name)
	if len(answer.Addresses) == 0 {
		e := none(s, t, "the design gives no address for "+quote(t.Name)+": "+answer.Cause().Reason, "")
		e.Cause, e.Empty = answer.Cause(), false
		if answer.Outcome == dns.ResolvedPublicly {
			e.Cause.Gap = &pipeline.Gap{Property: "fqdns", Why: "which public address " + t.Name + " has", Supply: "fqdns: {" + t.Name + ": [...]} in a facts file"}
		}
		if e.Cause.Gap != nil {
			e.Hint = "add " + e.Cause.Gap.Supply
		}
		return nil, Errors{e}
	}
	t.Addresses = packet.FromAddrs(answer.Addresses...)
	return r.addresses(s, t, u)
}
