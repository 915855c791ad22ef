package native

import (
	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

func writeManager(b *body, m *topology.NetworkManager) {
	var scopes []string
	for _, s := range m.Scopes {
		scopes = append(scopes, string(s))
	}
	b.addList("scopes", textList(scopes))
	b.addEach("networkGroups", eachByName(b.w, m.Groups, writeNetworkGroup))
	b.addEach("securityAdminConfigurations", eachByName(b.w, m.SecurityAdmin, writeAdminConfiguration))
	b.addEach("connectivityConfigurations", eachByName(b.w, m.Connectivity, writeConnectivity))
	b.addEach("routingConfigurations", eachByName(b.w, m.Routing, writeRoutingConfiguration))
}

func writeNetworkGroup(b *body, g *topology.NetworkGroup) {
	if g.OfSubnets {
		b.text("memberType", "Subnet")
		refsOf(b, "members", g.Subnets)
	} else {
		refsOf(b, "members", g.Members)
	}
	if g.ByPolicy != nil {
		b.lose("members", g.ByPolicy.Why, g.Pos)
	}
}

func writeAdminConfiguration(b *body, c *topology.SecurityAdminConfiguration) {
	textOf(b, "applyOnNetworkIntentPolicyBasedServices", c.ApplyOnIntentPolicies)
	b.addEach("ruleCollections", eachByName(b.w, c.Collections, func(b *body, r *topology.AdminRuleCollection) {
		refsOf(b, "appliesToGroups", r.AppliesTo)
		b.addList("rules", namedEntries(b, r.Rules, nameOf[*topology.SecurityRule], writeSecurityRule))
	}))
}

func writeConnectivity(b *body, c *topology.ConnectivityConfiguration) {
	topologyKind := "HubAndSpoke"
	if c.Mesh {
		topologyKind = "Mesh"
	}
	b.text("connectivityTopology", topologyKind)
	refOf(b, "hub", c.Hub)
	flagOf(b, "isGlobal", c.IsGlobal)
	flagOf(b, "deleteExistingPeering", c.DeleteExistingPeering)
	list := tree.NewList(source.Pos{})
	for _, g := range c.Groups {
		entry := b.nested()
		refOf(entry, "networkGroup", g.Group)
		oneWord(entry, "groupConnectivity", g.DirectlyConnected, "DirectlyConnected", "None")
		flagOf(entry, "useHubGateway", g.UseHubGateway)
		flagOf(entry, "isGlobal", g.IsGlobal)
		list.Items = append(list.Items, entry.node)
	}
	b.addList("appliesToGroups", list)
}

func writeRoutingConfiguration(b *body, c *topology.RoutingConfiguration) {
	oneWord(b, "routeTableUsageMode", c.UseExisting, "UseExisting", "ManagedOnly")
	b.addEach("ruleCollections", eachByName(b.w, c.Collections, func(b *body, r *topology.RoutingRuleCollection) {
		refsOf(b, "appliesTo", r.AppliesTo)
		flagOf(b, "disableBgpRoutePropagation", r.DisableBGPRoutePropagation)
		textOf(b, "localRouteSetting", r.LocalRoute)
		b.addList("rules", namedEntries(b, r.Routes, nameOf[*topology.Route], writeManagedRoute))
	}))
}

func writeManagedRoute(b *body, r *topology.Route) {
	prefixOf(b, "destination", r.AddressPrefix)
	b.text("destination", r.Tag)
	value(b, "nextHopType", r.NextHopType, func(t topology.NextHopType) *tree.Node {
		if t == topology.NextHopNone {
			return textNode("NoNextHop")
		}
		return textNode(t.String())
	})
	addrOf(b, "nextHopAddress", r.NextHopIP)
}
