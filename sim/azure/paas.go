package azure

import (
	"net/netip"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// holdPaaS makes a place of the public endpoint of each platform service.
func (c *compiler) holdPaaS() {
	for _, res := range c.design.PaaS {
		node := c.b.Node(pipeline.Node{Kind: pipeline.PaaSNode, Name: res.Name, Resource: res.ID, Pos: res.Pos})
		state := c.b.State()
		place := c.place(pipeline.Place{Node: node, Kind: pipeline.PaaSNode, Resource: res.ID, Subnet: res.IntegrationSubnet.ID, Held: true, Answers: true})
		a := c.integrate(res, node, place)
		opened := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{Kind: pipeline.NoHost, Name: res.Name,
			Resource: res.ID, Pos: res.Pos, Reason: "the public endpoint of a service opens no flows"}}
		if a != nil {
			opened = pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: a.first}}
		}
		c.b.SetOrigin(place, c.pastOriginDoors(res, node, c.b.Table(node, pipeline.PlumbingTable, "answers of "+res.Name,
			&pipeline.State{ID: state, Unseen: pipeline.Judge, Known: pipeline.Action{Kind: pipeline.Goto, Next: c.public.edge}}, opened)))
		c.later(func() { c.wirePaaS(res, a, node, place, state) })
	}
}

// wirePaaS takes what is sent to a service's public endpoint: to the addresses
// that the facts give its names, else to one that stands for them.
func (c *compiler) wirePaaS(res *topology.PaaS, a *app, node pipeline.NodeID, place pipeline.PlaceID, state pipeline.StateID) {
	set, assumed := c.paasAddresses(res)
	c.b.SetAddresses(place, set, set, assumed...)
	if a != nil && a.relay != nil {
		c.b.SetAddresses(place, a.addrs(), set)
		c.b.SetShown(place, set)
	}
	deliver := pipeline.Action{Kind: pipeline.Deliver, Place: place}
	if isSQL(res) {
		deliver = pipeline.Action{Kind: pipeline.Goto, Next: c.sqlPorts(res, node, place, false)}
	}
	rows := append(c.publicAccessRows(res), c.aclRows(res, deliver)...)
	in := c.b.Table(node, pipeline.FilterTable, "public endpoint of "+res.Name, &pipeline.State{ID: state, Remember: true, Unseen: pipeline.Judge}, rows...)
	c.takePublic(res.ID, set, c.appAnswers(a, in), assumed...)
}

// paasAddresses returns the public addresses of a service. Names of several
// services may have one address: the first service in the input takes it.
func (c *compiler) paasAddresses(res *topology.PaaS) (packet.AddrSet, []*pipeline.Assumption) {
	var set packet.AddrSet
	for _, host := range res.Hosts {
		set = set.Union(c.factAddresses(host))
	}
	if set = set.Intersect(publicSpace); !set.IsEmpty() {
		return set, nil
	}
	t := c.tags.hostOf(&res.Resource)
	return packet.FromAddrs(t.standIn), []*pipeline.Assumption{{Pos: res.Pos,
		Text: "the public address of " + res.Name + " is not known: " + t.standIn.String() + " stands for it"}}
}

func (b *tagBook) hostOf(res *topology.Resource) *serviceTag {
	for _, t := range b.ordered {
		if t.host == res {
			return t
		}
	}
	return nil
}

// publicAccessRows refuse everything where public network access is off.
//
// PE-4: disabled, the public endpoint refuses; absent, it is enabled.
func (c *compiler) publicAccessRows(res *topology.PaaS) []pipeline.Row {
	cause := &pipeline.Cause{Kind: pipeline.ServiceACL, Name: res.Name, Resource: res.ID, Pos: res.PublicNetworkAccess.Pos, Rules: rules("PE-4"),
		Reason: "public network access of " + res.Name + " is disabled"}
	if u := res.PublicNetworkAccess.Unknown(); u != nil {
		cause.Gap = unknownGap(u, res.ID, "publicNetworkAccess", "whether "+res.Name+" answers at its public endpoint", res.PublicNetworkAccess.Pos, "PE-4")
	}
	if res.PublicNetworkAccess.Or(true) && cause.Gap == nil {
		return nil
	}
	return []pipeline.Row{{Action: pipeline.Action{Kind: pipeline.Deny}, Cause: cause}}
}

// aclRows are the service's own filter.
//
// PE-4: with default action Deny the listed addresses and subnets only.
func (c *compiler) aclRows(res *topology.PaaS, deliver pipeline.Action) []pipeline.Row {
	if gap := c.doubtOf(res.ID); gap != nil {
		return []pipeline.Row{unmodelled(gap)}
	}
	open := pipeline.Row{Action: deliver}
	if u := res.DefaultAction.Unknown(); u != nil {
		gap := unknownGap(u, res.ID, "defaultAction", "whether "+res.Name+" takes whom it does not list", res.DefaultAction.Pos, "PE-4")
		return []pipeline.Row{{Action: pipeline.Action{Kind: pipeline.Deny}, Cause: c.acl(res, "its default action may deny", gap)}, open}
	}
	if res.DefaultAction.Or(topology.Allow) != topology.Deny {
		return []pipeline.Row{open}
	}
	rows := append(c.listedSubnets(res, deliver), c.listedAddresses(res, deliver)...)
	rows = append(rows, c.fromAzure(res, deliver)...)
	return append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Deny}, Cause: c.acl(res, "no rule of "+res.Name+" lists the source", nil)})
}

func (c *compiler) acl(res *topology.PaaS, reason string, gap *pipeline.Gap) *pipeline.Cause {
	cause := &pipeline.Cause{Kind: pipeline.ServiceACL, Name: res.Name, Resource: res.ID, Pos: res.DefaultAction.Pos, Rules: rules("PE-4"), Reason: reason, Gap: gap}
	if !cause.Pos.IsValid() {
		cause.Pos = res.Pos
	}
	return cause
}

// listedSubnets are the rules on subnets: they match what comes by the subnet's
// service endpoint (PE-5).
func (c *compiler) listedSubnets(res *topology.PaaS, deliver pipeline.Action) []pipeline.Row {
	var rows []pipeline.Row
	for _, ref := range res.SubnetRules {
		if ref.Target == nil {
			continue
		}
		if s := c.subnetOf[ref.Target]; s != nil && len(s.res.ServiceEndpoints) > 0 {
			c.endpointTable(s)
			rows = append(rows, pipeline.Row{Src: &s.identity, Action: deliver, Cause: c.acl(res, "a rule of "+res.Name+" lists subnet "+s.path(), nil)})
		}
	}
	return rows
}

// fromAzure is the rule of a database server on 0.0.0.0, which lets in whoever
// comes from a public address of Azure: those of the design, and some of the
// internet's. The bypass of other services is for trusted services alone.
//
// PE-4: [azure-sql firewall-configure]
func (c *compiler) fromAzure(res *topology.PaaS, deliver pipeline.Action) []pipeline.Row {
	if res.Service != "Sql" || !res.BypassAzureServices.Or(false) {
		return nil
	}
	own := c.publicHeld()
	gap := &pipeline.Gap{Resource: res.ID, Property: "firewallRules", Pos: res.BypassAzureServices.Pos, Rules: rules("PE-4"),
		Why: "whether the source is an address of Azure, all of which " + res.Name + " lets in"}
	rows := productRow(own, packet.AllAddrs(), packet.AnyService(), deliver, c.acl(res, res.Name+" lets in all addresses of Azure", nil))
	return append(rows, productRow(publicSpace.Subtract(own), packet.AllAddrs(), packet.AnyService(), deliver, c.acl(res, "the source may be an address of Azure", gap))...)
}

// listedAddresses are the rules on public addresses.
//
// PE-7: of a storage account they have no effect on requests from its own
// region, which come from private addresses of Azure: inconclusive for
// addresses that the design holds there.
func (c *compiler) listedAddresses(res *topology.PaaS, deliver pipeline.Action) []pipeline.Row {
	if u := res.IPRules.Unknown(); u != nil {
		gap := unknownGap(u, res.ID, "ipRules", "which addresses "+res.Name+" lists", res.IPRules.Pos, "PE-4")
		return []pipeline.Row{{Action: deliver, Cause: c.acl(res, "a rule may list the source", gap)}}
	}
	var m addressMatch
	for _, t := range res.IPRules.Or(nil) {
		m = m.union(c.term(t, res.ID, nil))
	}
	m = c.mayBeListed(res, m)
	sure, maybe, gap := m.sure, m.maybe, m.gap
	if res.Service == "Storage" {
		own := sure.Intersect(c.publicHeld())
		sure, maybe = sure.Subtract(own), maybe.Union(own)
		gap = firstGap(gap, &pipeline.Gap{Resource: res.ID, Property: "ipRules", Pos: res.IPRules.Pos, Rules: rules("PE-7"),
			Why: "whether address rules of " + res.Name + " match requests from Azure (not those of its own region)"})
	}
	var rows []pipeline.Row
	rows = append(rows, productRow(sure, packet.AllAddrs(), packet.AnyService(), deliver, c.acl(res, "a rule of "+res.Name+" lists the address", nil))...)
	if maybe.IsEmpty() {
		return rows
	}
	return append(rows, productRow(maybe, packet.AllAddrs(), packet.AnyService(), deliver, c.acl(res, "a rule may list the address", gap))...)
}

// mayBeListed adds what stands for public addresses that nobody has chosen yet,
// or the input does not hold: a list may have the address that it stands for.
func (c *compiler) mayBeListed(res *topology.PaaS, m addressMatch) addressMatch {
	if len(res.IPRules.Or(nil)) == 0 {
		return m
	}
	var list []netip.Addr
	for _, p := range c.design.PublicIPAddresses {
		if _, known := p.IPAddress.Get(); !known {
			list = append(list, c.public.addrs[p.ID.Key()])
		}
	}
	for _, g := range c.design.NATGateways {
		for _, ref := range g.PublicIPAddresses {
			if ref.Dangles() {
				a, _ := c.publicAddr(ref, false)
				list = append(list, a)
			}
		}
	}
	set := packet.FromAddrs(list...).Subtract(m.sure)
	if set.IsEmpty() {
		return m
	}
	return m.maybeAlso(set, &pipeline.Gap{Resource: res.ID, Property: "ipRules", Pos: res.IPRules.Pos, Rules: rules("PE-4"),
		Why: "whether " + res.Name + " lists the source, a public IP that has no address yet", Supply: "ipAddress of the public IP"})
}
