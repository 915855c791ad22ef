package filter

import (
	"iter"
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
	for p := range addressFields(d) {
		terms := p.Or(nil)
		for i := range terms {
			t := &terms[i]
			add("asg", t.ASG().ID)
			add("networkGroup", t.NetworkGroup().ID)
			add("ipGroup", t.Group().ID)
		}
	}
	return out
}

// addressFields yields the sources and destinations of all rules.
func addressFields(d *topology.Design) iter.Seq[*topology.Property[[]topology.AddressTerm]] {
	return func(yield func(*topology.Property[[]topology.AddressTerm]) bool) {
		for r := range d.SecurityRules() {
			if !yield(&r.Source) || !yield(&r.Destination) {
				return
			}
		}
		for _, r := range slices.Concat(firewallRules(d)...) {
			if !yield(&r.Source) || !yield(&r.Destination) {
				return
			}
		}
	}
}

// firewallRules returns the rules of firewall policies and classic firewalls.
func firewallRules(d *topology.Design) [][]*topology.FirewallRule {
	var out [][]*topology.FirewallRule
	for _, p := range policies(d) {
		for _, g := range p.Groups {
			for _, col := range g.Collections {
				out = append(out, col.Rules)
			}
		}
	}
	return out
}
