package ruleset

import (
	"context"
	"slices"
)

// Use says what a rule is good for in its list.
type Use uint8

const (
	UseUnset Use = iota
	// Needed rules decide packets that would be treated otherwise without them.
	Needed
	// Shadowed rules decide nothing: each packet that they match is decided earlier.
	Shadowed
	// Redundant rules decide packets that later rules treat alike.
	Redundant
	// Void rules match no packet at all.
	Void
)

// String returns the use in one word.
func (u Use) String() string {
	return [...]string{"unset", "needed", "shadowed", "redundant", "void"}[u]
}

// Standing is what a rule is good for, and because of which others.
type Standing struct {
	Use Use
	// By are the rules that shadow it: earlier ones, none of which could be
	// missing; or later ones that make it redundant. len(Rules) is the default.
	By []int
}

// Inspect returns the standing of each rule of a list. Shadowed rules do not
// count for the standing of others, and all that are shadowed, redundant or
// void may be removed together: nothing changes. Fixed rules count always and
// are never found redundant.
func Inspect(ctx context.Context, l *List, o Options) ([]Standing, error) {
	return inspect(o.meter(ctx), l, o.Fixed)
}

// Shadows is Inspect without the search for redundant rules, which are Needed here.
func Shadows(ctx context.Context, l *List, o Options) ([]Standing, error) {
	v := newInspection(o.meter(ctx), l, o.Fixed)
	return v.run(v.findShadowed)
}

func inspect(m *meter, l *List, fixed int) ([]Standing, error) {
	v := newInspection(m, l, fixed)
	return v.run(v.findShadowed, v.findRedundant)
}

// inspection is the work on one list.
type inspection struct {
	meter     *meter
	views     []*view // one a family
	standings []Standing
	fixed     int // from this rule on they cannot be removed
}

func newInspection(m *meter, l *List, fixed int) *inspection {
	v := &inspection{meter: m, standings: make([]Standing, len(l.Rules)), fixed: len(l.Rules) - fixed}
	for i := range v.standings {
		v.standings[i].Use = Void
	}
	for _, p := range problems(m.families, l) {
		v.views = append(v.views, p.view(m))
	}
	return v
}

// run takes the steps one after the other.
func (v *inspection) run(steps ...func()) ([]Standing, error) {
	for _, step := range steps {
		if step(); v.meter.err() != nil {
			return nil, v.meter.err()
		}
	}
	return v.standings, nil
}

// findShadowed tells the rules that decide something from those that do not.
func (v *inspection) findShadowed() {
	alive := make([]bool, len(v.standings))
	inParallel(len(alive), func(next func() (int, bool)) {
		probes := v.probes()
		for i, ok := next(); ok; i, ok = next() {
			alive[i] = slices.ContainsFunc(probes, func(p *probe) bool { return p.decides(i) })
		}
		flush(probes)
	})
	probes := v.probes()
	for i := range alive {
		for _, p := range probes {
			if p.has(i) && v.standings[i].Use == Void {
				v.standings[i].Use = Needed
			}
		}
		if v.standings[i].Use == Needed && !alive[i] {
			v.standings[i] = Standing{Shadowed, shadowing(probes, i)}
		}
	}
	flush(probes)
}

// shadowing returns rules that shadow rule i: the first that does so alone, else
// some none of which could be missing.
func shadowing(probes []*probe, i int) []int {
	var rules []int
	for _, p := range probes {
		rules = append(rules, p.overlapping(i)...)
	}
	rules = sortedRules(rules)
	held := func(by []int) bool {
		return !slices.ContainsFunc(probes, func(p *probe) bool { return !p.heldBy(i, by) })
	}
	for k := range rules {
		if held(rules[k : k+1]) {
			return rules[k : k+1]
		}
	}
	rules = usedFor(probes, i, rules)
	for k := len(rules) - 1; k >= 0; k-- {
		if fewer := slices.Delete(slices.Clone(rules), k, k+1); held(fewer) {
			rules = fewer
		}
	}
	return rules
}

// usedFor returns those of rules that one way to show that they hold rule i makes use of.
func usedFor(probes []*probe, i int, rules []int) []int {
	var used []int
	for _, p := range probes {
		p.used = []*term{}
		p.heldBy(i, rules)
		for _, t := range p.used {
			used = append(used, int(t.rule))
		}
		p.used = nil
	}
	return sortedRules(used)
}

func sortedRules(rules []int) []int {
	slices.Sort(rules)
	return slices.Compact(rules)
}

// findRedundant looks, last rule first, for rules whose removal changes nothing.
func (v *inspection) findRedundant() {
	removed := make([]bool, len(v.standings)+1)
	for i, s := range v.standings {
		removed[i] = s.Use != Needed && i < v.fixed
	}
	needed := make([]bool, len(v.standings))
	inParallel(len(needed), func(next func() (int, bool)) {
		probes := v.probes()
		for i, ok := next(); ok; i, ok = next() {
			for _, p := range probes {
				needed[i] = needed[i] || removed[i] || i >= v.fixed || p.matters(i, removed)
			}
		}
		flush(probes)
	})
	probes := v.probes()
	for i := len(needed) - 1; i >= 0; i-- {
		if needed[i] || slices.ContainsFunc(probes, func(p *probe) bool { return p.matters(i, removed) }) {
			continue
		}
		removed[i] = true
		v.standings[i] = Standing{Redundant, standIns(probes, i, removed)}
	}
	flush(probes)
}

// standIns returns the rules that decide in the place of rule i.
func standIns(probes []*probe, i int, removed []bool) []int {
	var by []int
	for _, p := range probes {
		by = append(by, p.standIns(i, removed)...)
	}
	return sortedRules(by)
}

func (v *inspection) probes() []*probe {
	var out []*probe
	for _, w := range v.views {
		out = append(out, &probe{tester: newTester(w.problem, w.meter), view: w})
	}
	return out
}

func flush(probes []*probe) {
	for _, p := range probes {
		p.flush()
	}
}
