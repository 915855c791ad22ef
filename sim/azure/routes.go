package azure

import (
	"cmp"
	"slices"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// selectAllRoutes collects and selects the routes of every subnet.
//
// RT-27: routes belong to subnets; their NICs have equal ones, and a subnet
// without any has them too.
func (c *compiler) selectAllRoutes() {
	for _, v := range c.vnets {
		models := map[*topology.RouteTable]*subnet{}
		for _, s := range v.subnets {
			if s.like = c.routeModel(s, models); s.like == nil {
				c.selectRoutesOf(s)
			}
		}
	}
}

func (c *compiler) selectRoutesOf(s *subnet) {
	for _, from := range routeSources {
		s.candidates = append(s.candidates, from(c, s)...)
	}
	c.doubtRoutes(s)
	s.active = selectRoutes(s, s.candidates)
}

// doubtRoutes doubts the routes of what is in doubt itself: a peering or a
// gateway that may not be there, say.
func (c *compiler) doubtRoutes(s *subnet) {
	for _, r := range s.candidates {
		if r.Gap == nil && !r.Resource.Equal(s.res.ID) && !r.Resource.Equal(s.vnet.res.ID) {
			r.Gap = c.ignoredGap(r.Resource)
		}
	}
}

// selectRoutes says which candidates apply and returns those, most preferred
// first: by length, then as ranked.
//
// RT-4: the longest prefix wins; among equal prefixes user, then BGP, then system routes.
func selectRoutes(s *subnet, list []*EffectiveRoute) []*EffectiveRoute {
	for _, exception := range routeExceptions {
		exception(s, list)
	}
	slices.SortStableFunc(list, compareRoutes)
	var active []*EffectiveRoute
	for _, r := range list {
		if len(active) > 0 {
			active[len(active)-1].doubtAgainst(r)
		}
		switch {
		case r.removed || r.State == Invalid:
		case len(active) > 0 && r.equals(active[len(active)-1]) && active[len(active)-1].Gap == nil:
			r.lose(active[len(active)-1])
		default:
			r.State = Active
			active = append(active, r)
		}
	}
	return slices.DeleteFunc(dropNoneRoutes(active), func(r *EffectiveRoute) bool { return r.State != Active || r.removed })
}

// routeExceptions are what RT-4 does not say: each marks candidates that lose or vanish.
var routeExceptions = []func(*subnet, []*EffectiveRoute){
	propagationOff,
	peeringRoutesOff,
	noneInsideVNet,
	systemOverBGP,
	serviceEndpointOverUser,
	userOverEndpoint,
}

// equals tells whether two routes compete for the same prefix.
func (r *EffectiveRoute) equals(o *EffectiveRoute) bool {
	return r.Prefix.IsValid() && r.Prefix == o.Prefix && !r.hidden && !o.hidden
}

// lose marks a route that another of equal prefix beats.
//
// RT-6: it shows as Invalid, but a None route vanishes, and of several that were
// learned only the best is there at all.
func (r *EffectiveRoute) lose(to *EffectiveRoute) {
	r.State, r.ShadowedBy = Invalid, to
	r.removed = r.isNone() || r.learned != nil && to.learned != nil
}

// isNone tells whether r is one of the system routes to None.
func (r *EffectiveRoute) isNone() bool {
	return r.Source == Default && r.NextHopType.String() == "None"
}

// compareRoutes orders routes: unknown ones first, then longer prefixes, then
// better ranks, then addresses.
func compareRoutes(a, b *EffectiveRoute) int {
	return cmp.Or(
		cmp.Compare(b.bits(), a.bits()),
		comparePrefix(a, b),
		cmp.Compare(rank(a), rank(b)),
		compareLearned(a.learned, b.learned),
	)
}

func comparePrefix(a, b *EffectiveRoute) int {
	if !a.Prefix.IsValid() || !b.Prefix.IsValid() {
		return 0
	}
	return a.Prefix.Addr().Compare(b.Prefix.Addr())
}

// rank orders routes of equal prefix, better ones lower.
//
// RT-11: a user route 0.0.0.0/0 to Internet so beats the one that BGP brings.
// RT-12: an explicit user route before a tag's, a regional tag before a global
// one, a service's before AzureCloud.
func rank(r *EffectiveRoute) int {
	switch {
	case r.Source == User && r.Tag == "":
		return 0
	case r.Source == User:
		return tagRank(r.Tag)
	case r.Source == VirtualNetworkGateway:
		return 6
	}
	return 7
}

func tagRank(tag string) int {
	service, _, regional := strings.Cut(strings.ToLower(tag), ".")
	n := 1
	if service == "azurecloud" {
		n += 2
	}
	if !regional {
		n++
	}
	return n
}

// dropNoneRoutes removes the None routes where nothing goes straight to the internet.
//
// RT-1: when 0.0.0.0/0 is overridden by a route whose next hop is not Internet,
// the system routes to None vanish.
func dropNoneRoutes(active []*EffectiveRoute) []*EffectiveRoute {
	for _, r := range active {
		isDefault := r.Prefix == defaultRoute4 || r.Prefix == defaultRoute6
		if !isDefault || r.NextHopType == topology.NextHopInternet {
			continue
		}
		for _, none := range active {
			if none.isNone() && none.Prefix.Addr().Is4() == r.Prefix.Addr().Is4() {
				none.yield(r)
			}
		}
	}
	return active
}

// yield makes a None route vanish because of r, or doubtful because r is.
func (none *EffectiveRoute) yield(r *EffectiveRoute) {
	if gap := firstGap(r.Gap, r.typeGap); gap != nil {
		none.Gap = gap
		return
	}
	none.State, none.ShadowedBy, none.removed = Invalid, r, true
}

// noneInsideVNet removes None routes that the address space of the VNet covers.
//
// RT-2: equal to a None range or around it, the VNet's prefix takes its place;
// inside of it, it wins by length.
func noneInsideVNet(s *subnet, list []*EffectiveRoute) {
	for _, r := range list {
		if !r.isNone() {
			continue
		}
		for _, p := range s.vnet.prefixes {
			if p.Bits() <= r.Prefix.Bits() && p.Contains(r.Prefix.Addr()) {
				r.removed = true
			}
		}
	}
}

// systemOverBGP makes BGP routes lose against the system routes of the VNet, of
// its peers and of service endpoints.
//
// RT-5: even where the BGP prefix is more specific.
func systemOverBGP(_ *subnet, list []*EffectiveRoute) {
	for _, r := range list {
		if r.Source != VirtualNetworkGateway || !r.Prefix.IsValid() {
			continue
		}
		for _, system := range list {
			if system.beatsBGP() && system.Prefix.Bits() <= r.Prefix.Bits() && system.Prefix.Contains(r.Prefix.Addr()) {
				r.State, r.ShadowedBy = Invalid, system
				r.Rules = append(r.Rules, "RT-5")
			}
		}
	}
}

// beatsBGP tells whether r is a system route that BGP cannot override.
func (r *EffectiveRoute) beatsBGP() bool {
	if r.Source != Default || !r.Prefix.IsValid() || r.removed {
		return false
	}
	switch r.NextHopType {
	case topology.VnetLocal, topology.VNetPeering, topology.VNetGlobalPeering, topology.ConnectedGroup, topology.VirtualNetworkServiceEndpoint:
		return true
	}
	return false
}

// wireSubnets fills the route table that the NICs of each subnet share.
func (c *compiler) wireSubnets() {
	for _, v := range c.vnets {
		for _, s := range v.subnets {
			if s.like != nil {
				c.fillRoutesLike(s, s.like)
			} else {
				c.b.Fill(s.routes, nil, c.routeRows(s)...)
			}
			c.later(func() { c.fillOutbound(s) })
		}
	}
}

// routeRows returns the rows of a subnet's route table.
func (c *compiler) routeRows(s *subnet) []pipeline.Row {
	platform := packet.FromAddrs(wireServer, metadata)
	rows := []pipeline.Row{{Dst: &platform, Action: pipeline.Action{Kind: pipeline.Deliver, Place: s.vnet.platform},
		Cause: &pipeline.Cause{Kind: pipeline.RouteCause, Name: "Azure platform", Resource: s.res.ID, Pos: s.res.Pos, Rules: rules("WALK-12")}}}
	for _, r := range s.active {
		rows = append(rows, c.routeRow(s, r)...)
	}
	return append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{
		Kind: pipeline.RouteCause, Name: s.path(), Resource: s.res.ID, Pos: s.res.Pos,
		Reason: s.noRoute()}})
}

// routeRow returns the row of one route. What a user or BGP prefix may cover
// beside what it does, a service tag without ranges or a host whose address
// Azure chooses, has a second one.
func (c *compiler) routeRow(s *subnet, r *EffectiveRoute) []pipeline.Row {
	to := r.lead(s)
	cause := r.cause(s, to)
	m := addressMatch{sure: r.destinations()}
	if r.covers == nil && r.Prefix.IsValid() && r.Source != Default {
		m = c.prefixMatch(r.Prefix)
	}
	var rows []pipeline.Row
	if !m.sure.IsEmpty() {
		rows = append(s.lostPeers(r, cause), s.noSuchAddress(r, to, cause)...)
		rows = append(rows, pipeline.Row{Dst: &m.sure, Action: to.action, Cause: cause})
	}
	if m.gap != nil {
		rows = append(rows, pipeline.Row{Dst: &m.maybe, Action: to.action, Cause: filterCause{cause}.withGap(m.gap)})
	}
	return rows
}

// noSuchAddress returns the row of a route to Internet for addresses that the
// internet does not have.
//
// RT-26: a private destination is dropped there.
func (s *subnet) noSuchAddress(r *EffectiveRoute, to lead, cause *pipeline.Cause) []pipeline.Row {
	if to.action.Kind != pipeline.Goto || to.action.Next != s.outbound || r.Gap != nil {
		return nil
	}
	dst := r.destinations().Intersect(privateSpace).Subtract(standInSpace)
	if dst.IsEmpty() {
		return nil
	}
	told := *cause
	told.Rules = append(rules("RT-26"), told.Rules...)
	told.Reason = "the internet has no private addresses"
	return []pipeline.Row{{Dst: &dst, Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &told}}
}

// lostPeers returns the rows of a None route that explain why it takes packets
// for a VNet whose peering does not connect.
func (s *subnet) lostPeers(r *EffectiveRoute, cause *pipeline.Cause) []pipeline.Row {
	if !r.isNone() || r.Gap != nil {
		return nil
	}
	var rows []pipeline.Row
	for _, p := range s.vnet.halves {
		if p.connected {
			continue
		}
		if dst := p.remoteSpace.Intersect(r.destinations()); !dst.IsEmpty() {
			told := *cause
			told.Rules = append(rules("PEER-1"), told.Rules...)
			told.Reason = p.why
			rows = append(rows, pipeline.Row{Dst: &dst, Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &told})
		}
	}
	return rows
}

// cause tells a route as a hop shows it.
func (r *EffectiveRoute) cause(s *subnet, to lead) *pipeline.Cause {
	cause := &pipeline.Cause{Kind: pipeline.RouteCause, Name: r.name(), Resource: r.Resource, Pos: r.Pos,
		Rules: append(to.rules[:len(to.rules):len(to.rules)], r.Rules...), Reason: to.reason, Gap: firstGap(to.gap, r.Gap),
		Assumptions: append(r.Assumptions[:len(r.Assumptions):len(r.Assumptions)], to.assumed...), Route: r.told()}
	if over := s.runnerUp(r); over != nil {
		cause.Over = &pipeline.Cause{Kind: pipeline.RouteCause, Name: over.name(), Resource: over.Resource, Pos: over.Pos,
			Rules: over.Rules, Route: over.told()}
	}
	return cause
}

// name is the route's own name, else its prefix.
func (r *EffectiveRoute) name() string {
	if r.Name != "" {
		return r.Name
	}
	return r.prefixText()
}

func (r *EffectiveRoute) prefixText() string {
	switch {
	case r.Tag != "":
		return r.Tag
	case r.Prefix.IsValid():
		return r.Prefix.String()
	}
	return "unknown prefixes"
}

func (r *EffectiveRoute) told() *pipeline.Route {
	var hops []string
	for _, a := range r.NextHopIPs {
		hops = append(hops, a.String())
	}
	return &pipeline.Route{Prefix: r.prefixText(), NextHopType: r.NextHopType, NextHopIP: strings.Join(hops, ","),
		Source: r.Source.String(), Name: r.Name}
}

// runnerUp returns the route that would apply without r: a loser of equal
// prefix, else the next shorter one around it.
func (s *subnet) runnerUp(r *EffectiveRoute) *EffectiveRoute {
	if !r.Prefix.IsValid() {
		return nil
	}
	for _, o := range s.candidates {
		if o.ShadowedBy == r && o.Prefix == r.Prefix {
			return o
		}
	}
	for _, o := range s.active {
		if o != r && o.Prefix.IsValid() && o.Prefix.Bits() < r.Prefix.Bits() && o.Prefix.Contains(r.Prefix.Addr()) {
			return o
		}
	}
	return nil
}
