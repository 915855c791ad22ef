package diagram

import (
	"io"

	"github.com/emicklei/dot"

	"vnetproof/scenarios/report/printable"
	"vnetproof/topology"
)

// Diagram is a finished picture. It is not changed once drawn.
type Diagram struct{ graph *dot.Graph }

// Topology draws a design with nothing marked on it.
func Topology(d *topology.Design) *Diagram { return draw(d, nil) }

// draw draws d with m laid over it; m may be nil.
func draw(d *topology.Design, m *Marks) *Diagram {
	s := newScene(d, m)
	s.networks()
	s.virtualHubs()
	s.internet()
	s.sites()
	s.natGateways()
	s.publicLoadBalancers()
	s.paas()
	s.peerings()
	s.bundledPeerings()
	s.connections()
	s.hubConnections()
	s.exits()
	s.path()
	return &Diagram{s.graph}
}

// DOT writes the picture in the language of Graphviz.
func (g *Diagram) DOT(w io.Writer) error {
	_, err := io.WriteString(w, g.graph.String())
	return err
}

// text returns a name of the input as a label shows it: harmless and not
// endless.
func text(s string) string {
	const limit = 60
	s = printable.Text(s)
	if runes := []rune(s); len(runes) > limit {
		return string(runes[:limit-1]) + "…"
	}
	return s
}
