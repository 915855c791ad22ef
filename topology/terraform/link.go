package terraform

import (
	"strings"

	"vnetproof/topology/tree"
)

// link makes a reference of an ID.
func (c *converter) link(v *tree.Node, wanted []string) *tree.Node {
	id := c.id(v, wanted)
	return &tree.Node{Kind: tree.Object, Pos: v.Pos, Width: v.Width, Members: []tree.Member{{Key: "id", KeyPos: v.Pos, Value: id}}}
}

// links makes a list of references of a list of IDs.
func (c *converter) links(v *tree.Node, wanted []string) *tree.Node {
	all := c.idList(v, wanted)
	if !all.Is(tree.List) {
		return all
	}
	out := *all
	out.Items = nil
	for _, item := range all.Items {
		out.Items = append(out.Items, c.link(item, wanted))
	}
	return &out
}

// id resolves an ID.
func (c *converter) id(v *tree.Node, wanted []string) *tree.Node {
	if v.Is(tree.Unknown) {
		return c.r.idOf(v, wanted)
	}
	return v
}

// idList resolves a list of IDs. Where the whole list is not known, it is all of
// the resources that its expression names.
func (c *converter) idList(v *tree.Node, wanted []string) *tree.Node {
	if v.Is(tree.Unknown) {
		return c.r.idsOf(v, wanted)
	}
	if !v.Is(tree.List) {
		return v
	}
	out := *v
	out.Items = nil
	for _, item := range v.Items {
		out.Items = append(out.Items, c.id(item, wanted))
	}
	return &out
}

// idOf resolves an ID that is not known, if one resource is meant.
func (r *reader) idOf(v *tree.Node, wanted []string) *tree.Node {
	if t, ok := r.follow(v, wanted...); ok {
		if id := r.targetID(t); id != "" {
			return text(v, id)
		}
	}
	return v
}

// idsOf resolves a list of IDs that is not known, if all that its expression
// names are of the wanted types.
func (r *reader) idsOf(v *tree.Node, wanted []string) *tree.Node {
	out := &tree.Node{Kind: tree.List, Pos: v.Pos, Width: v.Width}
	for _, t := range r.followAll(v) {
		id := r.targetID(t)
		if id == "" || !isOneOf(r.typeAt(t), wanted) {
			return v
		}
		out.Items = append(out.Items, text(v, id))
	}
	if len(out.Items) == 0 {
		return v
	}
	return out
}

func isOneOf(kind string, wanted []string) bool {
	for _, w := range wanted {
		if strings.EqualFold(w, kind) {
			return true
		}
	}
	return false
}

// typeAt is the ARM type of what a target's ID is of: a resource, or a part of
// one; "" where a target is no ID.
func (r *reader) typeAt(t target) string {
	kind := r.tableOf(t.i).kind
	if collection, _ := r.partOf(t); collection != "" {
		return kind + "/" + collection
	}
	if len(t.path) > 1 || len(t.path) == 1 && t.path[0] != "id" && t.path[0] != "name" {
		return ""
	}
	return kind
}

// targetID is the ID that a target is, or "".
func (r *reader) targetID(t target) string {
	if collection, name := r.partOf(t); collection != "" && name != "" {
		return r.id(t.i) + "/" + collection + "/" + name
	}
	if len(t.path) == 0 || len(t.path) == 1 && t.path[0] == "id" {
		return r.id(t.i)
	}
	return ""
}

// partOf tells which part of a resource a target is the ID of, as
// frontend_ip_configuration[0].id of a load balancer.
func (r *reader) partOf(t target) (collection, name string) {
	if len(t.path) != 3 || t.path[2] != "id" {
		return "", ""
	}
	for _, f := range r.tableOf(t.i).fields {
		if f.attribute == t.path[0] && f.children {
			return f.path, walk(t.i.values, []string{t.path[0], t.path[1], "name"}).Str()
		}
	}
	return "", ""
}

// siblingLink makes a reference of the name of a part of the owner.
func (c *converter) siblingLink(v *tree.Node, collection string) *tree.Node {
	v = c.value(v, "name")
	if v.Is(tree.String) {
		v = text(v, c.owner+"/"+collection+"/"+v.Text)
	}
	return c.link(v, nil)
}
