package diff

import (
	"context"
	"errors"

	"vnetproof/sim/filter"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/ruleset"
	"vnetproof/topology"
)

// Verdict is what became of a filter.
type Verdict uint8

const (
	VerdictUnset Verdict = iota
	// Equivalent filters treat every packet alike, at every place.
	Equivalent
	// Different filters treat a packet differently, at some place.
	Different
	// Inconclusive filters may be equivalent or not, because of the Gaps.
	Inconclusive
	// Added filters are in the new design only, Removed ones in the old one only.
	Added
	Removed
)

// String returns the verdict in one word.
func (v Verdict) String() string {
	return [...]string{"unset", "equivalent", "different", "inconclusive", "added", "removed"}[v]
}

// Filters is what became of all filters.
type Filters struct {
	Filters []*Filter
	// Families are the address families that were compared: those that a network
	// or rule of either design has.
	Families []packet.Family
}

// Filter is what became of one filter.
type Filter struct {
	Old, New *filter.Filter // one may be nil
	Verdict  Verdict
	// Changes are what is treated differently for certain, Perhaps what is if
	// the Gaps turn out so.
	Changes, Perhaps []*Change
	Gaps             []*pipeline.Gap
	// Budget says that the comparison was given up.
	Budget bool
}

// Either returns the new version of the filter, or the old one if it was removed.
func (f *Filter) Either() *filter.Filter {
	if f.New != nil {
		return f.New
	}
	return f.Old
}

// Options limit a comparison.
type Options struct {
	Budget int64 // of each pair of filters; 0: that of ruleset
}

// OfFilters compares the filters of two designs that have the same ID, or else
// the same name. An error is that of ctx.
func OfFilters(ctx context.Context, before, after *topology.Design, o Options) (*Filters, error) {
	names := filter.NewNames()
	names.Align(before, after)
	pairs := match(filter.Of(before, names), filter.Of(after, names))
	out := &Filters{Families: filter.Families(before, after)}
	c := &comparer{ctx: ctx, names: names, options: ruleset.Options{Budget: o.Budget, Families: out.Families}}
	for _, f := range pairs {
		if err := c.compare(f); err != nil {
			return nil, err
		}
		out.Filters = append(out.Filters, f)
	}
	return out, nil
}

// comparer compares pairs of filters.
type comparer struct {
	ctx     context.Context
	names   *filter.Names
	options ruleset.Options
}

func (c *comparer) compare(f *Filter) error {
	switch {
	case f.Old == nil:
		f.Verdict = Added
		return nil
	case f.New == nil:
		f.Verdict = Removed
		return nil
	}
	f.Gaps = append(f.Old.Gaps[:len(f.Old.Gaps):len(f.Old.Gaps)], f.New.Gaps...)
	if len(f.Gaps) > 0 {
		f.Verdict = Inconclusive
		return nil
	}
	changes, err := ruleset.Difference(c.ctx, f.Old.List, f.New.List, c.options)
	if errors.Is(err, ruleset.ErrBudget) {
		f.Verdict, f.Budget = Inconclusive, true
		return nil
	}
	if err != nil {
		return err
	}
	c.sort(f, changes)
	return nil
}

// sort tells what is different for certain from what may be.
func (c *comparer) sort(f *Filter, changes []ruleset.Change) {
	for _, x := range joinRules(f, changes) {
		sure, unsure := c.change(f, x)
		if sure != nil {
			f.Changes = append(f.Changes, sure)
		}
		if unsure != nil {
			f.Perhaps = append(f.Perhaps, unsure)
			for _, p := range unsure.Parts {
				f.Gaps = c.addGaps(f.Gaps, p.Unsure)
			}
		}
	}
	switch {
	case len(f.Changes) > 0:
		f.Verdict = Different
	case len(f.Perhaps) > 0:
		f.Verdict = Inconclusive
	default:
		f.Verdict = Equivalent
	}
}

func (c *comparer) addGaps(gaps []*pipeline.Gap, names []*ruleset.Name) []*pipeline.Gap {
	for _, n := range names {
		if g := c.names.Gap(n); g != nil && !hasGap(gaps, g) {
			gaps = append(gaps, g)
		}
	}
	return gaps
}

func hasGap(gaps []*pipeline.Gap, g *pipeline.Gap) bool {
	for _, other := range gaps {
		if other == g {
			return true
		}
	}
	return false
}

// Has tells whether there is a change of that kind for certain.
func (r *Filters) Has(k Kind) bool {
	for _, f := range r.Filters {
		for _, c := range f.Changes {
			if c.Kind == k {
				return true
			}
		}
	}
	return false
}

// Inconclusive tells whether anything is not known to be equivalent or different.
func (r *Filters) Inconclusive() bool {
	for _, f := range r.Filters {
		if f.Verdict == Inconclusive || len(f.Perhaps) > 0 {
			return true
		}
	}
	return false
}
