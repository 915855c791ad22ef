package native

import (
	"fmt"
	"slices"
	"strings"

	"vnetproof/topology/tree"
)

var networkInterfaces = section{key: "networkInterfaces", typ: toNIC.typ, spec: nic}

// nic is a network interface. One with a single address has the address's keys
// on itself.
var nic = spec{
	doc: "Network interfaces. Those of virtual machines are shorter written there.",
	keys: append(flattened(ipConfiguration),
		prop("primary", flag, "whether it is the primary NIC of its machine"),
		not(prop("networkSecurityGroup", linkTo(toSecurityGroup), "NSG of this NIC alone"), "nsg"),
		prop("enableIPForwarding", flag, "whether it may forward what is not its own, as an appliance must"),
		prop("dnsServers", many(text), "DNS servers of this NIC", "dnsSettings.dnsServers"),
		prop("ipConfigurations", children("ipConfigurations", ipConfiguration), "its addresses, where it has several"),
	),
	finish: finishNIC,
}

var ipConfiguration = spec{name: "ipConfiguration", doc: "One address of a NIC.", keys: []key{
	prop("subnet", linkTo(toSubnet), "subnet, as hub/app"),
	prop("privateIPAddress", text, "its address; absent: Azure gives the lowest free one"),
	prop("privateIPAddressVersion", oneOf("IPv4", "IPv6"), "IPv4 if absent"),
	prop("primary", flag, "whether it is the primary one"),
	prop("publicIPAddress", linkTo(toPublicIP), "its public IP address"),
	prop("applicationSecurityGroups", many(wrap("id", membership)), "application security groups that it is in"),
	prop("loadBalancerBackendAddressPools", links(toPool), "pools that it is in, as lb/pool"),
	prop("loadBalancerInboundNatRules", links(toInboundNATRule), "inbound NAT rules that lead to it, as lb/ssh"),
	prop("applicationGatewayBackendAddressPools", links(toAppGWPool), "pools of application gateways that it is in"),
	prop("gatewayLoadBalancer", linkTo(toFrontend), "front end of a gateway load balancer that inspects it"),
}}

// flattened returns the keys of an address that may stand on its NIC. Whether it
// is the primary one is no question where it is the only one.
func flattened(s spec) []key {
	var keys []key
	for _, k := range s.keys {
		if k.name != "primary" {
			keys = append(keys, input(k.name, k.shape, k.doc))
		}
	}
	return keys
}

// gather makes an object of the values of a flattened spec, or nil where none is given.
func gather(p place, s spec, v values, name string) *tree.Node {
	out := p.object(member("name", p.text(name)))
	for _, k := range s.keys {
		if n := v[k.name]; n != nil && k.name != "primary" {
			put(out, k.at, n)
		}
	}
	if len(out.Members) == 1 {
		return nil
	}
	return out
}

// finishNIC makes an IP configuration of the keys that stand on the NIC itself.
func finishNIC(p place, v values, out *tree.Node) {
	first := gather(p, ipConfiguration, v, "ipconfig1")
	if first == nil {
		return
	}
	p.child("ipConfigurations", "ipconfig1", p.pos).enter()
	if all := v["ipConfigurations"]; all != nil {
		all.Items = slices.Insert(all.Items, 0, first)
		return
	}
	put(out, "properties.ipConfigurations", tree.NewList(first.Pos, first))
}

// membership is a link to an application security group by one of its members.
var membership = shape{
	read: func(p place, n *tree.Node) *tree.Node {
		before := len(p.reader.links)
		out := p.link(n, toAppGroup)
		if len(p.reader.links) > before {
			p.reader.links[before].declares = true
		}
		return out
	},
	schema: linkID(toAppGroup).schema,
}

// declareSecurityGroups makes the application security groups that NICs name,
// in a design that lists none.
func (r *Reader) declareSecurityGroups() {
	if r.listsAppGroups {
		return
	}
	for _, l := range r.links {
		if !l.declares || strings.Contains(l.short, "/") || len(r.names.find(toAppGroup.typ, l.short)) > 0 {
			continue
		}
		p := l.from.resource(toAppGroup.typ, l.short, l.node.Pos)
		p.add(tree.NewObject(l.node.Pos), applicationSecurityGroups.spec)
	}
}

// inlineNICs are the NICs of a virtual machine: names of NICs, or NICs as they are.
var inlineNICs = shape{
	read: func(p place, n *tree.Node) *tree.Node {
		items := []*tree.Node{n}
		if n.Is(tree.List) {
			items = n.Items
		}
		out := tree.NewList(n.Pos)
		for i, item := range items {
			out.Items = append(out.Items, p.item(i).inlineNIC(item, i))
		}
		markPrimary(out.Items)
		return out
	},
	schema: func(d *definitions) *schema {
		inline := nic
		inline.name = "nic"
		inline.keys = slices.Concat([]key{{name: "name", shape: text, doc: "its name; absent: that of the machine and -nic"}}, nic.keys)
		one := &schema{OneOf: []*schema{linkID(toNIC).schema(d), d.object(inline)}}
		return &schema{OneOf: []*schema{{Type: "array", Items: one}, one}}
	},
}

// inlineNIC reads one NIC of a machine and returns the machine's link to it.
func (p place) inlineNIC(n *tree.Node, i int) *tree.Node {
	if n.Is(tree.String) {
		return tree.NewObject(n.Pos, member("id", p.link(n, toNIC)))
	}
	if !n.Is(tree.Object) {
		return p.reader.wrongKind(n, p.path, "a NIC: an object, or the name of one")
	}
	name, pos := p.name+"-nic", n.Pos
	if i > 0 {
		name = fmt.Sprintf("%s-nic%d", p.name, i+1)
	}
	if given := n.Get("name"); p.isName(given) {
		name, pos = given.Text, given.Pos
	}
	s := nic
	s.keys = slices.Concat([]key{{name: "name", shape: text}}, nic.keys, commonKeys)
	q := p.defaults(n).resource(toNIC.typ, name, pos)
	q.add(n, s)
	out := tree.NewObject(n.Pos, member("id", q.text(q.id)))
	if primary := n.Get("primary"); primary.Is(tree.Bool) {
		put(out, "properties.primary", primary)
	}
	return out
}

// markPrimary makes the first NIC the primary one where none is said to be.
func markPrimary(nics []*tree.Node) {
	for _, n := range nics {
		if n.At("properties", "primary").Is(tree.Bool) {
			return
		}
	}
	if len(nics) > 0 && nics[0].Is(tree.Object) {
		put(nics[0], "properties.primary", tree.NewBool(nics[0].Pos, true))
	}
}

var virtualMachines = section{key: "virtualMachines", typ: "Microsoft.Compute/virtualMachines", spec: spec{
	doc: "Virtual machines with their NICs, the primary one first.",
	keys: []key{
		not(prop("nics", inlineNICs, "its NICs", "networkProfile.networkInterfaces"), "networkInterfaces"),
	},
}}

var virtualMachineScaleSets = section{key: "virtualMachineScaleSets", typ: "Microsoft.Compute/virtualMachineScaleSets", spec: spec{
	doc: "Scale sets; each instance has these NICs.",
	keys: []key{
		prop("orchestrationMode", oneOf("Uniform", "Flexible"), "Uniform if absent"),
		{name: "capacity", at: "sku.capacity", shape: number, doc: "number of instances"},
		not(prop("nics", children("networkInterfaces", scaleSetNIC), "NICs of each instance",
			"virtualMachineProfile.networkProfile.networkInterfaceConfigurations"), "networkInterfaceConfigurations"),
	},
}}

var scaleSetNIC = spec{name: "scaleSetNIC", doc: "A NIC of each instance of a scale set.",
	keys: append(flattened(scaleSetIPConfiguration),
		prop("primary", flag, "whether it is the primary NIC of its instance"),
		not(prop("networkSecurityGroup", linkTo(toSecurityGroup), "NSG of this NIC alone"), "nsg"),
		prop("enableIPForwarding", flag, "whether it may forward what is not its own"),
		prop("dnsServers", many(text), "DNS servers of this NIC", "dnsSettings.dnsServers"),
		prop("ipConfigurations", children("ipConfigurations", scaleSetIPConfiguration), "its addresses, where it has several"),
	),
	finish: func(p place, v values, out *tree.Node) {
		if first := gather(p, scaleSetIPConfiguration, v, "ipconfig1"); first != nil {
			put(out, "properties.ipConfigurations", tree.NewList(first.Pos, first))
		}
	},
}

var scaleSetIPConfiguration = spec{name: "scaleSetIPConfiguration", doc: "One address of each instance.", keys: []key{
	prop("subnet", linkTo(toSubnet), "subnet, as hub/app"),
	prop("privateIPAddressVersion", oneOf("IPv4", "IPv6"), "IPv4 if absent"),
	prop("primary", flag, "whether it is the primary one"),
	prop("publicIPAddressConfiguration", wrap("name", text), "name of a public IP address that each instance gets"),
	prop("applicationSecurityGroups", many(wrap("id", membership)), "application security groups that it is in"),
	prop("loadBalancerBackendAddressPools", links(toPool), "pools that it is in, as lb/pool"),
	prop("applicationGatewayBackendAddressPools", links(toAppGWPool), "pools of application gateways that it is in"),
}}
