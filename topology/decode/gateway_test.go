package decode

import (
	"net/netip"
	"testing"

	"vnetproof/topology"
)

func TestGatewayConnectionsAndSites(t *testing.T) {
	design := decodeClean(t, vnet("hub", "10.0.0.0/16", subnets("GatewaySubnet 10.0.0.0/27")),
		resource("virtualNetworkGateways", "vpn", `"gatewayType": "Vpn", "vpnType": "RouteBased", "enableBgp": true, "activeActive": false,
			"bgpSettings": {"asn": 65515, "bgpPeeringAddress": "10.0.0.4,10.0.0.5", "peerWeight": 0},
			"ipConfigurations": [{"name": "c", "properties": {"subnet": `+to("virtualNetworks/hub/subnets/GatewaySubnet")+`}}],
			"gatewayDefaultSite": `+to("localNetworkGateways/hq")+`, "sku": {"name": "VpnGw2", "tier": "VpnGw2"},
			"vpnClientConfiguration": {"vpnClientAddressPool": {"addressPrefixes": ["172.20.0.0/24"]}}`),
		resource("virtualNetworkGateways/natRules", "vpn/n", `"type": "Static", "mode": "IngressSnat",
			"internalMappings": [{"addressSpace": "192.168.0.0/24"}], "externalMappings": [{"addressSpace": "10.50.0.0/24"}]`),
		resource("localNetworkGateways", "hq", `"localNetworkAddressSpace": {"addressPrefixes": ["192.168.0.0/16"]}, "gatewayIpAddress": "203.0.113.9",
			"bgpSettings": {"asn": 65010, "bgpPeeringAddress": "192.168.0.1"}`),
		resource("connections", "c", `"connectionType": "IPsec", "virtualNetworkGateway1": `+to("virtualNetworkGateways/vpn")+`,
			"localNetworkGateway2": `+to("localNetworkGateways/hq")+`, "connectionStatus": "Connected", "sharedKey": "x",
			"ingressNatRules": [`+to("virtualNetworkGateways/vpn/natRules/n")+`],
			"trafficSelectorPolicies": [{"localAddressRanges": ["10.0.0.0/16"], "remoteAddressRanges": ["192.168.0.0/16"]}]`))
	g, c := design.VirtualNetworkGateways[0], design.Connections[0]
	sameValue(t, "type", g.GatewayType, topology.VPN)
	sameValue(t, "BGP address", g.BGP.PeerAddress, netip.MustParseAddr("10.0.0.4"))
	sameValue(t, "client pool", g.ClientAddressPool, prefixesOf("172.20.0.0/24"))
	sameValue(t, "policy based", g.PolicyBased, false)
	if g.GatewayDefaultSite.Target != design.LocalNetworkGateways[0] || c.Gateway.Target != g || c.IngressNAT[0].Target != g.NATRules[0] {
		t.Errorf("links of gateway and connection: %+v %+v", g, c)
	}
	if rule := g.NATRules[0]; !rule.Ingress || rule.Dynamic {
		t.Errorf("NAT rule is %+v", rule)
	}
	sameValue(t, "AS number", design.LocalNetworkGateways[0].BGP.ASN, int64(65010))
}

func TestCircuitTakesOverItsPeerings(t *testing.T) {
	peer := resource("expressRouteCircuits/peerings", "c1/AzurePrivatePeering", `"peeringType": "AzurePrivatePeering", "peerASN": 65001`)
	reach := resource("expressRouteCircuits/peerings/connections", "c1/AzurePrivatePeering/r",
		`"peerExpressRouteCircuitPeering": `+to("expressRouteCircuits/c2/peerings/AzurePrivatePeering"))
	second := resource("expressRouteCircuits", "c2", `"serviceProviderProvisioningState": "NotProvisioned", "circuitProvisioningState": "Enabled",
		"peerings": [{"name": "MicrosoftPeering", "properties": {"peeringType": "MicrosoftPeering", "state": "Disabled"}}]`)
	design := decodeClean(t, reach, peer, resource("expressRouteCircuits", "c1", ""), second)
	c1, c2 := design.ExpressRouteCircuits[0], design.ExpressRouteCircuits[1]
	sameValue(t, "private peering", c1.PrivatePeering, true)
	sameValue(t, "Microsoft peering", c2.MicrosoftPeering, false)
	sameValue(t, "down", c2.Down, true)
	if !c1.Down.IsAbsent() || len(c1.GlobalReach) != 1 || c1.GlobalReach[0].Target != c2 {
		t.Errorf("circuit is %+v", c1)
	}
}

func TestRouteServerIsAHubWithoutWAN(t *testing.T) {
	design := decodeClean(t, vnet("hub", "10.0.0.0/16", subnets("RouteServerSubnet 10.0.0.0/26")),
		resource("virtualHubs", "rs", `"sku": "Standard", "allowBranchToBranchTraffic": true`),
		resource("virtualHubs/ipConfigurations", "rs/c", `"subnet": `+to("virtualNetworks/hub/subnets/RouteServerSubnet")),
		resource("virtualHubs/bgpConnections", "rs/nva", `"peerAsn": 65020, "peerIp": "10.0.1.4"`))
	rs := design.RouteServers[0]
	if len(design.VirtualHubs) != 0 || rs.Subnet.Target == nil || len(rs.Peers) != 1 || !rs.AllowBranchToBranch.Or(false) {
		t.Errorf("route server is %+v", rs)
	}
}

// The type of a WAN is no type of resource, wherever it stands.
func TestVirtualWANType(t *testing.T) {
	for _, tc := range []struct{ name, members string }{
		{"among properties", `"properties": {"type": "Basic"}`},
		{"without a level of properties", `"typePropertiesType": "Basic"`},
	} {
		sameValue(t, tc.name, decodeClean(t, resourceWith("virtualWans", "wan", tc.members)).VirtualWANs[0].Basic, true)
	}
	absent := decodeClean(t, resourceWith("virtualWans", "wan", `"tags": {}`)).VirtualWANs[0].Basic
	if !absent.IsAbsent() {
		t.Errorf("a WAN that does not say its type has %+v", absent)
	}
}

func TestVirtualHub(t *testing.T) {
	design := decodeClean(t, resource("virtualWans", "wan", `"type": "Standard", "allowBranchToBranchTraffic": true`), vnet("spoke", "10.1.0.0/16"),
		resource("virtualHubs", "hub", `"virtualWan": `+to("virtualWans/wan")+`, "addressPrefix": "10.100.0.0/23", "hubRoutingPreference": "ASPath"`),
		resource("virtualHubs/hubRouteTables", "hub/iso", `"labels": ["iso"], "routes": [
			{"name": "fw", "destinationType": "CIDR", "destinations": ["0.0.0.0/0"], "nextHopType": "ResourceId", "nextHop": "`+network("azureFirewalls/fw")+`"},
			{"name": "nva", "destinationType": "CIDR", "destinations": ["10.9.0.0/16"], "nextHopType": "ResourceId",
			 "nextHop": "`+network("virtualHubs/hub/hubVirtualNetworkConnections/spoke")+`"}]`),
		resource("virtualHubs/hubVirtualNetworkConnections", "hub/spoke", `"remoteVirtualNetwork": `+to("virtualNetworks/spoke")+`,
			"enableInternetSecurity": true, "routingConfiguration": {"associatedRouteTable": `+to("virtualHubs/hub/hubRouteTables/iso")+`,
			"propagatedRouteTables": {"labels": ["default"], "ids": [`+to("virtualHubs/hub/hubRouteTables/defaultRouteTable")+`]},
			"vnetRoutes": {"staticRoutes": [{"name": "s", "addressPrefixes": ["10.9.0.0/16"], "nextHopIpAddress": "10.1.0.4"}],
				"staticRoutesConfig": {"vnetLocalRouteOverrideCriteria": "Contains"}}}`),
		resource("azureFirewalls", "fw", `"sku": {"name": "AZFW_Hub", "tier": "Standard"}, "virtualHub": `+to("virtualHubs/hub")+`,
			"hubIPAddresses": {"publicIPs": {"count": 1, "addresses": [{"address": "203.0.113.7"}]}, "privateIPAddress": "10.100.0.132"}`),
		resource("virtualHubs/routingIntent", "hub/intent", `"routingPolicies": [{"name": "private", "destinations": ["PrivateTraffic"],
			"nextHop": "`+network("azureFirewalls/fw")+`"}]`),
		resource("vpnGateways", "vpn", `"virtualHub": `+to("virtualHubs/hub")+`, "connections": [{"name": "b", "properties": {"remoteVpnSite": `+to("vpnSites/branch")+`}}]`),
		resource("vpnSites", "branch", `"virtualWan": `+to("virtualWans/wan")+`, "addressSpace": {"addressPrefixes": ["192.168.9.0/24"]}`),
		resource("expressRouteCircuits", "circuit", ""),
		resource("expressRouteGateways", "er", `"virtualHub": `+to("virtualHubs/hub")+`, "expressRouteConnections": [{"name": "e", "properties": {
			"expressRouteCircuitPeering": `+to("expressRouteCircuits/circuit/peerings/AzurePrivatePeering")+`}}]`),
		resource("p2sVpnGateways", "p2s", `"virtualHub": `+to("virtualHubs/hub")+`, "p2SConnectionConfigurations": [{"name": "p", "properties": {
			"vpnClientAddressPool": {"addressPrefixes": ["172.16.9.0/24"]}}}]`))
	h := design.VirtualHubs[0]
	c := h.Connections[0]
	if h.WAN.Target == nil || c.Hub != h || c.RemoteVNet.Target == nil || c.Routing.Associated.Target != h.RouteTables[0] {
		t.Errorf("hub and connection are not linked")
	}
	if to := c.Routing.PropagatedTo[0].Target; to == nil || to.Name != "defaultRouteTable" || len(h.RouteTables) != 3 {
		t.Errorf("the default tables of the hub are %v", h.RouteTables)
	}
	if r := h.RouteTables[0].Routes; r[0].NextHopFirewall.Target != design.AzureFirewalls[0] || r[1].NextHopConnection.Target != c {
		t.Errorf("static routes lead to %+v", r)
	}
	if h.Firewall.Target != design.AzureFirewalls[0] || h.VPNGateway == nil || h.ExpressRoute == nil || h.P2S == nil {
		t.Errorf("the hub does not know what stands in it: %+v", h)
	}
	if p := h.RoutingIntent.Policies[0]; !p.Private || p.Internet || p.NextHop.Target == nil {
		t.Errorf("routing policy %+v", p)
	}
	if h.VPNGateway.Connections[0].Site.Target == nil || h.ExpressRoute.Connections[0].Circuit.Target == nil {
		t.Errorf("the gateways are not linked to their sites")
	}
	sameValue(t, "public addresses", design.AzureFirewalls[0].HubPublicIPs, []netip.Addr{netip.MustParseAddr("203.0.113.7")})
	sameValue(t, "static route", c.Routing.VNetRoutes[0].NextHopIP, netip.MustParseAddr("10.1.0.4"))
}
