package native

import (
	"strings"

	"vnetproof/topology/tree"
)

var loadBalancers = section{key: "loadBalancers", typ: "Microsoft.Network/loadBalancers", spec: spec{
	doc: "Load balancers; NICs name the pools that they are in, as lb/pool.",
	keys: []key{
		skuName("Basic", "Standard", "Gateway"),
		prop("frontendIPConfigurations", children("frontendIPConfigurations", frontend), "front ends: internal ones have a subnet"),
		prop("backendAddressPools", children("backendAddressPools", backendPool), "pools"),
		prop("loadBalancingRules", children("loadBalancingRules", loadBalancingRule), "rules from a front end to a pool"),
		prop("inboundNatRules", children("inboundNatRules", inboundNATRule), "rules from a front end's port to one machine"),
		prop("outboundRules", children("outboundRules", outboundRule), "addresses for what the pool opens itself"),
		prop("probes", children("probes", probe), "health probes"),
	},
	finish: standardByDefault,
}}

var frontend = spec{name: "frontend", doc: "A front end.", keys: []key{
	prop("subnet", linkTo(toSubnet), "subnet of an internal front end"),
	prop("privateIPAddress", text, "its address there"),
	prop("privateIPAddressVersion", oneOf("IPv4", "IPv6"), "IPv4 if absent"),
	prop("publicIPAddress", linkTo(toPublicIP), "address of a public front end"),
	prop("publicIPPrefix", linkTo(toPublicIPPrefix), "prefix of a public front end, for outbound rules"),
	prop("gatewayLoadBalancer", linkTo(toFrontend), "front end of a gateway load balancer that inspects it"),
}}

var backendPool = spec{name: "backendPool", doc: "A pool; NICs name it, or it lists addresses.", keys: []key{
	prop("addresses", named(backendAddress), "members by address", "loadBalancerBackendAddresses"),
	prop("virtualNetwork", linkTo(toVirtualNetwork), "network of members by address"),
}}

var backendAddress = spec{name: "backendAddress", doc: "A member by address.", keys: []key{
	must(prop("ipAddress", text, "its address")),
	prop("virtualNetwork", linkTo(toVirtualNetwork), "its network"),
	prop("subnet", linkTo(toSubnet), "its subnet"),
}}

var loadBalancingRule = spec{name: "loadBalancingRule", doc: "Brings a front end's port to a pool.", keys: []key{
	must(not(prop("frontendIPConfiguration", linkTo(toFrontend), "front end of this load balancer"), "frontend")),
	not(prop("backendAddressPool", linkTo(toPool), "pool of this load balancer"), "pool"),
	prop("backendAddressPools", links(toPool), "pools, where there are several"),
	must(prop("protocol", transport, "Tcp, Udp, or All for HA ports")),
	prop("frontendPort", number, "0 or absent with All: every port"),
	prop("backendPort", number, "that of the front end if absent"),
	prop("enableFloatingIP", flag, "whether the machine sees the front end's address"),
	prop("disableOutboundSnat", flag, "whether the pool gets no way out by this rule"),
	prop("probe", linkTo(toProbe), "probe of this load balancer"),
}, finish: samePorts}

// transport is the protocol of a load balancer's rule.
var transport = oneOf("Tcp", "Udp", "All")

// samePorts sets the ports that follow: the back end's is the front end's, and
// with All both are 0, which is every port.
func samePorts(p place, v values, out *tree.Node) {
	front := v["frontendPort"]
	if front == nil && strings.EqualFold(v["protocol"].Str(), "All") {
		front = tree.NewNumber(p.pos, "0")
		put(out, "properties.frontendPort", front)
	}
	if v["backendPort"] == nil && front != nil {
		put(out, "properties.backendPort", front)
	}
}

var inboundNATRule = spec{name: "inboundNatRule", doc: "Brings a front end's port to one machine.", keys: []key{
	must(not(prop("frontendIPConfiguration", linkTo(toFrontend), "front end of this load balancer"), "frontend")),
	must(prop("protocol", transport, "Tcp, Udp or All")),
	prop("frontendPort", number, "port of the front end"),
	prop("frontendPortRangeStart", number, "first port, with a pool"),
	prop("frontendPortRangeEnd", number, "last port, with a pool"),
	prop("backendPort", number, "port of the machine"),
	prop("enableFloatingIP", flag, "whether the machine sees the front end's address"),
	prop("backendAddressPool", linkTo(toPool), "pool whose members share a range of ports"),
}}

var outboundRule = spec{name: "outboundRule", doc: "Gives a pool a way out.", keys: []key{
	must(prop("frontendIPConfigurations", links(toFrontend), "front ends whose addresses it leaves by")),
	must(prop("backendAddressPool", linkTo(toPool), "the pool")),
	prop("protocol", transport, "All if absent"),
}, finish: func(p place, v values, out *tree.Node) {
	if v["protocol"] == nil {
		put(out, "properties.protocol", p.text("All"))
	}
}}

var probe = spec{name: "probe", doc: "A health probe, sent from 168.63.129.16.", keys: []key{
	must(prop("protocol", oneOf("Tcp", "Http", "Https"), "Tcp, Http or Https")),
	must(prop("port", number, "port that it asks")),
	prop("requestPath", text, "path of an Http or Https probe"),
}}
