package judge

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"vnetproof/scenarios/suite"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
)

// close sums up what the exchanges said.
func (t *trial) close() (*Decision, error) {
	if t.Expect == suite.Some {
		t.some()
	}
	d := t.decision
	for _, f := range t.faults {
		v, err := t.violation(f)
		if err != nil {
			return nil, err
		}
		d.Violations = append(d.Violations, v)
	}
	order(d.Violations)
	if (t.Expect == suite.Via || t.Expect == suite.NotVia) && !t.possible && !t.overrun && len(t.unknown) == 0 {
		d.Notes = append(d.Notes, "nothing gets through")
	}
	if d.Verdict == Inconclusive {
		t.explainDoubt()
	}
	t.assume()
	return d, t.noteRelays()
}

// explainDoubt lists the gaps that make the statement inconclusive, and what
// holds without them.
func (t *trial) explainDoubt() {
	doubtful := map[pipeline.PlaceID]bool{}
	gaps := slices.Clone(t.unknown)
	for _, p := range t.doubtful {
		doubtful[p.flow.Source.Place] = true
		gaps = append(gaps, p.flow.Gaps...)
		if c := p.flow.Cause; c != nil && c.Gap != nil {
			gaps = append(gaps, c.Gap)
		}
	}
	if t.overrun {
		gaps = append(gaps, overrun)
	}
	t.decision.Gaps = sortGaps(gaps)
	if !t.overrun {
		t.known(doubtful)
	}
}

// overrun is the gap of a question that is too big.
var overrun = &pipeline.Gap{Property: "budget", Why: "the question takes more work than is allowed",
	Supply: "ask for less at once: fewer sources, destinations or kinds of traffic; or allow more with --budget"}

// known says from how many sources the statement holds for certain.
func (t *trial) known(doubtful map[pipeline.PlaceID]bool) {
	all, sure := map[pipeline.PlaceID]bool{}, map[pipeline.PlaceID]packet.AddrSet{}
	for _, e := range t.exchanges {
		for _, s := range e.from {
			all[s.Place] = true
			if !doubtful[s.Place] {
				sure[s.Place] = sure[s.Place].Union(s.Addresses)
			}
		}
	}
	if t.Expect == suite.Some || len(sure) == 0 {
		return
	}
	names := t.judge.Names.Of(sure)
	if len(names) > 3 {
		t.decision.Known = append(t.decision.Known, fmt.Sprintf("it holds for certain from %d of %d sources", len(sure), len(all)))
		return
	}
	text := ""
	for i, n := range names {
		if i > 0 {
			text += ", "
		}
		text += n.Name
	}
	t.decision.Known = append(t.decision.Known, "it holds for certain from "+text)
}

// sortGaps orders gaps by place and drops equal ones.
func sortGaps(gaps []*pipeline.Gap) []*pipeline.Gap {
	return sorted(gaps, func(a, b *pipeline.Gap) int {
		if c := a.Pos.Compare(b.Pos); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(a.Resource.Key(), b.Resource.Key()), cmp.Compare(a.Property, b.Property), cmp.Compare(a.Why, b.Why))
	})
}

// sorted orders a list without repeats and drops items that compare equal.
func sorted[T comparable](list []T, compare func(a, b T) int) []T {
	list = distinct(list)
	slices.SortStableFunc(list, compare)
	return slices.CompactFunc(list, func(a, b T) bool { return compare(a, b) == 0 })
}

// distinct returns the items of a list, each once, in order.
func distinct[T comparable](list []T) []T {
	seen := make(map[T]bool, len(list))
	var out []T
	for _, item := range list {
		if !seen[item] {
			seen[item] = true
			out = append(out, item)
		}
	}
	return out
}

// assume collects the assumptions that the verdict rests on.
func (t *trial) assume() {
	list := slices.Clone(t.judge.Pipeline.Assumptions)
	for _, e := range t.exchanges {
		list = append(list, e.assumed...)
		for _, s := range e.from {
			list = append(list, t.judge.Pipeline.Places[s.Place].Assumptions...)
			for _, p := range e.pieces[s.Place] {
				list = append(list, p.flow.Assumptions...)
			}
		}
		for _, g := range e.to {
			list = append(list, t.judge.Pipeline.Places[g.Place].Assumptions...)
		}
	}
	t.decision.Assumptions = sortAssumptions(list)
}

// sortAssumptions orders assumptions by place and drops equal ones.
func sortAssumptions(list []*pipeline.Assumption) []*pipeline.Assumption {
	return sorted(list, func(a, b *pipeline.Assumption) int {
		if c := a.Pos.Compare(b.Pos); c != 0 {
			return c
		}
		return cmp.Compare(a.Text, b.Text)
	})
}

// count says what the exchanges cover.
func (t *trial) count() {
	c := &t.decision.Checked
	from, to := map[pipeline.PlaceID]bool{}, map[pipeline.PlaceID]bool{}
	planned := map[pipeline.PlaceID]packet.AddrSet{}
	note := func(side map[pipeline.PlaceID]bool, at pipeline.PlaceID, set packet.AddrSet) {
		if t.judge.kind(at) == pipeline.PlannedNode {
			planned[at] = planned[at].Union(set)
		} else {
			side[at] = true
		}
	}
	for _, e := range t.exchanges {
		if !slices.Contains(c.Families, e.family) {
			c.Families = append(c.Families, e.family)
		}
		for _, s := range e.from {
			note(from, s.Place, s.Addresses)
			c.Packets += t.asked(e, s).Count()
		}
		for _, g := range e.to {
			if !g.Addressed.IsEmpty() || g.Sent.Overlaps(t.judge.Pipeline.Places[g.Place].Addresses) {
				note(to, g.Place, g.Addressed)
			}
		}
	}
	c.Sources, c.Destinations = len(from), len(to)
	for _, place := range slices.Sorted(maps.Keys(planned)) {
		c.Planned += planned[place].Count()
	}
	c.Packets = rounded(c.Packets)
}

// rounded keeps six digits of a count too big to be exact, so that the order of
// adding does not show.
func rounded(n float64) float64 {
	if n < 1<<53 {
		return n
	}
	r, _ := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 6, 64), 64)
	return r
}

// asked returns the packets of a source that the statement is about.
func (t *trial) asked(e *exchange, s pipeline.Source) packetset.Set {
	if t.Expect == suite.Reachable {
		return t.demandedOf(e, s)
	}
	sent := e.sentAll
	if !t.judge.isPair(s.Place, s.Place) {
		sent = sent.Subtract(t.judge.Pipeline.Places[s.Place].Addresses)
	}
	services := e.asked
	if t.Expect == suite.Only {
		services = services.Union(e.beside)
	}
	return packetset.Of(s.Addresses, sent, services)
}
