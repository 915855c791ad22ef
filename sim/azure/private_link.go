package azure

import (
	"fmt"
	"net/netip"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// linkService is a private link service during compilation: it takes what
// private endpoints of its consumers receive to a load balancer of its provider.
type linkService struct {
	res       *topology.PrivateLinkService
	node      pipeline.NodeID
	nat       []*claim         // addresses that the provider sees
	back      pipeline.TableID // what is sent to those
	consumers []consumer
}

// consumer is what leads to a link service: a private endpoint, or a Front Door.
type consumer struct {
	name  string
	state pipeline.StateID
	into  pipeline.TableID // from the consumer to the service
	back  pipeline.TableID // answers to the consumer
}

// holdLinkServices makes the private link services.
//
// PE-9: the provider sees addresses of the service's own subnet, never the
// consumer's, so that their spaces may overlap.
func (c *compiler) holdLinkServices() {
	for _, res := range c.design.PrivateLinkServices {
		var s *subnet
		if len(res.NATSubnets) > 0 {
			s = c.subnetOf[res.NATSubnets[0].Target]
		}
		if s == nil {
			continue // its subnet is not in the input: see toLinkService
		}
		l := &linkService{res: res}
		l.node = c.node(pipeline.Node{Kind: pipeline.PrivateEndpointNode, Name: res.Name, Within: s.path(), Resource: res.ID, Pos: res.Pos}, s)
		l.back = c.b.Reserve(l.node, pipeline.TranslateTable, "answers to "+res.Name)
		for i, fixed := range natAddresses(res) {
			l.nat = append(l.nat, c.claim(claim{subnet: s, owner: res.ID.Child("ipConfigurations", fmt.Sprint(i)), name: res.Name, fixed: fixed, pos: res.Pos, entry: l.back}))
		}
		c.linkServices[res] = l
		c.later(func() { c.wireLinkService(l) })
	}
}

// natAddresses returns one setting for each address of the service's own.
func natAddresses(res *topology.PrivateLinkService) []topology.Property[netip.Addr] {
	list, ok := res.NATAddresses.Get()
	if !ok || len(list) == 0 {
		return []topology.Property[netip.Addr]{{}}
	}
	var out []topology.Property[netip.Addr]
	for _, a := range list {
		out = append(out, topology.Known(a, res.NATAddresses.Pos))
	}
	return out
}

// beyondEndpoint is what becomes of packets that arrive at a private endpoint:
// they are there, or go on by a link service.
func (c *compiler) beyondEndpoint(e *privateEndpoint) pipeline.Action {
	if into := c.toLinkService(e); into != 0 {
		return pipeline.Action{Kind: pipeline.Goto, Next: into}
	}
	for _, con := range e.res.Connections {
		if res := con.Service.Target; isSQL(res) {
			return pipeline.Action{Kind: pipeline.Goto, Next: c.sqlPorts(res, e.node, e.place, true)}
		}
	}
	return pipeline.Action{Kind: pipeline.Deliver, Place: e.place}
}

// toLinkService returns the table by which a private endpoint leads to a link
// service; 0 where it leads to none.
func (c *compiler) toLinkService(e *privateEndpoint) pipeline.TableID {
	for _, con := range e.res.Connections {
		res := con.PrivateLinkService.Target
		if res == nil {
			continue
		}
		l := c.linkServices[res]
		if l == nil {
			gap := &pipeline.Gap{Resource: res.ID, Property: "ipConfigurations", Pos: res.Pos, Rules: rules("PE-9"),
				Why: "where private link service " + res.Name + " stands: its subnet is not in the input"}
			return c.b.Table(e.node, pipeline.PlumbingTable, "to "+res.Name, nil, unmodelled(gap))
		}
		into := c.b.Reserve(l.node, pipeline.TranslateTable, e.res.Name+" by "+res.Name)
		l.consumers = append(l.consumers, consumer{e.res.Name, c.b.State(), into, c.endpointAnswers(e.subnet)})
		return into
	}
	return 0
}

// wireLinkService fills the tables of a link service.
func (c *compiler) wireLinkService(l *linkService) {
	next := c.b.Table(l.node, pipeline.PlumbingTable, "addressed to "+l.res.Name, nil, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop},
		Cause: l.cause("the addresses of " + l.res.Name + " take answers only")})
	for _, con := range l.consumers {
		c.b.Fill(con.into, &pipeline.State{ID: con.state, Remember: true, Unseen: pipeline.Judge}, c.linkRows(l)...)
		next = c.b.Table(l.node, pipeline.TranslateTable, "answers to "+con.name,
			&pipeline.State{ID: con.state, Unseen: pipeline.Judge, Known: pipeline.Action{Kind: pipeline.Goto, Next: con.back}},
			pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}})
	}
	c.b.Fill(l.back, nil, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}})
}

// linkRows take TCP and UDP to the front ends of the provider. [private-link-service-overview]
func (c *compiler) linkRows(l *linkService) []pipeline.Row {
	from := heldBy(l.nat)
	gap := &pipeline.Gap{Resource: l.res.ID, Property: "ipConfigurations", Pos: l.res.Pos, Rules: rules("PE-9"), Why: "which of its addresses and ports " + l.res.Name + " chooses"}
	var ways []pipeline.Action
	for _, ref := range l.res.Frontends {
		f := c.balancers.of[ref.Target]
		if f == nil {
			return []pipeline.Row{unmodelled(danglingGap(ref, l.res.ID, "loadBalancerFrontendIpConfigurations", "where "+l.res.Name+" leads", "PE-9"))}
		}
		to := c.frontAddrs(f)
		ways = append(ways, pipeline.Action{Kind: pipeline.Goto, Next: f.entry, Rewrite: &pipeline.Rewrite{Src: &from, SrcPort: ephemeral, Dst: &to, Gap: gap}})
	}
	closed := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: l.cause("private link carries TCP and UDP only")}
	if len(ways) == 0 || from.IsEmpty() {
		closed.Cause = l.cause(l.res.Name + " leads to no load balancer")
		return []pipeline.Row{closed}
	}
	ported := packet.NewService(packet.Ported(), packet.AllPorts(), packet.AllPorts())
	return []pipeline.Row{{Service: &ported, Action: anyWay(ways), Cause: l.cause(l.res.Name + " shows its own address to its provider")}, closed}
}

// linkFrontAddrs are the addresses of the front ends that a link service leads to.
func (c *compiler) linkFrontAddrs(res *topology.PrivateLinkService) packet.AddrSet {
	var set packet.AddrSet
	for _, ref := range res.Frontends {
		if f := c.balancers.of[ref.Target]; f != nil {
			set = set.Union(c.frontAddrs(f))
		}
	}
	return set
}

func (l *linkService) cause(reason string) *pipeline.Cause {
	return &pipeline.Cause{Kind: pipeline.PrivateEndpointCause, Name: l.res.Name, Resource: l.res.ID, Pos: l.res.Pos, Rules: rules("PE-9"), Reason: reason}
}
