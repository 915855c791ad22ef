package suite

import (
	"errors"
	"strings"

	"vnetproof/sim/endpoint"
	"vnetproof/sim/packet"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// selector reads a selector and points at each mistake inside of it.
func (r *reader) selector(n *tree.Node, path, what string) Selector {
	if n.Is(tree.List) {
		r.fail(n, path, "wrong-type", what+" is a list; expected text", `join selectors by commas: "vnet:a,vnet:b"`)
		return Selector{}
	}
	text, ok := r.text(n, path, what, "subnet:web/frontend")
	if !ok {
		return Selector{}
	}
	s, err := endpoint.Parse(text)
	out := Selector{Selector: s, Value: valueOf(n)}
	out.Selector.Text = text
	r.diags.Append(out.Report(err, path))
	return out
}

// Report turns the errors of a selector into diagnostics at their places.
func (s Selector) Report(err error, path string) *source.Diagnostics {
	var diags source.Diagnostics
	var list endpoint.Errors
	if !errors.As(err, &list) {
		return &diags
	}
	for _, e := range list {
		pos, width := s.Value.Part(e.Offset, e.Width)
		diags.Add(source.Diagnostic{Severity: source.Error, Code: codeOf(e), Pos: pos, Width: width, Path: path,
			Message: messageOf(e), Hint: e.Hint})
	}
	return &diags
}

func codeOf(e *endpoint.Error) string {
	switch {
	case e.Empty:
		return "matches-nothing"
	case len(e.Candidates) > 0:
		return "ambiguous-name"
	}
	return "bad-selector"
}

func messageOf(e *endpoint.Error) string {
	if len(e.Candidates) == 0 {
		return e.Message
	}
	return e.Message + ": " + strings.Join(e.Candidates, ", ")
}

// traffic reads traffic words; a protocol number may stand bare.
func (r *reader) traffic(n *tree.Node, path string) packet.Traffic {
	if n.Is(tree.List) {
		r.fail(n, path, "wrong-type", "traffic is a list; expected text", "join words by spaces: tcp/443 udp/53")
		return packet.Traffic{}
	}
	if n.Is(tree.Number) {
		n = &tree.Node{Kind: tree.String, Pos: n.Pos, Width: n.Width, Text: n.Text}
	}
	text, ok := r.text(n, path, "traffic", "tcp/443")
	if !ok {
		return packet.Traffic{}
	}
	t, err := packet.ParseTraffic(text)
	var bad *packet.TrafficError
	if errors.As(err, &bad) {
		pos, width := valueOf(n).Part(bad.Offset, bad.Width)
		r.diags.Add(source.Diagnostic{Severity: source.Error, Code: "bad-traffic", Pos: pos, Width: width, Path: path,
			Message: bad.Message, Hint: bad.Hint})
	}
	return t
}
