package azure

import (
	"net/netip"
	"slices"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/topology"
)

// half is one side of a peering during compilation.
type half struct {
	res       *topology.Peering
	local     *vnet
	remote    *vnet // nil: not in the input
	connected bool
	group     bool   // of a connected group: no peering resource
	why       string // why it is not
	// remotePrefixes are what the local VNet routes to; localSpace and
	// remoteSpace what may pass at all (PEER-8).
	remotePrefixes          []netip.Prefix
	localSpace, remoteSpace packet.AddrSet
	gap                     *pipeline.Gap // the remote prefixes are not known
	doubt                   *pipeline.Gap // of the configuration that makes it, of a connected group
	crossings               map[crossing]pipeline.TableID
}

// crossing tells the tables of one half apart: where they lead, and whether a
// gateway sends.
type crossing struct {
	target  pipeline.TableID
	gateway bool
}

// indexPeerings enters the halves of a VNet's peerings.
func (c *compiler) indexPeerings(v *vnet) {
	for _, res := range v.res.Peerings {
		p := &half{res: res, local: v, crossings: map[crossing]pipeline.TableID{}}
		p.remote = c.vnetOf[res.Remote.Target]
		p.connected, p.why = c.isConnected(res)
		p.localSpace = p.local.space
		if p.remote == nil {
			p.remotePrefixes, p.gap = c.prefixes(res.RemoteAddressPrefixes, res.ID, "remoteAddressSpace", "which addresses the peer of "+v.res.Name+" has")
			if p.gap == nil && len(p.remotePrefixes) == 0 {
				p.gap = danglingGap(res.Remote, res.ID, "remoteVirtualNetwork", "which addresses the peer of "+v.res.Name+" has")
			}
		} else {
			p.remotePrefixes, p.gap = p.remote.prefixes, p.remote.gap
			p.exchangeSubnets()
			p.notSynced()
		}
		p.remoteSpace = packet.FromPrefixes(p.remotePrefixes...)
		v.halves = append(v.halves, p)
	}
}

// isConnected tells whether traffic can flow over a peering.
//
// PEER-1: both halves must be there and connected.
// PEER-11: doNotVerifyRemoteGateways and encryption change nothing of that.
func (c *compiler) isConnected(p *topology.Peering) (connected bool, why string) {
	if _, down := c.isDown(p.ID); down {
		return false, "peering " + p.Name + " is taken down"
	}
	if state, ok := p.State.Get(); ok {
		return strings.EqualFold(state, "Connected"), "peering " + p.Name + " is " + state
	}
	if p.Other == nil && !p.Remote.Dangles() && c.otherHalfGap(p) == nil {
		return false, "peering " + p.Name + " has no other half: it is Initiated"
	}
	if p.Other != nil {
		if state, ok := p.Other.State.Get(); ok && !strings.EqualFold(state, "Connected") {
			return false, "peering " + p.Other.Name + " is " + state
		}
		if _, down := c.isDown(p.Other.ID); down {
			return false, "peering " + p.Other.Name + " is taken down"
		}
	}
	return true, ""
}

// otherHalfGap is why it is not known whether a peering has another half: the
// peer's are not all given, or one leads nobody knows where.
func (c *compiler) otherHalfGap(p *topology.Peering) *pipeline.Gap {
	v := p.Remote.Target
	if p.Other != nil || v == nil {
		return nil
	}
	for _, part := range v.Incomplete {
		if lastKey(part.Property) == "virtualnetworkpeerings" || part.Property == "properties" {
			return unknownGap(&part.Unknown, v.ID, part.Property, "whether peering "+p.Name+" has another half", part.Pos, "PEER-1")
		}
	}
	for _, h := range v.Peerings {
		if h.Remote.Why != nil {
			return unknownGap(h.Remote.Why, h.ID, "remoteVirtualNetwork", "whether peering "+p.Name+" has another half", h.Pos, "PEER-1")
		}
	}
	return nil
}

// exchangeSubnets limits a subnet peering to the subnets that it names.
//
// PEER-8: only their prefixes are exchanged, in routes and in the tag.
func (p *half) exchangeSubnets() {
	if p.res.PeerCompleteVNets.Or(true) {
		return
	}
	p.localSpace = packet.FromPrefixes(subnetPrefixes(p.local, p.res.LocalSubnetNames)...)
	p.remotePrefixes = subnetPrefixes(p.remote, p.res.RemoteSubnetNames)
}

// subnetPrefixes returns the prefixes of a VNet's subnets of those names.
func subnetPrefixes(v *vnet, names topology.Property[[]string]) []netip.Prefix {
	var list []netip.Prefix
	for _, s := range v.subnets {
		if slices.ContainsFunc(names.Or(nil), s.isNamed) {
			list = append(list, s.prefixes...)
		}
	}
	return list
}

// notSynced keeps to the prefixes that the peering was last synced to.
//
// PEER-7: prefixes added later are not routed until it is synced.
func (p *half) notSynced() {
	level, ok := p.res.SyncLevel.Get()
	synced, known := p.res.RemoteAddressPrefixes.Get()
	if ok && known && !strings.EqualFold(level, "FullyInSync") && !strings.EqualFold(level, "LocalNotInSync") && p.res.PeerCompleteVNets.Or(true) {
		p.remotePrefixes = synced
	}
}

// peeringRoutes are the system routes to peered VNets.
//
// RT-3, RT-15: one for each address prefix of a directly peered VNet, none for
// the peer's own peers.
func (c *compiler) peeringRoutes(s *subnet) []*EffectiveRoute {
	list := c.unlistedPeers(s)
	for _, p := range s.vnet.halves {
		if !p.connected {
			continue
		}
		for _, prefix := range p.remotePrefixes {
			r := c.systemRoute(s, prefix, p.nextHopType(), func(s *subnet) lead { return c.across(p, s) })
			r.Resource, r.Pos, r.Rules = p.res.ID, p.res.Pos, rules("RT-15")
			list = append(list, r)
		}
		if p.gap != nil {
			list = append(list, &EffectiveRoute{NextHopType: p.nextHopType(), Source: Default, Resource: p.res.ID, Pos: p.res.Pos,
				Gap: p.gap, covers: p.anywhereElse(), lead: func(s *subnet) lead { return c.across(p, s) }})
		}
	}
	return list
}

// unlistedPeers stands for peerings that a VNet may have and the input does not
// give: they lead anywhere but into the VNet itself.
func (c *compiler) unlistedPeers(s *subnet) []*EffectiveRoute {
	gap := firstGap(c.incompleteGap(s.vnet.res.ID), s.vnet.beyond)
	if gap == nil {
		return nil
	}
	set := packet.AllAddrs().Subtract(s.vnet.space)
	for _, p := range s.vnet.halves {
		if p.connected && !p.group && p.gap == nil {
			set = set.Subtract(p.remoteSpace) // peers do not overlap (RT-18)
		}
	}
	return []*EffectiveRoute{{NextHopType: topology.VNetPeering, Source: Default, Resource: s.vnet.res.ID, Pos: gap.Pos, Gap: gap,
		covers: &set, lead: func(*subnet) lead { return unknown(gap) }}}
}

// anywhereElse is where a peer with unknown prefixes may be: not in the VNet itself (RT-18).
func (p *half) anywhereElse() *packet.AddrSet {
	set := packet.AllAddrs().Subtract(p.local.space)
	return &set
}

// mayHold is what the peer has, or may have.
func (p *half) mayHold() packet.AddrSet {
	if p.gap != nil {
		return *p.anywhereElse()
	}
	return p.remoteSpace
}

// nextHopType is the type of the half's routes.
//
// PEER-12: regions change the name of the next hop and nothing else (but PEER-9).
func (p *half) nextHopType() topology.NextHopType {
	if p.group {
		return topology.ConnectedGroup
	}
	if p.isGlobal() {
		return topology.VNetGlobalPeering
	}
	return topology.VNetPeering
}

// isGlobal tells whether the peers are in different regions.
func (p *half) isGlobal() bool {
	return p.remote != nil && p.local.res.Location != "" && p.remote.res.Location != "" &&
		p.local.res.Location != p.remote.res.Location
}

// across leads over a peering to whoever holds the address there.
func (c *compiler) across(p *half, s *subnet) lead {
	if p.remote == nil {
		return unknown(danglingGap(p.res.Remote, p.res.ID, "remoteVirtualNetwork", "what is behind peering "+p.res.Name))
	}
	return c.viaPeering(p, c.cross(p, s, p.remote.delivery, p.unreachable()))
}

// acrossTo leads over a peering to one holder, as a route's next hop.
func (c *compiler) acrossTo(p *half, s *subnet, h *claim) lead {
	if p.isGlobal() && h.noGlobalPeering {
		return drop("a basic load balancer cannot be reached over global peering", "PEER-9")
	}
	return c.viaPeering(p, c.cross(p, s, h.nextHop(), packet.AddrSet{}))
}

// viaPeering leads to a table of a peering, unless a setting of one of its
// halves is not simulated.
func (c *compiler) viaPeering(p *half, t pipeline.TableID) lead {
	if gap := c.doubtOfPeering(p); gap != nil {
		return unknown(gap)
	}
	return goTo(t)
}

// doubtOfPeering returns what is in doubt about either half of a peering.
func (c *compiler) doubtOfPeering(p *half) *pipeline.Gap {
	gap := firstGap(p.doubt, c.doubtOf(p.res.ID), c.maybeGap(p.res.Remote.ID), c.otherHalfGap(p.res))
	if p.res.Other != nil {
		gap = firstGap(gap, c.doubtOf(p.res.Other.ID))
	}
	return gap
}

// unreachable returns the addresses of the peer that a packet does not reach.
//
// PEER-9: over global peering, the front ends of basic load balancers.
func (p *half) unreachable() packet.AddrSet {
	if !p.isGlobal() {
		return packet.AddrSet{}
	}
	var set packet.AddrSet
	for _, h := range p.remote.claims {
		if h.noGlobalPeering {
			set = set.Union(packet.FromAddrs(h.addr))
		}
	}
	return set
}

// cross returns the table that packets pass on their way over a peering to a
// table of the other side.
func (c *compiler) cross(p *half, s *subnet, target pipeline.TableID, unreachable packet.AddrSet) pipeline.TableID {
	key := crossing{target: target, gateway: s.isNamed("GatewaySubnet")}
	if t, ok := p.crossings[key]; ok {
		return t
	}
	t := c.b.Table(p.local.node, pipeline.PlumbingTable, "peering "+p.res.Name, nil, c.crossRows(p, key, unreachable)...)
	p.crossings[key] = t
	return t
}

func (c *compiler) crossRows(p *half, key crossing, unreachable packet.AddrSet) []pipeline.Row {
	through := pipeline.Action{Kind: pipeline.Goto, Next: key.target}
	var rows []pipeline.Row
	if outside := p.local.space.Subtract(p.localSpace); !outside.IsEmpty() {
		rows = append(rows, pipeline.Row{Src: &outside, Action: pipeline.Action{Kind: pipeline.Drop},
			Cause: p.cause("peering "+p.res.Name+" is of other subnets than the sender's", nil, "PEER-8")})
	}
	if !unreachable.IsEmpty() {
		rows = append(rows, pipeline.Row{Dst: &unreachable, Action: pipeline.Action{Kind: pipeline.Drop},
			Cause: p.cause("a basic load balancer cannot be reached over global peering", nil, "PEER-9")})
	}
	if contested := c.forwardedRows(p, through); contested != nil && !key.gateway {
		return append(rows, contested...)
	}
	return append(rows, pipeline.Row{Action: through})
}

// forwardedRows judge what comes over the peering and does not originate in the VNet that sends it.
//
// PEER-3: where the receiving half does not allow forwarded traffic, older
// pages say that it is dropped and the newest that only the tag changes. What
// an Azure gateway forwards is not concerned.
func (c *compiler) forwardedRows(p *half, through pipeline.Action) []pipeline.Row {
	receiving := p.res.Other
	if receiving == nil {
		return nil
	}
	allowed := receiving.AllowForwardedTraffic
	if allowed.Or(false) {
		return nil
	}
	own := p.localSpace
	if passes := c.design.Facts.Platform.ForwardedTraffic; !passes.IsAbsent() && allowed.Unknown() == nil {
		return append([]pipeline.Row{{Src: &own, Action: through}}, p.settled(passes, through))
	}
	gap := &pipeline.Gap{Resource: receiving.ID, Property: "allowForwardedTraffic", Pos: receiving.Pos, Rules: rules("PEER-3"),
		Why:    "whether peering " + receiving.Name + " lets forwarded packets in without allowForwardedTraffic (published sources differ)",
		Supply: "allowForwardedTraffic: true on peering " + receiving.Name + ", or --assume forwardedTraffic=passes (or dropped)"}
	if u := allowed.Unknown(); u != nil {
		gap = unknownGap(u, receiving.ID, "allowForwardedTraffic", "whether peering "+receiving.Name+" allows forwarded traffic", allowed.Pos, "PEER-3")
	}
	return []pipeline.Row{
		{Src: &own, Action: through},
		{Action: through, Cause: p.cause("forwarded traffic may pass peering "+receiving.Name, gap, "PEER-3")},
		{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: p.cause("peering "+receiving.Name+" does not allow forwarded traffic", nil, "PEER-3")},
	}
}

// settled is what an assumption says of forwarded traffic at a peering that
// does not allow it.
func (p *half) settled(passes topology.Property[bool], through pipeline.Action) pipeline.Row {
	name := p.res.Other.Name
	row := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: p.cause("peering "+name+" does not allow forwarded traffic", nil, "PEER-3")}
	text := "peering " + name + " drops forwarded packets, since it does not allow them"
	if passes.Or(false) {
		row.Action, row.Cause = through, p.cause("", nil, "PEER-3")
		text = "peering " + name + " itself lets forwarded packets pass; rules decide"
	}
	row.Cause.Assumptions = []*pipeline.Assumption{{Text: text, Pos: passes.Pos, Rules: rules("PEER-3")}}
	return row
}

func (p *half) cause(reason string, gap *pipeline.Gap, ids ...rule.ID) *pipeline.Cause {
	return &pipeline.Cause{Kind: pipeline.PeeringCause, Name: p.res.Name, Resource: p.res.ID, Pos: p.res.Pos, Rules: ids, Reason: reason, Gap: gap}
}

// peerInTag adds a peer's space to VirtualNetwork.
//
// PEER-2: only where the local half allows virtual network access; nothing else changes.
func (c *compiler) peerInTag(m addressMatch, p *half) addressMatch {
	if !p.connected {
		return m
	}
	access := p.res.AllowVirtualNetworkAccess
	if u := access.Unknown(); u != nil {
		return m.maybeAlso(p.remoteSpace, unknownGap(u, p.res.ID, "allowVirtualNetworkAccess", "whether peering "+p.res.Name+" allows access", access.Pos, "PEER-2"))
	}
	if !access.Or(true) {
		return m
	}
	if gap := c.doubtOfPeering(p); gap != nil {
		return m.maybeAlso(p.mayHold(), gap)
	}
	m.sure = m.sure.Union(p.remoteSpace)
	if p.gap != nil {
		return m.maybeAlso(*p.anywhereElse(), p.gap)
	}
	return m
}

// unseenPeer returns the gap of a peered VNet outside the input that may hold an address.
func (c *compiler) unseenPeer(v *vnet, a netip.Addr) *pipeline.Gap {
	for _, p := range v.halves {
		if p.connected && p.remote == nil && (p.gap != nil || p.remoteSpace.Contains(a)) {
			return danglingGap(p.res.Remote, p.res.ID, "remoteVirtualNetwork", "who holds next hop "+a.String()+" in the peer of "+v.res.Name)
		}
		if p.connected && p.gap != nil {
			return p.gap
		}
	}
	return nil
}
