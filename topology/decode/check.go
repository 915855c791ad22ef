package decode

import (
	"fmt"
	"net/netip"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
)

// check looks at the whole design for what Azure refuses or does not support.
// What leaves it without one meaning is an error, all else a warning.
func (d *Decoder) check() {
	for _, v := range d.design.VirtualNetworks {
		d.checkNetwork(v)
		d.checkPeerings(v)
	}
	d.checkAddresses()
	for _, g := range d.design.NetworkSecurityGroups {
		d.checkSecurityGroup(g)
	}
	for _, t := range d.design.RouteTables {
		d.checkRouteTable(t)
	}
	d.checkGateways()
	d.checkFirewalls()
	d.checkZoneLinks()
	d.checkHubs()
	d.checkGroupsOfApplications()
	d.checkNATGateways()
	d.checkServiceSubnets()
	d.checkPrivateRecords()
	d.checkDDoSProtection()
}

// warn adds a warning at a place.
func (d *Decoder) warn(pos source.Pos, code, hint, format string, args ...any) {
	d.diags.Add(source.Diagnostic{Severity: source.Warning, Code: code, Pos: pos, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// wrong adds an error at a value that is written as text.
func (d *Decoder) wrong(pos source.Pos, text, code, hint, format string, args ...any) {
	d.diags.Add(source.Diagnostic{Severity: source.Error, Code: code, Pos: pos, Width: widthAt(pos, text),
		Message: fmt.Sprintf(format, args...), Hint: hint})
}

// widthAt is the width of a text at a place, with the quotes that it may have;
// zero where something else stands there.
func widthAt(pos source.Pos, text string) int {
	switch there := pos.Text(len(text) + 1); {
	case strings.HasPrefix(there, text):
		return len(text)
	case len(there) > 0 && there[1:] == text:
		return len(text) + 2
	}
	return 0
}

// lastOf returns the highest address of a prefix.
func lastOf(p netip.Prefix) netip.Addr {
	bytes := p.Masked().Addr().AsSlice()
	for bit := p.Bits(); bit < 8*len(bytes); bit++ {
		bytes[bit/8] |= 0x80 >> (bit % 8)
	}
	last, _ := netip.AddrFromSlice(bytes)
	return last
}

// reservedNames are the subnets that belong to one service, with the longest
// prefix that its instances fit in.
var reservedNames = map[string]int{
	"gatewaysubnet": 29, "azurefirewallsubnet": 26, "azurefirewallmanagementsubnet": 26,
	"azurebastionsubnet": 26, "routeserversubnet": 27,
}

func isNamed(s *topology.Subnet, name string) bool { return strings.EqualFold(s.Name, name) }
