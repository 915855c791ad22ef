package azure

import (
	"cmp"
	"net/netip"
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// publicBook knows the public addresses of the design and who takes what is
// sent to them.
type publicBook struct {
	addrs   map[string]netip.Addr           // by key of the public IP address
	assumed map[string]*pipeline.Assumption // of those that have no address yet
	used    map[netip.Addr]bool
	next4   netip.Addr
	next6   netip.Addr
	heads   []publicHead
	edge    pipeline.TableID
	// backends is where answers to Front Doors go; 0: there are none.
	backends pipeline.TableID
	// nextIdentity is the next address to stand for a subnet with service endpoints.
	nextIdentity netip.Addr
	standIns     *StandIns
}

// publicHead is where packets to some public addresses go.
type publicHead struct {
	owner   topology.ID
	addrs   packet.AddrSet
	table   pipeline.TableID
	assumed []*pipeline.Assumption
}

func newPublicBook(standIns *StandIns) publicBook {
	return publicBook{standIns: standIns, addrs: map[string]netip.Addr{}, assumed: map[string]*pipeline.Assumption{}, used: map[netip.Addr]bool{},
		next4: netip.MustParseAddr("198.51.100.1"), next6: netip.MustParseAddr("2001:db8:ffff::1")}
}

// allocatePublic gives each public IP address that has none yet a stand-in from
// the documentation ranges that the design does not use, in the order of resource IDs.
func (c *compiler) allocatePublic() {
	b := &c.public
	var waiting []*topology.PublicIPAddress
	for _, p := range c.design.PublicIPAddresses {
		if a, ok := p.IPAddress.Get(); ok {
			b.addrs[p.ID.Key()] = a.Unmap()
			b.used[a.Unmap()] = true
		} else {
			waiting = append(waiting, p)
		}
	}
	slices.SortStableFunc(waiting, func(x, y *topology.PublicIPAddress) int { return cmp.Compare(x.ID.Key(), y.ID.Key()) })
	for _, p := range waiting {
		a := b.standIn(standInKeys("public IP", p.ID), p.IPv6)
		b.addrs[p.ID.Key()] = a
		b.assumed[p.ID.Key()] = &pipeline.Assumption{Pos: p.Pos,
			Text: "public IP " + p.Name + " has no address yet: " + a.String() + " stands for it"}
	}
}

// standIn returns an address that stands for one which Azure has yet to choose.
func (b *publicBook) standIn(keys []string, ipv6 bool) netip.Addr {
	a, known := b.standIns.find(keys, func(a netip.Addr) bool { return !b.used[a] })
	if !known {
		next := &b.next4
		if ipv6 {
			next = &b.next6
		}
		for b.used[*next] || b.standIns.taken[*next] {
			*next = b.after(*next)
		}
		a = *next
		b.standIns.note(keys, a)
	}
	b.used[a] = true
	return a
}

// after returns the stand-in that follows a: 198.51.100.0/24, then 192.0.2.0/24,
// then a range that no network uses.
func (b *publicBook) after(a netip.Addr) netip.Addr {
	switch a.String() {
	case "198.51.100.254":
		return netip.MustParseAddr("192.0.2.1")
	case "192.0.2.254":
		return netip.MustParseAddr("250.0.0.1")
	}
	return a.Next()
}

// publicAddr returns the address of a public IP, and the assumption it rests
// on; a public IP outside the input gets a stand-in, too.
func (c *compiler) publicAddr(r topology.Ref[topology.PublicIPAddress], ipv6 bool) (netip.Addr, *pipeline.Assumption) {
	b, key, keys := &c.public, r.ID.Key(), standInKeys("public IP", r.ID)
	if key == "" {
		key = "unnamed " + r.Pos.String()
		keys = []string{key}
	}
	if _, ok := b.addrs[key]; !ok {
		b.addrs[key] = b.standIn(keys, ipv6)
		b.assumed[key] = &pipeline.Assumption{Pos: r.Pos,
			Text: "public IP " + r.ID.Name() + " is not in the input: " + b.addrs[key].String() + " stands for its address"}
	}
	return b.addrs[key], b.assumed[key]
}

// takePublic says that a table receives what the internet sends to addresses.
// Each address has one taker: the first.
func (c *compiler) takePublic(owner topology.ID, set packet.AddrSet, table pipeline.TableID, assumed ...*pipeline.Assumption) {
	c.public.heads = append(c.public.heads, publicHead{owner: owner, addrs: set, table: table, assumed: assumed})
}

// held returns all public addresses of the design.
func (c *compiler) publicHeld() packet.AddrSet {
	var ranges []packet.AddrRange
	for a := range c.public.used {
		ranges = append(ranges, packet.AddrRange{Lo: a, Hi: a})
	}
	set := packet.AddrSetOf(ranges...)
	for _, h := range c.public.heads {
		set = set.Union(h.addrs)
	}
	return set
}

// publicPrefix returns the addresses of a public IP prefix; where the input
// does not tell, one address stands for them.
func (c *compiler) publicPrefix(r topology.Ref[topology.PublicIPPrefix]) (packet.AddrSet, *pipeline.Assumption) {
	if r.Target != nil {
		if p, ok := r.Target.IPPrefix.Get(); ok {
			return packet.FromPrefixes(p), nil
		}
	}
	a, why := c.publicAddr(topology.Ref[topology.PublicIPAddress]{ID: r.ID, Pos: r.Pos}, false)
	return packet.FromAddrs(a), why
}
