package filter

import (
	"net/netip"

	"vnetproof/sim/packet"
	"vnetproof/topology"
)

// Families returns the address families that designs have: IPv4, and IPv6 where
// a network or a rule of any has an address of it. A rule on any address holds
// IPv6 too (NSG-6), but where nobody has it there is nothing to ask about.
func Families(designs ...*topology.Design) []packet.Family {
	for _, d := range designs {
		if hasIPv6(d) {
			return packet.Families()
		}
	}
	return []packet.Family{packet.IPv4}
}

func hasIPv6(d *topology.Design) bool {
	for _, v := range d.VirtualNetworks {
		for _, p := range v.AddressPrefixes.Or(nil) {
			if isIPv6(p) {
				return true
			}
		}
	}
	for f := range addressFields(d) {
		if fieldHasIPv6(f) {
			return true
		}
	}
	for _, g := range d.IPGroups {
		if fieldHasIPv6(&g.Addresses) {
			return true
		}
	}
	return false
}

func fieldHasIPv6(f *topology.Property[[]topology.AddressTerm]) bool {
	terms := f.Or(nil)
	for i := range terms {
		t := &terms[i]
		if t.Prefix.IsValid() && isIPv6(t.Prefix) || t.Range().Low.IsValid() && t.Range().Low.Is6() {
			return true
		}
	}
	return false
}

func isIPv6(p netip.Prefix) bool { return p.Addr().Is6() }
