package decode

import (
	"net/netip"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

var connectionTypes = []word[topology.ConnectionType]{
	{"IPsec", topology.IPsec}, {"Vnet2Vnet", topology.VNetToVNet}, {"ExpressRoute", topology.ExpressRouteConnection},
}

func connection(d *Decoder, o *object, r topology.Resource) {
	c := &topology.Connection{Resource: r}
	if !d.enter(c) {
		return
	}
	d.design.Connections = append(d.design.Connections, c)
	p := o.of(&c.Resource)
	c.Type = enum(p, "connectionType", connectionTypes)
	p.needs("connectionType", "expected IPsec, Vnet2Vnet or ExpressRoute")
	ref(p, "virtualNetworkGateway1", &c.Gateway)
	ref(p, "virtualNetworkGateway2", &c.RemoteGateway)
	ref(p, "localNetworkGateway2", &c.LocalGateway)
	ref(p, "peer", &c.Circuit)
	c.EnableBGP = p.boolean("enableBgp")
	c.RoutingWeight = p.integer("routingWeight", 0, 32000)
	c.FastPath = p.boolean("expressRouteGatewayBypass")
	c.Status = p.oneOf("connectionStatus", "Connected", "NotConnected", "Connecting", "Unknown")
	c.IngressNAT = refs[topology.GatewayNATRule](p, "ingressNatRules")
	c.EgressNAT = refs[topology.GatewayNATRule](p, "egressNatRules")
	c.TrafficSelectors = trafficSelectors(p)
	if p.get("usePolicyBasedTrafficSelectors"); c.TrafficSelectors.IsAbsent() {
		p.noteTrue("usePolicyBasedTrafficSelectors")
	}
	p.noteTrue("enablePrivateLinkFastPath")
	p.rest("sharedKey", "authorizationKey", "ipsecPolicies", "useLocalAzureIpAddress",
		"connectionProtocol", "connectionMode", "dpdTimeoutSeconds", "egressBytesTransferred", "ingressBytesTransferred",
		"tunnelConnectionStatus", "packetCaptureDiagnosticState", "tunnelProperties", "gatewayCustomBgpIpAddresses",
		"authenticationType", "certificateAuthentication", "trafficSelectorPolicies")
}

// trafficSelectors reads the pairs of prefixes that a tunnel carries.
func trafficSelectors(p *object) topology.Property[[]topology.TrafficSelector] {
	const key = "trafficSelectorPolicies"
	n := p.get(key)
	if emptyValue(n) {
		return topology.Property[[]topology.TrafficSelector]{}
	}
	if n.Is(tree.Unknown) {
		return unknownProperty[[]topology.TrafficSelector](p, n, key)
	}
	var out []topology.TrafficSelector
	for _, item := range p.list(key) {
		out = append(out, topology.TrafficSelector{
			Local:  item.prefixes("localAddressRanges").Or([]netip.Prefix{}),
			Remote: item.prefixes("remoteAddressRanges").Or([]netip.Prefix{}),
		})
	}
	return topology.Known(out, n.Pos)
}
