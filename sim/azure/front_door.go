package azure

import (
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// Service tags of Front Door: the addresses at which it takes clients, and those
// from which it asks origins.
const (
	frontDoorFrontend = "AzureFrontDoor.Frontend"
	frontDoorBackend  = "AzureFrontDoor.Backend"
)

// frontDoor is a Front Door during compilation.
type frontDoor struct {
	res     *topology.FrontDoor
	node    pipeline.NodeID
	place   pipeline.PlaceID
	clients pipeline.StateID // of the flows that came to it
	opened  pipeline.StateID // of those that it opened over the internet
	out     pipeline.TableID // to those; 0: it has none
	doors   []*originDoor    // its private links
}

// holdFrontDoors makes the Front Doors.
//
// AGW-4: one ends its clients' flows at Azure's edge and asks its origins from
// addresses of AzureFrontDoor.Backend, which other people's Front Doors have too.
func (c *compiler) holdFrontDoors() {
	for _, res := range c.design.FrontDoors {
		f := &frontDoor{res: res, clients: c.b.State(), opened: c.b.State()}
		f.node = c.b.Node(pipeline.Node{Kind: pipeline.FrontDoorNode, Name: res.Name, Resource: res.ID, Pos: res.Pos})
		f.place = c.place(pipeline.Place{Node: f.node, Kind: pipeline.FrontDoorNode, Resource: res.ID, Held: true, Answers: true, Relays: true})
		for _, g := range res.OriginGroups {
			for _, o := range g.Origins {
				if o.PrivateLink != nil {
					c.holdOriginDoor(f, o)
				}
			}
		}
		c.later(func() { c.wireFrontDoor(f) })
	}
}

// wireFrontDoor fills what a Front Door does with clients and asks of origins.
func (c *compiler) wireFrontDoor(f *frontDoor) {
	var fronts packet.AddrSet
	for _, e := range f.res.Endpoints {
		set, assumed := c.endpointAddresses(f, e)
		fronts = fronts.Union(set)
		in := c.b.Table(f.node, pipeline.FilterTable, "endpoint "+e.Name+" of "+f.res.Name,
			&pipeline.State{ID: f.clients, Remember: true, Unseen: pipeline.Judge}, c.endpointRows(f, e)...)
		c.takePublic(e.ID, set, in, assumed...)
	}
	own := c.tag(frontDoorBackend).sure
	c.b.SetAddresses(f.place, own, fronts)
	c.b.SetShown(f.place, fronts)
	opens := c.b.Table(f.node, pipeline.PlumbingTable, "opened by "+f.res.Name, nil, c.originRows(f)...)
	c.b.SetOrigin(f.place, c.b.Table(f.node, pipeline.PlumbingTable, "answers of "+f.res.Name,
		&pipeline.State{ID: f.clients, Unseen: pipeline.Judge, Known: pipeline.Action{Kind: pipeline.Goto, Next: c.public.edge}},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: opens}}))
	c.public.backends = c.b.Table(f.node, pipeline.PlumbingTable, "answers to "+f.res.Name,
		&pipeline.State{ID: f.opened, Unseen: pipeline.Judge, Known: pipeline.Action{Kind: pipeline.Deliver, Place: f.place}},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: c.backendAnswers()}})
}

// backendAnswers is where a packet goes that is sent to an address of
// AzureFrontDoor.Backend and answers none of the Front Doors before.
func (c *compiler) backendAnswers() pipeline.TableID {
	if c.public.backends != 0 {
		return c.public.backends
	}
	return c.b.Table(0, pipeline.PlumbingTable, "other Front Doors", nil, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Deliver, Place: c.internet}})
}

// endpointAddresses returns the addresses at which clients find an endpoint: those
// that the facts give its names, else one that stands for it.
func (c *compiler) endpointAddresses(f *frontDoor, e *topology.FrontDoorEndpoint) (packet.AddrSet, []*pipeline.Assumption) {
	names := []string{e.HostName.Or("")}
	for _, r := range routesOf(f.res, e) {
		for _, d := range r.Domains {
			if d.Target != nil {
				names = append(names, d.Target.HostName.Or(""))
			}
		}
	}
	var set packet.AddrSet
	for _, name := range names {
		if name != "" {
			set = set.Union(c.factAddresses(name))
		}
	}
	if set = set.Intersect(publicSpace); !set.IsEmpty() {
		return set, nil
	}
	a := c.tags.hostOf(&e.Resource).standIn
	return packet.FromAddrs(a), []*pipeline.Assumption{{Pos: e.Pos,
		Text: "the address of Front Door endpoint " + e.Name + " is not known: " + a.String() + " stands for it"}}
}

// routesOf are the routes of an endpoint, which a classic Front Door keeps apart.
func routesOf(f *topology.FrontDoor, e *topology.FrontDoorEndpoint) []*topology.FrontDoorRoute {
	list := e.Routes
	for _, r := range f.Rules {
		for _, ref := range r.Endpoints {
			if ref.Target == e {
				list = append(list, r)
			}
		}
	}
	return list
}

// endpointRows deliver what the routes of an endpoint take.
func (c *compiler) endpointRows(f *frontDoor, e *topology.FrontDoorEndpoint) []pipeline.Row {
	if gap := c.doubtOf(f.res.ID, e.ID); gap != nil {
		return []pipeline.Row{unmodelled(gap)}
	}
	cause := func(reason string) *pipeline.Cause {
		return &pipeline.Cause{Kind: pipeline.LoadBalancerCause, Name: f.res.Name + "/" + e.Name, Resource: e.ID, Pos: e.Pos, Rules: rules("AGW-4", "AGW-3"), Reason: reason}
	}
	closed := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: cause("no route of endpoint " + e.Name + " takes it")}
	if on, known := e.Enabled.Get(); known && !on {
		closed.Cause = cause("endpoint " + e.Name + " is disabled")
		return []pipeline.Row{closed}
	}
	var rows []pipeline.Row
	for _, r := range routesOf(f.res, e) {
		if on, known := r.Enabled.Get(); known && !on {
			continue
		}
		service := onPorts(edgePorts(r))
		row := pipeline.Row{Service: &service, Action: pipeline.Action{Kind: pipeline.Deliver, Place: f.place},
			Cause: cause("endpoint " + e.Name + " of Front Door " + f.res.Name + " ends the flow; " + c.edgeFirewall(f.res, e))}
		row.Cause.Gap = firstGap(c.doubtOf(r.ID), mayBe(e.Enabled, e.ID, "enabledState"), mayBe(r.Enabled, r.ID, "enabledState"), mayBe(r.Protocols, r.ID, "supportedProtocols"))
		rows = append(rows, row)
	}
	return append(rows, closed)
}

// mayBe is why a setting of a Front Door's part is not known; nil if it is.
func mayBe[T any](p topology.Property[T], id topology.ID, property string) *pipeline.Gap {
	if u := p.Unknown(); u != nil {
		return unknownGap(u, id, property, "which "+property+" "+id.Name()+" has", p.Pos, "AGW-4")
	}
	return nil
}

// edgePorts are the ports at which a route takes clients: 80 of HTTP, 443 of HTTPS.
func edgePorts(r *topology.FrontDoorRoute) []uint16 {
	words := r.Protocols.Or(nil)
	if len(words) == 0 {
		return []uint16{80, 443}
	}
	var ports []uint16
	for _, word := range words {
		if strings.EqualFold(word, "Https") {
			ports = append(ports, 443)
		} else {
			ports = append(ports, 80)
		}
	}
	return ports
}

// edgeFirewall tells what the web application firewall before an endpoint does,
// for each of its names where that differs.
//
// AGW-3: a security policy joins it to endpoints and custom domains.
func (c *compiler) edgeFirewall(f *topology.FrontDoor, e *topology.FrontDoorEndpoint) string {
	if e.WAFPolicy.IsSet() || len(f.Rules) > 0 {
		return firewallSays(e.WAFPolicy, topology.Property[string]{})
	}
	type named struct{ name, says string }
	list := []named{{"endpoint " + e.Name, firewallSays(policyOf(f, e.ID), topology.Property[string]{})}}
	for _, r := range e.Routes {
		for _, d := range r.Domains {
			list = append(list, named{"domain " + d.ID.Name(), firewallSays(policyOf(f, d.ID), topology.Property[string]{})})
		}
	}
	text := list[0].says
	for _, n := range list[1:] {
		if n.says != list[0].says {
			text += "; at " + n.name + " " + n.says
		}
	}
	return text
}

// policyOf returns the WAF policy before a domain; one that is not set where there is none.
func policyOf(f *topology.FrontDoor, domain topology.ID) topology.Ref[topology.WAFPolicy] {
	for _, p := range f.SecurityPolicies {
		for _, id := range p.Domains {
			if id.Equal(domain) {
				return p.WAFPolicy
			}
		}
	}
	return topology.Ref[topology.WAFPolicy]{}
}

// onPorts is TCP to some ports.
func onPorts(ports []uint16) packet.Service {
	return packet.NewService(packet.Of(packet.TCP), packet.AllPorts(), packet.Ports(ports...))
}
