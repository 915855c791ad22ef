package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// app is a platform service whose own traffic leaves by a subnet.
type app struct {
	*relay
	res   *topology.PaaS
	first pipeline.TableID // where the flows that it opens start
	past  pipeline.StateID // of those that leave by its public addresses
}

// integrate joins a service to the subnet that it names; nil if it names none.
//
// PE-6: it opens flows from an address of the delegated subnet, whose outbound
// rules and routes apply; nothing comes in by it, and answers to what came in
// elsewhere go back there.
func (c *compiler) integrate(res *topology.PaaS, node pipeline.NodeID, place pipeline.PlaceID) *app {
	if !res.IntegrationSubnet.IsSet() {
		return nil
	}
	a := &app{res: res, first: c.b.Reserve(node, pipeline.PlumbingTable, "opened by "+res.Name), past: c.b.State()}
	s := c.subnetOf[res.IntegrationSubnet.Target]
	if s == nil {
		c.b.Fill(a.first, nil, unmodelled(danglingGap(res.IntegrationSubnet, res.ID, "virtualNetworkSubnetId", "by which subnet "+res.Name+" sends", "PE-6")))
		return a
	}
	a.relay = &relay{name: res.Name, id: res.ID, pos: res.Pos, subnet: s, place: place,
		point: &point{name: res.Name, node: node, subnet: s, state: c.b.State()}}
	a.arrive = c.b.Reserve(node, pipeline.PlumbingTable, "answers to "+res.Name)
	a.in = a.arrive
	a.out = c.filtersOut(a.point, s.routes)
	c.joinInstances(a.relay)
	c.later(func() {
		sent := c.origin(a.point, a.addrs(), 0, false, a.out)
		c.b.Fill(a.first, nil, c.appRows(a, sent)...)
		c.fillArrival(a.relay, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: a.cause("nothing comes in by VNet integration of " + res.Name)})
	})
	return a
}

// appRows send what an app opens: all into the VNet, or only private
// destinations and those of the subnet's service endpoints.
func (c *compiler) appRows(a *app, sent pipeline.TableID) []pipeline.Row {
	in := pipeline.Action{Kind: pipeline.Goto, Next: sent}
	all := a.res.RouteAll
	if all.Or(false) {
		return []pipeline.Row{{Action: in}}
	}
	private := packet.FromPrefixes(rfc1918...)
	rows := []pipeline.Row{{Dst: &private, Action: in}}
	for _, e := range a.subnet.res.ServiceEndpoints {
		for _, tag := range endpointTags(e.Service, a.subnet.vnet.res.Location) {
			m := c.tag(tag)
			rows = append(rows, productRow(packet.AllAddrs(), m.sure, packet.AnyService(), in, a.cause("the subnet has a service endpoint for "+tag))...)
		}
	}
	if u := all.Unknown(); u != nil {
		cause := a.cause(a.name + " may send everything into the network")
		cause.Gap = unknownGap(u, a.id, "vnetRouteAllEnabled", "whether "+a.name+" sends everything into the network", all.Pos, "PE-6")
		rows = append(rows, pipeline.Row{Action: in, Cause: cause})
	}
	to, _ := c.paasAddresses(a.res)
	past := c.b.Table(a.point.node, pipeline.TranslateTable, "public addresses of "+a.name, &pipeline.State{ID: a.past, Remember: true, Unseen: pipeline.Judge},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: c.public.edge, Rewrite: &pipeline.Rewrite{Src: &to, SrcPort: ephemeral,
			Gap: &pipeline.Gap{Resource: a.id, Property: "outboundIpAddresses", Pos: a.pos, Rules: rules("PE-6"), Why: "which address and port " + a.name + " chooses"}}},
			Cause: a.cause(a.name + " sends public destinations past the network: not all of its traffic is routed into it")})
	return append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: past}})
}

func (a *app) cause(reason string) *pipeline.Cause {
	return &pipeline.Cause{Kind: pipeline.RouteCause, Name: a.res.Name, Resource: a.res.ID, Pos: a.res.Pos, Rules: rules("PE-6"), Reason: reason}
}

// appAnswers returns the table before next, where packets to a service's public
// addresses arrive: answers to what it opened from them are its own.
func (c *compiler) appAnswers(a *app, next pipeline.TableID) pipeline.TableID {
	if a == nil || a.relay == nil {
		return next
	}
	return c.b.Table(a.point.node, pipeline.TranslateTable, "answers to "+a.name+" at its public addresses",
		&pipeline.State{ID: a.past, Unseen: pipeline.Judge, Known: pipeline.Action{Kind: pipeline.Deliver, Place: a.place}},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}})
}
