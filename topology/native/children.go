package native

import (
	"slices"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// enter makes the resource of p known to short names.
func (p place) enter() { p.reader.names.enterID(topology.ID(p.id)) }

// entryName is the key by which the entries of a list tell their name.
var entryName = must(key{name: "name", shape: word, doc: "name of the entry"})

// children are child resources: an object of them by name, or a list of
// objects with a name. ARM gets a list of {name, id, properties}.
func children(segment string, s spec) shape {
	return entries(s, func(p place, name string, pos source.Pos) (place, *tree.Node) {
		p = p.child(segment, name, pos)
		p.enter()
		return p, p.object(member("name", tree.NewString(pos, name)), member("id", p.text(p.id)))
	})
}

// named are entries that have a name but are no resources, as the rules of a
// firewall: ARM gets a list of {name, ...}.
func named(s spec) shape {
	return entries(s, func(p place, name string, pos source.Pos) (place, *tree.Node) {
		p.pos = pos
		return p, p.object(member("name", tree.NewString(pos, name)))
	})
}

// apart are children that Azure keeps as resources of their own, as the links
// of a DNS zone: they are added to the design, and the parent gets no list.
func apart(segment string, s spec) shape {
	return entries(s, func(p place, name string, pos source.Pos) (place, *tree.Node) {
		p = p.child(segment, name, pos)
		out := p.head()
		p.reader.resources = append(p.reader.resources, out)
		return p, out
	})
}

// opener makes the place and the object of an entry from its name.
type opener func(p place, name string, pos source.Pos) (place, *tree.Node)

// entries reads named entries in either form.
func entries(s spec, open opener) shape {
	listed := s
	listed.keys = slices.Concat([]key{entryName}, s.keys)
	if listed.name != "" {
		listed.name += "Entry"
	}
	return shape{
		read: func(p place, n *tree.Node) *tree.Node {
			out := tree.NewList(n.Where())
			switch {
			case n.Is(tree.Object):
				for _, m := range n.Members {
					out.Items = appendEntry(out.Items, p.at(m.Key).entry(m, s, open))
				}
			case n.Is(tree.List):
				for i, item := range n.Items {
					if u := asUnknown(item); u != nil {
						out.Items = append(out.Items, u)
						continue
					}
					out.Items = appendEntry(out.Items, p.item(i).listed(item, listed, open))
				}
			default:
				return p.reader.wrongKind(n, p.path, "an object of entries by name, or a list of them")
			}
			return out
		},
		schema: func(d *definitions) *schema {
			list := &schema{Type: "array", Items: d.object(listed)}
			return &schema{OneOf: []*schema{d.byName(s), list}}
		},
	}
}

func appendEntry(items []*tree.Node, entry *tree.Node) []*tree.Node {
	if entry == nil {
		return items
	}
	return append(items, entry)
}

// entry reads one entry of an object of entries.
func (p place) entry(m tree.Member, s spec, open opener) *tree.Node {
	if !p.goodName(m.Key, m.KeyPos, len(m.Key)) {
		return nil
	}
	body := m.Value
	if body.IsAbsent() {
		body = tree.NewObject(m.KeyPos)
	}
	if !body.Is(tree.Object) {
		p.reader.wrongKind(body, p.path, "an object")
		return nil
	}
	q, out := open(p, m.Key, m.KeyPos)
	q.fill(body, s, out)
	return out
}

// listed reads one entry of a list, which tells its name.
func (p place) listed(item *tree.Node, s spec, open opener) *tree.Node {
	if !item.Is(tree.Object) {
		p.reader.wrongKind(item, p.path, "an object with a name")
		return nil
	}
	name := item.Get("name")
	if name.IsAbsent() {
		p.pos = item.Pos
		p.missing(item, spec{keys: []key{entryName}}, values{}, nil, tree.NewObject(item.Pos))
		return nil
	}
	if name = word.read(p, name); !p.isName(name) {
		return nil
	}
	q, out := open(p, name.Text, name.Pos)
	q.fill(item, s, out)
	return out
}

// record is an object of values by free keys, as tags.
func record(of shape) shape {
	return shape{
		free: true,
		read: func(p place, n *tree.Node) *tree.Node {
			if !n.Is(tree.Object) {
				return p.reader.wrongKind(n, p.path, "an object")
			}
			out := tree.NewObject(n.Pos)
			for _, m := range n.Members {
				if m.Value.IsAbsent() {
					continue
				}
				m.Value = of.read(p.at(m.Key), m.Value)
				out.Members = append(out.Members, m)
			}
			return out
		},
		schema: func(d *definitions) *schema { return &schema{Type: "object", AdditionalProperties: of.schema(d)} },
	}
}

// asIs is anything, in ARM's own form.
var asIs = shape{
	read:   func(_ place, n *tree.Node) *tree.Node { return n },
	schema: func(*definitions) *schema { return &schema{} },
}
