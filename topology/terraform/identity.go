package terraform

import (
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// id returns the resource ID of an instance: the one that the document tells,
// else one made up from names.
func (r *reader) id(i *instance) string {
	if i.id != "" || i.asking {
		return i.id
	}
	i.asking = true
	defer func() { i.asking = false }()
	if known := i.values.Get("id").Str(); strings.HasPrefix(known, "/") && !strings.ContainsAny(known, "|;") {
		i.id = strings.TrimSuffix(known, "/")
		return i.id
	}
	i.id = r.madeUp(i)
	return i.id
}

// madeUp makes up an ID from names and the parent's ID.
func (r *reader) madeUp(i *instance) string {
	t := r.tableOf(i)
	name := r.name(i, t)
	last := t.kind[strings.LastIndexByte(t.kind, '/')+1:]
	switch {
	case t.isGroup:
		return "/subscriptions/" + r.subscription(i) + "/resourceGroups/" + name
	case t.parent != "":
		return r.parent(i, t.parent, t.kind) + "/" + last + "/" + name
	case t.into != "":
		return r.parent(i, t.onto, t.kind) + "/" + t.into + "/" + name
	case i.values.Get("resource_group_name") == nil && tables[i.kind] == nil && !strings.HasPrefix(i.kind, "azapi_"):
		name = plainName(i.address) // names of what stands elsewhere may be equal
	}
	return r.group(i) + "/providers/" + t.kind + "/" + name
}

// parent returns the ID of a child's parent, which an attribute gives by ID or
// by name.
func (r *reader) parent(i *instance, attribute, child string) string {
	kind := parentType(child)
	n := i.values.Get(attribute)
	switch {
	case n.Is(tree.Unknown):
		if found, ok := r.follow(n, kind); ok {
			return r.id(found.i)
		}
	case !n.Is(tree.String) || n.Text == "":
	case strings.HasPrefix(n.Text, "/"):
		return strings.TrimSuffix(n.Text, "/")
	default:
		return r.byGroupAndName(i, kind, n.Text)
	}
	return r.group(i) + "/providers/" + kind + "/" + plainName(i.address+"."+attribute)
}

// byGroupAndName returns the ID of a parent that its name and group name.
func (r *reader) byGroupAndName(i *instance, kind, name string) string {
	made := r.group(i) + "/providers/" + kind + "/" + name
	for _, other := range r.instances {
		t := r.tableOf(other)
		if !strings.EqualFold(t.kind, kind) || !strings.EqualFold(other.values.Get("name").Str(), name) {
			continue
		}
		if id := r.id(other); strings.EqualFold(topology.ID(id).ResourceGroup(), topology.ID(made).ResourceGroup()) {
			return id
		}
	}
	return made
}

// parentType cuts the last part of a type.
func parentType(kind string) string {
	if strings.Count(kind, "/") < 2 {
		return kind
	}
	return kind[:strings.LastIndexByte(kind, '/')]
}

// group returns the ID of an instance's resource group.
func (r *reader) group(i *instance) string {
	subscription := r.subscription(i)
	n := i.values.Get("resource_group_name")
	name := n.Str()
	if n.Is(tree.Unknown) {
		name = plainName(i.address + ".resource_group_name")
		if found, ok := r.follow(n, resourceGroups); ok {
			return r.id(found.i)
		}
	}
	if parent := i.values.Get("parent_id"); name == "" && parent != nil {
		return r.parentID(i, parent)
	}
	if name == "" {
		name = standInGroup
	}
	return "/subscriptions/" + subscription + "/resourceGroups/" + name
}

// standInGroup stands for a resource group that is not told.
const standInGroup = "rg"

// parentID is the parent of a resource that is given by its ARM type.
func (r *reader) parentID(i *instance, n *tree.Node) string {
	if n.Is(tree.String) {
		return strings.TrimSuffix(n.Text, "/")
	}
	if found, ok := r.follow(n); ok {
		return r.id(found.i)
	}
	return "/subscriptions/" + r.subscription(i) + "/resourceGroups/" + plainName(i.address+".parent_id")
}

// name returns the name of an instance. Where it is not known its address
// stands in, so that links still lead to it.
func (r *reader) name(i *instance, t *table) string {
	if t.fixed != "" {
		return t.fixed
	}
	n := i.values.Get(t.nameAttribute())
	if n.Is(tree.String) && n.Text != "" {
		return n.Text
	}
	if t.isBare() || t.nameless {
		return plainName(i.address)
	}
	r.tellOnce(i.address, source.Diagnostic{Severity: source.Unknown, Code: "unknown-name", Pos: i.pos, Width: i.width, Path: i.address,
		Message: "the name of " + i.address + " is known only after apply; its address stands in for it"})
	return plainName(i.address)
}

// nameAttribute is the attribute that holds a resource's name.
func (t *table) nameAttribute() string {
	if t.named != "" {
		return t.named
	}
	return "name"
}

// plainName makes one part of an ID of an address.
func plainName(address string) string { return strings.ReplaceAll(address, "/", "_") }

// tellOnce adds a diagnostic for something, the first time.
func (r *reader) tellOnce(about string, d source.Diagnostic) {
	if !r.told[about] {
		r.told[about] = true
		r.diags.Add(d)
	}
}
