package graph

import (
	"github.com/yourbasic/graph"

	"vnetproof/topology"
)

// Graph has the VNets, virtual hubs, gateways and sites of a design as
// vertices, and as edges what joins them: peerings, hub connections,
// connections of gateways. It is not changed once built.
type Graph struct {
	vertices []*topology.Resource
	index    map[string]int // by key of the resource ID
	edges    *graph.Mutable
}

// New returns the graph of a design.
func New(d *topology.Design) *Graph {
	g := &Graph{index: map[string]int{}}
	g.addVertices(d)
	g.edges = graph.New(len(g.vertices))
	g.joinNetworks(d)
	g.joinGateways(d)
	g.joinHubs(d)
	return g
}

func (g *Graph) addVertices(d *topology.Design) {
	addAll(g, d.VirtualNetworks)
	addAll(g, d.VirtualHubs)
	addAll(g, d.VirtualNetworkGateways)
	addAll(g, d.HubVPNGateways)
	addAll(g, d.HubExpressRouteGateways)
	addAll(g, d.LocalNetworkGateways)
	addAll(g, d.ExpressRouteCircuits)
	addAll(g, d.VPNSites)
	addAll(g, d.Facts.Sites)
}

func addAll[T topology.Node](g *Graph, nodes []T) {
	for _, n := range nodes {
		r := n.Base()
		if _, ok := g.index[r.ID.Key()]; !ok {
			g.index[r.ID.Key()] = len(g.vertices)
			g.vertices = append(g.vertices, r)
		}
	}
}

// join adds an edge where both ends are in the design.
func (g *Graph) join(a, b topology.ID) {
	from, ok1 := g.index[a.Key()]
	to, ok2 := g.index[b.Key()]
	if ok1 && ok2 && from != to {
		g.edges.AddBoth(from, to)
	}
}

// joinNetworks joins VNets whose peering has both halves.
func (g *Graph) joinNetworks(d *topology.Design) {
	for _, v := range d.VirtualNetworks {
		for _, p := range v.Peerings {
			if p.Other != nil {
				g.join(v.ID, p.Remote.ID)
			}
		}
	}
}

// joinGateways joins gateways to their VNets and to what they lead to.
func (g *Graph) joinGateways(d *topology.Design) {
	for _, gw := range d.VirtualNetworkGateways {
		for _, c := range gw.IPConfigurations {
			if s := c.Subnet.Target; s != nil {
				g.join(gw.ID, s.VirtualNetwork.ID)
			}
		}
	}
	for _, c := range d.Connections {
		for _, other := range []topology.ID{c.RemoteGateway.ID, c.LocalGateway.ID, c.Circuit.ID} {
			g.join(c.Gateway.ID, other)
		}
	}
	for _, s := range d.Facts.Sites {
		for _, other := range []topology.ID{s.Gateway.ID, s.LocalGateway.ID, s.Circuit.ID, s.VPNSite.ID} {
			g.join(s.ID, other)
		}
	}
}

// joinHubs joins virtual hubs of one virtual WAN, and each to its VNets,
// gateways and sites.
func (g *Graph) joinHubs(d *topology.Design) {
	first := map[string]topology.ID{}
	for _, h := range d.VirtualHubs {
		wan := h.WAN.ID.Key()
		if other, ok := first[wan]; ok && wan != "" {
			g.join(h.ID, other)
		} else {
			first[wan] = h.ID
		}
		for _, c := range h.Connections {
			g.join(h.ID, c.RemoteVNet.ID)
		}
	}
	for _, gw := range d.HubVPNGateways {
		g.join(gw.ID, gw.Hub.ID)
		for _, c := range gw.Connections {
			g.join(gw.ID, c.Site.ID)
		}
	}
	for _, gw := range d.HubExpressRouteGateways {
		g.join(gw.ID, gw.Hub.ID)
		for _, c := range gw.Connections {
			g.join(gw.ID, c.Circuit.ID)
		}
	}
}
