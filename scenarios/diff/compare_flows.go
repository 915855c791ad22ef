package diff

import (
	"slices"
	"strconv"
	"strings"

	"vnetproof/sim/packetset"
)

// moved is packets of one origin with another fate than before.
type moved struct {
	origin  origin
	kind    Kind
	perhaps bool
	end     endID // zero: what the packets are addressed to
	packets packetset.Set
	// was and is are flows that show it; nil where that version has no such source.
	was, is *flow
}

// compareFlows tells what is different of one origin. Each list covers the same
// packets.
func compareFlows(at origin, was, is []*flow) []moved {
	c := &flowComparer{at: at}
	open := union(several(was)).Union(union(several(is)))
	if !open.IsEmpty() {
		c.open(within(was, open), within(is, open))
		was, is = beside(was, open), beside(is, open)
	}
	c.sure(was, is)
	return c.out
}

// several returns the flows whose packets may have other fates, too.
func several(list []*flow) []*flow {
	return slices.DeleteFunc(slices.Clone(list), func(f *flow) bool { return !f.many })
}

// within returns what of flows is in a set.
func within(list []*flow, set packetset.Set) []*flow {
	return cutAll(list, func(s packetset.Set) packetset.Set { return s.Intersect(set) })
}

// beside returns what of flows is not in a set.
func beside(list []*flow, set packetset.Set) []*flow {
	return cutAll(list, func(s packetset.Set) packetset.Set { return s.Subtract(set) })
}

func cutAll(list []*flow, cut func(packetset.Set) packetset.Set) []*flow {
	var out []*flow
	for _, f := range list {
		if left := cut(f.Packets); !left.IsEmpty() {
			out = append(out, f.with(left))
		}
	}
	return out
}

// with returns the flow with other packets.
func (f *flow) with(packets packetset.Set) *flow {
	inner := *f.Flow
	inner.Packets = packets
	out := *f
	out.Flow, out.to = &inner, packets.Destinations()
	return &out
}

type flowComparer struct {
	at  origin
	out []moved
}

func (c *flowComparer) add(m moved) {
	m.origin = c.at
	c.out = append(c.out, m)
}

// sure compares packets that have one fate in each version.
func (c *flowComparer) sure(was, is []*flow) {
	before, after := byFate(was), byFate(is)
	changed := map[fate]packetset.Set{}
	for f, set := range before {
		changed[f] = set.Subtract(after[f])
	}
	for _, f := range was {
		rest := f.Packets.Intersect(changed[f.fate])
		if rest.IsEmpty() {
			continue
		}
		to := rest.Destinations()
		for _, g := range is {
			if f.fate == g.fate || !to.Overlaps(g.to) {
				continue
			}
			if both := rest.Intersect(g.Packets); !both.IsEmpty() {
				c.move(f.with(both), g.with(both), both)
			}
		}
	}
}

func byFate(list []*flow) map[fate]packetset.Set {
	out := map[fate]packetset.Set{}
	for _, f := range list {
		out[f.fate] = out[f.fate].Union(f.Packets)
	}
	return out
}

// move tells a certain change from one fate to another.
func (c *flowComparer) move(was, is *flow, packets packetset.Set) {
	switch {
	case was.end == is.end && was.level < is.level:
		c.add(moved{kind: Opened, end: is.end, packets: packets, was: was, is: is})
	case was.end == is.end && was.level > is.level:
		c.add(moved{kind: Closed, end: was.end, packets: packets, was: was, is: is})
	case was.end == is.end && was.level != nowhere && was.hops != is.hops:
		c.add(moved{kind: Rerouted, end: is.end, packets: packets, was: was, is: is})
	case was.end != is.end:
		if was.level != nowhere {
			c.add(moved{kind: Closed, end: was.end, packets: packets, was: was, is: is})
		}
		if is.level != nowhere {
			c.add(moved{kind: Opened, end: is.end, packets: packets, was: was, is: is})
		}
	}
}

// atom is packets that the same flows hold.
type atom struct {
	packets packetset.Set
	flows   []*flow
}

// atoms cuts packets by the flows that hold them.
func atoms(list []*flow) []atom {
	var out []atom
	for _, f := range list {
		left := f.Packets
		for i := range out {
			both := out[i].packets.Intersect(left)
			if both.IsEmpty() {
				continue
			}
			left = left.Subtract(both)
			if rest := out[i].packets.Subtract(both); !rest.IsEmpty() {
				out = append(out, atom{rest, out[i].flows})
			}
			out[i] = atom{both, append(slices.Clone(out[i].flows), f)}
		}
		if !left.IsEmpty() {
			out = append(out, atom{left, []*flow{f}})
		}
	}
	return out
}

// open compares packets that may have several fates.
func (c *flowComparer) open(was, is []*flow) {
	after := atoms(is)
	for _, a := range atoms(was) {
		for _, b := range after {
			if both := a.packets.Intersect(b.packets); !both.IsEmpty() && fatesKey(a.flows) != fatesKey(b.flows) {
				c.judge(both, a.flows, b.flows)
			}
		}
	}
}

// fatesKey is equal where everything that may happen is, for the same reasons.
func fatesKey(list []*flow) string {
	var keys []string
	for _, f := range list {
		keys = append(keys, strings.Join([]string{strconv.Itoa(int(f.end)), strconv.Itoa(int(f.level)), f.hops,
			strconv.FormatBool(f.unknown), strconv.FormatBool(f.Certain), gapKey(f.Gaps)}, "|"))
	}
	slices.Sort(keys)
	return strings.Join(slices.Compact(keys), "\n")
}

// judge tells what is opened or closed, for certain or perhaps, end by end.
func (c *flowComparer) judge(packets packetset.Set, was, is []*flow) {
	var known []endID
	for _, f := range slices.Concat(was, is) {
		if f.level != nowhere && !slices.Contains(known, f.end) {
			known = append(known, f.end)
		}
	}
	if len(known) == 0 {
		known = []endID{0}
	}
	slices.Sort(known)
	for _, end := range known {
		c.judgeEnd(packets, end, rangeOf(was, end), rangeOf(is, end))
	}
}

// span is how far packets get at least and at most, and flows that show it.
type span struct {
	least, most     level
	atLeast, atMost *flow
	hops            string
}

// rangeOf returns how far packets with several fates get towards an end. Where
// all flows are certain, the packets go all of their ways.
func rangeOf(list []*flow, end endID) span {
	s := span{least: answers}
	sure := !slices.ContainsFunc(list, func(f *flow) bool { return !f.Certain || f.unknown })
	for _, f := range list {
		lo, hi := nowhere, nowhere
		if f.end == end && f.level != nowhere {
			lo, hi = f.level, f.level
			s.hops += f.hops + "/"
		}
		if f.unknown {
			hi = answers
		}
		if s.atLeast == nil || lo < s.least {
			s.least, s.atLeast = lo, f
		}
		if s.atMost == nil || hi > s.most {
			s.most, s.atMost = hi, f
		}
	}
	if sure {
		s.least, s.atLeast = s.most, s.atMost
	}
	return s
}

func (c *flowComparer) judgeEnd(packets packetset.Set, end endID, was, is span) {
	certain := was.least == was.most && is.least == is.most
	m := moved{end: end, packets: packets}
	switch {
	case is.least > was.most, !certain && is.most > was.least:
		m.kind, m.was, m.is = Opened, was.atLeast, is.atMost
		m.perhaps = is.least <= was.most
	case is.most < was.least, !certain && is.least < was.most:
		m.kind, m.was, m.is = Closed, was.atMost, is.atLeast
		m.perhaps = is.most >= was.least
	case was.most != nowhere && was.hops != is.hops:
		m.kind, m.was, m.is = Rerouted, was.atMost, is.atMost
		m.perhaps = !certain || slices.ContainsFunc([]*flow{was.atMost, is.atMost}, func(f *flow) bool { return !f.Certain })
	default:
		return
	}
	m.was, m.is = m.was.with(packets), m.is.with(packets)
	c.add(m)
}
