package decode

import (
	"net/netip"

	"vnetproof/topology"
)

var gatewayTypes = []word[topology.GatewayType]{{"Vpn", topology.VPN}, {"ExpressRoute", topology.ExpressRoute}}

func virtualNetworkGateway(d *Decoder, o *object, r topology.Resource) {
	g := &topology.VirtualNetworkGateway{Resource: r}
	if !d.enter(g) {
		return
	}
	d.design.VirtualNetworkGateways = append(d.design.VirtualNetworkGateways, g)
	p := o.of(&g.Resource)
	g.GatewayType = enum(p, "gatewayType", gatewayTypes)
	p.needs("gatewayType", "expected Vpn or ExpressRoute")
	g.PolicyBased = enum(p, "vpnType", []word[bool]{{"RouteBased", false}, {"PolicyBased", true}})
	g.EnableBGP = p.boolean("enableBgp")
	g.ActiveActive = p.boolean("activeActive", "active")
	g.BGP = bgpSettings(p.sub("bgpSettings"))
	g.IPConfigurations = children(p, "ipConfigurations", ipConfiguration)
	ref(p, "gatewayDefaultSite", &g.GatewayDefaultSite)
	client := p.sub("vpnClientConfiguration")
	g.ClientAddressPool = addressSpace(client, "vpnClientAddressPool")
	client.rest("vpnClientAddressPool", "vpnClientProtocols", "vpnAuthenticationTypes", "vpnClientRootCertificates", "vpnClientRevokedCertificates",
		"vpnClientIpsecPolicies", "vpnClientConnectionHealth", "radiusServerAddress", "radiusServerSecret", "radiusServers", "aadTenant", "aadAudience", "aadIssuer")
	g.SummarizedPrefixes = p.prefixes("summarizedGatewayPrefixes")
	g.AllowRemoteVNet = p.boolean("allowRemoteVnetTraffic")
	g.AllowVirtualWAN = p.boolean("allowVirtualWanTraffic")
	g.NATRules = children(p, "natRules", gatewayNATRule)
	g.CustomRoutes = addressSpace(p, "customRoutes")
	g.SKUName = p.sub("sku").str("name")
	p.noteTrue("enablePrivateIpAddress")
	p.noteTrue("allowVirtualWanTraffic")
	p.noteUnless("vpnType", "RouteBased")
	p.noteUnless("adminState", "Enabled")
	g.TranslateBGP = p.boolean("enableBgpRouteTranslationForNat")
	p.rest("vpnGatewayGeneration", "disableIPSecReplayProtection", "enableDnsForwarding", "inboundDnsForwardingEndpoint",
		"enableHighBandwidthVpnGateway", "packetCaptureDiagnosticState", "vNetExtendedLocationResourceId",
		"virtualNetworkGatewayPolicyGroups", "virtualNetworkGatewayMigrationStatus", "resiliencyModel",
		"autoScaleConfiguration", "gatewayCustomBgpIpAddresses", "disableIPSecProtection")
}

// bgpSettings reads a BGP speaker.
func bgpSettings(p *object) topology.BGPSettings {
	b := topology.BGPSettings{ASN: p.number64("asn", 1<<32-1)}
	if n := p.get("bgpPeeringAddress"); n != nil {
		b.PeerAddress = firstAddress(p, "bgpPeeringAddress")
	}
	return b
}

// firstAddress reads an address; an active-active gateway gives two in one
// text, joined by a comma, of which the first is the primary.
func firstAddress(p *object, key string) topology.Property[netip.Addr] {
	all := joinedList(p, key, p.parseAddr)
	list, ok := all.Get()
	switch {
	case all.Unknown() != nil:
		return topology.NotKnown[netip.Addr](*all.Unknown(), all.Pos)
	case !ok || len(list) == 0:
		return topology.Property[netip.Addr]{}
	}
	return topology.Known(list[0], all.Pos)
}

// gatewayNATRule reads a NAT rule of a VPN gateway (GW-17).
func gatewayNATRule(o *object, r topology.Resource) *topology.GatewayNATRule {
	rule := &topology.GatewayNATRule{Resource: r}
	p := o.of(&rule.Resource)
	rule.Ingress = enum(p, "mode", []word[bool]{{"EgressSnat", false}, {"IngressSnat", true}}).Or(false)
	rule.Dynamic = enum(p, o.ownType(), []word[bool]{{"Static", false}, {"Dynamic", true}}).Or(false)
	rule.Internal = mappings(p, "internalMappings")
	rule.External = mappings(p, "externalMappings")
	p.rest("ipConfigurationId", "internalMappings", "externalMappings", "egressVpnSiteLinkConnections", "ingressVpnSiteLinkConnections")
	return rule
}

// mappings reads the prefixes of one side of a NAT rule.
func mappings(p *object, key string) topology.Property[[]netip.Prefix] {
	n := p.get(key)
	if n == nil {
		return topology.Property[[]netip.Prefix]{}
	}
	var out []netip.Prefix
	for _, m := range p.list(key) {
		space := m.prefix("addressSpace")
		if u := space.Unknown(); u != nil {
			return topology.NotKnown[[]netip.Prefix](*u, space.Pos)
		}
		if v, ok := space.Get(); ok {
			out = append(out, v)
		}
		if !emptyValue(m.get("portRange")) {
			m.ignored("portRange", "a NAT rule for some ports is not simulated")
		}
	}
	return topology.Known(out, n.Pos)
}

func localNetworkGateway(d *Decoder, o *object, r topology.Resource) {
	g := &topology.LocalNetworkGateway{Resource: r}
	if !d.enter(g) {
		return
	}
	d.design.LocalNetworkGateways = append(d.design.LocalNetworkGateways, g)
	p := o.of(&g.Resource)
	g.AddressPrefixes = addressSpace(p, "localNetworkAddressSpace")
	g.GatewayIPAddress = p.addr("gatewayIpAddress")
	g.BGP = bgpSettings(p.sub("bgpSettings"))
	p.rest("fqdn")
}
