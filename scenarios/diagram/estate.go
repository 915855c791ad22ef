package diagram

import (
	"fmt"
	"strings"

	"vnetproof/topology"
)

// shownSpokes is how many spokes of a bundle are named.
const shownSpokes = 24

// isSpoke tells whether a VNet has one peering, sound on both sides, and
// nothing else joins it.
func isSpoke(v *topology.VirtualNetwork) bool {
	if len(v.Peerings) != 1 {
		return false
	}
	p := v.Peerings[0]
	return p.Other != nil && p.Remote.Target != nil && open(p) && open(p.Other)
}

// bundleSpokes draws spokes that hang on one hub in the same manner as one box.
func (s *scene) bundleSpokes(spokes []*topology.VirtualNetwork) {
	var order []string
	bundles := map[string][]*topology.VirtualNetwork{}
	for _, v := range spokes {
		key := v.Peerings[0].Remote.ID.Key() + "\n" + strings.Join(manner(v), "\n")
		if bundles[key] == nil {
			order = append(order, key)
		}
		bundles[key] = append(bundles[key], v)
	}
	for _, key := range order {
		s.bundle(bundles[key])
	}
}

// manner is how a spoke is peered, without its name.
func manner(v *topology.VirtualNetwork) []string {
	lines := []string{"peering"}
	for _, half := range []struct {
		who string
		of  *topology.Peering
	}{{v.Peerings[0].Remote.Target.Name, v.Peerings[0].Other}, {"each", v.Peerings[0]}} {
		for _, line := range halfLines(half.of) {
			lines = append(lines, half.who+strings.TrimPrefix(line, half.of.Local.Name))
		}
	}
	return lines
}

// bundle draws spokes as one box, and their peerings as one line.
func (s *scene) bundle(spokes []*topology.VirtualNetwork) {
	if len(spokes) == 1 {
		s.closedNetwork(spokes[0])
		return
	}
	subnets := 0
	rows := []row{{name: count(len(spokes), "VNet"), fill: vnetFill, head: true, port: "top"}}
	for i, v := range spokes {
		subnets += len(v.Subnets)
		if i < shownSpokes {
			rows = append(rows, row{name: v.Name, detail: prefixes(v.AddressPrefixes), small: true})
		}
	}
	if n := len(spokes) - shownSpokes; n > 0 {
		rows = append(rows, row{detail: fmt.Sprintf("… %d more", n), small: true})
	}
	rows[0].detail = count(subnets, "subnet")
	faded := s.marks != nil
	n := s.box(s.graph, table{rows: rows, faded: faded, line: vnetLine})
	for _, v := range spokes {
		s.anchor(v.ID, n, "top")
		for _, sub := range v.Subnets {
			s.anchor(sub.ID, n, "top")
		}
	}
	s.bundles = append(s.bundles, bundle{spokes[0], anchor{n, "top"}, faded})
}

// bundle is spokes drawn as one box; the first stands for all.
type bundle struct {
	first *topology.VirtualNetwork
	at    anchor
	faded bool
}

// bundledPeerings draws one line from each hub to the spokes that hang on it alike.
func (s *scene) bundledPeerings() {
	for _, b := range s.bundles {
		hub := b.first.Peerings[0].Remote.Target
		from, ok := s.middle[hub]
		if !ok {
			continue
		}
		e := s.line(anchor{node: from.bottom}, b.at, b.faded, manner(b.first)...).Attr("penwidth", "2")
		if c := s.clusters[hub]; c != nil {
			e.Attr("ltail", c.GetID())
		}
	}
}
