package azure

import (
	"fmt"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// applicationGateway is an application gateway during compilation.
type applicationGateway struct {
	*relay
	res     *topology.ApplicationGateway
	private []*claim // of its private front ends
}

// holdApplicationGateways makes the application gateways.
//
// AGW-1: a gateway ends the client's flow and opens one to a backend from an
// address of its subnet.
func (c *compiler) holdApplicationGateways() {
	for _, res := range c.design.ApplicationGateways {
		var s *subnet
		if len(res.SubnetRefs) > 0 {
			s = c.subnetOf[res.SubnetRefs[0].Target]
		}
		if s != nil {
			c.holdApplicationGateway(res, s)
			continue
		}
		for _, f := range res.Frontends {
			c.holdLostFront(res, f)
		}
	}
}

// holdApplicationGateway makes one. Admin rules reach it only with network isolation (ADM-3).
func (c *compiler) holdApplicationGateway(res *topology.ApplicationGateway, s *subnet) {
	g := &applicationGateway{res: res}
	g.relay = &relay{name: res.Name, id: res.ID, pos: res.Pos, subnet: s, opener: c.b.State(), point: &point{unmanaged: !res.NetworkIsolation.Or(false)}}
	g.restsOn = gatewayParts(res)
	c.holdRelay(g.relay, pipeline.ApplicationGatewayNode)
	for _, f := range res.Frontends {
		if at := c.subnetOf[f.Subnet.Target]; at != nil {
			g.private = append(g.private, c.claim(claim{subnet: at, owner: f.ID, name: res.Name + "/" + f.Name, fixed: f.PrivateIPAddress,
				ipv6: f.IPv6, pos: f.Pos, entry: g.in}))
		}
		if f.PublicIPAddress.IsSet() {
			c.addFront(g.relay, f.PublicIPAddress, f.ID)
		}
	}
	c.later(func() {
		c.startRelay(g.relay, g.addrs().Union(heldBy(g.private)), func(next pipeline.TableID) []pipeline.Row { return c.backendRows(g, next) })
		c.fillArrival(g.relay, c.listenerRows(g)...)
	})
}

// gatewayParts are the resources that decide, beside its own and its pools, what
// an application gateway does.
func gatewayParts(res *topology.ApplicationGateway) []topology.ID {
	ids := []topology.ID{res.WAFPolicy.ID}
	for _, f := range res.Frontends {
		ids = append(ids, f.ID, f.PublicIPAddress.ID)
	}
	for _, l := range res.Listeners {
		ids = append(ids, l.ID, l.WAFPolicy.ID)
	}
	return ids
}

// holdLostFront takes what is sent to a gateway whose subnet is not in the input.
func (c *compiler) holdLostFront(res *topology.ApplicationGateway, f *topology.FrontendIPConfiguration) {
	if !f.PublicIPAddress.IsSet() {
		return
	}
	c.later(func() {
		gap := &pipeline.Gap{Resource: res.ID, Property: "gatewayIPConfigurations", Pos: res.Pos, Rules: rules("AGW-1"),
			Why: "what application gateway " + res.Name + " does: its subnet is not in the input"}
		a, assumed := c.publicAddr(f.PublicIPAddress, false)
		node := c.b.Node(pipeline.Node{Kind: pipeline.ApplicationGatewayNode, Name: res.Name, Resource: res.ID, Pos: res.Pos})
		c.takePublic(f.ID, packet.FromAddrs(a), c.b.Table(node, pipeline.TranslateTable, "public address of "+res.Name, nil, unmodelled(gap)), assumptions(assumed)...)
	})
}

// listenerRows deliver what a listener takes: by a private front end to its own
// address, by a public one to that of an instance.
//
// AGW-2: NSGs see the listener's port, and the subnet as destination.
func (c *compiler) listenerRows(g *applicationGateway) []pipeline.Row {
	if gap := c.ignoredGap(g.res.ID); gap != nil {
		return []pipeline.Row{unmodelled(gap)}
	}
	var rows []pipeline.Row
	for _, l := range g.res.Listeners {
		dst := c.listenerAddrs(g, l)
		cause := g.cause(l, g.firewallOf(l))
		service := anyTCP
		if u := l.Port.Unknown(); u != nil {
			cause.Gap = unknownGap(u, l.ID, "frontendPort", "on which port listener "+l.Name+" listens", l.Port.Pos, "AGW-1")
		} else if port, ok := l.Port.Get(); ok {
			service = packet.NewService(packet.Of(packet.TCP), packet.AllPorts(), packet.Ports(uint16(port)))
		}
		if !dst.IsEmpty() {
			rows = append(rows, pipeline.Row{Dst: &dst, Service: &service, Action: pipeline.Action{Kind: pipeline.Deliver, Place: g.place}, Cause: cause})
		}
	}
	return append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{Kind: pipeline.LoadBalancerCause,
		Name: g.name, Resource: g.id, Pos: g.pos, Rules: rules("AGW-1"), Reason: "no listener of " + g.name + " takes it"}})
}

// listenerAddrs are the addresses at which a listener takes packets.
func (c *compiler) listenerAddrs(g *applicationGateway, l *topology.ApplicationGatewayListener) packet.AddrSet {
	f := l.Frontend.Target
	if f == nil {
		return g.addrs().Union(heldBy(g.private))
	}
	var set packet.AddrSet
	if f.PublicIPAddress.IsSet() {
		set = g.addrs()
	}
	if h := c.claimOf[f.ID.Key()]; h != nil && h.addr.IsValid() {
		set = set.Union(packet.FromAddrs(h.addr))
	}
	return set
}

func (g *applicationGateway) cause(l *topology.ApplicationGatewayListener, firewall string) *pipeline.Cause {
	return &pipeline.Cause{Kind: pipeline.LoadBalancerCause, Name: g.name + "/" + l.Name, Resource: l.ID, Pos: l.Pos, Rules: rules("AGW-1", "AGW-3"),
		Reason: "listener " + l.Name + " ends the flow; " + firewall}
}

// firewallOf tells what the web application firewall of a listener does.
//
// AGW-3: a policy of the listener comes before the gateway's; Prevention
// blocks, Detection only logs.
func (g *applicationGateway) firewallOf(l *topology.ApplicationGatewayListener) string {
	ref := l.WAFPolicy
	if !ref.IsSet() {
		ref = g.res.WAFPolicy
	}
	return firewallSays(ref, g.res.WAFMode)
}

// firewallSays tells what a policy does, or without one a mode of its own.
func firewallSays(ref topology.Ref[topology.WAFPolicy], mode topology.Property[string]) string {
	switch {
	case ref.Target != nil && !ref.Target.Enabled.Or(true):
		return fmt.Sprintf("web firewall %s is disabled", ref.Target.Name)
	case ref.Target != nil:
		mode = ref.Target.Mode
	case ref.IsSet():
		return "web firewall " + ref.ID.Name() + " is not in the input"
	}
	switch word, known := mode.Get(); {
	case mode.Unknown() != nil:
		return "the mode of its web firewall is not known"
	case !known && ref.Target == nil:
		return "it has no web firewall"
	case strings.EqualFold(word, "Prevention"):
		return "its web firewall blocks (Prevention)"
	}
	return "its web firewall only logs (Detection)"
}

// backendRows are the flows that a gateway opens: to the members of its pools,
// on the ports of its settings.
func (c *compiler) backendRows(g *applicationGateway, next pipeline.TableID) []pipeline.Row {
	service := anyTCP
	if ports, ok := g.res.BackendPorts.Get(); ok {
		var list []uint16
		for _, p := range ports {
			list = append(list, uint16(p))
		}
		service = packet.NewService(packet.Of(packet.TCP), packet.AllPorts(), packet.Ports(list...))
	}
	to := c.backends(g)
	open := pipeline.Action{Kind: pipeline.Goto, Next: next}
	told := pipeline.Cause{Kind: pipeline.LoadBalancerCause, Name: g.name, Resource: g.id, Pos: g.pos, Rules: rules("AGW-1")}
	backend, none := told, told
	backend.Reason, none.Reason = g.name+" opens a flow of its own to a backend", "it is no backend of "+g.name
	var rows []pipeline.Row
	if !to.sure.IsEmpty() {
		rows = append(rows, pipeline.Row{Dst: &to.sure, Service: &service, Action: open, Cause: &backend})
	}
	if to.gap != nil {
		rows = append(rows, pipeline.Row{Dst: &to.maybe, Service: &service, Action: open, Cause: filterCause{&backend}.withGap(to.gap)})
	}
	return append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &none})
}

// backends are the addresses of a gateway's pools, as far as they are known.
func (c *compiler) backends(g *applicationGateway) addressMatch {
	var m addressMatch
	for _, p := range g.res.Pools {
		if gap := c.ignoredGap(p.ID); gap != nil {
			m = m.maybeAlso(packet.All4(), gap)
		}
		for _, ip := range p.Members {
			list, gap := c.configMembers(ip)
			for _, member := range list {
				m.sure = m.sure.Union(packet.FromAddrs(member.addr))
			}
			if gap != nil {
				m = m.maybeAlso(packet.All4(), gap)
			}
		}
		m.sure = m.sure.Union(packet.FromAddrs(p.Addresses.Or(nil)...))
		for _, name := range p.FQDNs.Or(nil) {
			set := c.resolve(name)
			if set.IsEmpty() {
				m = m.maybeAlso(packet.All4(), &pipeline.Gap{Resource: p.ID, Property: "backendAddresses", Pos: p.FQDNs.Pos, Rules: rules("AGW-1"),
					Why: "which addresses backend " + name + " of " + g.name + " has", Supply: "fqdns: {" + name + ": [...]} in a facts file"})
			}
			m.sure = m.sure.Union(set)
		}
		for _, part := range p.Incomplete {
			m = m.maybeAlso(packet.All4(), unknownGap(&part.Unknown, p.ID, part.Property, "which backends pool "+p.Name+" has", part.Pos, "AGW-1"))
		}
	}
	return m
}

// resolve returns the addresses of a name that facts or public addresses give.
func (c *compiler) resolve(name string) packet.AddrSet {
	name = strings.TrimSuffix(name, ".")
	if set := c.factAddresses(name); !set.IsEmpty() {
		return set
	}
	for _, p := range c.design.PublicIPAddresses {
		if a, ok := c.public.addrs[p.ID.Key()]; ok && strings.EqualFold(p.DNSName.Or(""), name) {
			return packet.FromAddrs(a)
		}
	}
	return packet.AddrSet{}
}

// factAddresses are the addresses that the facts give a name.
func (c *compiler) factAddresses(name string) packet.AddrSet {
	for _, f := range c.design.Facts.FQDNs {
		if strings.EqualFold(strings.TrimSuffix(f.Name, "."), name) {
			return packet.FromAddrs(f.Addresses...)
		}
	}
	return packet.AddrSet{}
}
