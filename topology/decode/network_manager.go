package decode

import (
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

func networkManager(d *Decoder, o *object, r topology.Resource) {
	m := &topology.NetworkManager{Resource: r}
	if !d.enter(m) {
		return
	}
	d.design.NetworkManagers = append(d.design.NetworkManagers, m)
	p := o.of(&m.Resource)
	scopes := p.sub("networkManagerScopes")
	for _, key := range []string{"managementGroups", "subscriptions"} {
		for _, n := range scopes.get(key).List() {
			if n.Is(tree.String) {
				m.Scopes = append(m.Scopes, topology.ID(d.kept(n.Text)))
			}
		}
	}
	scopes.rest("crossTenantScopes")
	p.rest("networkManagerScopeAccesses", "description")
}

func networkGroup(o *object, r topology.Resource) *topology.NetworkGroup {
	g := &topology.NetworkGroup{Resource: r}
	p := o.of(&g.Resource)
	g.OfSubnets = enum(p, "memberType", []word[bool]{{"VirtualNetwork", false}, {"Subnet", true}, {"Microsoft.Network/virtualNetworks", false},
		{"Microsoft.Network/virtualNetworks/subnets", true}}).Or(false)
	p.rest("description")
	return g
}

// staticMember is a staticMembers child of a network group.
type staticMember struct {
	topology.Resource
	network topology.Ref[topology.VirtualNetwork]
	subnet  topology.Ref[topology.Subnet]
}

func networkGroupMember(o *object, r topology.Resource) *staticMember {
	m := &staticMember{Resource: r}
	p := o.of(&m.Resource)
	if n := p.get("resourceId"); strings.EqualFold(topology.ID(n.Str()).Type(), "Microsoft.Network/virtualNetworks/subnets") {
		ref(p, "resourceId", &m.subnet)
	} else {
		ref(p, "resourceId", &m.network)
	}
	p.rest("region")
	return m
}

func joinStaticMember(d *Decoder, parent topology.Node, m *staticMember) bool {
	g, ok := parent.(*topology.NetworkGroup)
	if !ok || !d.enter(m) {
		return ok
	}
	d.afterLinks = append(d.afterLinks, func(*Decoder) {
		if m.network.IsSet() {
			g.Members = append(g.Members, m.network)
		}
		if m.subnet.IsSet() {
			g.Subnets = append(g.Subnets, m.subnet)
		}
	})
	return true
}

func securityAdminConfiguration(o *object, r topology.Resource) *topology.SecurityAdminConfiguration {
	c := &topology.SecurityAdminConfiguration{Resource: r}
	p := o.of(&c.Resource)
	// A list of one word (ADM-3).
	c.ApplyOnIntentPolicies = firstWord(listOf(p, "applyOnNetworkIntentPolicyBasedServices", p.parseText))
	p.noteUnless("networkGroupAddressSpaceAggregationOption", "None")
	p.rest("description")
	return c
}

func firstWord(list topology.Property[[]string]) topology.Property[string] {
	words, ok := list.Get()
	switch {
	case list.Unknown() != nil:
		return topology.NotKnown[string](*list.Unknown(), list.Pos)
	case !ok || len(words) == 0:
		return topology.Property[string]{}
	}
	return topology.Known(words[0], list.Pos)
}

func adminRuleCollection(o *object, r topology.Resource) *topology.AdminRuleCollection {
	c := &topology.AdminRuleCollection{Resource: r}
	p := o.of(&c.Resource)
	c.AppliesTo = groupRefs(p, "appliesToGroups")
	p.rest("description", "appliesToGroups")
	return c
}

// groupRefs reads the network groups that a collection applies to.
func groupRefs(p *object, key string) []topology.Ref[topology.NetworkGroup] {
	items := p.list(key)
	out := make([]topology.Ref[topology.NetworkGroup], len(items))
	for i, item := range items {
		ref(item, "networkGroupId", &out[i])
	}
	return out
}

var adminAccesses = append(accesses[:len(accesses):len(accesses)], word[topology.Access]{"AlwaysAllow", topology.AlwaysAllow})

var adminProtocols = append(ruleProtocols[:len(ruleProtocols):len(ruleProtocols)], word[topology.RuleProtocol]{"Any", topology.AnyProtocol})

// adminRule reads a security admin rule (ADM-1, ADM-2, ADM-5).
func adminRule(o *object, r topology.Resource) *topology.SecurityRule {
	rule := &topology.SecurityRule{Resource: r}
	if strings.EqualFold(o.text("kind"), "Default") {
		o.owner = &rule.Resource
		o.ignored("kind", "default rules of a security admin configuration are not simulated")
	}
	p := o.of(&rule.Resource)
	rule.Priority = p.integer("priority", 1, 4096)
	rule.Direction = enum(p, "direction", directions)
	rule.Access = enum(p, "access", adminAccesses)
	rule.Protocol = enum(p, "protocol", adminProtocols)
	rule.Source = adminAddresses(p, "sources")
	rule.Destination = adminAddresses(p, "destinations")
	rule.SourcePorts = anyPorts(listOf(p, "sourcePortRanges", p.parsePorts), rule)
	rule.DestinationPorts = anyPorts(listOf(p, "destinationPortRanges", p.parsePorts), rule)
	for _, key := range []string{"priority", "direction", "access", "protocol"} {
		p.needs(key, "every security admin rule has one")
	}
	p.rest("description", "sources", "destinations")
	return rule
}

// anyPorts makes an absent or empty list of ports all of them.
func anyPorts(ports topology.Property[[]topology.PortTerm], rule *topology.SecurityRule) topology.Property[[]topology.PortTerm] {
	if list, ok := ports.Get(); ok && len(list) > 0 || ports.Unknown() != nil {
		return ports
	}
	return topology.Known([]topology.PortTerm{{Low: 0, High: 65535}}, rule.Pos)
}

// adminAddresses reads one end of a security admin rule; none means any.
func adminAddresses(p *object, key string) topology.Property[[]topology.AddressTerm] {
	n := p.get(key)
	if n.Is(tree.Unknown) {
		return unknownProperty[[]topology.AddressTerm](p, n, key)
	}
	items := p.list(key)
	if len(items) == 0 {
		return topology.Known([]topology.AddressTerm{{Any: true, Pos: p.node.Pos}}, p.node.Pos)
	}
	terms := make([]topology.AddressTerm, len(items))
	kept := terms[:0]
	for _, item := range items {
		value := item.get("addressPrefix")
		if value.Is(tree.Unknown) {
			return unknownProperty[[]topology.AddressTerm](item, value, "addressPrefix")
		}
		if value == nil {
			item.missing("addressPrefix", "expected a prefix, a service tag or a network group")
			continue
		}
		kept = kept[:len(kept)+1]
		if !adminTerm(item, value, &kept[len(kept)-1]) {
			kept = kept[:len(kept)-1]
		}
	}
	return topology.Known(kept, n.Pos)
}

// adminTerm reads a prefix, a service tag or a network group.
func adminTerm(item *object, value *tree.Node, into *topology.AddressTerm) bool {
	into.Pos = value.Pos
	if strings.EqualFold(item.text("addressPrefixType"), "NetworkGroup") {
		into.Rare = &topology.RareTerm{}
		ref(item, "addressPrefix", &into.Rare.NetworkGroup)
		return true
	}
	t, ok := item.parseSecurityAddress(value, "addressPrefix")
	*into = t
	return ok
}

func connectivityConfiguration(o *object, r topology.Resource) *topology.ConnectivityConfiguration {
	c := &topology.ConnectivityConfiguration{Resource: r}
	p := o.of(&c.Resource)
	c.Mesh = enum(p, "connectivityTopology", []word[bool]{{"HubAndSpoke", false}, {"Mesh", true}}).Or(false)
	p.needs("connectivityTopology", "expected HubAndSpoke or Mesh")
	for i, hub := range p.list("hubs") {
		if i == 0 { // a configuration has one
			ref(hub, "resourceId", &c.Hub)
		}
	}
	c.IsGlobal = p.boolean("isGlobal")
	c.DeleteExistingPeering = p.boolean("deleteExistingPeering")
	p.noteTrue("deleteExistingPeering")
	items := p.list("appliesToGroups")
	c.Groups = make([]topology.ConnectivityGroup, len(items))
	for i, item := range items {
		connectivityGroup(item, &c.Groups[i])
	}
	capabilities := p.sub("connectivityCapabilities")
	capabilities.noteUnless("connectedGroupAddressOverlap", "Allowed")
	capabilities.rest("connectedGroupPrivateEndpointsScale", "peeringEnforcement")
	p.rest("description", "hubs", "connectivityCapabilities")
	return c
}

func connectivityGroup(o *object, into *topology.ConnectivityGroup) {
	into.Pos = o.node.Pos
	ref(o, "networkGroupId", &into.Group)
	into.DirectlyConnected = enum(o, "groupConnectivity", []word[bool]{{"None", false}, {"DirectlyConnected", true}})
	into.UseHubGateway = o.boolean("useHubGateway")
	into.IsGlobal = o.boolean("isGlobal")
}

func routingConfiguration(o *object, r topology.Resource) *topology.RoutingConfiguration {
	c := &topology.RoutingConfiguration{Resource: r}
	p := o.of(&c.Resource)
	c.UseExisting = enum(p, "routeTableUsageMode", []word[bool]{{"ManagedOnly", false}, {"UseExisting", true}})
	p.rest("description")
	return c
}

func routingRuleCollection(o *object, r topology.Resource) *topology.RoutingRuleCollection {
	c := &topology.RoutingRuleCollection{Resource: r}
	p := o.of(&c.Resource)
	c.AppliesTo = groupRefs(p, "appliesTo")
	c.DisableBGPRoutePropagation = p.boolean("disableBgpRoutePropagation")
	c.LocalRoute = p.oneOf("localRouteSetting", "DirectRoutingWithinSubnet", "DirectRoutingWithinVNet", "NotSpecified")
	p.rest("description", "appliesTo")
	return c
}

// managedNextHops are the next hops of a routing rule (ADM-7).
var managedNextHops = []word[topology.NextHopType]{
	{"VirtualAppliance", topology.VirtualAppliance},
	{"VirtualNetworkGateway", topology.NextHopVirtualNetworkGateway},
	{"VnetLocal", topology.VnetLocal},
	{"Internet", topology.NextHopInternet},
	{"NoNextHop", topology.NextHopNone},
}

func routingRule(o *object, r topology.Resource) *topology.Route {
	u := &topology.Route{Resource: r}
	p := o.of(&u.Resource)
	u.AddressPrefix, u.Tag = routePrefix(p.sub("destination"), "destinationAddress")
	hop := p.sub("nextHop")
	u.NextHopType = enum(hop, "nextHopType", managedNextHops)
	u.NextHopIP = hop.addr("nextHopAddress")
	p.needs("destination", "every routing rule has one")
	p.needs("nextHop", "every routing rule has one")
	p.rest("description")
	return u
}
