package decode

import (
	"net/netip"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

func privateDNSZone(d *Decoder, o *object, r topology.Resource) {
	z := &topology.PrivateDNSZone{Resource: r}
	if !d.enter(z) {
		return
	}
	d.design.PrivateDNSZones = append(d.design.PrivateDNSZones, z)
	o.of(&z.Resource).rest("maxNumberOfRecordSets", "maxNumberOfVirtualNetworkLinks", "maxNumberOfVirtualNetworkLinksWithRegistration",
		"numberOfRecordSets", "numberOfVirtualNetworkLinks", "numberOfVirtualNetworkLinksWithRegistration", "internalId")
}

func dnsZoneLink(o *object, r topology.Resource) *topology.DNSZoneLink {
	l := &topology.DNSZoneLink{Resource: r}
	p := o.of(&l.Resource)
	ref(p, "virtualNetwork", &l.VirtualNetwork)
	l.RegistrationEnabled = p.boolean("registrationEnabled")
	l.ResolutionPolicy = p.oneOf("resolutionPolicy", "Default", "NxDomainRedirect")
	p.rest("virtualNetworkLinkState")
	return l
}

// dnsRecord returns the decoder of record sets of one kind.
func dnsRecord(kind string) decodeChild[topology.DNSRecord] {
	return func(o *object, r topology.Resource) *topology.DNSRecord {
		x := &topology.DNSRecord{Resource: r, Kind: kind}
		p := o.of(&x.Resource)
		switch kind {
		case "A":
			x.Addresses = recordAddresses(p, "aRecords", "ipv4Address")
		case "AAAA":
			x.Addresses = recordAddresses(p, "aaaaRecords", "ipv6Address")
		case "CNAME":
			x.Canonical = p.sub("cnameRecord").str("cname")
		}
		p.rest("ttl", "fqdn", "isAutoRegistered", "metadata", "cnameRecord")
		return x
	}
}

func recordAddresses(p *object, key, address string) topology.Property[[]netip.Addr] {
	return collectAddrs(p, key, func(item *object) topology.Property[[]netip.Addr] { return one(item.addr(address)) })
}

func dnsResolver(d *Decoder, o *object, r topology.Resource) {
	x := &topology.DNSResolver{Resource: r}
	if !d.enter(x) {
		return
	}
	d.design.DNSResolvers = append(d.design.DNSResolvers, x)
	p := o.of(&x.Resource)
	ref(p, "virtualNetwork", &x.VirtualNetwork)
	p.rest("dnsResolverState")
}

func inboundEndpoint(o *object, r topology.Resource) *topology.ResolverEndpoint {
	e := &topology.ResolverEndpoint{Resource: r}
	p := o.of(&e.Resource)
	for i, item := range p.list("ipConfigurations") {
		if i == 0 { // an endpoint has one
			ref(item, "subnet", &e.Subnet)
			e.IPAddress = item.addr("privateIpAddress")
		}
		item.rest("privateIpAllocationMethod", "privateIpAddress")
	}
	p.rest()
	return e
}

func outboundEndpoint(o *object, r topology.Resource) *topology.ResolverEndpoint {
	e := &topology.ResolverEndpoint{Resource: r}
	p := o.of(&e.Resource)
	ref(p, "subnet", &e.Subnet)
	p.rest()
	return e
}

func forwardingRuleset(d *Decoder, o *object, r topology.Resource) {
	x := &topology.ForwardingRuleset{Resource: r}
	if !d.enter(x) {
		return
	}
	d.design.ForwardingRulesets = append(d.design.ForwardingRulesets, x)
	p := o.of(&x.Resource)
	x.Outbound = refs[topology.ResolverEndpoint](p, "dnsResolverOutboundEndpoints")
	p.rest("dnsForwardingRulesetState")
}

func forwardingRule(o *object, r topology.Resource) *topology.ForwardingRule {
	x := &topology.ForwardingRule{Resource: r}
	p := o.of(&x.Resource)
	x.Domain = p.str("domainName")
	x.Enabled = p.isEnabled("forwardingRuleState")
	x.Targets = dnsServers(p)
	p.needs("domainName", "every forwarding rule has one")
	p.rest("metadata")
	return x
}

// dnsServers reads the servers that a rule sends questions to.
func dnsServers(p *object) topology.Property[[]netip.AddrPort] {
	const key = "targetDnsServers"
	n := p.get(key)
	if n == nil {
		return topology.Property[[]netip.AddrPort]{}
	}
	if n.Is(tree.Unknown) {
		return unknownProperty[[]netip.AddrPort](p, n, key)
	}
	var out []netip.AddrPort
	for _, item := range p.list(key) {
		address := item.addr("ipAddress")
		if u := address.Unknown(); u != nil {
			return topology.NotKnown[[]netip.AddrPort](*u, address.Pos)
		}
		if a, ok := address.Get(); ok {
			out = append(out, netip.AddrPortFrom(a, uint16(item.integer("port", 1, 65535).Or(53))))
		}
	}
	return topology.Known(out, n.Pos)
}

// rulesetLink is a virtualNetworkLinks child of a ruleset.
type rulesetLink struct {
	topology.Resource
	network topology.Ref[topology.VirtualNetwork]
}

func forwardingRulesetLink(o *object, r topology.Resource) *rulesetLink {
	l := &rulesetLink{Resource: r}
	p := o.of(&l.Resource)
	ref(p, "virtualNetwork", &l.network)
	p.rest("metadata")
	return l
}

func joinRulesetLink(d *Decoder, parent topology.Node, l *rulesetLink) bool {
	x, ok := parent.(*topology.ForwardingRuleset)
	if ok && d.enter(l) {
		d.afterLinks = append(d.afterLinks, func(*Decoder) { x.Links = append(x.Links, l.network) })
	}
	return ok
}
