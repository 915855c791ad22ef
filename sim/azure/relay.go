package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// relay is a platform resource in a subnet of its own that ends the flows of
// its clients and opens others: an application gateway, a bastion. Its
// instances have addresses of the subnet that nobody knows.
type relay struct {
	name   string
	id     topology.ID
	pos    source.Pos
	subnet *subnet
	point  *point
	place  pipeline.PlaceID
	in     pipeline.TableID // first filter in
	arrive pipeline.TableID // past the filters in
	out    pipeline.TableID // first filter out
	fronts []relayFront
	opener pipeline.StateID // of flows to the internet by its public address; 0: it opens none
	// restsOn are the resources that decide, beside its own, what it does.
	restsOn []topology.ID
}

// relayFront is a public address by which clients come.
type relayFront struct {
	ref   topology.Ref[topology.PublicIPAddress]
	owner topology.ID
	state pipeline.StateID // of the translation to an instance
}

// holdRelay makes the place of a relay and the tables around its filters; the
// caller fills where its packets start and arrive.
func (c *compiler) holdRelay(r *relay, kind pipeline.NodeKind) {
	s := r.subnet
	node := c.node(pipeline.Node{Kind: kind, Name: r.name, Within: s.path(), Resource: r.id, Pos: r.pos}, s, r.restsOn...)
	r.point.name, r.point.node, r.point.subnet, r.point.state = r.name, node, s, c.b.State()
	r.place = c.place(pipeline.Place{Node: node, Kind: kind, Resource: r.id, Subnet: s.res.ID, Held: true, Answers: true, Relays: true})
	r.arrive = c.b.Reserve(node, pipeline.PlumbingTable, "arrival at "+r.name)
	r.in = c.filtersIn(r.point, r.arrive)
	r.out = c.filtersOut(r.point, s.routes)
	c.joinInstances(r)
}

// joinInstances makes the unknown addresses of the relay's subnet lead to it.
func (c *compiler) joinInstances(r *relay) {
	s := r.subnet
	if s.instances == 0 {
		s.instances = c.b.Reserve(s.node, pipeline.PlumbingTable, "instances in "+s.path())
		c.later(func() { c.fillInstances(s) })
	}
	c.relays = append(c.relays, r)
}

// addFront takes what the internet sends to a public address, to whichever instance.
func (c *compiler) addFront(r *relay, ref topology.Ref[topology.PublicIPAddress], owner topology.ID) {
	f := relayFront{ref, owner, c.b.State()}
	r.fronts = append(r.fronts, f)
	c.later(func() { c.takeRelayFront(r, f) })
}

func (c *compiler) takeRelayFront(r *relay, f relayFront) {
	a, assumed := c.publicAddr(f.ref, false)
	to := r.addrs()
	gap := &pipeline.Gap{Resource: r.id, Property: "privateIPAddress", Pos: r.pos, Why: "which address of " + r.subnet.path() + " an instance of " + r.name + " has"}
	in := c.b.Table(r.point.node, pipeline.TranslateTable, "public address of "+r.name, &pipeline.State{ID: f.state, Remember: true, Unseen: pipeline.Judge},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: r.in, Rewrite: &pipeline.Rewrite{Dst: &to, Gap: gap}}})
	if r.opener != 0 {
		in = c.b.Table(r.point.node, pipeline.TranslateTable, "answers to flows of "+r.name, &pipeline.State{ID: r.opener, Unseen: pipeline.Judge,
			Known: pipeline.Action{Kind: pipeline.Goto, Next: r.subnet.vnet.delivery}}, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: in}})
	}
	c.takePublic(f.owner, packet.FromAddrs(a), in, assumptions(assumed)...)
}

// addrs are the addresses that its instances may have, once claims have theirs.
func (r *relay) addrs() packet.AddrSet { return r.subnet.unheld().OfFamily(packet.IPv4) }

// publicAddrs are those by which clients come.
func (c *compiler) relayPublic(r *relay) packet.AddrSet {
	var set packet.AddrSet
	for _, f := range r.fronts {
		a, _ := c.publicAddr(f.ref, false)
		set = set.Union(packet.FromAddrs(a))
	}
	return set
}

// startRelay fills where the packets of a relay start: answers, and flows that
// rows let it open from own. Rows lead to the table that next returns.
func (c *compiler) startRelay(r *relay, own packet.AddrSet, opens func(pipeline.TableID) []pipeline.Row) {
	sent := c.origin(r.point, own, 0, false, r.out)
	first := c.b.Table(r.point.node, pipeline.PlumbingTable, "opened by "+r.name, r.point.known(sent), opens(sent)...)
	c.b.SetOrigin(r.place, first)
	c.b.SetAddresses(r.place, r.addrs(), c.relayPublic(r))
	if down, ok := c.isDown(r.id); ok {
		silent := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{Kind: pipeline.NoHost, Name: r.name,
			Resource: r.id, Pos: down.Pos, Reason: r.name + " is taken out of service"}}
		c.b.SetOrigin(r.place, c.b.Table(r.point.node, pipeline.PlumbingTable, "sent by "+r.name, nil, silent))
	}
}

// fillArrival fills where packets for the relay arrive: answers to flows that it
// opened, and what rows deliver.
func (c *compiler) fillArrival(r *relay, rows ...pipeline.Row) {
	if down, ok := c.isDown(r.id); ok {
		rows = []pipeline.Row{{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{Kind: pipeline.NoHost, Name: r.name,
			Resource: r.id, Pos: down.Pos, Reason: r.name + " is taken out of service"}}}
	}
	c.b.Fill(r.arrive, &pipeline.State{ID: r.point.state, Unseen: pipeline.Judge, Known: pipeline.Action{Kind: pipeline.Deliver, Place: r.place}}, rows...)
}

// fillInstances leads packets to the unknown addresses of instances: an answer
// to the relay that opened the flow, other packets to the first one.
func (c *compiler) fillInstances(s *subnet) {
	var list []*relay
	for _, r := range c.relays {
		if r.subnet == s {
			list = append(list, r)
		}
	}
	next := list[0].in
	for i := len(list) - 1; i >= 0; i-- {
		state := &pipeline.State{ID: list[i].point.state, Unseen: pipeline.Judge, Known: pipeline.Action{Kind: pipeline.Goto, Next: list[i].in}}
		row := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}}
		if i == 0 {
			c.b.Fill(s.instances, state, row)
			return
		}
		next = c.b.Table(s.node, pipeline.PlumbingTable, "instances of "+list[i].name, state, row)
	}
}

// relayOutbound is how relays that have a public address open flows to the internet: from it.
func (c *compiler) relayOutbound(s *subnet) []outbound {
	var list []outbound
	for _, r := range c.relays {
		if r.subnet != s || r.opener == 0 || len(r.fronts) == 0 {
			continue
		}
		cause := &pipeline.Cause{Kind: pipeline.PublicAddress, Name: r.fronts[0].ref.ID.Name(), Resource: r.fronts[0].ref.ID, Pos: r.pos, Rules: rules("RT-20"),
			Reason: r.name + " opens flows from its public address"}
		table := c.sourceNATOut(sourceNAT{name: "public address of " + r.name, node: r.point.node, to: c.relayPublic(r), vnet: s.vnet, state: r.opener, cause: cause,
			gap: &pipeline.Gap{Resource: r.id, Property: "port", Pos: r.pos, Rules: rules("RT-20"), Why: "which port " + r.name + " chooses"}})
		list = append(list, outbound{sources: r.addrs(), table: table, state: r.opener})
	}
	return list
}

// relayStates are the public addresses by which clients came to relays of a subnet.
func (c *compiler) relayStates(s *subnet) []inboundState {
	var list []inboundState
	for _, r := range c.relays {
		if r.subnet != s {
			continue
		}
		for _, f := range r.fronts {
			list = append(list, inboundState{sources: r.addrs(), state: f.state, name: r.name})
		}
	}
	return list
}
