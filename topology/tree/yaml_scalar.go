package tree

import (
	"bytes"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
)

// The numbers of the core schema of YAML 1.2.
var (
	yamlInt   = regexp.MustCompile(`^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$`)
	yamlFloat = regexp.MustCompile(`^([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$`)
)

// quotedYAML are the styles whose scalars are always text.
const quotedYAML = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle

// scalar converts a scalar.
func (r *yamlReader) scalar(n *yaml.Node) *Node {
	out := &Node{Pos: r.pos(n), Kind: coreKind(n), Text: n.Value}
	switch out.Kind {
	case Null:
		out.Text = ""
	case Bool:
		out.Text = strings.ToLower(n.Value)
	case Unknown:
		r.errorAt(n, "syntax", "tag "+n.Tag+" has no meaning here")
		out.Kind = String
	}
	out.Width = r.width(n)
	return out
}

// coreKind returns the kind of a scalar by the core schema, or Unknown for a
// tag that it does not have.
func coreKind(n *yaml.Node) Kind {
	if n.Style&yaml.TaggedStyle != 0 {
		return taggedKind(n)
	}
	if n.Style&quotedYAML != 0 {
		return String
	}
	return plainKind(n.Value)
}

// taggedKind returns the kind that a tag asks for.
func taggedKind(n *yaml.Node) Kind {
	plain := plainKind(n.Value)
	switch tag := n.ShortTag(); {
	case tag == "!!str" || tag == "!":
		return String
	case tag == "!!null" && plain == Null, tag == "!!bool" && plain == Bool,
		tag == "!!int" && plain == Number, tag == "!!float" && plain == Number:
		return plain
	}
	return Unknown
}

// plainKind returns the kind of a scalar without quotes.
func plainKind(text string) Kind {
	switch text {
	case "", "~", "null", "Null", "NULL":
		return Null
	case "true", "True", "TRUE", "false", "False", "FALSE":
		return Bool
	}
	if yamlInt.MatchString(text) || yamlFloat.MatchString(text) {
		return Number
	}
	return String
}

// width returns the bytes that a scalar takes on its line.
func (r *yamlReader) width(n *yaml.Node) int {
	rest := r.text[min(r.pos(n).Offset(), len(r.text)):]
	if end := bytes.IndexAny(rest, "\r\n"); end >= 0 {
		rest = rest[:end]
	}
	switch {
	case n.Style&yaml.TaggedStyle != 0 || n.Anchor != "":
		return len(bytes.TrimRight(rest, " \t"))
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return quotedWidth(rest, '"', '\\')
	case n.Style&yaml.SingleQuotedStyle != 0:
		return quotedWidth(rest, '\'', 0)
	case bytes.HasPrefix(rest, []byte(n.Value)):
		return len(n.Value)
	}
	return len(bytes.TrimRight(rest, " \t"))
}

// quotedWidth returns the bytes up to the closing quote, or all of line.
func quotedWidth(line []byte, quote, escape byte) int {
	for i := 1; i < len(line); i++ {
		switch {
		case escape != 0 && line[i] == escape:
			i++
		case line[i] == quote && escape == 0 && i+1 < len(line) && line[i+1] == quote:
			i++
		case line[i] == quote:
			return i + 1
		}
	}
	return len(line)
}
