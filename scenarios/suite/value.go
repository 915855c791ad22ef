package suite

import (
	"fmt"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// Value is the place of a text value in its file, so that a mistake inside of
// the text can be pointed at.
type Value struct {
	Pos   source.Pos
	Width int  // bytes in the file
	exact bool // the file holds the text as it is from Pos.Add(quote) on
	quote int
}

func valueOf(n *tree.Node) Value {
	v := Value{Pos: n.Pos, Width: n.Width}
	switch n.Width - len(n.Text) {
	case 0:
		v.exact = true
	case 2: // quotes, and nothing escaped
		v.exact, v.quote = true, 1
	}
	return v
}

// Part returns where a part of the text stands, or the whole value where
// quoting hides the part's place.
func (v Value) Part(offset, width int) (source.Pos, int) {
	if !v.exact {
		return v.Pos, v.Width
	}
	return v.Pos.Add(v.quote + offset), width
}

// reader reads one document and collects what is wrong.
type reader struct {
	diags *source.Diagnostics
}

func (r *reader) fail(n *tree.Node, path, code, message, hint string) {
	width := 0
	if n != nil {
		width = n.Width
	}
	r.diags.Add(source.Diagnostic{Severity: source.Error, Code: code, Pos: n.Where(), Width: width, Path: path, Message: message, Hint: hint})
}

// text returns the text of a String.
func (r *reader) text(n *tree.Node, path, what, example string) (string, bool) {
	switch {
	case n.Is(tree.String) && n.Text != "":
		return n.Text, true
	case n.Is(tree.String), n.IsAbsent():
		r.fail(n, path, "wrong-type", what+" is empty", "write for example "+example)
	default:
		r.fail(n, path, "wrong-type", fmt.Sprintf("%s is %s; expected text", what, n.Kind), quoteHint(n, example))
	}
	return "", false
}

func quoteHint(n *tree.Node, example string) string {
	if n.Is(tree.Number) || n.Is(tree.Bool) {
		return fmt.Sprintf("quote it: %q", n.Text)
	}
	return "write for example " + example
}

// flag returns a true or false.
func (r *reader) flag(n *tree.Node, path, what string) bool {
	if n.Is(tree.Bool) {
		return n.Text == "true"
	}
	r.fail(n, path, "wrong-type", fmt.Sprintf("%s is %s; expected true or false", what, n.Kind), "")
	return false
}

// key is one key of an object and what reads its value.
type key struct {
	name     string
	required bool
	example  string
	read     func(n *tree.Node, path string)
}

// object reads the members of an object by keys; each mistake is told.
func (r *reader) object(n *tree.Node, path, what string, keys []key) {
	if !n.Is(tree.Object) {
		r.fail(n, path, "wrong-type", fmt.Sprintf("%s is %s; expected an object", what, n.Kind), exampleOf(keys))
		return
	}
	for _, m := range n.Members {
		if k := find(keys, m.Key); k != nil {
			k.read(m.Value, tree.KeyPath(path, m.Key))
		} else {
			r.unknownKey(m, path, what, keys)
		}
	}
	for _, k := range keys {
		if k.required && n.Get(k.name) == nil {
			r.fail(&tree.Node{Pos: n.Pos}, path, "missing-key", what+" has no "+k.name, "add "+k.name+": "+k.example)
		}
	}
}

func find(keys []key, name string) *key {
	for i := range keys {
		if keys[i].name == name {
			return &keys[i]
		}
	}
	return nil
}

func exampleOf(keys []key) string {
	for _, k := range keys {
		if k.required {
			return "write " + k.name + ": " + k.example
		}
	}
	return ""
}

func (r *reader) unknownKey(m tree.Member, path, what string, keys []key) {
	names := make([]string, len(keys))
	list := ""
	for i, k := range keys {
		names[i] = k.name
		if i > 0 {
			list += ", "
		}
		list += k.name
	}
	hint := "known keys of " + what + " are " + list
	if near := source.Suggest(m.Key, names); near != "" {
		hint = "did you mean " + near + "?"
	}
	r.diags.Add(source.Diagnostic{Severity: source.Error, Code: "unknown-key", Pos: m.KeyPos, Width: len(m.Key),
		Path: path, Message: fmt.Sprintf("unknown key %q", m.Key), Hint: hint})
}
