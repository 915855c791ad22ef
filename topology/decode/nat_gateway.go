package decode

import "vnetproof/topology"

func natGateway(d *Decoder, o *object, r topology.Resource) {
	g := &topology.NATGateway{Resource: r}
	if !d.enter(g) {
		return
	}
	d.design.NATGateways = append(d.design.NATGateways, g)
	g.SKU = skuOf(o, &g.Resource)
	p := o.of(&g.Resource)
	g.PublicIPAddresses = refs[topology.PublicIPAddress](p, "publicIpAddresses")
	g.PublicIPAddresses = append(g.PublicIPAddresses, refs[topology.PublicIPAddress](p, "publicIpAddressesV6")...)
	g.PublicIPPrefixes = refs[topology.PublicIPPrefix](p, "publicIpPrefixes")
	g.PublicIPPrefixes = append(g.PublicIPPrefixes, refs[topology.PublicIPPrefix](p, "publicIpPrefixesV6")...)
	ref(p, "sourceVirtualNetwork", &g.SourceVirtualNetwork)
	p.rest("idleTimeoutInMinutes", "subnets")
}
