package decode

import (
	"strings"

	"vnetproof/topology"
)

// skus are the tiers that decide reachability.
var skus = []word[topology.SKU]{
	{"Basic", topology.Basic}, {"Standard", topology.Standard}, {"StandardV2", topology.StandardV2},
	{"Premium", topology.Premium}, {"Gateway", topology.Gateway},
}

func publicIPAddress(d *Decoder, o *object, r topology.Resource) {
	a := &topology.PublicIPAddress{Resource: r}
	if !d.enter(a) {
		return
	}
	d.design.PublicIPAddresses = append(d.design.PublicIPAddresses, a)
	a.SKU = skuOf(o, &a.Resource)
	p := o.of(&a.Resource)
	a.IPAddress = p.addr("ipAddress")
	a.IPv6 = p.isIPv6("publicIPAddressVersion")
	if ip, ok := a.IPAddress.Get(); ok {
		a.IPv6 = ip.Is6()
	}
	a.DNSName = publicName(p.sub("dnsSettings"), a.Location)
	ref(p, "publicIPPrefix", &a.Prefix)
	a.DDoSProtection = p.sub("ddosSettings").str("protectionMode")
	p.rest("publicIPAllocationMethod", "idleTimeoutInMinutes", "ipTags", "ipConfiguration", "natGateway", "ddosSettings",
		"deleteOption", "linkedPublicIPAddress", "servicePublicIPAddress", "migrationPhase")
}

// publicName returns the full name of an address: an export tells it, in a
// template it follows from label and region.
func publicName(dns *object, location string) topology.Property[string] {
	name := dns.str("fqdn")
	label := dns.str("domainNameLabel")
	if dns.has("domainNameLabelScope") {
		return name // a hash in the name that only the deployment knows
	}
	if l, ok := label.Get(); ok && name.IsAbsent() && location != "" {
		return topology.Known(strings.ToLower(l)+"."+location+".cloudapp.azure.com", label.Pos)
	}
	return name
}

func publicIPPrefix(d *Decoder, o *object, r topology.Resource) {
	x := &topology.PublicIPPrefix{Resource: r}
	if !d.enter(x) {
		return
	}
	d.design.PublicIPPrefixes = append(d.design.PublicIPPrefixes, x)
	p := o.of(&x.Resource)
	x.IPPrefix = p.prefix("ipPrefix")
	p.rest("prefixLength", "publicIPAddressVersion", "publicIPAddresses", "ipTags", "loadBalancerFrontendIpConfiguration",
		"customIPPrefix", "natGateway")
}
