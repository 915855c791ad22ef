package arm

import (
	"strconv"
	"strings"

	"vnetproof/topology/tree"
)

// find returns the resource that a symbolic name, ID or name means, or nil.
func (e env) find(text string) *instance {
	if strings.HasPrefix(text, "/") {
		return e.r.byID[strings.ToLower(strings.TrimSuffix(text, "/"))]
	}
	for _, t := range []*template{e.in, e.t} {
		if i := t.bySymbol(text); i != nil {
			return i
		}
		if i := t.byName(text); i != nil {
			return i
		}
	}
	return e.r.byID[strings.ToLower(e.t.scope.within(text))]
}

// bySymbol finds vnet, or vnets[2] for an instance of a loop.
func (t *template) bySymbol(text string) *instance {
	name, index := text, 0
	if open := strings.IndexByte(text, '['); open > 0 && strings.HasSuffix(text, "]") {
		n, err := strconv.Atoi(text[open+1 : len(text)-1])
		if err != nil {
			return nil
		}
		name, index = text[:open], n
	}
	d := t.symbols[strings.ToLower(name)]
	if d == nil {
		return nil
	}
	d.expand()
	if index >= len(d.instances) {
		return nil
	}
	return d.instances[index]
}

// byName finds the one resource of that name.
func (t *template) byName(name string) *instance {
	var found *instance
	for _, d := range t.declared {
		for _, i := range d.instances {
			if !strings.EqualFold(i.name.Str(), name) {
				continue
			}
			if found != nil && found.state != skipped && i.state != skipped {
				return nil
			}
			if found == nil || found.state == skipped {
				found = i
			}
		}
	}
	return found
}

// label names an instance in a message.
func (i *instance) label() string {
	if name := i.name.Str(); name != "" {
		return i.kind + " " + name
	}
	return i.kind
}

// partOfParent fetches a property of a resource that stands inside of its
// parent, as subnets do in a network's properties. It is nil if there is none.
func (e env) partOfParent(id string, i *instance, path []*tree.Node) *tree.Node {
	if i != nil {
		id = i.id.Str()
	}
	segments := strings.Split(strings.TrimSuffix(id, "/"), "/")
	if len(segments) < 10 || len(segments)%2 != 1 {
		return nil
	}
	n := len(segments) - 2
	parent := e.r.byID[strings.ToLower(strings.Join(segments[:n], "/"))]
	if parent == nil || parent.state != deployed && parent.state != uncertain {
		return nil
	}
	list := e.fetchDeclared(parent, []*tree.Node{e.newText("properties"), e.newText(segments[n])})
	for _, item := range list.List() {
		if strings.EqualFold(item.Get("name").Str(), segments[n+1]) {
			return e.follow(item, id, path)
		}
	}
	return nil
}

// follow fetches from a value step by step what is stated there.
func (e env) follow(v *tree.Node, id string, path []*tree.Node) *tree.Node {
	for _, key := range path {
		if v.Is(tree.Unknown) {
			return v
		}
		if v = step(v, key); v == nil {
			return e.afterDeployment(id, "the template does not state it", path)
		}
	}
	return v
}
