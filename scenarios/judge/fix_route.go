package judge

import (
	"cmp"
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

// steer suggests the routes that would send a bypass by the hop it missed.
func (t *trial) steer(f *fault) []finding.Fix {
	if len(f.pieces) == 0 || f.cause == nil || f.cause.Route == nil {
		return nil
	}
	if f.cause.Route.NextHopType == topology.InterfaceEndpoint {
		return t.steerToEndpoint(f)
	}
	flow := f.pieces[0].flow
	missed := t.passed(flow.Forward, flow)
	if missed >= len(t.Hops) {
		return nil
	}
	to, ok := t.hopOf(t.Hops[missed])
	if !ok {
		return nil
	}
	var fixes []finding.Fix
	for _, s := range t.routedSubnets(f) {
		fixes = appendFix(fixes, t.unlearn(s, f.cause.Route))
		fixes = appendFix(fixes, t.addRoute(s, f.cause.Route, f.cause, to))
	}
	return fixes
}

// appendFix adds a fix that says something and is not there yet.
func appendFix(fixes []finding.Fix, f finding.Fix) []finding.Fix {
	if f.Text == "" || slices.Contains(fixes, f) {
		return fixes
	}
	return append(fixes, f)
}

// unlearn suggests to keep a gateway's routes off a subnet whose own route would
// lead to an appliance.
func (t *trial) unlearn(s *topology.Subnet, r *pipeline.Route) finding.Fix {
	table := s.RouteTable.Target
	if table == nil || r.Source != "VirtualNetworkGateway" {
		return finding.Fix{}
	}
	learned, err := netip.ParsePrefix(r.Prefix)
	covers := func(own *topology.Route) bool {
		p, ok := own.AddressPrefix.Get()
		return ok && err == nil && p.Bits() <= learned.Bits() && p.Contains(learned.Addr()) &&
			own.NextHopType.Or(topology.NextHopUnset) == topology.VirtualAppliance
	}
	if !slices.ContainsFunc(table.Routes, covers) {
		return finding.Fix{}
	}
	return finding.Fix{Text: "set on " + table.Name, Snippet: "disableBgpRoutePropagation: true", Resource: table.ID, Pos: table.Pos}
}

// steerToEndpoint suggests what lets routes have a say in traffic to a private
// endpoint (RT-14).
func (t *trial) steerToEndpoint(f *fault) []finding.Fix {
	pe, ok := t.judge.Design.ByID(f.cause.Resource).(*topology.PrivateEndpoint)
	if !ok || pe.Subnet.Target == nil {
		return nil
	}
	s := pe.Subnet.Target
	return []finding.Fix{{Text: "set on subnet " + t.judge.Names.Subnet(s.ID), Snippet: "privateEndpointNetworkPolicies: RouteTableEnabled", Resource: s.ID, Pos: s.Pos}}
}

// routedSubnets returns the subnets at whose routes the cause of a fault
// decided, on the way out or back, by ID.
func (t *trial) routedSubnets(f *fault) []*topology.Subnet {
	var list []*topology.Subnet
	note := func(from pipeline.PlaceID, steps []pipeline.Step) {
		for i, s := range steps {
			c := t.judge.Pipeline.CauseOf(s)
			if c == nil || c != f.cause && (c.Kind != f.cause.Kind || c.Name != f.cause.Name || !c.Resource.Equal(f.cause.Resource)) {
				continue
			}
			if at := t.judge.subnetAt(from, steps[:i]); at != nil && !slices.Contains(list, at) {
				list = append(list, at)
			}
		}
	}
	for _, p := range f.pieces {
		note(p.flow.Source.Place, p.flow.Forward)
		note(p.flow.Destination, p.flow.Return)
	}
	slices.SortFunc(list, func(a, b *topology.Subnet) int { return cmp.Compare(a.ID.Key(), b.ID.Key()) })
	return list
}

// subnetAt returns the subnet that a packet is in after some steps: that of the
// last place whose node it passed, else of where it started; nil outside of subnets.
func (j *Judge) subnetAt(from pipeline.PlaceID, steps []pipeline.Step) *topology.Subnet {
	node := j.Pipeline.Places[from].Node
	for _, s := range steps {
		if n := j.Pipeline.Tables[s.Table].Node; n != 0 {
			node = n
		}
	}
	for i := range j.Pipeline.Places[1:] {
		if p := &j.Pipeline.Places[i+1]; p.Node == node && p.Subnet != "" {
			return j.subnet(p.Subnet)
		}
	}
	return nil
}

// steerBack suggests the route that would bring an answer back through the
// stateful hop that its opener passed, or the opener through the one that
// refused its answer; by ID, in whatever order the flows are.
func (t *trial) steerBack(f *fault) []finding.Fix {
	var fixes []finding.Fix
	for _, p := range f.pieces {
		fixes = appendFix(fixes, t.alignWays(p))
	}
	slices.SortStableFunc(fixes, func(a, b finding.Fix) int { return cmp.Compare(a.Resource.Key(), b.Resource.Key()) })
	return fixes
}

func (t *trial) alignWays(p piece) finding.Fix {
	if nodes := t.statefulNodes(p.flow.Forward); len(nodes) > 0 {
		s := t.judge.subnet(t.judge.Pipeline.Places[p.flow.Destination].Subnet)
		if to, ok := t.hopOf(nodes[len(nodes)-1:]); ok && s != nil {
			return t.addRoute(s, &pipeline.Route{Prefix: t.prefixOf(p.flow.Source.Place, p.packets.Sources())}, nil, to)
		}
	}
	back := p.flow.Return
	if len(back) == 0 || !back[len(back)-1].Refused {
		return finding.Fix{}
	}
	to, ok := t.hopOf([]pipeline.NodeID{t.judge.Pipeline.Tables[back[len(back)-1].Table].Node})
	for i, s := range slices.Backward(p.flow.Forward) {
		if c := t.judge.Pipeline.CauseOf(s); ok && c != nil && c.Route != nil {
			if at := t.judge.subnetAt(p.flow.Source.Place, p.flow.Forward[:i]); at != nil {
				return t.addRoute(at, c.Route, c, to)
			}
		}
	}
	return finding.Fix{}
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
func (t *trial) addRoute(s *topology.Subnet, r *pipeline.Route, decided *pipeline.Cause, to hop) finding.Fix {
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
	return finding.Fix{Text: "give " + t.judge.Names.Subnet(s.ID) + " a route table with", Snippet: snippet, Resource: s.ID, Pos: s.Pos}
}
