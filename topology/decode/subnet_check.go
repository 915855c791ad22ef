package decode

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
)

// checkNetwork looks at a VNet's prefixes and those of its subnets.
func (d *Decoder) checkNetwork(v *topology.VirtualNetwork) {
	space, known := v.AddressPrefixes.Get()
	if v.AddressPrefixes.IsAbsent() {
		d.wrong(v.Pos, "", "missing-property", "write addressPrefixes", "%s has no address space", label(&v.Resource))
	}
	for i, a := range space {
		for _, b := range space[:i] {
			if a.Overlaps(b) {
				d.wrong(v.AddressPrefixes.Pos, "", "overlapping-prefixes", "keep one of the two",
					"%s: its prefixes %s and %s overlap", label(&v.Resource), b, a)
			}
		}
	}
	for _, s := range v.Subnets {
		d.checkSubnet(s)
		for _, p := range s.AddressPrefixes.Or(nil) {
			if known && !slices.ContainsFunc(space, func(q netip.Prefix) bool { return inside(p, q) }) {
				d.wrong(s.AddressPrefixes.Pos, p.String(), "subnet-outside-network", "the network has "+prefixList(space),
					"%s %s lies outside of its virtual network", label(&s.Resource), p)
			}
		}
	}
	d.checkOverlaps(v)
}

func prefixList(prefixes []netip.Prefix) string {
	words := make([]string, len(prefixes))
	for i, p := range prefixes {
		words[i] = p.String()
	}
	return strings.Join(words, ", ")
}

// piece is a prefix of a subnet.
type piece struct {
	subnet *topology.Subnet
	prefix netip.Prefix
	order  int
}

// checkOverlaps finds subnets of a VNet that share addresses. In order of
// address a prefix can only lie in the last one that reaches as far.
func (d *Decoder) checkOverlaps(v *topology.VirtualNetwork) {
	var pieces []piece
	for i, s := range v.Subnets {
		for _, p := range s.AddressPrefixes.Or(nil) {
			pieces = append(pieces, piece{s, p, i})
		}
	}
	slices.SortStableFunc(pieces, func(a, b piece) int {
		if c := a.prefix.Addr().Compare(b.prefix.Addr()); c != 0 {
			return c
		}
		return a.prefix.Bits() - b.prefix.Bits()
	})
	var around []piece // nested prefixes that reach up to here
	for _, p := range pieces {
		for len(around) > 0 && !around[len(around)-1].prefix.Overlaps(p.prefix) {
			around = around[:len(around)-1]
		}
		if len(around) > 0 {
			d.overlap(around[len(around)-1], p)
		}
		around = append(around, p)
	}
}

// overlap reports two subnets at the one that was written first.
func (d *Decoder) overlap(a, b piece) {
	if a.order > b.order || a.order == b.order && b.prefix.Bits() < a.prefix.Bits() {
		a, b = b, a
	}
	pos := a.subnet.AddressPrefixes.Pos
	other := b.subnet.ID.Path()
	d.diags.Add(source.Diagnostic{Severity: source.Error, Code: "overlapping-subnets", Pos: pos, Width: widthAt(pos, a.prefix.String()),
		Message: fmt.Sprintf("%s %s overlaps %s %s", label(&a.subnet.Resource), a.prefix, other, b.prefix),
		Note:    "ends at " + lastOf(a.prefix).String(),
		Related: []source.Related{{Pos: b.subnet.AddressPrefixes.Pos, Message: other + " begins at " + b.prefix.Addr().String()}}})
}

// checkSubnet looks at the size of a subnet and at what Azure's own subnets
// may have.
func (d *Decoder) checkSubnet(s *topology.Subnet) {
	if s.AddressPrefixes.IsAbsent() {
		d.wrong(s.Pos, "", "missing-property", "write addressPrefix", "%s has no address prefix", label(&s.Resource))
	}
	for _, p := range s.AddressPrefixes.Or(nil) {
		d.checkSize(s, p)
	}
	d.checkReservedSubnet(s)
}

// checkSize looks at the size of a subnet's prefix: /29 is the smallest of
// IPv4, IPv6 has /64 exactly (WALK-13).
func (d *Decoder) checkSize(s *topology.Subnet, p netip.Prefix) {
	longest, special := reservedNames[strings.ToLower(s.Name)]
	switch {
	case p.Addr().Is6() && p.Bits() != 64:
		d.wrong(s.AddressPrefixes.Pos, p.String(), "subnet-size", "an IPv6 subnet is a /64", "%s %s is no /64", label(&s.Resource), p)
	case p.Addr().Is4() && p.Bits() > 29:
		d.wrong(s.AddressPrefixes.Pos, p.String(), "subnet-size", "the smallest subnet is a /29, since Azure keeps five addresses of each",
			"%s %s is too small", label(&s.Resource), p)
	case p.Addr().Is4() && special && p.Bits() > longest:
		d.warn(s.AddressPrefixes.Pos, "subnet-size", fmt.Sprintf("Azure wants a /%d or larger", longest), "%s %s is too small for what lives in it",
			label(&s.Resource), p)
	}
}

// checkReservedSubnet looks at the NSG and route table of Azure's own subnets.
//
// NSG-17: GatewaySubnet, AzureFirewallSubnet and RouteServerSubnet take no NSG;
// those of Bastion and Route Server take no route table either.
func (d *Decoder) checkReservedSubnet(s *topology.Subnet) {
	noGroup := isNamed(s, "GatewaySubnet") || isNamed(s, "AzureFirewallSubnet") || isNamed(s, "AzureFirewallManagementSubnet") ||
		isNamed(s, "RouteServerSubnet")
	if noGroup && s.NetworkSecurityGroup.IsSet() {
		d.warn(s.NetworkSecurityGroup.Pos, "unsupported-group", "take it off: Azure does not support it there", "%s has a network security group",
			label(&s.Resource))
	}
	if (isNamed(s, "AzureBastionSubnet") || isNamed(s, "RouteServerSubnet")) && s.RouteTable.IsSet() {
		d.warn(s.RouteTable.Pos, "unsupported-route-table", "take it off: Azure does not support it there", "%s has a route table", label(&s.Resource))
	}
	if isNamed(s, "GatewaySubnet") && s.RouteTable.Target != nil {
		d.checkGatewayRoutes(s, s.RouteTable.Target)
	}
}

// checkGatewayRoutes looks at the routes of a GatewaySubnet: propagation must
// stay on there (RT-9), and 0.0.0.0/0 is not supported (RT-16).
func (d *Decoder) checkGatewayRoutes(s *topology.Subnet, t *topology.RouteTable) {
	if t.DisableBGPRoutePropagation.Or(false) {
		d.warn(t.DisableBGPRoutePropagation.Pos, "gateway-propagation", "the gateway stops working without its routes",
			"%s takes the gateway's routes off %s", label(&t.Resource), s.ID.Path())
	}
	for _, r := range t.Routes {
		if p, ok := r.AddressPrefix.Get(); ok && p.Bits() == 0 {
			d.warn(r.AddressPrefix.Pos, "gateway-default-route", "name the prefixes of the networks instead",
				"%s: Azure does not support a route for %s on %s", label(&r.Resource), p, s.ID.Path())
		}
	}
}
