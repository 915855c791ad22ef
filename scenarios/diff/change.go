package diff

import (
	"slices"

	"vnetproof/sim/filter"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/ruleset"
)

// Kind is what a change does to traffic.
type Kind uint8

const (
	KindUnset Kind = iota
	// Opened traffic was denied, or had to pass more filters.
	Opened
	// Closed traffic was allowed, or had to pass fewer filters.
	Closed
	// Rerouted traffic is led elsewhere.
	Rerouted
)

// String returns the contract's word.
func (k Kind) String() string { return [...]string{"unset", "opened", "closed", "rerouted"}[k] }

// Change is all traffic that one rule decided and another one decides now.
type Change struct {
	Filter *Filter
	Kind   Kind
	// Cause decides now, Was decided before.
	Cause, Was *pipeline.Cause
	Parts      []*Part // disjoint, at least one
}

// Part is a product of sources, destinations and traffic.
type Part struct {
	ruleset.Part
	Traffic packet.Traffic // the services in words
	// Witness is one packet of it; nil where no address of it is known.
	Witness *packet.Packet
	// Unsure are the names on whose contents it depends whether there is such
	// traffic at all.
	Unsure []*ruleset.Name
}

// change tells a change: what of it is certain, and what is not; nil where there
// is nothing of it.
func (c *comparer) change(f *Filter, x ruleset.Change) (sure, unsure *Change) {
	for _, part := range joinParts(x.Parts) {
		p := &Part{Part: part, Traffic: traffic(part), Unsure: part.Names()}
		if w, ok := part.Witness(); ok {
			p.Witness = &w
		}
		to := &sure
		if len(p.Unsure) > 0 {
			to = &unsure
		}
		if *to == nil {
			*to = &Change{Filter: f, Kind: kindOf(f.Old.Outcome(x.Old), f.New.Outcome(x.New)),
				Cause: f.New.Cause(x.New), Was: f.Old.Cause(x.Old)}
		}
		(*to).Parts = append((*to).Parts, p)
	}
	return sure, unsure
}

// Whole returns what all parts of a change lie in: the part itself where there
// is one, else their hull, which holds other packets too.
func (x *Change) Whole() (hull *Part, exact bool) {
	whole := *x.Parts[0]
	for _, p := range x.Parts[1:] {
		whole.Src, whole.Dst = around(whole.Src, p.Src), around(whole.Dst, p.Dst)
		whole.Mark = around(whole.Mark, p.Mark)
		whole.Service = whole.Service.Union(p.Service)
		if whole.Witness == nil {
			whole.Witness = p.Witness
		}
	}
	whole.Traffic = traffic(whole.Part)
	return &whole, len(x.Parts) == 1
}

// around returns an end that holds both.
func around(a, b ruleset.End) ruleset.End {
	both := func(x, y []*ruleset.Name) []*ruleset.Name {
		return slices.DeleteFunc(slices.Clone(x), func(n *ruleset.Name) bool { return !slices.Contains(y, n) })
	}
	return ruleset.End{Addrs: a.Addrs.Union(b.Addrs), In: both(a.In, b.In), Out: both(a.Out, b.Out)}
}

// kindOf compares outcomes: the smaller one is stricter, a translation passes.
func kindOf(before, after ruleset.Outcome) Kind {
	switch {
	case filter.IsTranslation(before) || filter.IsTranslation(after):
		if before == filter.Denied {
			return Opened
		}
		if after == filter.Denied {
			return Closed
		}
		return Rerouted
	case before < after:
		return Opened
	}
	return Closed
}

// traffic returns the services of a part in words. Protocols that a virtual
// network does not carry are left out where there are others.
func traffic(x ruleset.Part) packet.Traffic {
	f := family(x)
	carried := x.Service.Intersect(packetset.FromTraffic(packet.AnyTraffic(), f))
	if carried.IsEmpty() {
		return x.Service.Traffic(f)
	}
	return carried.Traffic(f)
}

func family(x ruleset.Part) packet.Family {
	a, _ := x.Src.Addrs.Lowest()
	return packet.FamilyOf(a)
}
