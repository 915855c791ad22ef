package tree

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"vnetproof/topology/source"
)

// ParseYAML reads one YAML document. Scalars have the types of the core schema
// (yes, no and dates are text), numbers stay as written, merge keys and aliases
// are resolved: an aliased value is the same node at the place of its anchor.
// What is wrong goes to diags; the result is what could be read, or nil. An
// empty document is a Null. Duplicate keys are an error and the first counts.
func ParseYAML(file *source.File, text []byte, diags *source.Diagnostics) *Node {
	if len(text) > MaxYAMLSize {
		diags.Errorf(file.Pos(0), "too-big", "%d MiB of YAML; at most %d MiB are read", len(text)>>20, MaxYAMLSize>>20)
		return nil
	}
	if !reportEncoding(file, text, diags) || !utf8.Valid(text) || !reportControl(file, text, diags) {
		return nil
	}
	if n := countEntries(text); n > MaxYAMLNodes/2 {
		diags.Errorf(file.Pos(0), "too-big", "about %d entries; at most %d are read", n, MaxYAMLNodes/2)
		return nil
	}
	r := &yamlReader{
		file: file, text: text, diags: diags, lines: newLineTable(text),
		sizes: map[*yaml.Node]int{}, nodes: map[*yaml.Node]*Node{},
	}
	return r.document()
}

// yamlReader turns the parser's nodes into ours.
type yamlReader struct {
	file  *source.File
	text  []byte
	diags *source.Diagnostics
	lines *lineTable
	steps []step
	count int // values, each alias counted as all that it stands for

	nodes map[*yaml.Node]*Node // anchored nodes that are read; nil while being read
	sizes map[*yaml.Node]int   // how many values an anchored node stands for
}

// document reads the first document and refuses a second.
func (r *yamlReader) document() *Node {
	loader, err := yaml.NewLoader(bytes.NewReader(r.text), yaml.WithV4Defaults(),
		yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(MaxDepth))))
	if err != nil {
		r.fail(err)
		return nil
	}
	var doc yaml.Node
	if err := loader.Load(&doc); errors.Is(err, io.EOF) {
		return NewNull(r.file.Pos(0))
	} else if err != nil {
		r.fail(err)
		return nil
	}
	var second yaml.Node
	err = loader.Load(&second)
	switch {
	case err == nil && !isEmptyYAML(&second):
		r.diags.Add(source.Diagnostic{
			Severity: source.Error, Code: "syntax", Pos: r.pos(&second),
			Message: "a second document begins here; expected one document", Hint: "give each its own file",
		})
	case err != nil && !errors.Is(err, io.EOF):
		r.fail(err)
	}
	return r.value(&doc)
}

// isEmptyYAML tells whether a document holds nothing.
func isEmptyYAML(n *yaml.Node) bool {
	if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	return n.Kind == 0 || n.Kind == yaml.ScalarNode && n.Value == "" && n.Style == 0
}

// value converts one node.
func (r *yamlReader) value(n *yaml.Node) *Node {
	switch n.Kind {
	case yaml.DocumentNode:
		if len(n.Content) == 0 {
			return NewNull(r.file.Pos(0))
		}
		return r.value(n.Content[0])
	case yaml.AliasNode:
		return r.alias(n)
	}
	before := r.count
	r.count++
	if n.Anchor != "" {
		r.nodes[n] = nil
	}
	out := r.content(n)
	if n.Anchor != "" {
		r.nodes[n], r.sizes[n] = out, r.count-before
	}
	return out
}

// content converts what is not an alias.
func (r *yamlReader) content(n *yaml.Node) *Node {
	switch n.Kind {
	case yaml.MappingNode:
		return r.mapping(n)
	case yaml.SequenceNode:
		out := NewList(r.pos(n))
		for i, c := range n.Content {
			r.steps = append(r.steps, step{index: i})
			out.Items = append(out.Items, r.value(c))
			r.steps = r.steps[:len(r.steps)-1]
		}
		return out
	}
	return r.scalar(n)
}

// alias returns the node of an anchor, unless it contains itself or the
// document grows out of all proportion by it.
func (r *yamlReader) alias(n *yaml.Node) *Node {
	out, ok := r.nodes[n.Alias]
	if !ok || out == nil {
		r.errorAt(n, "alias", "*"+n.Value+" is inside the value that it repeats")
		return NewNull(r.pos(n))
	}
	r.count += r.sizes[n.Alias]
	if r.count > MaxYAMLNodes {
		r.errorAt(n, "too-big", "aliases make this document too big")
		return NewNull(r.pos(n))
	}
	return out
}

// mapping converts a mapping; what merge keys bring comes after its own keys.
func (r *yamlReader) mapping(n *yaml.Node) *Node {
	out := NewObject(r.pos(n))
	var seen names
	var merged []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind == yaml.ScalarNode && key.Value == "<<" && key.Style == 0 {
			merged = append(merged, value)
			continue
		}
		r.member(out, &seen, key, value)
	}
	for _, m := range merged {
		r.merge(out, m)
	}
	return out
}

// member converts one key and value into out.
func (r *yamlReader) member(out *Node, seen *names, key, value *yaml.Node) {
	name := key
	if name.Kind == yaml.AliasNode {
		name = name.Alias
	}
	if name.Kind != yaml.ScalarNode {
		r.errorAt(key, "syntax", "a key must be text")
		return
	}
	r.steps = append(r.steps, step{key: name.Value, index: -1})
	m := Member{Key: name.Value, KeyPos: r.pos(key), Value: r.value(value)}
	if key.Anchor != "" {
		r.value(key)
	}
	if seen.add(r.diags, out, m, r.steps) {
		out.Members = append(out.Members, m)
	}
	r.steps = r.steps[:len(r.steps)-1]
}

// merge adds the members of a merge key's mapping, or mappings, that out lacks.
func (r *yamlReader) merge(out *Node, n *yaml.Node) {
	from := r.value(n)
	sources := []*Node{from}
	if from.Is(List) {
		sources = from.Items
	}
	for _, s := range sources {
		if !s.Is(Object) {
			r.errorAt(n, "syntax", "<< takes a mapping or a list of mappings")
			continue
		}
		var seen names
		for _, m := range s.Members {
			if seen.find(out, m.Key) < 0 {
				out.Members = append(out.Members, m)
				seen.note(len(out.Members)-1, m.Key)
			}
		}
	}
}
