package native

import (
	"net/netip"

	"vnetproof/topology/tree"
)

var applicationGateways = section{key: "applicationGateways", typ: "Microsoft.Network/applicationGateways", spec: spec{
	doc: "Application gateways: they end the client's flow and open one of their own.",
	keys: []key{
		prop("sku", text, "as WAF_v2; Standard_v2 if absent", "sku.name"),
		must(input("subnet", linkID(toSubnet), "subnet of its instances, from which backends see it")),
		prop("frontendIPConfigurations", children("frontendIPConfigurations", frontend), "front ends"),
		prop("httpListeners", children("httpListeners", listener), "listeners"),
		prop("backendAddressPools", children("backendAddressPools", applicationGatewayPool), "pools; NICs may name them too"),
		not(prop("backendHttpSettings", children("backendHttpSettingsCollection", backendSetting), "how backends are asked",
			"backendHttpSettingsCollection"), "backendHttpSettingsCollection"),
		prop("firewallPolicy", linkTo(toWAFPolicy), "WAF policy"),
		prop("wafMode", oneOf("Detection", "Prevention"), "mode of a WAF without policy", "webApplicationFirewallConfiguration.firewallMode"),
		prop("enableNetworkIsolation", flag, "whether its subnet may be private and have a route 0.0.0.0/0"),
	},
	finish: finishApplicationGateway,
}}

var listener = spec{name: "httpListener", doc: "A listener.", keys: []key{
	must(prop("frontendIPConfiguration", linkTo(toAppGWFrontend), "front end of this gateway")),
	must(input("port", number, "port that it listens on")),
	prop("protocol", oneOf("Http", "Https", "Tcp", "Tls"), "Http or Https"),
	prop("hostName", text, "host that it answers for"),
	prop("firewallPolicy", linkTo(toWAFPolicy), "WAF policy of this listener alone"),
}, finish: finishListener}

var applicationGatewayPool = spec{name: "applicationGatewayPool", doc: "Where requests go.", keys: []key{
	prop("addresses", many(poolAddress), "addresses and host names", "backendAddresses"),
}}

var backendSetting = spec{name: "backendHttpSetting", doc: "How backends are asked.", keys: []key{
	must(prop("port", number, "port of the backends")),
	prop("protocol", oneOf("Http", "Https", "Tcp", "Tls"), "Http if absent"),
}}

// poolAddress is an address or a host name, which ARM keeps apart.
var poolAddress = shape{
	read: func(p place, n *tree.Node) *tree.Node {
		n = text.read(p, n)
		if _, err := netip.ParseAddr(n.Str()); err == nil {
			return tree.NewObject(n.Pos, member("ipAddress", n))
		}
		return tree.NewObject(n.Pos, member("fqdn", n))
	},
	schema: text.schema,
}

// finishListener names the front-end port that the listener's port stands for.
func finishListener(p place, v values, out *tree.Node) {
	port := v["port"]
	if !port.Is(tree.Number) {
		return
	}
	id := topLevel(p.id) + "/frontendPorts/port_" + port.Text
	put(out, "properties.frontendPort.id", tree.NewString(port.Pos, id))
}

// topLevel cuts a child's ID to that of the resource around it.
func topLevel(id string) string { return upTo(upTo(id)) }

// finishApplicationGateway lists the subnet and the ports of the listeners.
func finishApplicationGateway(p place, v values, out *tree.Node) {
	if v["sku"] == nil {
		put(out, "properties.sku.name", p.text("Standard_v2"))
	}
	if subnet := v["subnet"]; subnet != nil {
		put(out, "properties.gatewayIPConfigurations", tree.NewList(subnet.Pos, tree.NewObject(subnet.Pos,
			member("name", p.text("gateway")),
			member("properties", tree.NewObject(subnet.Pos, member("subnet", tree.NewObject(subnet.Pos, member("id", subnet)))))),
		))
	}
	if v["wafMode"] != nil {
		put(out, "properties.webApplicationFirewallConfiguration.enabled", tree.NewBool(v["wafMode"].Pos, true))
	}
	if ports := frontendPorts(p, v["httpListeners"]); len(ports.Items) > 0 {
		put(out, "properties.frontendPorts", ports)
	}
}

// frontendPorts lists each port of the listeners once.
func frontendPorts(p place, listeners *tree.Node) *tree.Node {
	out := tree.NewList(p.pos)
	seen := map[string]bool{}
	for _, l := range listeners.List() {
		ref := l.At("properties", "frontendPort", "id")
		if !ref.Is(tree.String) || seen[ref.Text] {
			continue
		}
		seen[ref.Text] = true
		name := ref.Text[len(upTo(ref.Text))+1:]
		out.Items = append(out.Items, tree.NewObject(ref.Pos,
			member("name", tree.NewString(ref.Pos, name)), member("id", ref),
			member("properties", tree.NewObject(ref.Pos, member("port", tree.NewNumber(ref.Pos, name[len("port_"):]))))))
	}
	return out
}

var wafPolicies = section{key: "webApplicationFirewallPolicies", typ: toWAFPolicy.typ, spec: spec{
	doc: "Web application firewall policies of application gateways and Front Doors.",
	keys: []key{
		prop("mode", oneOf("Detection", "Prevention"), "Detection only logs", "policySettings.mode"),
		prop("state", oneOf("Enabled", "Disabled"), "Enabled if absent", "policySettings.state"),
	},
}}

var bastionHosts = section{key: "bastionHosts", typ: "Microsoft.Network/bastionHosts", spec: spec{
	doc: "Bastion hosts: 22 and 3389 from AzureBastionSubnet.",
	keys: []key{
		{name: "sku", at: "sku.name", shape: oneOf("Developer", "Basic", "Standard", "Premium"), doc: "SKU; Basic if absent"},
		input("subnet", linkTo(toSubnet), "the AzureBastionSubnet, as hub/AzureBastionSubnet"),
		input("publicIPAddress", linkTo(toPublicIP), "its public IP address"),
		prop("virtualNetwork", linkTo(toVirtualNetwork), "network of a Developer bastion, which has no subnet"),
		prop("enableIpConnect", flag, "whether it connects by address, beyond its own and peered networks"),
	},
	finish: func(p place, v values, out *tree.Node) {
		if v["subnet"] != nil || v["publicIPAddress"] != nil {
			put(out, "properties.ipConfigurations", tree.NewList(p.pos, p.ipConfiguration("IpConf", v["subnet"], v["publicIPAddress"])))
		}
	},
}}

// ipConfiguration makes the configuration of a platform resource from links.
func (p place) ipConfiguration(name string, subnet, publicIP *tree.Node) *tree.Node {
	out := p.object(member("name", p.text(name)))
	if subnet != nil {
		put(out, "properties.subnet", subnet)
	}
	if publicIP != nil {
		put(out, "properties.publicIPAddress", publicIP)
	}
	return out
}
