package load

import (
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/arm"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// groupExport is a template as `az group export` writes one: what of other
// groups it names is a parameter, whose default is an ID.
type groupExport struct {
	file     *source.File
	own      map[string]bool // type and names of what it deploys, in lower case
	external []external
}

// external is an ID of another group that a group's export names.
type external struct {
	id  topology.ID
	pos source.Pos
}

// groupExportOf looks at a template and what it deploys.
func groupExportOf(t template, d *arm.Deployment) groupExport {
	g := groupExport{file: t.file, own: map[string]bool{}}
	parameters := t.root.Get("parameters")
	if !parameters.Is(tree.Object) {
		return g
	}
	for _, m := range parameters.Members {
		v := m.Value.Get("defaultValue")
		if strings.HasSuffix(m.Key, "_externalid") && v.Is(tree.String) && strings.HasPrefix(v.Text, "/subscriptions/") {
			g.external = append(g.external, external{topology.ID(v.Text), v.Pos})
		}
	}
	if len(g.external) == 0 {
		return g
	}
	for _, r := range d.Resources {
		g.own[whatOf(topology.ID(r.Node.Get("id").Str()))] = true
	}
	return g
}

// whatOf is an ID without its place.
func whatOf(id topology.ID) string { return strings.ToLower(id.Type() + " " + id.Path()) }

// named returns the IDs that another export names and this one's resources may have.
func (g *groupExport) named(by *groupExport) (found []external) {
	for _, e := range by.external {
		if g.own[whatOf(e.id)] {
			found = append(found, e)
		}
	}
	return found
}

// groupsOf finds out which groups exports are of: two that name each other's
// resources, as the halves of a peering do, tell. One whose resources are named
// in several groups, or that shares its group with another one, stays without.
func groupsOf(exports []groupExport) []*external {
	groups := make([]*external, len(exports))
	taken := map[string]int{}
	for i := range exports {
		groups[i] = exports[i].groupAmong(exports)
		if groups[i] != nil {
			taken[groupKey(groups[i].id)]++
		}
	}
	for i, g := range groups {
		if g != nil && taken[groupKey(g.id)] > 1 {
			groups[i] = nil
		}
	}
	return groups
}

func (g *groupExport) groupAmong(exports []groupExport) *external {
	var first *external
	for i := range exports {
		other := &exports[i]
		if other.file == g.file || len(other.named(g)) == 0 {
			continue
		}
		for _, e := range g.named(other) {
			if first == nil {
				first = &e
			} else if groupKey(first.id) != groupKey(e.id) {
				return nil
			}
		}
	}
	return first
}

// told says which group an export is taken to be of, and why.
func (g *groupExport) told(by *external) source.Diagnostic {
	return source.Diagnostic{Severity: source.Warning, Code: "taken-as-group", Pos: g.file.Pos(0),
		Message: "taken as the export of resource group " + by.id.ResourceGroup() + " in subscription " + by.id.Subscription() +
			", since another export names its " + by.id.Path() + " there and is named by it",
		Related: []source.Related{{Pos: by.pos, Message: "named here"}}}
}

func groupKey(id topology.ID) string {
	return strings.ToLower(id.Subscription() + "/" + id.ResourceGroup())
}
