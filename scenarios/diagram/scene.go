package diagram

import (
	"fmt"
	"net/netip"

	"github.com/emicklei/dot"

	"vnetproof/topology"
)

// anchor is where edges to a resource end: a node and, in a table, its row.
type anchor struct {
	node dot.Node
	port string
}

func (a anchor) same(b anchor) bool { return a.node.ID() == b.node.ID() && a.port == b.port }

// span is the first and the last node of a VNet.
type span struct{ top, bottom dot.Node }

// scene is a picture in the making.
type scene struct {
	design *topology.Design
	marks  *Marks
	graph  *dot.Graph
	seq    int
	// anchors finds what stands for a resource, by the key of its ID.
	anchors map[string]anchor
	// clusters holds the frame of each VNet that is drawn with its subnets.
	clusters map[*topology.VirtualNetwork]*dot.Graph
	// middle holds the nodes of each VNet where edges to the VNet itself end.
	middle map[*topology.VirtualNetwork]span
	// estate says that the VNets are too many to be drawn with all they hold.
	estate  bool
	bundles []bundle
	world   dot.Node
	hasWWW  bool
	// names calls addresses by what holds them, for next hops.
	names map[netip.Addr]string
}

func newScene(d *topology.Design, m *Marks) *scene {
	g := dot.NewGraph(dot.Directed)
	g.ID("vnetproof")
	for _, a := range [][2]string{
		{"compound", "true"}, {"rankdir", "TB"}, {"fontname", fontName}, {"fontsize", "13"},
		{"fontcolor", inkColor}, {"bgcolor", paperColor}, {"nodesep", "0.25"}, {"ranksep", "0.45"}, {"pad", "0.2"},
	} {
		g.Attr(a[0], a[1])
	}
	s := &scene{
		design: d, marks: m, graph: g,
		anchors:  map[string]anchor{},
		clusters: map[*topology.VirtualNetwork]*dot.Graph{},
		middle:   map[*topology.VirtualNetwork]span{},
	}
	s.names = holders(d)
	if m != nil {
		s.title(m)
	}
	return s
}

func (s *scene) title(m *Marks) {
	s.graph.Attr("label", leftJustified(m.Title))
	s.graph.Attr("labelloc", "t")
	s.graph.Attr("labeljust", "l")
}

// next returns an id that sorts in the order of asking, as dot sorts by id.
func (s *scene) next() string {
	s.seq++
	return fmt.Sprintf("%06d", s.seq)
}

// box adds a node whose label is a table and anchors its rows.
func (s *scene) box(in *dot.Graph, t table) dot.Node {
	if t.line == "" {
		t.line = lineColor
	}
	if t.width == 0 {
		t.width = 1
	}
	if t.faded {
		t.line = fadedLine
	}
	return in.Node(s.next()).Attr("shape", "plain").Attr("fontname", fontName).
		Attr("fontsize", "9").Attr("label", t.html())
}

// plain adds a node with a label of lines.
func (s *scene) plain(in *dot.Graph, shape, fill string, faded bool, lines ...string) dot.Node {
	ink, line := inkColor, lineColor
	if faded {
		ink, line, fill = fadedColor, fadedLine, fadedFill
	}
	return in.Node(s.next()).Attr("shape", shape).Attr("style", "filled").Attr("fillcolor", fill).
		Attr("color", line).Attr("fontcolor", ink).Attr("fontname", fontName).Attr("fontsize", "11").
		Attr("margin", "0.12,0.06").Attr("label", label(lines...))
}

// line joins two anchors without a direction of its own.
func (s *scene) line(from, to anchor, faded bool, lines ...string) dot.Edge {
	ink, color := mutedColor, lineColor
	if faded {
		ink, color = fadedColor, fadedLine
	}
	e := s.graph.EdgeWithPorts(from.node, to.node, from.port, to.port).
		Attr("dir", "none").Attr("color", color).Attr("fontname", fontName).
		Attr("fontsize", "9").Attr("fontcolor", ink)
	if text := label(lines...); text != "" {
		e.Attr("label", text)
	}
	return e
}

// anchor lets edges to a resource end at a node or row.
func (s *scene) anchor(id topology.ID, n dot.Node, port string) {
	if id != "" {
		s.anchors[id.Key()] = anchor{n, port}
	}
}

// find returns what stands for a resource.
func (s *scene) find(id topology.ID) (anchor, bool) {
	a, ok := s.anchors[id.Key()]
	return a, ok
}

// faded tells whether a resource is to stand back behind what is marked.
func (s *scene) faded(id topology.ID) bool { return s.marks != nil && !s.marks.touches(id) }
