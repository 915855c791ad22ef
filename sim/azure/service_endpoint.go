package azure

import (
	"net/netip"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// endpointServices are the service tags of what service endpoints lead to, by
// lower-case service name.
var endpointServices = map[string]string{
	"microsoft.storage":              "Storage",
	"microsoft.storage.global":       "Storage",
	"microsoft.sql":                  "Sql",
	"microsoft.keyvault":             "AzureKeyVault",
	"microsoft.azurecosmosdb":        "AzureCosmosDB",
	"microsoft.servicebus":           "ServiceBus",
	"microsoft.eventhub":             "EventHub",
	"microsoft.web":                  "AppService",
	"microsoft.containerregistry":    "AzureContainerRegistry",
	"microsoft.cognitiveservices":    "CognitiveServicesFrontend",
	"microsoft.azureactivedirectory": "AzureActiveDirectory",
}

// endpointTags returns the tags of the addresses that a service endpoint covers.
//
// PE-5: SQL in the VNet's own region, storage in its own and the paired one,
// Storage.Global and the other services everywhere.
func endpointTags(service, region string) []string {
	name := strings.ToLower(service)
	tag, ok := endpointServices[name]
	switch {
	case !ok:
		return nil
	case name == "microsoft.sql" && region != "":
		return []string{tag + "." + region}
	case name == "microsoft.storage" && region != "":
		tags := []string{tag + "." + region}
		if pair, ok := pairedRegions[region]; ok {
			tags = append(tags, tag+"."+pair)
		}
		return tags
	}
	return []string{tag}
}

// serviceEndpointRoutes are the system routes of a subnet's service endpoints.
//
// RT-3: the public prefixes of the service, on this subnet only.
func (c *compiler) serviceEndpointRoutes(s *subnet) []*EffectiveRoute {
	var list []*EffectiveRoute
	for _, e := range s.res.ServiceEndpoints {
		tags := endpointTags(e.Service, s.vnet.res.Location)
		if tags == nil {
			list = append(list, c.unknownEndpoint(s, e))
		}
		for _, tag := range tags {
			list = append(list, c.endpointTagRoutes(s, e, tag)...)
		}
	}
	return list
}

// endpointTagRoutes are those of one tag: one for each prefix, and one for what
// may be in the tag besides.
func (c *compiler) endpointTagRoutes(s *subnet, e topology.ServiceEndpoint, tag string) []*EffectiveRoute {
	route := EffectiveRoute{NextHopType: topology.VirtualNetworkServiceEndpoint, Source: Default, Tag: tag,
		Resource: s.res.ID, Pos: e.Pos, Rules: rules("RT-3"), lead: func(s *subnet) lead { return goTo(c.endpointTable(s)) }}
	m := c.tag(tag)
	var list []*EffectiveRoute
	for _, p := range m.sure.Prefixes() {
		r := route
		r.Prefix, r.hidden = p, c.tags.standIns.Contains(p.Addr())
		list = append(list, &r)
	}
	if t := c.tags.byName[strings.ToLower(tag)]; t != nil && !t.known {
		r := route
		r.Gap, r.covers = m.gap, &m.maybe
		list = append(list, &r)
	}
	return list
}

// unknownEndpoint stands for an endpoint of a service that is not simulated.
func (c *compiler) unknownEndpoint(s *subnet, e topology.ServiceEndpoint) *EffectiveRoute {
	gap := &pipeline.Gap{Resource: s.res.ID, Property: "serviceEndpoints", Pos: e.Pos, Rules: rules("RT-3"),
		Why: "which addresses service endpoint " + e.Service + " covers"}
	set := c.serviceSpace(e.Service).Union(c.tags.standIns)
	return &EffectiveRoute{NextHopType: topology.VirtualNetworkServiceEndpoint, Source: Default, Tag: e.Service, Resource: s.res.ID, Pos: e.Pos,
		Rules: rules("RT-3"), Gap: gap, covers: &set, lead: func(s *subnet) lead { return goTo(c.endpointTable(s)) }}
}

// endpointTable is where the routes of a subnet's service endpoints lead: to the
// service's public address, past NAT and public addresses of the subnet.
//
// PE-5: the service sees the subnet, for which one address stands.
func (c *compiler) endpointTable(s *subnet) pipeline.TableID {
	if s.endpoint != 0 {
		return s.endpoint
	}
	s.identity = packet.FromAddrs(c.public.identity(standInKeys("subnet", s.res.ID)))
	cause := &pipeline.Cause{Kind: pipeline.RouteCause, Name: "service endpoint of " + s.path(), Resource: s.res.ID, Pos: s.res.Pos, Rules: rules("PE-5"),
		Reason: "the service sees subnet " + s.path()}
	state := c.b.State()
	in := c.b.Table(s.node, pipeline.TranslateTable, "service endpoints of "+s.path()+", answers",
		&pipeline.State{ID: state, Unseen: pipeline.Judge, Known: pipeline.Action{Kind: pipeline.Goto, Next: s.vnet.delivery}},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: cause})
	c.takePublic(s.res.ID, s.identity, in)
	s.endpoint = c.b.Table(s.node, pipeline.TranslateTable, "service endpoints of "+s.path(),
		&pipeline.State{ID: state, Remember: true, Unseen: pipeline.Judge, Known: pipeline.Action{Kind: pipeline.Goto, Next: s.vnet.delivery}},
		append(c.endpointPolicies(s), pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: c.public.edge,
			Rewrite: &pipeline.Rewrite{Src: &s.identity}}, Cause: cause})...)
	return s.endpoint
}

// endpointPolicies returns the row of policies that limit a subnet's service
// endpoints to certain accounts, which are not simulated.
func (c *compiler) endpointPolicies(s *subnet) []pipeline.Row {
	if len(s.res.ServiceEndpointPolicies) == 0 {
		return nil
	}
	ref := s.res.ServiceEndpointPolicies[0]
	gap := &pipeline.Gap{Resource: ref.ID, Property: "serviceEndpointPolicies", Pos: ref.Pos, Rules: rules("PE-5"),
		Why: "which accounts the service endpoint policies of " + s.path() + " allow"}
	return []pipeline.Row{{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{Kind: pipeline.ServiceACL, Name: ref.ID.Name(),
		Resource: ref.ID, Pos: ref.Pos, Gap: gap, Reason: "a service endpoint policy may not allow the account"}}}
}

// identity returns an address that stands for a subnet as services see it.
func (b *publicBook) identity(keys []string) netip.Addr {
	if a, known := b.standIns.find(keys, func(a netip.Addr) bool { return !b.used[a] }); known {
		b.used[a] = true
		return a
	}
	if !b.nextIdentity.IsValid() {
		b.nextIdentity = firstIdentity
	}
	for b.standIns.taken[b.nextIdentity] {
		b.nextIdentity = b.nextIdentity.Next()
	}
	a := b.nextIdentity
	b.used[a] = true
	b.standIns.note(keys, a)
	return a
}

// serviceEndpointOverUser judges user routes that cover a service endpoint's addresses.
//
// RT-5: the page says that nothing overrides a service endpoint; reports say
// that a user route to an appliance of equal or longer prefix does. A shorter
// one loses, and next hop Internet changes nothing.
func serviceEndpointOverUser(s *subnet, list []*EffectiveRoute) {
	for _, e := range list {
		if e.NextHopType != topology.VirtualNetworkServiceEndpoint || !e.Prefix.IsValid() {
			continue
		}
		for _, u := range list {
			if u.Source == User && u.Prefix.IsValid() && u.Prefix.Bits() >= e.Prefix.Bits() && e.Prefix.Contains(u.Prefix.Addr()) {
				e.contest(s, u)
			}
		}
	}
}

func (e *EffectiveRoute) contest(s *subnet, u *EffectiveRoute) {
	if u.NextHopType == topology.NextHopInternet {
		u.State, u.ShadowedBy = Invalid, e
		return
	}
	u.Gap = firstGap(u.Gap, &pipeline.Gap{Resource: u.Resource, Property: "addressPrefix", Pos: u.Pos, Rules: rules("RT-5"),
		Why: "whether user route " + u.Name + " overrides the service endpoints of " + s.path() + " (the page says no, reports say yes)"})
}
