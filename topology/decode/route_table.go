package decode

import (
	"fmt"
	"net/netip"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

func routeTable(d *Decoder, o *object, r topology.Resource) {
	t := &topology.RouteTable{Resource: r}
	if !d.enter(t) {
		return
	}
	d.design.RouteTables = append(d.design.RouteTables, t)
	p := o.of(&t.Resource)
	t.Routes = children(p, "routes", route)
	t.DisableBGPRoutePropagation = p.boolean("disableBgpRoutePropagation")
	t.DisablePeeringRoute = p.oneOf("disablePeeringRoute", "All", "None")
	p.rest("subnets")
}

// nextHopTypes are the next hops that a user route may have (RT-7).
var nextHopTypes = []word[topology.NextHopType]{
	{"VirtualAppliance", topology.VirtualAppliance},
	{"VirtualNetworkGateway", topology.NextHopVirtualNetworkGateway},
	{"VnetLocal", topology.VnetLocal},
	{"Internet", topology.NextHopInternet},
	{"None", topology.NextHopNone},
	{"VirtualApplianceEcmp", topology.VirtualApplianceECMP},
}

func route(o *object, r topology.Resource) *topology.Route {
	u := &topology.Route{Resource: r}
	p := o.of(&u.Resource)
	u.AddressPrefix, u.Tag = routePrefix(p, "addressPrefix")
	u.NextHopType = enum(p, "nextHopType", nextHopTypes)
	u.NextHopIP = p.addr("nextHopIpAddress")
	u.NextHopIPs = p.sub("nextHop").addrs("nextHopIpAddresses")
	p.needs("addressPrefix", "every route has one")
	p.needs("nextHopType", "every route has one")
	checkNextHop(p, u)
	p.rest("hasBgpOverride", "nextHop")
	return u
}

// routePrefix reads the prefix of a route, or the service tag that stands for
// prefixes (RT-12).
func routePrefix(p *object, key string) (topology.Property[netip.Prefix], string) {
	if n := p.get(key); n.Is(tree.String) && isTagName(n.Text) {
		return topology.Property[netip.Prefix]{}, p.d.kept(n.Text)
	}
	return p.prefix(key), ""
}

// checkNextHop reports a next hop type without the address that it needs, or
// with one that it cannot have.
func checkNextHop(p *object, u *topology.Route) {
	kind, _ := u.NextHopType.Get()
	switch kind {
	case topology.VirtualAppliance:
		if !anyPresent(p, "nextHopIpAddress") {
			p.missing("nextHopIpAddress", "the next hop VirtualAppliance needs an address")
		}
	case topology.VirtualApplianceECMP:
		if list, known := u.NextHopIPs.Get(); known && (len(list) < 2 || len(list) > 64) || u.NextHopIPs.IsAbsent() {
			p.missing("nextHop.nextHopIpAddresses", "the next hop VirtualApplianceEcmp needs 2 to 64 addresses")
		}
	case topology.NextHopUnset:
	default:
		if a, given := u.NextHopIP.Get(); given {
			p.fail(p.get("nextHopIpAddress"), "unwanted-property", "nextHopIpAddress",
				fmt.Sprintf("%s is of no use with the next hop %s", a, kind), "expected nextHopType VirtualAppliance")
		}
	}
}
