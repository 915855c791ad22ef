package native

import (
	"slices"
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// spec lists the keys of one object and says what follows from several of them.
type spec struct {
	name   string // in the JSON Schema's definitions; "" for an object that is described where it stands
	doc    string
	keys   []key
	finish func(p place, v values, out *tree.Node)
}

// key is one key of an object.
type key struct {
	name     string
	at       string // where ARM keeps it, "properties.addressSpace.addressPrefixes"; "" leaves it to finish
	shape    shape
	doc      string
	required bool
	// not lists spellings that people bring from elsewhere and should be told of.
	not []string
}

// prop is a key that ARM has under properties, by the same name or at a path.
func prop(name string, s shape, doc string, at ...string) key {
	if len(at) == 0 {
		at = []string{name}
	}
	return key{name: name, at: "properties." + at[0], shape: s, doc: doc}
}

// input is a key that finish makes something of.
func input(name string, s shape, doc string) key { return key{name: name, shape: s, doc: doc} }

// must makes a key required.
func must(k key) key {
	k.required = true
	return k
}

// not tells which foreign spellings a key is meant by.
func not(k key, spellings ...string) key {
	k.not = spellings
	return k
}

// values are an object's values in ARM's form, by key.
type values map[string]*tree.Node

// fill reads the object n by the spec into out.
func (p place) fill(n *tree.Node, s spec, out *tree.Node) {
	read, misspelt := values{}, map[string]bool{}
	for _, m := range n.Members {
		k := s.find(m.Key)
		if k == nil {
			misspelt[p.unknownKey(m, s)] = true
			continue
		}
		if _, twice := read[k.name]; twice {
			p.reader.diags.Add(source.Diagnostic{Severity: source.Error, Code: "duplicate-key", Pos: m.KeyPos,
				Width: len(m.Key), Path: p.path, Message: "key \"" + m.Key + "\" stands here twice"})
			continue
		}
		if m.Value.IsAbsent() {
			continue
		}
		v := k.shape.orUnknown(p.at(m.Key), m.Value)
		read[k.name] = v
		if k.at != "" {
			put(out, k.at, v)
		}
	}
	p.missing(n, s, read, misspelt, out)
	if s.finish != nil {
		s.finish(p, read, out)
	}
}

// find returns the key of that name, without regard to case, or nil.
func (s spec) find(name string) *key {
	for i := range s.keys {
		if strings.EqualFold(s.keys[i].name, name) {
			return &s.keys[i]
		}
	}
	return nil
}

// missing reports the required keys that n lacks. One that is there in another
// spelling has been told of already.
func (p place) missing(n *tree.Node, s spec, read values, misspelt map[string]bool, out *tree.Node) {
	for _, k := range s.keys {
		if _, ok := read[k.name]; !k.required || ok {
			continue
		}
		pos := n.Pos
		if p.pos.IsValid() {
			pos = p.pos
		}
		if !misspelt[k.name] {
			p.reader.diags.Add(source.Diagnostic{Severity: source.Error, Code: "missing-key", Pos: pos, Path: p.path,
				Message: "\"" + k.name + "\" is missing: " + k.doc})
		}
		if k.at != "" {
			put(out, k.at, tree.NewUnknown(pos, "", ""))
		}
	}
}

// unknownKey reports a key that the spec does not have, with what was meant,
// which it returns.
func (p place) unknownKey(m tree.Member, s spec) string {
	d := source.Diagnostic{Severity: source.Error, Code: "unknown-key", Pos: m.KeyPos, Width: len(m.Key), Path: p.path,
		Message: "unknown key \"" + m.Key + "\""}
	meant := s.meant(m.Key)
	if meant != "" {
		d.Hint = "did you mean " + meant + "?"
	} else if len(s.keys) > 0 {
		d.Hint = "known here: " + strings.Join(s.names(), ", ")
	}
	p.reader.diags.Add(d)
	return meant
}

// meant returns the key that a misspelt or foreign one stands for, or "".
func (s spec) meant(name string) string {
	for _, k := range s.keys {
		if slices.ContainsFunc(k.not, func(n string) bool { return strings.EqualFold(n, name) }) {
			return k.name
		}
	}
	return source.Suggest(name, s.names())
}

func (s spec) names() []string {
	var all []string
	for _, k := range s.keys {
		all = append(all, k.name)
	}
	return all
}

// object is an object with the spec's keys.
func object(s spec) shape {
	return shape{
		read: func(p place, n *tree.Node) *tree.Node {
			if !n.Is(tree.Object) {
				return p.reader.wrongKind(n, p.path, "an object")
			}
			out := tree.NewObject(n.Pos)
			out.Width = n.Width
			p.pos = n.Pos
			p.fill(n, s, out)
			return out
		},
		schema: func(d *definitions) *schema { return d.object(s) },
	}
}
