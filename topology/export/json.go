package export

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// WriteList returns a design as a list of resources, as Azure answers it, and
// what that cannot say.
func WriteList(d *topology.Design) (text []byte, lost []source.Diagnostic) {
	resources, lost := Resources(d)
	return toJSON(tree.NewList(source.Pos{}, resources...)), lost
}

// toJSON writes a node as indented JSON, its members in order.
func toJSON(n *tree.Node) []byte {
	var out bytes.Buffer
	e := jsontext.NewEncoder(&out, jsontext.WithIndent("  "))
	encode(e, n)
	return out.Bytes()
}

// encode writes one node. Nodes that were made here hold nothing that JSON
// cannot say, and a buffer takes everything.
func encode(e *jsontext.Encoder, n *tree.Node) {
	switch n.Kind {
	case tree.List:
		_ = e.WriteToken(jsontext.BeginArray)
		for _, item := range n.Items {
			encode(e, item)
		}
		_ = e.WriteToken(jsontext.EndArray)
	case tree.Object:
		_ = e.WriteToken(jsontext.BeginObject)
		for _, m := range n.Members {
			_ = e.WriteToken(jsontext.String(clean(m.Key)))
			encode(e, m.Value)
		}
		_ = e.WriteToken(jsontext.EndObject)
	case tree.Bool:
		_ = e.WriteToken(jsontext.Bool(n.Text == "true"))
	case tree.Number:
		_ = e.WriteValue(jsontext.Value(n.Text))
	case tree.String:
		_ = e.WriteToken(jsontext.String(clean(n.Text)))
	default:
		_ = e.WriteToken(jsontext.Null)
	}
}

// clean puts a mark in the place of what is no text.
func clean(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
