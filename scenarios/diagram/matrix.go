package diagram

import (
	"strings"

	"github.com/emicklei/dot"

	"vnetproof/scenarios/matrix"
)

// Matrix draws who may talk to whom: groups that no cell tells apart are one box.
func Matrix(m *matrix.Matrix) *Diagram {
	s := newScene(nil, nil)
	s.graph.Attr("rankdir", "LR")
	s.graph.Attr("ranksep", "1.2")
	boxes := make([]dot.Node, len(m.Classes))
	for i, members := range m.Classes {
		boxes[i] = s.plain(s.graph, "box", vnetFill, false, memberLines(m, members)...)
	}
	for i, row := range m.Rows {
		for _, c := range row {
			s.talk(boxes[i], boxes[c.To], m.Sets[c.Set])
		}
	}
	return &Diagram{s.graph}
}

// memberLines lists at most eight members of a class.
func memberLines(m *matrix.Matrix, members []int) []string {
	const most = 8
	var lines []string
	for n, i := range members {
		if n == most {
			return append(lines, "… "+count(len(members)-most, "more group"))
		}
		lines = append(lines, m.Ends[i].Name)
	}
	return lines
}

// talk draws what one class may send to another.
func (s *scene) talk(from, to dot.Node, set matrix.Set) {
	color, style := goodColor, "solid"
	var lines []string
	if !set.Delivered.IsEmpty() {
		lines = append(lines, strings.Join(set.Delivered.Words(), " "))
	}
	if !set.OneWay.IsEmpty() {
		color, style = badColor, "dashed"
		lines = append(lines, "one way "+strings.Join(set.OneWay.Words(), " "))
	}
	if !set.Unknown.IsEmpty() {
		color, style = unsureColor, "dashed"
		lines = append(lines, "perhaps "+strings.Join(set.Unknown.Words(), " "))
	}
	s.graph.Edge(from, to).Attr("color", color).Attr("fontcolor", color).Attr("style", style).
		Attr("fontname", fontName).Attr("fontsize", "10").Attr("label", label(lines...))
}
