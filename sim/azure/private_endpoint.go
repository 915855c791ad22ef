package azure

import (
	"net/netip"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// privateEndpoint is a private endpoint during compilation.
type privateEndpoint struct {
	res    *topology.PrivateEndpoint
	subnet *subnet
	node   pipeline.NodeID
	place  pipeline.PlaceID
	claims []*claim
	state  pipeline.StateID // of the flows that came to it
}

// holdPrivateEndpoints makes the private endpoints of each subnet.
//
// PE-1: an address in a subnet that receives only, once its connection is approved.
func (c *compiler) holdPrivateEndpoints() {
	for _, res := range c.design.PrivateEndpoints {
		if s := c.subnetOf[res.Subnet.Target]; s != nil {
			c.holdPrivateEndpoint(res, s)
		}
	}
}

func (c *compiler) holdPrivateEndpoint(res *topology.PrivateEndpoint, s *subnet) {
	e := &privateEndpoint{res: res, subnet: s, state: c.b.State()}
	e.node = c.node(pipeline.Node{Kind: pipeline.PrivateEndpointNode, Name: res.Name, Within: s.path(), Resource: res.ID, Pos: res.Pos}, s)
	e.place = c.place(pipeline.Place{Node: e.node, Kind: pipeline.PrivateEndpointNode, Resource: res.ID, Subnet: s.res.ID, Held: true, Answers: true,
		Origin: c.endpointOrigin(e, s)})
	arrive := c.b.Table(e.node, pipeline.PlumbingTable, "arrival at "+res.Name, e.remembered(0), e.arrivalRows(c.beyondEndpoint(e))...)
	entry := c.endpointFilter(e, arrive)
	for _, fixed := range e.fixedAddresses() {
		h := c.claim(claim{subnet: s, owner: res.ID, name: res.Name, fixed: fixed, pos: res.Pos, entry: entry})
		e.claims = append(e.claims, h)
		for _, asg := range res.ApplicationSecurityGroups {
			c.members[asg.ID.Key()] = append(c.members[asg.ID.Key()], h)
		}
	}
	c.endpoints = append(c.endpoints, e)
	c.later(func() {
		var assumed []*pipeline.Assumption
		for _, h := range e.claims {
			assumed = append(assumed, assumptions(h.assumed)...)
		}
		c.b.SetAddresses(e.place, heldBy(e.claims), packet.AddrSet{}, assumed...)
	})
}

// endpointOrigin is where what the endpoint sends starts: answers only.
func (c *compiler) endpointOrigin(e *privateEndpoint, s *subnet) pipeline.TableID {
	return c.b.Table(e.node, pipeline.PlumbingTable, "answers of "+e.res.Name, e.remembered(c.endpointAnswers(s)),
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: e.cause("a private endpoint opens no flows", nil)})
}

// remembered is the state of the flows that came to the endpoint.
func (e *privateEndpoint) remembered(next pipeline.TableID) *pipeline.State {
	state := &pipeline.State{ID: e.state, Unseen: pipeline.Judge}
	if next != 0 {
		state.Known = pipeline.Action{Kind: pipeline.Goto, Next: next}
	} else {
		state.Remember = true
	}
	return state
}

// fixedAddresses returns one setting for each address of the endpoint.
func (e *privateEndpoint) fixedAddresses() []topology.Property[netip.Addr] {
	list, ok := e.res.IPAddresses.Get()
	if !ok || len(list) == 0 {
		return []topology.Property[netip.Addr]{{}}
	}
	var out []topology.Property[netip.Addr]
	for _, a := range list {
		out = append(out, topology.Known(a, e.res.IPAddresses.Pos))
	}
	return out
}

// arrivalRows deliver, unless the connection is not approved.
func (e *privateEndpoint) arrivalRows(beyond pipeline.Action) []pipeline.Row {
	deliver := pipeline.Row{Action: beyond}
	for _, con := range e.res.Connections {
		status, told := con.Status.Get()
		switch {
		case told && !strings.EqualFold(status, "Approved"):
			return []pipeline.Row{{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: e.cause("the connection of "+e.res.Name+" is "+status, nil)}}
		case !told && con.Manual:
			gap := &pipeline.Gap{Resource: e.res.ID, Property: "manualPrivateLinkServiceConnections", Pos: e.res.Pos, Rules: rules("PE-1"),
				Why: "whether the connection of private endpoint " + e.res.Name + " is approved"}
			return []pipeline.Row{{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: e.cause("the connection awaits approval", gap)}, deliver}
		}
	}
	return []pipeline.Row{deliver}
}

func (e *privateEndpoint) cause(reason string, gap *pipeline.Gap) *pipeline.Cause {
	return &pipeline.Cause{Kind: pipeline.PrivateEndpointCause, Name: e.res.Name, Resource: e.res.ID, Pos: e.res.Pos, Rules: rules("PE-1"), Reason: reason, Gap: gap}
}

// policiesOf tells which policies act on the private endpoints of a subnet.
func policiesOf(s *topology.Subnet) (nsg, routes bool) {
	switch s.PrivateEndpointNetworkPolicies.Or(topology.PoliciesDisabled) {
	case topology.PoliciesEnabled:
		return true, true
	case topology.NetworkSecurityGroupEnabled:
		return true, false
	case topology.RouteTableEnabled:
		return false, true
	}
	return false, false
}

// endpointFilter puts the subnet's NSG before an endpoint where its policies are on.
//
// NSG-21: by default no NSG filters what comes to a private endpoint.
func (c *compiler) endpointFilter(e *privateEndpoint, arrive pipeline.TableID) pipeline.TableID {
	filtered, _ := policiesOf(e.subnet.res)
	u := e.subnet.res.PrivateEndpointNetworkPolicies.Unknown()
	if !filtered && u == nil {
		return arrive
	}
	p := &point{name: e.res.Name, node: e.node, subnet: e.subnet, isPrivateEndpoint: true, state: c.b.State()}
	in := c.filtersIn(p, arrive)
	if u == nil {
		return in
	}
	gap := unknownGap(u, e.subnet.res.ID, "privateEndpointNetworkPolicies", "whether the NSG of "+e.subnet.path()+" filters its private endpoints",
		e.subnet.res.PrivateEndpointNetworkPolicies.Pos, "RT-14")
	return c.b.Table(e.node, pipeline.PlumbingTable, "before "+e.res.Name, nil,
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: in}, Cause: e.cause("", gap)},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: arrive}})
}

// endpointRoutes are the /32 routes to private endpoints.
//
// RT-3, RT-14, PE-2: in the VNet of the endpoint and in its direct peers.
func (c *compiler) endpointRoutes(s *subnet) []*EffectiveRoute {
	var list []*EffectiveRoute
	for _, e := range c.endpoints {
		switch v := e.subnet.vnet; {
		case v == s.vnet:
			list = append(list, c.endpointRoute(e, toVNet)...)
		default:
			for _, p := range s.vnet.halves {
				if p.connected && p.remote == v && p.remoteSpace.Overlaps(heldBy(e.claims)) {
					list = append(list, c.endpointRoute(e, func(s *subnet) lead { return c.across(p, s) })...)
				}
			}
		}
	}
	return list
}

func (c *compiler) endpointRoute(e *privateEndpoint, to func(*subnet) lead) []*EffectiveRoute {
	var list []*EffectiveRoute
	for _, h := range e.claims {
		if h.addr.IsValid() {
			list = append(list, &EffectiveRoute{Prefix: netip.PrefixFrom(h.addr, h.addr.BitLen()), NextHopType: topology.InterfaceEndpoint, Source: Default,
				Resource: e.res.ID, Pos: e.res.Pos, Rules: rules("RT-14"), Assumptions: assumptions(h.assumed), endpoint: e, lead: to})
		}
	}
	return list
}

// userOverEndpoint lets user routes beat the /32 routes of private endpoints.
//
// RT-14: only a /32 user route does, unless the endpoint's subnet has its route
// table policy on: then one at least as long as the prefix of the VNet that
// holds the endpoint. Such a route to VnetLocal only takes the /32 away.
func userOverEndpoint(_ *subnet, list []*EffectiveRoute) {
	for _, r := range list {
		if r.endpoint == nil {
			continue
		}
		if u := r.overriding(list); u != nil {
			r.State, r.ShadowedBy = Invalid, u
			if u.NextHopType == topology.VnetLocal && !strings.EqualFold(r.endpoint.subnet.vnet.res.PrivateEndpointVNetPolicies.Or(""), "Basic") {
				r.State, r.ShadowedBy = RouteStateUnset, nil
				r.lead = func(*subnet) lead {
					return drop("user route "+u.Name+" takes the route of private endpoint "+r.endpoint.res.Name+" away", "RT-14")
				}
			}
		}
	}
}

// overriding returns the longest user route that beats the route of an endpoint, or nil.
func (r *EffectiveRoute) overriding(list []*EffectiveRoute) *EffectiveRoute {
	_, routed := policiesOf(r.endpoint.subnet.res)
	if !routed {
		return nil
	}
	space := 0
	for _, p := range r.endpoint.subnet.vnet.prefixes {
		if p.Contains(r.Prefix.Addr()) {
			space = p.Bits()
		}
	}
	var best *EffectiveRoute
	for _, u := range list {
		if u.Source == User && u.Prefix.IsValid() && u.Prefix.Bits() >= max(space, 1) && u.Prefix.Contains(r.Prefix.Addr()) &&
			(best == nil || u.Prefix.Bits() > best.Prefix.Bits()) {
			best = u
		}
	}
	return best
}

// endpointAnswers returns the table at which the answers of a subnet's private
// endpoints start.
//
// PE-3: no user route steers them: they go by the system routes, straight to
// the address that sent. Where a middlebox brought the opener with its own
// source, whether they come back through it is contested.
func (c *compiler) endpointAnswers(s *subnet) pipeline.TableID {
	if s.answers == 0 {
		s.answers = c.b.Reserve(0, pipeline.PlumbingTable, "answers of private endpoints in "+s.path())
		c.later(func() { c.later(func() { c.fillAnswers(s) }) })
	}
	return s.answers
}

func (c *compiler) fillAnswers(s *subnet) {
	next := c.b.Table(0, pipeline.RouteTable, "system routes of "+s.path(), nil, c.systemRows(s)...)
	for _, m := range c.middleboxes() {
		next = c.b.Table(0, pipeline.PlumbingTable, "answers that "+m.name+" may expect", &pipeline.State{ID: m.state, Unseen: pipeline.Judge,
			Known: pipeline.Action{Kind: pipeline.Goto, Next: c.contestedAnswer(s, m, next)}},
			pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}})
	}
	rows := []pipeline.Row{{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}}}
	c.b.Fill(s.answers, nil, append(c.answersToBranches(s), rows...)...)
}

// answersToBranches doubts that answers of private endpoints find back to sites
// where a hub's private routing policy brought the opener.
//
// VWAN-11: the opener passed the hub's firewall, and the answer may not, unless
// the endpoint's subnet has its route table policy on.
func (c *compiler) answersToBranches(s *subnet) []pipeline.Row {
	k := s.vnet.hubConn
	if k == nil {
		return nil
	}
	_, routed := policiesOf(s.res)
	if private, _ := k.hub.intent(); !private || routed {
		return nil
	}
	sites := c.siteAddrs()
	cause := &pipeline.Cause{Kind: pipeline.Asymmetry, Name: k.hub.fw.res.Name, Resource: k.hub.fw.res.ID, Pos: s.res.Pos, Rules: rules("VWAN-11"),
		Reason: "the answer may pass by " + k.hub.fw.res.Name,
		Gap: &pipeline.Gap{Resource: s.res.ID, Property: "privateEndpointNetworkPolicies", Pos: s.res.Pos, Rules: rules("VWAN-11"),
			Why:    "whether answers of private endpoints in " + s.path() + " to sites pass the firewall of hub " + k.hub.res.Name,
			Supply: "privateEndpointNetworkPolicies: RouteTableEnabled on " + s.path()}}
	return []pipeline.Row{{Dst: &sites, Action: pipeline.Action{Kind: pipeline.Drop}, Cause: cause}}
}

// contestedAnswer goes back through the middlebox, or straight.
func (c *compiler) contestedAnswer(s *subnet, m middlebox, straight pipeline.TableID) pipeline.TableID {
	gap := &pipeline.Gap{Resource: m.id, Property: "disableSnatOnPL", Pos: m.pos, Rules: rules("PE-3"),
		Why:    "whether the answers of private endpoints in " + s.path() + " come back through " + m.name + ", which keeps the source (reports: mostly, where it is in another VNet)",
		Supply: "SNAT at " + m.name + " for destinations with private endpoints"}
	return c.b.Table(0, pipeline.PlumbingTable, "answers by "+m.name, nil,
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: m.entry}, Cause: &pipeline.Cause{Kind: pipeline.PrivateEndpointCause, Name: m.name, Resource: m.id, Pos: m.pos, Gap: gap}},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: straight}})
}

// middlebox is what may forward to a private endpoint with the client's source.
type middlebox struct {
	name  string
	id    topology.ID
	pos   source.Pos
	state pipeline.StateID // of what it forwards untranslated
	entry pipeline.TableID
}

// middleboxes lists the firewalls and the forwarding interfaces of the design.
func (c *compiler) middleboxes() []middlebox {
	var list []middlebox
	for _, f := range c.firewalls {
		list = append(list, middlebox{f.res.Name, f.res.ID, f.res.Pos, f.untranslated, f.entry})
	}
	for _, n := range c.nics {
		if n.forwards() && !c.keepsEndpointSource(n) {
			list = append(list, middlebox{n.point.name, n.res.ID, n.res.Pos, n.point.state, n.in})
		}
	}
	return list
}

// keepsEndpointSource tells whether the tag disableSnatOnPL makes answers come back (PE-3).
func (c *compiler) keepsEndpointSource(n *nic) bool {
	v, ok := n.res.Tag("disableSnatOnPL")
	return ok && strings.EqualFold(v, "true")
}

// systemRows are the rows of a subnet's routes without those of users.
func (c *compiler) systemRows(s *subnet) []pipeline.Row {
	if s.like != nil && s.active == nil {
		c.selectRoutesOf(s) // so that causes name what would decide else
	}
	var list []*EffectiveRoute
	for _, from := range routeSources {
		for _, r := range from(c, s) {
			if r.Source != User {
				list = append(list, r)
			}
		}
	}
	var rows []pipeline.Row
	for _, r := range selectRoutes(s, list) {
		rows = append(rows, c.routeRow(s, r)...)
	}
	return append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{
		Kind: pipeline.RouteCause, Name: s.path(), Resource: s.res.ID, Pos: s.res.Pos, Reason: "no system route of " + s.path() + " matches"}})
}
