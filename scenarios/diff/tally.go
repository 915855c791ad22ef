package diff

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"sync"

	"vnetproof/scenarios/finding"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/topology"
)

func errIsBudget(err error) bool { return errors.Is(err, symbolic.ErrBudget) }

// changedPairs counts the pairs of ends between which anything changes.
func (d *designer) changedPairs() int {
	pairs := map[[2]string]bool{}
	for i := range d.moved {
		for _, m := range d.moved[i] {
			from := d.ends.ofNew[m.origin.new]
			if m.origin.new == 0 {
				from = d.ends.ofOld[m.origin.old]
			}
			pairs[[2]string{d.ends.groups[from], d.ends.groups[m.end]}] = true
		}
	}
	return len(pairs)
}

// families returns the address families that any origin has.
func (d *designer) families() []packet.Family {
	var out []packet.Family
	for _, f := range packet.Families() {
		if slices.ContainsFunc(d.origins, func(o origin) bool { return d.isInside(o) && !o.addresses.OfFamily(f).IsEmpty() }) {
			out = append(out, f)
		}
	}
	return out
}

// isInside tells whether an origin is a host or site: the internet has both families.
func (d *designer) isInside(o origin) bool {
	return o.new != d.new.Network.Internet && o.old != d.old.Network.Internet
}

// resources lists what one version lacks, by ID, else by type and names.
func (d *designer) resources() (added, removed []*topology.Resource) {
	return lacking(d.new.Design, d.old.Design), lacking(d.old.Design, d.new.Design)
}

// lacking lists the resources of a design that another one lacks.
func lacking(of, in *topology.Design) []*topology.Resource {
	var out []*topology.Resource
	lacks := lacksIn(in)
	for i, n := range of.All {
		r := n.Base()
		if i < len(in.All) && in.All[i].Base().ID == r.ID || r.ID == "" || !lacks(r.ID) {
			continue
		}
		if !isPart(r.ID) || isSubnet(r.ID) && !lacks(r.ID.Parent()) {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b *topology.Resource) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.ID.Type()), strings.ToLower(b.ID.Type())), cmp.Compare(a.ID.Key(), b.ID.Key()))
	})
	return out
}

// lacksIn tells whether a design has nothing with an ID, nor with its type and
// names, which are listed when first asked for.
func lacksIn(d *topology.Design) func(topology.ID) bool {
	named := sync.OnceValue(func() map[string]bool {
		names := map[string]bool{}
		for _, n := range d.All {
			names[typedName(n.Base().ID)] = true
		}
		return names
	})
	return func(id topology.ID) bool { return d.ByID(id) == nil && !named()[typedName(id)] }
}

// isPart tells whether a resource stands in another one: its rules, routes and
// configurations are policy.
func isPart(id topology.ID) bool { return strings.Count(id.Type(), "/") > 1 }

func isSubnet(id topology.ID) bool {
	return strings.EqualFold(id.Type(), "Microsoft.Network/virtualNetworks/subnets")
}

// addGaps adds the gaps that say something new.
func addGaps(list, more []*pipeline.Gap) []*pipeline.Gap {
	for _, g := range more {
		if !slices.ContainsFunc(list, func(old *pipeline.Gap) bool { return gapKey([]*pipeline.Gap{old}) == gapKey([]*pipeline.Gap{g}) }) {
			list = append(list, g)
		}
	}
	return list
}

func typedName(id topology.ID) string { return strings.ToLower(id.Type() + " " + id.Path()) }

// sortFlows orders flows: opened before closed before rerouted; what comes with
// resources last; then by ends.
func sortFlows(list []*Flow) {
	slices.SortStableFunc(list, func(a, b *Flow) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.With, b.With), compareCauses(a.Cause, b.Cause), compareEnds(a.Source, b.Source),
			compareEnds(a.Destination, b.Destination), cmp.Compare(a.Traffic.String(), b.Traffic.String()))
	})
}

// compareCauses orders causes by where they stand.
func compareCauses(a, b *pipeline.Cause) int {
	if a == nil || b == nil {
		return cmp.Compare(causeKey(a), causeKey(b))
	}
	return a.Pos.Compare(b.Pos)
}

func compareEnds(a, b finding.Ends) int {
	return slices.CompareFunc(a, b, func(x, y finding.End) int {
		return cmp.Or(x.Addresses.Compare(y.Addresses), cmp.Compare(x.Name, y.Name))
	})
}
