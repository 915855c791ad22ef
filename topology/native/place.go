package native

import (
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// place is where in a design a value is read: the resource around it and the
// defaults that hold there.
type place struct {
	reader       *Reader
	path         string // inside the document: "virtualNetworks.hub.subnets"
	subscription string
	group        string
	location     string
	typ          string // ARM type of the resource around, children included
	name         string // its name, "hub/app" for a child
	id           string
	pos          source.Pos // of the resource's name
}

// at returns the same place one step further in the document.
func (p place) at(step string) place {
	p.path = tree.KeyPath(p.path, step)
	return p
}

// item returns the same place at an entry of a list.
func (p place) item(i int) place {
	p.path = tree.IndexPath(p.path, i)
	return p
}

// resource returns the place of a resource of the file. A name of several parts
// is that of a child of a type of several parts.
func (p place) resource(typ, name string, pos source.Pos) place {
	p.typ, p.name, p.pos = typ, name, pos
	p.id = "/subscriptions/" + p.subscription + "/resourceGroups/" + p.group + "/providers"
	types, names := strings.Split(typ, "/"), strings.Split(name, "/")
	p.id += "/" + types[0]
	for i, part := range names {
		if i+1 < len(types) {
			p.id += "/" + types[i+1]
		}
		p.id += "/" + part
	}
	return p
}

// child returns the place of a child resource, as a subnet of its VNet.
func (p place) child(segment, name string, pos source.Pos) place {
	p.typ += "/" + segment
	p.name += "/" + name
	p.id += "/" + segment + "/" + name
	p.pos = pos
	return p
}

// text makes a text that stands at the resource's name, for what follows from it.
func (p place) text(s string) *tree.Node { return tree.NewString(p.pos, s) }

// object makes an object that stands at the resource's name.
func (p place) object(members ...tree.Member) *tree.Node {
	return tree.NewObject(p.pos, members...)
}

// member makes a member of an object.
func member(key string, value *tree.Node) tree.Member {
	return tree.Member{Key: key, KeyPos: value.Where(), Value: value}
}

// put sets the value at a dotted path below out, making objects on the way.
func put(out *tree.Node, path string, value *tree.Node) {
	step, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		out.Members = append(out.Members, member(step, value))
		return
	}
	for i := range out.Members {
		if out.Members[i].Key == step {
			put(out.Members[i].Value, rest, value)
			return
		}
	}
	next := tree.NewObject(value.Pos)
	out.Members = append(out.Members, member(step, next))
	put(next, rest, value)
}
