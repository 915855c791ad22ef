package decode

import (
	"net/netip"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

func virtualNetwork(d *Decoder, o *object, r topology.Resource) {
	v := &topology.VirtualNetwork{Resource: r}
	if !d.enter(v) {
		return
	}
	d.design.VirtualNetworks = append(d.design.VirtualNetworks, v)
	p := o.of(&v.Resource)
	v.AddressPrefixes = addressSpace(p, "addressSpace")
	v.DNSServers = p.sub("dhcpOptions").addrs("dnsServers")
	v.DDoSProtection = p.boolean("enableDdosProtection")
	v.DDoSPlan.ID = topology.ID(p.sub("ddosProtectionPlan").text("id"))
	d.afterLinks = append(d.afterLinks, func(d *Decoder) { topology.Link(d.design, &v.DDoSPlan) })
	v.PrivateEndpointVNetPolicies = p.oneOf("privateEndpointVNetPolicies", "Basic", "Disabled")
	v.Subnets = children(p, "subnets", subnet)
	v.Peerings = children(p, "virtualNetworkPeerings", peering)
	encryption(p)
	p.rest("flowTimeoutInMinutes", "enableVmProtection", "bgpCommunities", "flowLogs", "ipAllocations", "virtualNetworkTaps")
}

// addressSpace reads the prefixes of an address space. A space that an address
// manager's pool fills is known to the deployment only.
func addressSpace(p *object, key string) topology.Property[[]netip.Prefix] {
	space := p.sub(key)
	prefixes := space.prefixes("addressPrefixes")
	if prefixes.IsAbsent() {
		return fromPool(space, prefixes)
	}
	return prefixes
}

// fromPool makes an absent list of prefixes unknown where a pool is to give them.
func fromPool[T any](p *object, prefixes topology.Property[[]T]) topology.Property[[]T] {
	const key = "ipamPoolPrefixAllocations"
	pool := p.get(key)
	if !prefixes.IsAbsent() || emptyValue(pool) {
		return prefixes
	}
	return unknownProperty[[]T](p, tree.NewUnknown(pool.Pos, "an address pool gives the prefixes when the network is deployed",
		"write the prefixes as addressPrefixes"), key)
}

// encryption notes a network that drops what is not encrypted.
func encryption(p *object) {
	e := p.sub("encryption")
	enabled := e.boolean("enabled")
	if on, _ := enabled.Get(); on && e.text("enforcement") == "DropUnencrypted" {
		e.ignored("enforcement", "traffic of machines that cannot encrypt is dropped, which is not simulated")
	}
}
