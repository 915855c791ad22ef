package diagram

import (
	"fmt"
	"math"
	"net/netip"
	"strings"

	"github.com/emicklei/dot"

	"vnetproof/topology"
)

// manySubnets is where a picture of every subnet stops being legible: VNets
// that the marks do not touch are then drawn as one box each, and spokes that
// are peered alike as one box for all.
const manySubnets = 120

// networks draws the VNets: as frames around their subnets, or as boxes.
func (s *scene) networks() {
	total := 0
	for _, v := range s.design.VirtualNetworks {
		total += len(v.Subnets)
	}
	s.estate = total > manySubnets
	var spokes []*topology.VirtualNetwork
	for _, v := range s.design.VirtualNetworks {
		switch {
		case len(v.Subnets) > 0 && (!s.estate || s.marks != nil && !s.faded(v.ID)):
			s.openNetwork(v)
		case s.estate && isSpoke(v):
			spokes = append(spokes, v)
		default:
			s.closedNetwork(v)
		}
	}
	s.bundleSpokes(spokes)
}

func (s *scene) closedNetwork(v *topology.VirtualNetwork) {
	faded := s.faded(v.ID)
	detail := prefixes(v.AddressPrefixes)
	rows := []row{{kind: "VNet", name: v.Name, detail: detail, fill: vnetFill, head: true}}
	if n := len(v.Subnets); n > 0 {
		rows = append(rows, row{detail: count(n, "subnet"), small: true})
	}
	platform := s.platform(v)
	for i := range platform {
		platform[i].row.port = port(len(rows))
		rows = append(rows, platform[i].row)
	}
	n := s.box(s.graph, table{rows: rows, faded: faded, line: vnetLine})
	s.anchor(v.ID, n, "")
	for _, sub := range v.Subnets {
		s.anchor(sub.ID, n, "")
	}
	for _, m := range platform {
		for _, id := range m.ids {
			s.anchor(id, n, m.row.port)
		}
	}
	s.middle[v] = span{n, n}
}

func (s *scene) openNetwork(v *topology.VirtualNetwork) {
	faded := s.faded(v.ID)
	c := s.graph.Subgraph(s.next(), dot.ClusterOption{})
	ink, line, fill := inkColor, vnetLine, vnetFill
	if faded {
		ink, line, fill = fadedColor, fadedLine, fadedFill
	}
	// The label touches the frame but for its no-break spaces.
	c.Attr("label", dot.Literal("\"\u00a0"+quoted("VNet "+text(v.Name)+"  "+prefixes(v.AddressPrefixes))+"\u00a0\""))
	for _, a := range [][2]string{
		{"style", "rounded,filled"}, {"fillcolor", fill}, {"color", line}, {"fontcolor", ink},
		{"fontname", fontName + "-Bold"}, {"fontsize", "12"}, {"labeljust", "l"}, {"margin", "10"},
	} {
		c.Attr(a[0], a[1])
	}
	nodes := make([]dot.Node, len(v.Subnets))
	for i, sub := range v.Subnets {
		nodes[i] = s.subnet(c, sub)
	}
	s.columns(c, nodes)
	s.clusters[v] = c
	s.middle[v] = span{nodes[0], nodes[len(nodes)-1]}
	s.anchor(v.ID, nodes[0], "")
}

// platform lists what Azure runs in a VNet: firewalls, gateways and the like.
func (s *scene) platform(v *topology.VirtualNetwork) []member {
	var out []member
	for _, sub := range v.Subnets {
		for _, m := range s.members(sub) {
			if m.row.kind != "" {
				out = append(out, m)
			}
		}
	}
	return out
}

// columns stacks the nodes of a frame: up to three above one another, more
// about as wide as high.
func (s *scene) columns(c *dot.Graph, nodes []dot.Node) {
	columns := 1
	if len(nodes) > 3 {
		columns = int(math.Ceil(math.Sqrt(float64(len(nodes)))))
	}
	for i := columns; i < len(nodes); i++ {
		c.Edge(nodes[i-columns], nodes[i]).Attr("style", "invis")
	}
}

// prefixes lists address prefixes, or says why it cannot.
func prefixes(p topology.Property[[]netip.Prefix]) string {
	list, ok := p.Get()
	if !ok {
		return "(prefix not known)"
	}
	words := make([]string, len(list))
	for i, x := range list {
		words[i] = x.String()
	}
	return strings.Join(words, ", ")
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
