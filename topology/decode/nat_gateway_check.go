package decode

import "vnetproof/topology"

// checkNATGateways looks for NAT gateways that subnets of several VNets name:
// Azure refuses it, and to which of them an answer would go has no meaning.
//
// NAT-1: a NAT gateway serves subnets of one VNet.
func (d *Decoder) checkNATGateways() {
	home := map[*topology.NATGateway]*topology.VirtualNetwork{}
	for _, g := range d.design.NATGateways {
		home[g] = g.SourceVirtualNetwork.Target
	}
	for _, v := range d.design.VirtualNetworks {
		for _, s := range v.Subnets {
			g := s.NATGateway.Target
			if g == nil {
				continue
			}
			if first := home[g]; first != nil && first != v {
				d.wrong(s.NATGateway.Pos, g.Name, "nat-gateway-in-two-networks", "give each VNet its own",
					"%s: %s serves subnets of VNet %s too, and Azure lets it serve one VNet", label(&s.Resource), label(&g.Resource), first.Name)
				continue
			}
			home[g] = v
		}
	}
}
