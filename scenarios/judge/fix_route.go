package judge

import (
	"fmt"
	"net/netip"
	"slices"

	"vnetproof/scenarios/finding"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// hop is a next hop as a user route would name it.
type hop struct {
	name    string
	kind    topology.NextHopType
	address netip.Addr // of a virtual appliance
}

// steer suggests the route that would send a bypass by the hop it missed.
func (t *trial) steer(f *fault) []finding.Fix {
	if len(f.pieces) == 0 || f.cause == nil || f.cause.Route == nil {
		return nil
	}
	flow := f.pieces[0].flow
	missed := t.passed(flow.Forward, flow)
	if missed >= len(t.Hops) {
		return nil
	}
	to, ok := t.hopOf(t.Hops[missed])
	s := t.routedSubnet(f)
	if !ok || s == nil {
		return nil
	}
	return []finding.Fix{addRoute(t.judge.Names.Subnet(s.ID), s, f.cause.Route, f.cause, to)}
}

// steerBack suggests the route that would bring an answer back through the
// stateful hop that its opener passed.
func (t *trial) steerBack(f *fault) []finding.Fix {
	for _, p := range f.pieces {
		s := t.judge.subnet(t.judge.Pipeline.Places[p.flow.Destination].Subnet)
		nodes := t.statefulNodes(p.flow.Forward)
		if p.flow.Destination == 0 || s == nil || len(nodes) == 0 {
			continue
		}
		to, ok := t.hopOf(nodes[len(nodes)-1:])
		if !ok {
			continue
		}
		prefix := t.prefixOf(p.flow.Source.Place, p.packets.Sources())
		return []finding.Fix{addRoute(t.judge.Names.Subnet(s.ID), s, &pipeline.Route{Prefix: prefix}, nil, to)}
	}
	return nil
}

func (t *trial) statefulNodes(steps []pipeline.Step) []pipeline.NodeID {
	var nodes []pipeline.NodeID
	for _, s := range steps {
		table := &t.judge.Pipeline.Tables[s.Table]
		if table.State != nil && (table.State.Strict || table.State.Unseen == pipeline.Refuse) && !slices.Contains(nodes, table.Node) {
			nodes = append(nodes, table.Node)
		}
	}
	return nodes
}

// prefixOf returns the prefix by which a route would name where packets came from.
func (t *trial) prefixOf(from pipeline.PlaceID, set packet.AddrSet) string {
	if t.judge.kind(from) == pipeline.InternetNode {
		return "0.0.0.0/0"
	}
	if s := t.judge.subnet(t.judge.Pipeline.Places[from].Subnet); s != nil {
		if prefixes, ok := s.AddressPrefixes.Get(); ok && len(prefixes) > 0 {
			return prefixes[0].String()
		}
	}
	if prefixes := set.Prefixes(); len(prefixes) > 0 {
		return prefixes[0].String()
	}
	return "0.0.0.0/0"
}

// unsteer suggests what to do about the route that led to a hop not wanted.
func (t *trial) unsteer(f *fault) []finding.Fix {
	c := f.cause
	if c == nil || c.Route == nil {
		return nil
	}
	if c.Route.Source == "User" {
		return []finding.Fix{{Text: "narrow or remove route " + c.Route.Name, Resource: c.Resource, Pos: c.Pos}}
	}
	return []finding.Fix{{Text: "add a route of your own for " + c.Route.Prefix + " on " + t.routeOwner(f), Resource: c.Resource, Pos: c.Pos}}
}

// hopOf returns how a route names the first of some nodes that it can name.
func (t *trial) hopOf(nodes []pipeline.NodeID) (hop, bool) {
	for _, id := range nodes {
		node := &t.judge.Pipeline.Nodes[id]
		switch node.Kind {
		case pipeline.GatewayNode, pipeline.SiteNode:
			return hop{name: node.Name, kind: topology.NextHopVirtualNetworkGateway}, true
		}
		if a, ok := t.privateAddress(id); ok {
			return hop{node.Name, topology.VirtualAppliance, a}, true
		}
	}
	return hop{}, false
}

// privateAddress returns the lowest private address at a node: of its place, or
// of the front ends of a load balancer.
func (t *trial) privateAddress(id pipeline.NodeID) (netip.Addr, bool) {
	for i := range t.judge.Pipeline.Places {
		if p := &t.judge.Pipeline.Places[i]; p.Node == id && i > 0 && !p.Addresses.IsEmpty() {
			return p.Addresses.Lowest()
		}
	}
	switch r := t.judge.Design.ByID(t.judge.Pipeline.Nodes[id].Resource).(type) {
	case *topology.LoadBalancer:
		for _, f := range r.Frontends {
			if a, ok := f.PrivateIPAddress.Get(); ok {
				return a, true
			}
		}
	case *topology.AzureFirewall:
		for _, c := range r.IPConfigurations {
			if a, ok := c.PrivateIPAddress.Get(); ok {
				return a, true
			}
		}
	}
	return netip.Addr{}, false
}

// addRoute suggests a user route on a subnet, in its table if it has one, or in
// place of the user route that decided.
func addRoute(name string, s *topology.Subnet, r *pipeline.Route, decided *pipeline.Cause, to hop) finding.Fix {
	snippet := fmt.Sprintf("{name: to-%s, addressPrefix: %s, nextHopType: %s", to.name, r.Prefix, to.kind)
	if to.address.IsValid() {
		snippet += ", nextHopIpAddress: " + to.address.String()
	}
	snippet += "}"
	switch table := s.RouteTable.Target; {
	case decided != nil && r.Source == "User":
		return finding.Fix{Text: "change route " + r.Name + " to", Snippet: snippet, Resource: decided.Resource, Pos: decided.Pos}
	case table != nil:
		return finding.Fix{Text: "add to " + table.Name, Snippet: snippet, Resource: table.ID, Pos: table.Pos}
	}
	return finding.Fix{Text: "give " + name + " a route table with", Snippet: snippet, Resource: s.ID, Pos: s.Pos}
}
