package arm

import (
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// emit adds the resources of a template to the result, in its order.
func (t *template) emit() {
	for _, d := range t.declared {
		d.emit()
	}
}

func (d *declaration) emit() {
	for _, i := range d.instances {
		i.emit()
		for _, child := range i.children {
			child.emit()
		}
	}
}

// emit adds an instance, or what its nested template deploys. A deployment
// whose template cannot be read is a resource too: it deploys something.
func (i *instance) emit() {
	if i.state != deployed && i.state != uncertain || i.d.foreign() || i.kind == "" {
		return
	}
	r := i.d.t.r
	if isDeployment(i.kind) {
		if t := i.nested(); t != nil {
			from := len(r.resources)
			t.emit()
			i.spreadDoubt(r.resources[from:])
			return
		}
		r.add(source.Diagnostic{Severity: source.Unknown, Code: "unknown-template", Pos: i.d.node.Pos, Path: i.d.at.String(),
			Message: "what this nested deployment deploys is not known: " + i.innerWhy, Hint: i.innerSupply})
	}
	body := i.body()
	if !r.measure(body) {
		i.e.exhausted(body)
		return
	}
	r.resources = append(r.resources, Resource{Node: body, Path: i.d.at.String(), Maybe: i.maybe})
}

// spreadDoubt makes what an uncertain deployment deploys uncertain.
func (i *instance) spreadDoubt(resources []Resource) {
	if i.maybe == nil {
		return
	}
	for k := range resources {
		if resources[k].Maybe == nil {
			resources[k].Maybe = i.maybe
		}
	}
}

// notBody are members of a declaration that are no part of the resource.
var notBody = map[string]bool{
	"id": true, "type": true, "name": true, "condition": true, "copy": true, "dependson": true, "resources": true,
	"existing": true, "comments": true, "metadata": true, "scope": true,
}

// body evaluates the resource: id, type and name first, then what is declared.
func (i *instance) body() *tree.Node {
	d := i.d
	kind := d.node.Get("type")
	out := &tree.Node{Kind: tree.Object, Pos: d.node.Pos, Width: d.node.Width}
	out.Members = append(out.Members,
		tree.Member{Key: "id", KeyPos: i.name.Pos, Value: i.id},
		tree.Member{Key: "type", KeyPos: kind.Where(), Value: &tree.Node{Kind: tree.String, Pos: kind.Where(), Text: i.kind}},
		tree.Member{Key: "name", KeyPos: i.name.Pos, Value: i.name})
	for _, m := range d.node.Members {
		if notBody[strings.ToLower(m.Key)] {
			continue
		}
		if isDeployment(i.kind) && strings.EqualFold(m.Key, "properties") {
			m.Value = tree.NewUnknown(m.Value.Pos, i.innerWhy, i.innerSupply)
			out.Members = append(out.Members, m)
			continue
		}
		e := i.e
		e.at = d.at
		members, _ := e.member(m)
		out.Members = append(out.Members, members...)
	}
	return out
}
