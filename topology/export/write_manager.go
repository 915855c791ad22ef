package export

import (
	"strconv"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

// writeManagers writes network managers; their children stand beside them.
func writeManagers(w *writer, d *topology.Design) {
	for _, m := range d.NetworkManagers {
		writeScopes(w.resource(&m.Resource), m)
		for _, g := range m.Groups {
			writeGroup(w, g)
		}
		for _, c := range m.SecurityAdmin {
			writeSecurityAdmin(w, c)
		}
		for _, c := range m.Connectivity {
			writeConnectivity(w.resource(&c.Resource), c)
		}
		for _, c := range m.Routing {
			writeRouting(w, c)
		}
	}
}

func writeScopes(b *body, m *topology.NetworkManager) {
	var groups, subscriptions []string
	for _, s := range m.Scopes {
		if s.Subscription() != "" {
			subscriptions = append(subscriptions, string(s))
		} else {
			groups = append(groups, string(s))
		}
	}
	if groups != nil {
		b.set("networkManagerScopes.managementGroups", texts(groups))
	}
	if subscriptions != nil {
		b.set("networkManagerScopes.subscriptions", texts(subscriptions))
	}
}

func writeGroup(w *writer, g *topology.NetworkGroup) {
	b := w.resource(&g.Resource)
	if g.OfSubnets {
		b.set("memberType", str("Subnet"))
	}
	if g.ByPolicy != nil {
		w.lose(&g.Resource, "members", g.ByPolicy.Why, g.Pos)
	}
	n := 0
	member := func() *body {
		n++
		name := "member" + strconv.Itoa(n)
		return w.resource(&topology.Resource{ID: g.ID.Child("staticMembers", name), Name: name, Type: g.Type + "/staticMembers"})
	}
	for _, v := range g.Members {
		id(member(), "resourceId", v)
	}
	for _, s := range g.Subnets {
		id(member(), "resourceId", s)
	}
}

func writeSecurityAdmin(w *writer, c *topology.SecurityAdminConfiguration) {
	b := w.resource(&c.Resource)
	value(b, "applyOnNetworkIntentPolicyBasedServices", c.ApplyOnIntentPolicies, func(s string) *tree.Node { return texts([]string{s}) })
	for _, col := range c.Collections {
		groupIDs(w.resource(&col.Resource), "appliesToGroups", col.AppliesTo)
		for _, r := range col.Rules {
			writeAdminRule(w.resource(&r.Resource), r)
		}
	}
}

func groupIDs(b *body, key string, list []topology.Ref[topology.NetworkGroup]) {
	objects(b, key, list, func(r topology.Ref[topology.NetworkGroup]) *tree.Node {
		n := b.flat()
		id(n, "networkGroupId", r)
		return n.node
	})
}

func writeAdminRule(b *body, r *topology.SecurityRule) {
	put(b.node, "kind", str("Custom"))
	number(b, "priority", r.Priority)
	word(b, "direction", r.Direction)
	word(b, "access", r.Access)
	word(b, "protocol", r.Protocol)
	adminEnd(b, "sources", r.Source)
	adminEnd(b, "destinations", r.Destination)
	value(b, "sourcePortRanges", r.SourcePorts, ports)
	value(b, "destinationPortRanges", r.DestinationPorts, ports)
}

func adminEnd(b *body, key string, p topology.Property[[]topology.AddressTerm]) {
	value(b, key, p, func(list []topology.AddressTerm) *tree.Node {
		out := &tree.Node{Kind: tree.List}
		for _, t := range list {
			n := b.flat()
			switch {
			case t.NetworkGroup().IsSet():
				n.set("addressPrefixType", str("NetworkGroup"))
				id(n, "addressPrefix", t.NetworkGroup())
			case t.Tag != "":
				n.set("addressPrefixType", str("ServiceTag"))
				n.set("addressPrefix", str(t.Tag))
			default:
				n.set("addressPrefixType", str("IPPrefix"))
				n.set("addressPrefix", str(t.Literal()))
			}
			out.Items = append(out.Items, n.node)
		}
		return out
	})
}

func writeConnectivity(b *body, c *topology.ConnectivityConfiguration) {
	b.set("connectivityTopology", str(map[bool]string{true: "Mesh", false: "HubAndSpoke"}[c.Mesh]))
	if c.Hub.IsSet() {
		hub := b.flat()
		id(hub, "resourceId", c.Hub)
		hub.set("resourceType", str("Microsoft.Network/virtualNetworks"))
		appendTo(b, "hubs", hub.node)
	}
	b.either("isGlobal", c.IsGlobal, "True", "False")
	b.either("deleteExistingPeering", c.DeleteExistingPeering, "True", "False")
	objects(b, "appliesToGroups", c.Groups, func(g topology.ConnectivityGroup) *tree.Node {
		n := b.flat()
		id(n, "networkGroupId", g.Group)
		n.either("groupConnectivity", g.DirectlyConnected, "DirectlyConnected", "None")
		n.either("useHubGateway", g.UseHubGateway, "True", "False")
		n.either("isGlobal", g.IsGlobal, "True", "False")
		return n.node
	})
}

func writeRouting(w *writer, c *topology.RoutingConfiguration) {
	w.resource(&c.Resource).either("routeTableUsageMode", c.UseExisting, "UseExisting", "ManagedOnly")
	for _, col := range c.Collections {
		b := w.resource(&col.Resource)
		groupIDs(b, "appliesTo", col.AppliesTo)
		b.either("disableBgpRoutePropagation", col.DisableBGPRoutePropagation, "True", "False")
		b.text("localRouteSetting", col.LocalRoute)
		for _, r := range col.Routes {
			writeManagedRoute(w.resource(&r.Resource), r)
		}
	}
}

func writeManagedRoute(b *body, r *topology.Route) {
	word(b, "destination.destinationAddress", r.AddressPrefix)
	if r.Tag != "" {
		b.set("destination.destinationAddress", str(r.Tag))
	}
	value(b, "nextHop.nextHopType", r.NextHopType, func(t topology.NextHopType) *tree.Node {
		if t == topology.NextHopNone {
			return str("NoNextHop")
		}
		return str(t.String())
	})
	word(b, "nextHop.nextHopAddress", r.NextHopIP)
}
