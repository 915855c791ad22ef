package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// dynamicHosts are the hosts of one subnet whose addresses Azure chooses.
type dynamicHosts struct {
	free  packet.AddrSet // addresses that they may get
	taken packet.AddrSet // those that they are taken to have
	gap   *pipeline.Gap
}

// indexDynamic finds the subnets with hosts without a fixed address. In Azure's
// own subnets the platform's resources are alone: theirs is the first address.
func (c *compiler) indexDynamic() {
	for _, v := range c.vnets {
		for _, s := range v.subnets {
			if d, ok := s.dynamicHosts(); ok && s.hostsPeople() {
				c.dynamic = append(c.dynamic, d)
				c.dynamicSpace = c.dynamicSpace.Union(d.free)
			}
		}
	}
}

func (s *subnet) dynamicHosts() (dynamicHosts, bool) {
	var fixed, taken []packet.AddrRange
	var usable packet.AddrSet // of the families that they have addresses of
	var first *claim
	for _, h := range s.claims {
		r := packet.AddrRange{Lo: h.addr, Hi: h.addr}
		switch {
		case h.assumed == nil:
			fixed = append(fixed, r)
		default:
			taken = append(taken, r)
			usable = usable.Union(s.usable().OfFamily(packet.FamilyOf(h.addr)))
			if first == nil {
				first = h
			}
		}
	}
	if first == nil {
		return dynamicHosts{}, false
	}
	return dynamicHosts{free: usable.Subtract(packet.AddrSetOf(fixed...)), taken: packet.AddrSetOf(taken...),
		gap: &pipeline.Gap{Resource: first.owner, Property: "privateIPAddress", Pos: first.pos,
			Why:    "which address of " + s.path() + " " + first.name + " has: a rule or route tells its free addresses apart",
			Supply: "privateIPAddress of " + first.name}}, true
}

// undecided takes from a set of addresses the hosts of which it is not known
// whether they are in it: those whose address Azure chooses among some that are
// in the set and some that are not.
func (c *compiler) undecided(m addressMatch) addressMatch {
	if !m.sure.Overlaps(c.dynamicSpace) {
		return m
	}
	for _, d := range c.dynamic {
		if !m.sure.Overlaps(d.free) || m.sure.ContainsSet(d.free) {
			continue
		}
		m.sure = m.sure.Subtract(d.taken)
		m = m.maybeAlso(d.taken, d.gap)
	}
	return m
}
