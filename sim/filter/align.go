package filter

import (
	"maps"
	"slices"
	"strings"

	"vnetproof/topology"
)

// Align says that the groups which rules of two designs name are the same where
// they have one ID, or else where they alone on both sides have one name. Call
// it before the filters are made.
func (ns *Names) Align(before, after *topology.Design) {
	old, new := groupsNamed(before), groupsNamed(after)
	ns.same = map[string]string{}
	oldByName, newByName := lonely(old, new), lonely(new, old)
	for name, key := range newByName {
		if other := oldByName[name]; key != "" && other != "" {
			ns.same[key] = other
		}
	}
}

// key identifies a group in all designs.
func (ns *Names) key(kind string, id topology.ID) string {
	key := kind + ":" + id.Key()
	if other, ok := ns.same[key]; ok {
		return other
	}
	return key
}

// lonely returns the keys by kind and name of those groups that the others do
// not have by ID; "" where a name is there twice.
func lonely(groups, others map[string]string) map[string]string {
	out := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		name := groups[key]
		if _, both := others[key]; both {
			continue
		}
		if _, twice := out[name]; twice {
			out[name] = ""
			continue
		}
		out[name] = key
	}
	return out
}

// groupsNamed returns the kind and name, by key, of all groups that rules name.
func groupsNamed(d *topology.Design) map[string]string {
	out := map[string]string{}
	add := func(kind string, id topology.ID) {
		if id != "" {
			out[kind+":"+id.Key()] = kind + ":" + strings.ToLower(id.Name())
		}
	}
	for _, p := range addressFields(d) {
		for _, t := range p.Or(nil) {
			add("asg", t.ASG.ID)
			add("networkGroup", t.NetworkGroup.ID)
			add("ipGroup", t.Group.ID)
		}
	}
	return out
}

// addressFields lists the sources and destinations of all rules.
func addressFields(d *topology.Design) []topology.Property[[]topology.AddressTerm] {
	var out []topology.Property[[]topology.AddressTerm]
	security := func(rules []*topology.SecurityRule) {
		for _, r := range rules {
			out = append(out, r.Source, r.Destination)
		}
	}
	for _, nsg := range d.NetworkSecurityGroups {
		security(nsg.SecurityRules)
	}
	for _, m := range d.NetworkManagers {
		for _, config := range m.SecurityAdmin {
			for _, col := range config.Collections {
				security(col.Rules)
			}
		}
	}
	for _, p := range policies(d) {
		for _, g := range p.Groups {
			for _, col := range g.Collections {
				for _, r := range col.Rules {
					out = append(out, r.Source, r.Destination)
				}
			}
		}
	}
	return out
}
