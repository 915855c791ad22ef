package azure

import (
	"net/netip"
	"slices"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// originDoor is a private link by which a Front Door reaches one origin.
type originDoor struct {
	origin *topology.Origin
	from   *frontDoor
	state  pipeline.StateID // of the flows that came by it
	into   pipeline.TableID // the link service that it leads to; 0: it leads to none
	back   pipeline.TableID // answers of the origin
}

// holdOriginDoor makes a private link to an origin. What it leads to takes it in:
// a platform service, or a private link service.
func (c *compiler) holdOriginDoor(f *frontDoor, o *topology.Origin) {
	d := &originDoor{origin: o, from: f, state: c.b.State()}
	f.doors = append(f.doors, d)
	d.back = c.b.Table(f.node, pipeline.PlumbingTable, "answers to "+f.res.Name, nil, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Deliver, Place: f.place}})
	if res := o.PrivateLink.Service.Target; res != nil {
		c.originDoors[res] = append(c.originDoors[res], d)
	}
	if l := c.linkServices[o.PrivateLink.PrivateLinkService.Target]; l != nil {
		d.into = c.b.Reserve(l.node, pipeline.TranslateTable, f.res.Name+" by "+l.res.Name)
		l.consumers = append(l.consumers, consumer{name: f.res.Name, state: c.b.State(), into: d.into, back: d.back})
	}
}

// originRows are the flows that a Front Door opens: to the origins of its routes,
// on the ports of the protocols that it forwards.
func (c *compiler) originRows(f *frontDoor) []pipeline.Row {
	told := func(reason string) *pipeline.Cause {
		return &pipeline.Cause{Kind: pipeline.LoadBalancerCause, Name: f.res.Name, Resource: f.res.ID, Pos: f.res.Pos, Rules: rules("AGW-4"), Reason: reason}
	}
	gap := c.doubtOf(f.res.ID)
	for _, e := range f.res.Endpoints {
		gap = firstGap(gap, c.incompleteGap(e.ID))
	}
	for _, g := range f.res.OriginGroups {
		gap = firstGap(gap, c.incompleteGap(g.ID))
	}
	if gap != nil {
		return []pipeline.Row{unmodelled(gap)}
	}
	var rows []pipeline.Row
	for _, g := range f.res.OriginGroups {
		asked := f.asks(g)
		for _, o := range g.Origins {
			if on, known := o.Enabled.Get(); known && !on || len(asked.routes) == 0 {
				continue
			}
			rows = append(rows, c.rowsOfOrigin(f, g, o, asked)...)
		}
	}
	if gap := c.doubtOf(f.parts()...); gap != nil {
		rows = append(rows, unmodelled(gap))
	}
	return append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: told("it is no origin of " + f.res.Name)})
}

// parts are the endpoints and groups, which may have routes and origins that the
// input does not give.
func (f *frontDoor) parts() []topology.ID {
	var ids []topology.ID
	for _, e := range f.res.Endpoints {
		ids = append(ids, e.ID)
	}
	for _, g := range f.res.OriginGroups {
		ids = append(ids, g.ID)
	}
	return ids
}

// asking is how a Front Door asks a group of origins.
type asking struct {
	routes []*topology.FrontDoorRoute
	gap    *pipeline.Gap // why it is not known whether it asks at all
}

// asks returns the routes that ask a group. Where none does, those with rule
// sets may: a rule can name another group.
func (f *frontDoor) asks(g *topology.OriginGroup) asking {
	var a, maybe asking
	for _, e := range f.res.Endpoints {
		for _, r := range routesOf(f.res, e) {
			if on, known := r.Enabled.Get(); known && !on {
				continue
			}
			switch {
			case r.OriginGroup.ID.Equal(g.ID):
				a.routes = append(a.routes, r)
			case len(r.RuleSets) > 0 || r.OriginGroup.Why != nil:
				maybe.routes = append(maybe.routes, r)
				maybe.gap = &pipeline.Gap{Resource: r.ID, Property: "ruleSets", Pos: r.Pos, Rules: rules("AGW-4"),
					Why: "whether a rule of route " + r.Name + " sends requests to origin group " + g.Name}
			}
		}
	}
	if len(a.routes) == 0 {
		return maybe
	}
	return a
}

// originPorts are the ports at which routes ask an origin.
func originPorts(o *topology.Origin, list []*topology.FrontDoorRoute) []uint16 {
	plain, secure := uint16(o.HTTPPort.Or(80)), uint16(o.HTTPSPort.Or(443))
	var ports []uint16
	for _, r := range list {
		switch word := r.Forwarding.Or("MatchRequest"); {
		case word == "HttpOnly":
			ports = append(ports, plain)
		case word == "HttpsOnly":
			ports = append(ports, secure)
		default:
			for _, p := range edgePorts(r) {
				ports = append(ports, map[uint16]uint16{80: plain, 443: secure}[p])
			}
		}
	}
	slices.Sort(ports)
	return slices.Compact(ports)
}

// rowsOfOrigin open flows to one origin, over the internet or by private link.
func (c *compiler) rowsOfOrigin(f *frontDoor, g *topology.OriginGroup, o *topology.Origin, a asking) []pipeline.Row {
	service := onPorts(originPorts(o, a.routes))
	gap := firstGap(a.gap, c.doubtOf(g.ID, o.ID), mayBe(o.Enabled, o.ID, "enabledState"), mayBe(o.HTTPPort, o.ID, "httpPort"), mayBe(o.HTTPSPort, o.ID, "httpsPort"))
	for _, r := range a.routes {
		gap = firstGap(gap, c.doubtOf(r.ID), mayBe(r.Enabled, r.ID, "enabledState"), mayBe(r.Forwarding, r.ID, "forwardingProtocol"))
	}
	cause := func(reason string) *pipeline.Cause {
		return &pipeline.Cause{Kind: pipeline.LoadBalancerCause, Name: f.res.Name + "/" + o.Name, Resource: o.ID, Pos: o.Pos, Rules: rules("AGW-4"), Reason: reason, Gap: gap}
	}
	if o.PrivateLink != nil {
		to, into := c.byPrivateLink(f, o)
		return productRow(packet.AllAddrs(), to, service, pipeline.Action{Kind: pipeline.Goto, Next: into}, cause("Front Door "+f.res.Name+" reaches origin "+o.Name+" by private link"))
	}
	to := c.originAddresses(o)
	out := c.overInternet(f)
	rows := productRow(packet.AllAddrs(), to.sure, service, out, cause("Front Door "+f.res.Name+" asks origin "+o.Name+" over the internet"))
	if to.gap != nil {
		gap = firstGap(gap, to.gap)
		rows = append(rows, productRow(packet.AllAddrs(), to.maybe, service, out, cause("it may be origin "+o.Name))...)
	}
	return rows
}

// overInternet sends what a Front Door opens to the public edge, and remembers it.
func (c *compiler) overInternet(f *frontDoor) pipeline.Action {
	if f.out == 0 {
		f.out = c.b.Table(f.node, pipeline.PlumbingTable, "to origins of "+f.res.Name, &pipeline.State{ID: f.opened, Remember: true, Unseen: pipeline.Judge},
			pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: c.public.edge}})
	}
	return pipeline.Action{Kind: pipeline.Goto, Next: f.out}
}

// originAddresses are the public addresses of an origin, as far as they are known.
func (c *compiler) originAddresses(o *topology.Origin) addressMatch {
	if u := o.HostName.Unknown(); u != nil && o.AzureID == "" {
		return addressMatch{}.maybeAlso(packet.All4(), unknownGap(u, o.ID, "hostName", "where origin "+o.Name+" is", o.HostName.Pos, "AGW-4"))
	}
	name := o.HostName.Or("")
	if a, err := netip.ParseAddr(name); err == nil {
		return addressMatch{sure: packet.FromAddrs(a)}
	}
	set := c.factAddresses(name)
	switch res := c.design.ByID(o.AzureID).(type) {
	case *topology.PublicIPAddress:
		set = packet.FromAddrs(c.public.addrs[res.ID.Key()])
	case *topology.PaaS:
		set, _ = c.paasAddresses(res)
	}
	if set.IsEmpty() {
		set = c.resolve(name)
	}
	if set.IsEmpty() {
		set = c.serviceNamed(name)
	}
	if set.IsEmpty() {
		return addressMatch{}.maybeAlso(packet.All4(), &pipeline.Gap{Resource: o.ID, Property: "hostName", Pos: o.HostName.Pos, Rules: rules("AGW-4"),
			Why: "which addresses origin " + name + " has", Supply: "fqdns: {" + name + ": [...]} in a facts file"})
	}
	return addressMatch{sure: set}
}

// serviceNamed returns the addresses of the platform service of a name, as
// shop.azurewebsites.net, or acct.z6.web.core.windows.net of a static website.
func (c *compiler) serviceNamed(name string) packet.AddrSet {
	account, rest, _ := strings.Cut(strings.ToLower(name), ".")
	for _, res := range c.design.PaaS {
		website := res.Service == "Storage" && strings.EqualFold(res.Name, account) && strings.HasSuffix(rest, ".web.core.windows.net")
		if website || slices.ContainsFunc(res.Hosts, func(host string) bool { return strings.EqualFold(host, name) }) {
			set, _ := c.paasAddresses(res)
			return set
		}
	}
	return packet.AddrSet{}
}

// byPrivateLink returns where a Front Door sends what it asks of an origin by
// private link, and by which table.
//
// PE-1: the origin's owner must have approved the connection.
func (c *compiler) byPrivateLink(f *frontDoor, o *topology.Origin) (packet.AddrSet, pipeline.TableID) {
	d := f.door(o)
	to, beyond := c.beyondOriginDoor(d)
	link := o.PrivateLink
	refused := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{Kind: pipeline.PrivateEndpointCause, Name: f.res.Name + "/" + o.Name,
		Resource: o.ID, Pos: o.Pos, Rules: rules("PE-1", "AGW-4")}}
	rows := []pipeline.Row{beyond}
	switch status, told := link.Status.Get(); {
	case told && status != "Approved":
		refused.Cause.Reason = "the private link to origin " + o.Name + " is " + status
		rows = []pipeline.Row{refused}
	case !told:
		refused.Cause.Reason = "the private link awaits approval"
		refused.Cause.Gap = &pipeline.Gap{Resource: o.ID, Property: "sharedPrivateLinkResource.status", Pos: o.Pos, Rules: rules("PE-1"),
			Why: "whether the private link of Front Door " + f.res.Name + " to origin " + o.Name + " is approved", Supply: "status: Approved"}
		rows = []pipeline.Row{refused, beyond}
	}
	return to, c.b.Table(f.node, pipeline.PlumbingTable, "private link to "+o.Name, &pipeline.State{ID: d.state, Remember: true, Unseen: pipeline.Judge}, rows...)
}

func (f *frontDoor) door(o *topology.Origin) *originDoor {
	for _, d := range f.doors {
		if d.origin == o {
			return d
		}
	}
	return nil
}

// beyondOriginDoor returns the addresses that packets by a private link bear, and
// what becomes of them: the service behind it takes them, past its public door.
func (c *compiler) beyondOriginDoor(d *originDoor) (packet.AddrSet, pipeline.Row) {
	link := d.origin.PrivateLink
	if res := link.Service.Target; res != nil {
		set, _ := c.paasAddresses(res)
		return set, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Deliver, Place: c.places[res.ID.Key()]}}
	}
	if d.into != 0 {
		return c.linkFrontAddrs(link.PrivateLinkService.Target), pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: d.into}}
	}
	gap := &pipeline.Gap{Resource: d.origin.ID, Property: "sharedPrivateLinkResource", Pos: d.origin.Pos, Rules: rules("AGW-4"),
		Why: "where the private link to origin " + d.origin.Name + " leads: " + link.ID.Name() + " is not in the input, or not simulated"}
	return packet.All4(), unmodelled(gap)
}

// pastOriginDoors returns the table before next, where the answers of a platform
// service start: those to what came by a Front Door's private link go back there.
func (c *compiler) pastOriginDoors(res *topology.PaaS, node pipeline.NodeID, next pipeline.TableID) pipeline.TableID {
	for _, d := range c.originDoors[res] {
		next = c.b.Table(node, pipeline.PlumbingTable, "answers of "+res.Name+" by private link", &pipeline.State{ID: d.state, Unseen: pipeline.Judge,
			Known: pipeline.Action{Kind: pipeline.Goto, Next: d.back}}, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}})
	}
	return next
}
