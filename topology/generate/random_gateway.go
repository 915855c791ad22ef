package generate

// gateways writes VPN and ExpressRoute gateways in the hub, what they are
// joined to and what they learn.
func (r *random) gateways() {
	r.platformSubnet(r.net("hub"), "GatewaySubnet", "10.0.1.0/26", r.routed(3))
	switch r.choose(4) {
	case 0, 1:
		r.vpn()
	case 2:
		r.expressRoute("er")
	default:
		r.vpn()
		r.expressRoute("er")
	}
}

func (r *random) vpn() {
	r.put("publicIPAddresses", "vpn-pip: {ipAddress: 198.51.100.10}")
	r.put("virtualNetworkGateways", "vpn:")
	r.put("virtualNetworkGateways", "  gatewayType: Vpn")
	r.put("virtualNetworkGateways", "  subnet: hub/GatewaySubnet")
	for _, setting := range r.vpnSettings() {
		r.put("virtualNetworkGateways", "  %s", setting)
	}
	rules := ""
	if r.odds(4) {
		r.put("virtualNetworkGateways", "  natRules: [{name: out, mode: EgressSnat, internalMappings: [10.1.0.0/16], externalMappings: [100.64.0.0/16]}, {name: in, mode: IngressSnat, type: %s}]",
			pick(r, "Static, internalMappings: [192.168.0.0/24], externalMappings: [100.65.0.0/24]", "Dynamic, internalMappings: [192.168.0.0/24], externalMappings: [100.65.0.0/30]"))
		rules = pick(r, ", ingressNatRules: [vpn/in], egressNatRules: [vpn/out]", ", egressNatRules: [vpn/out]", ", ingressNatRules: [vpn/in]")
	}
	r.put("localNetworkGateways", "hq: {addressPrefixes: [%s], gatewayIpAddress: 203.0.113.77%s}", pick(r, "192.168.0.0/16", "192.168.0.0/24", "192.168.0.0/17"),
		r.option(4, ", asn: 65010, bgpPeeringAddress: 192.168.0.1"))
	bgp := r.odds(3)
	r.put("connections", "to-hq: {connectionType: IPsec, virtualNetworkGateway1: vpn, localNetworkGateway2: hq, enableBgp: %v%s%s%s}", bgp, rules, r.option(8, ", connectionStatus: %s", pick(r, "Connected", "NotConnected")),
		r.option(10, ", usePolicyBasedTrafficSelectors: true, trafficSelectorPolicies: [{localAddressRanges: [10.0.0.0/16], remoteAddressRanges: [192.168.0.0/16]}]"))
	if bgp && r.mostly(3) {
		r.tell("learnedRoutes", "- {gateway: vpn, from: %s, prefixes: [%s]%s}", "hq", pick(r, "192.168.128.0/17", "0.0.0.0/0", "10.1.0.0/24"), r.option(2, ", asPath: [65010, 65020]"))
	}
	if r.odds(3) {
		r.put("localNetworkGateways", "branch: {addressPrefixes: [172.20.0.0/24], gatewayIpAddress: 203.0.113.78}")
		r.put("connections", "to-branch: {connectionType: IPsec, virtualNetworkGateway1: vpn, localNetworkGateway2: branch}")
	}
	if r.odds(3) {
		r.tell("onPremises", "dc: {addressPrefixes: [192.168.0.0/25], via: {%s}%s}", pick(r, "localNetworkGateway: hq", "vpnGateway: vpn"), r.option(2, ", knows: [10.0.0.0/16]"))
	}
	r.otherVPN()
}

func (r *random) vpnSettings() []string {
	settings := []string{"publicIPAddresses: [vpn-pip]"}
	add := func(n int, s string) {
		if r.odds(n) {
			settings = append(settings, s)
		}
	}
	add(3, "gatewayDefaultSite: hq")
	add(3, "vpnClientAddressPool: [172.16.0.0/24]")
	add(6, "customRoutes: [10.50.0.0/16]")
	add(6, "enableBgp: true")
	add(8, "asn: 65515")
	add(8, "bgpPeeringAddress: 10.0.1.5")
	add(8, "activeActive: true")
	add(8, "vpnType: "+pick(r, "RouteBased", "PolicyBased"))
	add(8, "enableBgpRouteTranslationForNat: true")
	add(8, "sku: VpnGw2AZ")
	return settings
}

// otherVPN writes a second VPN gateway, in a VNet of its own, joined to the hub's.
func (r *random) otherVPN() {
	c := r.net("c")
	if c == nil || !r.odds(2) {
		return
	}
	r.platformSubnet(c, "GatewaySubnet", "10.3.1.0/26")
	r.put("virtualNetworkGateways", "vpn2: {gatewayType: Vpn, subnet: c/GatewaySubnet}")
	bgp := r.odds(2)
	r.put("connections", "there: {connectionType: Vnet2Vnet, virtualNetworkGateway1: vpn, virtualNetworkGateway2: vpn2, enableBgp: %v}", bgp)
	r.put("connections", "back: {connectionType: Vnet2Vnet, virtualNetworkGateway1: vpn2, virtualNetworkGateway2: vpn, enableBgp: %v}", bgp)
}

// expressRoute writes an ExpressRoute gateway and its circuit.
func (r *random) expressRoute(name string) {
	r.put("virtualNetworkGateways", "%s: {gatewayType: ExpressRoute, subnet: hub/GatewaySubnet%s%s%s}", name, r.option(6, ", summarizedGatewayPrefixes: [10.0.0.0/8]"),
		r.option(4, ", allowRemoteVnetTraffic: true"), r.option(6, ", allowVirtualWanTraffic: true"))
	r.circuits()
	r.put("connections", "to-circuit: {connectionType: ExpressRoute, virtualNetworkGateway1: %s, peer: circuit%s%s}", name, r.option(4, ", routingWeight: 10"), r.option(6, ", expressRouteGatewayBypass: true"))
	if r.mostly(4) {
		r.tell("learnedRoutes", "- {gateway: %s, from: circuit, prefixes: [%s]}", name, pick(r, "192.168.0.0/16", "192.168.0.0/16, 0.0.0.0/0", "10.200.0.0/16", "10.1.0.0/24"))
	}
	if r.mostly(4) {
		r.tell("onPremises", "er-dc: {addressPrefixes: [%s], via: {expressRouteCircuit: circuit}}", pick(r, "192.168.0.0/16", "10.200.0.0/16"))
	}
}

// circuits writes the circuit that gateways share, and at times one that it
// is joined to by Global Reach.
func (r *random) circuits() {
	reach := ""
	if r.odds(3) {
		reach = ", globalReach: [other]"
		r.put("expressRouteCircuits", "other: {peerings: {AzurePrivatePeering: {}}}")
		r.tell("onPremises", "far-dc: {addressPrefixes: [192.168.240.0/24], via: {expressRouteCircuit: other}}")
	}
	r.put("expressRouteCircuits", "circuit: {peerings: {AzurePrivatePeering: {state: Enabled%s}%s}%s}", reach, r.option(6, ", ms: {peeringType: MicrosoftPeering}"),
		r.option(8, ", serviceProviderProvisioningState: %s", pick(r, "Provisioned", "NotProvisioned")))
}

func (r *random) routeServer() {
	r.platformSubnet(r.net("hub"), "RouteServerSubnet", "10.0.3.0/26")
	r.put("publicIPAddresses", "rs-pip: {ipAddress: 198.51.100.11}")
	r.put("routeServers", "rs: {subnet: hub/RouteServerSubnet, publicIPAddress: rs-pip, allowBranchToBranchTraffic: %v, hubRoutingPreference: %s, bgpConnections: {nva: {peerAsn: 65001, peerIp: 10.0.2.4}}}",
		r.odds(2), pick(r, "ASPath", "VpnGateway", "ExpressRoute"))
	if r.mostly(4) {
		r.tell("learnedRoutes", "- {routeServer: rs, from: nva, prefixes: [%s]%s}", pick(r, "0.0.0.0/0", "10.201.0.0/16", "192.168.0.0/16", "10.2.0.0/16"), r.option(2, ", nextHopIpAddress: 10.0.2.4"))
	}
}
