package native

import (
	"slices"
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// shape says what a value of a native file looks like and what becomes of it.
type shape struct {
	// read checks the value and returns it in ARM's form, or what invalid
	// returns after it has said what is wrong.
	read func(p place, n *tree.Node) *tree.Node
	// schema describes the value to editors.
	schema func(d *definitions) *schema
	// name is that of the shape in the JSON Schema's definitions, where many
	// keys share it; else "".
	name string
	// free says that the value has keys that people choose, so that none has a
	// meaning of its own.
	free bool
}

// invalid stands for a value that has been complained about: not known, and no
// more to be said about it.
func invalid(n *tree.Node) *tree.Node { return tree.NewUnknown(n.Where(), "", "") }

// wrongKind says that n is of another kind than wanted.
func (r *Reader) wrongKind(n *tree.Node, path, wanted string) *tree.Node {
	r.diags.Add(source.Diagnostic{
		Severity: source.Error, Code: "wrong-type", Pos: n.Where(), Width: n.Width, Path: path,
		Message: "expected " + wanted + ", found " + n.Kind.String(),
	})
	return invalid(n)
}

// scalar returns a shape of one kind that ARM takes as it is.
func scalar(name string, kind tree.Kind, wanted string, describe schema) shape {
	return shape{
		name: name,
		read: func(p place, n *tree.Node) *tree.Node {
			if !n.Is(kind) {
				return p.reader.wrongKind(n, p.path, wanted)
			}
			return n
		},
		schema: func(*definitions) *schema { s := describe; return &s },
	}
}

var (
	text   = scalar("text", tree.String, "text", schema{Type: "string"})
	flag   = scalar("flag", tree.Bool, "true or false", schema{Type: "boolean"})
	number = scalar("number", tree.Number, "a number", schema{Type: "integer"})
)

// word is text that may look like a number: a port, a tag's value.
var word = shape{
	name: "word",
	read: func(p place, n *tree.Node) *tree.Node {
		if n.Is(tree.String) {
			return n
		}
		if !n.Is(tree.Number) && !n.Is(tree.Bool) {
			return p.reader.wrongKind(n, p.path, "text")
		}
		return &tree.Node{Kind: tree.String, Pos: n.Pos, Width: n.Width, Text: n.Text}
	},
	schema: func(*definitions) *schema {
		return &schema{AnyOf: []*schema{{Type: "string"}, {Type: "integer"}, {Type: "boolean"}}}
	},
}

// oneOf is text of a closed list; it is turned into Azure's spelling.
func oneOf(values ...string) shape {
	return shape{
		read: func(p place, n *tree.Node) *tree.Node {
			if !n.Is(tree.String) {
				return p.reader.wrongKind(n, p.path, "one of "+strings.Join(values, ", "))
			}
			i := slices.IndexFunc(values, func(v string) bool { return strings.EqualFold(v, n.Text) })
			if i < 0 {
				return p.reader.unknownValue(n, p.path, values)
			}
			return &tree.Node{Kind: tree.String, Pos: n.Pos, Width: n.Width, Text: values[i]}
		},
		schema: func(*definitions) *schema { return &schema{Type: "string", Enum: anyOf(values)} },
	}
}

// unknownValue says that n is none of the known values.
func (r *Reader) unknownValue(n *tree.Node, path string, values []string) *tree.Node {
	d := source.Diagnostic{
		Severity: source.Error, Code: "unknown-value", Pos: n.Pos, Width: n.Width, Path: path,
		Message: "\"" + n.Text + "\" is none of " + strings.Join(values, ", "),
	}
	if s := source.Suggest(n.Text, values); s != "" {
		d.Hint = "did you mean " + s + "?"
	}
	r.diags.Add(d)
	return invalid(n)
}

// many is a list of values; a single one need not stand in brackets.
func many(of shape) shape {
	return shape{
		name: plural(of.name),
		read: func(p place, n *tree.Node) *tree.Node {
			if !n.Is(tree.List) {
				v := of.read(p, n)
				return tree.NewList(n.Pos, v)
			}
			out := tree.NewList(n.Pos)
			out.Width = n.Width
			for i, item := range n.Items {
				out.Items = append(out.Items, of.orUnknown(p.item(i), item))
			}
			return out
		},
		schema: func(d *definitions) *schema {
			one := of.schema(d)
			return &schema{OneOf: []*schema{one, {Type: "array", Items: one}}}
		},
	}
}

func plural(name string) string {
	if name == "" {
		return ""
	}
	return name + "s"
}

// wrap reads a value of another shape and puts it below a path in an object
// of its own, as ARM's {"id": ...} and {"service": ...}.
func wrap(path string, of shape) shape {
	return shape{
		name: of.name,
		read: func(p place, n *tree.Node) *tree.Node {
			out := tree.NewObject(n.Where())
			put(out, path, of.read(p, n))
			return out
		},
		schema: of.schema,
	}
}

// wrapList reads one value where ARM has a list.
func wrapList(of shape) shape {
	return shape{
		name: of.name,
		read: func(p place, n *tree.Node) *tree.Node {
			return tree.NewList(n.Where(), of.read(p, n))
		},
		schema: of.schema,
	}
}
