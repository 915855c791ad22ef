package decode

import (
	"fmt"
	"net/netip"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
)

// checkNetwork looks at a VNet's prefixes and those of its subnets.
func (d *Decoder) checkNetwork(v *topology.VirtualNetwork) {
	prefixes, known := v.AddressPrefixes.Get()
	if v.AddressPrefixes.IsAbsent() {
		d.wrong(v.Pos, "", "missing-property", "write addressPrefixes", "%s has no address space", label(&v.Resource))
	}
	var own []piece[*topology.VirtualNetwork]
	for i, p := range prefixes {
		own = append(own, piece[*topology.VirtualNetwork]{p, v, i})
	}
	overlaps(own, func(a, b piece[*topology.VirtualNetwork]) {
		d.wrong(v.AddressPrefixes.Pos, "", "overlapping-prefixes", "keep one of the two",
			"%s: its prefixes %s and %s overlap", label(&v.Resource), a.prefix, b.prefix)
	})
	whole := spaceOf(prefixes)
	for _, s := range v.Subnets {
		d.checkSubnet(s)
		for _, p := range s.AddressPrefixes.Or(nil) {
			if known && !whole.holds(p) {
				d.wrong(s.AddressPrefixes.Pos, p.String(), "subnet-outside-network", "the network has "+prefixList(prefixes),
					"%s %s lies outside of its virtual network", label(&s.Resource), p)
			}
		}
	}
	d.checkOverlaps(v)
}

// prefixList lists prefixes in a message: the first few.
func prefixList(prefixes []netip.Prefix) string {
	var words []string
	for i, p := range prefixes {
		if i == 6 {
			words = append(words, "…")
			break
		}
		words = append(words, p.String())
	}
	return strings.Join(words, ", ")
}

// checkOverlaps finds subnets of a VNet that share addresses.
func (d *Decoder) checkOverlaps(v *topology.VirtualNetwork) {
	var pieces []piece[*topology.Subnet]
	for i, s := range v.Subnets {
		for _, p := range s.AddressPrefixes.Or(nil) {
			pieces = append(pieces, piece[*topology.Subnet]{p, s, i})
		}
	}
	overlaps(pieces, d.overlap)
}

// overlap reports two subnets at the one that was written first.
func (d *Decoder) overlap(a, b piece[*topology.Subnet]) {
	if a.order > b.order || a.order == b.order && b.prefix.Bits() < a.prefix.Bits() {
		a, b = b, a
	}
	pos := a.of.AddressPrefixes.Pos
	other := b.of.ID.Path()
	d.diags.Add(source.Diagnostic{Severity: source.Error, Code: "overlapping-subnets", Pos: pos, Width: widthAt(pos, a.prefix.String()),
		Message: fmt.Sprintf("%s %s overlaps %s %s", label(&a.of.Resource), a.prefix, other, b.prefix),
		Note:    "ends at " + lastOf(a.prefix).String(),
		Related: []source.Related{{Pos: b.of.AddressPrefixes.Pos, Message: other + " begins at " + b.prefix.Addr().String()}}})
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
// stay on there (RT-9).
//
// RT-16: 0.0.0.0/0 is not supported.
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
