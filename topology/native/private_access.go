package native

import "vnetproof/topology/tree"

var privateEndpoints = section{key: "privateEndpoints", typ: "Microsoft.Network/privateEndpoints", spec: spec{
	doc: "Private endpoints: an address in a subnet for one service.",
	keys: []key{
		must(prop("subnet", linkTo(toSubnet), "subnet that holds it")),
		must(input("privateLinkService", anyService, "what it leads to: a paas or privateLinkServices name, or a resource ID")),
		not(input("groupIds", many(text), "part of the service, as [blob]"), "groupId"),
		input("status", oneOf("Approved", "Pending", "Rejected", "Disconnected"), "Approved if absent"),
		input("manual", flag, "whether the service's owner must approve it"),
		not(input("privateIPAddresses", many(text), "its addresses; absent: Azure gives one"), "privateIPAddress"),
		prop("applicationSecurityGroups", many(wrap("id", membership)), "application security groups that it is in"),
		prop("networkInterface", wrapList(linkTo(toNIC)), "the NIC that Azure made for it, as an export tells", "networkInterfaces"),
		input("privateDnsZones", many(wrap("privateDnsZoneId", linkID(toDNSZone))), "zones that get its record"),
	},
	finish: finishPrivateEndpoint,
}}

// anyService is a platform service of any type, or a private link service.
var anyService = linkID(toPrivateLink, toPaaS)

// finishPrivateEndpoint makes the connection, the addresses and the zone group.
func finishPrivateEndpoint(p place, v values, out *tree.Node) {
	connection := p.object(member("name", p.text(lastOf(p.name))))
	if v["privateLinkService"] != nil {
		put(connection, "properties.privateLinkServiceId", v["privateLinkService"])
	}
	if v["groupIds"] != nil {
		put(connection, "properties.groupIds", v["groupIds"])
	}
	if v["status"] != nil {
		put(connection, "properties.privateLinkServiceConnectionState.status", v["status"])
	}
	list := "properties.privateLinkServiceConnections"
	if v["manual"].Is(tree.Bool) && v["manual"].Text == "true" {
		list = "properties.manualPrivateLinkServiceConnections"
	}
	put(out, list, tree.NewList(p.pos, connection))
	if addresses := v["privateIPAddresses"]; addresses != nil {
		put(out, "properties.ipConfigurations", p.endpointAddresses(addresses))
	}
	if zones := v["privateDnsZones"]; zones != nil {
		p.zoneGroup(zones)
	}
}

func lastOf(name string) string { return name[len(upTo(name)):] }

func (p place) endpointAddresses(addresses *tree.Node) *tree.Node {
	out := tree.NewList(addresses.Pos)
	for i, a := range addresses.List() {
		config := p.object(member("name", p.text(numbered("ipconfig", i+1))))
		put(config, "properties.privateIPAddress", a)
		out.Items = append(out.Items, config)
	}
	return out
}

// zoneGroup adds the DNS zone group, which Azure keeps as a child.
func (p place) zoneGroup(zones *tree.Node) {
	q := p.child("privateDnsZoneGroups", "default", zones.Pos)
	group := q.head()
	configs := tree.NewList(zones.Pos)
	for i, z := range zones.List() {
		configs.Items = append(configs.Items, tree.NewObject(z.Pos,
			member("name", tree.NewString(z.Pos, numbered("zone", i+1))), member("properties", z)))
	}
	put(group, "properties.privateDnsZoneConfigs", configs)
	p.reader.resources = append(p.reader.resources, group)
}

var privateLinkServices = section{key: "privateLinkServices", typ: toPrivateLink.typ, spec: spec{
	doc: "Private link services: own services behind a load balancer.",
	keys: []key{
		must(not(prop("loadBalancerFrontendIpConfigurations", links(toFrontend), "front ends, as lb/front end"), "frontendIPConfigurations")),
		input("subnet", linkTo(toSubnet), "subnet whose addresses the provider sees"),
		prop("ipConfigurations", children("ipConfigurations", natAddress), "the addresses, where they are fixed"),
	},
	finish: func(p place, v values, out *tree.Node) {
		if v["subnet"] != nil && v["ipConfigurations"] == nil {
			put(out, "properties.ipConfigurations", tree.NewList(p.pos, p.ipConfiguration("ipconfig1", v["subnet"], nil)))
		}
	},
}}

var natAddress = spec{name: "natAddress", doc: "An address that a private link service shows.", keys: []key{
	must(prop("subnet", linkTo(toSubnet), "its subnet")),
	prop("privateIPAddress", text, "the address"),
}}
