package decode

import (
	"net/netip"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

func privateEndpoint(d *Decoder, o *object, r topology.Resource) {
	e := &topology.PrivateEndpoint{Resource: r}
	if !d.enter(e) {
		return
	}
	d.design.PrivateEndpoints = append(d.design.PrivateEndpoints, e)
	p := o.of(&e.Resource)
	ref(p, "subnet", &e.Subnet)
	e.Connections = append(privateLinks(p, "privateLinkServiceConnections", false),
		privateLinks(p, "manualPrivateLinkServiceConnections", true)...)
	e.IPAddresses = endpointAddresses(p)
	e.ApplicationSecurityGroups = refs[topology.ApplicationSecurityGroup](p, "applicationSecurityGroups")
	if nics := p.get("networkInterfaces").List(); len(nics) > 0 {
		idOf(p, nics[0], "networkInterfaces", &e.NIC)
	}
	p.noteUnless("ipVersionType", "IPv4")
	p.rest("customNetworkInterfaceName", "ipConfigurations", "customDnsConfigs")
}

// privateLinks reads the connections of an endpoint to services.
func privateLinks(p *object, key string, manual bool) []*topology.PrivateLinkConnection {
	var out []*topology.PrivateLinkConnection
	for _, item := range p.list(key) {
		c := &topology.PrivateLinkConnection{Name: item.text("name"), Manual: manual}
		q := item.properties()
		linkedService(q, c)
		c.GroupIDs = listOf(q, "groupIds", q.parseText)
		c.Status = q.sub("privateLinkServiceConnectionState").oneOf("status", "Approved", "Pending", "Rejected", "Disconnected", "Removed")
		q.rest("requestMessage", "privateLinkServiceConnectionState")
		out = append(out, c)
	}
	return out
}

// linkedService reads what a connection leads to: a platform service, a private
// link service, or something else that can have an endpoint.
func linkedService(q *object, c *topology.PrivateLinkConnection) {
	const key = "privateLinkServiceId"
	n := q.get(key)
	resourceType := strings.ToLower(topology.ID(n.Str()).Type())
	_, isPaaS := paasTypes[resourceType]
	switch {
	case resourceType == "microsoft.network/privatelinkservices":
		ref(q, key, &c.PrivateLinkService)
	case isPaaS || !isModelled(resourceType):
		ref(q, key, &c.Service)
	default:
		c.Service = topology.Ref[topology.PaaS]{ID: topology.ID(q.d.kept(n.Text)), Pos: n.Pos}
		q.ignored(key, "a private endpoint of a "+nounOf(resourceType)+" is not simulated")
	}
}

// endpointAddresses reads the addresses of an endpoint: static ones, else
// those that an export tells.
func endpointAddresses(p *object) topology.Property[[]netip.Addr] {
	static := collectAddrs(p, "ipConfigurations", func(item *object) topology.Property[[]netip.Addr] {
		return one(item.properties().addr("privateIPAddress"))
	})
	if !static.IsAbsent() {
		return static
	}
	return collectAddrs(p, "customDnsConfigs", func(item *object) topology.Property[[]netip.Addr] { return item.addrs("ipAddresses") })
}

// collectAddrs gathers the addresses of a list's items, without repetition;
// absent where there are none.
func collectAddrs(p *object, key string, of func(*object) topology.Property[[]netip.Addr]) topology.Property[[]netip.Addr] {
	n := p.get(key)
	if n.Is(tree.Unknown) {
		return unknownProperty[[]netip.Addr](p, n, key)
	}
	var all []netip.Addr
	for _, item := range p.list(key) {
		found := of(item)
		if found.Unknown() != nil {
			return found
		}
		all = appendNew(all, found.Or(nil))
	}
	if all == nil {
		return topology.Property[[]netip.Addr]{}
	}
	return topology.Known(all, n.Pos)
}

func appendNew(all, more []netip.Addr) []netip.Addr {
	for _, a := range more {
		known := false
		for _, b := range all {
			known = known || a == b
		}
		if !known {
			all = append(all, a)
		}
	}
	return all
}

// one makes a list of a property.
func one[T any](p topology.Property[T]) topology.Property[[]T] {
	if u := p.Unknown(); u != nil {
		return topology.NotKnown[[]T](*u, p.Pos)
	}
	v, ok := p.Get()
	if !ok {
		return topology.Property[[]T]{}
	}
	return topology.Known([]T{v}, p.Pos)
}

// zoneGroup is a privateDnsZoneGroups child of an endpoint.
type zoneGroup struct {
	topology.Resource
	zones []topology.Ref[topology.PrivateDNSZone]
}

func privateDNSZoneGroup(o *object, r topology.Resource) *zoneGroup {
	g := &zoneGroup{Resource: r}
	p := o.of(&g.Resource)
	items := p.list("privateDnsZoneConfigs")
	g.zones = make([]topology.Ref[topology.PrivateDNSZone], len(items))
	for i, item := range items {
		ref(item.properties(), "privateDnsZoneId", &g.zones[i])
	}
	p.rest()
	return g
}

func joinZoneGroup(d *Decoder, parent topology.Node, g *zoneGroup) bool {
	e, ok := parent.(*topology.PrivateEndpoint)
	if ok && d.enter(g) {
		e.DNSZoneGroups = append(e.DNSZoneGroups, g.ID)
		d.afterLinks = append(d.afterLinks, func(*Decoder) { e.DNSZones = append(e.DNSZones, g.zones...) })
	}
	return ok
}

func privateLinkService(d *Decoder, o *object, r topology.Resource) {
	s := &topology.PrivateLinkService{Resource: r}
	if !d.enter(s) {
		return
	}
	d.design.PrivateLinkServices = append(d.design.PrivateLinkServices, s)
	p := o.of(&s.Resource)
	s.Frontends = refs[topology.FrontendIPConfiguration](p, "loadBalancerFrontendIpConfigurations")
	configs := p.list("ipConfigurations")
	s.NATSubnets = make([]topology.Ref[topology.Subnet], len(configs))
	var addresses []netip.Addr
	for i, item := range configs {
		c := item.properties()
		ref(c, "subnet", &s.NATSubnets[i])
		if a, ok := c.addr("privateIPAddress").Get(); ok {
			addresses = append(addresses, a)
		}
	}
	if addresses != nil {
		s.NATAddresses = topology.Known(addresses, p.get("ipConfigurations").Pos)
	}
	if p.has("destinationIPAddress") {
		p.ignored("destinationIPAddress", "a private link service without a load balancer is not simulated")
	}
	p.rest("alias", "autoApproval", "visibility", "enableProxyProtocol", "fqdns", "networkInterfaces", "privateEndpointConnections",
		"accessMode")
}
