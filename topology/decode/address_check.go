package decode

import (
	"fmt"
	"net/netip"

	"vnetproof/topology"
	"vnetproof/topology/source"
)

// held is an address that a resource has in a subnet.
type held struct {
	by      *topology.Resource
	nic     *topology.NetworkInterface // nil for what is no NIC
	subnet  *topology.Subnet
	address netip.Addr
	pos     source.Pos
}

// checkAddresses looks at the addresses that resources have in subnets: each
// must lie in its subnet, be free for use (WALK-13), and be held once.
func (d *Decoder) checkAddresses() {
	type place struct {
		subnet  *topology.Subnet
		address netip.Addr
	}
	taken := map[place]held{}
	spaces := map[*topology.Subnet]space{}
	for _, h := range d.heldAddresses() {
		if spaces[h.subnet] == nil {
			spaces[h.subnet] = spaceOf(h.subnet.AddressPrefixes.Or(nil))
		}
		if !d.checkAddress(h, spaces[h.subnet]) {
			continue
		}
		at := place{h.subnet, h.address}
		first, twice := taken[at]
		if !twice {
			taken[at] = h
			continue
		}
		if mayShare(first, h) {
			continue
		}
		d.diags.Add(source.Diagnostic{Severity: source.Error, Code: "duplicate-address", Pos: h.pos, Width: widthAt(h.pos, h.address.String()),
			Message: fmt.Sprintf("%s: %s already has the address %s", label(h.by), label(first.by), h.address), Hint: "give one of the two another address",
			Related: []source.Related{{Pos: first.pos, Message: "first given here"}}})
	}
	d.checkPublicAddresses()
}

// mayShare tells whether two entries are one holder: Azure lists the NIC of a
// private endpoint or link service apart, and such a NIC belongs to no machine.
func mayShare(a, b held) bool {
	if a.by.ID.Equal(b.by.ID) {
		return true
	}
	platform := func(h held) bool { return h.nic != nil && h.nic.Owner == nil }
	return a.nic == nil && platform(b) || b.nic == nil && platform(a)
}

// checkAddress looks at one address and its subnet.
func (d *Decoder) checkAddress(h held, in space) bool {
	if len(in) == 0 {
		return true
	}
	prefix, ok := in.around(h.address)
	if !ok {
		d.wrong(h.pos, h.address.String(), "address-outside-subnet", "the subnet has "+prefixList(in), "%s: %s lies outside of subnet %s",
			label(h.by), h.address, h.subnet.ID.Path())
		return false
	}
	if first := firstUsable(prefix); h.address.Less(first) || h.address == lastOf(prefix) && h.address.Is4() {
		d.wrong(h.pos, h.address.String(), "reserved-address", "the first free address is "+first.String(),
			"%s: Azure keeps %s for itself, as the first four addresses and the last of each subnet", label(h.by), h.address)
		return false
	}
	return true
}

// firstUsable returns the first address of a subnet's prefix that a host may have.
func firstUsable(p netip.Prefix) netip.Addr {
	a := p.Masked().Addr()
	for range 4 {
		a = a.Next()
	}
	return a
}

// heldAddresses lists all addresses that are written in the design.
func (d *Decoder) heldAddresses() []held {
	var out []held
	add := func(by *topology.Resource, nic *topology.NetworkInterface, subnet topology.Ref[topology.Subnet], address topology.Property[netip.Addr]) {
		if a, ok := address.Get(); ok && subnet.Target != nil {
			out = append(out, held{by, nic, subnet.Target, a, address.Pos})
		}
	}
	for _, n := range d.design.NetworkInterfaces {
		for _, c := range n.IPConfigurations {
			add(&c.Resource, n, c.Subnet, c.PrivateIPAddress)
		}
	}
	for _, b := range d.design.LoadBalancers {
		for _, f := range b.Frontends {
			add(&f.Resource, nil, f.Subnet, f.PrivateIPAddress)
		}
	}
	for _, g := range d.design.ApplicationGateways {
		for _, f := range g.Frontends {
			add(&f.Resource, nil, f.Subnet, f.PrivateIPAddress)
		}
	}
	for _, f := range d.design.AzureFirewalls {
		for _, c := range f.IPConfigurations {
			add(&f.Resource, nil, c.Subnet, c.PrivateIPAddress)
		}
	}
	for _, x := range d.design.DNSResolvers {
		for _, e := range x.Inbound {
			add(&e.Resource, nil, e.Subnet, e.IPAddress)
		}
	}
	for _, e := range d.design.PrivateEndpoints {
		for _, a := range e.IPAddresses.Or(nil) {
			add(&e.Resource, nil, e.Subnet, topology.Known(a, e.IPAddresses.Pos))
		}
	}
	return out
}

// checkPublicAddresses refuses a public address that two resources have.
func (d *Decoder) checkPublicAddresses() {
	taken := map[netip.Addr]*topology.PublicIPAddress{}
	for _, p := range d.design.PublicIPAddresses {
		a, ok := p.IPAddress.Get()
		if !ok {
			continue
		}
		if first := taken[a]; first != nil {
			d.wrong(p.IPAddress.Pos, a.String(), "duplicate-address", "", "%s: %s already has the address %s", label(&p.Resource), label(&first.Resource), a)
			continue
		}
		taken[a] = p
	}
}
