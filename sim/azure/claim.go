package azure

import (
	"cmp"
	"net/netip"
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// claim is one address of a subnet that a resource holds: a network interface's
// IP configuration, a firewall, an internal front end, a private endpoint.
type claim struct {
	subnet *subnet
	owner  topology.ID // of what holds it; dynamic addresses are given in its order
	name   string      // for messages
	fixed  topology.Property[netip.Addr]
	ipv6   bool
	pos    source.Pos

	addr    netip.Addr           // once allocated; invalid if the subnet has none left
	assumed *pipeline.Assumption // if Azure chooses the address

	// entry is the table at which packets addressed to the holder arrive.
	entry pipeline.TableID
	// transit is the table at which packets that a route sends to the holder as
	// next hop arrive; zero: entry.
	transit pipeline.TableID
	// noGlobalPeering says that packets do not get there over global peering (PEER-9).
	noGlobalPeering bool
}

// nextHop returns where a route leads whose next hop is the address.
func (h *claim) nextHop() pipeline.TableID {
	if h.transit != 0 {
		return h.transit
	}
	return h.entry
}

// claim enters that a resource holds an address of a subnet, fixed or chosen
// by Azure. Holders fill the table at entry themselves.
func (c *compiler) claim(h claim) *claim {
	p := &h
	h.subnet.claims = append(h.subnet.claims, p)
	h.subnet.vnet.claims = append(h.subnet.vnet.claims, p)
	c.claimOf[h.owner.Key()] = p
	return p
}

// allocate gives each claim its address and each public address without one a
// stand-in: the fixed ones first, then the others in the order of resource IDs,
// so that the order of the input does not matter.
func (c *compiler) allocate() {
	for _, v := range c.vnets {
		for _, h := range v.claims {
			if a, ok := h.fixed.Get(); ok {
				h.take(a.Unmap())
			}
		}
		for _, s := range v.subnets {
			s.allocate()
		}
		slices.SortStableFunc(v.claims, func(a, b *claim) int { return a.addr.Compare(b.addr) })
	}
	c.indexDynamic()
	c.allocatePublic()
}

// take makes a the claim's address unless somebody has it.
func (h *claim) take(a netip.Addr) {
	held := h.subnet.vnet.held
	if _, taken := held[a]; !taken {
		h.addr = a
		held[a] = h
	}
}

// allocate gives the dynamic claims of a subnet the lowest free addresses.
func (s *subnet) allocate() {
	var dynamic []*claim
	for _, h := range s.claims {
		if _, fixed := h.fixed.Get(); !fixed {
			dynamic = append(dynamic, h)
		}
	}
	if dynamic == nil {
		return
	}
	slices.SortStableFunc(dynamic, func(a, b *claim) int { return cmp.Compare(a.owner.Key(), b.owner.Key()) })
	next := map[bool]freeAddresses{
		false: {left: s.usable().OfFamily(packet.IPv4).Ranges()},
		true:  {left: s.usable().OfFamily(packet.IPv6).Ranges()},
	}
	for _, h := range dynamic {
		free := next[h.ipv6]
		h.take(free.next(s.vnet.held))
		next[h.ipv6] = free
		h.assume()
	}
}

// freeAddresses walks over addresses in ascending order.
type freeAddresses struct {
	left []packet.AddrRange
	at   netip.Addr
}

// next returns the lowest address not given yet that nobody holds; invalid if none is left.
func (f *freeAddresses) next(held map[netip.Addr]*claim) netip.Addr {
	for len(f.left) > 0 {
		if !f.at.IsValid() {
			f.at = f.left[0].Lo
		}
		a := f.at
		if a == f.left[0].Hi {
			f.left, f.at = f.left[1:], netip.Addr{}
		} else {
			f.at = a.Next()
		}
		if _, taken := held[a]; !taken {
			return a
		}
	}
	return netip.Addr{}
}

// assume says which address a dynamic claim is taken to have.
func (h *claim) assume() {
	if !h.addr.IsValid() {
		return
	}
	h.assumed = &pipeline.Assumption{Pos: h.pos,
		Text: h.name + " has no fixed address: taken as " + h.addr.String() + ", the lowest free one of " + h.subnet.path()}
}

// holder returns who holds an address as seen from a VNet: in the VNet itself
// or in one that is directly peered (RT-8); half is the peering between, or nil.
func (c *compiler) holder(v *vnet, a netip.Addr) (h *claim, over *half) {
	if h := v.held[a]; h != nil {
		return h, nil
	}
	for _, p := range v.halves {
		if !p.connected || p.remote == nil || !p.remoteSpace.Contains(a) {
			continue
		}
		if h := p.remote.held[a]; h != nil {
			return h, p
		}
	}
	return nil, nil
}
