package azure

import (
	"net/netip"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// addressMatch is a set of addresses as far as it is known: those in it for
// certain, and those that may be, because of the gap. The two are disjoint.
type addressMatch struct {
	sure, maybe packet.AddrSet
	gap         *pipeline.Gap // set if maybe is not empty: the first reason
}

func anyAddress() addressMatch { return addressMatch{sure: packet.AllAddrs()} }

// maybeAlso adds addresses that may be in the set.
func (m addressMatch) maybeAlso(set packet.AddrSet, gap *pipeline.Gap) addressMatch {
	m.maybe = m.maybe.Union(set).Subtract(m.sure)
	if m.gap == nil && !m.maybe.IsEmpty() {
		m.gap = gap
	}
	return m
}

func (m addressMatch) union(o addressMatch) addressMatch {
	m.sure = m.sure.Union(o.sure)
	m.maybe = m.maybe.Union(o.maybe).Subtract(m.sure)
	if m.gap == nil {
		m.gap = o.gap
	}
	if m.maybe.IsEmpty() {
		m.gap = nil
	}
	return m
}

// all returns every address that is or may be in the set.
func (m addressMatch) all() packet.AddrSet { return m.sure.Union(m.maybe) }

func (m addressMatch) key() string {
	key := m.sure.Key() + "|" + m.maybe.Key()
	if m.gap != nil {
		key += "|" + string(m.gap.Resource) + "|" + m.gap.Property + "|" + m.gap.Why
	}
	return key
}

// addressField returns what one address field of a rule matches in a context.
func (c *compiler) addressField(p topology.Property[[]topology.AddressTerm], r *topology.SecurityRule, ctx *tagContext) addressMatch {
	if u := p.Unknown(); u != nil {
		gap := unknownGap(u, r.ID, "addressPrefix", "which addresses rule "+r.Name+" names", p.Pos)
		return addressMatch{}.maybeAlso(packet.AllAddrs(), gap)
	}
	terms, ok := p.Get()
	if !ok {
		return anyAddress()
	}
	var m addressMatch
	for _, t := range terms {
		m = m.union(c.term(t, r.ID, ctx))
	}
	return m
}

// term returns what one entry of an address field matches.
//
// NSG-6: "*" is both families, 0.0.0.0/0 all of IPv4, ::/0 all of IPv6.
func (c *compiler) term(t topology.AddressTerm, owner topology.ID, ctx *tagContext) addressMatch {
	switch {
	case t.Any:
		return anyAddress()
	case t.Prefix.IsValid():
		return c.prefixMatch(t.Prefix)
	case t.Range().Low.IsValid():
		return c.setMatch(packet.AddrSetOf(packet.AddrRange{Lo: t.Range().Low, Hi: t.Range().High}))
	case t.Tag != "":
		return c.tagIn(t.Tag, ctx)
	case t.NetworkGroup().IsSet():
		return c.groupMatch(t.NetworkGroup(), owner)
	case t.ASG().IsSet():
		return c.asgMatch(t.ASG(), owner)
	}
	return addressMatch{}.maybeAlso(packet.AllAddrs(), &pipeline.Gap{Resource: owner, Pos: t.Pos, Why: "what an address term of the rule means"})
}

// prefixMatch returns the addresses of a prefix; stand-ins for service tags
// without ranges may lie in it, if it is public and not everything.
func (c *compiler) prefixMatch(p netip.Prefix) addressMatch {
	if p.Bits() == 0 {
		return addressMatch{sure: packet.FromPrefixes(p)}
	}
	return c.setMatch(packet.FromPrefixes(p))
}

func (c *compiler) setMatch(set packet.AddrSet) addressMatch {
	m := c.undecided(addressMatch{sure: set.Subtract(c.tags.standIns)})
	if c.tags.standIns.IsEmpty() || !set.Overlaps(publicSpace) {
		return m
	}
	return m.maybeAlso(c.tags.standIns, c.standInGap())
}

// standInGap names the first service tag without ranges.
func (c *compiler) standInGap() *pipeline.Gap {
	for _, t := range c.tags.ordered {
		if !t.known {
			return c.tagGap(t.name)
		}
	}
	return nil
}

// tagIn returns what a tag means in a subnet.
//
// NSG-12: AzureLoadBalancer is the platform's probes, not what a load balancer
// forwards. The platform's own tags are judged before (WALK-12).
func (c *compiler) tagIn(name string, ctx *tagContext) addressMatch {
	switch tag := strings.ToLower(name); {
	case ctx == nil && (tag == "virtualnetwork" || tag == "internet"):
		return addressMatch{}.maybeAlso(packet.AllAddrs(), &pipeline.Gap{Property: name, Why: "what tag " + name + " means where no subnet is"})
	case tag == "virtualnetwork":
		return ctx.virtualNetwork
	case tag == "internet":
		return ctx.internet
	case tag == "azureloadbalancer":
		return addressMatch{sure: packet.FromAddrs(wireServer)}
	case tag == "azureplatformdns", tag == "azureplatformimds":
		return addressMatch{}
	}
	return c.tag(name)
}

// asgMatch returns the addresses of an application security group's members.
//
// NSG-9: members are IP configurations, by their private addresses.
func (c *compiler) asgMatch(r topology.Ref[topology.ApplicationSecurityGroup], owner topology.ID) addressMatch {
	if r.ID == "" {
		return addressMatch{}.maybeAlso(packet.AllAddrs(), danglingGap(r, owner, "applicationSecurityGroups", "which group the rule names"))
	}
	var list []netip.Addr
	for _, h := range c.members[r.ID.Key()] {
		if h.addr.IsValid() {
			list = append(list, h.addr)
		}
	}
	m := addressMatch{sure: packet.FromAddrs(list...)}
	if gap := c.doubtOf(r.ID); gap != nil {
		return addressMatch{}.maybeAlso(packet.AllAddrs(), gap)
	}
	for _, l := range c.looseMembers {
		if l.claim.addr.IsValid() {
			m = m.maybeAlso(packet.FromAddrs(l.claim.addr), l.gap)
		}
	}
	return m
}
