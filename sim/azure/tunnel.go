package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// wireGateways fills the tables of gateways, links and sites.
func (c *compiler) wireGateways() {
	for _, g := range c.gateways {
		c.b.Fill(g.in, nil, c.tunnelRows(g)...)
		for _, l := range g.links {
			c.wireLink(l)
		}
	}
	for _, s := range c.sites {
		c.b.SetAddresses(s.place, s.addrs(), packet.AddrSet{})
		c.showSite(s)
		c.wireOrigin(s)
	}
}

// tunnelRows send what Azure hands a gateway to the tunnel with the longest
// prefix; what no tunnel has a prefix for goes to the default site.
//
// GW-5: of sites only one can be the default.
// PEER-4: between VNets that both use the gateway it forwards, too; their
// prefixes come first (RT-5).
func (c *compiler) tunnelRows(g *gateway) []pipeline.Row {
	var rows []pipeline.Row
	for _, v := range c.users(g) {
		space := v.space
		rows = append(rows, pipeline.Row{Dst: &space, Action: pipeline.Action{Kind: pipeline.Goto, Next: g.subnet.routes},
			Cause: g.cause("between VNets that use gateway "+g.res.Name, "PEER-4")})
	}
	for _, k := range byLength(g.known) {
		dst := packet.FromPrefixes(k.prefix)
		rows = append(rows, pipeline.Row{Dst: &dst, Action: toAnyLink(k.links), Cause: &pipeline.Cause{Kind: pipeline.GatewayCause,
			Name: g.res.Name, Resource: g.res.ID, Pos: k.pos, Rules: k.rules, Reason: "by tunnel " + k.links[0].name}})
	}
	if g.gap != nil {
		rows = append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.UnknownAction},
			Cause: &pipeline.Cause{Kind: pipeline.Unmodelled, Name: g.res.Name, Resource: g.res.ID, Pos: g.gap.Pos, Gap: g.gap}})
	}
	if l := g.defaultLink(); l != nil {
		rows = append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: l.tunnel},
			Cause: g.cause("default site "+l.other(), "GW-5")})
	}
	return append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop},
		Cause: g.cause("gateway "+g.res.Name+" has no route to the address", "GW-2")})
}

func (g *gateway) cause(reason string, ids ...ruleID) *pipeline.Cause {
	return &pipeline.Cause{Kind: pipeline.GatewayCause, Name: g.res.Name, Resource: g.res.ID, Pos: g.res.Pos, Rules: ids, Reason: reason}
}

// defaultLink is the link to the gateway's default site, or nil.
func (g *gateway) defaultLink() *link {
	for _, l := range g.links {
		if l.site != nil && l.site.id.Equal(g.res.GatewayDefaultSite.ID) {
			return l
		}
	}
	return nil
}

// toAnyLink leads into one tunnel, or any of several with equal paths.
func toAnyLink(links []*link) pipeline.Action {
	if len(links) == 1 {
		return pipeline.Action{Kind: pipeline.Goto, Next: links[0].tunnel}
	}
	split := pipeline.Action{Kind: pipeline.Split}
	for _, l := range links {
		split.Ways = append(split.Ways, pipeline.Action{Kind: pipeline.Goto, Next: l.tunnel})
	}
	return split
}

// wireLink fills a link's table: to the other gateway, or into the site, which
// remembers by which link each flow came.
func (c *compiler) wireLink(l *link) {
	if l.peer != nil {
		c.b.Fill(l.tunnel, nil, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: l.peer.out}})
		return
	}
	s := l.site
	arrive := c.b.Table(s.node, pipeline.PlumbingTable, "arrival at "+s.name+" by "+l.name,
		&pipeline.State{ID: l.state, Remember: true, Unseen: pipeline.Judge, Known: pipeline.Action{Kind: pipeline.Goto, Next: s.origin}},
		c.arrivalRows(l)...)
	c.b.Fill(l.tunnel, nil, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: c.outward(l, arrive)}})
	if l.gateway != nil {
		l.entry = c.inward(l, c.behindFastPath(l))
	}
}

// arrivalRows say what a site does with what it is sent.
func (c *compiler) arrivalRows(l *link) []pipeline.Row {
	s := l.site
	own := s.addrs()
	rows := []pipeline.Row{{Dst: &own, Action: pipeline.Action{Kind: pipeline.Deliver, Place: s.place}}}
	for _, o := range c.neighbours(l) {
		for _, v := range c.users(o.gateway) {
			space := v.space
			rows = append(rows, pipeline.Row{Dst: &space, Action: pipeline.Action{Kind: pipeline.Goto, Next: o.gateway.out},
				Cause: o.gateway.cause("both gateways allow traffic of remote VNets", "GW-9")})
		}
	}
	if gap := s.unknownAddrs(); gap != nil {
		rows = append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.UnknownAction},
			Cause: &pipeline.Cause{Kind: pipeline.Unmodelled, Name: s.name, Resource: s.id, Pos: gap.Pos, Gap: gap}})
	}
	if l.carriesDefault() {
		rows = append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: c.siteToInternet(s)},
			Cause: s.cause("the site is sent the default route and forwards to the internet", "GW-19")})
	}
	return append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: s.cause("site "+s.name+" has no such address", "GW-19")})
}

// carriesDefault tells whether the gateway sends everything by the link.
func (l *link) carriesDefault() bool {
	if l.gateway == nil {
		return l.hub.bringsDefault()
	}
	if l.gateway.defaultLink() == l {
		return true
	}
	for _, k := range l.gateway.known {
		if k.prefix == defaultRoute4 || k.prefix == defaultRoute6 {
			for _, o := range k.links {
				if o == l {
					return true
				}
			}
		}
	}
	return false
}

func (s *site) cause(reason string, ids ...ruleID) *pipeline.Cause {
	return &pipeline.Cause{Kind: pipeline.GatewayCause, Name: s.name, Resource: s.id, Pos: s.pos, Rules: ids, Reason: reason}
}

// siteToInternet translates to the site's own public address (GW-19).
func (c *compiler) siteToInternet(s *site) pipeline.TableID {
	addr, known := s.public.Get()
	if !known || c.public.used[addr] {
		addr = c.public.standIn(append(standInKeys("site", s.id), "site "+s.name), false)
	}
	c.public.used[addr] = true
	to := packet.FromAddrs(addr)
	state := c.b.State()
	back := pipeline.Action{Kind: pipeline.Goto, Next: s.origin}
	in := c.b.Table(s.node, pipeline.TranslateTable, "internet of "+s.name+", inbound", &pipeline.State{ID: state, Known: back, Unseen: pipeline.Judge},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: s.cause("site "+s.name+" lets nothing in from the internet", "GW-19")})
	assumed := &pipeline.Assumption{Pos: s.pos, Rules: rules("GW-19"), Text: "site " + s.name + " forwards to the internet behind its own address " + addr.String()}
	c.takePublic(s.id, to, in, assumed)
	cause := s.cause("site "+s.name+" forwards to the internet", "GW-19")
	cause.Assumptions = []*pipeline.Assumption{assumed}
	return c.b.Table(s.node, pipeline.TranslateTable, "internet of "+s.name, &pipeline.State{ID: state, Remember: true, Known: back, Unseen: pipeline.Judge},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: c.public.edge, Rewrite: &pipeline.Rewrite{Src: &to, SrcPort: clientPorts,
			Gap: &pipeline.Gap{Resource: s.id, Property: "port", Pos: s.pos, Rules: rules("GW-19"), Why: "which port site " + s.name + " chooses"}}}, Cause: cause})
}

// wireOrigin fills the table where a site's packets start: answers leave by the
// link that the opener came by, openers by the links that announce the address.
func (c *compiler) wireOrigin(s *site) {
	own := s.addrs()
	rows := []pipeline.Row{{Dst: &own, Action: pipeline.Action{Kind: pipeline.Deliver, Place: s.place}, Cause: s.cause("the address is the site's own", "GW-19")}}
	rows = append(rows, c.globalReachRows(s)...)
	for _, p := range c.announcements(s) {
		set := p.set
		rows = append(rows, pipeline.Row{Dst: &set, Action: fromAnyLink(p.links)})
	}
	for _, l := range s.links {
		rows = append(rows, l.hiddenRows(s)...)
	}
	rows = append(rows, c.untoldReach(s)...)
	if gap := c.looseReach(s); gap != nil {
		rows = append(rows, unmodelled(gap))
	}
	rows = append(rows, s.toInternetAlone(),
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: s.cause("no gateway announces the address to site "+s.name, "GW-18")})
	if len(s.links) < 2 {
		c.b.Fill(s.origin, nil, rows...)
		return
	}
	next := c.b.Table(s.node, pipeline.PlumbingTable, "openers of "+s.name, nil, rows...)
	for i, l := range s.links {
		table, state := s.origin, &pipeline.State{ID: l.state, Unseen: pipeline.Judge, Known: pipeline.Action{Kind: pipeline.Goto, Next: l.into()}}
		if i < len(s.links)-1 {
			next = c.b.Table(s.node, pipeline.PlumbingTable, "answers of "+s.name+" by "+l.name, state, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}})
			continue
		}
		c.b.Fill(table, state, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}})
	}
}

// toInternetAlone ends what a site sends to public addresses that no gateway
// announces: it leaves by the site's own line, and comes in, if at all, from
// the internet.
func (s *site) toInternetAlone() pipeline.Row {
	public := publicSpace
	cause := s.cause("site "+s.name+" sends it to the internet by its own line", "GW-19")
	cause.Assumptions = []*pipeline.Assumption{{Pos: s.pos, Rules: rules("GW-19"),
		Text: "what site " + s.name + " sends to public addresses by its own line is asked from the internet, not from the site"}}
	return pipeline.Row{Dst: &public, Action: pipeline.Action{Kind: pipeline.Drop}, Cause: cause}
}

// announcement is a set of addresses and the links by which a site knows them.
type announcement struct {
	set   packet.AddrSet
	links []*link
}

// announcements cuts what the site's links announce into sets with equal links.
func (c *compiler) announcements(s *site) []announcement {
	var list []announcement
	for _, l := range s.links {
		if l.peer != nil {
			continue
		}
		left := c.announced(l).Subtract(s.addrs())
		if s.knows != nil {
			left = left.Intersect(*s.knows)
		}
		for i := range len(list) {
			both := list[i].set.Intersect(left)
			if both.IsEmpty() {
				continue
			}
			left = left.Subtract(both)
			if rest := list[i].set.Subtract(both); !rest.IsEmpty() {
				list = append(list, announcement{rest, list[i].links})
			}
			list[i] = announcement{both, append(list[i].links[:len(list[i].links):len(list[i].links)], l)}
		}
		if !left.IsEmpty() {
			list = append(list, announcement{left, []*link{l}})
		}
	}
	return list
}

// fromAnyLink leads out of the tunnels, into the routes of their gateways' subnets.
func fromAnyLink(links []*link) pipeline.Action {
	split := pipeline.Action{Kind: pipeline.Split}
	for _, l := range links {
		split.Ways = append(split.Ways, pipeline.Action{Kind: pipeline.Goto, Next: l.into()})
	}
	if len(split.Ways) == 1 {
		return split.Ways[0]
	}
	return split
}

// siteAddrs are the addresses that live at sites, which nobody may take for the internet.
func (c *compiler) siteAddrs() packet.AddrSet {
	var set packet.AddrSet
	for _, s := range c.sites {
		set = set.Union(s.addrs())
	}
	return set
}
