package diff

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"vnetproof/scenarios/finding"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
)

// spot is a place of the new version, or one that only the old version has.
type spot struct {
	isOld bool
	place pipeline.PlaceID
}

// side is addresses by place; place zero is none: addresses alone.
type side map[spot]packet.AddrSet

// product is packets from each of a side to each of another.
type product struct {
	from, to side
	family   packet.Family
	services packetset.ServiceSet
	example  *moved
	box      packetset.Box
}

// bundle is products that change in one manner, by one decision.
type bundle struct {
	story
	products []product
}

// story is what changes of one bundle have in common.
type story struct {
	moved
	with                With
	oneWay              bool
	cause, was, stopped *pipeline.Cause
	path, wasPath       []string
}

// bundles joins changes that differ in their ends only.
func (d *designer) bundles() []*bundle {
	var out []*bundle
	at := map[string]*bundle{}
	for i := range d.moved {
		for k := range d.moved[i] {
			m := &d.moved[i][k]
			s := d.story(m)
			b := at[s.key()]
			if b == nil {
				b = &bundle{story: s}
				at[s.key()] = b
				out = append(out, b)
			}
			b.products = append(b.products, d.products(m)...)
		}
	}
	return out
}

func (s *story) key() string {
	return fmt.Sprint(s.kind, s.perhaps, s.with, s.oneWay, "\n", causeKey(s.cause), "\n", causeKey(s.was), "\n", causeKey(s.stopped), "\n",
		s.path == nil, s.path, s.wasPath == nil, s.wasPath)
}

// causeKey tells causes apart by what they say.
func causeKey(c *pipeline.Cause) string {
	if c == nil {
		return ""
	}
	return fmt.Sprint(c.Resource.Key(), c.Pos.File(), c.Pos.Offset(), saying(c))
}

// saying is equal for causes that say the same, wherever they stand.
func saying(c *pipeline.Cause) string {
	if c == nil {
		return ""
	}
	key := fmt.Sprint(c.Kind, c.Name, c.Reason)
	if c.Filter != nil {
		key += fmt.Sprint(*c.Filter)
	}
	if c.Route != nil {
		key += fmt.Sprint(*c.Route)
	}
	return key
}

// story tells a change by the first decision that differs.
func (d *designer) story(m *moved) story {
	s := story{moved: *m, path: d.is.path(m.is), wasPath: d.was.path(m.was)}
	s.cause, s.was = d.parting(m)
	loser := m.is
	if m.kind == Opened {
		loser = m.was
	}
	if m.kind != Rerouted && loser.Cause != nil && saying(loser.Cause) != saying(s.cause) && saying(loser.Cause) != saying(s.was) {
		if s.stopped = loser.Cause; loser == m.is {
			s.stopped = d.located.cause(s.stopped)
		}
	}
	s.cause = d.located.cause(s.cause)
	winner := m.is
	if m.kind == Closed {
		winner = m.was
	}
	s.oneWay = winner.level == arrives && !winner.unknown
	switch {
	case m.origin.old == 0 || m.kind == Opened && m.end != 0 && !d.ends.inOld[m.end]:
		s.with = WithAdded
	case m.origin.new == 0 || m.kind == Closed && m.end != 0 && !d.ends.inNew[m.end]:
		s.with = WithRemoved
	}
	return s
}

// parting returns what decides now and what decided before, where the versions
// part; of an origin that one of them lacks, what let the packets through.
func (d *designer) parting(m *moved) (now, before *pipeline.Cause) {
	switch {
	case m.origin.old == 0:
		return d.deciding(d.is, m.is), nil
	case m.origin.new == 0:
		return nil, d.deciding(d.was, m.was)
	}
	was, is := slices.Concat(m.was.Forward, m.was.Return), slices.Concat(m.is.Forward, m.is.Return)
	for i := 0; i < len(was) && i < len(is); i++ {
		if d.change.SameStep(was[i], is[i]) {
			continue
		}
		before, now = d.told(d.was.p, was[i:]), d.told(d.is.p, is[i:])
		if saying(now) != saying(before) {
			return now, before
		}
	}
	return d.deciding(d.is, m.is), d.deciding(d.was, m.was)
}

// told returns the cause of the first step that has one.
func (d *designer) told(p *pipeline.Pipeline, steps []pipeline.Step) *pipeline.Cause {
	for _, s := range steps {
		c := p.CauseOf(s)
		if c == nil || c.Kind == pipeline.CauseUnset || c.Kind == pipeline.NSGRule && c.Filter == nil {
			continue // the way from one table to the next
		}
		return c
	}
	return nil
}

// deciding returns what stopped a flow, or let it through.
func (d *designer) deciding(v *version, f *flow) *pipeline.Cause {
	if f.Cause != nil || len(f.Forward) == 0 {
		return f.Cause
	}
	return v.p.LetThrough(f.Forward)
}

// products cuts the packets of a change into products.
func (d *designer) products(m *moved) []product {
	from, to := d.spotOf(m.origin), d.destination(m)
	var out []product
	for _, box := range m.packets.Boxes() {
		out = append(out, product{from: side{from: box.Src}, to: side{to: box.Dst}, family: box.Family(), services: box.Service, example: m, box: box})
	}
	return out
}

func (d *designer) spotOf(o origin) spot {
	if o.new != 0 {
		return spot{false, o.new}
	}
	return spot{true, o.old}
}

// destination is where the packets of a change arrive, now or before.
func (d *designer) destination(m *moved) spot {
	f, isOld := m.is, false
	if m.end == 0 {
		return spot{}
	}
	if m.kind == Closed || m.is.end != m.end {
		f, isOld = m.was, true
	}
	if same := pipeline.PlaceID(0); isOld {
		if same = d.change.Place(f.Destination); same != 0 {
			return spot{false, same}
		}
	}
	return spot{isOld, f.Destination}
}

// joined joins products that are equal in two of their three parts.
func joined(list []product) []product {
	list = joinBy(list, func(p product) string { return p.words() + p.to.key() }, func(p *product, o product) { p.from = p.from.with(o.from) })
	list = joinBy(list, func(p product) string { return p.words() + p.from.key() }, func(p *product, o product) { p.to = p.to.with(o.to) })
	return joinBy(list, func(p product) string { return fmt.Sprint(p.family) + p.from.key() + p.to.key() },
		func(p *product, o product) { p.services = p.services.Union(o.services) })
}

func joinBy(list []product, key func(product) string, join func(*product, product)) []product {
	var out []product
	at := map[string]int{}
	for _, p := range list {
		k := key(p)
		if i, ok := at[k]; ok {
			join(&out[i], p)
			continue
		}
		at[k] = len(out)
		out = append(out, p)
	}
	return out
}

func (p *product) words() string { return fmt.Sprint(p.family, p.services.Services(), "|") }

// with returns the union of two sides; neither is changed.
func (s side) with(o side) side {
	out := maps.Clone(s)
	for at, set := range o {
		out[at] = out[at].Union(set)
	}
	return out
}

func (s side) spots() []spot {
	return slices.SortedFunc(maps.Keys(s), func(a, b spot) int {
		if a.isOld != b.isOld {
			return cmp.Compare(fmt.Sprint(a.isOld), fmt.Sprint(b.isOld))
		}
		return cmp.Compare(a.place, b.place)
	})
}

func (s side) key() string {
	var b strings.Builder
	for _, at := range s.spots() {
		fmt.Fprintf(&b, "%v%d:%s;", at.isOld, at.place, s[at].Key())
	}
	return b.String()
}

// names tells a side in the names of the new version, and in those of the old
// one where it has none.
func (d *designer) names(s side) finding.Ends {
	news, olds := map[pipeline.PlaceID]packet.AddrSet{}, map[pipeline.PlaceID]packet.AddrSet{}
	var out finding.Ends
	for _, at := range s.spots() {
		switch {
		case at.place == 0:
			out = append(out, finding.End{Name: s[at].String(), Addresses: s[at]})
		case at.isOld:
			olds[at.place] = s[at]
		default:
			news[at.place] = s[at]
		}
	}
	return append(append(out, d.newNames.Of(news)...), d.oldNames.Of(olds)...)
}

// result tells the bundles as flows, each with a witness that was walked.
func (d *designer) result() (*Designs, error) {
	r := &Designs{Old: d.old.Pipeline, New: d.new.Pipeline, Pairs: d.ends.pairs(), Changed: d.changedPairs(), Families: d.families()}
	r.Added, r.Removed = d.resources()
	for _, b := range d.bundles() {
		for _, p := range joined(b.products) {
			f, err := d.flow(b, p)
			if err != nil {
				return nil, err
			}
			if b.perhaps {
				r.Perhaps = append(r.Perhaps, f)
				r.Gaps = addGaps(r.Gaps, f.Gaps)
			} else {
				r.Flows = append(r.Flows, f)
			}
			r.Assumptions = addNew(r.Assumptions, f.Assumptions...)
		}
	}
	for i, overrun := range d.overrun {
		if overrun {
			r.Gaps = append(r.Gaps, d.budgetGap(d.origins[i]))
		}
	}
	sortFlows(r.Flows)
	sortFlows(r.Perhaps)
	return r, nil
}

// flow tells one product.
func (d *designer) flow(b *bundle, p product) (*Flow, error) {
	f := &Flow{Kind: b.kind, Source: d.names(p.from), Destination: d.names(p.to), Traffic: p.services.Traffic(p.family), OneWay: b.oneWay, With: b.with,
		Cause: b.cause, Was: b.was, Stopped: b.stopped, Path: b.path, WasPath: b.wasPath}
	shown := packetset.FromBoxes(p.box)
	f.Witness, _ = shown.Pick()
	var err error
	if m := p.example; m.origin.new != 0 {
		if f.Now, err = d.new.Replay(m.is.with(shown).Flow); err != nil && !errIsBudget(err) {
			return nil, err
		}
		f.basis(m.is.Flow, d.located)
	}
	if m := p.example; m.origin.old != 0 {
		if f.Before, err = d.old.Replay(m.was.with(shown).Flow); err != nil && !errIsBudget(err) {
			return nil, err
		}
		f.basis(m.was.Flow, nil)
	}
	return f, nil
}

// basis adds what a flow rests on.
func (f *Flow) basis(of *symbolic.Flow, at *located) {
	for _, g := range of.Gaps {
		f.Gaps = addNew(f.Gaps, at.gap(g))
	}
	if of.Cause != nil && of.Cause.Gap != nil {
		f.Gaps = addNew(f.Gaps, at.gap(of.Cause.Gap))
	}
	for _, a := range of.Assumptions {
		f.Assumptions = addNew(f.Assumptions, at.assumption(a))
	}
}

func addNew[T comparable](list []T, items ...T) []T {
	for _, item := range items {
		if !slices.Contains(list, item) {
			list = append(list, item)
		}
	}
	return list
}

func (d *designer) budgetGap(o origin) *pipeline.Gap {
	at := d.spotOf(o)
	name := d.newNames.Place(o.new)
	if at.isOld {
		name = d.oldNames.Place(o.old)
	}
	return &pipeline.Gap{Property: "budget", Why: "whether what " + name + " sends is treated alike: the question takes more work than is allowed"}
}
