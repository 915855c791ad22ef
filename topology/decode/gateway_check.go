package decode

import (
	"vnetproof/topology"
)

// gatewayNetwork returns the VNet that a gateway stands in, or nil.
func gatewayNetwork(g *topology.VirtualNetworkGateway) *topology.VirtualNetwork {
	for _, c := range g.IPConfigurations {
		if c.Subnet.Target != nil {
			return c.Subnet.Target.VirtualNetwork
		}
	}
	return nil
}

// checkGateways looks at where gateways stand and what their connections lead to.
func (d *Decoder) checkGateways() {
	type place struct {
		network *topology.VirtualNetwork
		kind    topology.GatewayType
	}
	taken := map[place]*topology.VirtualNetworkGateway{}
	for _, g := range d.design.VirtualNetworkGateways {
		for _, c := range g.IPConfigurations {
			d.checkPlace(&c.Resource, c.Subnet, "GatewaySubnet")
		}
		at := place{gatewayNetwork(g), g.GatewayType.Or(topology.GatewayTypeUnset)}
		if other := taken[at]; other != nil && at.network != nil && at.kind != topology.GatewayTypeUnset {
			d.warn(g.Pos, "two-gateways", "a network has one gateway of each type", "%s: %s already has the %s gateway %s",
				label(&g.Resource), at.network.Name, at.kind, other.Name)
		}
		taken[at] = g
	}
	for _, c := range d.design.Connections {
		d.checkConnection(c)
	}
	for _, s := range d.design.RouteServers {
		d.checkPlace(&s.Resource, s.Subnet, "RouteServerSubnet")
	}
	for _, b := range d.design.BastionHosts {
		d.checkPlace(&b.Resource, b.Subnet, "AzureBastionSubnet")
	}
}

// checkPlace looks whether a service stands in the subnet that is its own.
func (d *Decoder) checkPlace(r *topology.Resource, subnet topology.Ref[topology.Subnet], name string) {
	if s := subnet.Target; s != nil && !isNamed(s, name) {
		d.warn(subnet.Pos, "wrong-subnet", "Azure wants it in "+s.VirtualNetwork.Name+"/"+name, "%s stands in subnet %s", label(r), s.ID.Path())
	}
}

// checkConnection looks whether a connection has the other end that its type needs.
func (d *Decoder) checkConnection(c *topology.Connection) {
	kind, _ := c.Type.Get()
	var ok bool
	var needs string
	switch kind {
	case topology.IPsec:
		ok, needs = c.LocalGateway.IsSet(), "localNetworkGateway2"
	case topology.VNetToVNet:
		ok, needs = c.RemoteGateway.IsSet(), "virtualNetworkGateway2"
	case topology.ExpressRouteConnection:
		ok, needs = c.Circuit.IsSet(), "peer"
	default:
		return
	}
	if !ok {
		d.wrong(c.Pos, "", "missing-property", "write "+needs, "%s is of type %s and has no %s", label(&c.Resource), kind, needs)
	}
	if !c.Gateway.IsSet() {
		d.wrong(c.Pos, "", "missing-property", "write virtualNetworkGateway1", "%s has no gateway", label(&c.Resource))
	}
}
