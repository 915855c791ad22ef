package decode

import "vnetproof/topology"

func virtualWAN(d *Decoder, o *object, r topology.Resource) {
	w := &topology.VirtualWAN{Resource: r}
	if !d.enter(w) {
		return
	}
	d.design.VirtualWANs = append(d.design.VirtualWANs, w)
	p := o.of(&w.Resource)
	w.AllowBranchToBranch = p.boolean("allowBranchToBranchTraffic")
	w.Basic = enum(p, o.ownType(), []word[bool]{{"Standard", false}, {"Basic", true}})
	p.rest("disableVpnEncryption", "allowVnetToVnetTraffic", "office365LocalBreakoutCategory", "virtualHubs", "vpnSites", "type")
}

func hubVPNGateway(d *Decoder, o *object, r topology.Resource) {
	g := &topology.HubVPNGateway{Resource: r}
	if !d.enter(g) {
		return
	}
	d.design.HubVPNGateways = append(d.design.HubVPNGateways, g)
	p := o.of(&g.Resource)
	ref(p, "virtualHub", &g.Hub)
	g.Connections = childrenOf(p, "connections", "vpnConnections", hubVPNConnection)
	if !emptyValue(p.get("natRules")) {
		p.ignored("natRules", "NAT rules of a hub's VPN gateway are not simulated")
	}
	p.rest("bgpSettings", "vpnGatewayScaleUnit", "isRoutingPreferenceInternet", "ipConfigurations", "enableBgpRouteTranslationForNat")
}

func hubVPNConnection(o *object, r topology.Resource) *topology.HubVPNConnection {
	c := &topology.HubVPNConnection{Resource: r}
	p := o.of(&c.Resource)
	ref(p, "remoteVpnSite", &c.Site)
	c.EnableInternetSecurity = p.boolean("enableInternetSecurity")
	hubRouting(p.sub("routingConfiguration"), &c.Routing)
	c.EnableBGP = p.boolean("enableBgp")
	for _, link := range p.list("vpnLinkConnections") {
		vpnLink(link.properties())
		if bgp := link.properties().boolean("enableBgp"); c.EnableBGP.IsAbsent() || bgp.Or(bgp.Unknown() != nil) {
			c.EnableBGP = bgp
		}
	}
	vpnLink(p)
	p.rest("connectionBandwidth", "dpdTimeoutSeconds", "enableRateLimiting",
		"ipsecPolicies", "routingWeight", "sharedKey", "useLocalAzureIpAddress",
		"vpnConnectionProtocolType", "ingressBytesTransferred", "egressBytesTransferred",
		"routingConfiguration")
	return c
}

// vpnLink notes what keeps a tunnel from carrying all that its prefixes say.
func vpnLink(p *object) {
	p.noteTrue("usePolicyBasedTrafficSelectors")
	p.noteUnless("connectionStatus", "Connected", "Connecting", "Unknown")
	for _, key := range []string{"ingressNatRules", "egressNatRules"} {
		if !saysNothing(p.get(key)) {
			p.ignored(key, "NAT rules of a hub's VPN gateway are not simulated")
		}
	}
}

func vpnSite(d *Decoder, o *object, r topology.Resource) {
	s := &topology.VPNSite{Resource: r}
	if !d.enter(s) {
		return
	}
	d.design.VPNSites = append(d.design.VPNSites, s)
	p := o.of(&s.Resource)
	ref(p, "virtualWan", &s.WAN)
	s.AddressPrefixes = addressSpace(p, "addressSpace")
	s.BGP = siteBGP(p)
	p.noteTrue("isSecuritySite")
	p.rest("ipAddress", "siteKey", "deviceProperties", "o365Policy", "vpnSiteLinks")
}

// siteBGP reads the BGP speaker of a site, which newer versions give by link.
func siteBGP(p *object) topology.BGPSettings {
	b := bgpSettings(p.sub("bgpProperties"))
	for _, link := range p.list("vpnSiteLinks") {
		if of := bgpSettings(link.properties().sub("bgpProperties")); b.ASN.IsAbsent() {
			b = of
		}
	}
	return b
}

func hubExpressRouteGateway(d *Decoder, o *object, r topology.Resource) {
	g := &topology.HubExpressRouteGateway{Resource: r}
	if !d.enter(g) {
		return
	}
	d.design.HubExpressRouteGateways = append(d.design.HubExpressRouteGateways, g)
	p := o.of(&g.Resource)
	ref(p, "virtualHub", &g.Hub)
	g.Connections = children(p, "expressRouteConnections", hubExpressRouteConnection)
	g.AllowNonVirtualWAN = p.boolean("allowNonVirtualWanTraffic")
	p.noteTrue("allowNonVirtualWanTraffic")
	p.rest("autoScaleConfiguration")
}

func hubExpressRouteConnection(o *object, r topology.Resource) *topology.HubExpressRouteConnection {
	c := &topology.HubExpressRouteConnection{Resource: r}
	p := o.of(&c.Resource)
	circuitOf(p, "expressRouteCircuitPeering", &c.Circuit)
	c.EnableInternetSecurity = p.boolean("enableInternetSecurity")
	hubRouting(p.sub("routingConfiguration"), &c.Routing)
	p.noteTrue("expressRouteGatewayBypass")
	p.noteTrue("enablePrivateLinkFastPath")
	p.rest("routingWeight", "authorizationKey", "routingConfiguration")
	return c
}

func hubP2SGateway(d *Decoder, o *object, r topology.Resource) {
	g := &topology.HubP2SGateway{Resource: r}
	if !d.enter(g) {
		return
	}
	d.design.HubP2SGateways = append(d.design.HubP2SGateways, g)
	p := o.of(&g.Resource)
	ref(p, "virtualHub", &g.Hub)
	configs := p.list("p2SConnectionConfigurations")
	for i, item := range configs {
		c := item.properties()
		if i > 0 {
			c.ignored("vpnClientAddressPool", "a second configuration of a point-to-site gateway is not simulated")
			continue
		}
		g.ClientAddressPool = addressSpace(c, "vpnClientAddressPool")
		g.EnableInternetSecurity = c.boolean("enableInternetSecurity")
		hubRouting(c.sub("routingConfiguration"), &g.Routing)
		c.rest("vpnClientAddressPool", "routingConfiguration", "configurationPolicyGroupAssociations", "previousConfigurationPolicyGroupAssociations")
	}
	p.rest("vpnServerConfiguration", "vpnGatewayScaleUnit", "customDnsServers", "isRoutingPreferenceInternet", "vpnClientConnectionHealth",
		"p2SConnectionConfigurations")
}
