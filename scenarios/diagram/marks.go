package diagram

import (
	"strconv"

	"vnetproof/topology"
)

// Tone says what a marked path means.
type Tone uint8

const (
	ToneUnset Tone = iota
	// Good is a path that is meant to be there, or just one that was asked for.
	Good
	// Bad is a path that must not be, or that ends too early.
	Bad
	// Unsure is a path that may or may not be.
	Unsure
)

// Marks is what is laid over a topology.
type Marks struct {
	// Title is shown above the picture, a line each.
	Title []string
	Tone  Tone
	// Out and Back are the stops of a packet and of its answer.
	Out, Back []Stop
	// At is marked without a path.
	At []Stop
	// End is said at the last stop, a line each: what decided, and where it stands.
	End []string

	internet bool
	ids      map[string]bool // of what is on the path or encloses it
	on       map[string]bool // of what is on the path
}

// Stop is one place on a path.
type Stop struct {
	Resource topology.ID // of what the packet was at; "" for the internet
	Internet bool
	Name     string // where nothing of the picture stands for the resource
}

// Overlay draws a design with marks laid over it; what they do not touch
// stands back.
func Overlay(d *topology.Design, m Marks) *Diagram {
	m.index(d)
	return draw(d, &m)
}

// index finds what the path touches: the stops, and what encloses them.
func (m *Marks) index(d *topology.Design) {
	m.ids, m.on = map[string]bool{}, map[string]bool{}
	for _, stops := range [][]Stop{m.Out, m.Back, m.At} {
		for _, stop := range stops {
			m.internet = m.internet || stop.Internet
			m.on[stop.Resource.Key()] = true
		}
	}
	for _, v := range d.VirtualNetworks {
		for _, sub := range v.Subnets {
			if m.on[sub.ID.Key()] {
				m.ids[v.ID.Key()] = true
			}
		}
	}
	for id := range m.on {
		m.ids[id] = true
	}
	m.enclose(d)
}

// enclose marks the subnets and VNets of hosts and platform resources on the path.
func (m *Marks) enclose(d *topology.Design) {
	in := func(id topology.ID, configs []*topology.IPConfiguration) {
		for _, c := range configs {
			m.within(c.Subnet.Target, id, c.ID)
		}
	}
	for _, n := range d.NetworkInterfaces {
		in(n.ID, n.IPConfigurations)
	}
	for _, f := range d.AzureFirewalls {
		in(f.ID, f.IPConfigurations)
	}
	for _, g := range d.VirtualNetworkGateways {
		in(g.ID, g.IPConfigurations)
	}
	for _, b := range d.BastionHosts {
		m.within(b.Subnet.Target, b.ID)
	}
	for _, r := range d.RouteServers {
		m.within(r.Subnet.Target, r.ID)
	}
	for _, p := range d.PrivateEndpoints {
		m.within(p.Subnet.Target, p.ID, p.NIC.ID)
	}
	for _, l := range d.LoadBalancers {
		for _, f := range l.Frontends {
			m.within(f.Subnet.Target, l.ID, f.ID)
		}
	}
	for _, g := range d.ApplicationGateways {
		for _, r := range g.SubnetRefs {
			m.within(r.Target, g.ID)
		}
	}
}

func (m *Marks) within(sub *topology.Subnet, ids ...topology.ID) {
	if sub == nil {
		return
	}
	for _, id := range ids {
		if m.on[id.Key()] && id != "" {
			m.ids[sub.ID.Key()] = true
			m.ids[sub.VirtualNetwork.ID.Key()] = true
		}
	}
}

func (m *Marks) touches(id topology.ID) bool { return m.ids[id.Key()] }

func (m *Marks) color() string {
	switch m.Tone {
	case Bad:
		return badColor
	case Unsure:
		return unsureColor
	}
	return goodColor
}

// marked tells whether a resource is a stop of the marked path.
func (s *scene) marked(id topology.ID) bool {
	return s.marks != nil && id != "" && s.marks.on[id.Key()]
}

// path draws the marked path: the way out numbered and thick, the way back dashed.
func (s *scene) path() {
	if s.marks == nil {
		return
	}
	m := s.marks
	last := s.way(m.Out, m.color(), "solid", 1)
	if back := s.way(m.Back, backColor, "dashed", 1+max(0, len(m.Out)-1)); m.Tone == Bad && len(m.Back) > 0 {
		last = back
	}
	for _, stop := range m.At {
		last = s.stop(stop)
	}
	if len(m.End) > 0 && last.node.ID() != "" {
		s.note(last, m)
	}
}

// way draws arrows from stop to stop and returns where the last one ends.
func (s *scene) way(stops []Stop, color, style string, number int) anchor {
	var at anchor
	for i, stop := range stops {
		next := s.stop(stop)
		if i > 0 && !next.same(at) {
			e := s.graph.EdgeWithPorts(at.node, next.node, at.port, next.port)
			e.Attr("color", color).Attr("style", style).Attr("penwidth", "3").Attr("constraint", "false").
				Attr("fontname", fontName+"-Bold").Attr("fontsize", "12").Attr("fontcolor", color).
				Attr("label", " "+strconv.Itoa(number)+" ")
			number++
		}
		at = next
	}
	return at
}

// stop finds what stands for a stop; where nothing does, it gets a box of its own.
func (s *scene) stop(stop Stop) anchor {
	if stop.Internet && s.hasWWW {
		return anchor{node: s.world}
	}
	if a, ok := s.find(stop.Resource); ok {
		return a
	}
	n := s.plain(s.graph, "box", paperColor, false, stop.Name)
	s.anchor(stop.Resource, n, "")
	return anchor{node: n}
}

// note says at the end of the path what decided.
func (s *scene) note(at anchor, m *Marks) {
	n := s.graph.Node(s.next()).Attr("shape", "note").Attr("style", "filled").Attr("fillcolor", "#fffbe6").
		Attr("color", m.color()).Attr("fontname", fontName).Attr("fontsize", "11").Attr("fontcolor", inkColor).
		Attr("margin", "0.12,0.08").Attr("label", leftJustified(m.End))
	s.graph.EdgeWithPorts(at.node, n, at.port, "").
		Attr("dir", "none").Attr("style", "dotted").Attr("color", m.color()).Attr("penwidth", "1.5")
}
